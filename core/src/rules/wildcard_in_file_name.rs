use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::local_name::after_root;
use crate::remote_name::Protocol;

pub(super) const RULE: Rule = Rule {
    name: "wildcard-in-file-name",
    severity: Severity::Error,
    what: "A local name or the path of a file share holds a wildcard.",
    why: "BITS takes one file a name and no wildcards, in remote names as in local ones.",
    instead: "Name each file.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob2.SetReplyFileName"],
    example: job!(download [r#"{ "remote_name": "\\\\server\\share\\*.zip", "local_name": "C:\\Data\\all.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "\\\\server\\share\\all.zip", "local_name": "C:\\Data\\all.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        // In an address `?` opens the query and `*` is a letter like others.
        let path = text.is_local_path() || (text.is_remote() && Protocol::of(text.text).is_smb());
        if path && after_root(text.text).any(|literal| literal.contains(['*', '?'])) {
            out.push(RULE.says(
                text.place,
                format!(
                    "{} holds a wildcard, and BITS takes no wildcards.",
                    shown(text.text)
                ),
                "Name each file.",
            ));
        }
    }
}
