use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Files, Value};

pub(super) const RULE: Rule = Rule {
    name: "ranges-without-file",
    severity: Severity::Error,
    what: "Ranges stand among the settings and not with a file.",
    why: "Ranges belong to one file: BITS takes them with the call that adds it.",
    instead: "Write the ranges with their file.",
    evidence: &["com:IBackgroundCopyJob3.AddFileWithRanges"],
    example: job!(download; r#""settings": { "file_ranges": [ { "offset": 0, "length": 100 } ] }"#),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip", "ranges": [ { "offset": 0, "length": 100 } ] }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(ranges) = &checked.settings().file_ranges else {
        return;
    };
    let mut diagnostic = RULE.says(
        Place::setting(SettingId::FileRanges),
        "The ranges stand with no file, and BITS takes them only with the file that they are of.",
        "Write the ranges with their file.",
    );
    diagnostic.fix = Some(match checked.files() {
        [file] if file.ranges.is_empty() => {
            let mut file = file.clone();
            file.ranges.clone_from(&ranges.0);
            Fix {
                title: "Move them to the file".to_owned(),
                edits: vec![
                    Edit::Set(SettingId::Files, Files(vec![file]).write()),
                    Edit::Clear(SettingId::FileRanges),
                ],
            }
        }
        _ => Fix::new("Leave them out", Edit::Clear(SettingId::FileRanges)),
    });
    out.push(diagnostic);
}
