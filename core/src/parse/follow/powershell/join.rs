//! `Join-Path`: a folder and what is in it.

use super::Follower;
use crate::lower_case::begins;
use crate::parse::powershell::value::push;
use crate::parse::powershell::{TextPart, Value, Word, WordKind};
use crate::span::Span;

impl<'t> Follower<'_, '_, 't> {
    /// The path that a call makes, where the folder is one and ends in something that is known, and the name begins so.
    pub(super) fn joined_path(&self, arguments: &[Word<'t>], span: Span) -> Value {
        let unknown = || self.unknown_value(span);
        let (mut folder, mut name) = (None, None);
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let slot = match &word.kind {
                WordKind::Parameter { name: typed, .. } if typed.is_empty() => return unknown(),
                WordKind::Parameter { name: typed, .. } if begins("path", typed) => &mut folder,
                WordKind::Parameter { name: typed, .. } if begins("childpath", typed) => &mut name,
                WordKind::Parameter { .. } | WordKind::Splat(_) => return unknown(),
                _ if folder.is_none() => &mut folder,
                _ => &mut name,
            };
            let value = match &word.kind {
                WordKind::Parameter { argument, .. } => argument.as_deref().or_else(|| words.next()),
                _ => Some(word),
            };
            match value {
                Some(value) if slot.is_none() => *slot = Some(self.value(value)),
                _ => return unknown(),
            }
        }
        let (Some(folder), Some(name)) = (folder, name) else {
            return unknown();
        };
        path(&folder, &name).unwrap_or_else(unknown)
    }
}

/// A folder and a name with one backslash between them.
fn path(folder: &Value, name: &Value) -> Option<Value> {
    let is_text = |value: &Value| {
        let is_variable = matches!(value, Value::Variable { .. }) && is_of_environment(value);
        matches!(value, Value::Text(_)) || is_variable
    };
    if !is_text(folder) || !matches!(name, Value::Text(_)) {
        return None;
    }
    let units = |part: &TextPart| match part {
        TextPart::Units(units) => String::from_utf16(units).ok(),
        TextPart::Unknown(_) => None,
    };
    let mut parts = folder.to_parts();
    let rest = name.to_parts();
    // Another separator is made into this one.
    let has_other = |parts: &[TextPart]| parts.iter().filter_map(units).any(|text| text.contains('/'));
    if has_other(&parts) || has_other(&rest) {
        return None;
    }
    let first = units(rest.first()?)?;
    match parts.last()? {
        TextPart::Unknown(value) if is_of_environment(value) => {}
        TextPart::Unknown(_) => return None,
        TextPart::Units(last) => {
            let last = String::from_utf16(last).ok()?;
            parts.pop();
            push(&mut parts, text(last.trim_end_matches('\\')));
        }
    }
    push(&mut parts, text("\\"));
    push(&mut parts, text(first.trim_start_matches('\\')));
    push(&mut parts, rest.get(1..)?.to_vec());
    Some(Value::Text(parts))
}

fn text(text: &str) -> Vec<TextPart> {
    vec![TextPart::Units(text.encode_utf16().collect())]
}

fn is_of_environment(value: &Value) -> bool {
    matches!(value, Value::Variable { name, .. } if begins(name, "env:"))
}

/// Whether an expression in parentheses is such a call.
pub(super) fn is_joined(expression: &str) -> bool {
    let call = expression.trim_start_matches(['$', '(', ' ']);
    begins(call, "join-path ")
}
