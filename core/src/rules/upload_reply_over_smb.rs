use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{JobType, Value};

pub(super) const RULE: Rule = Rule {
    name: "upload-reply-over-smb",
    severity: Severity::Error,
    what: "An upload with reply goes to a file share.",
    why: "BITS has no upload with reply over SMB.",
    instead: "Use http or https, or upload without reply.",
    evidence: &["com:BG_FILE_INFO"],
    example: job!(reply [r#"{ "remote_name": "\\\\server\\drop\\report.csv", "local_name": "C:\\Data\\report.csv" }"#];),
    repaired: job!(upload [r#"{ "remote_name": "\\\\server\\drop\\report.csv", "local_name": "C:\\Data\\report.csv" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.job.job_type() != Some(JobType::UploadReply) {
        return;
    }
    for (row, file, protocol) in checked.remotes() {
        if protocol.is_smb() {
            out.push(
                RULE.says(
                    Place::cell(SettingId::Files, 0, row),
                    format!(
                        "{} is on a file share, and BITS has no upload with reply there.",
                        shown(&file.remote_name)
                    ),
                    "Use an http or https address, or upload without reply.",
                )
                .with_fix(Fix::new(
                    "Upload without reply",
                    Edit::Set(SettingId::JobType, JobType::Upload.write()),
                )),
            );
        }
    }
}
