//! `bitsmith words`: what the readers of scripts see, before any meaning.

use super::import::{reading, reading_of, shell_argument};
use super::print_json;
use crate::console::{Console, Exit, Trouble};
use crate::{input, profile};
use bitsmith_core::parse::cmd::{Mode, read, shape};
use bitsmith_core::parse::detect::detect;
use bitsmith_core::parse::powershell;
use bitsmith_core::text::Dialect;
use clap::{ArgMatches, Command};

pub(crate) fn command(command: Command) -> Command {
    command
        .about(
            "Print what a script is made of, before any meaning: statements, words, comments, errors. Every word stands \
             as it is in the script: passwords and other secrets too",
        )
        .arg(shell_argument())
        .arg(profile::argument())
        .arg(input::argument().help("The script; - is standard input"))
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let reading = reading(matches)?;
    let input = input::read(matches, console)?;
    let reading = reading_of(reading, &input, console);
    let shell = reading.shell.unwrap_or_else(|| detect(&input.text));
    let words = match shell {
        Dialect::Cmd => shape(&read(&input.text, Mode::of(&input.text)), &input.text),
        Dialect::PowerShell => {
            let script = powershell::read(&input.text, reading.edition());
            powershell::shape(&script, &input.text)
        }
    };
    let wrong = words["errors"]
        .as_array()
        .is_some_and(|errors| !errors.is_empty());
    print_json(&words, console)?;
    Ok(if wrong { Exit::Wrong } else { Exit::Fine })
}
