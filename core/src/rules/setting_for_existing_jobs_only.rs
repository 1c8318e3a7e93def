use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::HelperToken;

pub(super) const RULE: Rule = Rule {
    name: "setting-for-existing-jobs-only",
    severity: Severity::Error,
    what: "Something is set for a new job that has a meaning for existing jobs only.",
    why: "A new job has nothing yet to take away or to replace, its owner is whoever makes it, and none of its files has been transferred, which a validation state needs (E_PENDING).",
    instead: "Leave it out.",
    evidence: &[
        "com:IBackgroundCopyFile3.SetValidationState",
        "com:IBackgroundCopyJob2.RemoveCredentials",
        "com:IBackgroundCopyJob.TakeOwnership",
        "com:IBackgroundCopyJob3.ReplaceRemotePrefix",
    ],
    example: job!(download; r#""settings": { "validation_state": [ { "file": 0, "valid": true } ] }"#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if !checked.is_new() {
        return;
    }
    for &id in checked.ids() {
        let reason = match id {
            SettingId::ValidationState => {
                "no file of a new job has been transferred, and BITS refuses a verdict on it"
            }
            SettingId::TakeOwnership => "a new job belongs to whoever makes it",
            SettingId::RemoveCredentials => "a new job has no credentials yet",
            SettingId::RemoveClientCertificate => "a new job has no client certificate yet",
            SettingId::ReplaceRemotePrefix | SettingId::RemoteName => {
                "a new job can have the right remote names at once"
            }
            SettingId::HelperToken if checked.settings().helper_token == Some(HelperToken::Clear) => {
                "a new job has no helper token yet"
            }
            _ => continue,
        };
        let message = format!("{} is for existing jobs: {reason}.", id.label());
        let diagnostic = if id == SettingId::ValidationState {
            RULE.says(Place::setting(id), message, "Leave it out.")
        } else {
            RULE.mentions(Severity::Warning, Place::setting(id), message, "Leave it out.")
        };
        out.push(diagnostic.with_fix(Fix::new(format!("Leave out: {}", id.label()), Edit::Clear(id))));
    }
}
