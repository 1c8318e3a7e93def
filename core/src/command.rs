//! The words of the tools: every verb of bitsadmin, every cmdlet of BitsTransfer, and which argument or parameter
//! carries which setting.
//!
//! What a setting is, its limits and its default stand in [`crate::catalog`]; here stand only the limits that one
//! tool adds. A word that carries no setting says why.
//!
//! ```
//! use bitsmith_core::catalog::SettingId;
//! use bitsmith_core::command::{Says, Tool, says};
//!
//! let Says::With(words) = says(SettingId::MinimumRetryDelay, Tool::Bitsadmin) else { panic!() };
//! assert_eq!(words[0].to_string(), "/SETMINRETRYDELAY");
//! let Says::Cannot(silence) = says(SettingId::CostFlags, Tool::Bitsadmin) else { panic!() };
//! assert!(silence.reason.starts_with("bitsadmin has no verb"));
//! ```

use crate::catalog::SettingId;
use crate::value::{Control, Part, Secrecy};

pub mod bitsadmin;
pub mod bitstransfer;
mod carrier;
mod limit;
pub mod spoken;

pub use carrier::{CARRIERS, Carrier, absent_in_build, min_module, spelled, translated};
pub use limit::{Bound, Known, LIMITS, Limit, beyond, limits, surface_maximum, surface_minimum, within};

/// What can change a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    /// The program `bitsadmin.exe`.
    Bitsadmin,
    /// The PowerShell module `BitsTransfer`.
    PowerShell,
    /// A program that calls BITS itself.
    Com,
}

impl Tool {
    /// All tools.
    pub const ALL: &'static [Tool] = &[Tool::Bitsadmin, Tool::PowerShell, Tool::Com];

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Tool::Bitsadmin => "bitsadmin",
            Tool::PowerShell => "PowerShell",
            Tool::Com => "COM",
        }
    }
}

/// How a tool spells a word of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spelling {
    /// What is written for the tool.
    pub said: &'static str,
    /// The word in the part's choices, `true` or `false` for a switch; empty: no flag at all.
    pub word: &'static str,
    /// What it means; empty where the part's choice says it.
    pub meaning: &'static str,
}

impl Spelling {
    /// How a list of spellings writes a word of the catalog.
    pub fn of(list: &'static [Spelling], word: &str) -> Option<&'static str> {
        list.iter()
            .find(|spelling| spelling.word == word)
            .map(|spelling| spelling.said)
    }

    /// Which word of the catalog a written one is, in any case.
    pub fn read(list: &'static [Spelling], said: &str) -> Option<&'static str> {
        list.iter()
            .find(|spelling| spelling.said.eq_ignore_ascii_case(said))
            .map(|spelling| spelling.word)
    }
}

const fn says_as(said: &'static str, word: &'static str) -> Spelling {
    Spelling {
        said,
        word,
        meaning: "",
    }
}

/// A word that no part has: what it means stands beside it.
const fn means(said: &'static str, meaning: &'static str) -> Spelling {
    Spelling {
        said,
        word: "",
        meaning,
    }
}

/// When an argument or parameter carries a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// Always.
    Always,
    /// For the rows whose other part is this word.
    Row {
        /// The other part.
        part: &'static str,
        /// Its word.
        word: &'static str,
    },
    /// For jobs of these types.
    JobType(&'static [&'static str]),
}

/// A setting, and which part of it, that a word of a tool carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Carries {
    /// The setting.
    pub setting: SettingId,
    /// The name of the part; empty: the whole value.
    pub part: &'static str,
    /// When.
    pub when: When,
}

impl Carries {
    /// The number of the part; `None` where the setting has none of that name.
    pub fn part_number(&self) -> Option<usize> {
        match self.part {
            "" => Some(0),
            name => self
                .setting
                .spec()
                .parts
                .iter()
                .position(|part| part.name == name),
        }
    }

    /// The part; of a whole value the first.
    pub fn spec(&self) -> Option<&'static Part> {
        self.setting.spec().parts.get(self.part_number()?)
    }
}

