//! How long a loop waits for a job at most: until a time that its condition names, or so many rounds with a pause each.

use super::Follower;
use crate::parse::follow::counting::Counter;
use crate::parse::follow::handle::{self, Handle};
use crate::parse::powershell::{
    Command, CommandBody, Compound, Part, Role, Statement, StatementKind, Value, Word, WordKind, read,
};

/// The loops that ask for a state, and how their conditions end them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// All terms have to hold for another round.
    WhileAll,
    /// One term that holds is the end.
    UntilOne,
}

/// The most terms of a condition that are looked at.
const MOST_TERMS: usize = 8;
/// The longest expression that is read again.
const LONGEST: usize = 256;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// The most seconds that a loop waits, where its condition says so.
    pub(super) fn bound(&self, compound: Compound, parts: &[Part<'_>]) -> Option<u64> {
        let ends = match compound {
            Compound::While | Compound::DoWhile => Ends::WhileAll,
            Compound::DoUntil => Ends::UntilOne,
            _ => return None,
        };
        let body = parts.iter().find(|part| part.role == Role::Body)?;
        let terms = terms(condition(parts)?, ends);
        if terms.len() > MOST_TERMS {
            return None;
        }
        let mut bounds = terms.iter().filter_map(|term| {
            let (less, is_inclusive, more) = ordered(term, ends)?;
            let until = self.until(less, more);
            until.or_else(|| self.counted(less, more, is_inclusive, &body.statements))
        });
        let bound = bounds.next()?;
        bounds.next().is_none().then_some(bound)
    }

    /// The job whose state the condition of a loop asks for.
    pub(super) fn asked(&self, parts: &[Part<'_>]) -> Option<usize> {
        self.asked_in(condition(parts)?)
    }

    /// Notes that a condition asks whether a job has all its files.
    pub(super) fn note_asked(&mut self, part: &Part<'_>, decides: &str) {
        let asked = part
            .statements
            .iter()
            .filter_map(Statement::as_expression)
            .find_map(|word| self.asked_in(word));
        if let Some(job) = asked.filter(|_| decides.to_ascii_lowercase().contains("transferred")) {
            self.script.jobs.asked(job);
            self.script.jobs.compared();
        }
    }

    fn asked_in(&self, word: &Word<'_>) -> Option<usize> {
        match &word.kind {
            WordKind::Member { target, member, .. } => {
                let is_state = member
                    .text()
                    .is_some_and(|name| name.eq_ignore_ascii_case("JobState"));
                match handle::of(&self.value(target)).filter(|_| is_state)? {
                    Handle::Job(job) => Some(job),
                    _ => None,
                }
            }
            WordKind::Binary { left, right, .. } => self.asked_in(left).or_else(|| self.asked_in(right)),
            WordKind::Unary { inner, .. } | WordKind::Cast { inner, .. } => self.asked_in(inner),
            WordKind::Paren(statement) => self.asked_in(statement.as_expression()?),
            _ => None,
        }
    }

    /// `(Get-Date) -lt $until`, where `$until = (Get-Date).AddMinutes(30)`.
    fn until(&self, less: &Word<'_>, more: &Word<'_>) -> Option<u64> {
        let WordKind::Variable(name) = &more.kind else {
            return None;
        };
        let source = self.held_expression(name)?;
        if source.len() > LONGEST {
            return None;
        }
        let script = read(source, self.script.edition);
        let [statement] = script.block.statements.as_slice() else {
            return None;
        };
        let WordKind::Call {
            target,
            member,
            arguments,
            is_static: false,
        } = &statement.as_expression()?.kind
        else {
            return None;
        };
        let unit = match member.text()?.to_ascii_lowercase().as_str() {
            "addseconds" => 1,
            "addminutes" => 60,
            "addhours" => 3600,
            "adddays" => 86_400,
            _ => return None,
        };
        let [
            Word {
                kind: WordKind::Constant(number),
                ..
            },
        ] = arguments.as_slice()
        else {
            return None;
        };
        let now = is_now(target.span.of(source)) && is_now(less.span.of(self.source));
        let number = u64::try_from(number.integer()?).ok()?;
        number.checked_mul(unit).filter(|_| now)
    }

    /// `$i -lt 60`, where each round adds to `$i` once and sleeps once, both whatever happens.
    fn counted(
        &self,
        less: &Word<'_>,
        more: &Word<'_>,
        is_inclusive: bool,
        body: &[Statement<'_>],
    ) -> Option<u64> {
        let (WordKind::Variable(name), WordKind::Constant(limit)) = (&less.kind, &more.kind) else {
            return None;
        };
        let Value::Number { number: start, .. } = self.found(name)? else {
            return None;
        };
        let (first, last) = (body.first()?, body.last()?);
        let whole = first.span.to(last.span).of(self.source).to_ascii_lowercase();
        let is_plain = whole.matches("sleep").count() == 1
            && !whole.contains("continue")
            && assignments(&whole, &name.to_ascii_lowercase()) == 1;
        let counter = Counter {
            start: u64::try_from(start.integer()?).ok()?,
            step: body.iter().find_map(|one| added(one, name))?,
            limit: u64::try_from(limit.integer()?).ok()?,
            is_inclusive,
        };
        let pause = body.iter().find_map(slept)?;
        let milliseconds = counter.rounds()?.checked_mul(pause).filter(|_| is_plain)?;
        Some(milliseconds.div_ceil(1000))
    }
}

/// The expression of the condition of a loop.
fn condition<'w, 't>(parts: &'w [Part<'t>]) -> Option<&'w Word<'t>> {
    let part = parts.iter().find(|part| part.role == Role::Condition)?;
    match part.statements.as_slice() {
        [statement] => statement.as_expression(),
        _ => None,
    }
}

/// What stands in parentheses, if an expression does.
fn within<'w, 't>(word: &'w Word<'t>) -> &'w Word<'t> {
    match &word.kind {
        WordKind::Paren(statement) => statement.as_expression().map_or(word, within),
        _ => word,
    }
}

/// The terms of a condition.
fn terms<'w, 't>(word: &'w Word<'t>, ends: Ends) -> Vec<&'w Word<'t>> {
    let joined = match ends {
        Ends::WhileAll => "And",
        Ends::UntilOne => "Or",
    };
    let mut out = Vec::new();
    let mut rest = vec![word];
    while let Some(word) = rest.pop() {
        match &within(word).kind {
            WordKind::Binary {
                operator,
                left,
                right,
            } if *operator == joined => rest.extend([&**left, &**right]),
            _ => out.push(within(word)),
        }
    }
    out
}

/// What has to be less than what for another round, and whether it may be equal.
fn ordered<'w, 't>(term: &'w Word<'t>, ends: Ends) -> Option<(&'w Word<'t>, bool, &'w Word<'t>)> {
    let WordKind::Binary {
        operator,
        left,
        right,
    } = &term.kind
    else {
        return None;
    };
    let (is_less, is_inclusive) = match *operator {
        "Ilt" | "Clt" => (true, false),
        "Ile" | "Cle" => (true, true),
        "Igt" | "Cgt" => (false, false),
        "Ige" | "Cge" => (false, true),
        _ => return None,
    };
    // The end of `until` is where the opposite holds.
    let is_turned = ends == Ends::UntilOne;
    match is_less != is_turned {
        true => Some((left, is_inclusive != is_turned, right)),
        false => Some((right, is_inclusive != is_turned, left)),
    }
}

/// Whether an expression is the present time.
fn is_now(said: &str) -> bool {
    const NOW: &[&str] = &[
        "get-date",
        "get-date.touniversaltime",
        "[datetime]::now",
        "[datetime]::utcnow",
        "[system.datetime]::now",
        "[system.datetime]::utcnow",
    ];
    let said: String = said
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')'))
        .collect();
    NOW.iter().any(|now| said.eq_ignore_ascii_case(now))
}

