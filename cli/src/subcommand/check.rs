//! `bitsmith check`: what is to be said of documents.

use super::emit::numbered;
use super::{Format, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use crate::finding::Findings;
use crate::{input, profile};
use bitsmith_core::diagnostic::{Diagnostic, has_errors};
use bitsmith_core::document::{diagnostics_json, errors_json, read_located};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use clap::{ArgMatches, Command};
use serde_json::json;

pub(crate) fn command(command: Command) -> Command {
    command
        .about(
            "Say what is wrong with a document, and what may surprise; exit code 1 where there is an error",
        )
        .arg(format_argument())
        .arg(profile::argument())
        .arg(input::argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    profile::apply(matches, &mut [])?;
    let input = input::read(matches, console)?;
    let findings = Findings::of(&input);
    let format = format_of(matches);
    let mut documents = match read_located(&input.text) {
        Ok(documents) => documents,
        Err(errors) => {
            match format {
                Format::Text => console.print(&findings.malformed(&errors))?,
                Format::Json => {
                    print_json(&json!({ "diagnostics": errors_json(&errors) }), console)?;
                }
            }
            return Ok(Exit::Wrong);
        }
    };
    profile::apply(matches, &mut documents.drafts)?;
    let several = documents.drafts.len() > 1;
    let diagnostics: Vec<Diagnostic> = documents
        .drafts
        .iter()
        .enumerate()
        .flat_map(|(number, draft)| {
            numbered(
                evaluate(draft, Reveal::Masked).diagnostics,
                several.then_some(number),
            )
        })
        .collect();
    match format {
        Format::Text => console.print(&findings.diagnosed(&diagnostics, &documents))?,
        Format::Json => {
            let list = diagnostics_json(&diagnostics, Some(&documents));
            print_json(&json!({ "diagnostics": list }), console)?;
        }
    }
    Ok(if has_errors(&diagnostics) {
        Exit::Wrong
    } else {
        Exit::Fine
    })
}
