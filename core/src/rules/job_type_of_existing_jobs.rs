use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "job-type-of-existing-jobs",
    severity: Severity::Error,
    what: "A job type is given for jobs that exist.",
    why: "BITS fixes the type of a job when it makes it; nothing changes it afterwards.",
    instead: "Leave the type out, or make a new job.",
    evidence: &["com:IBackgroundCopyManager.CreateJob", "ps:Set-BitsTransfer"],
    example: job!(existing; r#""settings": { "job_type": "upload", "priority": "high" }"#),
    repaired: job!(existing; r#""settings": { "priority": "high" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if !checked.is_new() && checked.settings().job_type.is_some() {
        out.push(
            RULE.says(
                Place::setting(SettingId::JobType),
                "The type of a job is fixed when the job is made, so that of existing jobs cannot be set.",
                "Leave the type out, or make a new job.",
            )
            .with_fix(Fix::new("Leave the type out", Edit::Clear(SettingId::JobType))),
        );
    }
}
