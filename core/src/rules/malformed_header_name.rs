use super::header_without_colon::is_token_character;
use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "malformed-header-name",
    severity: Severity::Error,
    what: "The name of a header has characters that no header name has.",
    why: "A header's name is one word of letters, digits and a few signs, and the colon follows at once: servers refuse anything else.",
    instead: "Write the name without spaces, and the colon right after it.",
    evidence: &["rfc:9110", "com:IBackgroundCopyJobHttpOptions.SetCustomHeaders"],
    example: job!(download; r#""settings": { "custom_headers": [ "X Site : north" ] }"#),
    repaired: job!(download; r#""settings": { "custom_headers": [ "X-Site: north" ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        if text.part() != Some((SettingId::CustomHeaders, 0)) {
            continue;
        }
        let Some((name, _)) = text.text.literal_start().split_once(':') else {
            continue;
        };
        if name.starts_with('@') || (!name.is_empty() && name.chars().all(is_token_character)) {
            continue;
        }
        let shown: String = name
            .chars()
            .take(40)
            .map(|c| if c.is_control() { '�' } else { c })
            .collect();
        let mut diagnostic = RULE.says(
            text.place,
            format!("“{shown}” is not the name of a header: a name is one word of letters, digits and signs such as -."),
            "Write the name without spaces, and the colon right after it.",
        );
        let repaired: Vec<&str> = name.split_whitespace().collect();
        let repaired = repaired.join("-");
        if !repaired.is_empty() && repaired.chars().all(is_token_character) {
            let mut pieces = text.text.pieces().to_vec();
            if let Some(Piece::Literal(first)) = pieces.first_mut() {
                *first = first.replacen(name, &repaired, 1);
            }
            diagnostic.fix = text
                .edit(&Text::from_pieces(pieces))
                .map(|edit| Fix::new(format!("Call it {repaired}"), edit));
        }
        out.push(diagnostic);
    }
}
