//! What all parts of the reader use: objects with known keys, places, errors.

use super::{DocumentError, DocumentErrors, Span, Spans};
use crate::diagnostic::{At, position};
use crate::lower_case::folded;
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::{Range, Ranged};

/// Collects the errors of all documents and the places of one.
pub(super) struct Reader<'s> {
    source: &'s str,
    document: Option<usize>,
    errors: Vec<DocumentError>,
    spans: Spans,
}

/// The known keys of an object with their values.
pub(super) struct Members<'n, 'a> {
    known: Vec<(&'static str, &'n Value<'a>)>,
    /// Whether there was an unknown key: what is missing may be what was meant by it, and is not named again.
    pub(super) has_unknown: bool,
}

impl<'n, 'a> Members<'n, 'a> {
    pub(super) fn get(&self, key: &str) -> Option<&'n Value<'a>> {
        self.known
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| *value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &'n Value<'a>)> {
        self.known.iter().copied()
    }
}

/// What an object is called in messages, the keys it has, and what is said of keys that belong elsewhere.
pub(super) struct Shape<'k> {
    pub(super) whose: &'k str,
    pub(super) keys: &'k [&'static str],
    pub(super) elsewhere: fn(&str) -> Option<String>,
}

/// No key is known to belong elsewhere.
pub(super) fn nowhere(_: &str) -> Option<String> {
    None
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s str) -> Reader<'s> {
        Reader {
            source,
            document: None,
            errors: Vec::new(),
            spans: Vec::new(),
        }
    }

    /// Begins a document; the number is given when there are several.
    pub(super) fn begin(&mut self, document: Option<usize>) {
        self.document = document;
        self.spans.clear();
    }

    /// The places of the document that was begun last.
    pub(super) fn take_spans(&mut self) -> Spans {
        std::mem::take(&mut self.spans)
    }

    /// The errors, when there are some.
    pub(super) fn finish(self) -> Result<(), DocumentErrors> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(DocumentErrors(self.errors))
        }
    }

    pub(super) fn mark(&mut self, at: At, node: &Value<'_>) {
        let Range { start, end } = node.range();
        self.spans.push((at, Span { start, end }));
    }

    pub(super) fn error(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        let error = DocumentError {
            start: position(self.source, at.start),
            end: position(self.source, at.end),
            document: self.document,
            message: message.into(),
            help: help.into(),
        };
        let before = |other: &DocumentError| other.start.offset <= error.start.offset;
        self.errors.insert(self.errors.partition_point(before), error);
    }

    pub(super) fn error_at(&mut self, at: &impl Ranged, message: impl Into<String>, help: impl Into<String>) {
        let Range { start, end } = at.range();
        self.error(Span { start, end }, message, help);
    }

    /// Says that a value has the wrong type.
    pub(super) fn wrong_type(&mut self, node: &Value<'_>, whose: &str, takes: &str, help: impl Into<String>) {
        let message = format!("`{whose}` takes {takes}, and this is {}.", kind(node));
        self.error_at(node, message, help);
    }

    /// The members of an object; unknown and repeated keys are errors at the key.
    pub(super) fn members<'n, 'a>(&mut self, object: &'n Object<'a>, shape: &Shape<'_>) -> Members<'n, 'a> {
        let mut members = Members {
            known: Vec::new(),
            has_unknown: false,
        };
        for property in &object.properties {
            let key = property.name.as_str();
            let Some(known) = shape.keys.iter().copied().find(|known| *known == key) else {
                let help = (shape.elsewhere)(key).unwrap_or_else(|| match closest(key, shape.keys) {
                    Some(likely) => format!("Did you mean `{likely}`?"),
                    None => format!("Use one of: {}.", shape.keys.join(", ")),
                });
                self.error_at(&property.name, format!("{} has no `{key}`.", shape.whose), help);
                members.has_unknown = true;
                continue;
            };
            if members.get(known).is_some() {
                self.error_at(
                    &property.name,
                    format!("`{known}` stands here twice."),
                    "Keep one of the two.",
                );
                continue;
            }
            members.known.push((known, &property.value));
        }
        members
    }

    /// The members of a value that has to be an object.
    pub(super) fn object<'n, 'a>(
        &mut self,
        node: &'n Value<'a>,
        name: &str,
        shape: &Shape<'_>,
    ) -> Option<Members<'n, 'a>> {
        match node {
            Value::Object(object) => Some(self.members(object, shape)),
            other => {
                let help = format!("Write {{ … }} with: {}.", shape.keys.join(", "));
                self.wrong_type(other, name, "an object", help);
                None
            }
        }
    }

    /// A string.
    pub(super) fn string<'n>(&mut self, node: &'n Value<'_>, name: &str) -> Option<&'n str> {
        match node {
            Value::StringLit(literal) => Some(&literal.value),
            other => {
                self.wrong_type(other, name, "a string", "Write it in double quotes.");
                None
            }
        }
    }

    /// One of a list of words.
    pub(super) fn word<T>(
        &mut self,
        node: &Value<'_>,
        name: &str,
        words: &[&'static str],
        from_word: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let typed = self.string(node, name)?;
        let found = from_word(typed);
        if found.is_none() {
            let help = match closest(typed, words) {
                Some(likely) => format!("Did you mean `{likely}`? The words are: {}.", words.join(", ")),
                None => format!("Use one of: {}.", words.join(", ")),
            };
            self.error_at(node, format!("`{name}` has no word `{typed}`."), help);
        }
        found
    }
}

/// What a value is, for messages.
pub(super) fn kind(node: &Value<'_>) -> &'static str {
    match node {
        Value::StringLit(_) => "a string",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "true or false",
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::NullKeyword(_) => "null",
    }
}

/// The word that was most likely meant.
pub fn closest(typed: &str, words: &[&'static str]) -> Option<&'static str> {
    let fold =
        |word: &str| -> String { folded(&word.chars().filter(|c| c.is_alphanumeric()).collect::<String>()) };
    let typed = fold(typed);
    let likeness = |word: &str| {
        let word = fold(word);
        let within = typed.len() > 3 && (word.contains(&typed) || typed.contains(&word));
        let likeness = strsim::jaro_winkler(&typed, &word);
        if within { likeness.max(0.85) } else { likeness }
    };
    words
        .iter()
        // A letter is no word that is misspelt.
        .filter(|word| word.len() > 1)
        .map(|word| (likeness(word), *word))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word)
}
