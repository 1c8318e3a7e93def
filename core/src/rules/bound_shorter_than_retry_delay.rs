use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};
use crate::job::NewEnding;
use crate::value::{Seconds, Unit, short_seconds, write_unit};

pub(super) const RULE: Rule = Rule {
    name: "bound-shorter-than-retry-delay",
    severity: Severity::Information,
    what: "The script waits no longer than BITS waits after one error.",
    why: "After a transient error BITS tries again when the minimum retry delay has passed, 10 minutes if it is not set. A script that stops waiting before gives up at the first hiccup of the network.",
    instead: "Wait longer, or set a shorter retry delay.",
    evidence: &[
        "com:IBackgroundCopyJob.SetMinimumRetryDelay",
        "w32:life-cycle-of-a-bits-job",
    ],
    example: job!(download; r#""ending": { "wait_and_complete": { "bound": "5m" } }"#),
    repaired: job!(download; r#""ending": { "wait_and_complete": { "bound": "20m" } }"#),
    check,
};

/// BITS's default of the retry delay. [com:IBackgroundCopyJob.SetMinimumRetryDelay]
const DEFAULT_DELAY: Seconds = Seconds(600);

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(NewEnding::WaitAndComplete(waiting)) = checked.new_ending() else {
        return;
    };
    let delay = checked.settings().minimum_retry_delay.unwrap_or(DEFAULT_DELAY);
    if waiting.bound > delay {
        return;
    }
    let words = |seconds: u32| write_unit(u64::from(seconds), Unit::Seconds);
    let longer = delay.0.saturating_mul(2);
    let mut diagnostic = RULE.says(
        Place::new(At::Ending),
        format!(
            "The script waits {}, and after a transient error BITS tries again after {}: there is no second try.",
            words(waiting.bound.0),
            words(delay.0)
        ),
        "Wait longer, or set a shorter retry delay.",
    );
    // A script waits 31 days at most.
    if longer <= 2_678_400 {
        diagnostic.fix = Some(Fix::new(
            format!("Wait {}", words(longer)),
            Edit::Bound(short_seconds(longer)),
        ));
    }
    out.push(diagnostic);
}
