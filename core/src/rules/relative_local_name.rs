use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::local_name::{Root, with_start};
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "relative-local-name",
    severity: Severity::Error,
    what: "A local name or reply file name is not a full path.",
    why: "BITS works in its own process and knows no current directory: it refuses a relative path (E_INVALIDARG, 0x80070057). A name that begins with an environment variable or a parameter may be a full path and is let through.",
    instead: "Write the full path, or begin it with a variable that holds one, such as %TEMP%.",
    evidence: &["com:IBackgroundCopyJob.AddFile", "com:BG_FILE_INFO", "ba:addfile"],
    example: job!(download [r#"{ "remote_name": "https://example.com/LICENSE.txt", "local_name": "LICENSE.txt" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/LICENSE.txt", "local_name": "%TEMP%\\LICENSE.txt" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        let root = Root::of(text.text);
        // The notification program has a rule of its own.
        if !root.is_relative() || matches!(text.part(), Some((SettingId::NotifyCmdLine, _))) {
            continue;
        }
        let full = full(text.text, root);
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} is relative{}, and BITS takes full paths only.",
                shown(text.text),
                match root {
                    Root::DriveRelative => " to the drive's current directory",
                    Root::RootRelative => " to the current drive",
                    _ => "",
                }
            ),
            "Begin it with a drive, a share such as \\\\server\\share, or a variable that holds a full path.",
        );
        if let Some(full) = full {
            let title = format!("Use {}", shown(&full));
            diagnostic.fix = text.edit(&full).map(|edit| Fix::new(title, edit));
        }
        out.push(diagnostic);
    }
}

/// The full path that is most likely meant.
fn full(name: &Text, root: Root) -> Option<Text> {
    let start = name.literal_start();
    match root {
        Root::DriveRelative => {
            let drive = start.get(..2)?;
            with_start(name, drive, &format!("{drive}\\"))
        }
        Root::RootRelative => prefixed("SystemDrive", name),
        _ if start.starts_with("..") => None,
        _ => {
            let bare = start
                .strip_prefix(".\\")
                .or_else(|| start.strip_prefix("./"))
                .unwrap_or(start);
            prefixed("TEMP", &with_start(name, start, &format!("\\{bare}"))?)
        }
    }
}

fn prefixed(variable: &str, name: &Text) -> Option<Text> {
    let mut pieces = vec![Piece::Environment(variable.to_owned())];
    pieces.extend(name.pieces().iter().cloned());
    Some(Text::from_pieces(pieces))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Notation;

    #[test]
    fn relative_names_get_a_root() {
        for (name, is) in [
            ("a.zip", Some(r"%TEMP%\a.zip")),
            (r".\a.zip", Some(r"%TEMP%\a.zip")),
            (r"a\{{b}}", Some(r"%TEMP%\a\{{b}}")),
            ("C:a.zip", Some(r"C:\a.zip")),
            (r"\Data\a.zip", Some(r"%SystemDrive%\Data\a.zip")),
            (r"..\a.zip", None),
        ] {
            let text = Text::parse(name, Notation::LocalPath).unwrap();
            let full = full(&text, Root::of(&text)).map(|full| full.display());
            assert_eq!(full.as_deref(), is, "{name}");
        }
    }
}
