//! Variables and the entries of hashtables: what is assigned to them, and what they hold.

use super::{Follower, is_one};
use crate::parse::follow::handle;
use crate::parse::powershell::known::{add, fill, plain, stored};
use crate::parse::powershell::{
    Command, CommandBody, Statement, StatementKind, Unknown, Value, Word, WordKind,
};
use crate::span::Span;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    pub(super) fn assign(&mut self, target: &Word<'_>, operator: &str, value: Value) {
        match &target.kind {
            WordKind::Variable(name) => {
                let key = plain(name);
                let value = stored(value);
                let value = match (operator, self.variables.get(&key).cloned()) {
                    ("Equals", _) => Some(value),
                    ("PlusEquals", Some(mut sum)) => {
                        let is_one = is_one(&value);
                        (add(&mut sum, value, is_one) && self.script.may_grow(sum.size())).then_some(sum)
                    }
                    _ => None,
                };
                self.variables.set(&key, value.filter(|value| !value.is_large()));
            }
            WordKind::Cast { inner, .. } => self.assign(inner, operator, value),
            WordKind::Paren(_) => {}
            WordKind::Member { target, member, .. } => self.assign_entry(target, member, operator, value),
            WordKind::Index { target, index } => self.assign_entry(target, index, operator, value),
            _ => {}
        }
    }

    /// Remembers where the entries of a hashtable stand.
    pub(super) fn note_places(&mut self, target: &Word<'_>, value: &Statement<'_>) {
        match &target.kind {
            WordKind::Variable(name) => {
                let StatementKind::Pipeline { commands, .. } = &value.kind else {
                    return;
                };
                let [
                    Command {
                        body: CommandBody::Expression(word),
                        ..
                    },
                ] = commands.as_slice()
                else {
                    return;
                };
                if let WordKind::Hashtable(pairs) = &word.kind {
                    for pair in pairs {
                        if let Some(entry) = self.value(&pair.key).to_text() {
                            let at = (plain(name), entry.to_lowercase());
                            self.places.insert(at, (pair.key.span, pair.value.span));
                        }
                    }
                }
            }
            WordKind::Member {
                target,
                member: entry,
                ..
            }
            | WordKind::Index { target, index: entry } => {
                if let (WordKind::Variable(name), Some(entry_name)) =
                    (&target.kind, self.value(entry).to_text())
                {
                    let at = (plain(name), entry_name.to_lowercase());
                    self.places.insert(at, (entry.span, value.span));
                }
            }
            WordKind::Cast { inner, .. } => self.note_places(inner, value),
            _ => {}
        }
    }

    /// `$p.Key = …`, `$p['Key'] = …`
    pub(super) fn assign_entry(&mut self, target: &Word<'_>, entry: &Word<'_>, operator: &str, value: Value) {
        let WordKind::Variable(name) = &target.kind else {
            return;
        };
        let key = plain(name);
        let Some(mut table) = self.variables.get(&key).cloned() else {
            return;
        };
        if handle::of(&table).is_some() {
            return;
        }
        let is_known = match (operator, self.value(entry).to_text()) {
            ("Equals", Some(entry)) => {
                fill(&mut table, &entry, stored(value)) && self.script.may_grow(table.size())
            }
            _ => false,
        };
        self.variables
            .set(&key, (is_known && !table.is_large()).then_some(table));
    }

    /// What a variable holds; jobs are then known by its name.
    pub(super) fn variable(&self, name: &str) -> Option<Value> {
        let value = self.variables.get(&plain(name))?;
        if !self.script.may_grow(value.size()) {
            return None;
        }
        Some(match (value, handle::of(value)) {
            (Value::Variable { unknown, .. }, Some(handle)) => handle::value(
                handle,
                Unknown {
                    span: unknown.span,
                    source: format!("${name}"),
                },
            ),
            _ if handle::user(value).is_some_and(Value::is_unknown) => {
                handle::credential(Value::Opaque(Unknown {
                    span: Span::default(),
                    source: format!("${name}.UserName"),
                }))
            }
            _ => value.clone(),
        })
    }
}

pub(super) fn variable_name<'w>(word: &'w Word<'_>) -> Option<&'w str> {
    match &word.kind {
        WordKind::Variable(name) => Some(name),
        _ => None,
    }
}
