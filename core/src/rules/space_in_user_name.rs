use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    name: "space-in-user-name",
    severity: Severity::Warning,
    what: "A user name looks like domain and user with a space or a slash between them.",
    why: "Domain and user belong into one name with a backslash between them; otherwise the whole is taken for a user of this machine.",
    instead: "Write DOMAIN\\user or user@domain.",
    evidence: &["com:BG_BASIC_CREDENTIALS", "ba:setcredentials"],
    example: job!(download; r#""settings": { "credentials": [ { "target": "server", "scheme": "ntlm", "user": "EXAMPLE ann" } ] }"#),
    repaired: job!(download; r#""settings": { "credentials": [ { "target": "server", "scheme": "ntlm", "user": "EXAMPLE\\ann" } ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        if text.part() != Some((SettingId::Credentials, 2)) {
            continue;
        }
        let Some((domain, user)) = text.text.as_literal().and_then(parts) else {
            continue;
        };
        let whole = format!("{domain}\\{user}");
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "“{}” looks like a domain and a user; together they are one name with a backslash.",
                shown(text.text)
            ),
            "Write DOMAIN\\user or user@domain, unless the name has a space.",
        );
        diagnostic.fix = text
            .edit_literals(|_| whole.clone())
            .map(|edit| Fix::new(format!("Use {whole}"), edit));
        out.push(diagnostic);
    }
}

/// Domain and user, where exactly one space or slash stands between two words.
fn parts(name: &str) -> Option<(&str, &str)> {
    let (domain, user) = name.split_once([' ', '/'])?;
    let word = |word: &str| !word.is_empty() && !word.contains([' ', '/', '\\', '@']);
    (word(domain) && word(user)).then_some((domain, user))
}
