use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::remote_name::Protocol;
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "illegal-character-in-address",
    severity: Severity::Error,
    what: "An http or https address holds a space, a backslash or another character that no address has.",
    why: "BITS takes legal URL characters only and does not escape anything itself.",
    instead: "Write the character as percent sign and two hexadecimal digits: a space is %20.",
    evidence: &["com:BG_FILE_INFO", "rfc:3986"],
    example: job!(download [r#"{ "remote_name": "https://example.com/My files/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/My%20files/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        if !Protocol::of(text.text).is_http() {
            continue;
        }
        let Some(c) = text.text.literals().flat_map(str::chars).find(|c| is_illegal(*c)) else {
            continue;
        };
        let character = match c {
            ' ' => "a space".to_owned(),
            c if c.is_control() => format!("the control character U+{:04X}", u32::from(c)),
            c => c.to_string(),
        };
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "The address holds {character}, and BITS takes legal URL characters only and escapes nothing."
            ),
            "Write a space as %20 and other characters as percent sign and two hexadecimal digits.",
        );
        let escaped = text.text.pieces().iter().map(|piece| match piece {
            Piece::Literal(literal) => Piece::Literal(escaped(literal)),
            other => other.clone(),
        });
        let escaped = Text::from_pieces(escaped);
        let title = format!("Use {}", shown(&escaped));
        diagnostic.fix = text.edit(&escaped).map(|edit| Fix::new(title, edit));
        out.push(diagnostic);
    }
}

/// What RFC 3986 leaves no place for. Brackets stand around IPv6 hosts.
fn is_illegal(c: char) -> bool {
    c == ' ' || c.is_ascii_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

fn escaped(literal: &str) -> String {
    let mut out = String::new();
    for c in literal.chars() {
        match c {
            '\\' => out.push('/'),
            c if is_illegal(c) => out.push_str(&format!("%{:02X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
