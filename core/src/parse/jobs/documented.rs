//! Values of which no page says how a tool takes them.

use super::{Given, Jobs, entries, held};
use crate::catalog::{SettingId, SettingValue};
use crate::command::{Carries, Known, Limit, Tool, beyond, carriers};
use crate::parse::patterns::UNDOCUMENTED_VALUE;
use crate::value::{Entries, Entry, Repeat};
use std::collections::{BTreeMap, BTreeSet};

impl Jobs<'_> {
    /// Says so where a statement of a tool gives a setting a value that lies beyond what is documented of the tool.
    pub(in crate::parse) fn undocumented(&mut self, tool: Tool, says: &[(Carries, Given)]) {
        let settings: BTreeSet<SettingId> = says.iter().map(|(carries, _)| carries.setting).collect();
        for setting in settings {
            let Some(value) = value_of(setting, says) else {
                continue;
            };
            let Some(limit) = beyond(&value, tool).filter(|limit| limit.known == Known::Undocumented) else {
                continue;
            };
            let Some(span) = place(says, limit) else { continue };
            let others = [Tool::Bitsadmin, Tool::PowerShell].into_iter();
            let mut others = others.filter(|other| *other != tool && beyond(&value, *other).is_none());
            let words = others.find_map(|other| carriers(setting, other).first().map(ToString::to_string));
            let found = UNDOCUMENTED_VALUE.at(
                span,
                format!(
                    "No page says how {} takes this value. {}",
                    tool.label(),
                    limit.reason
                ),
                match words {
                    Some(words) => format!("Use a value that is documented, or say it with {words}."),
                    None => "Use a value that is documented.".to_owned(),
                },
            );
            if self.seen.insert((found.span, found.rule)) {
                self.found.push(found);
            }
        }
    }
}

/// Where a value stands that is beyond a limit.
fn place(says: &[(Carries, Given)], limit: &Limit) -> Option<crate::span::Span> {
    let of_setting = || {
        says.iter()
            .filter(|(carries, _)| carries.setting == limit.setting)
    };
    let mut of_part = of_setting().filter(|(carries, _)| carries.part == limit.part);
    let (_, given) = of_part.next().or_else(|| of_setting().next())?;
    Some(given.span)
}

/// The value that a statement gives a setting, where all of it is known and it is one.
fn value_of(setting: SettingId, says: &[(Carries, Given)]) -> Option<SettingValue> {
    if setting.spec().repeat != Repeat::One {
        return None;
    }
    let mut all: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    for (carries, given) in says.iter().filter(|(carries, _)| carries.setting == setting) {
        if given.texts.iter().any(|text| text.as_literal().is_none()) {
            return None;
        }
        let (_, part) = held(carries);
        let control = setting.spec().parts.get(part)?.control;
        all.entry(part).or_default().extend(entries(control, given));
    }
    let mut value = Entries::default();
    for (part, of_part) in all {
        value.set(part, of_part);
    }
    SettingValue::read(setting, &value).ok()
}

#[cfg(test)]
mod tests {
    use crate::parse::{Reading, import};

    #[test]
    fn what_no_page_documents_is_told() {
        for (source, expected) in [
            ("bitsadmin /setpeercachingflags j 4", Some("4")),
            ("bitsadmin /setpeercachingflags j 3", None),
            ("bitsadmin /sethelpertokenflags j 0", Some("0")),
            ("bitsadmin /sethelpertokenflags j 3", None),
            ("bitsadmin /setaclflags j \"\"", Some("\"\"")),
            ("bitsadmin /setaclflags j OG", None),
            ("bitsadmin /setnotifyflags j 8", None),
            ("bitsadmin /setnotifycmdline j NULL NULL", None),
            ("Get-BitsTransfer j | Set-BitsTransfer -NotifyFlags 8", Some("8")),
            ("Get-BitsTransfer j | Set-BitsTransfer -NotifyFlags 0", Some("0")),
            ("Get-BitsTransfer j | Set-BitsTransfer -NotifyFlags 3", None),
            ("Get-BitsTransfer j | Set-BitsTransfer -NotifyFlags $f", None),
            (
                "Get-BitsTransfer j | Set-BitsTransfer -NotifyCmdLine ''",
                Some("''"),
            ),
            (
                "Get-BitsTransfer j | Set-BitsTransfer -CustomHeaders @()",
                Some("@()"),
            ),
            (
                "Get-BitsTransfer j | Set-BitsTransfer -CustomHeaders 'A: b'",
                None,
            ),
            (
                "Get-BitsTransfer j | Set-BitsTransfer -CertStoreLocation CURRENT_USER -CertStoreName WebHosting -CertHash ([byte[]](1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20))",
                Some("WebHosting"),
            ),
            (
                "Get-BitsTransfer j | Set-BitsTransfer -CertStoreLocation CURRENT_USER -CertStoreName $s -CertHash ([byte[]](1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20))",
                None,
            ),
        ] {
            let found = import(source, Reading::default()).found;
            let mut found = found.iter().filter(|found| found.rule == "undocumented-value");
            let said = found.next().map(|found| found.span.of(source));
            assert_eq!(said, expected, "{source}");
        }
    }

    /// The command that a cmdlet makes of it is in no document, and neither is one that was set before.
    #[test]
    fn a_command_in_pieces_is_told_and_left_out() {
        use crate::catalog::SettingId;
        for (given, is_told, program) in [
            ("C:\\a.exe", false, Some("C:\\a.exe")),
            ("C:\\a.exe,'C:\\a.exe b'", false, Some("C:\\a.exe")),
            ("C:\\a.exe,b,c", true, None),
            ("C:\\a.exe,b,$c", true, None),
            (
                "C:\\b.exe,'b x'; Set-BitsTransfer $j -NotifyCmdLine C:\\a.exe,b,c,d",
                true,
                None,
            ),
        ] {
            let source =
                format!("$j = Get-BitsTransfer j; Set-BitsTransfer $j -Priority Low -NotifyCmdLine {given}");
            let script = import(&source, Reading::default());
            let mut found = script.found.iter();
            assert_eq!(
                found.any(|found| found.rule == "notify-command-in-pieces"),
                is_told,
                "{source}"
            );
            let entries = script.jobs[0].draft.entries(SettingId::NotifyCmdLine);
            let said = entries.and_then(|entries| Some(entries.cell(0, 0)?.shown()));
            assert_eq!(said.as_deref(), program, "{source}");
        }
    }
}
