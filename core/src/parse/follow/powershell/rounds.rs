//! Rounds of loops: one by one where all is known, else once, with what is assigned in them in doubt.

use super::assigned::Assigned;
use super::existence::Meets;
use super::several::leaves;
use super::{Follower, MOST_WAYS, existence, is_one, length};
use crate::parse::conditions::{self, About};
use crate::parse::follow::handle;
use crate::parse::powershell::cast::integer;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Part, Role, Statement, StatementKind, Value, Word, WordKind};

/// The most rounds that are followed one by one.
const MOST: usize = 16;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Statements for each element of a value; the jobs that they give.
    pub(super) fn each(
        &mut self,
        name: Option<&str>,
        over: &Value,
        statements: &'r [Statement<'t>],
    ) -> Value {
        let entries = match over {
            Value::Opaque(unknown) => self.entries.get(&unknown.span).cloned(),
            _ => None,
        };
        let are_entries = entries.is_some();
        let items: Vec<Value> = match (entries, over) {
            (Some(entries), _) => entries,
            (None, Value::List(items)) if handle::of(over).is_none() => items.clone(),
            (None, one) => vec![one.clone()],
        };
        let length = length(statements);
        let known = items
            .iter()
            .all(|item| (are_entries || is_one(item)) && self.script.may_grow(length));
        // Of what comes in no order, nobody knows which round is the last one.
        let is_ordered = !are_entries || items.len() < 2;
        let key = plain(name.unwrap_or("_"));
        // A pipeline has its own element.
        let before = self.variables.get(&key).filter(|_| name.is_none()).cloned();
        let compares = self.compares_state;
        self.compares_state = compares && name.is_some();
        // A block of a pipeline is left by `return`, and has no loop of its own.
        let meets = match name {
            Some(_) => self.meets.in_rounds(),
            None => Meets::RETURNS,
        };
        let meets = std::mem::replace(&mut self.meets, meets);
        let mut given = Vec::new();
        let mut is_left = false;
        if known {
            let returns = self.meets.without_rounds();
            let breaks = existence::breaks(statements)
                || name.is_some() && statements.iter().any(|statement| returns.may_go(statement, true));
            let mut left = Vec::new();
            let mut has_more = false;
            if !is_ordered {
                self.doubt_assigned(std::iter::once(statements));
            }
            for (round, item) in items.into_iter().enumerate() {
                // A round before may have left the loop.
                if breaks && round == 1 {
                    self.script.jobs.conditions.enter(About::Other);
                    is_left = true;
                }
                if is_left && left.len() < MOST_WAYS {
                    left.push(self.variables.begin());
                } else {
                    has_more = is_left;
                }
                let several = self.several(&item);
                let mark = (!is_ordered).then(|| self.variables.begin());
                self.keep(&key, Some(item), true);
                match several {
                    Some(job) => self.through(job, statements),
                    None => given.push(self.all(statements)),
                }
                if let Some(mark) = mark {
                    self.doubt(mark);
                }
            }
            for mark in left.into_iter().rev() {
                if std::mem::take(&mut has_more) {
                    self.forget_since(mark);
                }
                self.doubt(mark);
            }
            if is_left {
                self.script.jobs.conditions.leave();
            }
        } else {
            self.doubt_assigned(std::iter::once(statements));
            // The rounds may change what they get.
            items.iter().for_each(|item| self.forget_all_of(item));
            self.variables.set(&key, None);
            self.script.jobs.conditions.enter_loop();
            self.script.enter_rounds();
            given.push(self.branch(statements));
            self.script.leave_rounds();
            self.script.jobs.conditions.leave();
        }
        self.variables.set(&key, before);
        self.compares_state = compares;
        self.meets = meets;
        match given.pop() {
            Some(one) if given.is_empty() && handle::of(&one).is_some() => one,
            Some(last) => {
                given.push(last);
                let is_map =
                    known && name.is_none() && gives_one_value(statements) && given.iter().all(is_plain);
                let all = Value::List(given);
                match all {
                    all if handle::are(&all) => all,
                    Value::List(mut given) if is_map && given.len() == 1 => {
                        given.pop().unwrap_or(Value::Null)
                    }
                    all if is_map => all,
                    _ => Value::Null,
                }
            }
            None => Value::Null,
        }
    }

    /// `for ($i = 0; $i -lt 3; $i++) { … }`: round by round where all is known, else once, with a counter that is not.
    pub(super) fn rounds(&mut self, parts: &'r [Part<'t>]) -> Value {
        let head = parts.iter().find(|part| part.role == Role::Condition);
        let head: &'r [Statement<'t>] = head.map_or(&[], |part| &part.statements);
        let body = parts.iter().find(|part| part.role == Role::Body);
        let body: &'r [Statement<'t>] = body.map_or(&[], |part| &part.statements);
        let (first, rest) = match head {
            [first, rest @ ..] if !is_condition(first) => (Some(first), rest),
            rest => (None, rest),
        };
        if let Some(first) = first {
            self.statement(first);
        }
        if let [condition, step] = rest
            && let Some((name, numbers)) = self.numbers(condition, step, body)
        {
            let Some((end, rounds)) = numbers.split_last() else {
                return Value::Null;
            };
            for number in rounds {
                self.set(&name, Some(integer(*number)), false);
                self.with(self.meets.in_rounds(), |follower| follower.all(body));
            }
            self.set(&name, Some(integer(*end)), false);
            return Value::Null;
        }
        self.doubt_assigned([rest, body].into_iter());
        let picked = self.pick();
        let mark = self.variables.begin();
        let decides = match (rest.first(), rest.last()) {
            (Some(first), Some(last)) => first.span.to(last.span).of(self.source),
            _ => "",
        };
        self.script.jobs.conditions.enter(conditions::about(decides));
        let around = self.script.jobs.enter();
        if let [condition, ..] = rest {
            self.statement(condition);
        }
        self.script.enter_rounds();
        self.with(self.meets.in_rounds(), |follower| follower.all(body));
        self.script.leave_rounds();
        for step in rest.iter().skip(1) {
            self.statement(step);
        }
        self.script.jobs.leave(around);
        self.script.jobs.conditions.leave();
        self.doubt(mark);
        self.picked.truncate(picked);
        Value::Null
    }

    /// The counter of a loop, and what it holds in each round and behind the last.
    fn numbers(
        &self,
        condition: &Statement<'_>,
        step: &Statement<'_>,
        body: &[Statement<'_>],
    ) -> Option<(String, Vec<i128>)> {
        let WordKind::Binary {
            operator,
            left,
            right,
        } = &condition.as_expression()?.kind
        else {
            return None;
        };
        let WordKind::Variable(name) = &left.kind else {
            return None;
        };
        let (Value::Number { number: start, .. }, Value::Number { number: limit, .. }) =
            (self.found(name)?.clone(), self.value(right))
        else {
            return None;
        };
        let (mut at, limit) = (start.integer()?, limit.integer()?);
        let holds = |at: i128| {
            Some(match *operator {
                "Ilt" | "Clt" => at < limit,
                "Ile" | "Cle" => at <= limit,
                "Igt" | "Cgt" => at > limit,
                "Ige" | "Cge" => at >= limit,
                _ => return None,
            })
        };
        let by = by(step, name)?;
        let mut assigned = Assigned::default();
        assigned.statements(body);
        let is_limit_fixed = match &right.kind {
            WordKind::Variable(limit) => !assigned.may_assign(limit),
            kind => matches!(kind, WordKind::Constant(_)),
        };
        if !is_limit_fixed || assigned.may_assign(name) || leaves(body, true) {
            return None;
        }
        let mut numbers = Vec::new();
        while holds(at)? {
            numbers.push(at);
            at = at.checked_add(by)?;
            if numbers.len() > MOST || !self.script.may_grow(length(body)) {
                return None;
            }
        }
        numbers.push(at);
        Some((name.to_string(), numbers))
    }
}

