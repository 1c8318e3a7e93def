use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::remote_name::Protocol;
use crate::value::SecurityFlags;

pub(super) const RULE: Rule = Rule {
    name: "certificate-setting-without-https",
    severity: Severity::Information,
    what: "Checks of the server's certificate, or a client certificate, are set for a job that has no https address.",
    why: "Certificates are a part of HTTPS: over plain HTTP nothing is checked or shown, unless the server redirects to https.",
    instead: "Use https addresses, or leave the setting out.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions.SetSecurityFlags",
        "com:IBackgroundCopyJobHttpOptions.SetClientCertificateByID",
    ],
    example: job!(download [r#"{ "remote_name": "http://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#]; r#""settings": { "security_flags": { "flags": [ "enable_crl_check" ] } }"#),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#]; r#""settings": { "security_flags": { "flags": [ "enable_crl_check" ] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let none = checked.all_files(|protocol| protocol.is_smb() || protocol == Protocol::Http);
    if !none || checked.all_files(Protocol::is_smb) {
        return;
    }
    let settings = checked.settings();
    let checks = settings
        .security_flags
        .is_some_and(|flags| flags.flags & (SecurityFlags::IGNORES | SecurityFlags::ENABLE_CRL_CHECK) != 0);
    let set = [
        (SettingId::SecurityFlags, checks),
        (
            SettingId::ClientCertificateById,
            settings.client_certificate_by_id.is_some(),
        ),
        (
            SettingId::ClientCertificateByName,
            settings.client_certificate_by_name.is_some(),
        ),
    ];
    for (id, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
        out.push(RULE.says(
            Place::setting(id),
            format!(
                "{}: no effect over plain http, and no file of the job has an https address.",
                id.label()
            ),
            "Use https addresses, or leave it out.",
        ));
    }
}
