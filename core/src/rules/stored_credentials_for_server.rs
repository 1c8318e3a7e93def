use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{StoredCredentialTarget, Value};

pub(super) const RULE: Rule = Rule {
    name: "stored-credentials-for-server",
    severity: Severity::Error,
    what: "Stored credentials are set for the server.",
    why: "BITS uses Windows's stored credentials for proxies only, and refuses them for servers (BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED, 0x80200066).",
    instead: "Use them for the proxy, or set credentials for the server.",
    evidence: &["com:BITS_JOB_PROPERTY_ID", "ps:Set-BitsTransfer", "idl:BitsMsg.h"],
    example: job!(download; r#""settings": { "use_stored_credentials": "server" }"#),
    repaired: job!(download; r#""settings": { "use_stored_credentials": "proxy" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.settings().use_stored_credentials == Some(StoredCredentialTarget::Server) {
        out.push(
            RULE.says(
                Place::setting(SettingId::UseStoredCredentials),
                "BITS uses stored credentials for proxies only and refuses them for servers.",
                "Use them for the proxy, or set credentials for the server.",
            )
            .with_fix(Fix::new(
                "Use them for the proxy",
                Edit::Set(
                    SettingId::UseStoredCredentials,
                    StoredCredentialTarget::Proxy.write(),
                ),
            )),
        );
    }
}
