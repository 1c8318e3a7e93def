use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::profile::{Context, Profile};

pub(super) const RULE: Rule = Rule {
    name: "helper-token-without-rights",
    severity: Severity::Error,
    what: "A helper token is set by somebody who may not set it on that Windows.",
    why: "Before Windows 10 1607 (build 14393) only jobs of administrators take a helper token. Since then the owner may set one for an own job, with a token whose administrator rights are not switched on; for a token that has them, or for a job of somebody else, an administrator must set it.",
    instead: "Run the script elevated, or set the token for your own job.",
    evidence: &[
        "com:IBitsTokenOptions.SetHelperToken",
        "com:IBitsTokenOptions.SetHelperTokenFlags",
        "w32:helper-tokens-for-bits-transfer-jobs",
    ],
    example: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "local_file" ] }"#, r#""profile": { "windows": "8.1" }"#),
    repaired: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "local_file" ] }"#, r#""profile": { "windows": "8.1", "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let id = [SettingId::HelperToken, SettingId::HelperTokenFlags]
        .into_iter()
        .find(|id| checked.is_set(*id));
    let Some(id) = id else { return };
    let context = checked.profile.context;
    if matches!(context, Context::Elevated | Context::ServiceAccount) {
        return;
    }
    let place = Place::setting(id);
    let may_be_foreign = !checked.is_new();
    out.push(if !checked.profile.owners_set_helper_tokens() {
        let elevated = Profile {
            context: Context::Elevated,
            ..*checked.profile
        };
        let message = format!(
            "Before Windows 10 1607 only jobs of administrators take a helper token, and the script is for {}.",
            checked.profile.windows.label
        );
        if context == Context::Interactive {
            RULE.says(place, message, "Run it elevated.")
                .with_fix(Fix::new("Run it elevated", Edit::Profile(elevated)))
        } else {
            RULE.mentions(
                Severity::Warning,
                place,
                message,
                "See to it that the script runs with highest privileges.",
            )
        }
    } else if may_be_foreign {
        RULE.mentions(
            Severity::Warning,
            place,
            "Without administrator rights a helper token can be set for own jobs only, and only a token without such rights.",
            "Run it elevated for jobs of others.",
        )
    } else {
        RULE.mentions(
            Severity::Information,
            place,
            "For your own job the helper token can be set without administrator rights, where the token has none switched on.",
            "Run it elevated where the token is an administrator's.",
        )
    });
}
