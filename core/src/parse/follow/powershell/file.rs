//! `. .\\file.ps1`: another file, or a text that is not known, that a text runs as a part of itself.

use super::Follower;
use crate::lower_case::begins;
use crate::parse::follow::variables::SHARED;
use crate::parse::hidden::runs_of;
use crate::parse::patterns::FILE_NOT_READ;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{TextPart, Value};
use crate::quote::powershell::is_automatic;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Files that were run, and what the text itself says of variables.
pub(super) struct Files {
    /// The one that was run last.
    last: Span,
    /// Where each variable is named first, by its name in lower case.
    first: BTreeMap<String, usize>,
    /// What the text itself set before them, and not since, by its name in lower case.
    before: BTreeSet<String>,
}

impl Follower<'_, '_, '_> {
    /// Another file is run, or a text that is not known: nobody knows what a variable holds behind it.
    pub(super) fn note_file(&mut self, span: Span) {
        let (first, mut before) = match self.files.take() {
            Some(files) => (files.first, files.before),
            None => (first_mentions(self.source), BTreeSet::new()),
        };
        let known: Vec<String> = self.variables.names();
        self.forget_all();
        let is_forgotten = |name: &String| !name.starts_with(SHARED) && self.variables.get(name).is_none();
        before.extend(known.into_iter().filter(is_forgotten));
        self.files = Some(Files {
            last: span,
            first,
            before,
        });
    }

    /// Says of the file that was run last that it may put another function in the place of one that the text has before it.
    pub(super) fn say_of_function(&mut self, function: Span) {
        if let Some(files) = &self.files
            && function.end <= files.last.start
        {
            let file = files.last;
            self.script.say(
                &FILE_NOT_READ,
                file,
                "What is run here is not read. It may put another function in the place of one that the text calls behind it.",
            );
        }
    }

    /// The text sets a variable itself.
    pub(super) fn note_set(&mut self, name: &str) {
        if let Some(files) = &mut self.files {
            files.before.remove(name);
        }
    }

    /// Says of the file that was run that it may set what a call takes.
    pub(super) fn say_of_file(&mut self, value: &Value, call: Span) {
        let Some(files) = &self.files else { return };
        // The variables that what is not known is made of, such as `$config.Url`.
        let is_set_elsewhere = |value: &Value| {
            let (Value::Variable { unknown, .. } | Value::Opaque(unknown)) = value else {
                return false;
            };
            let source = unknown.source.as_str();
            names(source).any(|(name, _)| {
                let first = files.first.get(&plain(name));
                let is_first = first.is_some_and(|first| *first >= call.start);
                name != "_" && !is_automatic(name) && (is_first || files.before.contains(&plain(name)))
            })
        };
        let mut values: Vec<&Value> = value.items().iter().collect();
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
pub(super) fn first_mentions(source: &str) -> BTreeMap<String, usize> {
    let mut first = BTreeMap::new();
    for (name, at) in names(source) {
        first.entry(plain(name)).or_insert(at);
    }
    first
}

/// The names of variables in a text, but for those of the environment, and where they stand.
fn names(source: &str) -> impl Iterator<Item = (&str, usize)> {
    let runs = runs_of(source, |c| c.is_alphanumeric() || matches!(c, '_' | ':'));
    runs.filter_map(|run| {
        let before = source.get(..run.start).unwrap_or("");
        let name = run.of(source);
        (before.ends_with(['$', '@', '{']) && !begins(name, "env:")).then_some((name, run.start))
    })
}
