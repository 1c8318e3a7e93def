use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::job_text::JobText;
use crate::local_name::Root;

pub(super) const RULE: Rule = Rule {
    name: "share-without-file",
    severity: Severity::Error,
    what: "A name on a file share ends before the file: it has the server, or the server and the share.",
    why: "BITS transfers files and no folders: a share has its files below \\\\server\\share\\.",
    instead: "Write the whole name, such as \\\\server\\share\\a.zip.",
    evidence: &["com:BG_FILE_INFO", "fileio:naming-a-file"],
    example: job!(download [r#"{ "remote_name": "\\\\server\\setup", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "\\\\server\\setup\\a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let remotes = checked.addresses().iter().filter(|text| text.is_remote_name());
    for text in remotes.chain(checked.paths()) {
        if let Some(missing) = text.text.as_literal().and_then(|name| missing(name, text)) {
            out.push(RULE.says(
                text.place,
                format!(
                    "{} ends before {missing}, and BITS transfers files.",
                    shown(text.text)
                ),
                "Write the whole name: \\\\server\\share\\ and the file.",
            ));
        }
    }
}

/// What a name on a share lacks.
fn missing(name: &str, text: &JobText<'_>) -> Option<&'static str> {
    if Root::of(text.text) != Root::Share {
        return None;
    }
    let mut parts = name.get(2..)?.split(['\\', '/']);
    // A folder has a rule of its own, where it is a local name.
    let is_whole = match text.is_local_path() {
        true => parts.clone().count() > 2,
        false => parts.clone().nth(2).is_some() && !name.ends_with(['\\', '/']),
    };
    if is_whole {
        return None;
    }
    let is_there = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
    Some(match (is_there(parts.next()), is_there(parts.next())) {
        (true, true) => "the file",
        (true, false) => "the share and the file",
        (false, _) => "the server",
    })
}
