use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "http-method-on-upload",
    severity: Severity::Warning,
    what: "An HTTP method is set for an upload.",
    why: "The method that BITS uploads with is not documented, and Microsoft describes the setting for downloads: whether a server of BITS uploads understands another method is not known.",
    instead: "Leave the method out.",
    evidence: &[
        "w32:what-s-new",
        "com:IBackgroundCopyJobHttpOptions2.SetHttpMethod",
    ],
    example: job!(upload; r#""settings": { "http_method": "PUT" }"#),
    repaired: job!(upload;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_upload() && checked.settings().http_method.is_some() {
        out.push(
            RULE.says(
                Place::setting(SettingId::HttpMethod),
                "Microsoft describes the HTTP method for downloads; what it does to an upload is not documented.",
                "Leave the method out.",
            )
            .with_fix(Fix::new("Leave the method out", Edit::Clear(SettingId::HttpMethod))),
        );
    }
}
