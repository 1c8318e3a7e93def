//! Words taken from the input: quotes, carets and what ends a word.

use super::input::{Atom, Cell};
use super::percent::{Percent, changed};
use super::reader::Reader;
use super::statement::MarkKind;
use super::variables::{LONGEST, delayed, of_loops};
use super::word::{Part, Value, Word};
use crate::diagnostic::Severity;
use crate::span::Span;
use crate::text::is_environment_name;

/// Where a word ends, besides at operators and at the end of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// At blanks: an argument.
    Blank,
    /// At the characters that separate for cmd: an operand, a file.
    Separator,
    /// There and at a slash, an opening parenthesis that does not follow `echo`, and, after `call` and `goto`, a colon: a
    /// command word.
    Command,
    /// There and at an opening parenthesis: `in`, `do` and `else`.
    Keyword,
}

/// Space and tab, and the carriage returns that cmd drops.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r')
}

/// What separates words for cmd itself.
pub(super) const fn is_separator(c: char) -> bool {
    is_blank(c) || matches!(c, ',' | ';' | '=' | '\u{B}' | '\u{C}' | '\u{A0}')
}

impl Reader<'_> {
    /// The cells of a word; nothing where none begins here. The cells are the reader's own store, filled anew.
    fn collect(&mut self, end: End) {
        self.cells.clear();
        let mut quote: Option<Span> = None;
        while let Some(cell) = self.input.peek() {
            let escaped = std::mem::take(&mut self.escaped);
            let c = cell.char();
            if c == Some('\n') {
                break;
            }
            if quote.is_none() {
                if c == Some('^') && !escaped {
                    self.caret(cell);
                    continue;
                }
                let ends = match c {
                    Some(c) if escaped => is_blank(c),
                    Some('&' | '|' | '<' | '>') => true,
                    Some(')') => self.parens > 0,
                    Some(c) => self.ends(c, end),
                    None => false,
                };
                if ends {
                    break;
                }
                if c == Some('!') && !escaped && end == End::Blank && self.changed_with_blanks() {
                    continue;
                }
            }
            if c == Some('"') && !escaped {
                quote = match quote {
                    None => Some(cell.span),
                    Some(_) => None,
                };
            }
            self.cells.push(Cell {
                quoted: quote.is_some(),
                ..cell
            });
            self.input.advance();
        }
        self.escaped = false;
        if let Some(span) = quote {
            self.problem(
                Severity::Information,
                span,
                "This quotation mark is not closed on its line; cmd reads everything up to the end of the line as quoted.",
            );
        }
    }

    /// Takes `!NAME: =_!`, whose blanks separate nothing: cmd fills in what stands between exclamation marks once it has all that
    /// is behind the program's name. `[cmd]`
    fn changed_with_blanks(&mut self) -> bool {
        if !self.delayed.last().copied().unwrap_or(false) {
            return false;
        }
        let place = self.input.place();
        let mut cells: Vec<Cell> = Vec::new();
        let mut written = String::new();
        while let Some(cell) = self.input.peek().filter(|_| cells.len() < LONGEST) {
            let Some(c) = cell.char() else { break };
            let is_special =
                matches!(c, '\n' | '&' | '|' | '<' | '>' | '^' | '"' | '%') || (c == ')' && self.parens > 0);
            if is_special {
                break;
            }
            cells.push(cell);
            self.input.advance();
            if c == '!' && cells.len() > 1 {
                let change = written.split_once(':');
                let is_whole = change
                    .is_some_and(|(name, change)| is_environment_name(name) && change.contains(is_blank));
                if is_whole {
                    self.cells.append(&mut cells);
                    return true;
                }
                break;
            }
            if cells.len() > 1 {
                written.push(c);
            }
        }
        self.input.reset(place);
        false
    }

    /// A caret outside of quotes: the next character stands for itself, or the next line goes on.
    fn caret(&mut self, caret: Cell) {
        let mut caret = caret;
        self.input.advance();
        if let Some(dropped) = self.input.peek()
            && dropped.atom == Atom::Percent(Percent::Dropped)
        {
            caret.span.end = dropped.span.end;
            self.input.advance();
        }
        match self.input.peek() {
            None => self.mark(MarkKind::Dropped, caret.span),
            Some(next) if next.is('\n') => {
                self.mark(MarkKind::Dropped, caret.span);
                self.input.advance();
                self.more();
                // What begins the next line is escaped. [cmd]
                self.escaped = true;
            }
            Some(next) => {
                let blank = next.char().is_some_and(is_blank);
                if blank {
                    // The blank still separates the arguments of a program.
                    self.mark(MarkKind::Dropped, caret.span);
                    self.escaped = true;
                    return;
                }
                self.cells.push(Cell {
                    span: caret.span.to(next.span),
                    ..next
                });
                self.input.advance();
            }
        }
    }

    fn ends(&self, c: char, end: End) -> bool {
        match end {
            End::Blank => is_blank(c),
            End::Separator => is_separator(c),
            End::Keyword => is_separator(c) || c == '(',
            End::Command => {
                is_separator(c)
                    || (c == '/' && !self.cells.is_empty())
                    || (c == '(' && !self.so_far("echo"))
                    || (c == ':' && (self.so_far("call") || self.so_far("goto")))
            }
        }
    }

    fn so_far(&self, word: &str) -> bool {
        self.cells.len() == word.len()
            && self
                .cells
                .iter()
                .zip(word.chars())
                .all(|(cell, c)| cell.char().is_some_and(|own| own.eq_ignore_ascii_case(&c)))
    }

    /// A word; `None` where none begins here.
    pub(super) fn word(&mut self, end: End) -> Option<Word> {
        self.collect(end);
        let word = self.finished()?;
        self.input.reach(word.span.end);
        let dropped = |cell: &Cell| cell.atom == Atom::Percent(Percent::Dropped);
        if self.cells.iter().all(dropped) {
            self.mark(MarkKind::Dropped, word.span);
            return None;
        }
        Some(word)
    }

    /// The word that the cells make.
    pub(super) fn finished(&self) -> Option<Word> {
        let (first, last) = (self.cells.first()?, self.cells.last()?);
        Some(Word {
            span: first.span.to(last.span),
            parts: self.parts(),
            gap: None,
        })
    }

    fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = self.cells.as_slice();
        let loops = !self.loops.is_empty();
        let late = self.delayed.last().copied().unwrap_or(false) && rest.iter().any(|cell| cell.is('!'));
        while let Some((cell, behind)) = rest.split_first() {
            let found = match cell.char() {
                Some('%') if loops => of_loops(rest, &self.loops),
                Some('!' | '^') if late => delayed(rest),
                _ => None,
            };
            if let Some((value, count)) = found {
                let taken = rest.get(..count).unwrap_or(rest);
                let last = taken.last().unwrap_or(cell);
                parts.push(Part {
                    value,
                    span: cell.span.to(last.span),
                    quoted: cell.quoted,
                });
                rest = rest.get(count.max(1)..).unwrap_or(&[]);
                continue;
            }
            rest = behind;
            push(&mut parts, cell, self.source);
        }
        parts
    }
}

