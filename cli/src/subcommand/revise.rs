//! `bitsmith revise`: a script with its jobs as documents have them; all else stays byte for byte.

use super::import::{reading, reading_of, refuse_page, shell_argument};
use crate::console::{Console, Exit, Trouble};
use crate::finding::Findings;
use crate::{input, output, profile};
use bitsmith_core::document::read_located;
use bitsmith_core::parse::import;
use bitsmith_core::revise::revised_by_document;
use clap::{Arg, ArgMatches, Command, value_parser};
use std::path::PathBuf;

pub(crate) fn command(command: Command) -> Command {
    command
        .about(
            "Write a script anew in which only the words of what was changed in its documents are other ones. \
             It is the script, with the secrets that stand in it. Nothing is run",
        )
        .arg(
            Arg::new("into")
                .value_name("SCRIPT")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help("The script that the documents were imported from"),
        )
        .arg(input::argument().help("What `bitsmith import` said of it, changed; - is standard input"))
        .arg(shell_argument())
        .arg(profile::argument())
        .arg(output::argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let reading = reading(matches)?;
    let Some(path) = matches.get_one::<PathBuf>("into") else {
        return Err(Trouble::Said("SCRIPT is missing.".to_owned()));
    };
    let script = input::file(path, console)?;
    refuse_page(reading, &script)?;
    let reading = reading_of(reading, &script, console);
    let input = input::read(matches, console)?;
    let documents = match read_located(&input.text) {
        Ok(documents) => documents.drafts,
        Err(errors) => {
            console.say(&Findings::of(&input).malformed(&errors));
            return Ok(Exit::Wrong);
        }
    };
    let mut text = script.text.clone();
    let mut read = import(&text, reading);
    if read.jobs.len() != documents.len() {
        console.say(&format!(
            "{} has {} and {} {}: take all that `bitsmith import` says of the script, in its order.\n",
            script.name,
            count(read.jobs.len(), "job", "jobs"),
            input.name,
            count(documents.len(), "document", "documents"),
        ));
        return Ok(Exit::Wrong);
    }
    for (number, document) in documents.iter().enumerate() {
        match revised_by_document(&text, &read, number, document, reading) {
            Ok(None) => {}
            Ok(Some(revised)) => (text, read) = (revised.text, revised.script),
            Err(refusal) => {
                console.say(&format!(
                    "{}: job {} is left as it is, and nothing is written. {refusal}\n",
                    script.name,
                    number.saturating_add(1)
                ));
                return Ok(Exit::Wrong);
            }
        }
    }
    let bytes = script.encoding.encode(&text).ok_or_else(|| {
        Trouble::Said(format!(
            "{} cannot hold the new text in its encoding.",
            script.name
        ))
    })?;
    output::deliver(matches, &bytes, &input, console)?;
    Ok(Exit::Fine)
}

fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {one}"),
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}
