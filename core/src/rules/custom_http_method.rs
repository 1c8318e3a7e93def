use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "custom-http-method",
    severity: Severity::Warning,
    what: "The requests have another method than GET.",
    why: "BITS puts the job into foreground priority for good, where it competes with other programs for the network. An error that BITS would otherwise wait out ends the job, and a resume begins from the start.",
    instead: "Use it only where the server wants it.",
    evidence: &["com:IBackgroundCopyJobHttpOptions2.SetHttpMethod"],
    example: job!(download; r#""settings": { "http_method": "POST" }"#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(method) =
        checked.settings().http_method.as_ref().filter(|method| {
            checked.has_custom_method() && !method.0.literals().any(|word| word.contains(' '))
        })
    else {
        return;
    };
    out.push(
        RULE.says(
            Place::setting(SettingId::HttpMethod),
            format!(
                "With the method {} the job runs in the foreground for good, and a lost connection ends it: a resume begins from the start.",
                shown(&method.0)
            ),
            "Use it only where the server wants it.",
        )
        .with_fix(Fix::new("Use GET", Edit::Clear(SettingId::HttpMethod))),
    );
}
