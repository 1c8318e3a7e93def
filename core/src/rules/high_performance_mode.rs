use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::Switch;

pub(super) const RULE: Rule = Rule {
    name: "high-performance-mode",
    severity: Severity::Warning,
    what: "High-performance mode is on.",
    why: "BITS writes straight into the destination and notes no progress: after a cancel, an error or a power failure a half-written file stays there, and the transfer begins from the start.",
    instead: "Use it for many files under 1 MB that may be lost.",
    evidence: &["com:BITS_JOB_PROPERTY_ID"],
    example: job!(download; r#""settings": { "high_performance": true }"#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.settings().high_performance == Some(Switch(true)) {
        out.push(
            RULE.says(
                Place::setting(SettingId::HighPerformance),
                "BITS writes straight into the destination then: a job that fails or is cancelled leaves half-written files there.",
                "Use it for many files under 1 MB only.",
            )
            .with_fix(Fix::new("Leave it out", Edit::Clear(SettingId::HighPerformance))),
        );
    }
}
