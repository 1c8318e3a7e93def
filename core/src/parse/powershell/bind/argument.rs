//! The arguments of a call, splatted ones with them.

use crate::parse::powershell::constant::{Variables, evaluate};
use crate::parse::powershell::syntax::{Word, WordKind};
use crate::parse::powershell::value::Value;
use crate::span::Span;

/// An argument as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name, if it has one.
    pub name: Option<Name>,
    /// Its value: behind a colon, by itself, or from a hashtable.
    pub value: Option<Value>,
    /// Where the value stands.
    pub value_span: Option<Span>,
    /// Whether it comes out of a variable that is splatted.
    pub is_splatted: bool,
}

/// The name of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name without dash and colon.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Argument {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match (&self.name, self.value_span) {
            (_, Some(span)) => span,
            (Some(name), None) => name.span,
            (None, None) => Span::default(),
        }
    }

    /// Whether it stands for arguments that are not known.
    pub fn is_unknown_splat(&self) -> bool {
        self.is_splatted && self.name.is_none() && self.value.as_ref().is_some_and(Value::is_unknown)
    }

    fn positional(value: Value, span: Span) -> Argument {
        Argument {
            name: None,
            value: Some(value),
            value_span: Some(span),
            is_splatted: false,
        }
    }
}

/// The arguments that words stand for: those behind the name of a command.
pub fn arguments(words: &[Word<'_>], source: &str, variables: &Variables<'_>) -> Vec<Argument> {
    let mut all = Vec::new();
    for word in words {
        match &word.kind {
            WordKind::Parameter { name, .. } if name == "-" => {}
            WordKind::Parameter {
                name,
                name_span,
                argument,
            } => all.push(Argument {
                name: Some(Name {
                    text: name.to_string(),
                    span: *name_span,
                }),
                value: argument.as_ref().map(|value| evaluate(value, source, variables)),
                value_span: argument.as_ref().map(|value| value.span),
                is_splatted: false,
            }),
            WordKind::Splat(name) => splat(name, word, source, variables, &mut all),
            _ => all.push(Argument::positional(evaluate(word, source, variables), word.span)),
        }
    }
    all
}

/// A hashtable stands for named arguments, a list for others.
fn splat(name: &str, word: &Word<'_>, source: &str, variables: &Variables<'_>, all: &mut Vec<Argument>) {
    let variable = Word::new(WordKind::Variable(name.into()), word.span);
    match evaluate(&variable, source, variables) {
        Value::Hashtable(pairs) => all.extend(pairs.into_iter().map(|(key, value)| Argument {
            name: Some(Name {
                text: key.to_text().unwrap_or_default(),
                span: word.span,
            }),
            value: Some(value),
            value_span: Some(word.span),
            is_splatted: true,
        })),
        Value::List(items) => {
            // What is not known may be several, or none: which place the others have is not known then.
            let known = items.iter().take_while(|item| !item.is_unknown()).count();
            let mut items = items.into_iter();
            let places = items.by_ref().take(known).collect::<Vec<_>>();
            all.extend(places.into_iter().chain(items.next()).map(|item| Argument {
                is_splatted: true,
                ..Argument::positional(item, word.span)
            }));
        }
        value => all.push(Argument {
            is_splatted: true,
            ..Argument::positional(value, word.span)
        }),
    }
}
