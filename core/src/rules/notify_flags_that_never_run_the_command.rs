use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::NotifyFlags;

pub(super) const RULE: Rule = Rule {
    name: "notify-flags-that-never-run-the-command",
    severity: Severity::Warning,
    what: "A notification command is set, and neither of the events that run it is switched on.",
    why: "BITS runs the command when the job has transferred its files or has failed; for other events it runs nothing.",
    instead: "Set job_transferred (1) or job_error (2), or leave the flags out: both are set then.",
    evidence: &[
        "com:IBackgroundCopyJob.SetNotifyFlags",
        "w32:registering-to-execute-a-program",
    ],
    example: job!(download; r#""settings": { "notify_flags": [ "file_transferred" ], "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "" } }"#),
    repaired: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let (Some(flags), Some(command)) = (settings.notify_flags, &settings.notify_cmd_line) else {
        return;
    };
    let runs = flags.0 & (NotifyFlags::JOB_TRANSFERRED | NotifyFlags::JOB_ERROR) != 0;
    // What `disable` does is said elsewhere.
    if command.program.is_empty() || runs || flags.has(NotifyFlags::DISABLE) {
        return;
    }
    out.push(
        RULE.says(
            Place::setting(SettingId::NotifyFlags),
            "The notification command never runs: neither the end of the transfer nor an error is reported.",
            "Set job_transferred (1) or job_error (2), or leave the flags out: both are set then.",
        )
        // A later change of the flags alone makes it run.
        .lowering_security()
        .with_fix(Fix::new("Report both", Edit::Clear(SettingId::NotifyFlags))),
    );
}
