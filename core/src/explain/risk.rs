//! What a script risks: the warnings and errors of its reading and of the rules for its jobs.

use crate::diagnostic::Severity;
use crate::judge::judge;
use crate::parse::Import;
use crate::parse::found::Found;

/// The risks of a script, in the order of the text.
pub(super) fn risks(script: &Import) -> Vec<Found> {
    judge(script)
        .into_iter()
        .filter(|judged| judged.found.severity != Severity::Information || judged.lowers_security)
        .map(|judged| judged.found)
        .collect()
}
