//! What a script takes for given: variables in expressions that an import kept as they were.

use super::{Note, Target};
use crate::diagnostic::{At, Place};
use crate::job_text::texts;
use crate::plan::Plan;
use crate::quote::powershell::is_automatic;
use crate::shell_variable::find;
use crate::text::{Dialect, Notation, Piece};

/// Variables that PowerShell itself sets, and which no parameter is called.
const SET: [&str; 4] = ["_", "PSHOME", "this", "true"];

/// The notes on what has to be there before the script runs: one a document.
pub(super) fn notes(plans: &[Plan], target: Target) -> Vec<Note> {
    let note = |(document, plan): (usize, &Plan)| {
        let mut expected: Vec<String> = Vec::new();
        for text in texts(plan.job()) {
            for piece in text.text.pieces() {
                let Piece::Opaque { source, shell } = piece else {
                    continue;
                };
                let found = match (shell, target) {
                    (Dialect::PowerShell, Target::PowerShell) => variables(source),
                    (Dialect::Cmd, Target::Batch) => vec![source.clone()],
                    _ => Vec::new(),
                };
                for one in found {
                    if !expected.iter().any(|known| known.eq_ignore_ascii_case(&one)) {
                        expected.push(one);
                    }
                }
            }
        }
        if expected.is_empty() {
            return None;
        }
        let names = expected.join(", ");
        let message = match target {
            Target::Batch => format!(
                "{names}: kept from the script that was read. Here it stands for what this script is called with; replace it in the document where that is something else."
            ),
            Target::PowerShell | Target::Prompt => format!(
                "The script does not set {names}, and uses what it finds: set it before, or replace it in the document by a parameter or a value."
            ),
        };
        Some(Note {
            place: Place::new(At::Job).in_document(document),
            message,
            source: "",
        })
    };
    plans.iter().enumerate().filter_map(note).collect()
}

/// The variables of an expression of PowerShell that somebody has to set, as they are written.
fn variables(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = source;
    while let Some(variable) = find(rest, Notation::LocalPath) {
        if let Piece::Parameter(name) = &variable.piece
            && !is_automatic(name)
            && !SET.iter().any(|one| one.eq_ignore_ascii_case(name))
        {
            out.push(variable.written.to_owned());
        }
        let end = variable.at.saturating_add(variable.written.len().max(1));
        rest = rest.get(end..).unwrap_or("");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_somebody_sets_are_named() {
        for (source, expected) in [
            ("$Url", &["$Url"][..]),
            ("$x.Name", &["$x"]),
            ("(Join-Path $root \"$n.zip\")", &["$root", "$n"]),
            ("${a}", &["${a}"]),
            ("$env:TEMP", &[]),
            ("$PSScriptRoot", &[]),
            ("(Split-Path $MyInvocation.MyCommand.Path)", &[]),
            ("Get-Date -Format yyyy", &[]),
            ("$($_.Name)", &[]),
        ] {
            assert_eq!(variables(source), expected, "{source}");
        }
    }
}
