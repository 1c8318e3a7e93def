use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::entry;
use crate::local_name::Root;
use crate::lower_case::folded;
use crate::text::Notation;
use crate::text::{Piece, Text};
use litemap::LiteMap;

pub(super) const RULE: Rule = Rule {
    name: "same-local-name-twice",
    severity: Severity::Error,
    what: "Two files of the job have the same local name.",
    why: "The second would be written over the first. Windows does not tell upper from lower case in names.",
    instead: "Give each file its own local name.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob.Complete"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a/x.zip", "local_name": "C:\\Data\\x.zip" },
             { "remote_name": "https://example.com/b/x.zip", "local_name": "C:\\Data\\X.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a/x.zip", "local_name": "C:\\Data\\x.zip" },
             { "remote_name": "https://example.com/b/x.zip", "local_name": "C:\\Data\\X-2.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: LiteMap<String, usize> = LiteMap::new();
    let reply = checked
        .settings()
        .reply_file_name
        .as_ref()
        .map(|name| compared(&name.0));
    for (row, file) in checked.files().iter().enumerate() {
        let name = compared(&file.local_name);
        if reply.as_ref() == Some(&name) {
            out.push(RULE.says(
                Place::setting(SettingId::ReplyFileName),
                format!(
                    "The reply would be written over the uploaded file {}.",
                    shown(&file.local_name)
                ),
                "Give the reply its own name.",
            ));
        }
        let Some(first) = seen.get(&name) else {
            seen.insert(name, row);
            continue;
        };
        let expressions = file.local_name.pieces().iter().filter_map(|piece| match piece {
            Piece::Opaque { source, .. } => Some(source),
            _ => None,
        });
        // An expression of a shell may be another value each time that it stands there; `!file[%%i]!` is meant to be.
        let (is_open, is_other) = expressions.fold((false, false), |(_, is_other), source| {
            (true, is_other || source.contains(['!', '%', '(']))
        });
        if is_other {
            continue;
        }
        let (severity, unless) = match is_open {
            true => (Severity::Warning, ", unless it holds another one by then"),
            false => (Severity::Error, ""),
        };
        let mut diagnostic = RULE.mentions(
            severity,
            Place::cell(SettingId::Files, 1, row),
            format!(
                "Files {} and {} have the same local name {}{unless}: one would be written over the other.",
                first.saturating_add(1),
                row.saturating_add(1),
                shown(&file.local_name)
            ),
            "Give each file its own local name.",
        );
        if let Some(other) = numbered(&file.local_name, row.saturating_add(1)) {
            diagnostic.fix = Some(Fix::new(
                format!("Use {}", shown(&other)),
                Edit::SetCell(SettingId::Files, 1, row, entry(&other, Notation::LocalPath)),
            ));
        }
        out.push(diagnostic);
    }
}

/// The name as Windows compares it: in any case, with slashes of either kind, and without the `.` and `..` that it takes
/// out of a path before it looks for the file. `[fileio:naming-a-file]`
fn compared(name: &Text) -> String {
    let plain = folded(&name.display().replace('/', "\\"));
    // The server and share, or the drive, stay: nothing lies above them.
    let root = match Root::of(name) {
        Root::Drive => 1,
        Root::Share => 4,
        Root::Variable => 1,
        _ => return plain,
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in plain.split('\\') {
        let is_open = |part: &&str| part.contains(['%', '{']);
        match part {
            "." | "" if parts.len() >= root => {}
            // What lies above a variable is not known.
            ".." if parts.len() > root && !parts.last().is_some_and(is_open) => {
                parts.pop();
            }
            ".." if parts.len() == root && root == 1 && !parts.last().is_some_and(is_open) => {}
            part => parts.push(part),
        }
    }
    parts.join("\\")
}

/// `x.zip` as `x-2.zip`.
fn numbered(name: &Text, number: usize) -> Option<Text> {
    let mut pieces = name.pieces().to_vec();
    let Some(Piece::Literal(last)) = pieces.last_mut() else {
        return None;
    };
    let at = match last.rfind('.') {
        Some(dot) if last.get(dot..).is_some_and(|end| !end.contains(['\\', '/'])) => dot,
        _ => last.len(),
    };
    let (stem, extension) = last.split_at_checked(at)?;
    *last = format!("{stem}-{number}{extension}");
    Some(Text::from_pieces(pieces))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_name_however_it_is_spelt() {
        for (one, other, is_same) in [
            (r"C:\D\a", r"c:\d\A", true),
            (r"C:\D\a", "C:/D/a", true),
            (r"C:\D\a", r"C:\D\x\..\a", true),
            (r"C:\D\a", r"C:\D\.\a", true),
            (r"C:\D\a", r"C:\D\\a", true),
            (r"C:\a", r"C:\..\a", true),
            (r"\\s\h\a", r"\\S\h\x\..\a", true),
            (r"\\s\h\a", r"\\s\x\h\..\a", false),
            (r"%TEMP%\a", r"%temp%\x\..\a", true),
            (r"%TEMP%\a", r"%TEMP%\..\a", false),
            (r"C:\%X%\..\a", r"C:\a", false),
            (r"C:\D\a", r"C:\D\b", false),
        ] {
            let name = |typed: &str| compared(&Text::parse(typed, Notation::LocalPath).unwrap());
            assert_eq!(name(one) == name(other), is_same, "{one} {other}");
        }
    }
}
