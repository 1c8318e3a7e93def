use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "dot-or-space-at-end-of-name",
    severity: Severity::Warning,
    what: "A local name ends with a dot or a space.",
    why: "Windows takes both off the end of a name, so the file is called otherwise than it is written here.",
    instead: "Leave the dot or the space out.",
    evidence: &["fileio:naming-a-file"],
    example: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip " }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        let end = text.text.literal_end();
        let kept = end.trim_end_matches(['.', ' ']);
        // `.` and `..` alone are folders.
        if kept.len() == end.len() || kept.is_empty() || kept.ends_with(['\\', '/']) {
            continue;
        }
        let mut pieces = text.text.pieces().to_vec();
        if let Some(last) = pieces.last_mut() {
            *last = Piece::Literal(kept.to_owned());
        }
        let bare = Text::from_pieces(pieces);
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "“{}” ends with a dot or a space, which Windows takes off the name.",
                shown(text.text)
            ),
            "Leave it out, so that the file is called what it says.",
        );
        let title = format!("Use {}", shown(&bare));
        diagnostic.fix = text.edit(&bare).map(|edit| Fix::new(title, edit));
        out.push(diagnostic);
    }
}