/// Adds one cell. A literal goes on where it is written as it is read and nothing is between.
pub(super) fn push(parts: &mut Vec<Part>, cell: &Cell, source: &str) {
    let value = match cell.atom {
        Atom::Char(c) => {
            let plain = cell.span.len() == c.len_utf8();
            if plain
                && let Some(last) = parts.last_mut()
                && last.span.end == cell.span.start
                && let Value::Literal(text) = &mut last.value
                && text.len() == last.span.len()
            {
                text.push(c);
                last.span.end = cell.span.end;
                return;
            }
            Value::Literal(c.to_string())
        }
        Atom::Percent(percent) => of_percent(percent, cell.span.of(source)),
    };
    parts.push(Part {
        value,
        span: cell.span,
        quoted: cell.quoted,
    });
}

fn of_percent(percent: Percent, written: &str) -> Value {
    let name = || written.replace(['%', '^'], "");
    match percent {
        Percent::Itself => Value::Literal("%".to_owned()),
        Percent::Dropped => Value::Literal(String::new()),
        Percent::Environment => Value::Environment(name()),
        Percent::Changed => match changed(written) {
            Some(changed) => Value::Changed(Box::new(changed)),
            None => Value::Opaque,
        },
        Percent::Argument => Value::Argument(name()),
        Percent::Opaque => Value::Opaque,
    }
}
