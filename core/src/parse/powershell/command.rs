//! Commands: the words of them and where their output goes.

use super::fault;
use super::letter::{
    begins_parameter, begins_variable, ends_word, is_dash, is_double_quote, is_line_end, is_single_quote,
    is_space,
};
use super::operand::Place;
use super::reader::{Read, Reader};
use super::syntax::{
    Command, CommandBody, Invocation, Piece, Redirection, RedirectionTarget, Stream, Word, WordKind,
};
use crate::span::Span;
use std::borrow::Cow;

/// Whether `--` came already: behind it no word is a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parameters {
    Read,
    Over,
}

impl<'a> Reader<'a> {
    /// The command that comes next; none where the statement ends.
    pub(super) fn command(&mut self) -> Read<Option<Command<'a>>> {
        let start = self.at;
        let invocation = match self.char() {
            Some('&') if !self.sees(1, b'&') => Some(Invocation::Call),
            Some('.') if self.second().is_none_or(ends_word) => Some(Invocation::Dot),
            _ => None,
        };
        if invocation.is_some() {
            self.mark(1);
            self.skip_space()?;
        }
        let name = match invocation {
            Some(_) => match self.single_argument()? {
                Some(name) => name,
                None => return Err(self.fault(&fault::EXPRESSION)),
            },
            None => match self.command_name()? {
                Some(name) => name,
                None => return Ok(None),
            },
        };
        let mut end = name.span.end;
        let mut words = vec![name];
        let mut redirections = Vec::new();
        let mut parameters = Parameters::Read;
        loop {
            self.skip_space()?;
            if self.sees_class(|c| c == ',') {
                return Err(self.fault(&fault::ARGUMENT));
            }
            if self.sees_end_of_command() {
                break;
            }
            if self.sees_redirection() {
                let redirection = self.redirection()?;
                end = redirection.span.end;
                redirections.push(redirection);
                continue;
            }
            if self.sees_verbatim_sign() {
                let sign = self.at;
                self.skip(3);
                words.push(self.verbatim(sign));
                let rest = self.verbatim_argument();
                end = rest.span.end;
                words.push(rest);
                continue;
            }
            let word = self.word(&mut parameters)?;
            end = word.span.end;
            words.push(word);
        }
        Ok(Some(Command {
            invocation,
            body: CommandBody::Words(words),
            redirections,
            span: Span::new(start, end),
        }))
    }

    /// Whether a command ends here.
    pub(super) fn sees_end_of_command(&self) -> bool {
        self.char()
            .is_none_or(|c| is_line_end(c) || matches!(c, ';' | '|' | '&' | ')' | '}'))
    }

    /// The name of a command, or whatever stands in its place.
    fn command_name(&mut self) -> Read<Option<Word<'a>>> {
        if self.sees_end_of_command() {
            return Ok(None);
        }
        let start = self.at;
        match self.char() {
            Some(']') => self.skip(1),
            Some('<') => self.skip(1),
            _ if self.sees_redirection() => {
                self.skip_class(|c| c != '>');
                self.skip_class(|c| c == '>');
            }
            Some(c) if is_dash(c) && self.second().is_some_and(begins_parameter) => {
                return match self.parameter_name()? {
                    Ok(_) => Ok(Some(self.verbatim(start))),
                    Err(word) => Ok(Some(word)),
                };
            }
            _ => {
                let mut word = self.bare()?;
                // A name is not expanded.
                if let WordKind::Expandable { quoting, pieces } = &word.kind {
                    let value = pieces.iter().map(|piece| match piece {
                        Piece::Literal(text) => text.as_ref(),
                        Piece::Nested(inner) => inner.span.of(self.source),
                    });
                    word.kind = WordKind::Text {
                        quoting: *quoting,
                        value: Cow::Owned(value.collect()),
                    };
                }
                return Ok(Some(word));
            }
        }
        Ok(Some(self.verbatim(start)))
    }

    /// A word among the arguments, with the words that commas join to it.
    fn word(&mut self, parameters: &mut Parameters) -> Read<Word<'a>> {
        let start = self.at;
        if let (Some(first), Some(second)) = (self.char().filter(|c| is_dash(*c)), self.second()) {
            let length = first.len_utf8().saturating_add(second.len_utf8());
            let third = self.char_at(start.saturating_add(length));
            if is_dash(second) && third.is_none_or(ends_word) && *parameters == Parameters::Read {
                *parameters = Parameters::Over;
                self.skip(length);
                let kind = WordKind::Parameter {
                    name: Cow::Borrowed("-"),
                    name_span: self.since(start),
                    argument: None,
                };
                return Ok(Word::new(kind, self.since(start)));
            }
            if begins_parameter(second) && *parameters == Parameters::Read {
                return self.parameter();
            }
        }
        let Some(first) = self.single_argument()? else {
            return Err(self.fault(&fault::TOKEN));
        };
        self.argument_list(first)
    }

    /// `-Name` or `-Name:argument`
    fn parameter(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let name = match self.parameter_name()? {
            Ok(name) => name,
            Err(word) => return self.argument_list(word),
        };
        let name_span = self.since(start);
        let mut end = self.at;
        let mut argument = None;
        if name_span.len() > name.len().saturating_add(self.dash_length(start)) {
            self.skip_space()?;
            if self.sees_end_of_command() || self.sees_redirection() || self.sees(0, b',') {
                return Err(self.fault_since(&fault::PARAMETER_ARGUMENT, start));
            }
            let first = match self.single_argument()? {
                Some(first) => first,
                None => return Err(self.fault_since(&fault::PARAMETER_ARGUMENT, start)),
            };
            let value = self.argument_list(first)?;
            end = value.span.end;
            argument = Some(Box::new(value));
        }
        let kind = WordKind::Parameter {
            name: Cow::Borrowed(name),
            name_span,
            argument,
        };
        Ok(Word::new(kind, Span::new(start, end)))
    }

    fn dash_length(&self, start: usize) -> usize {
        self.char_at(start).map_or(0, char::len_utf8)
    }

    /// Steps over a dash, a name and a colon, and gives the name; a word with quotes in it is no parameter.
    fn parameter_name(&mut self) -> Read<Result<&'a str, Word<'a>>> {
        let start = self.at;
        self.skip(self.dash_length(start));
        let first = self.at;
        while let Some(c) = self.char() {
            if is_single_quote(c) || is_double_quote(c) {
                self.at = start;
                return self.bare().map(Err);
            }
            if ends_word(c) || matches!(c, '.' | '[' | ':') {
                break;
            }
            self.skip_char(c);
        }
        let name = self.source.get(first..self.at).unwrap_or("");
        if self.sees(0, b':') {
            self.skip(1);
        }
        Ok(Ok(name))
    }

    /// The arguments that commas join to one.
    fn argument_list(&mut self, first: Word<'a>) -> Read<Word<'a>> {
        let mut items = Vec::new();
        let mut last = first;
        loop {
            let end = self.at;
            self.skip_space()?;
            if !self.sees(0, b',') {
                self.at = end;
                break;
            }
            self.mark(1);
            self.skip_lines()?;
            let next = if self.sees_redirection() {
                None
            } else {
                self.single_argument()?
            };
            items.push(last);
            last = match next {
                Some(next) => next,
                None => return Err(self.fault(&fault::EXPRESSION)),
            };
        }
        let Some(first) = items.first() else {
            return Ok(last);
        };
        let span = first.span.to(last.span);
        items.push(last);
        Ok(Word::new(WordKind::List(items), span))
    }

    /// One argument; a parameter in its place is text.
    pub(super) fn single_argument(&mut self) -> Read<Option<Word<'a>>> {
        let start = self.at;
        if self.sees_end_of_command() {
            return Ok(None);
        }
        match self.char() {
            None | Some(',') => Ok(None),
            Some('@') if self.second().is_some_and(begins_variable) => {
                let word = self.variable()?;
                if self.continues_word() {
                    self.at = start;
                    return self.bare().map(Some);
                }
                Ok(Some(word))
            }
            Some('(' | '{' | '@') => self.operand(Place::Argument),
            Some(c) if is_single_quote(c) || is_double_quote(c) => self.operand(Place::Argument),
            Some('$') => match self.second() {
                Some('(') => self.operand(Place::Argument),
                Some(c) if c == '{' || begins_variable(c) => {
                    let word = self.variable()?;
                    if self.continues_word() {
                        self.at = start;
                        return self.bare().map(Some);
                    }
                    self.growing(|reader| reader.members(word, Place::Argument))
                        .map(Some)
                }
                _ => self.bare().map(Some),
            },
            Some(']') => {
                self.skip(1);
                Ok(Some(self.verbatim(start)))
            }
            Some(c) if is_dash(c) && self.second().is_some_and(begins_parameter) => {
                Ok(Some(match self.parameter_name()? {
                    Ok(_) => self.verbatim(start),
                    Err(word) => word,
                }))
            }
            // Signs belong to numbers in expressions only.
            Some(c) if c == '+' || is_dash(c) => self.bare().map(Some),
            Some(_) => match self.number(ends_word) {
                Some((number, length)) => {
                    self.skip(length);
                    Ok(Some(Word::new(WordKind::Constant(number), self.since(start))))
                }
                None => self.bare().map(Some),
            },
        }
    }

    /// Whether what follows a variable belongs to one word with it.
    fn continues_word(&self) -> bool {
        self.char().is_some_and(|c| match c {
            '.' | '[' => false,
            ':' => self.second() != Some(':'),
            '=' => !self.edition.is_core(),
            '?' => !(self.edition.is_core() && (self.sees(1, b'.') || self.sees(1, b'['))),
            c => !ends_word(c),
        })
    }

    /// `--%`
    fn sees_verbatim_sign(&self) -> bool {
        self.sees_text("--%") && self.char_at(self.at.saturating_add(3)).is_none_or(ends_word)
    }

    /// The rest of the line as it is written, up to a pipe outside of quotes.
    fn verbatim_argument(&mut self) -> Word<'a> {
        let before = self.at;
        self.skip_class(is_space);
        let start = self.at;
        let mut in_quotes = false;
        while let Some(c) = self.char() {
            match c {
                c if is_line_end(c) => break,
                c if is_double_quote(c) => in_quotes = !in_quotes,
                '|' if !in_quotes => break,
                '&' if !in_quotes && self.sees(1, b'&') => break,
                _ => {}
            }
            self.skip_char(c);
        }
        if self.at == start {
            self.at = before;
            return self.verbatim(before);
        }
        self.verbatim(start)
    }

    /// Whether a redirection comes next.
    pub(super) fn sees_redirection(&self) -> bool {
        match self.byte(0) {
            Some(b'>' | b'<') => true,
            Some(b'1'..=b'6' | b'*') => self.sees(1, b'>'),
            _ => false,
        }
    }

    /// Where a stream goes.
    pub(super) fn redirection(&mut self) -> Read<Redirection<'a>> {
        let start = self.at;
        let from = match self.byte(0) {
            Some(b'<') => return Err(self.fault(&fault::INPUT)),
            Some(b'*') => Stream::All,
            Some(b'2') => Stream::Error,
            Some(b'3') => Stream::Warning,
            Some(b'4') => Stream::Verbose,
            Some(b'5') => Stream::Debug,
            Some(b'6') => Stream::Information,
            _ => Stream::Output,
        };
        let number = if self.sees(0, b'>') { 0 } else { 1 };
        let append = self.sees(number, b'>') && self.sees(number.saturating_add(1), b'>');
        let length = number.saturating_add(if append { 2 } else { 1 });
        if !append
            && self.sees(length, b'&')
            && self
                .byte(length.saturating_add(1))
                .is_some_and(|b| b.is_ascii_digit())
        {
            if !self.sees(length.saturating_add(1), b'1') {
                self.skip(length.saturating_add(2));
                return Err(self.fault_since(&fault::STREAM, start));
            }
            self.mark(length.saturating_add(2));
            return Ok(Redirection {
                from,
                target: RedirectionTarget::Merge(Stream::Output),
                span: self.since(start),
            });
        }
        self.mark(length);
        self.skip_space()?;
        let file = if self.sees_redirection() {
            None
        } else {
            self.single_argument()?
        };
        let Some(to) = file else {
            return Err(self.fault_since(&fault::FILE, start));
        };
        let span = Span::new(start, to.span.end);
        Ok(Redirection {
            from,
            target: RedirectionTarget::File { append, to },
            span,
        })
    }
}
