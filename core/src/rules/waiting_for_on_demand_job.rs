use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};
use crate::job::NewEnding;

pub(super) const RULE: Rule = Rule {
    name: "waiting-for-on-demand-job",
    severity: Severity::Warning,
    what: "A script waits for a job in on-demand mode.",
    why: "Such a job transfers only the ranges that a program asks for. As long as none asks for all, it is never transferred, and the script waits until its bound passes.",
    instead: "Start the job and leave it to the program that asks for ranges.",
    evidence: &[
        "com:BITS_JOB_PROPERTY_ID",
        "com:IBackgroundCopyFile6.RequestFileRanges",
    ],
    example: job!(download; r#""settings": { "on_demand_mode": true }"#),
    repaired: job!(download; r#""settings": { "on_demand_mode": true }"#, r#""ending": "start_and_leave""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let waits = matches!(
        checked.new_ending(),
        Some(NewEnding::WaitAndComplete(_) | NewEnding::OneShot)
    );
    if checked.is_on_demand() && waits {
        out.push(
            RULE.says(
                Place::new(At::Ending),
                "An on-demand job transfers only what a program asks for, so the script waits for nothing.",
                "Start the job and leave it to that program.",
            )
            .with_fix(Fix::new("Start and leave", Edit::NewEnding("start_and_leave"))),
        );
    }
}
