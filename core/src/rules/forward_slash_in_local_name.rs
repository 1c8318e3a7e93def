use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::local_name::Root;

pub(super) const RULE: Rule = Rule {
    name: "forward-slash-in-local-name",
    severity: Severity::Warning,
    what: "A local name is written with forward slashes.",
    why: "Microsoft's pages on BITS show backslashes only, and do not say whether BITS takes forward slashes.",
    instead: "Write backslashes.",
    evidence: &["com:BG_FILE_INFO", "fileio:naming-a-file"],
    example: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:/Data/update.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        if Root::of(text.text) == Root::Address || !text.text.literals().any(|literal| literal.contains('/'))
        {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} has forward slashes; whether BITS takes them is not documented.",
                shown(text.text)
            ),
            "Write backslashes.",
        );
        diagnostic.fix = text
            .edit_literals(|literal| literal.replace('/', "\\"))
            .map(|edit| Fix::new("Write backslashes", edit));
        out.push(diagnostic);
    }
}
