use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::NewEnding;
use crate::profile::Context;

pub(super) const RULE: Rule = Rule {
    name: "elevated-owner",
    severity: Severity::Information,
    what: "A job that is made elevated is left behind.",
    why: "Whoever makes a job elevated must be elevated to see or change it later (otherwise E_ACCESSDENIED, 0x80070005).",
    instead: "Run later commands for this job elevated too.",
    evidence: &["w32:user-account-control-and-bits"],
    example: job!(download; r#""profile": { "context": "elevated" }"#, r#""ending": "start_and_leave""#),
    repaired: job!(download; r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let left = matches!(
        checked.new_ending(),
        Some(NewEnding::StartAndLeave | NewEnding::CreateOnly)
    );
    if left && checked.profile.context == Context::Elevated {
        out.push(RULE.says(
            Place::new(At::Profile),
            "A job that is made elevated can be seen and changed by an elevated user only.",
            "Run later commands for this job elevated too.",
        ));
    }
}
