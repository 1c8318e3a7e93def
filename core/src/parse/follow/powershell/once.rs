//! Values that are another one each time that their expression runs: a variable that gets one stays a variable wherever it is
//! used, and is not written as that expression, which would be another value in each place.

use super::Follower;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{TextPart, Unknown, Value};
use crate::shell_variable::changes_each_time;
use crate::span::Span;

impl Follower<'_, '_, '_> {
    /// What a variable holds that gets a value: itself, where each reading of the expression would give another one.
    pub(super) fn kept_once(&mut self, name: &str, target: Span, value: Value) -> Value {
        let key = plain(name);
        let before = self.once.get(&key).copied();
        if before.is_some() {
            self.forget_copies(&key);
        }
        if name.contains(':') || !is_changing(&value) {
            return value;
        }
        let made = self.script.jobs.count_made();
        // The document of one job never speaks of two values by one name: in another round there is another job.
        if before.is_some_and(|(at, jobs)| at != target || jobs == made) {
            return value;
        }
        self.once.insert(key.clone(), (target, made));
        // Where the expression stands.
        let span = match &value {
            Value::Opaque(unknown) => unknown.span,
            _ => Span::default(),
        };
        Value::Variable {
            name: key,
            unknown: Unknown {
                span,
                source: format!("${name}"),
            },
        }
    }

    /// The expression whose value a variable holds.
    pub(super) fn held_expression(&self, name: &str) -> Option<&str> {
        match self.found(name)? {
            Value::Opaque(unknown) => Some(&unknown.source),
            Value::Variable { name, unknown } if self.once.contains_key(name) => {
                Some(unknown.span.of(self.source))
            }
            _ => None,
        }
    }

    /// What was put together with the value that a variable held before does not stand for its new one.
    fn forget_copies(&mut self, key: &str) {
        let all = self.variables.values().iter();
        let copies = all.filter(|(name, value)| *name != key && has(value, key));
        let copies: Vec<String> = copies.map(|(name, _)| name.clone()).collect();
        for name in copies {
            self.variables.set(&name, None);
        }
    }
}

/// Whether an expression that stands in a value gives another one each time.
fn is_changing(value: &Value) -> bool {
    match value {
        Value::Opaque(unknown) => changes_each_time(&unknown.source),
        // `[datetime]::Now`
        Value::Member { member, .. } => changes_each_time(&format!("::{member}")),
        Value::Text(parts) => parts
            .iter()
            .any(|part| matches!(part, TextPart::Unknown(value) if is_changing(value))),
        _ => false,
    }
}

/// Whether a variable that is not known stands in a value.
fn has(value: &Value, key: &str) -> bool {
    match value {
        Value::Variable { name, .. } => name == key,
        Value::Text(parts) => parts
            .iter()
            .any(|part| matches!(part, TextPart::Unknown(value) if has(value, key))),
        Value::List(items) => items.iter().any(|item| has(item, key)),
        Value::Hashtable(pairs) | Value::Object(pairs) => pairs.iter().any(|(_, value)| has(value, key)),
        _ => false,
    }
}
