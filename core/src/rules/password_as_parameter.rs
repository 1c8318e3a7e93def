use super::reserved_parameter_name::{is_reserved, rename};
use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::text::Piece;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    name: "password-as-parameter",
    severity: Severity::Error,
    what: "A parameter of the script is called like a password.",
    why: "The value of a parameter stands on a command line, where other processes and the security log can read it, and checkers of scripts complain about such a name.",
    instead: "Leave passwords to the credentials and to secret headers, for which the script asks when it runs; give another name to what is no secret.",
    evidence: &["ps7:about_Parameters"],
    example: job!(download; r#""settings": { "description": "{{password}}" }"#),
    repaired: job!(download; r#""settings": { "description": "{{text}}" }"#),
    check,
};

const PARTS: &[&str] = &["password", "passphrase", "credential"];
const WHOLE: &[&str] = &["pass", "cred", "creds"];

/// Whether a parameter is called like a secret.
pub(super) fn is_like_a_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    PARTS.iter().any(|part| lower.contains(part)) || WHOLE.contains(&lower.as_str())
}

/// The name without the words that make it a secret's.
pub(super) fn other_name(name: &str) -> String {
    if !is_like_a_secret(name) {
        return name.to_owned();
    }
    let lower = name.to_ascii_lowercase();
    if WHOLE.contains(&lower.as_str()) {
        return "text".to_owned();
    }
    PARTS.iter().fold(lower, |name, part| name.replace(part, "text"))
}

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<&str, Place> = BTreeMap::new();
    for text in checked.texts() {
        for piece in text.text.pieces() {
            if let Piece::Parameter(name) = piece
                && is_like_a_secret(name)
            {
                names.entry(name).or_insert(text.place);
            }
        }
    }
    for (name, place) in names {
        let mut diagnostic = RULE.says(
            place,
            format!("A parameter cannot be called {name}: what is given to it stands on a command line, where others can read it."),
            "Leave a secret to what the script asks for; give another name to what is none.",
        );
        let other = other_name(name);
        let is_taken = is_reserved(&other)
            || checked
                .texts()
                .iter()
                .flat_map(|text| text.text.pieces())
                .any(|piece| matches!(piece, Piece::Parameter(one) if one.eq_ignore_ascii_case(&other)));
        if !is_taken {
            diagnostic.fix = rename(checked, name, &other);
        }
        out.push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_and_have_another() {
        for (name, other) in [
            ("Password", Some("text")),
            ("proxy_password", Some("proxy_text")),
            ("myPassPhrase2", Some("mytext2")),
            ("credentials", Some("texts")),
            ("pass", Some("text")),
            ("passed", None),
            ("sacred", None),
            ("user", None),
        ] {
            assert_eq!(is_like_a_secret(name), other.is_some(), "{name}");
            assert_eq!(other_name(name), other.unwrap_or(name));
        }
    }
}
