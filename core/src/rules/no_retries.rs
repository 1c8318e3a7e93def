use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::Seconds;

pub(super) const RULE: Rule = Rule {
    name: "no-retries",
    severity: Severity::Information,
    what: "The no-progress timeout is 0.",
    why: "BITS does not try again then: every error, however short, puts the job into the state ERROR.",
    instead: "Leave the timeout out for BITS's 14 days, or give the time that a retry may take.",
    evidence: &[
        "com:IBackgroundCopyJob.SetNoProgressTimeout",
        "ba:setnoprogresstimeout",
    ],
    example: job!(download; r#""settings": { "no_progress_timeout": 0 }"#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.settings().no_progress_timeout == Some(Seconds(0)) {
        out.push(
            RULE.says(
                Place::setting(SettingId::NoProgressTimeout),
                "With a no-progress timeout of 0 BITS does not try again: a lost connection ends the job in an error.",
                "Leave the timeout out for BITS's 14 days.",
            )
            .with_fix(Fix::new(
                "Leave the timeout out",
                Edit::Clear(SettingId::NoProgressTimeout),
            )),
        );
    }
}
