//! Which tools say a setting, in words short enough to stand beside it; and the pages that say so.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::command::{Says, Tool, min_module, says};
use bitsmith_core::profile::Profile;
use bitsmith_core::version::Module;

/// A word beside a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// The word.
    pub words: &'static str,
    /// What it means, in a sentence.
    pub meaning: String,
    /// Whether the setting cannot be used on the machine that the profile names.
    pub excludes: bool,
}

/// The words beside a setting.
pub fn badges(id: SettingId, profile: &Profile) -> Vec<Badge> {
    let spec = id.spec();
    let bitsadmin = says(id, Tool::Bitsadmin);
    let powershell = says(id, Tool::PowerShell);
    let mut badges = Vec::new();
    let mut add = |words, meaning: String, excludes| {
        badges.push(Badge {
            words,
            meaning,
            excludes,
        });
    };
    match (bitsadmin.is_said(), powershell.is_said()) {
        (false, false) => add(
            "COM only",
            "Neither bitsadmin nor PowerShell says it: only a program that calls BITS can.".to_owned(),
            false,
        ),
        (true, false) => add(
            "bitsadmin only",
            "PowerShell does not say it: its script calls bitsadmin for it.".to_owned(),
            false,
        ),
        (false, true) => add(
            "PowerShell only",
            "bitsadmin does not say it: a batch file calls PowerShell for it.".to_owned(),
            false,
        ),
        (true, true) => {}
    }
    if powershell.is_said() && min_module(id) == Some(Module::Server2022) {
        add(
            "Server 2022+",
            "PowerShell says it from Windows Server 2022 and Windows 11 on.".to_owned(),
            false,
        );
    }
    if profile.bits() < spec.since {
        add(
            "not on this machine",
            format!(
                "It came with BITS {} ({}); {} has BITS {}.",
                spec.since,
                spec.since.windows(),
                profile.windows.label,
                profile.bits()
            ),
            true,
        );
    } else if (bitsadmin.is_said() || powershell.is_said())
        && !reaches(&bitsadmin, profile)
        && !reaches(&powershell, profile)
    {
        add(
            "not on this machine",
            format!("No tool of {} says it: it came later.", profile.windows.label),
            true,
        );
    }
    badges
}

/// Whether the machine's tool is new enough for one of the words.
fn reaches(says: &Says, profile: &Profile) -> bool {
    says.carriers().iter().any(|carrier| match carrier.tool {
        Tool::Bitsadmin => {
            carrier.since.is_none_or(|since| profile.bits() >= since)
                && carrier
                    .absent_in_build
                    .is_none_or(|build| profile.windows.build > build)
        }
        Tool::PowerShell => {
            profile.windows.module != Module::None && profile.windows.module >= carrier.module
        }
        Tool::Com => true,
    })
}

/// How each tool says a setting: the tool, its words, or the reason why it cannot.
pub fn carriers(id: SettingId) -> Vec<(&'static str, String)> {
    Tool::ALL
        .iter()
        .map(|tool| {
            let says = says(id, *tool);
            let mut words: Vec<String> = Vec::new();
            for carrier in says.carriers() {
                let word = carrier.to_string();
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            let mut text = words.join(", ");
            match says {
                Says::Cannot(silence) => silence.reason.clone_into(&mut text),
                Says::Only { when, .. } => {
                    text.push_str(". ");
                    text.push_str(when);
                }
                Says::With(_) => {}
            }
            (tool.label(), text)
        })
        .collect()
}

/// The address of the page behind a source key, where it follows from the key.
pub fn page(source: &str) -> Option<String> {
    let (kind, name) = source.split_once(':')?;
    match kind {
        "ba" if name == "bitsadmin" => Some(
            "https://learn.microsoft.com/windows-server/administration/windows-commands/bitsadmin".to_owned(),
        ),
        "ba" => Some(format!(
            "https://learn.microsoft.com/windows-server/administration/windows-commands/bitsadmin-{name}"
        )),
        "ps" => Some(format!(
            "https://learn.microsoft.com/powershell/module/bitstransfer/{}",
            name.to_ascii_lowercase()
        )),
        _ => None,
    }
}

/// What a source key without an address is called.
pub fn page_name(source: &str) -> String {
    match source.split_once(':') {
        Some(("ba", "bitsadmin")) => "bitsadmin".to_owned(),
        Some(("ba", name)) => format!("bitsadmin {name}"),
        Some((_, name)) => name.replace('.', "::"),
        None => source.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitsmith_core::catalog::CATALOG;

    fn words(id: SettingId, windows: &str) -> Vec<&'static str> {
        let mut profile = Profile::default();
        profile.set("windows", windows).unwrap();
        badges(id, &profile)
            .into_iter()
            .map(|badge| badge.words)
            .collect()
    }

    #[test]
    fn a_badge_says_what_the_tools_can() {
        for spec in CATALOG {
            let can = |tool| says(spec.id, tool).is_said();
            let words = words(spec.id, "server-2025");
            let expected = match (can(Tool::Bitsadmin), can(Tool::PowerShell)) {
                (true, true) => None,
                (true, false) => Some("bitsadmin only"),
                (false, true) => Some("PowerShell only"),
                (false, false) => Some("COM only"),
            };
            let found = words.iter().copied().find(|word| word.ends_with(" only"));
            assert_eq!(found, expected, "{}", spec.name);
            assert!(!words.contains(&"not on this machine"), "{}", spec.name);
        }
    }

    #[test]
    fn an_old_machine_excludes_what_came_later() {
        for spec in CATALOG {
            let excluded = words(spec.id, "xp").contains(&"not on this machine");
            let old =
                spec.since.to_string().starts_with(['1', '2']) && !spec.since.to_string().starts_with("10");
            assert!(excluded || old, "{}", spec.name);
        }
        assert!(
            CATALOG
                .iter()
                .any(|spec| words(spec.id, "server-2019").contains(&"Server 2022+"))
        );
    }

    #[test]
    fn pages_are_linked_where_the_key_says_the_address() {
        assert_eq!(
            page("ba:setpriority").as_deref(),
            Some(
                "https://learn.microsoft.com/windows-server/administration/windows-commands/bitsadmin-setpriority"
            )
        );
        assert_eq!(
            page("ps:Set-BitsTransfer").as_deref(),
            Some("https://learn.microsoft.com/powershell/module/bitstransfer/set-bitstransfer")
        );
        assert_eq!(
            page("ba:bitsadmin").as_deref(),
            Some("https://learn.microsoft.com/windows-server/administration/windows-commands/bitsadmin")
        );
        assert_eq!(page_name("ba:bitsadmin"), "bitsadmin");
        assert_eq!(page("com:IBackgroundCopyJob.SetPriority"), None);
        assert_eq!(
            page_name("com:IBackgroundCopyJob.SetPriority"),
            "IBackgroundCopyJob::SetPriority"
        );
    }
}
