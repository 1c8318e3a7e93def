use super::{Checked, Rule};
use crate::catalog::{Held, SettingId};
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{Choice, Control, Entry, find_word};
use crate::version::BitsVersion;

pub(super) const RULE: Rule = Rule {
    name: "value-newer-than-profile",
    severity: Severity::Error,
    what: "A value of a setting, or a kind of job or file, is newer than the BITS of the machine.",
    why: "Uploads came with BITS 1.5, file shares and proxy detection with 2.0, redirect policies and events of single files with 3.0, the flag against BranchCache with 4.0, events of ranges with 10.1: an older BITS refuses them.",
    instead: "Use another value, or name the Windows that the script is for.",
    evidence: &[
        "w32:what-s-new",
        "com:BG_FILE_INFO",
        "com:BG_JOB_TYPE",
        "com:BG_JOB_PROXY_USAGE",
        "com:IBackgroundCopyJobHttpOptions.SetSecurityFlags",
        "com:IBackgroundCopyJob4.SetPeerCachingFlags",
    ],
    example: job!(download; r#""settings": { "security_flags": { "redirect_policy": "disallow" } }"#, r#""profile": { "windows": "xp" }"#),
    repaired: job!(download; r#""settings": { "security_flags": { } }"#, r#""profile": { "windows": "xp" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let bits = checked.profile.bits();
    let mut say = |place: Place, what: &str, since: BitsVersion, fix: Option<Fix>| {
        let mut diagnostic = RULE.says(
            place,
            format!(
                "{what} came with BITS {since} ({}); this machine has BITS {bits}.",
                since.windows()
            ),
            "Use another value, or name a newer Windows if the script is for one.",
        );
        diagnostic.fix = fix;
        out.push(diagnostic);
    };
    let mut newer = checked
        .remotes()
        .filter_map(|(row, _, protocol)| Some((row, protocol.since().filter(|since| *since > bits)?)));
    if let Some((row, smb)) = newer.next() {
        let place = Place::cell(SettingId::Files, 0, row);
        say(place, "Transfer from and to file shares", smb, None);
    }
    let is_newer = |choice: &Choice| choice.since.is_some_and(|since| since > bits);
    for id in checked.settings().ids() {
        // Where the setting itself is newer, another rule says so.
        let may_be = id.spec().since <= bits
            && id.spec().parts.iter().any(|part| match part.control {
                Control::Choice(choices) | Control::Flags(choices) => choices.iter().any(is_newer),
                _ => false,
            });
        let Some(value) = checked.settings().value(id).filter(|_| may_be) else {
            continue;
        };
        let entries = value.write();
        for (index, part) in id.spec().parts.iter().enumerate() {
            let (Control::Choice(choices) | Control::Flags(choices)) = part.control else {
                continue;
            };
            let newer = |entry: &Entry| {
                let choice = find_word(choices, &entry.shown())?;
                Some(choice).zip(choice.since.filter(|since| *since > bits))
            };
            let typed = entries.part(index);
            let Some((choice, since)) = typed.iter().find_map(newer) else {
                continue;
            };
            let place = match id.spec().parts.len() {
                1 => Place::setting(id),
                _ => Place::part(id, index),
            };
            let kept = typed.iter().filter(|entry| newer(entry).is_none()).cloned();
            let fix = match (id.spec().held, part.required, part.control) {
                (Held::Subject, ..) => None,
                (_, true, Control::Choice(_)) => {
                    let title = format!("Leave out: {}", id.label());
                    Some(Fix::new(title, Edit::Clear(id)))
                }
                _ => {
                    let title = format!("Leave out: {}", choice.label);
                    Some(Fix::new(title, Edit::SetPart(id, index, kept.collect())))
                }
            };
            let what = format!("{}: the value “{}”", id.label(), choice.label);
            say(place, &what, since, fix);
        }
    }
}
