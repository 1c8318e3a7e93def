//! `bitsmith errors`: every error number that is known.

use super::{Format, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use crate::shown::table;
use bitsmith_core::hresult::{code_json, codes};
use clap::{ArgMatches, Command};
use serde_json::{Value, json};

pub(crate) fn command(command: Command) -> Command {
    command
        .about("List the error numbers that BITS answers with")
        .arg(format_argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    match format_of(matches) {
        Format::Json => {
            let codes: Value = codes().map(code_json).collect();
            print_json(&json!({ "codes": codes }), console)
        }
        Format::Text => {
            let rows: Vec<Vec<String>> = codes()
                .map(|code| {
                    vec![
                        format!("0x{:08X}", code.number),
                        code.name.to_owned(),
                        code.sentence.to_owned(),
                    ]
                })
                .collect();
            console.print(&table(&rows))?;
            Ok(Exit::Fine)
        }
    }
}
