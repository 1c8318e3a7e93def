use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::value::{AuthTarget, User};

pub(super) const RULE: Rule = Rule {
    name: "proxy-credentials-for-server",
    severity: Severity::Information,
    what: "Implicit credentials are set for the proxy and none for the server.",
    why: "BITS then uses the current user's credentials for servers that ask, too, unless the job has explicit credentials for the server.",
    instead: "Set credentials for the server where it must not get the current user's.",
    evidence: &["com:IBackgroundCopyJob2.SetCredentials", "w32:authentication"],
    example: job!(download; r#""settings": { "credentials": [ { "target": "proxy", "scheme": "negotiate", "user": "implicit" } ] }"#),
    repaired: job!(download; r#""settings": { "credentials": [ { "target": "proxy", "scheme": "negotiate", "user": "implicit" }, { "target": "server", "scheme": "ntlm", "user": "EXAMPLE\\ann" } ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(credentials) = &checked.settings().credentials else {
        return;
    };
    let proxy = credentials
        .0
        .iter()
        .position(|row| row.target == AuthTarget::Proxy && row.user == User::Implicit);
    let server = credentials.0.iter().any(|row| row.target == AuthTarget::Server);
    if let Some(row) = proxy.filter(|_| !server) {
        out.push(RULE.says(
            Place::cell(SettingId::Credentials, 2, row),
            "The current user signs in at the proxy, and BITS then uses the same for servers that ask.",
            "Set credentials for the server where it must not get the current user's.",
        ));
    }
}
