//! Functions: followed where they are called, and once where they are not.

use super::{DEEPEST, Follower};
use crate::parse::patterns::FUNCTION_NOT_CALLED;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Statement, StatementKind, Value, Word, WordKind};
use crate::span::Span;
use std::collections::BTreeMap;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Functions that this text does not call are there for others: each is followed once, with parameters of which nothing
    /// is known.
    pub(super) fn not_called(&mut self) {
        let mut next: usize = 0;
        while let Some(function) = self.defined.get(next).copied() {
            next = next.saturating_add(1);
            if self.called.contains(&function.span) {
                continue;
            }
            let before = self.script.statements.len();
            self.function(function, &[], function.span);
            let StatementKind::Compound { names, .. } = &function.kind else {
                continue;
            };
            if let Some(name) = names.first().filter(|_| self.script.statements.len() > before) {
                self.script.flag(&FUNCTION_NOT_CALLED, name.span);
            }
        }
    }

    /// A function of the script: its body with its parameters.
    pub(super) fn function(
        &mut self,
        function: &'r Statement<'t>,
        arguments: &'r [Word<'t>],
        span: Span,
    ) -> Value {
        let StatementKind::Compound {
            parameters, parts, ..
        } = &function.kind
        else {
            return Value::Null;
        };
        if self.depth >= DEEPEST || !self.script.may_grow(function.span.len()) {
            self.script.opaque(span);
            return self.unknown_value(span);
        }
        self.called.insert(function.span);
        let mut given: BTreeMap<String, Value> = BTreeMap::new();
        let mut places = parameters.iter();
        let mut words = arguments.iter().peekable();
        while let Some(word) = words.next() {
            let WordKind::Parameter { name, argument, .. } = &word.kind else {
                if let Some(parameter) = places.next() {
                    given.insert(plain(&parameter.name), self.value(word));
                }
                continue;
            };
            let value = match argument {
                Some(argument) => self.value(argument),
                None => match words.next_if(|next| !matches!(next.kind, WordKind::Parameter { .. })) {
                    Some(next) => self.value(next),
                    None => Value::Boolean(true),
                },
            };
            given.insert(plain(name), value);
        }
        let mark = self.variables.begin();
        for parameter in parameters {
            let name = plain(&parameter.name);
            let value = given.remove(&name);
            self.variables.set(&name, value);
        }
        let mut last = Value::Null;
        for part in parts {
            last = self.all(&part.statements);
        }
        self.variables.restore(mark);
        last
    }
}
