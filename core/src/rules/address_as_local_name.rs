use super::swapped_names::is_swapped;
use super::{Checked, Rule, shown};
use crate::diagnostic::{At, Diagnostic, Fix, Severity};
use crate::local_name::Root;
use crate::remote_name::{Protocol, file_name};
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "address-as-local-name",
    severity: Severity::Error,
    what: "A local name is an address, and so is the remote name.",
    why: "BITS writes to or reads from a path on this machine, and refuses anything else as local name (E_INVALIDARG).",
    instead: "Write the full path of the file on this machine. BITS does not copy from server to server.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob.AddFile"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "https://example.org/a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "%TEMP%\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        let row = match text.place.at {
            At::Setting { row, .. } => row,
            _ => None,
        };
        let remote = row.and_then(|row| checked.files().get(row));
        let swapped = remote.is_some_and(|file| is_swapped(Protocol::of(&file.remote_name), Root::Address));
        if Root::of(text.text) != Root::Address || swapped {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} is an address, and BITS takes a path on this machine here.",
                shown(text.text)
            ),
            "Write a full path, such as C:\\Data\\update.zip.",
        );
        if let Some(name) = remote.and_then(|file| file_name(&file.remote_name)) {
            let path = Text::from_pieces([
                Piece::Environment("TEMP".to_owned()),
                Piece::Literal(format!("\\{name}")),
            ]);
            let title = format!("Use {}", shown(&path));
            diagnostic.fix = text.edit(&path).map(|edit| Fix::new(title, edit));
        }
        out.push(diagnostic);
    }
}
