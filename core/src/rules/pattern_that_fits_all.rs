use super::changing_jobs_of_all_users::fits_all;
use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::{Owner, Selector, Subject};

pub(super) const RULE: Rule = Rule {
    name: "pattern-that-fits-all",
    severity: Severity::Warning,
    what: "A name pattern of asterisks only is given for own jobs.",
    why: "It fits every job, which is easily overlooked where a change of all is not meant.",
    instead: "Say all jobs, or write a pattern.",
    evidence: &["ps:Get-BitsTransfer"],
    example: job!(existing [r#""pattern": "*""#]; r#""ending": "suspend""#),
    repaired: job!(existing [r#""all": true"#]; r#""ending": "suspend""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if let Subject::Existing { selector, owner } = &checked.job.subject
        && matches!(selector, Selector::Pattern(_))
        && fits_all(selector)
        && *owner == Owner::Me
    {
        out.push(RULE.says(
            Place::new(At::Subject),
            "The pattern fits every job of yours.",
            "Name no pattern where all jobs are meant, or write one that fits fewer.",
        ));
    }
}
