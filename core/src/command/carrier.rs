//! Which word of which tool carries a setting: the lists of verbs and cmdlets by setting.
//!
//! The compiler makes it from [`VERBS`] and [`CMDLETS`], so that a program that only writes commands does not carry
//! what these lists tell beside: arguments that are no settings, types, pages, reasons.

use super::bitsadmin::VERBS;
use super::bitstransfer::CMDLETS;
use super::{Carries, Purpose, Spelling, Tool};
use crate::catalog::SettingId;
use crate::version::{BitsVersion, Module};
use std::fmt;

/// The word of a tool that carries a setting or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier {
    /// The setting.
    pub setting: SettingId,
    /// The name of the part; empty: the whole value.
    pub part: &'static str,
    /// Whose word it is.
    pub tool: Tool,
    /// The verb, the cmdlet, or the COM method or property.
    pub command: &'static str,
    /// The switch of the argument or the name of the parameter; empty where there is none.
    pub word: &'static str,
    /// How it spells the words of the catalog; nothing where it takes no words.
    pub spellings: &'static [Spelling],
    /// Whether its verb makes the job, waits and completes it.
    pub transfers: bool,
    /// The first BITS that has the verb, where a page names one.
    pub since: Option<BitsVersion>,
    /// The last build of Windows whose bitsadmin is known not to have the verb.
    pub absent_in_build: Option<u32>,
    /// The first state of the module that has the parameter.
    pub module: Module,
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.command)?;
        match (self.tool, self.word) {
            (_, "") => Ok(()),
            (Tool::PowerShell, parameter) => write!(f, " -{parameter}"),
            (_, switch) => write!(f, " {switch}"),
        }
    }
}

impl Carrier {
    const NONE: Carrier = Carrier {
        setting: SettingId::JobType,
        part: "",
        tool: Tool::Com,
        command: "",
        word: "",
        spellings: &[],
        transfers: false,
        since: None,
        absent_in_build: None,
        module: Module::None,
    };

    /// The COM method or property of a setting.
    pub fn method(setting: SettingId) -> Carrier {
        Carrier {
            setting,
            command: setting.spec().com,
            ..Carrier::NONE
        }
    }
}

/// How a verb or cmdlet spells a word of the catalog, in any of its arguments or in one parameter.
pub fn spelled(command: &str, parameter: Option<&str>, word: &str) -> Option<&'static str> {
    CARRIERS
        .iter()
        .filter(|carrier| carrier.command.eq_ignore_ascii_case(command))
        .filter(|carrier| parameter.is_none_or(|parameter| carrier.word == parameter))
        .find_map(|carrier| Spelling::of(carrier.spellings, word))
}

