//! What is to be said of a script: what its reading found, and what the rules say of the jobs in it.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::draft::UNREADABLE;
use crate::evaluate::evaluate;
use crate::parse::found::Found;
use crate::parse::jobs::ScriptJob;
use crate::parse::{Import, hidden};
use crate::plan::Reveal;
use crate::span::Span;
use std::collections::BTreeSet;

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
    let errors = script
        .found
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let broken: BTreeSet<Span> = errors.map(|found| found.span).collect();
    let said: BTreeSet<(&str, usize, usize)> = script
        .found
        .iter()
        .map(|found| (found.rule, found.span.start, found.span.end))
        .collect();
    for (number, job) in script.jobs.iter().enumerate() {
        for diagnostic in evaluate(&job.draft, Reveal::Masked).diagnostics {
            let span = job.place(diagnostic.place.at);
            // What the reading of the call says of the same words says it better.
            let of_same_rule = || {
                let before = said
                    .range(..=(diagnostic.rule, span.start, usize::MAX))
                    .next_back();
                before.is_some_and(|(rule, start, end)| {
                    *rule == diagnostic.rule && Span::new(*start, *end).holds(span)
                })
            };
            let is_said = diagnostic.rule == UNREADABLE && broken.contains(&span) || of_same_rule();
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
    let of_jobs = out.iter_mut().filter(|judged| judged.document.is_some());
    hidden::conceal(of_jobs.map(|judged| &mut judged.found), &script.secrets);
    out.sort_by_key(|judged| (judged.found.span.start, judged.found.span.end));
    // Several jobs that are made alike say the same of the same words once.
    out.dedup_by(|a, b| a.found == b.found);
    out
}

/// The script as it may be shown: each character of a secret is an asterisk, and each that would steer a terminal; all
/// others stand where they stood.
///
/// ```
/// use bitsmith_core::judge::masked;
/// use bitsmith_core::parse::{Reading, import};
/// let source = "bitsadmin /setcredentials a SERVER BASIC bob hunter2 & rem";
/// let shown = masked(&import(source, Reading::default()), source);
/// assert_eq!(shown, "bitsadmin /setcredentials a SERVER BASIC bob ******* & rem");
/// ```
pub fn masked(script: &Import, source: &str) -> String {
    hidden::masked_with(source, &script.secrets)
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
