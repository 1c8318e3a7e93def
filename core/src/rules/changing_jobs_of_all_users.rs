use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::{ExistingEnding, Owner, Selector, Subject};

pub(super) const RULE: Rule = Rule {
    name: "changing-jobs-of-all-users",
    severity: Severity::Warning,
    what: "All jobs of all users are changed, or those of a pattern that fits all.",
    why: "Among them are jobs of Windows Update and of other programs, which find their downloads gone or slowed.",
    instead: "Name the jobs, or change your own only.",
    evidence: &["w32:user-account-control-and-bits", "ps:Get-BitsTransfer"],
    example: job!(all_users [r#""all": true"#]; r#""ending": "suspend""#, r#""profile": { "context": "elevated" }"#),
    repaired: job!(all_users [r#""pattern": "Nightly*""#]; r#""ending": "suspend""#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Subject::Existing { selector, owner } = &checked.job.subject else {
        return;
    };
    let changes = checked.existing_ending() != Some(ExistingEnding::Leave) || !checked.ids().is_empty();
    if fits_all(selector) && *owner == Owner::AllUsers && changes {
        out.push(
            RULE.says(
                Place::new(At::Subject),
                "Every job on the machine is changed, those of Windows Update and of other programs too.",
                "Name the jobs, or change your own only.",
            )
            .lowering_security(),
        );
    }
}

/// Whether a selector means every job.
pub(super) fn fits_all(selector: &Selector) -> bool {
    match selector {
        Selector::All => true,
        Selector::Pattern(pattern) => pattern
            .as_literal()
            .is_some_and(|pattern| !pattern.is_empty() && pattern.chars().all(|c| c == '*')),
        Selector::Guids(_) | Selector::Name(_) => false,
    }
}
