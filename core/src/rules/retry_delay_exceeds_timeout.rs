use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Seconds, Unit, Value, write_unit};

pub(super) const RULE: Rule = Rule {
    name: "retry-delay-exceeds-timeout",
    severity: Severity::Warning,
    what: "The minimum retry delay is longer than the no-progress timeout.",
    why: "BITS does not try again then: the first transient error puts the job into the state ERROR.",
    instead: "Make the retry delay shorter than the timeout.",
    evidence: &[
        "com:IBackgroundCopyJob.SetMinimumRetryDelay",
        "ps:Set-BitsTransfer",
    ],
    example: r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "Nightly", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" } ],
  "settings": { "minimum_retry_delay": "2h", "no_progress_timeout": "1h" } }"#,
    repaired: r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "Nightly", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" } ],
  "settings": { "minimum_retry_delay": "1h", "no_progress_timeout": "1h" } }"#,
    check,
};

/// BITS's default of the no-progress timeout. [com:IBackgroundCopyJob.SetNoProgressTimeout]
const DEFAULT_TIMEOUT: Seconds = Seconds(1_209_600);

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = &checked.job.settings;
    let Some(delay) = settings.minimum_retry_delay else {
        return;
    };
    let timeout = settings.no_progress_timeout.unwrap_or(DEFAULT_TIMEOUT);
    if delay > timeout && timeout.0 > 0 {
        let words = |seconds: Seconds| write_unit(u64::from(seconds.0), Unit::Seconds);
        out.push(
            Diagnostic::warning(
                RULE.name,
                Place::setting(SettingId::MinimumRetryDelay),
                format!(
                    "The retry delay of {} is longer than the no-progress timeout of {}, so BITS will not try again.",
                    words(delay),
                    words(timeout)
                ),
                "Use a delay that is not longer than the timeout.",
            )
            .with_fix(Fix::new(
                format!("Use a retry delay of {}", words(timeout)),
                Edit::Set(SettingId::MinimumRetryDelay, timeout.write()),
            )),
        );
    }
}
