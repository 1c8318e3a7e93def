use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "custom-method-with-dynamic-content",
    severity: Severity::Error,
    what: "Another HTTP method and dynamic content are set together.",
    why: "BITS allows dynamic content with GET only.",
    instead: "Choose one of the two.",
    evidence: &["com:IBackgroundCopyJobHttpOptions2.SetHttpMethod"],
    example: job!(download; r#""settings": { "http_method": "POST", "dynamic_content": true }"#),
    repaired: job!(download; r#""settings": { "http_method": "POST" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.has_custom_method() && checked.is_dynamic() {
        out.push(
            RULE.says(
                Place::setting(SettingId::DynamicContent),
                "BITS allows dynamic content with the method GET only.",
                "Leave one of the two out.",
            )
            .with_fix(Fix::new(
                "Leave dynamic content out",
                Edit::Clear(SettingId::DynamicContent),
            )),
        );
    }
}
