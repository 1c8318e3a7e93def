//! A text of PowerShell, followed to its jobs.

use super::Script;

/// Follows a text.
pub(super) fn follow(script: &mut Script<'_>, source: &str) {
    let _ = (script, source);
}
