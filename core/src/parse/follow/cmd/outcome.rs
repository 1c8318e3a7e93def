//! Conditions whose outcome the text itself says.

use super::Follower;
use super::variable::Held;
use crate::parse::cmd::{Condition, Part, Statement, Value, Word};
use std::cmp::Ordering;

impl Follower<'_, '_, '_> {
    /// Whether a condition holds, where that is sure. In loops and routines it may hold one time and not another, and what a
    /// branch leaves behind runs when it is come to in another way.
    pub(super) fn outcome(&self, condition: &Condition) -> Option<bool> {
        let may_differ = self.frames.len() != 1
            || self.iterations > 0
            || self.is_lost
            || self.goes_anywhere
            || self.outline.jumps_anywhere();
        if may_differ || self.leaves(&condition.then) || self.leaves(&condition.otherwise) {
            return None;
        }
        let holds = match (condition.test, condition.operands.as_slice()) {
            ("defined", [name]) => self.is_defined(&name.literal()?)?,
            (test, [left, right]) => {
                let (mut left, mut right) = (self.compared_text(left)?, self.compared_text(right)?);
                if condition.ignores_case {
                    left = left.to_lowercase();
                    right = right.to_lowercase();
                }
                match (test, plain_number(&left).zip(plain_number(&right))) {
                    ("==", _) => left == right,
                    (test, Some((left, right))) => holds(test, left.cmp(&right))?,
                    ("equ", None) => left == right,
                    ("neq", None) => left != right,
                    // In which order texts are is a matter of the language.
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(holds != condition.is_turned)
    }

    /// Whether a branch leaves the place that it stands in.
    fn leaves(&self, statements: &[Statement]) -> bool {
        let (Some(first), Some(last)) = (statements.first(), statements.last()) else {
            return false;
        };
        let text = first.span.to(last.span).of(self.source).to_ascii_lowercase();
        text.contains("goto") || text.contains("exit")
    }

    fn is_defined(&self, name: &str) -> Option<bool> {
        let Some(Held::Parts(parts)) = self.environment.get(&name.to_uppercase()) else {
            return None;
        };
        has_text(parts).then_some(true)
    }

    /// What cmd compares, where that is sure and one word.
    fn compared_text(&self, word: &Word) -> Option<String> {
        // What is given no value is a blank, to be filled in before the file is run.
        let is_blank =
            |part: &Part| matches!(self.held_by(&part.value), Some(Held::Parts(held)) if !has_text(held));
        if word.parts.iter().any(is_blank) {
            return None;
        }
        let filled = word.with(self.parts(&word.parts));
        let text = filled.literal().filter(|text| !text.is_empty())?;
        let mut inside = false;
        let is_one = text.chars().all(|c| {
            inside ^= c == '"';
            inside
                || !matches!(
                    c,
                    ' ' | '\t' | ',' | ';' | '=' | '(' | ')' | '&' | '|' | '<' | '>' | '^'
                )
        });
        (is_one && !inside).then_some(text)
    }
}

fn has_text(parts: &[Part]) -> bool {
    parts
        .iter()
        .any(|part| matches!(&part.value, Value::Literal(text) if !text.is_empty()))
}

fn holds(test: &str, order: Ordering) -> Option<bool> {
    Some(match test {
        "equ" => order.is_eq(),
        "neq" => order.is_ne(),
        "lss" => order.is_lt(),
        "leq" => order.is_le(),
        "gtr" => order.is_gt(),
        "geq" => order.is_ge(),
        _ => return None,
    })
}

/// A number in plain figures: with a zero before it, it would be octal.
fn plain_number(text: &str) -> Option<i32> {
    let figures = text.strip_prefix('-').unwrap_or(text);
    let is_plain =
        figures.bytes().all(|byte| byte.is_ascii_digit()) && (figures == "0" || !figures.starts_with('0'));
    text.parse().ok().filter(|_| is_plain)
}