const fn whole(setting: SettingId) -> Carries {
    part(setting, "")
}

const fn part(setting: SettingId, part: &'static str) -> Carries {
    Carries {
        setting,
        part,
        when: When::Always,
    }
}

/// What an argument or parameter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It carries settings.
    Setting(&'static [Carries]),
    /// It says which job, file or record is meant: why it is not a setting.
    Selector(&'static str),
    /// It says how the command runs or ends: why it is not a setting.
    Ending(&'static str),
    /// It says what is printed: why it is not a setting.
    Output(&'static str),
    /// It belongs to the machine and not to a job: why it is not a setting.
    Machine(&'static str),
    /// It is a secret, asked for when the script runs.
    Secret(&'static str),
    /// Every cmdlet has it: why it is not a setting.
    Common(&'static str),
}

impl Role {
    /// What it carries; nothing where it is not a setting.
    pub const fn carries(self) -> &'static [Carries] {
        match self {
            Role::Setting(carries) => carries,
            _ => &[],
        }
    }

    /// Whether it carries a setting, or a part of it.
    pub fn has(self, setting: SettingId) -> bool {
        self.carries().iter().any(|one| one.setting == setting)
    }

    /// Whether it is a secret.
    pub const fn is_secret(self) -> bool {
        matches!(self, Role::Secret(_))
    }

    /// Which secrets a word of it may hold.
    pub fn secrecy(self) -> Secrecy {
        let parts = self.carries().iter().filter_map(Carries::spec);
        parts
            .filter_map(|part| match part.control {
                Control::Text(rule) | Control::Lines(rule) => Some(rule.secrecy),
                _ => None,
            })
            .find(|secrecy| *secrecy != Secrecy::None)
            .unwrap_or(Secrecy::None)
    }

    /// Why it is not a setting; `None` where it is one.
    pub const fn not_a_setting(self) -> Option<&'static str> {
        match self {
            Role::Setting(_) => None,
            Role::Selector(reason)
            | Role::Ending(reason)
            | Role::Output(reason)
            | Role::Machine(reason)
            | Role::Secret(reason)
            | Role::Common(reason) => Some(reason),
        }
    }
}

/// What a verb or cmdlet does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It makes a job.
    Creates,
    /// It adds files to a job.
    AddsFiles,
    /// It makes a job, adds its files, waits and completes it.
    Transfers,
    /// It sets settings of a job.
    Sets,
    /// It reads settings back.
    Reads(&'static [Carries]),
    /// It tells something of jobs that nobody sets: what.
    Reports(&'static str),
    /// It moves a job along: what becomes of the job.
    Controls(&'static str),
    /// It manages the machine and not a job: what it does there; of a family of verbs: why none of them is for a setting.
    Manages(&'static str),
    /// It prints how the tool is used.
    Help,
    /// It stands before another verb: what it does.
    Option(&'static str),
}

impl Purpose {
    /// Whether it only tells something of jobs.
    pub const fn reads(self) -> bool {
        matches!(self, Purpose::Reads(_) | Purpose::Reports(_))
    }

    /// Why it sets and reads no setting; `None` where it does.
    pub const fn not_a_setting(self) -> Option<&'static str> {
        match self {
            Purpose::Creates
            | Purpose::AddsFiles
            | Purpose::Transfers
            | Purpose::Sets
            | Purpose::Reads(_) => None,
            Purpose::Reports(reason)
            | Purpose::Controls(reason)
            | Purpose::Manages(reason)
            | Purpose::Option(reason) => Some(reason),
            Purpose::Help => Some("It prints how the tool is used."),
        }
    }
}

/// That a tool cannot say a setting, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// The setting.
    pub setting: SettingId,
    /// The tool.
    pub tool: Tool,
    /// Why.
    pub reason: &'static str,
    /// The page that shows it, as source key.
    pub source: &'static str,
}

/// Whether and how a tool says a setting.
#[derive(Debug, Clone)]
pub enum Says {
    /// With any of these, for every job the tool reaches.
    With(Vec<Carrier>),
    /// With these, under one condition only.
    Only {
        /// The words.
        carriers: Vec<Carrier>,
        /// The condition.
        when: &'static str,
    },
    /// Not at all.
    Cannot(&'static Silence),
}

impl Says {
    /// The words that say it.
    pub fn carriers(&self) -> &[Carrier] {
        match self {
            Says::With(carriers) | Says::Only { carriers, .. } => carriers,
            Says::Cannot(_) => &[],
        }
    }

    /// Whether the tool says it at all.
    pub fn is_said(&self) -> bool {
        !matches!(self, Says::Cannot(_))
    }
}

const ONLY_TRANSFER: &str = "Only with /TRANSFER, which makes the job, waits for it and completes it in one command; a job that exists cannot be changed this way.";

/// Whether and how a tool says a setting. What it says only in part stands in [`limits`].
pub fn says(setting: SettingId, tool: Tool) -> Says {
    if let Some(silence) = SILENCES
        .iter()
        .find(|silence| silence.setting == setting && silence.tool == tool)
    {
        return Says::Cannot(silence);
    }
    let carriers = carriers(setting, tool);
    if carriers.iter().all(|carrier| carrier.transfers) {
        Says::Only {
            carriers,
            when: ONLY_TRANSFER,
        }
    } else {
        Says::With(carriers)
    }
}

/// The tools that say a setting, in the order of [`Tool::ALL`].
pub fn tools(setting: SettingId) -> impl Iterator<Item = Tool> {
    Tool::ALL
        .iter()
        .copied()
        .filter(move |tool| says(setting, *tool).is_said())
}

/// Every word of a tool that carries a setting or a part of it.
pub fn carriers(setting: SettingId, tool: Tool) -> Vec<Carrier> {
    if tool == Tool::Com {
        return vec![Carrier::method(setting)];
    }
    CARRIERS
        .iter()
        .filter(|carrier| carrier.setting == setting && carrier.tool == tool)
        .copied()
        .collect()
}

const fn silence(setting: SettingId, tool: Tool, reason: &'static str, source: &'static str) -> Silence {
    Silence {
        setting,
        tool,
        reason,
        source,
    }
}

/// Every setting that a tool cannot say. COM says all.
pub const SILENCES: &[Silence] = &[
    silence(
        SettingId::RemoteName,
        Tool::Bitsadmin,
        "bitsadmin has no verb for the remote name of one file; /REPLACEREMOTEPREFIX changes the beginning of all of them.",
        "help1809",
    ),
    silence(
        SettingId::UseStoredCredentials,
        Tool::Bitsadmin,
        "bitsadmin has no verb for the stored credentials of Windows.",
        "help1809",
    ),
    silence(
        SettingId::NotificationClsid,
        Tool::Bitsadmin,
        "bitsadmin can only ask whether a notification is registered (/GETNOTIFYINTERFACE); a class is registered from code.",
        "ba:getnotifyinterface",
    ),
    silence(
        SettingId::MinimumNotificationIntervalMs,
        Tool::Bitsadmin,
        "bitsadmin has no verb for the notification interval; it is a property that only code sets.",
        "help1809",
    ),
    silence(
        SettingId::CostFlags,
        Tool::Bitsadmin,
        "bitsadmin has no verb for the transfer policy in any version of its help.",
        "help1809",
    ),
    silence(
        SettingId::HighPerformance,
        Tool::Bitsadmin,
        "bitsadmin has no verb for this property; only code sets it.",
        "help1809",
    ),
    silence(
        SettingId::MaxDownloadSize,
        Tool::Bitsadmin,
        "bitsadmin has no verb for the maximum size; only code sets it.",
        "help1809",
    ),
    silence(
        SettingId::OnDemandMode,
        Tool::Bitsadmin,
        "bitsadmin has no verb for on-demand mode; only code sets it.",
        "help1809",
    ),
    silence(
        SettingId::FileRanges,
        Tool::PowerShell,
        "Start-BitsTransfer and Add-BitsFile take whole files only.",
        "ps:Add-BitsFile",
    ),
    silence(
        SettingId::ReplaceRemotePrefix,
        Tool::PowerShell,
        "No cmdlet changes the remote names of a job.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::RemoteName,
        Tool::PowerShell,
        "No cmdlet changes the remote name of a file.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::ReplyFileName,
        Tool::PowerShell,
        "The module makes uploads with a reply, but has no parameter for the reply file.",
        "ps:Start-BitsTransfer",
    ),
    silence(
        SettingId::ValidationState,
        Tool::PowerShell,
        "No cmdlet judges the content of a file.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::ClientCertificateByName,
        Tool::PowerShell,
        "The module finds a certificate by its hash only (-CertHash).",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::RemoveClientCertificate,
        Tool::PowerShell,
        "No cmdlet takes the client certificate away.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::RemoveCredentials,
        Tool::PowerShell,
        "No cmdlet takes credentials away.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::NotificationClsid,
        Tool::PowerShell,
        "No cmdlet registers a class for notification; that is done from code.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::MinimumNotificationIntervalMs,
        Tool::PowerShell,
        "No cmdlet has a parameter for the notification interval; only code sets it.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::HighPerformance,
        Tool::PowerShell,
        "No cmdlet has a parameter for this property; only code sets it.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::MaxDownloadSize,
        Tool::PowerShell,
        "No cmdlet has a parameter for the maximum size; only code sets it.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::OnDemandMode,
        Tool::PowerShell,
        "No cmdlet has a parameter for on-demand mode; only code sets it.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::PeerCachingFlags,
        Tool::PowerShell,
        "No cmdlet has a parameter for peer caching.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::HelperToken,
        Tool::PowerShell,
        "No cmdlet gives a job a helper token.",
        "ps:Set-BitsTransfer",
    ),
    silence(
        SettingId::HelperTokenFlags,
        Tool::PowerShell,
        "No cmdlet has a parameter for the use of a helper token.",
        "ps:Set-BitsTransfer",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::CATALOG;
    use crate::value::{Control, Repeat};
    use crate::version::Module;

    /// The words a part can have: those of its choices, or of a switch.
    fn words(setting: SettingId, part: &str) -> Vec<&'static str> {
        let parts = setting.spec().parts;
        let part = parts
            .iter()
            .find(|one| one.name == part)
            .unwrap_or_else(|| panic!("{} has no part {part:?}", setting.name()));
        let choices: Vec<_> = match part.control {
            Control::Choice(choices) | Control::Flags(choices) => choices.iter().collect(),
            Control::CostMask { bits, named } => bits.iter().chain(named).collect(),
            Control::Switch => return vec!["true", "false"],
            _ => vec![],
        };
        choices.into_iter().map(|choice| choice.word).collect()
    }

    /// Everything that carries a part, with how it spells words.
    fn carried() -> Vec<(String, &'static Carries, &'static [Spelling])> {
        let mut all = Vec::new();
        for verb in bitsadmin::VERBS {
            for argument in verb.arguments {
                for carries in argument.role.carries() {
                    all.push((
                        format!("{verb} {}", argument.name),
                        carries,
                        argument.kind.spellings(),
                    ));
                }
            }
        }
        for cmdlet in bitstransfer::CMDLETS {
            for parameter in cmdlet.parameters {
                for carries in parameter.role.carries() {
                    let name = format!("{} -{}", cmdlet.name, parameter.name);
                    all.push((name, carries, parameter.accepted.spellings()));
                }
            }
        }
        all
    }

    #[test]
    fn every_setting_is_said_or_cannot_be_said_by_each_tool() {
        for spec in CATALOG {
            for tool in Tool::ALL {
                let silent = SILENCES
                    .iter()
                    .filter(|silence| silence.setting == spec.id && silence.tool == *tool)
                    .count();
                let said = carriers(spec.id, *tool).len();
                assert!(
                    (silent == 1) != (said > 0) && silent <= 1,
                    "{} with {}: {silent} reasons, {said} words",
                    spec.name,
                    tool.label()
                );
            }
        }
    }

    #[test]
    fn words_carry_parts_that_there_are() {
        for (name, carries, spellings) in carried() {
            let spec = carries.setting.spec();
            let is_part = spec.parts.iter().any(|part| part.name == carries.part);
            assert!(is_part || carries.part.is_empty(), "{name}: {}", carries.part);
            if let When::Row { part, word } = carries.when {
                assert_eq!(spec.repeat, Repeat::Rows, "{name}");
                assert!(words(carries.setting, part).contains(&word), "{name}: {word}");
            }
            if let When::JobType(types) = carries.when {
                for word in types {
                    assert!(words(SettingId::JobType, "").contains(word), "{name}: {word}");
                }
            }
            for spelling in spellings {
                assert!(
                    spelling.word.is_empty() || words(carries.setting, carries.part).contains(&spelling.word),
                    "{name}: {} is no word of {}",
                    spelling.word,
                    spec.name
                );
            }
        }
    }

    #[test]
    fn every_word_of_a_part_is_spelled_where_its_setting_is_said() {
        // /TRANSFER makes no uploads with a reply [help1809]; nothing carries the helper token's `clear`.
        for (name, carries, spellings) in carried() {
            if spellings.is_empty() {
                continue;
            }
            for word in words(carries.setting, carries.part) {
                let spelled = Spelling::of(spellings, word).is_some();
                let exempt = name == "/TRANSFER type" && word == "upload_reply";
                assert_eq!(spelled, !exempt, "{name}: {word}");
            }
        }
    }

    #[test]
    fn required_parts_are_carried_by_every_tool_that_says_the_setting() {
        for spec in CATALOG {
            for tool in [Tool::Bitsadmin, Tool::PowerShell] {
                let carriers = carriers(spec.id, tool);
                let parts: Vec<&str> = carriers.iter().map(|carrier| carrier.part).collect();
                // The target of credentials is in the parameter's name: -Credential or -ProxyCredential.
                let implied = if tool == Tool::PowerShell { "target" } else { "" };
                for part in spec.parts.iter().filter(|part| part.required) {
                    assert!(
                        carriers.is_empty()
                            || parts.contains(&"")
                            || parts.contains(&part.name)
                            || part.name == implied,
                        "{} with {}: nothing carries {}",
                        spec.name,
                        tool.label(),
                        part.name
                    );
                }
            }
        }
    }

    #[test]
    fn dynamic_content_is_said_by_bitsadmin_with_a_transfer_only() {
        for spec in CATALOG {
            let only = matches!(says(spec.id, Tool::Bitsadmin), Says::Only { .. });
            assert_eq!(only, spec.id == SettingId::DynamicContent, "{}", spec.name);
        }
    }

    #[test]
    fn what_is_not_a_setting_has_a_reason() {
        let ends = |text: &str| text.ends_with('.');
        for verb in bitsadmin::VERBS {
            assert!(verb.purpose.not_a_setting().is_none_or(ends), "{verb}");
            for argument in verb.arguments {
                assert!(
                    argument.role.not_a_setting().is_none_or(ends),
                    "{verb} {}",
                    argument.name
                );
            }
        }
        for cmdlet in bitstransfer::CMDLETS {
            for parameter in cmdlet.parameters {
                assert!(
                    parameter.role.not_a_setting().is_none_or(ends),
                    "{}",
                    parameter.name
                );
            }
        }
        for silence in SILENCES {
            assert!(ends(silence.reason) && !silence.source.is_empty());
        }
    }

    #[test]
    fn modules_follow_the_parameters() {
        assert_eq!(min_module(SettingId::Priority), Some(Module::Windows7));
        assert_eq!(min_module(SettingId::CostFlags), Some(Module::Windows8));
        assert_eq!(
            min_module(SettingId::UseStoredCredentials),
            Some(Module::Windows81)
        );
        assert_eq!(min_module(SettingId::HttpMethod), Some(Module::Server2022));
        assert_eq!(min_module(SettingId::HelperToken), None);
    }
}
