use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::ExistingEnding;

pub(super) const RULE: Rule = Rule {
    name: "completing-unfinished-jobs",
    severity: Severity::Warning,
    what: "Jobs are completed without a look at whether they are done.",
    why: "Completing a download that is not done keeps the files that are and throws the others away; an upload that is not done is refused (0x80200002).",
    instead: "Complete jobs in the state TRANSFERRED only.",
    evidence: &[
        "com:IBackgroundCopyJob.Complete",
        "w32:completing-and-canceling-a-job",
    ],
    example: job!(existing; r#""ending": "complete""#),
    repaired: job!(existing; r#""ending": "resume""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.existing_ending() == Some(ExistingEnding::Complete) {
        out.push(RULE.says(
            Place::new(At::Ending),
            "A download that is not done keeps its finished files and loses the others; an upload that is not done cannot be completed.",
            "Complete jobs that have transferred all their files.",
        ));
    }
}
