//! What is to be said of a script: what its reading found, and what the rules say of the jobs in it.

use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::evaluate::evaluate;
use crate::parse::Import;
use crate::parse::found::Found;
use crate::plan::Reveal;
use crate::text::Dialect;

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
            let diagnostic = nameless(diagnostic, script.shell, job.is_said(SettingId::DisplayName));
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

/// `Start-BitsTransfer` names a job by itself, how is not documented; so a script without a name is not wrong.
fn nameless(mut diagnostic: Diagnostic, shell: Dialect, is_named: bool) -> Diagnostic {
    if shell == Dialect::PowerShell && !is_named && diagnostic.rule == "missing-display-name" {
        diagnostic.severity = Severity::Information;
        diagnostic.message = "The script gives the job no name; the cmdlet then chooses one.".to_owned();
        diagnostic.help = "In the form the job needs a name of its own.".to_owned();
        diagnostic.fix = None;
    }
    diagnostic
}
