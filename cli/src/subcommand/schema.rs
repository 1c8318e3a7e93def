//! `bitsmith schema`: the JSON Schema of documents.

use super::print_json;
use crate::console::{Console, Exit, Trouble};
use bitsmith_core::document::schema;
use clap::{ArgMatches, Command};

pub(crate) fn command(command: Command) -> Command {
    command.about("Print the JSON Schema of documents")
}

pub(crate) fn run(_: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    print_json(&schema(), console)
}
