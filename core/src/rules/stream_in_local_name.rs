use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::local_name::{Root, after_root};
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "stream-in-local-name",
    severity: Severity::Error,
    what: "A local name has a colon after the drive: it names a stream of a file.",
    why: "BITS does not support NTFS streams.",
    instead: "Write the path of a file.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob2.SetReplyFileName"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip:hidden" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip_hidden" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        let root = Root::of(text.text);
        if root == Root::Address
            || root == Root::Device
            || !after_root(text.text).any(|literal| literal.contains(':'))
        {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} names a stream of a file, and BITS does not support streams.",
                shown(text.text)
            ),
            "Use a colon after the drive only.",
        );
        let kept = if root == Root::Drive || root == Root::DriveRelative {
            2
        } else {
            0
        };
        let pieces = text
            .text
            .pieces()
            .iter()
            .enumerate()
            .map(|(at, piece)| match piece {
                Piece::Literal(literal) => {
                    let (start, rest) = literal
                        .split_at_checked(if at == 0 { kept } else { 0 })
                        .unwrap_or(("", literal));
                    Piece::Literal(format!("{start}{}", rest.replace(':', "_")))
                }
                other => other.clone(),
            });
        let file = Text::from_pieces(pieces);
        let title = format!("Use {}", shown(&file));
        diagnostic.fix = text.edit(&file).map(|edit| Fix::new(title, edit));
        out.push(diagnostic);
    }
}
