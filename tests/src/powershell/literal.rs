//! The value of an expression made of literals, `[char]` and `+`.

use super::syntax::{CommandBody, Number, Statement, StatementKind, Word, WordKind};
use super::wide::Wide;
use super::{Script, Unread};

/// The string that a script of one such expression gives.
pub fn evaluate_literal(script: &Script) -> Result<Wide, Unread> {
    match script.statements.as_slice() {
        [one] => of_statement(one),
        _ => Err(Unread {
            at: 0,
            why: "not one statement".into(),
        }),
    }
}

fn of_statement(statement: &Statement) -> Result<Wide, Unread> {
    let StatementKind::Pipeline {
        commands,
        background: false,
    } = &statement.kind
    else {
        return unread(statement.span.start);
    };
    match commands.as_slice() {
        [one] => match (&one.body, one.redirections.as_slice()) {
            (CommandBody::Expression(word), []) => of_word(word),
            _ => unread(one.span.start),
        },
        _ => unread(statement.span.start),
    }
}

/// The value of a literal word.
fn of_word(word: &Word) -> Result<Wide, Unread> {
    match &word.kind {
        WordKind::Single(value) | WordKind::Double(value) => Ok(value.clone()),
        WordKind::HereSingle(value) | WordKind::HereDouble(value) => Ok(value.clone()),
        WordKind::Paren(inner) => of_statement(inner),
        WordKind::Cast { type_name, inner } if type_name.eq_ignore_ascii_case("char") => match inner.kind {
            WordKind::Constant {
                number: Number::Int(number),
                ..
            } => match u16::try_from(number) {
                Ok(unit) => Ok(Wide(vec![unit])),
                Err(_) => unread(word.span.start),
            },
            _ => unread(word.span.start),
        },
        // `+` joins when its left side is a string; a character on the left joins in no way that an emitter may use.
        WordKind::Binary {
            operator: "Plus",
            left,
            right,
        } if !matches!(left.kind, WordKind::Cast { .. }) => {
            let mut value = of_word(left)?;
            value.0.extend(of_word(right)?.0);
            Ok(value)
        }
        _ => unread(word.span.start),
    }
}

fn unread<T>(at: usize) -> Result<T, Unread> {
    Err(Unread {
        at,
        why: "not a literal".into(),
    })
}