/// How one tool spells what another one calls by a word in the place of the same setting: `SystemDefault` for `PRECONFIG`.
pub fn translated(carries: &[Carries], own: &'static [Spelling], said: &str) -> Option<&'static str> {
    let is_there = |carrier: &&Carrier| {
        carries
            .iter()
            .any(|one| (one.setting, one.part) == (carrier.setting, carrier.part))
    };
    let words = CARRIERS.iter().filter(is_there);
    words
        .filter_map(|carrier| Spelling::read(carrier.spellings, said))
        .find_map(|word| Spelling::of(own, word))
}

/// The last build of Windows whose bitsadmin is known not to have a verb that carries a setting.
pub fn absent_in_build(verb: &str) -> Option<u32> {
    CARRIERS
        .iter()
        .find(|carrier| carrier.command.eq_ignore_ascii_case(verb))?
        .absent_in_build
}

/// The first state of the BitsTransfer module that carries a setting; `None` where none does.
pub fn min_module(setting: SettingId) -> Option<Module> {
    CARRIERS
        .iter()
        .filter(|carrier| carrier.setting == setting && carrier.tool == Tool::PowerShell)
        .map(|carrier| carrier.module)
        .min()
}

/// Every word of bitsadmin and of the module that carries a setting, in the order of their lists.
pub static CARRIERS: [Carrier; COUNT] = found().0;

const COUNT: usize = found::<0>().1;

/// The first so many carriers, and how many there are.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "It runs in the compiler only, where a wrong index is an error."
)]
const fn found<const N: usize>() -> ([Carrier; N], usize) {
    let mut found = [Carrier::NONE; N];
    let mut count = 0;
    let mut verbs = VERBS;
    while let [verb, more @ ..] = verbs {
        verbs = more;
        let by_verb = Carrier {
            tool: Tool::Bitsadmin,
            command: verb.name,
            transfers: matches!(verb.purpose, Purpose::Transfers),
            since: verb.since,
            absent_in_build: verb.absent_in_build,
            ..Carrier::NONE
        };
        if let Some(means) = verb.means {
            if count < N {
                found[count] = Carrier {
                    setting: means.setting,
                    ..by_verb
                };
            }
            count += 1;
        }
        let mut arguments = verb.arguments;
        while let [argument, more @ ..] = arguments {
            arguments = more;
            let mut carries = argument.role.carries();
            while let [carried, more @ ..] = carries {
                carries = more;
                if count < N {
                    found[count] = Carrier {
                        setting: carried.setting,
                        part: carried.part,
                        word: match argument.switch {
                            Some(switch) => switch,
                            None => "",
                        },
                        spellings: argument.kind.spellings(),
                        ..by_verb
                    };
                }
                count += 1;
            }
        }
    }
    let mut cmdlets = CMDLETS;
    while let [cmdlet, more @ ..] = cmdlets {
        cmdlets = more;
        let mut parameters = cmdlet.parameters;
        while let [parameter, more @ ..] = parameters {
            parameters = more;
            let mut carries = parameter.role.carries();
            while let [carried, more @ ..] = carries {
                carries = more;
                if count < N {
                    found[count] = Carrier {
                        setting: carried.setting,
                        part: carried.part,
                        tool: Tool::PowerShell,
                        command: cmdlet.name,
                        word: parameter.name,
                        spellings: parameter.accepted.spellings(),
                        module: parameter.since,
                        ..Carrier::NONE
                    };
                }
                count += 1;
            }
        }
    }
    (found, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_carrier_is_there_once_in_the_order_of_the_lists() {
        let arguments = VERBS.iter().flat_map(|verb| {
            let carries = verb.arguments.iter().flat_map(|one| one.role.carries());
            let means = verb.means.iter().map(|means| means.setting);
            means.chain(carries.map(|carries| carries.setting))
        });
        let parameters = CMDLETS
            .iter()
            .flat_map(|cmdlet| cmdlet.parameters)
            .flat_map(|one| one.role.carries())
            .map(|carries| carries.setting);
        let settings: Vec<SettingId> = CARRIERS.iter().map(|carrier| carrier.setting).collect();
        assert_eq!(settings, arguments.chain(parameters).collect::<Vec<_>>());
    }

    #[test]
    fn a_verb_that_carries_a_setting_stands_for_itself() {
        for verb in VERBS.iter().filter(|verb| !verb.settings().is_empty()) {
            assert!(verb.under.is_none() && verb.aliases.is_empty(), "{verb}");
        }
    }

    #[test]
    fn carriers_are_written_as_people_type_them() {
        let written = |setting, tool| {
            let carriers = CARRIERS
                .iter()
                .filter(move |one| one.setting == setting && one.tool == tool);
            carriers.map(Carrier::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            written(SettingId::MinimumRetryDelay, Tool::Bitsadmin),
            ["/SETMINRETRYDELAY"]
        );
        assert_eq!(
            written(SettingId::CostFlags, Tool::PowerShell),
            [
                "Start-BitsTransfer -TransferPolicy",
                "Set-BitsTransfer -TransferPolicy"
            ]
        );
        assert_eq!(spelled("/setpriority", None, "low"), Some("LOW"));
        assert_eq!(spelled("Set-BitsTransfer", Some("Priority"), "low"), Some("Low"));
        assert_eq!(spelled("/setpriority", None, "lowest"), None);
    }
}
