//! Texts as people see them: secrets masked, long ones cut.

use crate::catalog::SettingId;
use crate::command::{Carries, Role};
use crate::secret::{Holes, mask};
use crate::text::Text;
use crate::value::{Control, Secrecy};

/// The longest text that is shown whole.
const LONGEST: usize = 120;

/// A text in quotation marks, its secrets masked.
pub(super) fn quoted(text: &Text, secrecy: Secrecy) -> String {
    let masked = mask(secrecy, text, &mut Holes::default()).display();
    match masked.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("“{}…”", masked.get(..at).unwrap_or("")),
        None => format!("“{masked}”"),
    }
}

/// Which secrets a word of a tool may hold.
pub(super) fn secrecy(role: Role) -> Secrecy {
    role.carries()
        .iter()
        .map(of_part)
        .find(|secrecy| *secrecy != Secrecy::None)
        .unwrap_or(Secrecy::None)
}

fn of_part(carries: &Carries) -> Secrecy {
    match part(carries).map(|(setting, part)| setting.spec().parts.get(part)) {
        Some(Some(part)) => match part.control {
            Control::Text(rule) | Control::Lines(rule) => rule.secrecy,
            _ => Secrecy::None,
        },
        _ => Secrecy::None,
    }
}

/// The setting and the number of the part that a word carries.
pub(super) fn part(carries: &Carries) -> Option<(SettingId, usize)> {
    let parts = carries.setting.spec().parts;
    match carries.part {
        "" => Some((carries.setting, 0)),
        name => Some((carries.setting, parts.iter().position(|part| part.name == name)?)),
    }
}

/// Names as an enumeration: `a`, `a and b`, `a, b and c`.
pub(super) fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A label in the middle of a sentence.
pub(super) fn lower(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => label.to_owned(),
    }
}
