use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{SecurityFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "ignored-certificate-errors",
    severity: Severity::Warning,
    what: "Errors of the server's certificate are ignored.",
    why: "Whoever stands between this machine and the server can then pass for the server and send other files; with an upload they get the file.",
    instead: "Leave the checks on, and install the certificate of the server's authority where it is missing.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions.SetSecurityFlags",
        "ba:setsecurityflags",
    ],
    example: job!(download; r#""settings": { "security_flags": { "flags": [ "ignore_unknown_ca" ] } }"#),
    repaired: job!(download; r#""settings": { "security_flags": { "flags": [] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flags) = checked.settings().security_flags else {
        return;
    };
    let ignored: Vec<&str> = SecurityFlags::CHOICES
        .iter()
        .filter(|choice| choice.number & SecurityFlags::IGNORES != 0 && flags.has(choice.number))
        .map(|choice| match choice.number {
            SecurityFlags::IGNORE_CERT_CN_INVALID => "for another host",
            SecurityFlags::IGNORE_CERT_DATE_INVALID => "expired or not yet valid",
            SecurityFlags::IGNORE_UNKNOWN_CA => "of an unknown authority",
            _ => "made for another use",
        })
        .collect();
    if ignored.is_empty() {
        return;
    }
    let kept = SecurityFlags {
        flags: flags.flags & !SecurityFlags::IGNORES,
        ..flags
    };
    out.push(
        RULE.says(
            Place::part(SettingId::SecurityFlags, 0),
            format!(
                "Certificates that are {} are accepted, so another machine can pass for the server.",
                ignored.join(" or ")
            ),
            "Leave the checks on; install the certificate of the server's authority where it is missing.",
        )
        .lowering_security()
        .with_fix(Fix::new(
            "Leave the checks on",
            Edit::Set(SettingId::SecurityFlags, kept.write()),
        )),
    );
}
