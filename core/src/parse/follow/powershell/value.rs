//! What words are worth, with the jobs that they stand for.

use super::Follower;
use super::join::is_joined;
use super::variable::variable_name;
use crate::command::bitstransfer::cmdlet;
use crate::parse::conditions;
use crate::parse::follow::cmdlet::nothing_returned;
use crate::parse::follow::handle;
use crate::parse::follow::handle::Handle;
use crate::parse::follow::outer::{Part, StandsFor};
use crate::parse::powershell::known::plain;
use crate::parse::powershell::value::push;
use crate::parse::powershell::{Piece, Statement, TextPart, Unknown, Value, Word, WordKind, evaluate};
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
                if let Some(command) = handle::command_of(&self.value(target)) {
                    return is_command(command, member).then(|| handle::command(command, unknown));
                }
                match (
                    handle::of(&self.value(target))?,
                    member.to_ascii_lowercase().as_str(),
                ) {
                    (Handle::Job(job), "jobid") => Some(handle::value(Handle::Id(job), unknown)),
                    (Handle::Id(job), "guid") => Some(handle::value(Handle::Id(job), unknown)),
                    (Handle::Some, "jobid" | "guid") => Some(handle::value(Handle::Some, unknown)),
                    _ => None,
                }
            }
            WordKind::Index { target, .. } => {
                let value = self.value(target);
                let value = self.some_of(value, word.span);
                handle::of(&value).is_some().then_some(value)
            }
            WordKind::Expandable { pieces, .. } => match pieces.as_slice() {
                [Piece::Nested(inner)] => self.result(inner),
                _ => None,
            },
            WordKind::Call { target, .. } => match handle::of(&self.value(target))? {
                Handle::Id(job) => Some(handle::value(Handle::Id(job), self.unknown(word.span))),
                Handle::Some => Some(handle::value(Handle::Some, self.unknown(word.span))),
                Handle::Job(_) => None,
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
        let value = self.value(statement.as_expression()?);
        let is_known = handle::of(&value).is_some() || handle::command_of(&value).is_some();
        is_known.then_some(value)
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
            Value::Text(parts) => {
                let mut out = Vec::new();
                for part in parts {
                    let TextPart::Unknown(value) = part else {
                        push(&mut out, vec![part]);
                        continue;
                    };
                    let known = self.resolved((*value).clone());
                    let part = match (handle::of(&known), known.as_text()) {
                        (Some(Handle::Some | Handle::Id(_)), _) => TextPart::Unknown(Box::new(known)),
                        (None, Some(text)) => TextPart::Units(text.encode_utf16().collect()),
                        _ => TextPart::Unknown(value),
                    };
                    push(&mut out, vec![part]);
                }
                Value::Text(out)
            }
            value => value,
        }
    }

    /// Remembers of an element or a property that it is of jobs that are picked out, or the GUID of one.
    fn note_some(&mut self, word: &Word<'_>) {
        self.results.remove(&word.span);
        if let Some(value) = self.result(word)
            && matches!(handle::of(&value), Some(Handle::Some | Handle::Id(_)))
        {
            self.results.insert(word.span, value);
        }
    }

    /// Remembers of a variable whether it is given what a call that waits for its job gives.
    pub(super) fn note_nothing(&mut self, target: &Word<'_>, is_nothing: bool) {
        match (variable_name(target), is_nothing) {
            (Some(name), true) => drop(self.nothing.insert(plain(name))),
            (Some(name), false) => drop(self.nothing.remove(&plain(name))),
            (None, _) => {}
        }
    }

    /// Says of the first look at a property of such a variable that there is no job in it.
    fn say_of_nothing(&mut self, target: &Word<'_>, member: &Word<'_>) {
        // Nothing has these two as well. [about_Properties]
        let is_count = |name: &str| name.eq_ignore_ascii_case("count") || name.eq_ignore_ascii_case("length");
        let is_looked_at = self.value(target) == Value::Null && !member.text().is_some_and(is_count);
        if is_looked_at
            && let Some(name) = variable_name(target)
            && self.nothing.remove(&plain(name))
        {
            nothing_returned(self.script, target.span);
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
                    [crate::text::Piece::Opaque { .. }] => Value::Opaque(unknown),
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
                self.note_some(word);
                self.say_of_nothing(target, member);
                self.note_entries(word, target, member);
            }
            WordKind::Call {
                target,
                member,
                arguments,
                ..
            } => {
                if let Some(value) = self.invoked(target, member, arguments, word.span) {
                    self.results.insert(word.span, value);
                    self.drop_plain(word.span);
                    return;
                }
                self.inner(target);
                self.inner(member);
                if arguments.is_empty() {
                    self.note_entries(word, target, member);
                }
                if !self.of_each(target, member, arguments, word.span) {
                    arguments.iter().for_each(|argument| self.inner(argument));
                    self.method(target, member, arguments, word.span);
                }
            }
            WordKind::Ternary {
                condition,
                then,
                otherwise,
            } => {
                self.inner(condition);
                self.perhaps(then, condition.span);
                self.perhaps(otherwise, condition.span);
            }
            WordKind::Index { target, index } => {
                self.inner(target);
                self.inner(index);
                self.note_some(word);
            }
            // Whoever gets the block may run it.
            WordKind::ScriptBlock(block) => drop(self.branch(&block.statements)),
            WordKind::Cast { type_name, inner, .. } => {
                self.inner(inner);
                // Whoever gets it may set it.
                if type_name.eq_ignore_ascii_case("ref") {
                    self.forget(inner);
                }
            }
            WordKind::Unary { operator, inner } => {
                self.inner(inner);
                self.step(operator, inner);
            }
            WordKind::Binary {
                operator,
                left,
                right,
            } => {
                self.inner(left);
                match *operator {
                    "And" | "Or" | "QuestionQuestion" => self.perhaps(right, left.span),
                    _ => self.inner(right),
                }
            }
            WordKind::Text { .. }
            | WordKind::Constant(_)
            | WordKind::Variable(_)
            | WordKind::Splat(_)
            | WordKind::Type(_) => {}
            WordKind::Other("UsingExpression") => match self.of_using(word) {
                Some(value) => drop(self.results.insert(word.span, value)),
                None => drop(self.results.remove(&word.span)),
            },
            WordKind::Other(_) => {}
        }
    }

    /// Follows the commands of a word that may run or not, as something decides.
    fn perhaps(&mut self, word: &'r Word<'t>, decides: Span) {
        let about = conditions::about(decides.of(self.source));
        self.script.jobs.conditions.enter(about);
        let picked = self.pick();
        let mark = self.variables.begin();
        let around = self.script.jobs.enter();
        self.inner(word);
        self.script.jobs.leave(around);
        self.doubt(mark);
        self.picked.truncate(picked);
        self.script.jobs.conditions.leave();
    }

    /// Results that are no jobs are worked out from the text, not from what was followed.
    pub(super) fn drop_plain(&mut self, span: Span) {
        let is_path = is_joined(span.of(self.source));
        let stays = |value: &Value| {
            let is_found = handle::of(value).is_some() || handle::command_of(value).is_some();
            is_found || (is_path && matches!(value, Value::Text(_)))
        };
        if self.results.get(&span).is_some_and(|value| !stays(value)) {
            self.results.remove(&span);
        }
    }

    pub(super) fn unknown_value(&self, span: Span) -> Value {
        Value::Opaque(self.unknown(span))
    }
}

/// Whether a property of what `Get-Command` gives names the command: of a cmdlet `Source` is its module.
fn is_command(command: &str, property: &str) -> bool {
    let is = |name: &str| property.eq_ignore_ascii_case(name);
    is("name") || (cmdlet(command).is_none() && (is("source") || is("path") || is("definition")))
}
