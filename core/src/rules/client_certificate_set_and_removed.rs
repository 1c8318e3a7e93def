use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "client-certificate-set-and-removed",
    severity: Severity::Error,
    what: "A client certificate is set and taken away in one go.",
    why: "The job ends without one, which is not what setting it says.",
    instead: "Keep one of the two.",
    evidence: &["com:IBackgroundCopyJobHttpOptions.RemoveClientCertificate"],
    example: job!(existing; r#""settings": {
    "client_certificate_by_name": { "store_location": "current_user", "store_name": "MY", "subject_name": "Ann" },
    "remove_client_certificate": true }"#),
    repaired: job!(existing; r#""settings": {
    "client_certificate_by_name": { "store_location": "current_user", "store_name": "MY", "subject_name": "Ann" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let set = settings.client_certificate_by_id.is_some() || settings.client_certificate_by_name.is_some();
    if set && settings.remove_client_certificate.is_some() {
        out.push(
            RULE.says(
                Place::setting(SettingId::RemoveClientCertificate),
                "A client certificate is set and then taken away again.",
                "A new one replaces the old one by itself: leave the removal out.",
            )
            .with_fix(Fix::new(
                "Leave the removal out",
                Edit::Clear(SettingId::RemoveClientCertificate),
            )),
        );
    }
}
