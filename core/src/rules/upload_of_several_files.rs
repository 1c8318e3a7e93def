use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "upload-of-several-files",
    severity: Severity::Error,
    what: "An upload has more than one file.",
    why: "BITS takes one file for an upload, with or without reply, and refuses the second (BG_E_TOO_MANY_FILES, 0x8020001C).",
    instead: "Make one job for each file.",
    evidence: &["com:IBackgroundCopyJob.AddFile", "ps:Add-BitsFile"],
    example: job!(upload [r#"{ "remote_name": "https://example.com/drop/a.csv", "local_name": "C:\\Data\\a.csv" },
             { "remote_name": "https://example.com/drop/b.csv", "local_name": "C:\\Data\\b.csv" }"#];),
    repaired: job!(upload [r#"{ "remote_name": "https://example.com/drop/a.csv", "local_name": "C:\\Data\\a.csv" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let count = checked.files().len();
    if checked.is_upload() && count > 1 {
        let edits = (1..count).rev().map(|row| Edit::RemoveRow(SettingId::Files, row));
        out.push(
            RULE.says(
                Place::new(At::Setting {
                    id: SettingId::Files,
                    part: None,
                    row: Some(1),
                }),
                format!("The upload has {count} files, and BITS takes one file for an upload."),
                "Make one job for each file.",
            )
            .with_fix(Fix {
                title: "Keep the first file only".to_owned(),
                edits: edits.collect(),
            }),
        );
    }
}
