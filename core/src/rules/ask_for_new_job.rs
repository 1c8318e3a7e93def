use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};
use crate::job::Ask;

pub(super) const RULE: Rule = Rule {
    name: "ask-for-new-job",
    severity: Severity::Error,
    what: "A new job is to be confirmed or only pretended.",
    why: "Asking and pretending are for changes of jobs that exist; a new job would be made all the same.",
    instead: "Leave it out.",
    evidence: &["ps:Start-BitsTransfer"],
    example: job!(download; r#""ask": "whatif""#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_new() && checked.job.ask != Ask::No {
        out.push(
            RULE.says(
                Place::new(At::Ask),
                "Asking and pretending are for changes of existing jobs: a new job would be made all the same.",
                "Leave it out; the script says what it does in its first lines.",
            )
            .with_fix(Fix::new("Make it without asking", Edit::Ask(Ask::No))),
        );
    }
}
