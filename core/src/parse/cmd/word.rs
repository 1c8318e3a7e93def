//! Words: runs of text without blanks, with what is a variable in them.

use super::change::Changed;
use crate::span::Span;
use crate::text::{Dialect, Piece, Text, is_environment_name};

/// What a part of a word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Itself, as the command gets it: quotes are there, carets are gone, `%%` is one percent sign.
    Literal(String),
    /// The environment variable of that name: `%NAME%`.
    Environment(String),
    /// An argument of the batch file, without the percent sign: `1`, `*`, `~dp0`.
    Argument(String),
    /// The variable of a `for` around it, without percent signs: `i`, `~nxi`.
    Loop(String),
    /// The environment variable of that name when the command runs: `!NAME!`.
    Delayed(String),
    /// A part of such a variable, or it with something replaced: `%NAME:~0,3%`, `!NAME:a=b!`.
    Changed(Box<Changed>),
    /// Something else that cmd computes, such as `%~z$PATH:1`.
    Opaque,
}

impl Value {
    /// The name of the environment variable that it takes, all of it or a part.
    pub(in crate::parse) fn variable(&self) -> Option<&str> {
        match self {
            Value::Environment(name) | Value::Delayed(name) => Some(name),
            Value::Changed(changed) => Some(&changed.name),
            Value::Literal(_) | Value::Argument(_) | Value::Loop(_) | Value::Opaque => None,
        }
    }
}

/// A part of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it stands for. A literal is written so in the source, or is one character with its escape.
    pub value: Value,
    /// Where.
    pub span: Span,
    /// Whether it begins inside of quotes that cmd sees.
    pub quoted: bool,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where, with quotes and carets.
    pub span: Span,
    /// What it is made of, in order.
    pub parts: Vec<Part>,
    /// The blanks before it, as a program gets them; `None` where it is one space.
    pub(super) gap: Option<Box<str>>,
}

impl Word {
    /// The word with other parts.
    pub(in crate::parse) fn with(&self, parts: Vec<Part>) -> Word {
        Word {
            parts,
            ..self.clone()
        }
    }

    /// The text as the command gets it, quotes included; `None` where a part is not literal.
    pub fn literal(&self) -> Option<String> {
        let mut out = String::new();
        for part in &self.parts {
            match &part.value {
                Value::Literal(text) => out.push_str(text),
                _ => return None,
            }
        }
        Some(out)
    }

    /// As [`Word::literal`], without quotes.
    pub fn unquoted(&self) -> Option<String> {
        self.literal().map(|text| text.replace('"', ""))
    }

    /// Whether it is that word, in any case, written without quotes and escapes.
    pub fn is(&self, word: &str) -> bool {
        match self.parts.as_slice() {
            [
                Part {
                    value: Value::Literal(text),
                    span,
                    ..
                },
            ] => text.eq_ignore_ascii_case(word) && span.len() == word.len(),
            _ => false,
        }
    }

    /// The words that it is where something with blanks was put into it: cut at blanks outside of quotes.
    pub fn split(self) -> Vec<Word> {
        let has_blank =
            |part: &Part| matches!(&part.value, Value::Literal(text) if text.contains([' ', '\t']));
        if !self.parts.iter().any(has_blank) {
            return vec![self];
        }
        let mut words: Vec<Word> = Vec::new();
        let mut inside = false;
        let mut is_open = false;
        for part in self.parts {
            let runs = match &part.value {
                Value::Literal(text) => {
                    let mut runs = vec![String::new()];
                    for c in text.chars() {
                        inside ^= c == '"';
                        match !inside && matches!(c, ' ' | '\t') {
                            true => runs.push(String::new()),
                            false => runs.last_mut().into_iter().for_each(|run| run.push(c)),
                        }
                    }
                    runs.into_iter().map(Value::Literal).collect()
                }
                _ => vec![part.value.clone()],
            };
            for (index, value) in runs.into_iter().enumerate() {
                is_open &= index == 0;
                if matches!(&value, Value::Literal(text) if text.is_empty()) {
                    continue;
                }
                let part = Part {
                    value,
                    span: part.span,
                    quoted: part.quoted,
                };
                match words.last_mut().filter(|_| is_open) {
                    Some(word) => word.parts.push(part),
                    None => words.push(Word {
                        span: self.span,
                        parts: vec![part],
                        gap: None,
                    }),
                }
                is_open = true;
            }
        }
        if let Some(first) = words.first_mut() {
            first.gap = self.gap;
        }
        words
    }

    /// The blanks before it, as a program gets them.
    pub fn gap(&self) -> &str {
        self.gap.as_deref().unwrap_or(" ")
    }
}

/// What parts stand for, as a text of a job; what only cmd computes is kept as it stands in the source.
pub fn text(parts: &[Part], source: &str) -> Text {
    Text::from_pieces(parts.iter().map(|part| match &part.value {
        Value::Literal(text) => Piece::Literal(text.clone()),
        Value::Environment(name) if is_environment_name(name) => Piece::Environment(name.clone()),
        _ => Piece::Opaque {
            source: part.span.of(source).to_owned(),
            shell: Dialect::Cmd,
        },
    }))
}
