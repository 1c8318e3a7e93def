//! `bitsmith new`: a document to start from.

use crate::console::{Console, Exit, Trouble};
use clap::{ArgMatches, Command};

/// A whole document that says the defaults it has, so that they can be changed.
const STARTING: &str = include_str!("new.json");

pub(crate) fn command(command: Command) -> Command {
    command.about("Print a document to start from")
}

pub(crate) fn run(_: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    console.print(STARTING)?;
    Ok(Exit::Fine)
}
