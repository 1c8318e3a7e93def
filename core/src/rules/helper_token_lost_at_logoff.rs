use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job::NewEnding;
use crate::value::HelperToken;

pub(super) const RULE: Rule = Rule {
    name: "helper-token-lost-at-logoff",
    severity: Severity::Information,
    what: "A job with a helper token is left to itself.",
    why: "BITS forgets the token when the owner logs off; a job that is not done then stops with BG_E_TOKEN_REQUIRED (0x80200056) until somebody sets it again.",
    instead: "Let the script wait for the job.",
    evidence: &["w32:helper-tokens-for-bits-transfer-jobs"],
    example: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "local_file" ] }"#, r#""profile": { "context": "elevated" }"#, r#""ending": "start_and_leave""#),
    repaired: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "local_file" ] }"#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let left = matches!(
        checked.new_ending(),
        Some(NewEnding::StartAndLeave | NewEnding::CreateOnly)
    );
    if left && checked.settings().helper_token == Some(HelperToken::Set) {
        out.push(
            RULE.says(
                Place::setting(SettingId::HelperToken),
                "BITS forgets the helper token when the owner logs off, and a job that is not done then stops in an error.",
                "Let the script wait for the job.",
            )
            .with_fix(Fix::new("Wait and complete", Edit::NewEnding("wait_and_complete"))),
        );
    }
}
