use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "write-only-without-headers",
    severity: Severity::Warning,
    what: "The headers of a new job are made write-only, and there are none.",
    why: "There is nothing to protect, and it cannot be undone: headers that somebody sets later could not be read back.",
    instead: "Set the headers too, or leave it out.",
    evidence: &["com:IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly"],
    example: job!(download; r#""settings": { "make_custom_headers_write_only": true }"#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let none = settings
        .custom_headers
        .as_ref()
        .is_none_or(|headers| headers.0.is_empty());
    if settings.make_custom_headers_write_only.is_some() && none && checked.is_new() {
        out.push(
            RULE.says(
                Place::setting(SettingId::MakeCustomHeadersWriteOnly),
                "The job has no headers, so there is nothing to make write-only.",
                "Set the headers too, or leave it out.",
            )
            .with_fix(Fix::new(
                "Leave it out",
                Edit::Clear(SettingId::MakeCustomHeadersWriteOnly),
            )),
        );
    }
}
