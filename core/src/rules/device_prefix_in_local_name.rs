use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::local_name::{Root, with_start};

pub(super) const RULE: Rule = Rule {
    name: "device-prefix-in-local-name",
    severity: Severity::Error,
    what: "A local name begins with \\\\?\\ or \\\\.\\.",
    why: "BITS does not take the prefixes of the device namespace.",
    instead: "Write the path with its drive, or \\\\server\\share.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob2.SetReplyFileName"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "\\\\?\\C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        if Root::of(text.text) != Root::Device {
            continue;
        }
        let start = text.text.literal_start();
        let prefix = start.get(..4).unwrap_or(start);
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} begins with {prefix}, which BITS does not take.",
                shown(text.text)
            ),
            "Write the path with its drive, or \\\\server\\share.",
        );
        let bare = match start.get(4..8) {
            Some(unc) if unc.eq_ignore_ascii_case("UNC\\") => {
                with_start(text.text, &format!("{prefix}{unc}"), r"\\")
            }
            _ => with_start(text.text, prefix, ""),
        };
        if let Some(bare) = bare.filter(|bare| Root::of(bare).is_full()) {
            let title = format!("Use {}", shown(&bare));
            diagnostic.fix = text.edit(&bare).map(|edit| Fix::new(title, edit));
        }
        out.push(diagnostic);
    }
}