/// What a statement adds to a variable.
fn by(step: &Statement<'_>, name: &str) -> Option<i128> {
    let is_it =
        |word: &Word<'_>| matches!(&word.kind, WordKind::Variable(found) if found.eq_ignore_ascii_case(name));
    match &step.kind {
        StatementKind::Assignment {
            operator,
            target,
            value,
        } if is_it(target) => {
            let WordKind::Constant(number) = &value.as_expression()?.kind else {
                return None;
            };
            match *operator {
                "PlusEquals" => number.integer(),
                "MinusEquals" => number.integer()?.checked_neg(),
                _ => None,
            }
        }
        _ => match &step.as_expression()?.kind {
            WordKind::Unary { operator, inner } if is_it(inner) => match *operator {
                "PostfixPlusPlus" | "PlusPlus" => Some(1),
                "PostfixMinusMinus" | "MinusMinus" => Some(-1),
                _ => None,
            },
            _ => None,
        },
    }
}

/// Whether the first part of a head is no assignment: it begins with the condition.
fn is_condition(statement: &Statement<'_>) -> bool {
    matches!(
        statement.as_expression().map(|word| &word.kind),
        Some(WordKind::Binary { .. })
    )
}

/// Whether a block gives what its one statement gives: `{ "$base/$_" }`.
fn gives_one_value(statements: &[Statement<'_>]) -> bool {
    matches!(
        statements,
        [Statement {
            kind: StatementKind::Pipeline {
                background: false,
                ..
            },
            ..
        }]
    )
}

/// Whether a value is one, and stays one in a list.
fn is_plain(value: &Value) -> bool {
    let is_short = || value.to_parts().len() < 16;
    matches!(value, Value::Object(_)) || matches!(value, Value::Text(_) | Value::Number { .. }) && is_short()
}
