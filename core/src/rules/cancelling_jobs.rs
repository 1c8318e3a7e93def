use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};
use crate::job::{Ask, ExistingEnding};

pub(super) const RULE: Rule = Rule {
    name: "cancelling-jobs",
    severity: Severity::Warning,
    what: "Jobs are cancelled.",
    why: "BITS deletes everything that the jobs have downloaded, finished files too. It cannot be undone.",
    instead: "Suspend the jobs, or complete those that are done.",
    evidence: &[
        "com:IBackgroundCopyJob.Cancel",
        "w32:completing-and-canceling-a-job",
    ],
    example: job!(existing; r#""ending": "cancel""#),
    repaired: job!(existing; r#""ending": "suspend""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.existing_ending() == Some(ExistingEnding::Cancel) && checked.job.ask != Ask::Whatif {
        out.push(
            RULE.says(
                Place::new(At::Ending),
                "Cancelling deletes all that the jobs have downloaded, finished files too, and cannot be undone.",
                "Suspend the jobs where they may be needed.",
            )
            .with_fix(Fix::new("Suspend instead", Edit::ExistingEnding(ExistingEnding::Suspend))),
        );
    }
}
