use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::remote_name::Protocol;

pub(super) const RULE: Rule = Rule {
    name: "http-setting-without-http",
    severity: Severity::Warning,
    what: "A setting of HTTP transfers is set for a job whose files all come from or go to file shares.",
    why: "Headers, HTTP method, client certificate, security flags, credentials and proxy are for http and https only; BITS ignores them for SMB.",
    instead: "Leave it out. For a share the rights of the job's owner count, or those of a helper token.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions.SetCustomHeaders",
        "com:IBackgroundCopyJobHttpOptions.SetClientCertificateByID",
        "com:IBackgroundCopyJob2.SetCredentials",
        "com:IBackgroundCopyJobHttpOptions.SetSecurityFlags",
    ],
    example: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.zip", "local_name": "C:\\Data\\a.zip" }"#]; r#""settings": { "custom_headers": [ "Accept: text/plain" ] }"#),
    repaired: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if !checked.all_files(Protocol::is_smb) {
        return;
    }
    for id in checked.ids().iter().copied().filter(|id| is_of_http(*id)) {
        out.push(
            RULE.says(
                Place::setting(id),
                format!(
                    "{} is for http and https only, and all files of the job are on file shares.",
                    id.label()
                ),
                "Leave it out.",
            )
            .with_fix(Fix::new("Leave it out", Edit::Clear(id))),
        );
    }
}

fn is_of_http(id: SettingId) -> bool {
    matches!(
        id,
        SettingId::CustomHeaders
            | SettingId::MakeCustomHeadersWriteOnly
            | SettingId::HttpMethod
            | SettingId::SecurityFlags
            | SettingId::ClientCertificateById
            | SettingId::ClientCertificateByName
            | SettingId::Credentials
            | SettingId::UseStoredCredentials
            | SettingId::ProxySettings
    )
}
