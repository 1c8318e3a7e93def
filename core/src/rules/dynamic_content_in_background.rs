use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Priority, Value};

pub(super) const RULE: Rule = Rule {
    name: "dynamic-content-in-background",
    severity: Severity::Warning,
    what: "Dynamic content is on, and the job is not in foreground priority.",
    why: "BITS cannot throttle such a transfer, and starts unthrottled transfers for foreground jobs only: a background job does not get on.",
    instead: "Use foreground priority.",
    evidence: &["com:BITS_JOB_PROPERTY_ID", "w32:best-practices-when-using-bits"],
    example: job!(download; r#""settings": { "dynamic_content": true }"#),
    repaired: job!(download; r#""settings": { "dynamic_content": true, "priority": "foreground" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    // Of jobs that exist nobody knows the priority, unless it is set.
    let is_known = checked.is_new() || checked.settings().priority.is_some();
    if checked.is_dynamic() && is_known && !checked.is_foreground() && !checked.has_custom_method() {
        out.push(
            RULE.says(
                Place::setting(SettingId::Priority),
                "BITS transfers dynamic content for jobs in foreground priority only, and this job is not.",
                "Use foreground priority.",
            )
            .with_fix(Fix::new(
                "Use foreground priority",
                Edit::Set(SettingId::Priority, Priority::Foreground.write()),
            )),
        );
    }
}
