//! `bitsmith explain`: what a script says and does, token by token.

use super::import::{exit, is_foreign, is_page, name_of, reading, reading_of, shell_argument};
use super::print_json;
use crate::console::{Console, Exit, Trouble};
use crate::shown::safe_lines;
use crate::{input, profile};
use bitsmith_core::explain::{explain, explain_file, explain_page, explanation_json, markdown, text};
use bitsmith_core::parse::import;
use clap::{Arg, ArgMatches, Command};

pub(crate) fn command(command: Command) -> Command {
    command
        .about("Explain a script: every token, what it does on the machine, what it risks. Nothing is run")
        .arg(shell_argument())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["text", "json", "markdown"])
                .default_value("text")
                .help("For people, for programs, or for a page"),
        )
        .arg(profile::argument())
        .arg(input::argument().help("The script, or Markdown with commands in it; - is standard input"))
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let reading = reading(matches)?;
    let input = input::read(matches, console)?;
    let foreign = name_of(&input).filter(|_| is_foreign(reading, &input));
    let explanation = match (foreign, is_page(reading, &input)) {
        (Some(name), _) => explain_file(&name, &input.text, reading),
        (None, true) => explain_page(&input.text, reading),
        (None, false) => explain(
            &import(&input.text, reading_of(reading, &input, console)),
            &input.text,
        ),
    };
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            print_json(&explanation_json(&explanation, &input.text), console)?;
        }
        Some("markdown") => console.print(&safe_lines(&markdown(&explanation, &input.text)))?,
        _ => console.print(&safe_lines(&text(&explanation, &input.text)))?,
    }
    Ok(exit(&explanation.judged))
}
