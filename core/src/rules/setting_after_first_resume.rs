use super::{Checked, Rule};
use crate::catalog::Phase;
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "setting-after-first-resume",
    severity: Severity::Warning,
    what: "Something is set for existing jobs that BITS takes only before a job is resumed for the first time.",
    why: "For a job that has been resumed BITS refuses it (BG_E_READ_ONLY_PROPERTY_AFTER_RESUME, 0x80200062, and its like), and most existing jobs have been.",
    instead: "Set it when the job is made.",
    evidence: &[
        "com:BITS_JOB_PROPERTY_ID",
        "com:IBackgroundCopyJobHttpOptions2.SetHttpMethod",
        "com:IBackgroundCopyJob2.SetReplyFileName",
        "com:IBackgroundCopyJob3.SetFileACLFlags",
    ],
    example: job!(existing; r#""settings": { "max_download_size": "10 MiB" }"#),
    repaired: job!(existing; r#""settings": { "priority": "high" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_new() {
        return;
    }
    for &id in checked.ids() {
        let (when, severity) = match id.spec().phase {
            Phase::BeforeFiles => ("before a job has files", Severity::Warning),
            // Credentials are taken later too, for the next try. [com:IBackgroundCopyJob2.SetCredentials]
            Phase::BeforeFirstResume if id == SettingId::Credentials => continue,
            // "If you specify GET, the parameter has no effect" [ba:sethttpmethod]
            Phase::BeforeFirstResume if id == SettingId::HttpMethod && !checked.has_custom_method() => {
                continue;
            }
            Phase::BeforeReply => ("before the server's reply begins to come", Severity::Information),
            Phase::BeforeFirstResume => ("before a job is resumed for the first time", Severity::Warning),
            Phase::BeforeTransferred => ("before a job has transferred its files", Severity::Information),
            Phase::AfterTransfer => ("for a file that has been transferred", Severity::Information),
            Phase::Creation | Phase::WipesOthers | Phase::Files | Phase::AnyTime | Phase::Irrevocable => {
                continue;
            }
        };
        out.push(RULE.mentions(
            severity,
            Place::setting(id),
            format!(
                "BITS takes this only {when}, and refuses it for other jobs: {}.",
                id.label()
            ),
            "It works for jobs that are in that state.",
        ));
    }
}
