//! The operators of expressions.

use super::letter::{begins_name, continues_name, is_dash};
use super::reader::Reader;

/// An operator between two operands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binary {
    /// .NET's name of it.
    pub(super) name: &'static str,
    /// How tightly it binds.
    pub(super) precedence: u8,
    /// Its length in bytes.
    pub(super) length: usize,
}

const LOGICAL: u8 = 1;
const BITWISE: u8 = 2;
const COMPARISON: u8 = 5;
const COALESCE: u8 = 7;
const ADD: u8 = 9;
const MULTIPLY: u8 = 10;
const FORMAT: u8 = 13;
const RANGE: u8 = 14;

/// Operators that are words, `i` and `c` before those that compare left out. `[psdoc:about_Operators]`
const WORDS: [(&str, &str, u8); 13] = [
    ("and", "And", LOGICAL),
    ("or", "Or", LOGICAL),
    ("xor", "Xor", LOGICAL),
    ("band", "Band", BITWISE),
    ("bor", "Bor", BITWISE),
    ("bxor", "Bxor", BITWISE),
    ("join", "Join", COMPARISON),
    ("is", "Is", COMPARISON),
    ("isnot", "IsNot", COMPARISON),
    ("as", "As", COMPARISON),
    ("shl", "Shl", COMPARISON),
    ("shr", "Shr", COMPARISON),
    ("f", "Format", FORMAT),
];

/// Operators that compare: without a prefix and with `i` they take no care of letter case, with `c` they do.
const COMPARISONS: [(&str, &str, &str); 16] = [
    ("eq", "Ieq", "Ceq"),
    ("ne", "Ine", "Cne"),
    ("ge", "Ige", "Cge"),
    ("gt", "Igt", "Cgt"),
    ("lt", "Ilt", "Clt"),
    ("le", "Ile", "Cle"),
    ("like", "Ilike", "Clike"),
    ("notlike", "Inotlike", "Cnotlike"),
    ("match", "Imatch", "Cmatch"),
    ("notmatch", "Inotmatch", "Cnotmatch"),
    ("replace", "Ireplace", "Creplace"),
    ("contains", "Icontains", "Ccontains"),
    ("notcontains", "Inotcontains", "Cnotcontains"),
    ("in", "Iin", "Cin"),
    ("notin", "Inotin", "Cnotin"),
    ("split", "Isplit", "Csplit"),
];

fn comparison(word: &str) -> Option<&'static str> {
    let find = |word: &str| {
        COMPARISONS
            .iter()
            .find(|(name, ..)| word.eq_ignore_ascii_case(name))
    };
    if let Some((_, plain, _)) = find(word) {
        return Some(plain);
    }
    match word.split_at_checked(1)? {
        ("i" | "I", rest) => find(rest).map(|(_, plain, _)| *plain),
        ("c" | "C", rest) => find(rest).map(|(_, _, sensitive)| *sensitive),
        _ => None,
    }
}

impl<'a> Reader<'a> {
    /// The word of a dash and letters that comes next, without the dash, and its length with it.
    fn dashed_word(&self) -> Option<(&'a str, usize)> {
        let dash = self.char().filter(|c| is_dash(*c))?;
        let rest = self.rest().get(dash.len_utf8()..)?;
        let end = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        let word = rest.get(..end).filter(|word| !word.is_empty())?;
        Some((word, end.saturating_add(dash.len_utf8())))
    }

    /// The operator between two operands that comes next.
    pub(super) fn binary_operator(&self) -> Option<Binary> {
        let symbol = |name, precedence, length| {
            Some(Binary {
                name,
                precedence,
                length,
            })
        };
        let assigns = |length| self.sees(length, b'=');
        match self.char()? {
            '+' if !self.sees(1, b'+') && !assigns(1) => symbol("Plus", ADD, 1),
            '*' if !assigns(1) && !self.sees(1, b'>') => symbol("Multiply", MULTIPLY, 1),
            '/' if !assigns(1) => symbol("Divide", MULTIPLY, 1),
            '%' if !assigns(1) => symbol("Rem", MULTIPLY, 1),
            '.' if self.sees(1, b'.') => symbol("DotDot", RANGE, 2),
            '?' if self.edition.is_core() && self.sees(1, b'?') && !assigns(2) => {
                symbol("QuestionQuestion", COALESCE, 2)
            }
            dash if is_dash(dash) => {
                if let Some((word, length)) = self
                    .dashed_word()
                    .filter(|(word, _)| !word.starts_with(|c: char| c.is_ascii_digit()))
                {
                    if let Some(name) = comparison(word) {
                        return symbol(name, COMPARISON, length);
                    }
                    let (_, name, precedence) =
                        WORDS.iter().find(|(name, ..)| word.eq_ignore_ascii_case(name))?;
                    return symbol(name, *precedence, length);
                }
                let next = self.second();
                if next.is_some_and(is_dash) || next == Some('=') {
                    return None;
                }
                symbol("Minus", ADD, dash.len_utf8())
            }
            _ => None,
        }
    }

    /// The operator before an operand that comes next, and its length.
    pub(super) fn unary_operator(&self) -> Option<(&'static str, usize)> {
        let first = self.char()?;
        match first {
            // Before a name it is part of a command's.
            '!' if !self.second().is_some_and(begins_name) => Some(("Exclaim", 1)),
            ',' => Some(("Comma", 1)),
            '+' if self.sees(1, b'+') => Some(("PlusPlus", 2)),
            '+' if !self.sees(1, b'=') => Some(("Plus", 1)),
            dash if is_dash(dash) => {
                if let Some((word, length)) = self
                    .dashed_word()
                    .filter(|(word, _)| !word.starts_with(|c: char| c.is_ascii_digit()))
                {
                    let is = |name: &str| word.eq_ignore_ascii_case(name);
                    return match word {
                        _ if is("not") => Some(("Not", length)),
                        _ if is("bnot") => Some(("Bnot", length)),
                        _ if is("split") || is("isplit") => Some(("Isplit", length)),
                        _ if is("csplit") => Some(("Csplit", length)),
                        _ if is("join") => Some(("Join", length)),
                        _ => None,
                    };
                }
                let length = dash.len_utf8();
                match self.second() {
                    Some(next) if is_dash(next) => {
                        Some(("MinusMinus", length.saturating_add(next.len_utf8())))
                    }
                    Some('=' | '?') => None,
                    _ => Some(("Minus", length)),
                }
            }
            _ => None,
        }
    }

    /// The operator of an assignment that comes next, and its length.
    pub(super) fn assignment_operator(&self) -> Option<(&'static str, usize)> {
        let first = self.char()?;
        match first {
            '=' => Some(("Equals", 1)),
            '+' if self.sees(1, b'=') => Some(("PlusEquals", 2)),
            '*' if self.sees(1, b'=') => Some(("MultiplyEquals", 2)),
            '/' if self.sees(1, b'=') => Some(("DivideEquals", 2)),
            '%' if self.sees(1, b'=') => Some(("RemainderEquals", 2)),
            '?' if self.edition.is_core() && self.sees_text("??=") => Some(("QuestionQuestionEquals", 3)),
            dash if is_dash(dash) && self.second() == Some('=') => {
                Some(("MinusEquals", dash.len_utf8().saturating_add(1)))
            }
            _ => None,
        }
    }
}
