//! What a script takes for given: variables in expressions that an import kept as they were.

use super::{Note, Target};
use crate::diagnostic::{At, Place};
use crate::job_text::texts;
use crate::plan::Plan;
use crate::quote::powershell::is_automatic;
use crate::shell_variable::{changes_each_time, find};
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
    let mut notes: Vec<Note> = plans.iter().enumerate().filter_map(note).collect();
    if target == Target::PowerShell {
        notes.extend(plans.iter().enumerate().filter_map(changing));
    }
    notes
}

/// The note on expressions that a script runs more than once, as it checks a name before it uses it, and that give another
/// value then.
fn changing((document, plan): (usize, &Plan)) -> Option<Note> {
    let texts = texts(plan.job());
    let mut sources: Vec<&str> = Vec::new();
    for piece in texts.iter().flat_map(|text| text.text.pieces()) {
        if let Piece::Opaque {
            source,
            shell: Dialect::PowerShell,
        } = piece
            && changes_each_time(source)
            && !sources.contains(&source.as_str())
        {
            sources.push(source);
        }
    }
    if sources.is_empty() {
        return None;
    }
    Some(Note {
        place: Place::new(At::Job).in_document(document),
        message: format!(
            "{}: each time that this runs it may give another value, and the script runs it in each place that uses it. Make it a parameter in the document where all of them are to get the same.",
            sources.join(", ")
        ),
        source: "",
    })
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
    fn expressions_that_give_another_value_each_time_are_named() {
        for (name, is_told) in [
            (
                r#"["C:\\", { "opaque": "[guid]::NewGuid()", "shell": "powershell" }]"#,
                true,
            ),
            (
                r#"["C:\\", { "opaque": "Get-Date -Format yyyy", "shell": "powershell" }]"#,
                true,
            ),
            (r#"["C:\\", { "opaque": "$name", "shell": "powershell" }]"#, false),
        ] {
            let document = format!(
                r#"{{ "bitsmith": 1, "subject": {{ "new": {{ "job_type": "download", "display_name": "n" }} }}, "files": [{{ "remote_name": "https://h/a", "local_name": {name} }}] }}"#
            );
            let drafts = crate::document::read(&document).expect("a document");
            let plan = crate::evaluate::evaluate(&drafts[0], crate::plan::Reveal::Masked)
                .plan
                .expect("a plan");
            let notes = super::notes(&[plan], Target::PowerShell);
            let is_said = notes.iter().any(|note| note.message.contains("another value"));
            assert_eq!(is_said, is_told, "{name}");
        }
    }

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
