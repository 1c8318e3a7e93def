//! Texts as people see them: secrets masked, long ones cut.

use crate::command::Carries;
use crate::secret::{Holes, mask};
use crate::text::Text;
use crate::value::Secrecy;

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

/// What a word carries: the setting, and which part of it.
pub(super) fn carried(carries: &Carries) -> String {
    let setting = carries.setting.spec().label;
    match carries.spec().map_or("", |part| part.label) {
        "" => setting.to_owned(),
        part => format!("{setting}, {}", lower(part)),
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
