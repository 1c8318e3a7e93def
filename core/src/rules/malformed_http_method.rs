use super::header_without_colon::is_token_character;
use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    name: "malformed-http-method",
    severity: Severity::Error,
    what: "The HTTP method is not one word, or not in capital letters.",
    why: "A method is one word of letters and a few signs: a blank ends it, and what follows is read as something else. Upper and lower case are different methods: a server does not know post.",
    instead: "Write the method in capital letters.",
    evidence: &["rfc:9110"],
    example: job!(download; r#""settings": { "http_method": "PO ST" }"#),
    repaired: job!(download; r#""settings": { "http_method": "POST" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        if text.part() != Some((SettingId::HttpMethod, 0)) {
            continue;
        }
        let literals = || text.text.literals().flat_map(str::chars);
        let is_word = literals().all(is_token_character);
        let is_capital = !literals().any(|c| c.is_ascii_lowercase());
        if is_word && is_capital
            || text
                .text
                .as_literal()
                .is_some_and(|word| word.eq_ignore_ascii_case("GET"))
        {
            continue;
        }
        let mut diagnostic = if is_word {
            RULE.mentions(
                Severity::Warning,
                text.place,
                format!(
                    "The method {} is in lower case, which servers take for another method.",
                    shown(text.text)
                ),
                "Write it in capital letters.",
            )
        } else {
            // A blank ends the method in the request, so that the rest would be read as something else.
            let severity = if literals().any(|c| c.is_whitespace() || c.is_control()) {
                Severity::Error
            } else {
                Severity::Warning
            };
            RULE.mentions(
                severity,
                text.place,
                format!(
                    "“{}” is not an HTTP method: a method is one word.",
                    shown(text.text)
                ),
                "Write one word in capital letters, such as POST.",
            )
        };
        let left = literals().any(is_token_character) || text.text.as_literal().is_none();
        diagnostic.fix = text
            .edit_literals(|literal| {
                let kept = literal.chars().filter(|c| is_token_character(*c));
                kept.map(|c| c.to_ascii_uppercase()).collect()
            })
            .filter(|_| left)
            .map(|edit| Fix::new("Write it as one word in capital letters", edit));
        out.push(diagnostic);
    }
}
