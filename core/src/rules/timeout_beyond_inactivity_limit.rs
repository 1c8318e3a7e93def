use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Seconds, Unit, Value, write_unit};

pub(super) const RULE: Rule = Rule {
    name: "timeout-beyond-inactivity-limit",
    severity: Severity::Warning,
    what: "The no-progress timeout is longer than 90 days.",
    why: "Group policy cancels a job that has been inactive for 90 days, unless an administrator set another limit (JobInactivityTimeout), so the timeout is never reached and downloaded files are lost.",
    instead: "Use at most 90 days.",
    evidence: &[
        "com:IBackgroundCopyJob.SetNoProgressTimeout",
        "w32:group-policies",
    ],
    example: job!(download; r#""settings": { "no_progress_timeout": "120d" }"#),
    repaired: job!(download; r#""settings": { "no_progress_timeout": "90d" }"#),
    check,
};

/// JobInactivityTimeout when nobody set it: 90 days. [w32:group-policies]
const LIMIT: Seconds = Seconds(7_776_000);

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(timeout) = checked
        .settings()
        .no_progress_timeout
        .filter(|timeout| *timeout > LIMIT)
    else {
        return;
    };
    out.push(
        RULE.says(
            Place::setting(SettingId::NoProgressTimeout),
            format!(
                "The no-progress timeout of {} is never reached: group policy cancels a job after 90 days without activity.",
                write_unit(u64::from(timeout.0), Unit::Seconds)
            ),
            "Use at most 90 days.",
        )
        .with_fix(Fix::new(
            "Use 90 days",
            Edit::Set(SettingId::NoProgressTimeout, LIMIT.write()),
        )),
    );
}
