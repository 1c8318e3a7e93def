use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{JobType, Value};

pub(super) const RULE: Rule = Rule {
    name: "reply-file-without-upload-reply",
    severity: Severity::Error,
    what: "A reply file name is set for a job that fetches no reply.",
    why: "Only uploads with reply have one; BITS refuses the setting for other jobs (E_NOTIMPL).",
    instead: "Make it an upload with reply, or leave the name out.",
    evidence: &["com:IBackgroundCopyJob2.SetReplyFileName"],
    example: job!(upload; r#""settings": { "reply_file_name": "C:\\Data\\reply.xml" }"#),
    repaired: job!(reply; r#""settings": { "reply_file_name": "C:\\Data\\reply.xml" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let job_type = checked.job.job_type();
    if checked.settings().reply_file_name.is_none() {
        return;
    }
    let (job, fix) = match job_type {
        Some(JobType::Upload) => (
            "An upload",
            Fix::new(
                "Make it an upload with reply",
                Edit::Set(SettingId::JobType, JobType::UploadReply.write()),
            ),
        ),
        Some(JobType::Download) => (
            "A download",
            Fix::new("Leave the name out", Edit::Clear(SettingId::ReplyFileName)),
        ),
        _ => return,
    };
    out.push(
        RULE.says(
            Place::setting(SettingId::ReplyFileName),
            format!("{job} fetches no reply, and BITS refuses a name for it."),
            "Make the job an upload with reply, or leave the name out.",
        )
        .with_fix(fix),
    );
}
