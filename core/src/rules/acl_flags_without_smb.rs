use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::remote_name::Protocol;

pub(super) const RULE: Rule = Rule {
    name: "acl-flags-without-smb",
    severity: Severity::Warning,
    what: "File ACL flags are set for a job that has no file on a file share.",
    why: "Only SMB carries owners and access lists; BITS ignores the flags for HTTP.",
    instead: "Leave them out.",
    evidence: &["com:IBackgroundCopyJob3.SetFileACLFlags"],
    example: job!(download; r#""settings": { "file_acl_flags": [ "dacl" ] }"#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let set = checked
        .settings()
        .file_acl_flags
        .is_some_and(|flags| flags.0 != 0);
    if set && checked.all_files(Protocol::is_http) {
        out.push(
            RULE.says(
                Place::setting(SettingId::FileAclFlags),
                "No file of the job is on a file share, and BITS ignores file ACL flags for http and https.",
                "Leave them out.",
            )
            .with_fix(Fix::new(
                "Leave the flags out",
                Edit::Clear(SettingId::FileAclFlags),
            )),
        );
    }
}
