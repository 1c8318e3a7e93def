use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::profile::Context;
use crate::value::{FileAclFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "acl-flags-without-privilege",
    severity: Severity::Warning,
    what: "Owner, group or audit list of a file are to be copied by somebody who may not have the right.",
    why: "Owner and group need the right to restore files, the audit list the security privilege on both machines: administrators have them. Without them the job waits in a transient error (E_ACCESSDENIED).",
    instead: "Copy the access list only, or run the script elevated.",
    evidence: &["com:IBackgroundCopyJob3.SetFileACLFlags"],
    example: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.zip", "local_name": "C:\\Data\\a.zip" }"#]; r#""settings": { "file_acl_flags": [ "owner", "dacl" ] }"#),
    repaired: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.zip", "local_name": "C:\\Data\\a.zip" }"#]; r#""settings": { "file_acl_flags": [ "dacl" ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flags) = checked
        .settings()
        .file_acl_flags
        .filter(|flags| flags.0 & FileAclFlags::PRIVILEGED != 0)
    else {
        return;
    };
    if checked.profile.context == Context::Elevated {
        return;
    }
    let kept = FileAclFlags(flags.0 & !FileAclFlags::PRIVILEGED);
    let fix = if kept.0 == 0 {
        Fix::new("Leave the flags out", Edit::Clear(SettingId::FileAclFlags))
    } else {
        Fix::new(
            "Copy the access list only",
            Edit::Set(SettingId::FileAclFlags, kept.write()),
        )
    };
    out.push(
        RULE.says(
            Place::setting(SettingId::FileAclFlags),
            format!(
                "Copying {} needs privileges that administrators have; without them the job does not get on.",
                FileAclFlags(flags.0 & FileAclFlags::PRIVILEGED)
                    .words()
                    .join(", ")
            ),
            "Copy the access list only, or run it elevated.",
        )
        .with_fix(fix),
    );
}
