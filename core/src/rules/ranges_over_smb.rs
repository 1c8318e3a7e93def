use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::version::BitsVersion;

pub(super) const RULE: Rule = Rule {
    name: "ranges-over-smb",
    severity: Severity::Error,
    what: "Ranges are wanted of a file on a file share.",
    why: "Since BITS 3.0 there are no ranges over SMB; BITS 2.0 and 2.5 had them.",
    instead: "Fetch the whole file, or fetch it over http or https.",
    evidence: &["com:IBackgroundCopyJob3.AddFileWithRanges"],
    example: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 100 } ] }"#];),
    repaired: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.bin", "local_name": "C:\\Data\\a.bin" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.profile.bits() < BitsVersion::new(3, 0) {
        return;
    }
    for (row, file, protocol) in checked.remotes() {
        if protocol.is_smb() && !file.ranges.is_empty() {
            out.push(
                RULE.says(
                    Place::cell(SettingId::Files, 2, row),
                    format!(
                        "{} is on a file share, and BITS {} fetches no ranges there.",
                        shown(&file.remote_name),
                        checked.profile.bits()
                    ),
                    "Fetch the whole file, or use an http or https address.",
                )
                .with_fix(Fix::new(
                    "Fetch the whole file",
                    Edit::SetCell(SettingId::Files, 2, row, "".into()),
                )),
            );
        }
    }
}
