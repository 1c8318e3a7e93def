//! One raw argument string for `Start-Process -ArgumentList` (P5).

use super::{Sum, expression, value};
use crate::quote::argument::{Quoted, argument};
use crate::quote::bitsadmin::{self, Place};
use crate::quote::guard::{Atom, Demand, guards};
use crate::quote::{Guard, Refusal, Word, control_character};
use crate::text::{Piece, Text};

/// The argument string of one call, and what its values must be for it to be read as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgumentLine {
    /// The source text, one expression: a quoted literal, or a sum in parentheses.
    pub source: String,
    /// Whether it is one quoted literal and nothing else.
    pub is_literal: bool,
    /// What the script must check before the call.
    pub guards: Vec<Guard>,
}

/// Writes the words so that both argument readers get back exactly these words.
///
/// ```
/// use bitsmith_core::quote::{Word, powershell};
/// use bitsmith_core::text::Text;
/// let line = powershell::argument_line(&[
///     Word::Safe("/setdescription"),
///     Word::Variable("$id"),
///     Word::Text(Text::literal("it's \"new\"")),
/// ]);
/// assert_eq!(line.unwrap().source, r#"('/setdescription ' + $id + ' "it''s \"new\""')"#);
/// ```
pub fn argument_line(words: &[Word]) -> Result<ArgumentLine, Refusal> {
    let mut sum = Sum::default();
    let mut all_guards: Vec<Guard> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            sum.push_text(" ");
        }
        match word {
            Word::Safe(word) => sum.push_text(word),
            Word::Variable(name) => sum.push_code(name),
            Word::Text(text) => match text.as_literal() {
                Some(literal) => sum.push_text(&argument(literal)?),
                None => {
                    let atoms = atoms(text)?;
                    for guard in guards(&atoms, |_| false) {
                        if !all_guards.contains(&guard) {
                            all_guards.push(guard);
                        }
                    }
                    push_quoted(&atoms, &mut sum);
                }
            },
        }
    }
    let sum = sum.finish();
    Ok(ArgumentLine {
        source: sum.source,
        is_literal: sum.is_literal,
        guards: all_guards,
    })
}

/// What must hold of the values in the text for bitsadmin to take it for a text; where the whole text decides, the value
/// is its expression.
pub fn bitsadmin_guards(text: &Text, place: Place) -> Result<Vec<Guard>, Refusal> {
    let whole = expression(text)?.source;
    let guards = bitsadmin::guards(&atoms(text)?, place).into_iter();
    Ok(guards
        .map(|guard| match guard.demand {
            Demand::NotNull | Demand::NotGuid => Guard {
                value: whole.clone(),
                ..guard
            },
            Demand::NoQuote | Demand::NoTrailingBackslash | Demand::NotEmpty | Demand::NoLeadingSlash => {
                guard
            }
        })
        .collect())
}

fn atoms(text: &Text) -> Result<Vec<Atom>, Refusal> {
    let mut atoms = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(literal) => {
                if literal.contains('\0') {
                    return Err(control_character('\0', "a program"));
                }
                atoms.extend(literal.chars().map(Atom::Char));
            }
            piece => atoms.push(Atom::Value(value(piece)?)),
        }
    }
    Ok(atoms)
}

fn push_quoted(atoms: &[Atom], sum: &mut Sum) {
    let mut quoted = Quoted::default();
    let mut run = String::from("\"");
    for atom in atoms {
        match atom {
            Atom::Char(c) => quoted.push(*c, &mut run),
            Atom::Value(value) => {
                sum.push_text(&run);
                run.clear();
                sum.push_code(value);
                quoted.interrupt();
            }
        }
    }
    quoted.close(&mut run);
    sum.push_text(&run);
}
