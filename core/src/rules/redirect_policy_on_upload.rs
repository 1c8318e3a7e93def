use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{RedirectPolicy, SecurityFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "redirect-policy-on-upload",
    severity: Severity::Warning,
    what: "A redirect policy is set for an upload.",
    why: "BITS applies the policy to downloads only.",
    instead: "Leave it out.",
    evidence: &["com:IBackgroundCopyJobHttpOptions.SetSecurityFlags"],
    example: job!(upload; r#""settings": { "security_flags": { "flags": [ "enable_crl_check" ], "redirect_policy": "disallow" } }"#),
    repaired: job!(upload; r#""settings": { "security_flags": { "flags": [ "enable_crl_check" ] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flags) = checked.settings().security_flags.filter(|_| checked.is_upload()) else {
        return;
    };
    if flags.redirect_policy != RedirectPolicy::AllowSilent || flags.has(SecurityFlags::ALLOW_HTTPS_TO_HTTP) {
        let kept = SecurityFlags {
            flags: flags.flags & !SecurityFlags::ALLOW_HTTPS_TO_HTTP,
            redirect_policy: RedirectPolicy::AllowSilent,
        };
        out.push(
            RULE.says(
                Place::part(SettingId::SecurityFlags, 1),
                "BITS applies the redirect policy to downloads only, so it has no effect on this upload.",
                "Leave it out.",
            )
            .with_fix(Fix::new(
                "Leave the policy out",
                Edit::Set(SettingId::SecurityFlags, kept.write()),
            )),
        );
    }
}
