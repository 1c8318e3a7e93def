use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "take-ownership",
    severity: Severity::Warning,
    what: "Ownership of jobs is taken.",
    why: "BITS takes credentials, client certificate, custom headers and the notification command away from the job, runs it only while the new owner is logged on, and wants every later change from an elevated administrator. No tool gives the job back.",
    instead: "An administrator can change another user's job without owning it.",
    evidence: &[
        "com:IBackgroundCopyJob.TakeOwnership",
        "w32:user-account-control-and-bits",
    ],
    example: job!(existing; r#""settings": { "take_ownership": true }"#, r#""profile": { "context": "elevated" }"#),
    repaired: job!(existing; r#""settings": { "priority": "high" }"#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.settings().take_ownership.is_some() && !checked.is_new() {
        let lost: Vec<&str> = [
            SettingId::Credentials,
            SettingId::ClientCertificateById,
            SettingId::CustomHeaders,
            SettingId::NotifyCmdLine,
        ]
        .into_iter()
        .filter(|id| !checked.is_set(*id))
        .map(|id| match id {
            SettingId::Credentials => "credentials",
            SettingId::ClientCertificateById => "client certificate",
            SettingId::CustomHeaders => "custom headers",
            _ => "notification command",
        })
        .collect();
        let what = if lost.is_empty() {
            "what is not set here again".to_owned()
        } else {
            lost.join(", ")
        };
        out.push(RULE.says(
            Place::setting(SettingId::TakeOwnership),
            format!("The jobs lose their {what}, and it cannot be undone. They run only while the new owner is logged on."),
            "An administrator can change a job without owning it.",
        ).lowering_security());
    }
}
