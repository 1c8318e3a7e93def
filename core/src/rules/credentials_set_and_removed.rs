use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{RemovedCredentials, Value, Word};

pub(super) const RULE: Rule = Rule {
    name: "credentials-set-and-removed",
    severity: Severity::Error,
    what: "Credentials are set and taken away in one go.",
    why: "BITS keeps one entry for each target and scheme, so the job ends without the one that is set.",
    instead: "Leave the removal out: setting an entry replaces the old one.",
    evidence: &[
        "com:IBackgroundCopyJob2.SetCredentials",
        "com:IBackgroundCopyJob2.RemoveCredentials",
    ],
    example: job!(existing; r#""settings": {
    "credentials": [ { "target": "server", "scheme": "ntlm", "user": "EXAMPLE\\ann" } ],
    "remove_credentials": [ { "target": "server", "scheme": "ntlm" } ] }"#),
    repaired: job!(existing; r#""settings": {
    "credentials": [ { "target": "server", "scheme": "ntlm", "user": "EXAMPLE\\ann" } ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let settings = checked.settings();
    let (Some(set), Some(removed)) = (&settings.credentials, &settings.remove_credentials) else {
        return;
    };
    for (row, entry) in removed.0.iter().enumerate() {
        if !set
            .0
            .iter()
            .any(|one| one.target == entry.target && one.scheme == entry.scheme)
        {
            continue;
        }
        let kept = removed.0.iter().enumerate().filter(|(other, _)| *other != row);
        let kept = RemovedCredentials(kept.map(|(_, entry)| *entry).collect());
        out.push(
            RULE.says(
                Place::cell(SettingId::RemoveCredentials, 0, row),
                format!(
                    "The credentials for {} {} are set and then taken away again.",
                    entry.target.word(),
                    entry.scheme.label()
                ),
                "Setting them replaces the old ones: leave the removal out.",
            )
            .with_fix(Fix::new(
                "Leave the removal out",
                if kept.0.is_empty() {
                    Edit::Clear(SettingId::RemoveCredentials)
                } else {
                    Edit::Set(SettingId::RemoveCredentials, kept.write())
                },
            )),
        );
    }
}
