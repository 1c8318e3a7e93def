//! Operands: strings, variables, numbers, everything in brackets, and the members and elements of it.

use super::fault;
use super::letter::{
    begins_name, begins_variable, continues_name, ends_number, is_double_quote, is_single_quote,
};
use super::reader::{Read, Reader};
use super::syntax::{CommandBody, StatementKind, Word, WordKind};
use crate::span::Span;

impl<'a> Reader<'a> {
    /// The operand that comes next, members and elements with it; none where none begins.
    pub(super) fn operand(&mut self, place: Place) -> Read<Option<Word<'a>>> {
        match self.plain_operand(place)? {
            Some(word) => self.growing(|reader| reader.members(word, place)).map(Some),
            None => Ok(None),
        }
    }

    fn plain_operand(&mut self, place: Place) -> Read<Option<Word<'a>>> {
        let start = self.at;
        let Some(c) = self.char() else { return Ok(None) };
        let word = match c {
            c if is_single_quote(c) || is_double_quote(c) => self.quoted()?,
            '$' if self.sees(1, b'(') => self.subexpression()?,
            '$' if self.second().is_some_and(|c| c == '{' || begins_variable(c)) => self.variable()?,
            '@' if self.sees(1, b'(') => {
                self.mark(2);
                let statements = self.nested(|reader| reader.statements(Some(b')')))?;
                self.take(b')', &fault::SUBEXPRESSION_OPEN)?;
                Word::new(WordKind::Array(statements), self.since(start))
            }
            '@' if self.sees(1, b'{') => self.nested(Self::hashtable)?,
            '@' if self.sees_here_string() => self.here_string()?,
            '@' if self.second().is_some_and(begins_variable) => {
                let word = self.variable()?;
                if place == Place::Expression {
                    return Err(self.fault_since(&fault::SPLAT, start));
                }
                word
            }
            '@' => return Err(self.fault(&fault::UNRECOGNIZED)),
            '(' => {
                self.mark(1);
                let inner = self.nested(|reader| {
                    reader.skip_lines()?;
                    if reader.sees(0, b')') {
                        return Err(reader.fault(&fault::EXPECTED));
                    }
                    let inner = reader.chain()?;
                    reader.skip_lines()?;
                    Ok(inner)
                })?;
                self.take(b')', &fault::PARENTHESIS_OPEN)?;
                Word::new(WordKind::Paren(Box::new(inner)), self.since(start))
            }
            '{' => self.script_block()?,
            _ => match self.number(ends_number) {
                Some((number, length)) if place == Place::Expression => {
                    self.skip(length);
                    Word::new(WordKind::Constant(number), self.since(start))
                }
                _ => return Ok(None),
            },
        };
        Ok(Some(word))
    }

    /// `$( … )`
    pub(super) fn subexpression(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        self.mark(2);
        let statements = self.nested(|reader| reader.statements(Some(b')')))?;
        self.take(b')', &fault::SUBEXPRESSION_OPEN)?;
        Ok(Word::new(WordKind::Subexpression(statements), self.since(start)))
    }

    /// `{ … }` as a value.
    fn script_block(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let block = self.block()?;
        Ok(Word::new(
            WordKind::ScriptBlock(Box::new(block)),
            self.since(start),
        ))
    }

    /// Members, calls and elements behind a word.
    pub(super) fn members(&mut self, mut word: Word<'a>, place: Place) -> Read<Word<'a>> {
        loop {
            let safe =
                if self.edition.is_core() && self.sees(0, b'?') && (self.sees(1, b'.') || self.sees(1, b'['))
                {
                    1
                } else {
                    0
                };
            let ahead = |more: usize| self.at.saturating_add(safe).saturating_add(more);
            if self.sees(safe, b'[') {
                self.mark(safe.saturating_add(1));
                word = self.nested(|reader| reader.index(word))?;
            } else if self.sees(safe, b'.') && !self.sees(safe.saturating_add(1), b'.') {
                if place == Place::Argument
                    && self
                        .char_at(ahead(1))
                        .is_none_or(|c| c == '\0' || c.is_whitespace())
                {
                    return Ok(word);
                }
                self.mark(safe.saturating_add(1));
                word = self.member(word, Binding::Instance)?;
            } else if self.sees_text("::") {
                if place == Place::Argument
                    && self
                        .char_at(ahead(2))
                        .is_none_or(|c| c == '\0' || c.is_whitespace())
                {
                    return Ok(word);
                }
                self.mark(2);
                word = self.member(word, Binding::Static)?;
            } else {
                return Ok(word);
            }
            self.deepen()?;
        }
    }

    fn index(&mut self, target: Word<'a>) -> Read<Word<'a>> {
        let start = target.span.start;
        self.skip_lines()?;
        let Some(index) = self.expression()? else {
            return Err(self.fault(&fault::INDEX));
        };
        self.skip_lines()?;
        self.take(b']', &fault::BRACKET_OPEN)?;
        let kind = WordKind::Index {
            target: Box::new(target),
            index: Box::new(index),
        };
        Ok(Word::new(kind, self.since(start)))
    }

    fn member(&mut self, target: Word<'a>, binding: Binding) -> Read<Word<'a>> {
        let start = target.span.start;
        self.skip_space()?;
        let first = self.at;
        let member = if self.sees_class(begins_name) {
            self.skip_class(continues_name);
            self.verbatim(first)
        } else {
            match self.plain_operand(Place::Expression)? {
                Some(word) => word,
                None => return Err(self.fault(&fault::PROPERTY)),
            }
        };
        let is_static = binding == Binding::Static;
        let (target, member) = (Box::new(target), Box::new(member));
        let end = self.at;
        let arguments = if self.sees(0, b'(') {
            self.mark(1);
            let arguments = self.nested(Self::call_arguments)?;
            self.take(b')', &fault::CALL_OPEN)?;
            arguments
        } else if self.sees(0, b'{') {
            vec![self.script_block()?]
        } else {
            let kind = WordKind::Member {
                target,
                member,
                is_static,
            };
            return Ok(Word::new(kind, Span::new(start, end)));
        };
        let kind = WordKind::Call {
            target,
            member,
            is_static,
            arguments,
        };
        Ok(Word::new(kind, self.since(start)))
    }

    fn call_arguments(&mut self) -> Read<Vec<Word<'a>>> {
        let mut arguments = Vec::new();
        self.skip_lines()?;
        if self.sees(0, b')') {
            return Ok(arguments);
        }
        loop {
            self.comma_ends = true;
            let argument = self.expression()?;
            self.comma_ends = false;
            match argument {
                Some(argument) => arguments.push(argument),
                None if self.sees(0, b',') || !arguments.is_empty() => {
                    return Err(self.fault(&fault::TOKEN_OPERAND));
                }
                None => return Err(self.fault(&fault::CALL_OPEN)),
            }
            self.skip_lines()?;
            if !self.sees(0, b',') {
                return Ok(arguments);
            }
            self.mark(1);
            self.skip_lines()?;
        }
    }
}

/// Where an operand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In an expression.
    Expression,
    /// Among the words of a command.
    Argument,
}

/// What a member belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Binding {
    Instance,
    Static,
}

/// Whether a word may be assigned to.
pub(super) fn is_assignable(word: &Word<'_>) -> bool {
    match &word.kind {
        WordKind::Variable(_) | WordKind::Member { .. } | WordKind::Index { .. } => true,
        WordKind::Other(name) => *name == "UsingExpression" || *name == "AttributedExpression",
        WordKind::Cast { inner, .. } => is_assignable(inner),
        WordKind::List(items) => items.iter().all(is_assignable),
        WordKind::Paren(inner) => match &inner.kind {
            StatementKind::Pipeline {
                commands,
                background: false,
            } => match commands.as_slice() {
                [command] => match &command.body {
                    CommandBody::Expression(word) => command.redirections.is_empty() && is_assignable(word),
                    CommandBody::Words(_) => false,
                },
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}
