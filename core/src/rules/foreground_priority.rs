use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Priority, Value};

pub(super) const RULE: Rule = Rule {
    name: "foreground-priority",
    severity: Severity::Warning,
    what: "The job is in foreground priority.",
    why: "It does not wait for idle bandwidth: it competes with everything else on this machine and is not throttled by group policy.",
    instead: "Use normal priority unless somebody is waiting for the file.",
    evidence: &[
        "com:IBackgroundCopyJob.SetPriority",
        "w32:best-practices-when-using-bits",
        "w32:group-policies",
    ],
    example: job!(download; r#""settings": { "priority": "foreground" }"#),
    repaired: job!(download; r#""settings": { "priority": "normal" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    // Those two need it.
    if checked.is_foreground() && !checked.is_dynamic() && !checked.has_custom_method() {
        out.push(
            RULE.says(
                Place::setting(SettingId::Priority),
                "A foreground job takes bandwidth away from other programs, and group policy does not throttle it.",
                "Use normal priority unless somebody is waiting for the file.",
            )
            .with_fix(Fix::new(
                "Use normal priority",
                Edit::Set(SettingId::Priority, Priority::Normal.write()),
            )),
        );
    }
}
