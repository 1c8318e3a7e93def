//! Variables and the entries of hashtables: what is assigned to them, and what they hold.

use super::defaults::DEFAULTS;
use super::{Follower, is_one};
use crate::parse::follow::handle::{self, Handle};
use crate::parse::powershell::cast::{cast, integer};
use crate::parse::powershell::known::{add, fill, plain, stored};
use crate::parse::powershell::{Statement, Unknown, Value, Word, WordKind};
use crate::span::Span;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// What an assignment puts into its target.
    pub(super) fn assign(&mut self, target: &Word<'_>, operator: &str, value: Value, is_loose: bool) {
        match &target.kind {
            WordKind::Variable(name) => {
                let value = stored(value);
                self.note_naming(name, &value);
                let value = match (operator, self.held(name)) {
                    ("Equals", _) => Some(value),
                    ("PlusEquals", Some(mut sum)) => {
                        let is_one = is_one(&value);
                        (add(&mut sum, value, is_one) && self.script.may_grow(sum.size())).then_some(sum)
                    }
                    ("MinusEquals", Some(old)) => minus(&old, &value),
                    ("QuestionQuestionEquals", Some(Value::Null)) => Some(value),
                    ("QuestionQuestionEquals", Some(old)) if !old.is_unknown() => Some(old),
                    _ => None,
                };
                let value = value.map(|value| self.kept_once(name, target.span, value));
                self.set(name, value, is_loose && operator == "Equals");
            }
            WordKind::Cast { type_name, inner, .. } => {
                let value = match handle::of(&value) {
                    None if operator == "Equals" => cast(type_name, value.clone()).unwrap_or(value),
                    _ => value,
                };
                self.assign(inner, operator, value, is_loose);
            }
            WordKind::Paren(statement) => {
                if let Some(target) = statement.as_expression() {
                    self.assign(target, operator, value, is_loose);
                }
            }
            // `$first, $others = Get-BitsTransfer`
            WordKind::List(targets) if self.is_of_several(&value) => {
                for target in targets {
                    let some = handle::value(Handle::Some, self.unknown(target.span));
                    self.assign(target, operator, some, is_loose);
                }
            }
            WordKind::List(targets) => {
                let values = match operator {
                    "Equals" => shared_out(value, targets.len()),
                    _ => Vec::new(),
                };
                let mut values = values.into_iter();
                for target in targets {
                    match values.next() {
                        Some(value) => self.assign(target, operator, value, true),
                        None => self.forget(target),
                    }
                }
            }
            WordKind::Member { target, member, .. } => self.assign_entry(target, member, operator, value),
            WordKind::Index { target, index } => self.assign_entry(target, index, operator, value),
            _ => {}
        }
    }

    /// Puts a value into a variable of a scope; nothing where it is not known.
    pub(super) fn set(&mut self, name: &str, value: Option<Value>, is_loose: bool) {
        let key = plain(name);
        let scope = scope(name);
        self.either.remove(&key);
        self.note_set(&key);
        if scope == Scope::Own {
            if self.variables.is_outermost() {
                self.of_session.remove(&key);
                self.own.insert(key.clone());
            }
            return self.keep(&key, value, is_loose);
        }
        // A script has its own variables, which hide those of the session; a text that is pasted has these as its own.
        if scope == Scope::Session && self.own.contains(&key) && !self.of_session.contains(&key) {
            return self.variables.set_outermost(&key, None);
        }
        let value = self.part(value, is_loose);
        self.variables.set_outermost(&key, value);
        match scope {
            Scope::Session => drop(self.of_session.insert(key)),
            _ => {
                self.of_session.remove(&key);
                self.own.insert(key);
            }
        }
    }

    /// What stands in the variable that a name means.
    pub(super) fn found(&self, name: &str) -> Option<&Value> {
        let key = plain(name);
        match scope(name) {
            Scope::Own => self.variables.get(&key),
            Scope::Script => self.variables.outermost(&key),
            Scope::Session if self.of_session.contains(&key) => self.variables.outermost(&key),
            Scope::Session => None,
        }
    }

    /// Follows something in a scope of its own: what it assigns is over then, but for what it assigns further out.
    pub(super) fn scoped<T>(&mut self, follow: impl FnOnce(&mut Self) -> T) -> T {
        self.variables.enter();
        let given = follow(self);
        self.variables.leave();
        given
    }

    /// Nobody knows what a variable, or an entry of one, holds from here on.
    pub(super) fn forget(&mut self, target: &Word<'_>) {
        match &target.kind {
            WordKind::Variable(name) => self.set(name, None, false),
            WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => self.forget(inner),
            WordKind::List(items) => items.iter().for_each(|item| self.forget(item)),
            WordKind::Paren(statement) => {
                if let Some(word) = statement.as_expression() {
                    self.forget(word);
                }
            }
            WordKind::Member {
                target,
                member: entry,
                ..
            }
            | WordKind::Index { target, index: entry } => match (&target.kind, self.value(entry).to_text()) {
                (WordKind::Variable(name), Some(entry)) => self.doubt_entry(name, Some(&entry)),
                _ => self.assign_entry(target, entry, "", Value::Null),
            },
            _ => {}
        }
    }

    /// Nobody knows what any variable holds from here on, but for jobs.
    pub(super) fn forget_all(&mut self) {
        let are_no_defaults = self.held(DEFAULTS) == Some(Value::Hashtable(Vec::new()));
        self.variables
            .forget_all(|value| !handle::are(value) && handle::alias_of(value).is_none());
        // Hardly anything sets them by a way that is not followed.
        if are_no_defaults {
            self.keep(DEFAULTS, Some(Value::Hashtable(Vec::new())), false);
        }
    }

    /// `$i++`, `--$i`
    pub(super) fn step(&mut self, operator: &str, target: &Word<'_>) {
        let by = match operator {
            "PlusPlus" | "PostfixPlusPlus" => 1,
            "MinusMinus" | "PostfixMinusMinus" => -1,
            _ => return,
        };
        if let WordKind::Variable(name) = &target.kind {
            let value = match self.found(name) {
                Some(Value::Number { number, .. }) => number.integer(),
                _ => None,
            };
            let value = value.and_then(|value| value.checked_add(by)).and_then(whole);
            self.set(name, value, false);
        } else {
            self.forget(target);
        }
    }

    /// Whether a property is assigned to, and not an entry of a hashtable.
    pub(super) fn is_of_object(&self, target: &Word<'_>) -> bool {
        let WordKind::Member { target, .. } = &target.kind else {
            return false;
        };
        let held = variable_name(target).and_then(|name| self.held(name));
        !matches!(held, Some(Value::Hashtable(_)))
    }

    /// Remembers where the entries of a hashtable stand.
    pub(super) fn note_places(&mut self, target: &Word<'_>, value: &Statement<'_>) {
        match &target.kind {
            WordKind::Variable(name) => {
                if let Some(WordKind::Hashtable(pairs)) = value.as_expression().map(|word| &word.kind) {
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
        if let WordKind::Cast { inner, .. } = &target.kind {
            return self.assign_entry(inner, entry, operator, value);
        }
        if let WordKind::Paren(statement) = &target.kind
            && let Some(inner) = statement.as_expression()
        {
            return self.assign_entry(inner, entry, operator, value);
        }
        let whole = self.value(target);
        if handle::of(&whole).is_some() {
            return;
        }
        let is_changed = match &target.kind {
            WordKind::Variable(name) => {
                let (entry, value) = (self.value(entry).to_text(), stored(value));
                self.change(name, |table| match (operator, &entry) {
                    ("Equals", Some(entry)) => fill(table, entry, value.clone()),
                    ("PlusEquals", Some(entry)) => {
                        let mut sum = table.entry(entry).cloned();
                        let is_one = is_one(&value);
                        let is_known = sum.as_mut().is_some_and(|sum| add(sum, value.clone(), is_one));
                        is_known && sum.is_some_and(|sum| fill(table, entry, sum))
                    }
                    _ => false,
                })
            }
            _ => false,
        };
        if !is_changed {
            // Of a list, or of what stands in another table.
            self.forget_all_of(&whole);
        }
    }

    /// What a variable holds; jobs are then known by its name.
    pub(super) fn variable(&self, name: &str) -> Option<Value> {
        let value = &self.held(name)?;
        if !self.script.may_grow(value.size()) {
            return None;
        }
        Some(self.here(match (value, handle::of(value)) {
            (Value::Variable { name: what, unknown }, Some(_)) => Value::Variable {
                name: what.clone(),
                unknown: Unknown {
                    span: unknown.span,
                    source: format!("${name}"),
                },
            },
            _ if handle::user(value).is_some_and(Value::is_unknown) => {
                handle::credential(Value::Opaque(Unknown {
                    span: Span::default(),
                    source: format!("${name}.UserName"),
                }))
            }
            _ => value.clone(),
        }))
    }
}

/// Where a name says that its variable stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// In the scope that is read, or nothing is said.
    Own,
    /// In the script, or in what is one for all scopes.
    Script,
    /// In the session.
    Session,
}

fn scope(name: &str) -> Scope {
    match name
        .split_once(':')
        .map(|(scope, _)| scope.to_ascii_lowercase())
        .as_deref()
    {
        Some("script" | "env") => Scope::Script,
        Some("global") => Scope::Session,
        _ => Scope::Own,
    }
}

/// A name with its scope, as far as that is not the one that is read, in small letters.
pub(super) fn scoped_name(name: &str) -> String {
    let key = plain(name);
    match scope(name) {
        Scope::Own => key,
        Scope::Script => format!("script:{key}"),
        Scope::Session => format!("global:{key}"),
    }
}

/// The values that several variables get of one; none where that is not known.
fn shared_out(value: Value, count: usize) -> Vec<Value> {
    let items = match value {
        value if value.is_unknown() => return Vec::new(),
        Value::List(items) if !items.iter().all(is_one) => return Vec::new(),
        Value::List(items) => items,
        value => vec![value],
    };
    let mut out: Vec<Value> = items.into_iter().map(stored).collect();
    // The last one gets what is left.
    if out.len() > count {
        let rest = out.split_off(count.saturating_sub(1));
        out.push(Value::List(rest));
    }
    out.resize(count, Value::Null);
    out
}

fn minus(left: &Value, right: &Value) -> Option<Value> {
    let (Value::Number { number: left, .. }, Value::Number { number: right, .. }) = (left, right) else {
        return None;
    };
    whole(left.integer()?.checked_sub(right.integer()?)?)
}

/// A whole number that fits.
fn whole(number: i128) -> Option<Value> {
    i64::try_from(number).ok().map(|_| integer(number))
}

pub(super) fn variable_name<'w>(word: &'w Word<'_>) -> Option<&'w str> {
    match &word.kind {
        WordKind::Variable(name) => Some(name),
        _ => None,
    }
}
