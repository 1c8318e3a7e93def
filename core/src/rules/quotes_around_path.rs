use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    name: "quotes-around-path",
    severity: Severity::Error,
    what: "A path or address stands in quotes.",
    why: "The quotes would be a part of the name, and no file name and no address has one. Quoting for a shell is done when the script is written.",
    instead: "Write it without quotes.",
    evidence: &["com:BG_FILE_INFO", "fileio:naming-a-file"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "\"C:\\My files\\a.zip\"" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\My files\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked
        .texts()
        .iter()
        .filter(|text| text.is_local_path() || text.is_remote())
    {
        if !is_quoted(text.text.literal_start()) {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} stands in quotes, which would be a part of the name.",
                shown(text.text)
            ),
            "Write it without quotes of its own; those that a shell needs around it are no part of it.",
        );
        diagnostic.fix = text
            .edit_literals(|literal| literal.replace(['"', '“', '”'], "").trim_matches('\'').to_owned())
            .map(|edit| Fix::new("Take the quotes away", edit));
        out.push(diagnostic);
    }
}

/// Whether a path begins with a quote. A file name may begin with `'`, a full path may not.
pub(super) fn is_quoted(start: &str) -> bool {
    start.starts_with(['"', '“', '”', '\''])
}
