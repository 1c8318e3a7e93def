//! Values of expressions, as far as they are known without running anything.

use super::number::Number;
use crate::span::Span;
use std::fmt::Write;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `$null`
    Null,
    /// `$true`, `$false`
    Boolean(bool),
    /// A number.
    Number {
        /// It.
        number: Number,
        /// How it was written, where it stands alone: texts and programs get it like this.
        spelling: Option<String>,
    },
    /// A UTF-16 unit.
    Character(u16),
    /// A string, perhaps with pieces that are not known.
    Text(Vec<TextPart>),
    /// Several values.
    List(Vec<Value>),
    /// Keys and their values, in the order written.
    Hashtable(Vec<(Value, Value)>),
    /// An object made of properties: `[pscustomobject]@{ … }`.
    Object(Vec<(Value, Value)>),
    /// `[Type]::Member`: most often a word of an enumeration.
    Member {
        /// The type, as written.
        type_name: String,
        /// The member.
        member: String,
    },
    /// Members of an enumeration, by the sum of their numbers.
    Enumeration {
        /// The sum.
        number: i64,
        /// Their names, where these are documented.
        names: Vec<&'static str>,
    },
    /// An object of a known type: a job, a credential.
    Instance {
        /// .NET's name of the type: its text.
        type_name: String,
        /// What the caller knows it by.
        tag: String,
    },
    /// `{ … }`
    ScriptBlock(Unknown),
    /// A variable whose value is not known.
    Variable {
        /// Its name.
        name: String,
        /// Where it stands.
        unknown: Unknown,
    },
    /// Another expression whose value is not known.
    Opaque(Unknown),
}

/// An expression whose value is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Where it stands.
    pub span: Span,
    /// What stands there.
    pub source: String,
}

/// A part of a string.
#[derive(Debug, Clone, PartialEq)]
pub enum TextPart {
    /// Known UTF-16 units.
    Units(Vec<u16>),
    /// What is not known: a [`Value::Variable`], [`Value::Opaque`] or the like.
    Unknown(Box<Value>),
}

/// How large a value may become that is put together from others.
pub(super) const LARGEST: usize = 32_768;

/// What a value counts besides what it holds.
pub(super) const VALUE: usize = 64;

impl Value {
    /// The elements of a list, or the value itself.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            value => std::slice::from_ref(value),
        }
    }

    /// A known string.
    pub fn text(text: &str) -> Value {
        Value::Text(vec![TextPart::Units(text.encode_utf16().collect())])
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        match self {
            Value::Null
            | Value::Boolean(_)
            | Value::Number { .. }
            | Value::Character(_)
            | Value::Member { .. }
            | Value::Enumeration { .. }
            | Value::Instance { .. } => true,
            Value::Text(parts) => parts.iter().all(|part| matches!(part, TextPart::Units(_))),
            Value::List(items) => items.iter().all(Value::is_known),
            Value::Hashtable(pairs) | Value::Object(pairs) => pairs
                .iter()
                .all(|(key, value)| key.is_known() && value.is_known()),
            Value::ScriptBlock(_) | Value::Variable { .. } | Value::Opaque(_) => false,
        }
    }

    /// Whether nothing is known of it, not even its type.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Variable { .. } | Value::Opaque(_))
    }

    /// The string, where it is one and all of it is known.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Value::Text(_) => self.to_text(),
            _ => None,
        }
    }

    /// What PowerShell makes of it where it wants a string; nothing where that is not known.
    pub fn to_text(&self) -> Option<String> {
        let mut units = Vec::new();
        for part in self.to_parts() {
            match part {
                TextPart::Units(more) => units.extend(more),
                TextPart::Unknown(_) => return None,
            }
        }
        String::from_utf16(&units).ok()
    }

    /// The parts of the string that PowerShell makes of it.
    pub fn to_parts(&self) -> Vec<TextPart> {
        let units = |text: &str| vec![TextPart::Units(text.encode_utf16().collect())];
        match self {
            Value::Null => units(""),
            Value::Boolean(value) => units(if *value { "True" } else { "False" }),
            Value::Number { number, .. } => units(&number.to_string()),
            Value::Character(unit) => vec![TextPart::Units(vec![*unit])],
            Value::Text(parts) => parts.clone(),
            Value::Member { member, .. } => units(member),
            Value::Enumeration { number, names } => match names.as_slice() {
                [] => units(&number.to_string()),
                names => units(&names.join(", ")),
            },
            Value::Hashtable(_) => units("System.Collections.Hashtable"),
            Value::List(items) => {
                let mut parts = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        push(&mut parts, units(" "));
                    }
                    push(&mut parts, item.to_parts());
                }
                parts
            }
            Value::Object(pairs) => {
                let mut text = String::from("@{");
                for (index, (name, value)) in pairs.iter().enumerate() {
                    let (Some(name), Some(value)) = (name.to_text(), value.to_text()) else {
                        return vec![TextPart::Unknown(Box::new(self.clone()))];
                    };
                    let separator = if index > 0 { "; " } else { "" };
                    let _ = write!(text, "{separator}{name}={value}");
                }
                text.push('}');
                units(&text)
            }
            Value::Instance { type_name, .. } => units(type_name),
            Value::ScriptBlock(_) | Value::Variable { .. } | Value::Opaque(_) => {
                vec![TextPart::Unknown(Box::new(self.clone()))]
            }
        }
    }

    /// How much it holds: UTF-16 units, and some for each value.
    pub(crate) fn size(&self) -> usize {
        let inside = match self {
            Value::Text(parts) => parts.iter().fold(0usize, |sum, part| {
                sum.saturating_add(match part {
                    TextPart::Units(units) => units.len(),
                    TextPart::Unknown(value) => value.size(),
                })
            }),
            Value::List(items) => items
                .iter()
                .fold(0usize, |sum, item| sum.saturating_add(item.size())),
            Value::Hashtable(pairs) | Value::Object(pairs) => {
                pairs.iter().fold(0usize, |sum, (key, value)| {
                    sum.saturating_add(key.size()).saturating_add(value.size())
                })
            }
            Value::ScriptBlock(unknown) | Value::Opaque(unknown) | Value::Variable { unknown, .. } => {
                unknown.source.len()
            }
            _ => 0,
        };
        inside.saturating_add(VALUE)
    }

    /// Whether it is too large to be put together further.
    pub fn is_large(&self) -> bool {
        self.size() > LARGEST
    }

    /// Whether it is this key, whatever its letter case.
    pub(crate) fn is_key(&self, key: &str) -> bool {
        match self {
            Value::Text(parts) => match parts.as_slice() {
                [TextPart::Units(units)] => {
                    units.len() == key.encode_utf16().count()
                        && self.as_text().is_some_and(|text| text.eq_ignore_ascii_case(key))
                }
                _ => false,
            },
            value => value.to_text().is_some_and(|text| text.eq_ignore_ascii_case(key)),
        }
    }

    /// The value of a key, whatever its letter case.
    pub fn entry(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Hashtable(pairs) | Value::Object(pairs) => pairs
                .iter()
                .find(|(name, _)| name.is_key(key))
                .map(|(_, value)| value),
            _ => None,
        }
    }
}

/// Puts parts behind parts.
pub(crate) fn push(parts: &mut Vec<TextPart>, more: Vec<TextPart>) {
    for part in more {
        match (parts.last_mut(), part) {
            (Some(TextPart::Units(last)), TextPart::Units(more)) => last.extend(more),
            (_, part) => parts.push(part),
        }
    }
}
