//! How conditions come out, where the text itself says it: what is compared is set before, whatever happens.

use super::variable::variable_name;
use super::{Follower, command_name};
use crate::command::{Purpose, bitstransfer};
use crate::parse::follow::handle::{self, Handle};
use crate::parse::powershell::{CommandBody, Part, Role, Statement, StatementKind, Value, Word, WordKind};
use crate::span::Span;
use std::cmp::Ordering;

/// How a condition comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Outcome {
    holds: bool,
    /// Whether it is so because a job was made, which may have failed.
    rests_on_job: bool,
}

impl Outcome {
    const fn of(holds: bool) -> Outcome {
        Outcome {
            holds,
            rests_on_job: false,
        }
    }

    const fn not(self) -> Outcome {
        Outcome {
            holds: !self.holds,
            ..self
        }
    }

    const fn and(self, other: Outcome) -> Outcome {
        Outcome {
            holds: self.holds && other.holds,
            rests_on_job: self.rests_on_job || other.rests_on_job,
        }
    }
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Follows the one branch that runs of a statement with `if`; whether that is sure. Where a job decides it, a branch is left
    /// out only if it was followed before: whoever asks whether a job was made does something where it was not.
    pub(super) fn sure(&mut self, parts: &'r [Part<'t>]) -> bool {
        let first_made: Vec<String> = match self.meets.is_in_rounds() {
            true => parts
                .iter()
                .flat_map(|part| &part.statements)
                .filter_map(made)
                .collect(),
            false => Vec::new(),
        };
        let mut outcome = None;
        let mut rests_on_job = false;
        let mut chosen = None;
        for (number, part) in parts.iter().enumerate() {
            match part.role {
                Role::Condition => {
                    outcome = self.outcome(&part.statements, &first_made);
                    rests_on_job |= outcome.is_some_and(|outcome| outcome.rests_on_job);
                    if outcome.is_none() {
                        return false;
                    }
                }
                Role::Otherwise => chosen = Some(number),
                _ if outcome.is_some_and(|outcome| outcome.holds) => chosen = Some(number),
                _ => {}
            }
            if chosen.is_some() {
                break;
            }
        }
        let left_out = parts
            .iter()
            .enumerate()
            .filter(|(number, part)| part.role != Role::Condition && chosen != Some(*number));
        let left_out: Vec<Span> = left_out.filter_map(|(_, part)| whole(&part.statements)).collect();
        if rests_on_job && left_out.iter().any(|span| !self.come_to.contains(span)) {
            return false;
        }
        let is_of_function = !self.running.is_empty();
        self.left_out
            .extend(left_out.into_iter().map(|span| (span, is_of_function)));
        if let Some(part) = chosen.and_then(|number| parts.get(number)) {
            self.note_come_to(&part.statements);
            self.all(&part.statements);
        }
        true
    }

    /// Notes that statements of a branch are followed.
    pub(super) fn note_come_to(&mut self, statements: &[Statement<'_>]) {
        self.come_to.extend(whole(statements));
    }

    /// Says which commands stand in branches that no way leads to.
    pub(super) fn say_of_left_out(&mut self) {
        for (span, is_of_function) in std::mem::take(&mut self.left_out) {
            if self.come_to.contains(&span) {
                continue;
            }
            match is_of_function {
                // It may be a function of many scripts.
                true => self.script.not_come_to(span, self.source),
                false => self.script.never_runs(span, self.source),
            }
        }
    }

    /// Whether a condition asks nothing but whether a variable is set that the text does not set before: a parameter of it.
    pub(super) fn is_choice(&self, condition: &[Statement<'_>]) -> bool {
        let [statement] = condition else { return false };
        statement.as_expression().is_some_and(|word| self.is_chosen(word))
    }

    fn is_chosen(&self, word: &Word<'_>) -> bool {
        match &word.kind {
            WordKind::Paren(statement) => statement.as_expression().is_some_and(|word| self.is_chosen(word)),
            WordKind::Unary {
                operator: "Not" | "Exclaim",
                inner,
            } => self.is_chosen(inner),
            WordKind::Member { target, member, .. } => {
                let is_present = member
                    .text()
                    .is_some_and(|name| name.eq_ignore_ascii_case("IsPresent"));
                is_present && self.is_chosen(target)
            }
            WordKind::Variable(name) => *name != "?" && self.found(name).is_none(),
            _ => false,
        }
    }

    /// How a condition comes out. Variables to which a branch gives a job that it makes, and which nothing has set before, hold
    /// nothing in the first round.
    fn outcome(&self, condition: &[Statement<'_>], first_made: &[String]) -> Option<Outcome> {
        match condition {
            [statement] => self.outcome_of(statement.as_expression()?, first_made),
            _ => None,
        }
    }

    fn outcome_of(&self, word: &Word<'_>, first_made: &[String]) -> Option<Outcome> {
        match &word.kind {
            WordKind::Paren(statement) => self.outcome_of(statement.as_expression()?, first_made),
            WordKind::Unary {
                operator: "Not" | "Exclaim",
                inner,
            } => Some(self.outcome_of(inner, first_made)?.not()),
            WordKind::Binary {
                operator: "And",
                left,
                right,
            } => Some(
                self.outcome_of(left, first_made)?
                    .and(self.outcome_of(right, first_made)?),
            ),
            WordKind::Binary {
                operator: "Or",
                left,
                right,
            } => Some(
                self.outcome_of(left, first_made)?
                    .not()
                    .and(self.outcome_of(right, first_made)?.not())
                    .not(),
            ),
            WordKind::Binary {
                operator,
                left,
                right,
            } => {
                let (left, right) = (
                    self.plain_value(left, first_made)?,
                    self.plain_value(right, first_made)?,
                );
                self.compared(operator, &left, &right)
            }
            _ => self.truth(&self.plain_value(word, first_made)?),
        }
    }

    /// The value of a word that has no commands in it.
    fn plain_value(&self, word: &Word<'_>, first_made: &[String]) -> Option<Value> {
        match &word.kind {
            WordKind::Variable(name) if self.in_between.contains(&name.to_lowercase()) => None,
            WordKind::Variable(name)
                if self.found(name).is_none() && first_made.contains(&name.to_lowercase()) =>
            {
                Some(Value::Null)
            }
            WordKind::Text { .. } | WordKind::Constant(_) | WordKind::Variable(_) => Some(self.value(word)),
            WordKind::Paren(statement) => self.plain_value(statement.as_expression()?, first_made),
            _ => None,
        }
    }

    /// Whether a value is a job that is there wherever this is come to, unless making it failed.
    fn is_there(&self, value: &Value) -> bool {
        match handle::of(value) {
            Some(Handle::Job(job)) => self.script.jobs.is_made(job) && self.script.jobs.is_there(job),
            _ => false,
        }
    }

    fn truth(&self, value: &Value) -> Option<Outcome> {
        if self.is_there(value) {
            return Some(Outcome {
                holds: true,
                rests_on_job: true,
            });
        }
        if !value.is_known() {
            return None;
        }
        let holds = match value {
            Value::Null => false,
            Value::Boolean(holds) => *holds,
            Value::Number { number, .. } => number.integer()? != 0,
            Value::Text(_) => !value.as_text()?.is_empty(),
            _ => return None,
        };
        Some(Outcome::of(holds))
    }

    fn compared(&self, operator: &str, left: &Value, right: &Value) -> Option<Outcome> {
        let is_equal = match (left, right) {
            (Value::Null, Value::Null) => Outcome::of(true),
            (Value::Null, job) | (job, Value::Null) if self.is_there(job) => Outcome {
                holds: false,
                rests_on_job: true,
            },
            (Value::Null, Value::Text(_) | Value::Number { .. } | Value::Boolean(_))
            | (Value::Text(_) | Value::Number { .. } | Value::Boolean(_), Value::Null) => Outcome::of(false),
            (Value::Boolean(left), Value::Boolean(right)) => Outcome::of(left == right),
            (Value::Text(_), Value::Text(_)) => {
                let (left, right) = (left.as_text()?, right.as_text()?);
                // Other letters are compared by the rules of a language.
                if !(left.is_ascii() && right.is_ascii()) {
                    return None;
                }
                Outcome::of(match operator {
                    "Ieq" | "Ine" => left.eq_ignore_ascii_case(&right),
                    _ => left == right,
                })
            }
            (Value::Number { number: left, .. }, Value::Number { number: right, .. }) => {
                let order = left.integer()?.cmp(&right.integer()?);
                match operator {
                    "Igt" | "Cgt" => return Some(Outcome::of(order == Ordering::Greater)),
                    "Ige" | "Cge" => return Some(Outcome::of(order != Ordering::Less)),
                    "Ilt" | "Clt" => return Some(Outcome::of(order == Ordering::Less)),
                    "Ile" | "Cle" => return Some(Outcome::of(order != Ordering::Greater)),
                    _ => Outcome::of(order == Ordering::Equal),
                }
            }
            _ => return None,
        };
        match operator {
            "Ieq" | "Ceq" => Some(is_equal),
            "Ine" | "Cne" => Some(is_equal.not()),
            _ => None,
        }
    }
}

/// The variable to which a statement gives a job that it makes.
fn made(statement: &Statement<'_>) -> Option<String> {
    let StatementKind::Assignment { target, value, .. } = &statement.kind else {
        return None;
    };
    let StatementKind::Pipeline { commands, .. } = &value.kind else {
        return None;
    };
    let CommandBody::Words(words) = &commands.first()?.body else {
        return None;
    };
    let cmdlet = bitstransfer::cmdlet(&command_name(words.first()?.text()?))?;
    (cmdlet.purpose == Purpose::Creates).then(|| variable_name(target).map(str::to_lowercase))?
}

/// From the first statement to the last.
fn whole(statements: &[Statement<'_>]) -> Option<Span> {
    let first = statements.first()?.span;
    Some(first.to(statements.last()?.span))
}
