use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::remote_name::Protocol;
use crate::value::{AuthScheme, AuthTarget, Credential, Credentials, HelperTokenFlags, User, Value};

pub(super) const RULE: Rule = Rule {
    name: "network-token-without-implicit-credentials",
    severity: Severity::Warning,
    what: "A helper token is used for the network over HTTP, and no implicit credentials are set.",
    why: "BITS answers a server or proxy with the token only when implicit credentials are set for it.",
    instead: "Set implicit credentials with Negotiate.",
    evidence: &["com:IBitsTokenOptions.SetHelperTokenFlags", "w32:authentication"],
    example: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "network" ] }"#, r#""profile": { "context": "elevated" }"#),
    repaired: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "network" ], "credentials": [ { "target": "server", "scheme": "negotiate", "user": "implicit" } ] }"#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let network = settings
        .helper_token_flags
        .is_some_and(|flags| flags.has(HelperTokenFlags::NETWORK));
    let mut credentials = settings.credentials.clone().unwrap_or_default();
    let implicit = credentials.0.iter().any(|row| row.user == User::Implicit);
    let http = checked
        .remotes()
        .any(|(_, _, protocol)| protocol.is_http() || protocol == Protocol::Unknown);
    if !network || implicit || !http {
        return;
    }
    let mut diagnostic = RULE.says(
        Place::setting(SettingId::HelperTokenFlags),
        "BITS answers a server that asks with the helper token only when implicit credentials are set, and there are none.",
        "Set implicit credentials with Negotiate for the server or the proxy.",
    );
    let taken = credentials
        .0
        .iter()
        .any(|row| row.target == AuthTarget::Server && row.scheme == AuthScheme::Negotiate);
    if !taken {
        credentials.0.push(Credential {
            target: AuthTarget::Server,
            scheme: AuthScheme::Negotiate,
            user: User::Implicit,
        });
        diagnostic.fix = Some(Fix::new(
            "Set implicit credentials for the server",
            Edit::Set(SettingId::Credentials, Credentials(credentials.0).write()),
        ));
    }
    out.push(diagnostic);
}
