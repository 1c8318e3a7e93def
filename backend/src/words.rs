//! Values in words, for plans, comparisons and errors. What looks like a secret is never in them.

use bitsmith_core::catalog::SettingValue;
use bitsmith_core::secret::{Holes, mask, mask_address};
use bitsmith_core::text::{Text, TextError};
use bitsmith_core::value::{Control, Entry, Part, TextRule, Unit};

/// A remote name with holes for what looks like a secret in it.
pub fn visible(remote_name: &Text) -> String {
    mask_address(remote_name, &mut Holes::default()).display()
}

/// A value in words, such as `120 s` or `usage override, list http://proxy:80`.
pub fn value_words(value: &SettingValue) -> String {
    let spec = value.id().spec();
    let entries = value.write();
    let mut words = Vec::new();
    for (number, part) in spec.parts.iter().enumerate() {
        let shown: Vec<String> = entries
            .part(number)
            .iter()
            .map(|entry| entry_words(part, entry))
            .collect();
        let shown = shown.join(", ");
        match (part.name, shown.is_empty()) {
            ("", true) => words.push("none".to_owned()),
            ("", false) => words.push(shown),
            (_, true) => {}
            (name, false) => words.push(format!("{name} {shown}")),
        }
    }
    words.join("; ")
}

fn entry_words(part: &Part, entry: &Entry) -> String {
    match part.control {
        Control::Number { unit, .. } => {
            let unit = match unit {
                Unit::Seconds => " s",
                Unit::Milliseconds => " ms",
                Unit::Bytes => " bytes",
                Unit::Count => "",
            };
            format!("{}{unit}", entry.shown())
        }
        Control::Text(rule) | Control::Lines(rule) => text_words(entry, rule),
        _ => entry.shown(),
    }
}

fn text_words(entry: &Entry, rule: TextRule) -> String {
    match text_of(entry, rule) {
        Ok(text) => mask(rule.secrecy, &text, &mut Holes::default()).display(),
        // What cannot be read cannot be masked.
        Err(_) => "…".to_owned(),
    }
}

/// The text of an entry in the notation of its part.
pub(crate) fn text_of(entry: &Entry, rule: TextRule) -> Result<Text, TextError> {
    match entry {
        Entry::Pieces(text) => Ok(text.clone()),
        Entry::Typed(typed) => Text::parse(typed, rule.notation),
    }
}
