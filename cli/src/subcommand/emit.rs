//! `bitsmith emit`: from documents to one script.

use super::word;
use crate::console::{Console, Exit, Trouble};
use crate::finding::Findings;
use crate::shown::safe;
use crate::{input, output, profile};
use bitsmith_core::diagnostic::{Diagnostic, has_errors};
use bitsmith_core::document::read_located;
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

pub(crate) fn command(command: Command) -> Command {
    let targets = Target::ALL
        .iter()
        .map(|target| word(target.word(), target.label()));
    let scripts = Script::ALL
        .iter()
        .map(|script| word(script.word(), script.label()));
    command
        .about("Write the script of a document; several documents give one script")
        .arg(
            Arg::new("target")
                .long("target")
                .value_name("TARGET")
                .value_parser(PossibleValuesParser::new(targets))
                .required(true)
                .help("The form of the script"),
        )
        .arg(
            Arg::new("script")
                .long("script")
                .value_name("SCRIPT")
                .value_parser(PossibleValuesParser::new(scripts))
                .default_value(Script::Main.word())
                .help("What the script is for"),
        )
        .arg(profile::argument())
        .arg(output::argument())
        .arg(
            Arg::new("reveal").long("reveal").action(ArgAction::SetTrue).help(
                "Write secret headers and signed addresses into this script instead of asking for them",
            ),
        )
        .arg(input::argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let request = Request {
        target: chosen(matches, "target", Target::from_word)?,
        script: chosen(matches, "script", Script::from_word)?,
    };
    let reveal = if matches.get_flag("reveal") {
        Reveal::Shown
    } else {
        Reveal::Masked
    };
    profile::apply(matches, &mut [])?;
    let input = input::read(matches, console)?;
    let findings = Findings::of(&input);
    let mut documents = match read_located(&input.text) {
        Ok(documents) => documents,
        Err(errors) => {
            console.say(&findings.malformed(&errors));
            return Ok(Exit::Wrong);
        }
    };
    profile::apply(matches, &mut documents.drafts)?;

    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut plans = Vec::new();
    let several = documents.drafts.len() > 1;
    for (number, draft) in documents.drafts.iter().enumerate() {
        let evaluation = evaluate(draft, reveal);
        diagnostics.extend(numbered(evaluation.diagnostics, several.then_some(number)));
        plans.extend(evaluation.plan);
    }
    if has_errors(&diagnostics) || plans.len() != documents.drafts.len() {
        console.say(&findings.diagnosed(&diagnostics, &documents));
        return Ok(Exit::Wrong);
    }
    let emission = match emit(&plans, request) {
        Ok(emission) => emission,
        Err(errors) => {
            diagnostics.extend(errors);
            console.say(&findings.diagnosed(&diagnostics, &documents));
            return Ok(Exit::Wrong);
        }
    };
    diagnostics.extend(emission.diagnostics.iter().cloned());
    console.say(&findings.diagnosed(&diagnostics, &documents));
    for note in &emission.notes {
        console.say(&format!("{}: note: {}\n", input.name, safe(&note.message)));
    }
    output::deliver(matches, emission.text().as_bytes(), &input, console)?;
    Ok(Exit::Fine)
}

fn chosen<T>(matches: &ArgMatches, name: &str, from_word: fn(&str) -> Option<T>) -> Result<T, Trouble> {
    matches
        .get_one::<String>(name)
        .and_then(|word| from_word(word))
        .ok_or_else(|| Trouble::Said(format!("--{name} is missing.")))
}

/// The diagnostics of one of several documents, with its number.
pub(super) fn numbered(
    diagnostics: Vec<Diagnostic>,
    document: Option<usize>,
) -> impl Iterator<Item = Diagnostic> {
    diagnostics.into_iter().map(move |mut diagnostic| {
        if let Some(document) = document {
            diagnostic.place = diagnostic.place.in_document(document);
        }
        diagnostic
    })
}
