use super::{Checked, Rule};
use crate::catalog::Jobs;
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "setting-for-other-job-type",
    severity: Severity::Error,
    what: "A setting for downloads is set for an upload.",
    why: "BITS takes it for downloads only and refuses it for uploads (E_NOTIMPL, or BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY, 0x80200060).",
    instead: "Leave it out.",
    evidence: &[
        "com:BITS_JOB_PROPERTY_ID",
        "com:IBackgroundCopyJob3.AddFileWithRanges",
        "com:IBackgroundCopyJob3.ReplaceRemotePrefix",
    ],
    example: job!(upload; r#""settings": { "max_download_size": "10 MiB" }"#),
    repaired: job!(upload;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if !checked.is_upload() {
        return;
    }
    // What is for uploads with reply only has a rule with another way out.
    let of_downloads = checked
        .ids()
        .iter()
        .copied()
        .filter(|id| id.spec().jobs == Jobs::Download);
    for id in of_downloads {
        let (place, edits) = if id == SettingId::FileRanges {
            let rows = checked
                .files()
                .iter()
                .enumerate()
                .filter(|(_, file)| !file.ranges.is_empty());
            let edits: Vec<Edit> = rows
                .map(|(row, _)| Edit::SetCell(SettingId::Files, 2, row, "".into()))
                .collect();
            (Place::setting(SettingId::Files), edits)
        } else {
            (Place::setting(id), vec![Edit::Clear(id)])
        };
        out.push(
            RULE.says(
                place,
                format!("{} is for downloads only, and this job is an upload.", id.label()),
                "Leave it out.",
            )
            .with_fix(Fix {
                title: format!("Leave out: {}", id.label()),
                edits,
            }),
        );
    }
}
