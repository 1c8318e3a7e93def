//! `bitsmith words`: what the readers of scripts see, before any meaning.

use super::{print_json, word};
use crate::console::{Console, Exit, Trouble};
use crate::{input, profile};
use bitsmith_core::parse::cmd::{Mode, read, shape};
use bitsmith_core::parse::detect::detect;
use bitsmith_core::text::Dialect;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

/// The word for a shell that the text itself tells.
const AUTO: &str = "auto";

pub(crate) fn command(command: Command) -> Command {
    let shells = [
        word(Dialect::PowerShell.word(), "PowerShell"),
        word(Dialect::Cmd.word(), "cmd: prompt lines and batch files"),
        word(AUTO, "What the text looks like"),
    ];
    command
        .about("Print what a script is made of, before any meaning: statements, words, comments, errors")
        .arg(
            Arg::new("shell")
                .long("shell")
                .value_name("SHELL")
                .value_parser(PossibleValuesParser::new(shells))
                .default_value(AUTO)
                .help("The shell that the script is for"),
        )
        .arg(profile::argument())
        .arg(input::argument().help("The script; - is standard input"))
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    profile::apply(matches, &mut [])?;
    let input = input::read(matches, console)?;
    let chosen = matches.get_one::<String>("shell").map(String::as_str);
    let shell = chosen
        .and_then(Dialect::from_word)
        .unwrap_or_else(|| detect(&input.text));
    let words = match shell {
        Dialect::Cmd => shape(&read(&input.text, Mode::of(&input.text)), &input.text),
        Dialect::PowerShell => {
            return Err(Trouble::Said(format!(
                "{} is read as PowerShell, whose words cannot be printed yet. Where it is a batch file or a prompt line, say --shell cmd.",
                input.name
            )));
        }
    };
    let wrong = words["errors"]
        .as_array()
        .is_some_and(|errors| !errors.is_empty());
    print_json(&words, console)?;
    Ok(if wrong { Exit::Wrong } else { Exit::Fine })
}
