use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "irrevocable-write-only-headers",
    severity: Severity::Information,
    what: "The headers of jobs that exist are made write-only.",
    why: "It cannot be undone: nobody can read the headers of these jobs any more, and an undo script cannot put back what it cannot read.",
    instead: "Note the headers first where somebody may need them.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly",
        "ps:Set-BitsTransfer",
    ],
    example: job!(existing; r#""settings": { "make_custom_headers_write_only": true }"#),
    repaired: job!(existing; r#""settings": { "priority": "high" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if !checked.is_new() && checked.settings().make_custom_headers_write_only.is_some() {
        out.push(RULE.says(
            Place::setting(SettingId::MakeCustomHeadersWriteOnly),
            "Write-only cannot be undone: nobody can read the headers of these jobs any more.",
            "Note the headers first where somebody may need them.",
        ));
    }
}
