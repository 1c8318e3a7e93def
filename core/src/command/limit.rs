//! What a tool says only in part: limits that are not BITS's own.

use super::Tool;
use crate::catalog::{SettingId, SettingValue};
use crate::value::Entry;

/// How sure a limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// A page says that the tool refuses more.
    Refused,
    /// No page says how the tool would say more.
    Undocumented,
}

/// Where a tool's reach ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The least number.
    Minimum(u64),
    /// The most.
    Maximum(u64),
    /// Every word but this.
    AllBut(&'static str),
    /// These words and texts only, in any case.
    Only(&'static [&'static str]),
    /// At least one entry.
    AtLeastOne,
    /// At most one entry.
    AtMostOne,
    /// Each word in one row only.
    OneRowEach,
}

impl Bound {
    /// Whether a number stays inside it; what is no limit of numbers holds all of them.
    pub const fn holds_number(self, number: u64) -> bool {
        match self {
            Bound::Minimum(least) => number >= least,
            Bound::Maximum(most) => number <= most,
            Bound::AllBut(_) | Bound::Only(_) | Bound::AtLeastOne | Bound::AtMostOne | Bound::OneRowEach => {
                true
            }
        }
    }

    /// Whether the entries of a part stay inside it.
    fn holds(self, entries: &[Entry]) -> bool {
        let texts = || entries.iter().map(Entry::shown).filter(|shown| !shown.is_empty());
        match self {
            Bound::Minimum(_) | Bound::Maximum(_) => {
                texts().all(|text| text.parse().is_ok_and(|number| self.holds_number(number)))
            }
            Bound::AllBut(word) => texts().all(|text| text != word),
            Bound::Only(words) => {
                texts().all(|text| words.iter().any(|word| word.eq_ignore_ascii_case(&text)))
            }
            Bound::AtLeastOne => texts().next().is_some(),
            Bound::AtMostOne => texts().count() <= 1,
            Bound::OneRowEach => {
                let mut seen = Vec::new();
                texts().all(|text| {
                    let new = !seen.contains(&text);
                    seen.push(text);
                    new
                })
            }
        }
    }
}

/// Which numbers lie within limits, in words, each number as `say` writes it; `None` where no number is outside of them.
pub fn within(bounds: &[Bound], say: &dyn Fn(u64) -> String) -> Option<String> {
    let least = bounds.iter().find_map(|bound| match bound {
        Bound::Minimum(least) => Some(say(*least)),
        _ => None,
    });
    let most = bounds.iter().find_map(|bound| match bound {
        Bound::Maximum(most) => Some(say(*most)),
        _ => None,
    });
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("{least} or more")),
        (None, Some(most)) => Some(format!("{most} at most")),
        (None, None) => None,
    }
}

/// A limit that one tool adds to a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The setting.
    pub setting: SettingId,
    /// The tool.
    pub tool: Tool,
    /// The part; empty where the value has only one.
    pub part: &'static str,
    /// The limit.
    pub bound: Bound,
    /// How sure it is.
    pub known: Known,
    /// What lies beyond, and why.
    pub reason: &'static str,
    /// The page that says so, as source key.
    pub source: &'static str,
}

/// The limits that a tool adds to a setting.
pub fn limits(setting: SettingId, tool: Tool) -> impl Iterator<Item = &'static Limit> {
    LIMITS
        .iter()
        .filter(move |limit| limit.setting == setting && limit.tool == tool)
}

/// The first limit of a tool that a value does not keep; `None` where the tool can say it as it is.
///
/// Whether the tool says the setting at all is [`super::says`]'s to tell.
pub fn beyond(value: &SettingValue, tool: Tool) -> Option<&'static Limit> {
    let entries = value.write();
    limits(value.id(), tool).find(|limit| {
        let parts = value.id().spec().parts;
        let part = parts.iter().position(|part| part.name == limit.part);
        part.is_some_and(|part| !limit.bound.holds(entries.part(part)))
    })
}

/// The least number that a tool takes for a setting, where it is not BITS's own.
pub fn surface_minimum(setting: SettingId, tool: Tool) -> Option<u64> {
    limits(setting, tool).find_map(|limit| match limit.bound {
        Bound::Minimum(least) => Some(least),
        _ => None,
    })
}

/// The greatest number that a tool takes for a setting, where it is not BITS's own.
pub fn surface_maximum(setting: SettingId, tool: Tool) -> Option<u64> {
    limits(setting, tool).find_map(|limit| match limit.bound {
        Bound::Maximum(most) => Some(most),
        _ => None,
    })
}

