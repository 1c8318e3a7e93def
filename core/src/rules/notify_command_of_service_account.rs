use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::profile::Context;

pub(super) const RULE: Rule = Rule {
    name: "notify-command-of-service-account",
    severity: Severity::Warning,
    what: "A notification command is set in the context of a service account.",
    why: "BITS runs no command for jobs of LocalSystem, LocalService and NetworkService.",
    instead: "Let the script wait for the job and do what the program would do.",
    evidence: &["com:IBackgroundCopyJob2.SetNotifyCmdLine"],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "" }, "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let set = checked.settings().notify_cmd_line.as_ref();
    if checked.profile.context == Context::ServiceAccount
        && set.is_some_and(|command| !command.program.is_empty())
    {
        out.push(
            RULE.says(
                Place::setting(SettingId::NotifyCmdLine),
                "BITS runs no notification command for jobs of service accounts.",
                "Let the script wait, and do there what the program would do.",
            )
            .lowering_security()
            .with_fix(Fix::new(
                "Start no program",
                Edit::Clear(SettingId::NotifyCmdLine),
            )),
        );
    }
}
