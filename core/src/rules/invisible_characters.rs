use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::invisible;

pub(super) const RULE: Rule = Rule {
    name: "invisible-characters",
    severity: Severity::Warning,
    what: "A text holds characters that nobody sees: bidirectional controls, zero-width characters, soft hyphens.",
    why: "They make a name look like another one and an address go somewhere else than it reads. Letters of right-to-left scripts are fine.",
    instead: "Take them out.",
    evidence: &["uax:UTS39", "uax:UAX9"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\invoice\u202Epiz.exe" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\invoicepiz.exe" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        let mut named: Vec<String> = Vec::new();
        for literal in text.text.literals() {
            for name in invisible::named(literal) {
                if !named.contains(&name) {
                    named.push(name);
                }
            }
        }
        if named.is_empty() {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "The text holds characters that nobody sees: {}.",
                named.join(", ")
            ),
            "Take them out, unless they are meant.",
        );
        diagnostic.fix = text
            .edit_literals(|literal| {
                literal
                    .chars()
                    .filter(|c| invisible::name(*c).is_none())
                    .collect()
            })
            .map(|edit| Fix::new("Take them out", edit));
        out.push(diagnostic);
    }
}
