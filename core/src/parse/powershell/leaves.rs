//! The smallest parts of a script that have a meaning of their own.

use super::syntax::{
    Block, Command, CommandBody, Declared, Piece, RedirectionTarget, Script, Statement, StatementKind, Word,
    WordKind,
};
use super::within::Within;
use crate::span::Span;

impl Script<'_> {
    /// Where the words stand that hold no other one, the names of parameters, the types of casts, and what was not
    /// read. With marks and comments, every character that is not blank lies in one of them.
    pub fn leaves(&self) -> Vec<Span> {
        Leaves::of(&self.block).spans
    }

    /// The variables that stand in texts, each with its name and its place.
    pub fn variables_in_texts(&self) -> Vec<(&str, Span)> {
        Leaves::of(&self.block).in_texts
    }
}

#[derive(Default)]
struct Leaves<'s> {
    spans: Vec<Span>,
    in_texts: Vec<(&'s str, Span)>,
}

impl<'s> Leaves<'s> {
    fn of(block: &'s Block<'_>) -> Leaves<'s> {
        let mut leaves = Leaves::default();
        leaves.block(block);
        leaves
    }

    fn block(&mut self, block: &'s Block<'_>) {
        self.declared(&block.parameters);
        self.statements(&block.statements);
    }

    fn declared(&mut self, all: &'s [Declared<'_>]) {
        for declared in all {
            self.words(&declared.attributes);
            self.words(declared.default.as_slice());
        }
    }

    fn statements(&mut self, all: &'s [Statement<'_>]) {
        all.iter().for_each(|one| self.statement(one));
    }

    fn statement(&mut self, statement: &'s Statement<'_>) {
        match &statement.kind {
            StatementKind::Pipeline { commands, .. } => commands.iter().for_each(|one| self.command(one)),
            StatementKind::Assignment { target, value, .. } => {
                self.word(target);
                self.statement(value);
            }
            StatementKind::Chain { left, right, .. } => {
                self.statement(left);
                self.statement(right);
            }
            StatementKind::Compound {
                names,
                parameters,
                parts,
                ..
            } => {
                self.words(names);
                self.declared(parameters);
                parts.iter().for_each(|part| self.statements(&part.statements));
            }
            StatementKind::Opaque(_) => self.spans.push(statement.span),
        }
    }

    fn command(&mut self, command: &'s Command<'_>) {
        match &command.body {
            CommandBody::Words(words) => self.words(words),
            CommandBody::Expression(word) => self.word(word),
        }
        for redirection in &command.redirections {
            if let RedirectionTarget::File { to, .. } = &redirection.target {
                self.word(to);
            }
        }
    }

    fn words(&mut self, all: &'s [Word<'_>]) {
        all.iter().for_each(|one| self.word(one));
    }

    fn word(&mut self, word: &'s Word<'_>) {
        match &word.kind {
            WordKind::Expandable { pieces, .. } => {
                self.spans.push(word.span);
                self.in_text(pieces);
            }
            WordKind::Text { .. }
            | WordKind::Constant(_)
            | WordKind::Variable(_)
            | WordKind::Splat(_)
            | WordKind::Type(_)
            | WordKind::Other(_) => self.spans.push(word.span),
            WordKind::Parameter {
                name_span, argument, ..
            } => {
                self.spans.push(*name_span);
                self.words(argument.as_deref().map_or(&[], std::slice::from_ref));
            }
            WordKind::Cast { type_span, inner, .. } => {
                self.spans.push(*type_span);
                self.word(inner);
            }
            _ => word.each_within(|within| self.within(within)),
        }
    }

    fn within(&mut self, within: Within<'s, '_>) {
        match within {
            Within::Word(word) => self.word(word),
            Within::Statement(statement) => self.statement(statement),
            Within::Block(block) => self.block(block),
        }
    }

    /// What is put into a text: it is a part of the text's own leaf.
    fn in_text(&mut self, pieces: &'s [Piece<'_>]) {
        let leaves = self.spans.len();
        for piece in pieces {
            match piece {
                Piece::Nested(Word {
                    kind: WordKind::Variable(name),
                    span,
                }) => self.in_texts.push((name, *span)),
                Piece::Nested(word) => self.word(word),
                Piece::Literal(_) => {}
            }
        }
        self.spans.truncate(leaves);
    }
}
