use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "dynamic-content-with-ranges",
    severity: Severity::Error,
    what: "Dynamic content is on, and a file has ranges.",
    why: "Dynamic content is for servers that cannot send parts of a file, so BITS does not support the two together.",
    instead: "Leave one of the two out.",
    evidence: &["com:BITS_JOB_PROPERTY_ID"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 100 } ] }"#]; r#""settings": { "dynamic_content": true, "priority": "foreground" }"#),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 100 } ] }"#]; r#""settings": { "priority": "foreground" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_dynamic() && checked.files().iter().any(|file| !file.ranges.is_empty()) {
        out.push(
            RULE.says(
                Place::setting(SettingId::DynamicContent),
                "A file has ranges, and BITS fetches no ranges of dynamic content.",
                "Leave one of the two out.",
            )
            .with_fix(Fix::new(
                "Leave dynamic content out",
                Edit::Clear(SettingId::DynamicContent),
            )),
        );
    }
}
