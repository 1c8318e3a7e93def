use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "custom-method-with-on-demand-mode",
    severity: Severity::Error,
    what: "Another HTTP method and on-demand mode are set together.",
    why: "BITS allows on-demand mode with GET only.",
    instead: "Choose one of the two.",
    evidence: &["com:IBackgroundCopyJobHttpOptions2.SetHttpMethod"],
    example: job!(download; r#""settings": { "http_method": "POST", "on_demand_mode": true }"#, r#""ending": "start_and_leave""#),
    repaired: job!(download; r#""settings": { "http_method": "POST" }"#, r#""ending": "start_and_leave""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.has_custom_method() && checked.is_on_demand() {
        out.push(
            RULE.says(
                Place::setting(SettingId::OnDemandMode),
                "BITS allows on-demand mode with the method GET only.",
                "Leave one of the two out.",
            )
            .with_fix(Fix::new(
                "Leave on-demand mode out",
                Edit::Clear(SettingId::OnDemandMode),
            )),
        );
    }
}
