//! Strings of every quoting, and words without quotes.

use super::fault;
use super::letter::{begins_variable, ends_word, is_double_quote, is_line_end, is_single_quote, is_space};
use super::reader::{Read, Reader};
use super::syntax::{Piece, Quoting, Word, WordKind};
use std::borrow::Cow;

/// A string as it is put together: runs of the source are borrowed as long as nothing is changed in them.
pub(super) struct Pieces<'a> {
    source: &'a str,
    pieces: Vec<Piece<'a>>,
    start: usize,
    end: usize,
    changed: Option<String>,
}

impl<'a> Pieces<'a> {
    fn new(source: &'a str) -> Pieces<'a> {
        Pieces {
            source,
            pieces: Vec::new(),
            start: 0,
            end: 0,
            changed: None,
        }
    }

    fn run(&self) -> &'a str {
        self.source.get(self.start..self.end).unwrap_or("")
    }

    fn push_source(&mut self, start: usize, end: usize) {
        if start == end {
            return;
        }
        if self.changed.is_none() && (self.start == self.end || self.end == start) {
            if self.start == self.end {
                self.start = start;
            }
            self.end = end;
            return;
        }
        let text = self.source.get(start..end).unwrap_or("");
        let run = self.run();
        self.changed.get_or_insert_with(|| run.to_owned()).push_str(text);
    }

    fn push(&mut self, c: char) {
        let run = self.run();
        self.changed.get_or_insert_with(|| run.to_owned()).push(c);
    }

    fn end_run(&mut self) -> Cow<'a, str> {
        let run = self.run();
        self.start = self.end;
        match self.changed.take() {
            Some(changed) => Cow::Owned(changed),
            None => Cow::Borrowed(run),
        }
    }

    fn push_nested(&mut self, word: Word<'a>) {
        let run = self.end_run();
        if !run.is_empty() {
            self.pieces.push(Piece::Literal(run));
        }
        self.pieces.push(Piece::Nested(word));
    }

    fn finish(mut self, quoting: Quoting) -> WordKind<'a> {
        let value = self.end_run();
        if self.pieces.is_empty() {
            return WordKind::Text { quoting, value };
        }
        if !value.is_empty() {
            self.pieces.push(Piece::Literal(value));
        }
        WordKind::Expandable {
            quoting,
            pieces: self.pieces,
        }
    }
}

/// What is not itself in a string that is expanded.
const EXPANDED: &[u8] = b"$`";

impl<'a> Reader<'a> {
    /// A string in quotes.
    pub(super) fn quoted(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let mut pieces = Pieces::new(self.source);
        let quoting = if self.sees_class(is_single_quote) {
            self.single_quoted(&mut pieces)?;
            Quoting::Single
        } else {
            self.double_quoted(&mut pieces)?;
            Quoting::Double
        };
        Ok(Word::new(pieces.finish(quoting), self.since(start)))
    }

    fn single_quoted(&mut self, pieces: &mut Pieces<'a>) -> Read<()> {
        let open = self.at;
        self.skip_class_once();
        loop {
            let run = self.at;
            let quote = self.find(is_single_quote, b"");
            pieces.push_source(run, self.at);
            let Some(quote) = quote else {
                return Err(self.fault_since(&fault::STRING_OPEN, open));
            };
            self.skip_char(quote);
            // Two quotes in a row stand for the second.
            match self.char().filter(|c| is_single_quote(*c)) {
                Some(second) => {
                    let at = self.at;
                    self.skip_char(second);
                    pieces.push_source(at, self.at);
                }
                None => return Ok(()),
            }
        }
    }

    fn double_quoted(&mut self, pieces: &mut Pieces<'a>) -> Read<()> {
        let open = self.at;
        self.skip_class_once();
        loop {
            let run = self.at;
            let stop = self.find(is_double_quote, EXPANDED);
            pieces.push_source(run, self.at);
            match stop {
                None => return Err(self.fault_since(&fault::STRING_OPEN, open)),
                Some('$') => self.dollar(pieces)?,
                Some('`') => self.escape(pieces)?,
                Some(quote) => {
                    self.skip_char(quote);
                    match self.char().filter(|c| is_double_quote(*c)) {
                        Some(second) => {
                            let at = self.at;
                            self.skip_char(second);
                            pieces.push_source(at, self.at);
                        }
                        None => return Ok(()),
                    }
                }
            }
        }
    }

    fn skip_class_once(&mut self) {
        if let Some(c) = self.char() {
            self.skip_char(c);
        }
    }

    /// Goes to the next quote of a class, or to one of some ASCII characters; gives what stands there.
    fn find(&mut self, is_quote: fn(char) -> bool, others: &[u8]) -> Option<char> {
        loop {
            let rest = self.rest().as_bytes();
            // Every quote that is not ASCII begins with this byte.
            let found = rest
                .iter()
                .position(|byte| matches!(byte, b'\'' | b'"' | 0xE2) || others.contains(byte));
            let Some(length) = found else {
                self.at = self.source.len();
                return None;
            };
            self.skip(length);
            let c = self.char()?;
            if is_quote(c) || u8::try_from(c).is_ok_and(|byte| others.contains(&byte)) {
                return Some(c);
            }
            self.skip_char(c);
        }
    }

