//! `. .\\file.ps1`: another file that a text runs as a part of itself.

use super::Follower;
use crate::parse::hidden::runs_of;
use crate::parse::patterns::FILE_NOT_READ;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{TextPart, Value};
use crate::span::Span;
use std::collections::BTreeMap;

/// Files that were run, and what the text itself says of variables.
pub(super) struct Files {
    /// The one that was run last.
    last: Span,
    /// Where each variable is named first, by its name in lower case.
    first: BTreeMap<String, usize>,
}

impl Follower<'_, '_, '_> {
    /// Another file is run.
    pub(super) fn note_file(&mut self, span: Span) {
        let first = match self.files.take() {
            Some(files) => files.first,
            None => first_mentions(self.source),
        };
        self.files = Some(Files { last: span, first });
    }

    /// Says of the file that was run that it may set what a call takes.
    pub(super) fn say_of_file(&mut self, value: &Value, call: Span) {
        let Some(files) = &self.files else { return };
        let is_set_elsewhere = |value: &Value| match value {
            Value::Variable { name, .. } => {
                let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == '_') && name != "_";
                let first = files.first.get(&plain(name));
                is_plain && first.is_some_and(|first| *first >= call.start)
            }
            _ => false,
        };
        let mut values = match value {
            Value::List(items) => items.iter().collect::<Vec<_>>(),
            value => vec![value],
        };
        let parts: Vec<TextPart> = values.iter().flat_map(|value| value.to_parts()).collect();
        values.extend(parts.iter().filter_map(|part| match part {
            TextPart::Unknown(value) => Some(&**value),
            TextPart::Units(_) => None,
        }));
        if values.into_iter().any(is_set_elsewhere) {
            let file = files.last;
            self.script.flag(&FILE_NOT_READ, file);
        }
    }
}

/// Where each variable of a text is named first.
fn first_mentions(source: &str) -> BTreeMap<String, usize> {
    let mut first = BTreeMap::new();
    for name in runs_of(source, |c| c.is_alphanumeric() || matches!(c, '_' | ':')) {
        let before = source.get(..name.start).unwrap_or("");
        if before.ends_with(['$', '@', '{']) {
            first.entry(plain(name.of(source))).or_insert(name.start);
        }
    }
    first
}
