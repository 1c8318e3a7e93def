use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "two-client-certificates",
    severity: Severity::Error,
    what: "A client certificate is given by thumbprint and by subject.",
    why: "A job has one client certificate: the second call replaces the first.",
    instead: "Keep the thumbprint, which names exactly one certificate.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions.SetClientCertificateByID",
        "com:IBackgroundCopyJobHttpOptions.SetClientCertificateByName",
    ],
    example: job!(download; r#""settings": {
    "client_certificate_by_id": { "store_location": "current_user", "store_name": "MY", "cert_hash": "A106B52356D3FBCD1853A41B619358BD00112233" },
    "client_certificate_by_name": { "store_location": "current_user", "store_name": "MY", "subject_name": "Ann" } }"#),
    repaired: job!(download; r#""settings": {
    "client_certificate_by_id": { "store_location": "current_user", "store_name": "MY", "cert_hash": "A106B52356D3FBCD1853A41B619358BD00112233" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    if settings.client_certificate_by_id.is_some() && settings.client_certificate_by_name.is_some() {
        out.push(
            RULE.says(
                Place::setting(SettingId::ClientCertificateByName),
                "The job has one client certificate, and two are given: the second would replace the first.",
                "Keep the thumbprint, which names exactly one certificate.",
            )
            .with_fix(Fix::new(
                "Keep the thumbprint",
                Edit::Clear(SettingId::ClientCertificateByName),
            )),
        );
    }
}
