use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{NotifyFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "disabled-notification-with-command",
    severity: Severity::Warning,
    what: "A notification command is set and notification is switched off.",
    why: "With disable BITS reports nothing and ignores the other flags: the command never runs.",
    instead: "Take disable out, or leave the command out.",
    evidence: &["com:IBackgroundCopyJob.SetNotifyFlags"],
    example: job!(download; r#""settings": { "notify_flags": [ "job_transferred", "disable" ], "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "" } }"#),
    repaired: job!(download; r#""settings": { "notify_flags": [ "job_transferred" ], "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let Some(flags) = settings
        .notify_flags
        .filter(|flags| flags.has(NotifyFlags::DISABLE))
    else {
        return;
    };
    let place = Place::setting(SettingId::NotifyFlags);
    let kept = NotifyFlags(flags.0 & !NotifyFlags::DISABLE);
    let fix = Fix::new(
        "Take disable out",
        if kept.0 == 0 {
            Edit::Clear(SettingId::NotifyFlags)
        } else {
            Edit::Set(SettingId::NotifyFlags, kept.write())
        },
    );
    let runs = settings
        .notify_cmd_line
        .as_ref()
        .is_some_and(|command| !command.program.is_empty());
    if runs {
        out.push(
            RULE.says(
                place,
                "Disable switches all notification off, so the notification command never runs.",
                "Take disable out, or leave the command out.",
            )
            // A later change of the flags alone makes it run.
            .lowering_security()
            .with_fix(fix),
        );
    } else if kept.0 != 0 {
        out.push(
            RULE.mentions(
                Severity::Information,
                place,
                "Disable switches all notification off; the other flags are ignored.",
                "Take disable out where they are meant.",
            )
            .with_fix(fix),
        );
    }
}
