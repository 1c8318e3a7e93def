use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::entry;
use crate::local_name::with_start;
use crate::remote_name::Protocol;
use crate::text::Notation;
use crate::value::{AuthScheme, AuthTarget};

pub(super) const RULE: Rule = Rule {
    name: "basic-over-http",
    severity: Severity::Warning,
    what: "Basic credentials are set for a server that is reached over plain HTTP.",
    why: "Basic sends name and password in clear text: everybody on the way can read them.",
    instead: "Use https, or a scheme that does not send the password.",
    evidence: &["w32:authentication", "com:IBackgroundCopyJob2.SetCredentials"],
    example: job!(download [r#"{ "remote_name": "http://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];
    r#""settings": { "credentials": [ { "target": "server", "scheme": "basic", "user": "ann" } ] }"#),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];
    r#""settings": { "credentials": [ { "target": "server", "scheme": "basic", "user": "ann" } ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(credentials) = &checked.settings().credentials else {
        return;
    };
    let basic = credentials
        .0
        .iter()
        .position(|row| row.target == AuthTarget::Server && row.scheme == AuthScheme::Basic);
    let plain: Vec<_> = checked
        .remotes()
        .filter(|(_, _, protocol)| *protocol == Protocol::Http)
        .collect();
    let (Some(row), Some((_, first, _))) = (basic, plain.first()) else {
        return;
    };
    let edits = plain.iter().filter_map(|(row, file, _)| {
        let start = file.remote_name.literal_start();
        let old = start.get(..start.find("://")?)?;
        let secure = with_start(&file.remote_name, old, "https")?;
        Some(Edit::SetCell(
            SettingId::Files,
            0,
            *row,
            entry(&secure, Notation::Plain),
        ))
    });
    out.push(
        RULE.says(
            Place::cell(SettingId::Credentials, 1, row),
            format!(
                "Basic sends name and password in clear text, and {} is plain http.",
                shown(&first.remote_name)
            ),
            "Use https, or a scheme that does not send the password.",
        )
        .lowering_security()
        .with_fix(Fix {
            title: "Use https".to_owned(),
            edits: edits.collect(),
        }),
    );
}
