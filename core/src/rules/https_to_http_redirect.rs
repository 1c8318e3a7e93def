use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{RedirectPolicy, SecurityFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "https-to-http-redirect",
    severity: Severity::Warning,
    what: "A redirect may lead from HTTPS to plain HTTP.",
    why: "From there on everybody on the way can read and change the file, although the address says https.",
    instead: "Leave it out, and use the address that the server redirects to where it must be HTTP.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions.SetSecurityFlags",
        "idl:bits2_5.idl",
    ],
    example: job!(download; r#""settings": { "security_flags": { "flags": [ "allow_https_to_http" ] } }"#),
    repaired: job!(download; r#""settings": { "security_flags": { "flags": [] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flags) = checked.settings().security_flags else {
        return;
    };
    if !flags.has(SecurityFlags::ALLOW_HTTPS_TO_HTTP) || flags.redirect_policy == RedirectPolicy::Disallow {
        return;
    }
    let kept = SecurityFlags {
        flags: flags.flags & !SecurityFlags::ALLOW_HTTPS_TO_HTTP,
        ..flags
    };
    out.push(
        RULE.says(
            Place::part(SettingId::SecurityFlags, 0),
            "A server may redirect from https to plain http, where everybody on the way can read and change the file.",
            "Leave it out, which is BITS's default.",
        )
        .lowering_security()
        .with_fix(Fix::new(
            "Refuse redirects to plain HTTP",
            Edit::Set(SettingId::SecurityFlags, kept.write()),
        )),
    );
}
