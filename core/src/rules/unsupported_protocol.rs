use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::remote_name::{Protocol, scheme};

pub(super) const RULE: Rule = Rule {
    name: "unsupported-protocol",
    severity: Severity::Error,
    what: "A remote name has a protocol that BITS does not have.",
    why: "BITS transfers over HTTP, HTTPS and SMB and refuses anything else (E_INVALIDARG).",
    instead: "Use http://, https://, file:// or \\\\server\\share.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob.AddFile"],
    example: job!(download [r#"{ "remote_name": "ftp://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        if Protocol::of(text.text) == Protocol::Unsupported {
            let scheme = scheme(text.text.literal_start()).unwrap_or("");
            out.push(RULE.says(
                text.place,
                format!("BITS does not transfer over {scheme}."),
                "Use http://, https://, file:// or \\\\server\\share.",
            ));
        }
    }
}
