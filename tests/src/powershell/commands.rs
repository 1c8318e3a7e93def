//! Commands: their names, arguments, parameters and redirections.

use super::Unread;
use super::letters::{
    ends_word, is_dash, is_digit, is_double_quote, is_line_end, is_single_quote, starts_parameter,
};
use super::numbers::number;
use super::reader::Reader;
use super::strings::Pieces;
use super::syntax::{Command, CommandBody, Invoke, Redirection, RedirectionTarget, Span, Word, WordKind};

const STREAMS: [(u8, &str); 7] = [
    (b'1', "Output"),
    (b'2', "Error"),
    (b'3', "Warning"),
    (b'4', "Verbose"),
    (b'5', "Debug"),
    (b'6', "Information"),
    (b'*', "All"),
];

fn stream(unit: Option<u16>) -> Option<&'static str> {
    STREAMS
        .iter()
        .find(|(byte, _)| Some(u16::from(*byte)) == unit)
        .map(|(_, name)| *name)
}

impl Reader<'_> {
    /// A command from its name on; `start` is where its span begins.
    pub(super) fn command(&mut self, start: usize, invoke: Option<Invoke>) -> Result<Command, Unread> {
        let mut words = vec![self.command_name(invoke)?];
        let mut redirections: Vec<Redirection> = Vec::new();
        let mut end = self.at;
        loop {
            self.skip_space()?;
            if self.argument_ends() {
                break;
            }
            if let Some(redirection) = self.redirection()? {
                redirections.push(redirection);
            } else {
                words.push(self.argument()?);
            }
            end = self.at;
        }
        Ok(Command {
            span: Span { start, end },
            invoke,
            body: CommandBody::Words(words),
            redirections,
        })
    }

    /// Redirections behind an expression.
    pub(super) fn redirections_after(&mut self, command: &mut Command) -> Result<(), Unread> {
        loop {
            let before = self.at;
            self.skip_space()?;
            match self.redirection()? {
                Some(redirection) => {
                    command.span.end = redirection.span.end;
                    command.redirections.push(redirection);
                }
                None => {
                    self.at = before;
                    return Ok(());
                }
            }
        }
    }

    fn command_name(&mut self, invoke: Option<Invoke>) -> Result<Word, Unread> {
        if invoke.is_none() {
            if self.argument_ends() || self.sees_class(0, is_dash) || self.sees_any(0, b"<>]") {
                return self.fail("no command");
            }
            let name = self.generic(false)?;
            return match name.kind {
                WordKind::Bare(_) => Ok(name),
                _ => self.fail("command name that is expanded"),
            };
        }
        self.item()
    }

    /// Whether no further argument can begin here.
    fn argument_ends(&self) -> bool {
        self.peek(0).is_none_or(is_line_end) || self.sees_any(0, b";|&)}")
    }

    fn argument(&mut self) -> Result<Word, Unread> {
        if self.sees_class(0, is_dash)
            && let Some(word) = self.parameter()?
        {
            return Ok(word);
        }
        self.argument_list()
    }

    /// Items with commas between them.
    fn argument_list(&mut self) -> Result<Word, Unread> {
        let first = self.item()?;
        let mut items = vec![first];
        loop {
            let before = self.at;
            self.skip_space()?;
            if !self.sees(0, b',') {
                self.at = before;
                break;
            }
            self.at += 1;
            self.skip_lines()?;
            items.push(self.item()?);
        }
        if items.len() == 1 {
            return items.pop().map_or_else(|| self.fail("empty list"), Ok);
        }
        let span = items[0].span.to(items[items.len() - 1].span);
        Ok(Word {
            span,
            kind: WordKind::List(items),
        })
    }

    /// `-Name` or `-Name:value`; nothing when the dash begins an ordinary word.
    fn parameter(&mut self) -> Result<Option<Word>, Unread> {
        let start = self.at;
        if self.sees_class(1, is_dash) {
            return match self.peek(2) {
                Some(unit) if !ends_word(unit) && unit != u16::from(b'%') => Ok(None),
                _ => self.fail("two dashes"),
            };
        }
        if !self.sees_class(1, starts_parameter) {
            return Ok(None);
        }
        self.at += 1;
        let length = self.run(|unit| !ends_word(unit) && unit != u16::from(b':') && !is_stop(unit));
        let name = self.slice(self.at, self.at + length);
        self.at += length;
        if self.sees_class(0, |unit| is_single_quote(unit) || is_double_quote(unit)) {
            self.at = start;
            return Ok(None);
        }
        let mut argument = None;
        if self.sees(0, b':') {
            self.at += 1;
            self.skip_space()?;
            if self.argument_ends() {
                return self.fail("parameter without its argument");
            }
            argument = Some(Box::new(self.argument_list()?));
        }
        Ok(Some(Word {
            span: self.span_from(start),
            kind: WordKind::Parameter { name, argument },
        }))
    }

    /// One argument without commas.
    fn item(&mut self) -> Result<Word, Unread> {
        let Some(unit) = self.peek(0) else {
            return self.fail("no argument");
        };
        if is_single_quote(unit) || is_double_quote(unit) {
            let word = self.quoted()?;
            return self.postfix(word);
        }
        if self.sees(0, b'$') {
            return self.dollar_item();
        }
        if self.sees_any(0, b"({") {
            let word = self.primary()?;
            return self.postfix(word);
        }
        if self.sees(0, b'@') {
            if self.sees_any(1, b"({") || self.sees_here_string() {
                let word = self.primary()?;
                return self.postfix(word);
            }
            return self.splat();
        }
        if self.sees_any(0, b",<>]") {
            return self.fail("character that begins no argument");
        }
        let numeric = is_digit(unit) || self.sees(0, b'.') && self.sees_class(1, is_digit);
        if numeric && let Some(word) = self.number_item()? {
            return Ok(word);
        }
        self.generic(true)
    }

    fn dollar_item(&mut self) -> Result<Word, Unread> {
        if self.sees(1, b'(') {
            let word = self.primary()?;
            return self.postfix(word);
        }
        let start = self.at;
        if let Some((_, name)) = self.variable_name()? {
            let member = self.sees_any(0, b".[") || self.sees(0, b':') && self.sees(1, b':');
            if member || self.peek(0).is_none_or(ends_word) {
                let word = Word {
                    span: self.span_from(start),
                    kind: WordKind::Variable(name),
                };
                return self.postfix(word);
            }
            if self.sees(0, b'=') {
                return self.fail("equals sign after a variable");
            }
            self.at = start;
        }
        self.generic(true)
    }

    fn splat(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        if !self.sees_class(1, super::letters::starts_variable) {
            return self.fail("at sign");
        }
        match self.variable_name()? {
            Some((_, name)) if self.peek(0).is_none_or(ends_word) => Ok(Word {
                span: self.span_from(start),
                kind: WordKind::Splat(name),
            }),
            _ => self.fail("splatting with a tail"),
        }
    }

    /// A number that is a whole argument.
    fn number_item(&mut self) -> Result<Option<Word>, Unread> {
        let length = self.run(|unit| !ends_word(unit));
        let spelling = self.slice(self.at, self.at + length);
        let text = spelling.lossy();
        if is_suffixed(&text) {
            return self.fail("number with a suffix");
        }
        let Some(number) = number(&text) else {
            return Ok(None);
        };
        let start = self.at;
        self.at += length;
        Ok(Some(Word {
            span: self.span_from(start),
            kind: WordKind::Constant { number, spelling },
        }))
    }

    /// An unquoted word, quotes inside it included; variables too, but not in the name of a command.
    fn generic(&mut self, expand: bool) -> Result<Word, Unread> {
        let start = self.at;
        let mut pieces = Pieces::default();
        while let Some(unit) = self.peek(0) {
            if unit == 0 {
                return self.fail("NUL in a word");
            }
            if ends_word(unit) {
                break;
            }
            if is_single_quote(unit) {
                let text = self.single_quoted()?;
                text.0.iter().for_each(|unit| pieces.push(*unit));
            } else if is_double_quote(unit) {
                self.double_quoted(&mut pieces)?;
            } else if self.sees(0, b'$') && !expand {
                self.at += 1;
                pieces.push(unit);
            } else if self.sees(0, b'`') && self.peek(1).is_none_or(is_line_end) {
                return self.fail("line continued inside a word");
            } else {
                self.expandable_unit(&mut pieces)?;
            }
        }
        if self.at == start {
            return self.fail("no word");
        }
        let kind = pieces.finish(WordKind::Bare, WordKind::BareExpandable);
        Ok(Word {
            span: self.span_from(start),
            kind,
        })
    }

    fn redirection(&mut self) -> Result<Option<Redirection>, Unread> {
        let start = self.at;
        let from = if self.sees(0, b'>') {
            "Output"
        } else if let (Some(name), true) = (stream(self.peek(0)), self.sees(1, b'>')) {
            self.at += 1;
            name
        } else {
            return Ok(None);
        };
        self.at += 1;
        if self.sees(0, b'&') {
            let Some(to) = stream(self.peek(1)).filter(|_| self.at > start + 1) else {
                return self.fail("redirection to no stream");
            };
            self.at += 2;
            let to = RedirectionTarget::Stream(to);
            return Ok(Some(Redirection {
                span: self.span_from(start),
                from,
                to,
            }));
        }
        let append = self.sees(0, b'>');
        if append {
            self.at += 1;
        }
        self.skip_space()?;
        if self.argument_ends() {
            return self.fail("redirection to nothing");
        }
        let word = Box::new(self.item()?);
        Ok(Some(Redirection {
            span: self.span_from(start),
            from,
            to: RedirectionTarget::File { append, word },
        }))
    }
}

/// What ends a parameter name besides the ends of a word.
fn is_stop(unit: u16) -> bool {
    matches!(u8::try_from(unit), Ok(b'.' | b'[')) || is_single_quote(unit) || is_double_quote(unit)
}

/// Whether a word is a number with a type suffix that only some versions know.
fn is_suffixed(text: &str) -> bool {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let suffix = text.get(digits.len()..).unwrap_or_default().to_ascii_lowercase();
    number(digits).is_some()
        && ["s", "u", "us", "ul", "lu", "y", "uy", "n", "d", "dl"].contains(&suffix.as_str())
}
