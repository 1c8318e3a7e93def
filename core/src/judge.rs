//! What is to be said of a script: what its reading found, and what the rules say of the jobs in it.

use crate::command::Role;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::draft::UNREADABLE;
use crate::evaluate::evaluate;
use crate::parse::found::Found;
use crate::parse::jobs::ScriptJob;
use crate::parse::powershell::{TextPart, Value};
use crate::parse::{Called, Import, Statement};
use crate::plan::Reveal;
use crate::secret::{Holes, mask};
use crate::span::Span;
use crate::text::Text;

mod report;

pub use report::{found_json, import_json};

/// A finding, with the job that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What is to be said, and where.
    pub found: Found,
    /// The number of the job.
    pub document: Option<usize>,
    /// The place in the job.
    pub place: Option<Place>,
    /// Whether what the script chose lowers security.
    pub lowers_security: bool,
}

/// Everything that is to be said of a script, in the order of its text.
///
/// ```
/// use bitsmith_core::judge::judge;
/// use bitsmith_core::parse::{Reading, import};
/// let source = "bitsadmin /setsecurityflags {C775D194-090F-431F-B5FB-8334D00D1CB6} 2";
/// let said = judge(&import(source, Reading::default()));
/// assert!(said.iter().any(|judged| judged.found.rule == "ignored-certificate-errors"));
/// ```
pub fn judge(script: &Import) -> Vec<Judged> {
    let mut out: Vec<Judged> = script
        .found
        .iter()
        .map(|found| Judged {
            found: found.clone(),
            document: None,
            place: None,
            lowers_security: false,
        })
        .collect();
    for (number, job) in script.jobs.iter().enumerate() {
        for diagnostic in evaluate(&job.draft, Reveal::Masked).diagnostics {
            let span = job.place(diagnostic.place.at);
            // What the reading of the call says of the same words says it better.
            let is_said = diagnostic.rule == UNREADABLE
                && script
                    .found
                    .iter()
                    .any(|found| found.span == span && found.severity == Severity::Error);
            if is_said {
                continue;
            }
            let diagnostic = of_script(diagnostic, job);
            out.push(Judged {
                found: Found {
                    rule: diagnostic.rule,
                    severity: diagnostic.severity,
                    span,
                    message: diagnostic.message,
                    help: diagnostic.help,
                    fix: None,
                },
                document: Some(number),
                place: Some(diagnostic.place),
                lowers_security: diagnostic.lowers_security,
            });
        }
    }
    out.sort_by_key(|judged| (judged.found.span.start, judged.found.span.end));
    // Several jobs that are made alike say the same of the same words once.
    out.dedup_by(|a, b| a.found == b.found);
    out
}

/// The script as it may be shown: each character of a secret is an asterisk, all others stand where they stood.
///
/// ```
/// use bitsmith_core::judge::masked;
/// use bitsmith_core::parse::{Reading, import};
/// let source = "bitsadmin /setcredentials a SERVER BASIC bob hunter2 & rem";
/// let shown = masked(&import(source, Reading::default()), source);
/// assert_eq!(shown, "bitsadmin /setcredentials a SERVER BASIC bob ******* & rem");
/// ```
pub fn masked(script: &Import, source: &str) -> String {
    let mut spans: Vec<Span> = script.statements.iter().flat_map(secrets).collect();
    spans.sort();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for span in spans {
        if span.start < at {
            continue;
        }
        out.push_str(source.get(at..span.start).unwrap_or(""));
        // As many units as before, so that columns stay.
        out.extend(std::iter::repeat_n('*', span.of(source).encode_utf16().count()));
        at = span.end;
    }
    out.push_str(source.get(at..).unwrap_or(""));
    out
}

/// Where the words of a statement stand that are or hold a secret.
fn secrets(statement: &Statement) -> Vec<Span> {
    let is_secret = |role: Role, text: &Text| {
        matches!(role, Role::Secret(_))
            && !text
                .as_literal()
                .is_some_and(|text| text.eq_ignore_ascii_case("NULL"))
            || mask(report::secrecy(role), text, &mut Holes::default()) != *text
    };
    let spans: Vec<Span> = match &statement.called {
        Called::Bitsadmin(call) => call
            .arguments
            .iter()
            .filter(|given| call.may_be_secret(given) || is_secret(given.argument.role, &given.text))
            .filter(|given| {
                !given
                    .text
                    .as_literal()
                    .is_some_and(|text| text.eq_ignore_ascii_case("NULL"))
            })
            .map(|given| given.span)
            .collect(),
        Called::Cmdlet(call) => call
            .parameters
            .iter()
            .filter(|given| {
                let values = match &given.value {
                    Value::List(items) => items.as_slice(),
                    value => std::slice::from_ref(value),
                };
                values.iter().any(|value| {
                    let text = value.to_parts().iter().filter_map(literal).collect::<String>();
                    is_secret(given.parameter.role, &Text::literal(text))
                })
            })
            .map(|given| given.span)
            .collect(),
    };
    spans.into_iter().map(|span| statement.outer(span)).collect()
}

fn literal(part: &TextPart) -> Option<String> {
    match part {
        TextPart::Units(units) => Some(String::from_utf16_lossy(units)),
        TextPart::Unknown(_) => None,
    }
}

/// What the form does not take and the cmdlets do: a job without a name, folders, wildcards, relative paths, files that come
/// through the pipeline. [ps:Start-BitsTransfer]
const TAKEN_BY_CMDLETS: &[&str] = &[
    "missing-display-name",
    "folder-as-local-name",
    "wildcard-in-file-name",
    "relative-local-name",
    "no-files",
];
/// Who runs a script is not in its text.
const BY_CONTEXT: &[&str] = &["missing-administrator-rights"];

/// A diagnostic of a job as it is said of the script that makes it.
fn of_script(mut diagnostic: Diagnostic, job: &ScriptJob) -> Diagnostic {
    if job.by_cmdlet && TAKEN_BY_CMDLETS.contains(&diagnostic.rule) {
        diagnostic.severity = Severity::Information;
        diagnostic.message = format!(
            "The cmdlet takes this, and the form does not: {}",
            diagnostic.message
        );
        diagnostic.fix = None;
    }
    if BY_CONTEXT.contains(&diagnostic.rule) && diagnostic.severity == Severity::Error {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic
}
