use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{At, Diagnostic, Fix, Severity};
use crate::local_name::Root;
use crate::remote_name::file_name;
use crate::text::Piece;

pub(super) const RULE: Rule = Rule {
    name: "folder-as-local-name",
    severity: Severity::Error,
    what: "A local name ends where a file's own name should stand.",
    why: "BITS wants the name of the file and not of its folder.",
    instead: "Add the file's name.",
    evidence: &["com:BG_FILE_INFO"],
    example: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        let end = text.text.literal_end();
        let is_folder = end.ends_with(['\\', '/'])
            || (text.text.as_literal().is_some() && Root::of(text.text) == Root::Drive && end.len() == 2)
            || matches!(end.rsplit(['\\', '/']).next(), Some("." | ".."));
        if !is_folder || Root::of(text.text) == Root::Address {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} names a folder, and BITS wants the file's name too.",
                shown(text.text)
            ),
            "Add the file's name.",
        );
        let name = match text.place.at {
            At::Setting {
                id: SettingId::Files,
                row: Some(row),
                ..
            } => checked
                .files()
                .get(row)
                .and_then(|file| file_name(&file.remote_name)),
            _ => None,
        };
        if let Some(name) = name
            && !end.ends_with('.')
        {
            let separator = if end.ends_with(['\\', '/']) { "" } else { "\\" };
            let mut file = text.text.clone();
            file.push(Piece::Literal(format!("{separator}{name}")));
            let title = format!("Use {}", shown(&file));
            diagnostic.fix = text.edit(&file).map(|edit| Fix::new(title, edit));
        }
        out.push(diagnostic);
    }
}
