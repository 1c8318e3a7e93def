use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "dynamic-content-with-on-demand-mode",
    severity: Severity::Error,
    what: "Dynamic content and on-demand mode are on together.",
    why: "On-demand mode fetches ranges, which dynamic content does not have.",
    instead: "Leave one of the two out.",
    evidence: &["com:BITS_JOB_PROPERTY_ID"],
    example: job!(download; r#""settings": { "dynamic_content": true, "on_demand_mode": true, "priority": "foreground" }"#, r#""ending": "start_and_leave""#),
    repaired: job!(download; r#""settings": { "on_demand_mode": true, "priority": "foreground" }"#, r#""ending": "start_and_leave""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_dynamic() && checked.is_on_demand() {
        out.push(
            RULE.says(
                Place::setting(SettingId::DynamicContent),
                "On-demand mode fetches parts of files, and dynamic content has none.",
                "Leave one of the two out.",
            )
            .with_fix(Fix::new(
                "Leave dynamic content out",
                Edit::Clear(SettingId::DynamicContent),
            )),
        );
    }
}
