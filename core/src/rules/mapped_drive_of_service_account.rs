use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::local_name::Root;

pub(super) const RULE: Rule = Rule {
    name: "mapped-drive-of-service-account",
    severity: Severity::Warning,
    what: "A service account or a task without a user gets a local name or remote name on a drive other than the system's.",
    why: "Mapped drives belong to a logon session: a service account does not have the drives that a user sees.",
    instead: "Write \\\\server\\share for a mapped drive.",
    evidence: &["w32:service-accounts-and-bits", "com:BG_FILE_INFO"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "Z:\\Data\\a.zip" }"#]; r#""settings": { "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "\\\\server\\data\\a.zip" }"#]; r#""settings": { "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    check,
};

/// Letters that are seldom disks of the machine itself.
const MAPPED: std::ops::RangeInclusive<char> = 'G'..='Z';

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if !checked.profile.context.is_unattended() {
        return;
    }
    for text in checked.paths() {
        let letter = text
            .text
            .literal_start()
            .chars()
            .next()
            .map(|c| c.to_ascii_uppercase());
        if Root::of(text.text) == Root::Drive && letter.is_some_and(|letter| MAPPED.contains(&letter)) {
            out.push(RULE.says(
                text.place,
                format!(
                    "{} may be on a mapped drive, which is not there in the context “{}”.",
                    shown(text.text),
                    checked.profile.context.label()
                ),
                "Write \\\\server\\share for a mapped drive.",
            ));
        }
    }
}
