use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::remote_name::Protocol;

pub(super) const RULE: Rule = Rule {
    name: "password-in-address",
    severity: Severity::Warning,
    what: "An address holds a user name and a password before the host.",
    why: "Everybody who may list the job sees its remote names, and the notation is deprecated. Here the password is masked and asked for.",
    instead: "Set credentials, whose password BITS keeps encrypted and shows to nobody.",
    evidence: &["w32:authentication", "w32:best-practices-when-using-bits"],
    example: job!(download [r#"{ "remote_name": "https://ann:pass@example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];
    r#""settings": { "credentials": [ { "target": "server", "scheme": "basic", "user": "ann" } ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        let Some(user) = user(text.text.literal_start()).filter(|_| Protocol::of(text.text).is_http()) else {
            continue;
        };
        out.push(
            RULE.says(
                text.place,
                format!(
                    "The address holds a password for {user}; everybody who may list the job can read it."
                ),
                "Take name and password out of the address and set credentials for the server.",
            )
            .lowering_security(),
        );
    }
}

/// The user name, where a password follows it.
fn user(start: &str) -> Option<&str> {
    let (_, rest) = start.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (user, _) = authority.rsplit_once('@')?;
    user.split_once(':').map(|(name, _)| name)
}
