use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Seconds, Unit, Value, write_unit};

pub(super) const RULE: Rule = Rule {
    name: "short-retry-delay",
    severity: Severity::Error,
    what: "The minimum retry delay is under 5 seconds, which BITS raises, or under 60 seconds, which older documentation forbids.",
    why: "BITS waits 5 seconds at least: a shorter delay is not what the job gets. Older pages and some tools want 60 seconds, so between the two it depends on the version.",
    instead: "Use 60 seconds or more.",
    evidence: &[
        "com:IBackgroundCopyJob.SetMinimumRetryDelay",
        "w32:best-practices-when-using-bits",
        "ps:Set-BitsTransfer",
    ],
    example: job!(download; r#""settings": { "minimum_retry_delay": 1 }"#),
    repaired: job!(download; r#""settings": { "minimum_retry_delay": "1m" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(delay) = checked
        .settings()
        .minimum_retry_delay
        .filter(|delay| delay.0 < 60)
    else {
        return;
    };
    let place = Place::setting(SettingId::MinimumRetryDelay);
    let words = write_unit(u64::from(delay.0), Unit::Seconds);
    let diagnostic = if delay.0 < 5 {
        RULE.says(
            place,
            format!("A retry delay of {words} is not what the job gets: BITS raises it to 5 seconds."),
            "Use 5 seconds or more; 60 seconds are taken everywhere.",
        )
    } else {
        RULE.mentions(
            Severity::Warning,
            place,
            format!("A retry delay of {words} depends on the version: today BITS takes 5 seconds or more, older pages want 60."),
            "60 seconds are taken everywhere.",
        )
    };
    out.push(diagnostic.with_fix(Fix::new(
        "Use 60 seconds",
        Edit::Set(SettingId::MinimumRetryDelay, Seconds(60).write()),
    )));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::value::Entries;

    #[test]
    fn five_seconds_are_the_floor_and_sixty_are_safe() {
        for (delay, severity) in [
            ("4", Some(Severity::Error)),
            ("5", Some(Severity::Warning)),
            ("59", Some(Severity::Warning)),
            ("60", None),
        ] {
            let mut draft = Draft::default();
            draft
                .settings
                .insert(SettingId::MinimumRetryDelay, Entries::one(delay));
            let (job, _) = draft.job();
            let mut out = Vec::new();
            check(&Checked::new(&job.unwrap(), &draft.profile), &mut out);
            assert_eq!(out.first().map(|one| one.severity), severity, "{delay}");
        }
    }
}
