//! Operators by precedence, lists and unary operators.

use super::Unread;
use super::letters::{
    is_ascii, is_dash, is_digit, is_double_quote, is_line_end, is_single_quote, starts_variable,
};
use super::numbers::number;
use super::reader::Reader;
use super::syntax::{Word, WordKind};

/// Operators written with a dash: word, .NET name, precedence.
const WORDS: [(&str, &str, u8); 55] = [
    ("and", "And", 1),
    ("or", "Or", 1),
    ("xor", "Xor", 1),
    ("band", "Band", 2),
    ("bor", "Bor", 2),
    ("bxor", "Bxor", 2),
    ("eq", "Ieq", 3),
    ("ieq", "Ieq", 3),
    ("ceq", "Ceq", 3),
    ("ne", "Ine", 3),
    ("ine", "Ine", 3),
    ("cne", "Cne", 3),
    ("ge", "Ige", 3),
    ("ige", "Ige", 3),
    ("cge", "Cge", 3),
    ("gt", "Igt", 3),
    ("igt", "Igt", 3),
    ("cgt", "Cgt", 3),
    ("lt", "Ilt", 3),
    ("ilt", "Ilt", 3),
    ("clt", "Clt", 3),
    ("le", "Ile", 3),
    ("ile", "Ile", 3),
    ("cle", "Cle", 3),
    ("like", "Ilike", 3),
    ("ilike", "Ilike", 3),
    ("clike", "Clike", 3),
    ("notlike", "Inotlike", 3),
    ("cnotlike", "Cnotlike", 3),
    ("match", "Imatch", 3),
    ("imatch", "Imatch", 3),
    ("cmatch", "Cmatch", 3),
    ("notmatch", "Inotmatch", 3),
    ("cnotmatch", "Cnotmatch", 3),
    ("replace", "Ireplace", 3),
    ("ireplace", "Ireplace", 3),
    ("creplace", "Creplace", 3),
    ("contains", "Icontains", 3),
    ("ccontains", "Ccontains", 3),
    ("notcontains", "Inotcontains", 3),
    ("cnotcontains", "Cnotcontains", 3),
    ("in", "Iin", 3),
    ("cin", "Cin", 3),
    ("notin", "Inotin", 3),
    ("cnotin", "Cnotin", 3),
    ("split", "Isplit", 3),
    ("isplit", "Isplit", 3),
    ("csplit", "Csplit", 3),
    ("join", "Join", 3),
    ("is", "Is", 3),
    ("isnot", "IsNot", 3),
    ("as", "As", 3),
    ("shl", "Shl", 3),
    ("shr", "Shr", 3),
    ("f", "Format", 6),
];

/// Unary operators written with a dash.
const UNARY: [(&str, &str); 5] = [
    ("not", "Not"),
    ("bnot", "Bnot"),
    ("join", "Join"),
    ("split", "Isplit"),
    ("csplit", "Csplit"),
];

/// The precedence of the range operator, the tightest.
const RANGE: u8 = 7;

