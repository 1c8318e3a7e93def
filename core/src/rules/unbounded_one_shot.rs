use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};
use crate::job::NewEnding;

pub(super) const RULE: Rule = Rule {
    name: "unbounded-one-shot",
    severity: Severity::Information,
    what: "The blocking form of a tool is used.",
    why: "It has no bound: while the server cannot be reached it blocks until BITS gives up, after 14 days if no other timeout is set.",
    instead: "Wait and complete, with a bound and a word on what went wrong; or set a no-progress timeout.",
    evidence: &[
        "com:IBackgroundCopyJob.SetNoProgressTimeout",
        "ps:Start-BitsTransfer",
        "ba:transfer",
    ],
    example: job!(download; r#""ending": "one_shot""#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let bounded = checked.settings().no_progress_timeout.is_some();
    if checked.new_ending() == Some(NewEnding::OneShot) && !bounded {
        out.push(
            RULE.says(
                Place::new(At::Ending),
                "The blocking command has no bound: while the server cannot be reached it blocks, up to 14 days.",
                "Start the job, wait for it with a bound and complete it; or set a no-progress timeout, which makes the blocking command give up sooner.",
            )
            .with_fix(Fix::new("Wait and complete", Edit::NewEnding("wait_and_complete"))),
        );
    }
}
