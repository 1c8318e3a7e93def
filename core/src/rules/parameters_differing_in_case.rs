use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::text::{Piece, Text};
use litemap::LiteMap;

pub(super) const RULE: Rule = Rule {
    name: "parameters-differing-in-case",
    severity: Severity::Error,
    what: "Two parameters differ in upper and lower case only.",
    why: "PowerShell and the command prompt take them for one variable, so both texts would get the same value.",
    instead: "Use one spelling, or two names.",
    evidence: &["ps7:about_Variables", "cmd:set"],
    example: job!(download [r#"{ "remote_name": "https://example.com/{{name}}.zip", "local_name": "C:\\Data\\{{Name}}.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/{{name}}.zip", "local_name": "C:\\Data\\{{name}}.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let mut spellings: LiteMap<String, &str> = LiteMap::new();
    for text in checked.texts() {
        for piece in text.text.pieces() {
            let Piece::Parameter(name) = piece else { continue };
            let first = *spellings.entry(name.to_ascii_lowercase()).or_insert(name);
            if first == name {
                continue;
            }
            let mut diagnostic = RULE.says(
                text.place,
                format!("The parameters {first} and {name} differ in upper and lower case only, and shells take them for one."),
                "Use one spelling, or two names.",
            );
            let same = Text::from_pieces(text.text.pieces().iter().map(|piece| match piece {
                Piece::Parameter(other) if other == name => Piece::Parameter(first.to_owned()),
                other => other.clone(),
            }));
            diagnostic.fix = text
                .edit(&same)
                .map(|edit| Fix::new(format!("Write {first} here too"), edit));
            out.push(diagnostic);
        }
    }
}
