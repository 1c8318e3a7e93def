use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::secret::{header_name, is_secret_name};
use crate::value::{Once, Value};
use crate::version::BitsVersion;

pub(super) const RULE: Rule = Rule {
    name: "readable-secret-header",
    severity: Severity::Information,
    what: "A header that looks like a credential can be read back from the job.",
    why: "Programs of the owner and administrators can read a job's headers; since BITS 10.3 the headers of a job can be made write-only.",
    instead: "Make the headers write-only.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly",
        "w32:best-practices-when-using-bits",
    ],
    example: job!(download; r#""settings": { "custom_headers": [ "Authorization: Bearer {{token}}" ] }"#),
    repaired: job!(download; r#""settings": { "custom_headers": [ "Authorization: Bearer {{token}}" ], "make_custom_headers_write_only": true }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    if settings.make_custom_headers_write_only.is_some() {
        return;
    }
    for text in checked.texts() {
        if text.part() != Some((SettingId::CustomHeaders, 0)) {
            continue;
        }
        let Some(name) = header_name(text.text).filter(|name| is_secret_name(name)) else {
            continue;
        };
        let can = checked.profile.bits() >= BitsVersion::new(10, 3);
        let mut diagnostic = RULE.says(
            text.place,
            format!("The value of {name} is a secret: a job keeps it readable, for programs of the owner and for administrators."),
            if can {
                "Make the headers write-only; that cannot be undone."
            } else {
                "BITS 10.3 and later can make headers write-only; this machine's BITS is older."
            },
        ).lowering_security();
        if can {
            diagnostic.fix = Some(Fix::new(
                "Make the headers write-only",
                Edit::Set(SettingId::MakeCustomHeadersWriteOnly, Once.write()),
            ));
        }
        out.push(diagnostic);
    }
}
