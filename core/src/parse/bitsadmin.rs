//! Calls of bitsadmin: the words of a call, looked up in the command catalog.

use super::found::Found;
use crate::command::bitsadmin::{Argument, Kind, VERBS, Verb, verb, verb_under};
use crate::span::Span;
use crate::text::Text;

/// An argument as the program gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub text: Text,
}

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// Where the program's name stands.
    pub program: Span,
    /// What stands before the verb: `/RAWRETURN` and the like.
    pub options: Vec<(&'static Verb, Span)>,
    /// The verb.
    pub verb: &'static Verb,
    /// Where the verb stands.
    pub verb_span: Span,
    /// The arguments.
    pub arguments: Vec<Given>,
    /// What is wrong with them.
    pub found: Vec<Found>,
}

/// A word with the argument of the verb that it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Which argument.
    pub argument: &'static Argument,
    /// Where its value stands.
    pub span: Span,
    /// Where the switch before it stands.
    pub switch_span: Option<Span>,
    /// What it says.
    pub text: Text,
}

/// stub
pub fn read(span: Span, program: Span, words: &[Word]) -> Vec<Statement> {
    let _ = VERBS;
    let mut options = Vec::new();
    let mut rest = words.iter().peekable();
    let mut found: Option<(&'static Verb, Span)> = None;
    while let Some(word) = rest.next() {
        let Some(text) = word.text.as_literal() else { break };
        let Some(verb) = verb(text) else { break };
        if matches!(verb.purpose, crate::command::Purpose::Option(_)) {
            options.push((verb, word.span));
            continue;
        }
        found = Some((verb, word.span));
        if let Some(next) = rest.peek()
            && let Some(under) = next.text.as_literal().and_then(|next| verb_under(verb.name, next))
        {
            found = Some((under, word.span.to(next.span)));
            rest.next();
        }
        break;
    }
    let Some((verb, verb_span)) = found else {
        return Vec::new();
    };
    let mut arguments = Vec::new();
    let mut positional = verb.arguments.iter().filter(|argument| argument.switch.is_none()).peekable();
    while let Some(word) = rest.next() {
        if let Some(argument) = word.text.as_literal().and_then(|text| verb.argument(text)) {
            if matches!(argument.kind, Kind::Switch) {
                arguments.push(Given { argument, span: word.span, switch_span: Some(word.span), text: word.text.clone() });
            } else if let Some(value) = rest.next() {
                arguments.push(Given { argument, span: value.span, switch_span: Some(word.span), text: value.text.clone() });
            }
            continue;
        }
        while let Some(argument) = positional.peek() {
            let fits = match argument.kind {
                Kind::OneOf(_) if argument.optional => word.text.as_literal().is_some_and(|text| {
                    argument.kind.spellings().iter().any(|s| s.said.eq_ignore_ascii_case(text))
                }),
                _ => true,
            };
            if fits { break; }
            positional.next();
        }
        let argument = match positional.next() {
            Some(argument) => argument,
            None => {
                let repeats: Vec<&'static Argument> = verb.arguments.iter().filter(|a| a.repeats).collect();
                let count = arguments.iter().filter(|g: &&Given| g.argument.repeats).count();
                match repeats.get(count.checked_rem(repeats.len().max(1)).unwrap_or(0)).copied() {
                    Some(argument) => argument,
                    None => break,
                }
            }
        };
        arguments.push(Given { argument, span: word.span, switch_span: None, text: word.text.clone() });
    }
    vec![Statement { span, program, options, verb, verb_span, arguments, found: Vec::new() }]
}
