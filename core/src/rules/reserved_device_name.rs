use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::local_name::{components, is_device};

pub(super) const RULE: Rule = Rule {
    name: "reserved-device-name",
    severity: Severity::Error,
    what: "A part of a local name is a device of Windows, such as NUL, CON or COM1.",
    why: "Windows takes such a name for the device, with any extension: nothing is stored in a file of that name.",
    instead: "Use another name.",
    evidence: &["fileio:naming-a-file"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\aux.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\_aux.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        // A program of that name has a rule of its own.
        if matches!(text.part(), Some((SettingId::NotifyCmdLine, _))) {
            continue;
        }
        let parts = components(text.text);
        let Some(device) = parts.iter().find(|part| is_device(part)) else {
            continue;
        };
        let mut diagnostic = RULE.says(
            text.place,
            format!("Windows takes {device} for a device and not for a file."),
            "Use another name.",
        );
        // Only where the name stands once can it be changed without a guess.
        if text
            .text
            .literals()
            .filter(|literal| literal.contains(device))
            .count()
            == 1
        {
            diagnostic.fix = text
                .edit_literals(|literal| {
                    let parts = literal.split('\\').map(|part| {
                        if is_device(part) {
                            format!("_{part}")
                        } else {
                            part.to_owned()
                        }
                    });
                    parts.collect::<Vec<_>>().join("\\")
                })
                .map(|edit| Fix::new(format!("Use _{device}"), edit));
        }
        out.push(diagnostic);
    }
}
