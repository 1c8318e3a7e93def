use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{HelperToken, HelperTokenFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "helper-token-without-flags",
    severity: Severity::Warning,
    what: "A helper token is set for a new job without flags that say what it is used for.",
    why: "BITS uses the token only for what the flags name: without them everything is done as the owner.",
    instead: "Set the flags too.",
    evidence: &["com:IBitsTokenOptions.SetHelperTokenFlags"],
    example: job!(download; r#""settings": { "helper_token": "set" }"#, r#""profile": { "context": "elevated" }"#),
    repaired: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "local_file" ] }"#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let set = settings.helper_token == Some(HelperToken::Set) && checked.is_new();
    if set && settings.helper_token_flags.is_none_or(|flags| flags.0 == 0) {
        out.push(
            RULE.says(
                Place::setting(SettingId::HelperToken),
                "Without flags BITS uses the helper token for nothing.",
                "Say what it is used for: local files, the network, or both.",
            )
            .with_fix(Fix::new(
                "Use it for local files",
                Edit::Set(
                    SettingId::HelperTokenFlags,
                    HelperTokenFlags(HelperTokenFlags::LOCAL_FILE).write(),
                ),
            )),
        );
    }
}
