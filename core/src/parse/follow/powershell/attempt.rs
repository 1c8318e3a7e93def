//! `try`: how much of it runs before an error is caught, nobody knows.

use super::{Follower, MadeInBranches, leaves};
use crate::parse::conditions::Decides;
use crate::parse::powershell::{Part, Piece, Role, Statement, StatementKind, Value, Word, WordKind};

/// A variable that the body of a `try` sets: what it holds behind all of the body, and what where an error may have ended it.
struct Set {
    name: String,
    then: Option<Value>,
    in_doubt: Option<Value>,
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// `try { … } catch { … } finally { … }`
    pub(super) fn attempt(&mut self, parts: &'r [Part<'t>]) -> Value {
        let mut value = Value::Null;
        let mut made = MadeInBranches::default();
        let mut set = Vec::new();
        let first = self.script.jobs.count_made();
        let before = self.variables.begin();
        // The catches behind which the text goes on.
        let mut caught = Vec::new();
        for part in parts {
            let mark = self.variables.begin();
            match part.role {
                Role::Catch => {
                    let item = self.variables.get("_").cloned();
                    self.variables.set("_", None);
                    self.conditional(&part.statements, Some(Decides::default()));
                    self.variables.set("_", item);
                }
                Role::Body => (value, set) = self.attempted(&part.statements),
                _ => {
                    self.hold_one_of(std::mem::take(&mut made));
                    drop(self.all(&part.statements));
                }
            }
            let changed = self.variables.since(mark);
            self.variables.doubt(mark, |_, now| now.cloned());
            self.note_made(&mut made, &changed, first);
            if part.role == Role::Catch && !part.statements.iter().any(leaves) {
                caught.push(changed);
            }
        }
        self.hold_one_of(made);
        if caught.is_empty() {
            for one in set {
                if self.variables.get(&one.name) == one.in_doubt.as_ref() {
                    self.variables.set(&one.name, one.then);
                }
            }
        }
        self.note_either(before, &caught, true);
        self.variables.doubt(before, |_, now| now.cloned());
        value
    }

    /// The body of a `try`: what it gives, and what it sets behind the first statement that may fail.
    fn attempted(&mut self, statements: &'r [Statement<'t>]) -> (Value, Vec<Set>) {
        let sure = statements
            .iter()
            .take_while(|statement| cannot_fail(statement))
            .count();
        let (sure, rest) = statements.split_at(sure);
        self.all(sure);
        let mark = self.variables.begin();
        let value = self.all(rest);
        let changed = self.variables.since(mark);
        // What holds the same as before may have held something else where an error came in between.
        let same = changed
            .iter()
            .filter(|(name, old)| name != "_" && old.as_ref() == self.variables.get(name));
        let same: Vec<String> = same.map(|(name, _)| name.clone()).collect();
        let then: Vec<(String, Option<Value>)> = changed
            .into_iter()
            .map(|(name, _)| {
                let now = self.variables.get(&name).cloned();
                (name, now)
            })
            .collect();
        self.doubt(mark);
        for name in same {
            match self.variables.get(&name) {
                Some(Value::Null) => drop(self.in_between.insert(name)),
                _ => self.variables.set(&name, None),
            }
        }
        let set = then
            .into_iter()
            .map(|(name, then)| Set {
                in_doubt: self.variables.get(&name).cloned(),
                name,
                then,
            })
            .collect();
        (value, set)
    }
}

/// Whether a statement puts something that is written there into a variable, which cannot fail.
fn cannot_fail(statement: &Statement<'_>) -> bool {
    match &statement.kind {
        StatementKind::Assignment {
            operator: "Equals",
            target,
            value,
        } => matches!(target.kind, WordKind::Variable(_)) && value.as_expression().is_some_and(is_written),
        _ => false,
    }
}

fn is_written(word: &Word<'_>) -> bool {
    match &word.kind {
        WordKind::Text { .. } | WordKind::Constant(_) | WordKind::Variable(_) => true,
        WordKind::Expandable { pieces, .. } => pieces.iter().all(|piece| match piece {
            Piece::Nested(inner) => matches!(inner.kind, WordKind::Variable(_)),
            _ => true,
        }),
        WordKind::List(items) => items.iter().all(is_written),
        WordKind::Hashtable(pairs) => {
            let mut values = pairs.iter().map(|pair| pair.value.as_expression());
            values.all(|value| value.is_some_and(is_written))
        }
        WordKind::Paren(statement) => statement.as_expression().is_some_and(is_written),
        _ => false,
    }
}
