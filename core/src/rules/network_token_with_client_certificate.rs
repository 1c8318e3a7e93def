use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::profile::Context;
use crate::value::{HelperTokenFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "network-token-with-client-certificate",
    severity: Severity::Error,
    what: "A job has a client certificate and a helper token for the network.",
    why: "The certificate is opened as the job's owner. Unless that is LocalSystem, the job fails with 0x80072f9a (no access to the private key).",
    instead: "Use one of the two.",
    evidence: &["com:IBitsTokenOptions.SetHelperTokenFlags"],
    example: job!(download; r#""settings": { "helper_token": "set", "helper_token_flags": [ "network" ],
    "credentials": [ { "target": "server", "scheme": "negotiate", "user": "implicit" } ],
    "client_certificate_by_name": { "store_location": "current_user", "store_name": "MY", "subject_name": "Ann" } }"#, r#""profile": { "context": "elevated" }"#),
    repaired: job!(download; r#""settings": { "helper_token": "set",
    "credentials": [ { "target": "server", "scheme": "negotiate", "user": "implicit" } ],
    "client_certificate_by_name": { "store_location": "current_user", "store_name": "MY", "subject_name": "Ann" } }"#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let certificate =
        settings.client_certificate_by_id.is_some() || settings.client_certificate_by_name.is_some();
    let Some(flags) = settings
        .helper_token_flags
        .filter(|flags| flags.has(HelperTokenFlags::NETWORK))
    else {
        return;
    };
    if !certificate {
        return;
    }
    let place = Place::setting(SettingId::HelperTokenFlags);
    if checked.profile.context == Context::ServiceAccount {
        out.push(RULE.mentions(
            Severity::Warning,
            place,
            "With a client certificate and a helper token for the network the job fails (0x80072f9a) unless LocalSystem owns it.",
            "Use it for LocalSystem only.",
        ));
        return;
    }
    let kept = HelperTokenFlags(flags.0 & !HelperTokenFlags::NETWORK);
    let edit = if kept.0 == 0 {
        Edit::Clear(SettingId::HelperTokenFlags)
    } else {
        Edit::Set(SettingId::HelperTokenFlags, kept.write())
    };
    out.push(
        RULE.says(
            place,
            "With a client certificate and a helper token for the network the job fails (0x80072f9a): the owner opens the certificate.",
            "Use one of the two.",
        )
        .with_fix(Fix::new("Do not use the token for the network", edit)),
    );
}
