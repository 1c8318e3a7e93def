//! The enumerations that parameters take: their words and numbers.

use crate::command::Spelling;
use crate::command::bitstransfer::{Accepted, Parameter};
use crate::lower_case::begins;
use crate::value::{Choice, Control, find_word};

/// What a command does about errors and messages `[psdoc:about_CommonParameters]`.
const ACTIONS: [(&str, i64); 7] = [
    ("SilentlyContinue", 0),
    ("Stop", 1),
    ("Continue", 2),
    ("Inquire", 3),
    ("Ignore", 4),
    ("Suspend", 5),
    ("Break", 6),
];

/// An enumeration.
pub(super) struct Enumeration {
    members: Vec<(&'static str, i64)>,
    is_flags: bool,
    /// Whether its numbers stand for themselves, and names are only read.
    is_mask: bool,
}

impl Enumeration {
    /// The enumeration that a parameter takes; none where its type is no enumeration.
    pub(super) fn of(parameter: &'static Parameter) -> Option<Enumeration> {
        if parameter.clr_type == "ActionPreference" {
            return Some(Enumeration {
                members: ACTIONS.to_vec(),
                is_flags: false,
                is_mask: false,
            });
        }
        let has_type_of_text = matches!(parameter.clr_type, "String" | "String[]");
        match parameter.accepted {
            Accepted::Any => None,
            _ if has_type_of_text => None,
            Accepted::Mask(seen) => Some(Enumeration {
                members: members(parameter, seen),
                is_flags: true,
                is_mask: true,
            }),
            Accepted::OneOf(spellings) | Accepted::AnyOf(spellings) => {
                let members = members(parameter, spellings);
                // Members that are single bits can be combined, also where the page does not say so.
                let is_flags = members
                    .iter()
                    .all(|(_, number)| u32::try_from(*number).is_ok_and(|n| n == 0 || n.is_power_of_two()));
                Some(Enumeration {
                    members,
                    is_flags: is_flags || matches!(parameter.accepted, Accepted::AnyOf(_)),
                    is_mask: false,
                })
            }
        }
    }

    /// Whether a number stands for members.
    pub(super) fn holds(&self, number: i64) -> bool {
        if self.is_flags {
            u32::try_from(number).is_ok()
        } else {
            self.members.iter().any(|(_, known)| *known == number)
        }
    }

    /// The number of words with commas between them: names, the beginning of just one, or numbers.
    pub(super) fn read(&self, text: &str) -> Option<i64> {
        let mut all = 0;
        for word in text.split(',') {
            all |= self.word(word.trim())?;
        }
        Some(all)
    }

    fn word(&self, word: &str) -> Option<i64> {
        if word.is_empty() {
            return None;
        }
        if let Some((_, number)) = self
            .members
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(word))
        {
            return Some(*number);
        }
        let mut candidates = self.members.iter().filter(|(name, _)| begins(name, word));
        match (candidates.next(), candidates.next()) {
            (Some((_, number)), None) => Some(*number),
            _ => word.parse().ok().filter(|number| self.holds(*number)),
        }
    }

    /// The names of a number: of itself, or of its bits as far as they have one.
    pub(super) fn names(&self, number: i64) -> Vec<&'static str> {
        if self.is_mask {
            return Vec::new();
        }
        if let Some((name, _)) = self.members.iter().find(|(_, known)| *known == number) {
            return vec![name];
        }
        let single = |value: i64| u32::try_from(value).is_ok_and(u32::is_power_of_two);
        let all = self.members.iter();
        all.filter(|(_, known)| single(*known) && number & known != 0)
            .map(|(name, _)| *name)
            .collect()
    }
}

/// Spellings with BITS's numbers.
fn members(parameter: &'static Parameter, spellings: &'static [Spelling]) -> Vec<(&'static str, i64)> {
    let choices = choices(parameter);
    let numbers = spellings
        .iter()
        .map(|spelling| Some((spelling.said, number(&choices, spelling.word)?)));
    numbers.flatten().collect()
}

/// The words of the setting's part that a parameter carries, with BITS's numbers.
fn choices(parameter: &'static Parameter) -> Vec<&'static [Choice]> {
    let carried = parameter.role.carries().first();
    let parts = carried
        .map(|carries| carries.setting.spec().parts)
        .unwrap_or_default();
    let name = carried.map_or("", |carries| carries.part);
    match parts
        .iter()
        .find(|part| part.name == name || name.is_empty())
        .map(|part| part.control)
    {
        Some(Control::Choice(choices) | Control::Flags(choices)) => vec![choices],
        Some(Control::CostMask { bits, named }) => vec![bits, named],
        _ => Vec::new(),
    }
}

fn number(choices: &[&'static [Choice]], word: &str) -> Option<i64> {
    if word.is_empty() {
        return Some(0);
    }
    choices
        .iter()
        .find_map(|list| find_word(list, word))
        .map(|choice| i64::from(choice.number))
}
