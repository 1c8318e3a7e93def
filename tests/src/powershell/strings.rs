//! Quoted strings, here-strings, escapes and variables inside text.

use super::Unread;
use super::letters::{
    is_ascii, is_double_quote, is_letter_or_digit, is_line_end, is_single_quote, is_space, starts_variable,
};
use super::reader::Reader;
use super::syntax::{Piece, Word, WordKind};
use super::wide::Wide;

/// Collects plain text and nested expressions.
#[derive(Default)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    text: Wide,
}

impl Pieces {
    pub(super) fn push(&mut self, unit: u16) {
        self.text.0.push(unit);
    }

    fn push_all(&mut self, units: &[u16]) {
        self.text.0.extend_from_slice(units);
    }

    fn nest(&mut self, word: Word) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(std::mem::take(&mut self.text)));
        }
        self.pieces.push(Piece::Nested(word));
    }

    /// `plain` of the whole text, or `expandable` of the pieces when something is nested.
    pub(super) fn finish(
        mut self,
        plain: fn(Wide) -> WordKind,
        expandable: fn(Vec<Piece>) -> WordKind,
    ) -> WordKind {
        if self.pieces.is_empty() {
            return plain(self.text);
        }
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(self.text));
        }
        expandable(self.pieces)
    }
}

impl Reader<'_> {
    /// `'…'` with any quote of the class.
    pub(super) fn single_quoted(&mut self) -> Result<Wide, Unread> {
        self.at += 1;
        let mut value = Wide::default();
        loop {
            let Some(unit) = self.peek(0) else {
                return self.fail("string without end");
            };
            self.at += 1;
            if is_single_quote(unit) {
                match self.peek(0) {
                    Some(second) if is_single_quote(second) => {
                        self.at += 1;
                        value.0.push(second);
                    }
                    _ => return Ok(value),
                }
            } else {
                value.0.push(unit);
            }
        }
    }

    /// `"…"` with any quote of the class, into `pieces`.
    pub(super) fn double_quoted(&mut self, pieces: &mut Pieces) -> Result<(), Unread> {
        self.at += 1;
        loop {
            let Some(unit) = self.peek(0) else {
                return self.fail("string without end");
            };
            if is_double_quote(unit) {
                self.at += 1;
                match self.peek(0) {
                    Some(second) if is_double_quote(second) => {
                        self.at += 1;
                        pieces.push(second);
                    }
                    _ => return Ok(()),
                }
            } else {
                self.expandable_unit(pieces)?;
            }
        }
    }

    /// One unit, escape or nested expression of expandable text.
    pub(super) fn expandable_unit(&mut self, pieces: &mut Pieces) -> Result<(), Unread> {
        if self.sees(0, b'`') {
            return self.escape(pieces);
        }
        if self.sees(0, b'$')
            && let Some(word) = self.nested_in_text()?
        {
            pieces.nest(word);
            return Ok(());
        }
        let Some(unit) = self.peek(0) else {
            return self.fail("text without end");
        };
        self.at += 1;
        pieces.push(unit);
        Ok(())
    }

    /// A backtick and what follows it.
    fn escape(&mut self, pieces: &mut Pieces) -> Result<(), Unread> {
        let Some(unit) = self.peek(1) else {
            return self.fail("backtick at the end");
        };
        if unit == u16::from(b'u') && self.sees(2, b'{') {
            self.at += 3;
            let digits = self.run(|unit| unit < 0x80 && (unit as u8).is_ascii_hexdigit());
            let value = u32::from_str_radix(&self.slice(self.at, self.at + digits).lossy(), 16).ok();
            let Some(character) = value.filter(|_| digits <= 6).and_then(char::from_u32) else {
                return self.fail("bad code point");
            };
            self.at += digits;
            self.take(b'}')?;
            pieces.push_all(character.encode_utf16(&mut [0; 2]));
            return Ok(());
        }
        if unit == 0 {
            return self.fail("backtick before NUL");
        }
        self.at += 2;
        pieces.push(match u8::try_from(unit) {
            Ok(b'0') => 0,
            Ok(b'a') => 7,
            Ok(b'b') => 8,
            Ok(b'e') => 27,
            Ok(b'f') => 12,
            Ok(b'n') => 10,
            Ok(b'r') => 13,
            Ok(b't') => 9,
            Ok(b'v') => 11,
            _ => unit,
        });
        Ok(())
    }

    /// A variable or `$( … )` at a dollar sign inside text; nothing when the sign stands for itself.
    fn nested_in_text(&mut self) -> Result<Option<Word>, Unread> {
        if self.sees(1, b'(') {
            return self.subexpression().map(Some);
        }
        self.variable_name().map(|found| {
            found.map(|(start, name)| Word {
                span: self.span_from(start),
                kind: WordKind::Variable(name),
            })
        })
    }

    /// Steps over `$name` or `${name}`; nothing, and no step, when no name follows.
    pub(super) fn variable_name(&mut self) -> Result<Option<(usize, Wide)>, Unread> {
        let start = self.at;
        if self.sees(1, b'{') {
            self.at += 2;
            return self.braced_name().map(|name| Some((start, name)));
        }
        if self.sees(1, b':') {
            return self.fail("variable name begins with a colon");
        }
        let Some(first) = self.peek(1).filter(|unit| starts_variable(*unit)) else {
            return Ok(None);
        };
        self.at += 2;
        let mut name = Wide(vec![first]);
        if is_ascii(first, b"?$^") {
            return Ok(Some((start, name)));
        }
        while let Some(unit) = self.peek(0) {
            let colon = unit == u16::from(b':') && !self.sees(1, b':');
            if !(colon || is_ascii(unit, b"_?") || is_letter_or_digit(unit)) {
                break;
            }
            self.at += 1;
            name.0.push(unit);
        }
        if name.0.last() == Some(&u16::from(b':')) {
            return self.fail("variable name ends in a colon");
        }
        if name.lossy().to_ascii_lowercase().starts_with("using:") {
            return self.fail("variable of another session");
        }
        Ok(Some((start, name)))
    }

    fn braced_name(&mut self) -> Result<Wide, Unread> {
        let mut name = Wide::default();
        loop {
            let Some(unit) = self.peek(0) else {
                return self.fail("variable without closing brace");
            };
            self.at += 1;
            if unit == u16::from(b'}') {
                break;
            }
            if is_ascii(unit, b"{`") || unit == 0 {
                return self.fail("brace or backtick in a variable name");
            }
            name.0.push(unit);
        }
        if name.is_empty() || name.0.last() == Some(&u16::from(b':')) {
            return self.fail("variable without a name");
        }
        Ok(name)
    }

    /// Whether a here-string begins at the `@`.
    pub(super) fn sees_here_string(&self) -> bool {
        self.sees(0, b'@') && self.sees_class(1, |unit| is_single_quote(unit) || is_double_quote(unit))
    }

    /// `@'` … `'@` or `@"` … `"@`.
    pub(super) fn here_string(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        let single = self.sees_class(1, is_single_quote);
        self.at += 2;
        self.at += self.run(is_space);
        if !self.sees_class(0, is_line_end) {
            return self.fail("here-string header with text");
        }
        self.step_line_end();
        let mut pieces = Pieces::default();
        let mut first = true;
        loop {
            if first && self.here_string_ends(single, 0) {
                self.at += 2;
                break;
            }
            first = false;
            if self.sees_class(0, is_line_end) {
                let width = if self.sees(0, b'\r') && self.sees(1, b'\n') {
                    2
                } else {
                    1
                };
                if self.here_string_ends(single, width) {
                    self.at += width + 2;
                    break;
                }
            }
            let Some(unit) = self.peek(0) else {
                return self.fail("here-string without end");
            };
            if single {
                self.at += 1;
                pieces.push(unit);
            } else {
                self.expandable_unit(&mut pieces)?;
            }
        }
        let kind = if single {
            pieces.finish(WordKind::HereSingle, WordKind::HereExpandable)
        } else {
            pieces.finish(WordKind::HereDouble, WordKind::HereExpandable)
        };
        Ok(Word {
            span: self.span_from(start),
            kind,
        })
    }

    fn here_string_ends(&self, single: bool, ahead: usize) -> bool {
        let quote = if single { is_single_quote } else { is_double_quote };
        self.sees_class(ahead, quote) && self.sees(ahead + 1, b'@')
    }
}
