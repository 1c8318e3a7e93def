use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "newer-than-profile",
    severity: Severity::Error,
    what: "A setting is newer than the BITS of the machine.",
    why: "An older BITS does not have the call that sets it, so the script would stop there.",
    instead: "Leave it out, or name the Windows that the script is for.",
    evidence: &["w32:what-s-new"],
    example: job!(download; r#""settings": { "http_method": "POST" }"#, r#""profile": { "windows": "8.1" }"#),
    repaired: job!(download; r#""profile": { "windows": "8.1" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let bits = checked.profile.bits();
    for &id in checked.ids() {
        let since = id.spec().since;
        if since <= bits {
            continue;
        }
        let (place, edits) = if id == SettingId::FileRanges {
            let rows = checked
                .files()
                .iter()
                .enumerate()
                .filter(|(_, file)| !file.ranges.is_empty());
            let edits: Vec<Edit> = rows
                .map(|(row, _)| Edit::SetCell(SettingId::Files, 2, row, "".into()))
                .collect();
            (Place::setting(SettingId::Files), edits)
        } else {
            (Place::setting(id), vec![Edit::Clear(id)])
        };
        out.push(
            RULE.says(
                place,
                format!(
                    "{} came with BITS {since} ({}); {} has BITS {bits}.",
                    id.label(),
                    since.windows(),
                    checked.profile.windows.label
                ),
                "Leave it out, or name a newer Windows if the script is for one.",
            )
            .with_fix(Fix {
                title: format!("Leave out: {}", id.label()),
                edits,
            }),
        );
    }
}
