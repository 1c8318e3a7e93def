//! How cmd and the program it starts read a line back.

use super::argument::split;
use super::cmd::Source;
use super::guard::Atom;
use crate::text::{Piece, Text, is_environment_name};

/// The words of one command; `None` where the line is something else.
pub(super) fn read_words(line: &str, source: Source) -> Option<Vec<Text>> {
    let atoms = match source {
        Source::Batch => expand_batch(line)?,
        Source::Prompt => expand_prompt(line)?,
    };
    let words = split(unquote(atoms)?, |atom| match atom {
        Atom::Char(c) => Some(*c),
        Atom::Value(_) => None,
    });
    Some(words.into_iter().map(text).collect())
}

fn text(word: Vec<Atom>) -> Text {
    let mut text = Text::default();
    let mut literal = String::new();
    for atom in word {
        match atom {
            Atom::Char(c) => literal.push(c),
            Atom::Value(name) => {
                text.push(Piece::Literal(std::mem::take(&mut literal)));
                text.push(Piece::Environment(name));
            }
        }
    }
    text.push(Piece::Literal(literal));
    text
}

/// First step in a batch file `[kb75634]`.
fn expand_batch(line: &str) -> Option<Vec<Atom>> {
    let mut atoms = Vec::new();
    let mut parts = line.split('%');
    atoms.extend(parts.next()?.chars().map(Atom::Char));
    while let Some(name) = parts.next() {
        // The sign that opened `name` needs one that closes it.
        let after = parts.next()?;
        if name.is_empty() {
            atoms.push(Atom::Char('%'));
        } else if is_environment_name(name) && !name.starts_with(|c: char| c.is_ascii_digit()) {
            atoms.push(Atom::Value(name.to_owned()));
        } else {
            return None;
        }
        atoms.extend(after.chars().map(Atom::Char));
    }
    Some(atoms)
}

/// First step at the prompt: a name that cannot be a variable's leaves its percent sign, and the search goes on behind it.
fn expand_prompt(line: &str) -> Option<Vec<Atom>> {
    let mut atoms = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('%') {
        atoms.extend(before.chars().map(Atom::Char));
        let name = after.split(['%', ':']).next().unwrap_or("");
        match after.strip_prefix(name).unwrap_or("").chars().next() {
            Some('%') if is_environment_name(name) => {
                atoms.push(Atom::Value(name.to_owned()));
                rest = after
                    .strip_prefix(name)
                    .and_then(|rest| rest.strip_prefix('%'))
                    .unwrap_or("");
            }
            Some(':') if is_environment_name(name) => return None,
            _ => {
                atoms.push(Atom::Char('%'));
                rest = after;
            }
        }
    }
    atoms.extend(rest.chars().map(Atom::Char));
    Some(atoms)
}

/// Second step: quotes switch the meaning of the other characters off, carets that of one character `[cmd]`.
fn unquote(atoms: Vec<Atom>) -> Option<Vec<Atom>> {
    let mut out = Vec::with_capacity(atoms.len());
    let mut quoted = false;
    let mut atoms = atoms.into_iter();
    while let Some(atom) = atoms.next() {
        match atom {
            Atom::Char('"') => {
                quoted = !quoted;
                out.push(atom);
            }
            Atom::Char('^') if !quoted => out.push(atoms.next()?),
            Atom::Char('&' | '|' | '<' | '>' | '(' | ')') if !quoted => return None,
            // Unquoted, the value itself would be read as part of the line.
            Atom::Value(_) if !quoted => return None,
            atom => out.push(atom),
        }
    }
    Some(out)
}
