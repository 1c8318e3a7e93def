use super::swapped_names::is_swapped;
use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{At, Diagnostic, Fix, Severity};
use crate::local_name::{Root, with_start};
use crate::remote_name::Protocol;

pub(super) const RULE: Rule = Rule {
    name: "remote-name-without-protocol",
    severity: Severity::Error,
    what: "A remote name does not say with which protocol it is reached.",
    why: "BITS does not guess: it refuses a name without http://, https://, file:// or \\\\server (E_INVALIDARG).",
    instead: "Write the whole address.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob.AddFile"],
    example: job!(download [r#"{ "remote_name": "example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses().iter().filter(|text| text.is_remote_name()) {
        let start = text.text.literal_start();
        if Protocol::of(text.text) != Protocol::Missing {
            continue;
        }
        let file = match text.place.at {
            At::Setting {
                id: SettingId::Files,
                row: Some(row),
                ..
            } => checked.files().get(row),
            _ => None,
        };
        if file.is_some_and(|file| is_swapped(Protocol::Missing, Root::of(&file.local_name))) {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} does not say how it is reached, and BITS does not guess.",
                shown(text.text)
            ),
            "Begin it with https://, http://, file:// or \\\\server\\share.",
        );
        let host = start.split(['/', '?']).next().unwrap_or("");
        let is_host = host.contains('.') && !host.contains(['\\', '@', ' ']) && !host.starts_with('.');
        if is_host && let Some(whole) = with_start(text.text, "", "https://") {
            let title = format!("Use {}", shown(&whole));
            diagnostic.fix = text.edit(&whole).map(|edit| Fix::new(title, edit));
        }
        out.push(diagnostic);
    }
}
