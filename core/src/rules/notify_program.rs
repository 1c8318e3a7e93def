use super::nul_as_notify_program::is_nul;
use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::profile::Context;
use crate::value::NotifyFlags;

pub(super) const RULE: Rule = Rule {
    name: "notify-program",
    severity: Severity::Warning,
    what: "BITS starts a program when the job ends.",
    why: "The program runs on this machine as the user who set it, without a window anybody watches, whenever the job has its files or fails: also after a restart, and again and again until it returns 0. That makes it a favourite of malware.",
    instead: "Let the script wait for the job and do what the program would do; or name a program that only administrators can change.",
    evidence: &[
        "com:IBackgroundCopyJob2.SetNotifyCmdLine",
        "w32:registering-to-execute-a-program",
    ],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "" } }"#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(command) = &checked.settings().notify_cmd_line else {
        return;
    };
    let silent = checked.settings().notify_flags.is_some_and(|flags| {
        flags.has(NotifyFlags::DISABLE)
            || flags.0 & (NotifyFlags::JOB_TRANSFERRED | NotifyFlags::JOB_ERROR) == 0
    });
    // Other rules say that it never runs.
    if command.program.is_empty()
        || is_nul(&command.program)
        || silent
        || checked.profile.context == Context::ServiceAccount
    {
        return;
    }
    let line = if command.parameters.is_empty() || is_nul(&command.parameters) {
        String::new()
    } else {
        format!(" with the command line `{}`", shown(&command.parameters))
    };
    out.push(
        RULE.says(
            Place::setting(SettingId::NotifyCmdLine),
            format!(
                "When the job ends, Windows starts {}{line} as the user who set it. While it does not return 0, BITS starts it again.",
                shown(&command.program)
            ),
            "Make sure that only administrators can change that program.",
        )
        .lowering_security()
        .with_fix(Fix::new("Start no program", Edit::Clear(SettingId::NotifyCmdLine))),
    );
}
