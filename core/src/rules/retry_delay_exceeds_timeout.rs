use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Seconds, Unit, Value, write_unit};

pub(super) const RULE: Rule = Rule {
    name: "retry-delay-exceeds-timeout",
    severity: Severity::Warning,
    what: "The minimum retry delay is longer than the no-progress timeout.",
    why: "BITS does not try again then: the first transient error puts the job into the state ERROR.",
    instead: "Make the retry delay no longer than the timeout.",
    evidence: &[
        "com:IBackgroundCopyJob.SetMinimumRetryDelay",
        "ps:Set-BitsTransfer",
    ],
    example: job!(download; r#""settings": { "minimum_retry_delay": "2h", "no_progress_timeout": "1h" }"#),
    repaired: job!(download; r#""settings": { "minimum_retry_delay": "1h", "no_progress_timeout": "1h" }"#),
    check,
};

/// BITS's defaults. [com:IBackgroundCopyJob.SetNoProgressTimeout, com:IBackgroundCopyJob.SetMinimumRetryDelay]
const DEFAULT_TIMEOUT: Seconds = Seconds(1_209_600);
const DEFAULT_DELAY: Seconds = Seconds(600);

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    // What an existing job has where nothing is set is not known.
    let or_default = |set: Option<Seconds>, default| set.or_else(|| checked.is_new().then_some(default));
    if settings.minimum_retry_delay.is_none() && settings.no_progress_timeout.is_none() {
        return;
    }
    let (Some(delay), Some(timeout)) = (
        or_default(settings.minimum_retry_delay, DEFAULT_DELAY),
        or_default(settings.no_progress_timeout, DEFAULT_TIMEOUT),
    ) else {
        return;
    };
    if delay <= timeout || timeout.0 == 0 {
        return;
    }
    let words = |seconds: Seconds| write_unit(u64::from(seconds.0), Unit::Seconds);
    let (id, title, seconds) = if settings.minimum_retry_delay.is_some() {
        (SettingId::MinimumRetryDelay, "retry delay", timeout)
    } else {
        (SettingId::NoProgressTimeout, "timeout", delay)
    };
    let mut diagnostic = RULE.says(
        Place::setting(id),
        format!(
            "The retry delay of {} is longer than the no-progress timeout of {}, so BITS does not try again.",
            words(delay),
            words(timeout)
        ),
        "Use a delay that is not longer than the timeout.",
    );
    // A delay under a minute would only be the next thing to say.
    if seconds.0 >= 60 {
        diagnostic.fix = Some(Fix::new(
            format!("Use a {title} of {}", words(seconds)),
            Edit::Set(id, seconds.write()),
        ));
    }
    out.push(diagnostic);
}
