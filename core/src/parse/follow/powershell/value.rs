//! What words are worth, with the jobs that they stand for.

use super::Follower;
use crate::parse::follow::handle;
use crate::parse::follow::handle::Handle;
use crate::parse::follow::outer::{Part, StandsFor};
use crate::parse::powershell::value::push;
use crate::parse::powershell::{
    Command, CommandBody, Piece, Statement, StatementKind, TextPart, Unknown, Value, Word, WordKind, evaluate,
};
use crate::span::Span;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// What an expression is worth, once the commands in it were followed.
    pub(super) fn expression(&mut self, word: &'r Word<'t>) -> Value {
        self.inner(word);
        self.value(word)
    }

    pub(super) fn value(&self, word: &Word<'_>) -> Value {
        if let Some(value) = self.result(word) {
            return value;
        }
        let variables = |name: &str| self.variable(name);
        self.resolved(evaluate(word, self.source, &variables))
    }

    /// What commands gave that stand in a word, perhaps behind a cast or a member.
    pub(super) fn result(&self, word: &Word<'_>) -> Option<Value> {
        if let Some(value) = self.results.get(&word.span) {
            return Some(value.clone());
        }
        match &word.kind {
            WordKind::Cast { inner, .. } => self.result(inner),
            WordKind::Member {
                target,
                member,
                is_static: false,
            } => {
                let unknown = self.unknown(word.span);
                let member = member.text()?;
                match (
                    handle::of(&self.value(target))?,
                    member.to_ascii_lowercase().as_str(),
                ) {
                    (Handle::Job(job), "jobid") => Some(handle::value(Handle::Id(job), unknown)),
                    (Handle::Id(job), "guid") => Some(handle::value(Handle::Id(job), unknown)),
                    _ => None,
                }
            }
            WordKind::Index { target, .. } => {
                let value = self.value(target);
                matches!(handle::of(&value), Some(Handle::Job(_) | Handle::Some)).then_some(value)
            }
            WordKind::Expandable { pieces, .. } => match pieces.as_slice() {
                [Piece::Nested(inner)] => self.result(inner),
                _ => None,
            },
            WordKind::Call { target, .. } => match handle::of(&self.value(target))? {
                Handle::Id(job) => Some(handle::value(Handle::Id(job), self.unknown(word.span))),
                _ => None,
            },
            WordKind::Array(statements) | WordKind::Subexpression(statements) => {
                match statements.as_slice() {
                    [statement] => self.of_statement(statement),
                    _ => None,
                }
            }
            WordKind::Paren(statement) => self.of_statement(statement),
            // `$jobs + @(…)`: jobs that are added to nothing.
            WordKind::Binary {
                operator: "Plus",
                left,
                right,
            } => {
                let (one, other) = (self.value(left), self.value(right));
                let is_nothing = |value: &Value| matches!(value, Value::List(items) if items.is_empty());
                match (handle::of(&one), handle::of(&other)) {
                    (Some(_), None) if is_nothing(&other) => Some(one),
                    (None, Some(_)) if is_nothing(&one) => Some(other),
                    (Some(a), Some(b)) if a == b => Some(one),
                    (Some(_), Some(_)) => Some(handle::value(Handle::Some, self.unknown(word.span))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    pub(super) fn of_statement(&self, statement: &Statement<'_>) -> Option<Value> {
        let StatementKind::Pipeline { commands, .. } = &statement.kind else {
            return None;
        };
        match commands.as_slice() {
            [
                Command {
                    body: CommandBody::Expression(word),
                    ..
                },
            ] => Some(self.value(word)).filter(|value| handle::of(value).is_some()),
            _ => None,
        }
    }

    /// A value in which results of commands stand in their places.
    pub(super) fn resolved(&self, value: Value) -> Value {
        match value {
            Value::Opaque(unknown) => match self.results.get(&unknown.span) {
                Some(value) => value.clone(),
                None => Value::Opaque(unknown),
            },
            Value::List(items) => Value::List(items.into_iter().map(|item| self.resolved(item)).collect()),
            Value::Hashtable(pairs) => Value::Hashtable(
                pairs
                    .into_iter()
                    .map(|(key, value)| (key, self.resolved(value)))
                    .collect(),
            ),
            value => value,
        }
    }

    /// A value in which what stands for a variable of the shell around the text is one.
    pub(super) fn marked(&self, value: Value) -> Value {
        if self.script.outer.is_empty() {
            return value;
        }
        match value {
            Value::Text(parts) => Value::Text(
                parts
                    .into_iter()
                    .flat_map(|part| match part {
                        TextPart::Units(units) => self.marked_units(units),
                        part => vec![part],
                    })
                    .collect(),
            ),
            Value::List(items) => Value::List(items.into_iter().map(|item| self.marked(item)).collect()),
            value => value,
        }
    }

    pub(super) fn marked_units(&self, units: Vec<u16>) -> Vec<TextPart> {
        let text = String::from_utf16_lossy(&units);
        let parts = self.script.outer.parts(&text);
        if let [] | [Part::Literal(_)] = parts.as_slice() {
            return vec![TextPart::Units(units)];
        }
        let mut out = Vec::new();
        for part in parts {
            let (mark, stands_for) = match part {
                Part::Literal(text) => {
                    push(&mut out, vec![TextPart::Units(text.encode_utf16().collect())]);
                    continue;
                }
                Part::Mark(mark, stands_for) => (mark, stands_for),
            };
            let unknown = Unknown {
                span: Span::default(),
                source: mark.to_owned(),
            };
            let value = match stands_for {
                StandsFor::Job(job) => handle::value(Handle::Id(*job), unknown),
                StandsFor::Text(text) => match text.pieces() {
                    [crate::text::Piece::Environment(name)] => Value::Variable {
                        name: format!("env:{name}"),
                        unknown,
                    },
                    _ => {
                        push(&mut out, vec![TextPart::Units(mark.encode_utf16().collect())]);
                        continue;
                    }
                },
            };
            out.push(TextPart::Unknown(Box::new(value)));
        }
        out
    }

    pub(super) fn unknown(&self, span: Span) -> Unknown {
        Unknown {
            span,
            source: span.of(self.source).to_owned(),
        }
    }

    /// Follows the commands that stand inside of a word.
    pub(super) fn inner(&mut self, word: &'r Word<'t>) {
        match &word.kind {
            WordKind::Paren(statement) => {
                let value = self.statement(statement);
                self.results.insert(word.span, value);
                self.drop_plain(word.span);
            }
            WordKind::Array(statements) | WordKind::Subexpression(statements) => {
                let value = self.all(statements);
                self.results.insert(word.span, value);
                self.drop_plain(word.span);
            }
            WordKind::List(items) => items.iter().for_each(|item| self.inner(item)),
            WordKind::Hashtable(pairs) => {
                for pair in pairs {
                    let value = self.statement(&pair.value);
                    self.results.insert(pair.value.span, value);
                    self.drop_plain(pair.value.span);
                }
            }
            WordKind::Expandable { pieces, .. } => {
                for piece in pieces {
                    if let Piece::Nested(inner) = piece {
                        self.inner(inner);
                    }
                }
            }
            WordKind::Parameter { argument, .. } => {
                if let Some(argument) = argument {
                    self.inner(argument);
                }
            }
            WordKind::Member { target, member, .. } => {
                self.inner(target);
                self.inner(member);
            }
            WordKind::Call {
                target,
                member,
                arguments,
                ..
            } => {
                self.inner(target);
                self.inner(member);
                arguments.iter().for_each(|argument| self.inner(argument));
            }
            WordKind::Index { target, index } => {
                self.inner(target);
                self.inner(index);
            }
            // Whoever gets the block may run it.
            WordKind::ScriptBlock(block) => self.branch(&block.statements),
            WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => self.inner(inner),
            WordKind::Binary { left, right, .. } => {
                self.inner(left);
                self.inner(right);
            }
            WordKind::Text { .. }
            | WordKind::Constant(_)
            | WordKind::Variable(_)
            | WordKind::Splat(_)
            | WordKind::Type(_)
            | WordKind::Other(_) => {}
        }
    }

    /// Results that are no jobs are worked out from the text, not from what was followed.
    pub(super) fn drop_plain(&mut self, span: Span) {
        if self
            .results
            .get(&span)
            .is_some_and(|value| handle::of(value).is_none())
        {
            self.results.remove(&span);
        }
    }

    pub(super) fn unknown_value(&self, span: Span) -> Value {
        Value::Opaque(self.unknown(span))
    }
}
