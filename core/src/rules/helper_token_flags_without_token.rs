use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{HelperToken, Value};

pub(super) const RULE: Rule = Rule {
    name: "helper-token-flags-without-token",
    severity: Severity::Warning,
    what: "Helper-token flags are set for a new job that gets no helper token, or whose token is taken away.",
    why: "The flags say what the token is used for. Without a token there is nothing to use, and a job that needs one stops (BG_E_TOKEN_REQUIRED, 0x80200056).",
    instead: "Set the token too, or leave the flags out.",
    evidence: &[
        "com:IBitsTokenOptions.SetHelperTokenFlags",
        "com:IBitsTokenOptions.ClearHelperToken",
        "w32:helper-tokens-for-bits-transfer-jobs",
    ],
    example: job!(download; r#""settings": { "helper_token_flags": [ "local_file" ] }"#, r#""profile": { "context": "elevated" }"#),
    repaired: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "local_file" ] }"#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let used = settings.helper_token_flags.is_some_and(|flags| flags.0 != 0);
    let missing = match settings.helper_token {
        Some(HelperToken::Set) => false,
        Some(HelperToken::Clear) => true,
        None => checked.is_new(),
    };
    if used && missing {
        out.push(
            RULE.says(
                Place::setting(SettingId::HelperTokenFlags),
                "The flags say what a helper token is used for, and the job has none.",
                "Set the token too, or leave the flags out.",
            )
            .with_fix(Fix::new(
                "Set the helper token too",
                Edit::Set(SettingId::HelperToken, HelperToken::Set.write()),
            )),
        );
    }
}
