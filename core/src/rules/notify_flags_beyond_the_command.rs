use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{NotifyFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "notify-flags-beyond-the-command",
    severity: Severity::Information,
    what: "Events are switched on that a notification command is not run for.",
    why: "Changes of the job, single files and ranges are reported to programs that registered an interface; a command is never run for them.",
    instead: "Leave them out, unless a program of yours listens.",
    evidence: &[
        "com:IBackgroundCopyJob.SetNotifyFlags",
        "w32:registering-to-execute-a-program",
    ],
    example: job!(download; r#""settings": { "notify_flags": [ "job_transferred", "job_error", "job_modification" ] }"#),
    repaired: job!(download; r#""settings": { "notify_flags": [ "job_transferred", "job_error" ] }"#),
    check,
};

const BEYOND: u32 =
    NotifyFlags::JOB_MODIFICATION | NotifyFlags::FILE_TRANSFERRED | NotifyFlags::FILE_RANGES_TRANSFERRED;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let Some(flags) = settings.notify_flags else {
        return;
    };
    let kept = NotifyFlags(flags.0 & !BEYOND);
    // A class that BITS starts gets them; without one of the two others another rule speaks.
    if flags.0 & BEYOND == 0
        || kept.0 == 0
        || kept.has(NotifyFlags::DISABLE)
        || settings.notification_clsid.is_some()
    {
        return;
    }
    out.push(
        RULE.says(
            Place::setting(SettingId::NotifyFlags),
            format!(
                "{} {} no command: only a program that registered with BITS hears of it.",
                NotifyFlags(flags.0 & BEYOND).words().join(", "),
                if (flags.0 & BEYOND).count_ones() > 1 {
                    "run"
                } else {
                    "runs"
                }
            ),
            "Leave it out, unless a program of yours listens.",
        )
        .with_fix(Fix::new(
            "Leave it out",
            Edit::Set(SettingId::NotifyFlags, kept.write()),
        )),
    );
}