/// How often a variable is assigned to in a text.
fn assignments(text: &str, name: &str) -> usize {
    let variable = format!("${name}");
    let is_assigned = |(at, _): (usize, &str)| {
        let before = text.get(..at).unwrap_or("").trim_end();
        let after = text.get(at.saturating_add(variable.len())..).unwrap_or("");
        let is_whole = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let after = after.trim_start();
        let assigns = ["=", "+=", "-=", "*=", "/=", "%=", "++", "--"];
        is_whole
            && (before.ends_with("++")
                || before.ends_with("--")
                || assigns.iter().any(|sign| after.starts_with(sign)))
    };
    text.match_indices(&variable)
        .filter(|found| is_assigned(*found))
        .count()
}

/// What a statement adds to a variable: `$i++`, `$i += 2`.
fn added(statement: &Statement<'_>, name: &str) -> Option<u64> {
    let is_it =
        |word: &Word<'_>| matches!(&word.kind, WordKind::Variable(found) if found.eq_ignore_ascii_case(name));
    match &statement.kind {
        StatementKind::Assignment {
            operator: "PlusEquals",
            target,
            value,
        } if is_it(target) => match &value.as_expression()?.kind {
            WordKind::Constant(number) => u64::try_from(number.integer()?).ok(),
            _ => None,
        },
        _ => match &statement.as_expression()?.kind {
            WordKind::Unary {
                operator: "PostfixPlusPlus" | "PlusPlus",
                inner,
            } if is_it(inner) => Some(1),
            _ => None,
        },
    }
}

/// The milliseconds that a statement sleeps.
fn slept(statement: &Statement<'_>) -> Option<u64> {
    let StatementKind::Pipeline { commands, .. } = &statement.kind else {
        return None;
    };
    let [
        Command {
            body: CommandBody::Words(words),
            ..
        },
    ] = commands.as_slice()
    else {
        return None;
    };
    let (name, arguments) = words.split_first()?;
    let name = name.text()?.to_ascii_lowercase();
    let is_sleep = matches!(name.as_str(), "start-sleep" | "sleep");
    let (unit, number) = match arguments {
        [number] => (1000, number),
        [
            Word {
                kind: WordKind::Parameter {
                    name, argument: None, ..
                },
                ..
            },
            number,
        ] => {
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                "ms" => (1, number),
                name if "milliseconds".starts_with(name) => (1, number),
                name if "seconds".starts_with(name) => (1000, number),
                _ => return None,
            }
        }
        _ => return None,
    };
    match &number.kind {
        WordKind::Constant(number) if is_sleep => u64::try_from(number.integer()?).ok()?.checked_mul(unit),
        _ => None,
    }
}
