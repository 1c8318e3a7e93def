//! Variables whose values are known, as statements assign them one after the other.

use super::constant::evaluate_statement;
use super::syntax::{Statement, StatementKind, Word, WordKind};
use super::value::Value;
use std::collections::{BTreeSet, HashMap};

/// Variables and their values.
#[derive(Debug, Clone, Default)]
pub struct Known {
    values: HashMap<String, Value>,
}

impl Known {
    /// The value of a variable, whatever its letter case and scope.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.values.get(&plain(name)).cloned()
    }

    /// Sets a variable; what is not known or too large to follow is forgotten.
    pub fn set(&mut self, name: &str, value: Value) {
        let name = plain(name);
        if value.is_large() || value.is_unknown() {
            self.values.remove(&name);
        } else {
            self.values.insert(name, value);
        }
    }

    /// Forgets a variable.
    pub fn forget(&mut self, name: &str) {
        self.values.remove(&plain(name));
    }

    /// Takes note of an assignment: of a value, or of a key of a hashtable. Other statements are none of its business.
    ///
    /// ```
    /// use bitsmith_core::parse::powershell::{Edition, Known, read};
    /// let source = "$p = @{ Source = 'a' }; $p.Priority = 'Low'; $p['Destination'] = 'b'";
    /// let mut known = Known::default();
    /// for statement in &read(source, Edition::PowerShell73).statements {
    ///     known.assign(statement, source);
    /// }
    /// let p = known.get("P").unwrap();
    /// assert_eq!(p.entry("priority").unwrap().to_text().as_deref(), Some("Low"));
    /// assert_eq!(p.entry("Destination").unwrap().to_text().as_deref(), Some("b"));
    /// ```
    pub fn assign(&mut self, statement: &Statement<'_>, source: &str) {
        let StatementKind::Assignment {
            operator,
            target,
            value,
        } = &statement.kind
        else {
            return;
        };
        let value = stored(evaluate_statement(value, source, &|name| self.get(name)));
        let Some((name, key)) = self.target(target, source) else {
            return;
        };
        let name = plain(&name);
        let is_known = match (key, *operator) {
            (None, "Equals") => {
                self.set(&name, value);
                return;
            }
            (None, "PlusEquals") => {
                let is_one = value.is_known();
                self.values
                    .get_mut(&name)
                    .is_some_and(|old| add(old, value, is_one))
            }
            (Some(key), "Equals") => self
                .values
                .get_mut(&name)
                .is_some_and(|old| fill(old, &key, value)),
            _ => false,
        };
        if !is_known {
            self.values.remove(&name);
        }
    }

    /// The variable that is assigned to, and the key in it.
    fn target(&self, target: &Word<'_>, source: &str) -> Option<(String, Option<String>)> {
        match &target.kind {
            WordKind::Variable(name) => Some((name.to_string(), None)),
            WordKind::Cast { inner, .. } => self.target(inner, source),
            WordKind::Member {
                target,
                member,
                is_static: false,
            } => match &target.kind {
                WordKind::Variable(name) => Some((name.to_string(), Some(member.text()?.to_owned()))),
                _ => None,
            },
            WordKind::Index { target, index } => match &target.kind {
                WordKind::Variable(name) => {
                    let key = super::constant::evaluate(index, source, &|name| self.get(name));
                    Some((name.to_string(), Some(key.as_text()?)))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The most keys and elements that are followed.
pub(crate) const MOST: usize = 1000;

/// A value as a variable holds it: a number forgets how it was written.
pub(crate) fn stored(value: Value) -> Value {
    match value {
        Value::Number { number, .. } => Value::Number {
            number,
            spelling: None,
        },
        value => value,
    }
}

/// Puts a value under a key of a hashtable; says whether that is known.
pub(crate) fn fill(hashtable: &mut Value, key: &str, value: Value) -> bool {
    let Value::Hashtable(pairs) = hashtable else {
        return false;
    };
    match pairs.iter_mut().find(|(known, _)| known.is_key(key)) {
        Some((_, old)) => *old = value,
        None => pairs.push((Value::text(key), value)),
    }
    pairs.len() <= MOST
}

/// Adds a value to another one, perhaps one that is sure to be one element; says whether the sum is known.
pub(crate) fn add(old: &mut Value, value: Value, is_one: bool) -> bool {
    match (&mut *old, value) {
        // A key that both have is an error.
        (Value::Hashtable(pairs), Value::Hashtable(more)) => {
            let key = |(key, _): &(Value, Value)| key.to_text().map(|text| text.to_lowercase());
            let keys: Option<BTreeSet<String>> = pairs.iter().chain(&more).map(key).collect();
            pairs.extend(more);
            pairs.len() <= MOST && keys.is_some_and(|keys| keys.len() == pairs.len())
        }
        (Value::List(items), Value::List(more)) => {
            items.extend(more);
            items.len() <= MOST
        }
        (Value::List(items), value) if is_one => {
            items.push(value);
            items.len() <= MOST
        }
        (Value::Text(parts), value) => {
            super::value::push(parts, value.to_parts());
            !old.is_large()
        }
        _ => false,
    }
}

/// The name without its scope, in small letters.
pub(crate) fn plain(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    for scope in ["script:", "global:", "local:", "private:", "variable:"] {
        if let Some(rest) = lower.strip_prefix(scope) {
            return rest.to_owned();
        }
    }
    lower
}
