use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::profile::Context;

pub(super) const RULE: Rule = Rule {
    name: "owner-not-logged-on",
    severity: Severity::Warning,
    what: "The script runs in a context in which the job's owner may not be logged on.",
    why: "BITS makes and runs jobs of users only while they are logged on interactively, or since Windows 10 1607 in a remote PowerShell session. Otherwise making the job fails with 0x800704DD, or the job stays queued. A program run as another user is not a logon. Service accounts are always logged on.",
    instead: "Run it as a service account such as SYSTEM, or as a user who is logged on.",
    evidence: &[
        "w32:users-and-network-connections",
        "w32:using-windows-powershell-to-create-bits-transfer-jobs",
    ],
    example: job!(download; r#""profile": { "context": "nobody-logged-on" }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    check,
};

/// Windows 10 1607, from which a remote PowerShell session counts as a logon. [w32:users-and-network-connections]
const REMOTE_COUNTS: u32 = 14393;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let place = Place::new(At::Profile);
    let diagnostic = match checked.profile.context {
        Context::Interactive | Context::ServiceAccount => return,
        Context::NobodyLoggedOn => RULE.says(
            place,
            "BITS makes and runs jobs of users only while they are logged on: with nobody logged on it fails with 0x800704DD.",
            "Run the script as a service account such as SYSTEM.",
        ),
        Context::RemoteSession if !checked.profile.has_build(REMOTE_COUNTS) => RULE.says(
            place,
            format!(
                "A remote session is no logon for BITS before Windows 10 1607, and {} fails with 0x800704DD.",
                checked.profile.windows.label
            ),
            "Run the script as a service account, or where the user is logged on.",
        ),
        Context::RemoteSession => RULE.mentions(
            Severity::Information,
            place,
            "The job runs only while the remote session exists: use a session that outlives the connection.",
            "Other ways of running something on a remote machine are no logon and fail with 0x800704DD.",
        ),
        Context::ScheduledTask => RULE.mentions(
            Severity::Information,
            place,
            "A task of a user must run only when that user is logged on: otherwise BITS fails with 0x800704DD.",
            "A task of a service account such as SYSTEM runs at any time.",
        ),
        Context::Elevated => RULE.mentions(
            Severity::Information,
            place,
            "Elevated as another user than the one who is logged on, BITS fails with 0x800704DD.",
            "Elevate with the account that is logged on.",
        ),
    };
    out.push(diagnostic);
}