impl Reader<'_> {
    /// Whether an expression rather than a command begins here.
    pub(super) fn starts_expression(&self) -> bool {
        let Some(unit) = self.peek(0) else { return false };
        if is_single_quote(unit) || is_double_quote(unit) || is_ascii(unit, b"([{!,") {
            return true;
        }
        if self.sees(0, b'$') {
            return self.sees_any(1, b"({") || self.sees_class(1, starts_variable);
        }
        if self.sees(0, b'@') {
            return self.sees_any(1, b"({") || self.sees_here_string();
        }
        if is_dash(unit) || self.sees(0, b'+') {
            return true;
        }
        is_digit(unit) && self.number_length().is_some()
    }

    /// The length of the number at the position when it stands alone there.
    fn number_length(&self) -> Option<usize> {
        let plain = self.run(|unit| unit < 0x80 && (unit as u8).is_ascii_alphanumeric());
        let mut length = plain;
        if self.sees(plain, b'.') && self.sees_class(plain + 1, is_digit) {
            let rest = self.at + plain + 1;
            let more = (0..)
                .take_while(|ahead| self.is_alphanumeric(rest - self.at + ahead))
                .count();
            length = plain + 1 + more;
        }
        number(&self.slice(self.at, self.at + length).lossy())?;
        let follows = self.peek(length).is_none_or(|unit| {
            super::letters::ends_word(unit) || is_ascii(unit, b"!#%*+-./<=>[]") || is_dash(unit)
        });
        follows.then_some(length)
    }

    fn is_alphanumeric(&self, ahead: usize) -> bool {
        self.sees_class(ahead, |unit| unit < 0x80 && (unit as u8).is_ascii_alphanumeric())
    }

    /// A whole expression, commas included.
    pub(super) fn expression(&mut self) -> Result<Word, Unread> {
        self.nested(|reader| reader.binary(1, true))
    }

    /// An expression in which commas separate arguments.
    pub(super) fn expression_without_commas(&mut self) -> Result<Word, Unread> {
        self.nested(|reader| reader.binary(1, false))
    }

    fn binary(&mut self, lowest: u8, commas: bool) -> Result<Word, Unread> {
        let mut left = self.array_literal(commas)?;
        loop {
            let before = self.at;
            self.skip_space()?;
            let Some((operator, precedence, length)) = self.operator() else {
                self.at = before;
                return Ok(left);
            };
            if precedence < lowest {
                self.at = before;
                return Ok(left);
            }
            self.at += length;
            self.skip_lines()?;
            let right = self.binary(precedence + 1, commas)?;
            left = Word {
                span: left.span.to(right.span),
                kind: WordKind::Binary {
                    operator,
                    left: Box::new(left),
                    right: Box::new(right),
                },
            };
        }
    }

    /// The binary operator at the position.
    fn operator(&self) -> Option<(&'static str, u8, usize)> {
        if self.sees(0, b'.') && self.sees(1, b'.') {
            return Some(("DotDot", RANGE, 2));
        }
        if self.sees(1, b'=') {
            return None;
        }
        if self.sees(0, b'+') {
            return Some(("Plus", 4, 1));
        }
        if self.sees(0, b'*') && !self.sees(1, b'>') {
            return Some(("Multiply", 5, 1));
        }
        if self.sees(0, b'/') {
            return Some(("Divide", 5, 1));
        }
        if self.sees(0, b'%') {
            return Some(("Rem", 5, 1));
        }
        if !self.sees_class(0, is_dash) {
            return None;
        }
        let word = self.dashed_word();
        if word.is_empty() {
            return Some(("Minus", 4, 1));
        }
        WORDS
            .iter()
            .find(|(text, ..)| *text == word)
            .map(|(text, name, level)| (*name, *level, text.len() + 1))
    }

    /// The letters after the dash at the position, in lower case.
    fn dashed_word(&self) -> String {
        (1..)
            .map_while(|ahead| self.peek(ahead).and_then(|unit| u8::try_from(unit).ok()))
            .take_while(u8::is_ascii_alphabetic)
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect()
    }

    /// Unary expressions with commas between them.
    fn array_literal(&mut self, commas: bool) -> Result<Word, Unread> {
        if self.sees(0, b',') {
            return self.fail("list that begins with a comma");
        }
        let mut items = vec![self.unary()?];
        loop {
            let before = self.at;
            self.skip_space()?;
            if !commas || !self.sees(0, b',') {
                self.at = before;
                break;
            }
            self.at += 1;
            self.skip_lines()?;
            items.push(self.unary()?);
        }
        let span = items[0].span.to(items[items.len() - 1].span);
        match items.len() {
            1 => Ok(items.remove(0)),
            _ => Ok(Word {
                span,
                kind: WordKind::List(items),
            }),
        }
    }

    /// An operand with the unary operators before it.
    pub(super) fn unary(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        let (operator, length) = if self.sees(0, b'!') {
            ("Exclaim", 1)
        } else if self.sees(0, b'+') || self.sees_class(0, is_dash) {
            let word = self.dashed_word();
            match UNARY
                .iter()
                .find(|(text, _)| *text == word && !self.sees(0, b'+'))
            {
                Some((text, name)) => (*name, text.len() + 1),
                None if !word.is_empty() => return self.fail("unknown operator"),
                None if self.sees_class(1, |unit| is_dash(unit) || unit == u16::from(b'+')) => {
                    return self.fail("operator in front of a variable");
                }
                None => (if self.sees(0, b'+') { "Plus" } else { "Minus" }, 1),
            }
        } else {
            let word = self.primary()?;
            return self.postfix(word);
        };
        self.at += length;
        self.skip_space()?;
        if self.sees_class(0, is_line_end) {
            return self.fail("line end after a unary operator");
        }
        let inner = self.nested(Self::unary)?;
        let touches = operator == "Minus" && inner.span.start == start + 1;
        if let (true, WordKind::Constant { number, spelling }) = (touches, &inner.kind) {
            let number = number.negated();
            let mut negative = super::Wide::from("-");
            negative.0.extend(&spelling.0);
            let kind = WordKind::Constant {
                number,
                spelling: negative,
            };
            return Ok(Word {
                span: self.span_from(start),
                kind,
            });
        }
        Ok(Word {
            span: self.span_from(start),
            kind: WordKind::Unary {
                operator,
                inner: Box::new(inner),
            },
        })
    }

    /// The number at the position of an expression.
    pub(super) fn number(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        let Some(length) = self.number_length() else {
            return self.fail("not a number");
        };
        self.at += length;
        let spelling = self.slice(start, self.at);
        match number(&spelling.lossy()) {
            Some(number) => Ok(Word {
                span: self.span_from(start),
                kind: WordKind::Constant { number, spelling },
            }),
            None => self.fail("not a number"),
        }
    }
}