/// The most that fits into the parameter's type, Int32.
const INT32: Bound = Bound::Maximum(i32::MAX as u64);
const INT32_REASON: &str = "The parameter is an Int32: it takes at most 2147483647.";

const fn limit(
    setting: SettingId,
    tool: Tool,
    part: &'static str,
    bound: Bound,
    reason: &'static str,
    source: &'static str,
) -> Limit {
    Limit {
        setting,
        tool,
        part,
        bound,
        known: Known::Refused,
        reason,
        source,
    }
}

impl Limit {
    const fn undocumented(self) -> Limit {
        Limit {
            known: Known::Undocumented,
            ..self
        }
    }
}

/// Every limit that a tool adds.
pub const LIMITS: &[Limit] = &[
    limit(
        SettingId::MinimumRetryDelay,
        Tool::PowerShell,
        "",
        Bound::Minimum(60),
        "The cmdlets take at least 60 seconds.",
        "ps:Set-BitsTransfer",
    ),
    limit(
        SettingId::MinimumRetryDelay,
        Tool::PowerShell,
        "",
        INT32,
        INT32_REASON,
        "ps:Set-BitsTransfer",
    ),
    limit(
        SettingId::NoProgressTimeout,
        Tool::PowerShell,
        "",
        INT32,
        INT32_REASON,
        "ps:Set-BitsTransfer",
    ),
    limit(
        SettingId::MaximumDownloadTime,
        Tool::PowerShell,
        "",
        INT32,
        INT32_REASON,
        "ps:Set-BitsTransfer",
    ),
    limit(
        SettingId::FileAclFlags,
        Tool::PowerShell,
        "",
        Bound::AtLeastOne,
        "The parameter takes letters; how none is written is not documented.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::FileAclFlags,
        Tool::PowerShell,
        "",
        Bound::AtMostOne,
        "The parameter takes one or more letters, but how several are written together is not documented.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::FileAclFlags,
        Tool::Bitsadmin,
        "",
        Bound::AtLeastOne,
        "The verb takes letters; how none is written is not documented.",
        "ba:setaclflag",
    )
    .undocumented(),
    limit(
        SettingId::Credentials,
        Tool::PowerShell,
        "user",
        Bound::AllBut("implicit"),
        "The parameter takes a PSCredential, which has a name and a password; the current user without a password is not one.",
        "ps:Set-BitsTransfer",
    ),
    limit(
        SettingId::Credentials,
        Tool::PowerShell,
        "target",
        Bound::OneRowEach,
        "The cmdlets take one scheme for the server and one for the proxy in a call, and no page says that a second call adds one.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::NotifyFlags,
        Tool::PowerShell,
        "",
        Bound::Only(&["job_transferred", "job_error", "disable"]),
        "The page documents the values 1, 2 and 4.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::NotifyFlags,
        Tool::PowerShell,
        "",
        Bound::AtLeastOne,
        "The page documents the values 1, 2 and 4, not 0.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::NotifyCmdLine,
        Tool::PowerShell,
        "program",
        Bound::AtLeastOne,
        "The page does not say how the command is removed; bitsadmin takes NULL NULL.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::ClientCertificateById,
        Tool::PowerShell,
        "store_name",
        Bound::Only(&["CA", "MY", "ROOT", "SPC"]),
        "The page documents the stores CA, MY, ROOT and SPC.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::CustomHeaders,
        Tool::PowerShell,
        "",
        Bound::AtLeastOne,
        "The page does not say how headers are removed.",
        "ps:Set-BitsTransfer",
    )
    .undocumented(),
    limit(
        SettingId::CustomHeaders,
        Tool::Bitsadmin,
        "",
        Bound::AtLeastOne,
        "The page does not say how headers are removed.",
        "ba:setcustomheaders",
    )
    .undocumented(),
    limit(
        SettingId::DynamicContent,
        Tool::Bitsadmin,
        "",
        Bound::AllBut("false"),
        "/DYNAMIC switches it on; nothing switches it off.",
        "help1809",
    ),
    limit(
        SettingId::HelperToken,
        Tool::Bitsadmin,
        "",
        Bound::AllBut("clear"),
        "/SETHELPERTOKEN gives the job a token; bitsadmin has no verb that takes it away.",
        "ba:sethelpertoken",
    ),
    limit(
        SettingId::HelperTokenFlags,
        Tool::Bitsadmin,
        "",
        Bound::AtLeastOne,
        "The help lists 1, 2 and 3, not 0.",
        "help1809",
    )
    .undocumented(),
    limit(
        SettingId::PeerCachingFlags,
        Tool::Bitsadmin,
        "",
        Bound::Only(&["enable_peercaching_client", "enable_peercaching_server"]),
        "The help documents bits 1 and 2; whether the number 4 is passed on is not known.",
        "help1809",
    )
    .undocumented(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::bitstransfer::CMDLETS;
    use crate::command::says;
    use crate::value::Entries;

    fn first(setting: SettingId, tool: Tool, entries: Entries) -> Option<Bound> {
        let value = SettingValue::read(setting, &entries).unwrap();
        beyond(&value, tool).map(|limit| limit.bound)
    }

    #[test]
    fn limits_are_of_parts_that_the_tool_says() {
        for limit in LIMITS {
            let name = limit.setting.name();
            assert!(says(limit.setting, limit.tool).is_said(), "{name}");
            let parts = limit.setting.spec().parts;
            assert!(parts.iter().any(|part| part.name == limit.part), "{name}");
            assert!(limit.reason.ends_with('.') && !limit.source.is_empty(), "{name}");
        }
    }

    #[test]
    fn every_int32_has_its_maximum() {
        for cmdlet in CMDLETS {
            for parameter in cmdlet.parameters.iter().filter(|one| one.clr_type == "Int32") {
                for carries in parameter.role.carries() {
                    assert_eq!(
                        surface_maximum(carries.setting, Tool::PowerShell),
                        Some(2_147_483_647),
                        "{}",
                        parameter.name
                    );
                }
            }
        }
    }

    #[test]
    fn values_are_held_against_the_limits() {
        use Tool::{Bitsadmin, PowerShell};
        let delay = SettingId::MinimumRetryDelay;
        assert_eq!(surface_minimum(delay, PowerShell), Some(60));
        assert_eq!(surface_minimum(delay, Bitsadmin), None);
        assert_eq!(
            first(delay, PowerShell, Entries::one("59")),
            Some(Bound::Minimum(60))
        );
        assert_eq!(first(delay, PowerShell, Entries::one("60")), None);
        assert_eq!(first(delay, PowerShell, Entries::one("2147483648")), Some(INT32));
        assert_eq!(first(delay, Bitsadmin, Entries::one("5")), None);

        let acl = SettingId::FileAclFlags;
        assert_eq!(first(acl, PowerShell, Entries::one("owner")), None);
        let two = Entries::list(["owner", "group"]);
        assert_eq!(first(acl, PowerShell, two.clone()), Some(Bound::AtMostOne));
        assert_eq!(first(acl, Bitsadmin, two), None);
        assert_eq!(first(acl, Bitsadmin, Entries::one("0")), Some(Bound::AtLeastOne));

        let token = SettingId::HelperToken;
        assert_eq!(
            first(token, Bitsadmin, Entries::one("clear")),
            Some(Bound::AllBut("clear"))
        );
        assert_eq!(first(token, Bitsadmin, Entries::one("set")), None);

        let row = |target: &str, scheme: &str, user: &str| {
            Entries(vec![
                vec![target.into(), "proxy".into()],
                vec![scheme.into(), "basic".into()],
                vec![user.into(), "v".into()],
            ])
        };
        let credentials = SettingId::Credentials;
        assert_eq!(first(credentials, PowerShell, row("server", "basic", "u")), None);
        assert_eq!(
            first(credentials, PowerShell, row("proxy", "ntlm", "u")),
            Some(Bound::OneRowEach)
        );
        assert_eq!(
            first(credentials, PowerShell, row("server", "ntlm", "implicit")),
            Some(Bound::AllBut("implicit"))
        );
        assert_eq!(
            first(credentials, Bitsadmin, row("proxy", "ntlm", "implicit")),
            None
        );

        let command = SettingId::NotifyCmdLine;
        assert_eq!(
            first(command, PowerShell, Entries(vec![])),
            Some(Bound::AtLeastOne)
        );
        let flags = SettingId::NotifyFlags;
        assert_eq!(first(flags, PowerShell, Entries::one("3")), None);
        assert!(matches!(
            first(flags, PowerShell, Entries::one("8")),
            Some(Bound::Only(_))
        ));
    }
}
