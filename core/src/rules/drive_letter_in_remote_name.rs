use super::swapped_names::is_swapped;
use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::local_name::Root;
use crate::remote_name::Protocol;

pub(super) const RULE: Rule = Rule {
    name: "drive-letter-in-remote-name",
    severity: Severity::Warning,
    what: "A remote name begins with a drive letter.",
    why: "BITS documents that for a mapped network drive alone, and a mapping belongs to one logon session: in another one the drive is not there.",
    instead: "Write \\\\server\\share.",
    evidence: &["com:BG_FILE_INFO", "w32:service-accounts-and-bits"],
    example: job!(download [r#"{ "remote_name": "Z:\\setup\\a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "\\\\server\\setup\\a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for (row, file, protocol) in checked.remotes() {
        let local = Root::of(&file.local_name);
        if protocol != Protocol::Drive || is_swapped(protocol, local) {
            continue;
        }
        let help = if local == Root::Share {
            "Write \\\\server\\share for the drive; if the two names are swapped, swap them: the remote name comes first."
        } else {
            "Write \\\\server\\share for the drive."
        };
        out.push(RULE.says(
            Place::cell(SettingId::Files, 0, row),
            format!(
                "{} begins with a drive letter: BITS documents that for mapped network drives alone, and such a drive belongs to one logon session.",
                shown(&file.remote_name)
            ),
            help,
        ));
    }
}
