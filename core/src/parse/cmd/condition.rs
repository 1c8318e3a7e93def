//! `if` in all its forms.

use super::reader::Reader;
use super::statement::{Condition, Form, MarkKind, Redirection};
use super::word::Word;
use super::words::{End, is_separator};

/// Tests with one operand behind their name.
const ASKS: &[&str] = &["errorlevel", "exist", "defined", "cmdextversion"];
/// Comparisons between two operands.
const COMPARES: &[&str] = &["equ", "neq", "lss", "leq", "gtr", "geq"];

impl Reader<'_> {
    /// What stands behind `if`.
    pub(super) fn condition(&mut self, _: &mut Vec<Redirection>) -> Form {
        let mut condition = Condition {
            operands: Vec::new(),
            test: "==",
            is_turned: false,
            ignores_case: false,
            then: Vec::new(),
            otherwise: Vec::new(),
        };
        if !self.test(&mut condition) {
            let rest = self.opaque("This is no condition that cmd knows; it stops with a syntax error.");
            condition.then.push(rest);
            return Form::If(condition);
        }
        self.sequence(&mut condition.then);
        if condition.then.is_empty() && self.at_line_end() {
            self.error(
                self.here(),
                "Nothing is to be run under this condition; cmd stops with a syntax error.",
            );
        }
        let block = matches!(condition.then.last().map(|last| &last.form), Some(Form::Block(_)));
        if block && self.keyword("else") {
            self.sequence(&mut condition.otherwise);
        }
        Form::If(condition)
    }

    /// The condition itself; false where there is none.
    fn test(&mut self, condition: &mut Condition) -> bool {
        let is_wide = self.parens == 0 && is_wide(self.input.rest());
        let first = loop {
            let Some(word) = self.operand(is_wide) else {
                return false;
            };
            if !word.is("/i") && !word.is("not") {
                break word;
            }
            condition.is_turned |= word.is("not");
            condition.ignores_case |= word.is("/i");
            self.mark(MarkKind::Keyword, word.span);
        };
        if let Some(asks) = ASKS.iter().find(|asks| first.is(asks)) {
            self.mark(MarkKind::Keyword, first.span);
            condition.test = asks;
            let operand = self.operand(false);
            let found = operand.is_some();
            condition.operands.extend(operand);
            return found;
        }
        condition.operands.push(first);
        while self
            .input
            .peek_char()
            .is_some_and(|c| c != '=' && is_separator(c))
        {
            self.input.advance();
        }
        if self.input.rest().starts_with("==") || self.second_equals() {
            self.take_mark(MarkKind::Operator, 2);
        } else {
            let Some(word) = self.operand(false) else {
                return false;
            };
            let Some(compares) = COMPARES.iter().find(|compares| word.is(compares)) else {
                condition.operands.push(word);
                return false;
            };
            self.mark(MarkKind::Keyword, word.span);
            condition.test = compares;
        }
        let operand = self.operand(is_wide);
        let found = operand.is_some();
        condition.operands.extend(operand);
        found
    }

    /// Whether two equals signs stand next; looked at where the source itself is not read.
    fn second_equals(&mut self) -> bool {
        let place = self.input.place();
        let first = self.input.peek_char() == Some('=');
        self.input.advance();
        let second = self.input.peek_char() == Some('=');
        self.input.reset(place);
        first && second
    }

    fn operand(&mut self, is_wide: bool) -> Option<Word> {
        self.skip_separators();
        if self.input.peek_char() == Some('(') && !is_wide {
            return None;
        }
        self.word(End::Separator)
    }
}

/// The longest operand with a parenthesis that is looked at.
const LONGEST: usize = 64;

/// Whether parentheses begin both operands: `if (@X)==(@Y)`, as in files that are batch and JScript.
fn is_wide(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    let first = rest
        .bytes()
        .take(LONGEST)
        .take_while(|byte| !byte.is_ascii_whitespace());
    let first: Vec<u8> = first.collect();
    first.starts_with(b"(") && first.windows(4).any(|window| window == b")==(")
}
