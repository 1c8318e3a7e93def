use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    name: "illegal-character-in-local-name",
    severity: Severity::Error,
    what: "A local name holds a character that no file name has.",
    why: "Windows allows no < > \" | and no control character in a name, so BITS cannot make the file.",
    instead: "Use another character.",
    evidence: &["fileio:naming-a-file", "com:BG_FILE_INFO"],
    example: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\a|b.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\a_b.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        let Some(c) = text.text.literals().flat_map(str::chars).find(|c| is_illegal(*c)) else {
            continue;
        };
        let character = if c.is_control() {
            format!("the control character U+{:04X}", u32::from(c))
        } else {
            c.to_string()
        };
        let mut diagnostic = RULE.says(
            text.place,
            format!("The path holds {character}, which Windows allows in no file name."),
            "Use another character.",
        );
        diagnostic.fix = text
            .edit_literals(|literal| {
                literal
                    .chars()
                    .map(|c| if is_illegal(c) { '_' } else { c })
                    .collect()
            })
            .map(|edit| Fix::new("Write _ instead", edit));
        out.push(diagnostic);
    }
}

/// `*` and `?` are wildcards, `:` a stream: they have rules of their own.
fn is_illegal(c: char) -> bool {
    c.is_control() || matches!(c, '<' | '>' | '"' | '|')
}
