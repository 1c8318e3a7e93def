use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::entry;
use crate::local_name::Root;
use crate::remote_name::Protocol;
use crate::text::Notation;
use crate::value::Entry;

pub(super) const RULE: Rule = Rule {
    name: "swapped-names",
    severity: Severity::Error,
    what: "Remote name and local name stand in each other's place.",
    why: "The remote name comes first, for uploads too. BITS refuses an address as local name.",
    instead: "Swap the two.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob.AddFile", "ba:addfile"],
    example: job!(upload [r#"{ "remote_name": "C:\\Data\\report.csv", "local_name": "https://example.com/drop/report.csv" }"#];),
    repaired: job!(upload [r#"{ "remote_name": "https://example.com/drop/report.csv", "local_name": "C:\\Data\\report.csv" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for (row, file, protocol) in checked.remotes() {
        if is_swapped(protocol, Root::of(&file.local_name)) {
            out.push(
                RULE.says(
                    Place::cell(SettingId::Files, 0, row),
                    format!(
                        "The remote name {} is a path on this machine and the local name {} an address: they are swapped.",
                        shown(&file.remote_name),
                        shown(&file.local_name)
                    ),
                    "Swap them: the remote name comes first, for uploads too.",
                )
                .with_fix(Fix {
                    title: "Swap remote name and local name".to_owned(),
                    edits: vec![
                        // As typed: `%TEMP%` becomes the variable that the writer had in mind.
                        Edit::SetCell(
                            SettingId::Files,
                            1,
                            row,
                            match file.remote_name.notation(Notation::Plain) {
                                Some(typed) => Entry::Typed(typed),
                                None => Entry::Pieces(file.remote_name.clone()),
                            },
                        ),
                        Edit::SetCell(SettingId::Files, 0, row, entry(&file.local_name, Notation::Plain)),
                    ],
                }),
            );
        }
    }
}

/// An address where the path belongs, and no address where the address belongs.
pub(crate) fn is_swapped(remote: Protocol, local: Root) -> bool {
    local == Root::Address
        && matches!(
            remote,
            Protocol::Drive | Protocol::Smb | Protocol::Missing | Protocol::Unknown
        )
}
