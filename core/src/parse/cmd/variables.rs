//! Variables that cmd fills in last: those of loops, and those between exclamation marks.

use super::change::{Change, Changed};
use super::input::{Atom, Cell};
use super::percent::is_modifier;
use super::word::Value;
use crate::text::is_environment_name;

/// The longest name after `$` in `%%~$PATH:i` that is looked at, and the longest between exclamation marks.
pub(super) const LONGEST: usize = 100;

/// The variable with its change that stands between exclamation marks. A caret in it is looked at a second time, and
/// variables of loops were put in before. `[cmd]`
fn changed(written: &str) -> Option<Value> {
    let (name, change) = written.split_once(':')?;
    let is_plain = is_environment_name(name) && !change.contains(['^', '%']);
    let change = Change::read(change).filter(|_| is_plain)?;
    Some(Value::Changed(Box::new(Changed {
        name: name.to_owned(),
        change,
        is_late: true,
    })))
}

/// What a percent sign that is left over begins inside of loops, and how many cells it takes.
pub(super) fn of_loops(cells: &[Cell], loops: &[char]) -> Option<(Value, usize)> {
    let char_at = |at: usize| cells.get(at).and_then(Cell::char);
    let is_loop = |at: usize| char_at(at).is_some_and(|c| loops.contains(&c));
    let end = if char_at(1) == Some('~') {
        let letters = cells
            .iter()
            .skip(2)
            .take_while(|cell| cell.char().is_some_and(is_modifier))
            .count();
        let behind = letters.saturating_add(2);
        let listed = if char_at(behind) == Some('$') {
            cells
                .iter()
                .skip(behind)
                .take(LONGEST)
                .position(|cell| cell.is(':'))
                .map(|colon| behind.saturating_add(colon).saturating_add(1))
        } else {
            None
        };
        // The last letter that is a variable of a loop; the others are modifiers. [cmd]
        listed
            .filter(|at| is_loop(*at))
            .or_else(|| (2..=behind).rev().find(|at| is_loop(*at)))?
    } else {
        is_loop(1).then_some(1)?
    };
    let taken = end.saturating_add(1);
    let name = cells.iter().take(taken).skip(1).filter_map(Cell::char).collect();
    Some((Value::Loop(name), taken))
}

/// What an exclamation mark or a caret is where delayed expansion is on and the word has an exclamation mark.
pub(super) fn delayed(cells: &[Cell]) -> Option<(Value, usize)> {
    let (first, behind) = cells.split_first()?;
    if first.is('^') {
        // The caret is looked at a second time. [cmd]
        return match behind.first()?.atom {
            Atom::Char(c) => Some((Value::Literal(c.to_string()), 2)),
            Atom::Percent(_) => Some((Value::Opaque, 1)),
        };
    }
    let mut name = String::new();
    for (index, cell) in behind.iter().take(LONGEST).enumerate() {
        match cell.char() {
            Some('!') => {
                let taken = index.saturating_add(2);
                let value = match is_environment_name(&name) {
                    true => Value::Delayed(name),
                    false => changed(&name).unwrap_or(Value::Opaque),
                };
                return Some((value, taken));
            }
            Some(c) => name.push(c),
            None => {
                // A name that is made of another variable: known only when it runs.
                let close = behind.iter().take(LONGEST).position(|cell| cell.is('!'));
                return Some((Value::Opaque, close.map_or(1, |close| close.saturating_add(2))));
            }
        }
    }
    Some((Value::Opaque, 1))
}
