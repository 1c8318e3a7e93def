//! The smallest parts of a script that have a meaning of their own.

use super::syntax::{
    Block, Command, CommandBody, Declared, RedirectionTarget, Script, Statement, StatementKind, Word,
    WordKind,
};
use crate::span::Span;

impl Script<'_> {
    /// Where the words stand that hold no other one, the names of parameters, the types of casts, and what was not
    /// read. With marks and comments, every character that is not blank lies in one of them.
    pub fn leaves(&self) -> Vec<Span> {
        let mut leaves = Leaves(Vec::new());
        leaves.block(&self.block);
        leaves.0
    }
}

struct Leaves(Vec<Span>);

impl Leaves {
    fn block(&mut self, block: &Block<'_>) {
        self.declared(&block.parameters);
        self.statements(&block.statements);
    }

    fn declared(&mut self, all: &[Declared<'_>]) {
        for declared in all {
            self.words(&declared.attributes);
            self.words(declared.default.as_slice());
        }
    }

    fn statements(&mut self, all: &[Statement<'_>]) {
        all.iter().for_each(|one| self.statement(one));
    }

    fn statement(&mut self, statement: &Statement<'_>) {
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
            StatementKind::Opaque => self.0.push(statement.span),
        }
    }

    fn command(&mut self, command: &Command<'_>) {
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

    fn words(&mut self, all: &[Word<'_>]) {
        all.iter().for_each(|one| self.word(one));
    }

    fn word(&mut self, word: &Word<'_>) {
        match &word.kind {
            WordKind::Text { .. }
            | WordKind::Expandable { .. }
            | WordKind::Constant(_)
            | WordKind::Variable(_)
            | WordKind::Splat(_)
            | WordKind::Type(_)
            | WordKind::Other(_) => self.0.push(word.span),
            WordKind::Parameter {
                name_span, argument, ..
            } => {
                self.0.push(*name_span);
                self.words(argument.as_deref().map_or(&[], std::slice::from_ref));
            }
            WordKind::List(items) => self.words(items),
            WordKind::Array(statements) | WordKind::Subexpression(statements) => self.statements(statements),
            WordKind::Hashtable(pairs) => {
                for pair in pairs {
                    self.word(&pair.key);
                    self.statement(&pair.value);
                }
            }
            WordKind::Paren(inner) => self.statement(inner),
            WordKind::ScriptBlock(block) => self.block(block),
            WordKind::Member { target, member, .. } => {
                self.word(target);
                self.word(member);
            }
            WordKind::Call {
                target,
                member,
                arguments,
                ..
            } => {
                self.word(target);
                self.word(member);
                self.words(arguments);
            }
            WordKind::Index { target, index } => {
                self.word(target);
                self.word(index);
            }
            WordKind::Cast { type_span, inner, .. } => {
                self.0.push(*type_span);
                self.word(inner);
            }
            WordKind::Binary { left, right, .. } => {
                self.word(left);
                self.word(right);
            }
            WordKind::Unary { inner, .. } => self.word(inner),
        }
    }
}
