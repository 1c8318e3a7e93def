//! Every text that a PowerShell script holds: what its literals, `[char]`, `+` and parentheses come to. A variable is its own
//! name, so that the words around it can be read.

use bitsmith_tests::powershell::Script;
use bitsmith_tests::powershell::syntax::{
    Block, Command, CommandBody, Number, Statement, StatementKind, Word, WordKind,
};
use std::collections::BTreeSet;

/// Adds the texts of a script.
pub(crate) fn of_script(script: &Script, found: &mut BTreeSet<String>) {
    statements(&script.statements, found);
}

fn statements(all: &[Statement], found: &mut BTreeSet<String>) {
    for one in all {
        statement(one, found);
    }
}

fn block(block: &Block, found: &mut BTreeSet<String>) {
    statements(&block.statements, found);
}

fn statement(one: &Statement, found: &mut BTreeSet<String>) {
    match &one.kind {
        StatementKind::Pipeline { commands, .. } => commands.iter().for_each(|one| command(one, found)),
        StatementKind::Assignment { value, .. } => statement(value, found),
        StatementKind::Chain { left, right, .. } => {
            statement(left, found);
            statement(right, found);
        }
        StatementKind::If { arms, otherwise } => {
            for (condition, body) in arms {
                statement(condition, found);
                block(body, found);
            }
            otherwise.iter().for_each(|body| block(body, found));
        }
        StatementKind::While { condition, body }
        | StatementKind::DoWhile { body, condition }
        | StatementKind::DoUntil { body, condition }
        | StatementKind::ForEach {
            list: condition,
            body,
            ..
        } => {
            statement(condition, found);
            block(body, found);
        }
        StatementKind::For {
            start,
            condition,
            step,
            body,
        } => {
            for one in [start, condition, step].into_iter().flatten() {
                statement(one, found);
            }
            block(body, found);
        }
        StatementKind::Switch {
            condition,
            clauses,
            default,
        } => {
            statement(condition, found);
            for (pattern, body) in clauses {
                word(pattern, found);
                block(body, found);
            }
            default.iter().for_each(|body| block(body, found));
        }
        StatementKind::Try {
            body,
            catches,
            finally,
        } => {
            block(body, found);
            catches.iter().for_each(|one| block(&one.body, found));
            finally.iter().for_each(|body| block(body, found));
        }
        StatementKind::Function { body, .. } => block(body, found),
        StatementKind::Exit(value) | StatementKind::Return(value) | StatementKind::Throw(value) => {
            value.iter().for_each(|one| statement(one, found));
        }
        StatementKind::Break | StatementKind::Continue => {}
    }
}

fn command(one: &Command, found: &mut BTreeSet<String>) {
    match &one.body {
        CommandBody::Words(words) => words.iter().for_each(|one| word(one, found)),
        CommandBody::Expression(one) => word(one, found),
    }
}

fn word(one: &Word, found: &mut BTreeSet<String>) {
    if let Some(units) = units(one) {
        found.insert(String::from_utf16_lossy(&units));
        return;
    }
    match &one.kind {
        WordKind::Parameter { argument, .. } => argument.iter().for_each(|one| word(one, found)),
        WordKind::List(items) => items.iter().for_each(|one| word(one, found)),
        WordKind::Array(inner) | WordKind::Subexpression(inner) => statements(inner, found),
        WordKind::Hashtable(pairs) => pairs.iter().for_each(|(_, value)| statement(value, found)),
        WordKind::Paren(inner) => statement(inner, found),
        WordKind::ScriptBlock(inner) => statements(&inner.statements, found),
        WordKind::Member { target, .. } => word(target, found),
        WordKind::Call {
            target, arguments, ..
        } => {
            word(target, found);
            arguments.iter().for_each(|one| word(one, found));
        }
        WordKind::Index { target, index } => {
            word(target, found);
            word(index, found);
        }
        WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => word(inner, found),
        WordKind::Binary { left, right, .. } => {
            word(left, found);
            word(right, found);
        }
        _ => {}
    }
}

fn units(one: &Word) -> Option<Vec<u16>> {
    match &one.kind {
        WordKind::Single(value) => Some(value.0.clone()),
        WordKind::Variable(name) => {
            let mut units = vec![u16::from(b'$')];
            units.extend(&name.0);
            Some(units)
        }
        WordKind::Cast { type_name, inner } if type_name.eq_ignore_ascii_case("char") => match inner.kind {
            WordKind::Constant {
                number: Number::Int(number),
                ..
            } => Some(vec![u16::try_from(number).ok()?]),
            _ => None,
        },
        WordKind::Binary {
            operator: "Plus",
            left,
            right,
        } => {
            let mut left = units(left)?;
            left.extend(units(right)?);
            Some(left)
        }
        WordKind::Paren(inner) => match &inner.kind {
            StatementKind::Pipeline { commands, .. } => match commands.as_slice() {
                [
                    Command {
                        body: CommandBody::Expression(one),
                        ..
                    },
                ] => units(one),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