    /// `$` in a string: a variable, an expression, or itself.
    fn dollar(&mut self, pieces: &mut Pieces<'a>) -> Read<()> {
        match self.second() {
            Some('(') => {
                let word = self.subexpression()?;
                pieces.push_nested(word);
            }
            Some(c) if c == '{' || begins_variable(c) => {
                let word = self.variable()?;
                pieces.push_nested(word);
            }
            _ => {
                pieces.push_source(self.at, self.at.saturating_add(1));
                self.skip(1);
            }
        }
        Ok(())
    }

    /// A backtick and what it escapes.
    fn escape(&mut self, pieces: &mut Pieces<'a>) -> Read<()> {
        let start = self.at;
        let Some(c) = self.second().filter(|c| *c != '\0') else {
            pieces.push_source(start, start.saturating_add(1));
            self.skip(1);
            return Ok(());
        };
        self.skip(1);
        self.skip_char(c);
        let is_core = self.edition.is_core();
        let value = match c {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'e' if is_core => '\u{1B}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' if is_core => self.code_point(start)?,
            'v' => '\u{B}',
            c => {
                pieces.push_source(self.at.saturating_sub(c.len_utf8()), self.at);
                return Ok(());
            }
        };
        pieces.push(value);
        Ok(())
    }

    /// The number in braces behind `` `u ``; half of a surrogate pair is refused, as a text cannot hold it.
    fn code_point(&mut self, start: usize) -> Read<char> {
        let value = self.rest().strip_prefix('{').and_then(|rest| {
            let end = rest.bytes().take(7).position(|byte| byte == b'}')?;
            let digits = rest.get(..end)?;
            let value = digits
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit())
                .then(|| u32::from_str_radix(digits, 16).ok())??;
            Some((char::from_u32(value)?, end.saturating_add(2)))
        });
        match value {
            Some((value, length)) => {
                self.skip(length);
                Ok(value)
            }
            None => Err(self.fault_since(&fault::UNICODE, start)),
        }
    }

    /// A word without quotes around it; quotes inside are taken away.
    pub(super) fn bare(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let mut pieces = Pieces::new(self.source);
        // What ends a word can begin one: U+0000 does.
        if let Some('\0') = self.char() {
            self.skip(1);
            pieces.push_source(start, self.at);
        }
        while let Some(c) = self.char().filter(|c| !ends_word(*c)) {
            match c {
                '`' => self.escape(&mut pieces)?,
                '$' => self.dollar(&mut pieces)?,
                c if is_single_quote(c) => self.single_quoted(&mut pieces)?,
                c if is_double_quote(c) => self.double_quoted(&mut pieces)?,
                c => {
                    let at = self.at;
                    self.skip_char(c);
                    pieces.push_source(at, self.at);
                }
            }
        }
        Ok(Word::new(pieces.finish(Quoting::Bare), self.since(start)))
    }

    /// The source from a byte to here, as a word without quotes.
    pub(super) fn verbatim(&self, start: usize) -> Word<'a> {
        let value = self.source.get(start..self.at).unwrap_or("");
        Word::new(
            WordKind::Text {
                quoting: Quoting::Bare,
                value: Cow::Borrowed(value),
            },
            self.since(start),
        )
    }

    /// Whether a here-string opens: `@` and a quote.
    pub(super) fn sees_here_string(&self) -> bool {
        self.sees(0, b'@')
            && self
                .second()
                .is_some_and(|c| is_single_quote(c) || is_double_quote(c))
    }

    /// A here-string.
    pub(super) fn here_string(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let (is_quote, quoting): (fn(char) -> bool, Quoting) = match self.second() {
            Some(c) if is_single_quote(c) => (is_single_quote, Quoting::HereSingle),
            _ => (is_double_quote, Quoting::HereDouble),
        };
        let others: &[u8] = if quoting == Quoting::HereDouble {
            EXPANDED
        } else {
            b""
        };
        self.skip(1);
        self.skip_class_once();
        self.skip_class(is_space);
        if !self.sees_class(is_line_end) {
            return Err(if self.at_end() {
                self.fault_since(&fault::STRING_OPEN, start)
            } else {
                self.fault(&fault::HERE_HEADER)
            });
        }
        self.skip_line_end();
        let mut pieces = Pieces::new(self.source);
        if self.closes_here_string(is_quote) {
            return Ok(self.end_here_string(pieces, start, quoting));
        }
        loop {
            let run = self.at;
            let stop = self
                .rest()
                .bytes()
                .position(|byte| matches!(byte, b'\n' | b'\r') || others.contains(&byte));
            self.at = stop.map_or(self.source.len(), |length| run.saturating_add(length));
            pieces.push_source(run, self.at);
            match self.char() {
                None => return Err(self.fault_since(&fault::STRING_OPEN, start)),
                Some('$') => self.dollar(&mut pieces)?,
                Some('`') => self.escape(&mut pieces)?,
                Some(_) => {
                    let at = self.at;
                    self.skip_line_end();
                    // The line end before the closing quote does not belong to the text.
                    if self.closes_here_string(is_quote) {
                        return Ok(self.end_here_string(pieces, start, quoting));
                    }
                    pieces.push_source(at, self.at);
                }
            }
        }
    }

    fn closes_here_string(&self, is_quote: fn(char) -> bool) -> bool {
        self.sees_class(is_quote) && self.second() == Some('@')
    }

    fn end_here_string(&mut self, pieces: Pieces<'a>, start: usize, quoting: Quoting) -> Word<'a> {
        self.skip_class_once();
        self.skip(1);
        Word::new(pieces.finish(quoting), self.since(start))
    }
}
