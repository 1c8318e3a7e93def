use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{RedirectPolicy, SecurityFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "contradictory-redirects",
    severity: Severity::Error,
    what: "Redirects are refused, and redirects to plain HTTP are allowed.",
    why: "BITS lets 0x0800 be combined with the two policies that follow redirects, not with 0x0200, which refuses them.",
    instead: "Choose one.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions.SetSecurityFlags",
        "idl:bits2_5.idl",
    ],
    example: job!(download; r#""settings": { "security_flags": { "flags": [ "allow_https_to_http" ], "redirect_policy": "disallow" } }"#),
    repaired: job!(download; r#""settings": { "security_flags": { "flags": [], "redirect_policy": "disallow" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flags) = checked.settings().security_flags else {
        return;
    };
    if flags.has(SecurityFlags::ALLOW_HTTPS_TO_HTTP) && flags.redirect_policy == RedirectPolicy::Disallow {
        let kept = SecurityFlags {
            flags: flags.flags & !SecurityFlags::ALLOW_HTTPS_TO_HTTP,
            ..flags
        };
        out.push(
            RULE.says(
                Place::part(SettingId::SecurityFlags, 1),
                "Redirects are refused (0x0200) and redirects from https to http allowed (0x0800), and BITS takes only one of the two.",
                "Keep the one that is meant.",
            )
            .with_fix(Fix::new(
                "Refuse all redirects",
                Edit::Set(SettingId::SecurityFlags, kept.write()),
            )),
        );
    }
}
