use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{AuthScheme, User, Word};

pub(super) const RULE: Rule = Rule {
    name: "implicit-user-with-explicit-scheme",
    severity: Severity::Error,
    what: "Implicit credentials are set with a scheme that needs a name.",
    why: "BITS signs the current user in with NTLM or Negotiate only: Basic and Digest refuse an empty name (E_INVALIDARG), and Passport is never implicit.",
    instead: "Use Negotiate, or give a user name.",
    evidence: &[
        "com:IBackgroundCopyJob2.SetCredentials",
        "w32:authentication",
        "com:BG_AUTH_SCHEME",
    ],
    example: job!(download; r#""settings": { "credentials": [ { "target": "server", "scheme": "basic", "user": "implicit" } ] }"#),
    repaired: job!(download; r#""settings": { "credentials": [ { "target": "server", "scheme": "negotiate", "user": "implicit" } ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(credentials) = &checked.settings().credentials else {
        return;
    };
    for (row, credential) in credentials.0.iter().enumerate() {
        let explicit = !matches!(credential.scheme, AuthScheme::Ntlm | AuthScheme::Negotiate);
        if credential.user != User::Implicit || !explicit {
            continue;
        }
        let mut diagnostic = RULE.says(
            Place::cell(SettingId::Credentials, 2, row),
            format!(
                "{} needs a user name: BITS signs the current user in with NTLM or Negotiate only.",
                credential.scheme.label()
            ),
            "Use Negotiate, or give a user name.",
        );
        let taken = credentials
            .0
            .iter()
            .any(|other| other.target == credential.target && other.scheme == AuthScheme::Negotiate);
        if !taken {
            diagnostic.fix = Some(Fix::new(
                "Use Negotiate",
                Edit::SetCell(
                    SettingId::Credentials,
                    1,
                    row,
                    AuthScheme::Negotiate.word().into(),
                ),
            ));
        }
        out.push(diagnostic);
    }
}
