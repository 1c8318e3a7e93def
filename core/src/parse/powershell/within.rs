//! What stands directly within a word.

use super::syntax::{Block, Piece, Statement, Word, WordKind};

/// Something that stands within a word.
#[derive(Clone, Copy)]
pub enum Within<'s, 'a> {
    /// A word.
    Word(&'s Word<'a>),
    /// A statement: between parentheses, in an array, behind a key.
    Statement(&'s Statement<'a>),
    /// A script block.
    Block(&'s Block<'a>),
}

impl<'a> Word<'a> {
    /// Goes through what stands directly within a word, in the order of its text.
    pub fn each_within<'s>(&'s self, mut each: impl FnMut(Within<'s, 'a>)) {
        let mut words = |words: &[&'s Word<'a>]| words.iter().for_each(|word| each(Within::Word(word)));
        match &self.kind {
            WordKind::Text { .. }
            | WordKind::Constant(_)
            | WordKind::Variable(_)
            | WordKind::Splat(_)
            | WordKind::Type(_)
            | WordKind::Other(_) => {}
            WordKind::Expandable { pieces, .. } => {
                for piece in pieces {
                    if let Piece::Nested(inner) = piece {
                        words(&[inner]);
                    }
                }
            }
            WordKind::Parameter { argument, .. } => {
                if let Some(argument) = argument {
                    words(&[argument]);
                }
            }
            WordKind::List(items) => items.iter().for_each(|item| words(&[item])),
            WordKind::Member { target, member, .. } => words(&[target, member]),
            WordKind::Call {
                target,
                member,
                arguments,
                ..
            } => {
                words(&[target, member]);
                arguments.iter().for_each(|argument| words(&[argument]));
            }
            WordKind::Index { target, index } => words(&[target, index]),
            WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => words(&[inner]),
            WordKind::Binary { left, right, .. } => words(&[left, right]),
            WordKind::Ternary {
                condition,
                then,
                otherwise,
            } => words(&[condition, then, otherwise]),
            WordKind::Array(statements) | WordKind::Subexpression(statements) => {
                statements
                    .iter()
                    .for_each(|statement| each(Within::Statement(statement)));
            }
            WordKind::Paren(statement) => each(Within::Statement(statement)),
            WordKind::Hashtable(pairs) => {
                for pair in pairs {
                    each(Within::Word(&pair.key));
                    each(Within::Statement(&pair.value));
                }
            }
            WordKind::ScriptBlock(block) => each(Within::Block(block)),
        }
    }
}
