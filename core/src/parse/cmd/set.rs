//! `set` and `setlocal`: what a script says of its variables.

use super::Command;
use super::program::program;
use super::word::{Part, Value, Word};
use crate::span::Span;

/// What a `set` does to a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The name of the variable, as written.
    pub name: String,
    /// Its value: parts, with quotes inside of it; `None` where it is computed or asked for (`/a`, `/p`).
    pub value: Option<Vec<Part>>,
    /// Where the words of the assignment stand.
    pub span: Span,
}

/// The assignment that a command makes; `None` where it makes none, or the name is not literal.
pub fn assignment(command: &Command) -> Option<Assignment> {
    let program = program(command)?;
    if program.name != "set" || program.called {
        return None;
    }
    let mut words = command.words.get(program.word.saturating_add(1)..)?;
    let first = words.first()?;
    let computed = first.is("/a") || first.is("/p");
    if computed {
        words = words.get(1..)?;
    }
    let mut parts = line(words, &command.tail);
    let span = words.first()?.span.to(words.last()?.span);
    // `set "X=a"`: the first quote and the last one with what is behind it are not part of it. [cmd]
    if take_first(&mut parts, '"') {
        cut_at_last_quote(&mut parts);
    }
    let equals = parts
        .iter()
        .position(|part| literal(part).is_some_and(|text| text.contains('=')))?;
    let mut name = String::new();
    for part in parts.iter().take(equals) {
        name.push_str(literal(part)?);
    }
    let part = parts.get(equals)?;
    let (before, after) = literal(part)?.split_once('=')?;
    name.push_str(before);
    let mut value = Vec::new();
    if !after.is_empty() {
        value.push(Part {
            value: Value::Literal(after.to_owned()),
            span: Span::new(part.span.end.saturating_sub(after.len()), part.span.end),
            quoted: part.quoted,
        });
    }
    value.extend(parts.iter().skip(equals.saturating_add(1)).cloned());
    // `set /a N+=1`
    let operators: &[char] = if computed {
        &['+', '-', '*', '/', '%', '&', '|', '^', '<', '>']
    } else {
        &[]
    };
    let name = name.trim_start().trim_end_matches(operators).to_owned();
    (!name.is_empty()).then_some(Assignment {
        name,
        value: (!computed).then_some(value),
        span,
    })
}

/// The names of the variables that `set /a` computes: `set /a N=1, M+=2`.
pub fn computed(command: &Command) -> Vec<String> {
    let Some(program) = program(command).filter(|program| program.name == "set" && !program.called) else {
        return Vec::new();
    };
    let words = command.words.get(program.word.saturating_add(1)..).unwrap_or(&[]);
    let Some((_, words)) = words.split_first().filter(|(first, _)| first.is("/a")) else {
        return Vec::new();
    };
    let mut said = String::new();
    for part in line(words, "") {
        said.push_str(literal(&part).unwrap_or("0"));
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '#' | '@');
    let mut names = Vec::new();
    for piece in said.split([',', '(', ')']) {
        let piece = piece.trim_start_matches(['"', ' ', '\t']);
        let name: String = piece.chars().take_while(|c| is_name(*c)).collect();
        let behind = piece.get(name.len()..).unwrap_or("");
        let behind = behind.trim_start_matches([' ', '\t', '+', '-', '*', '/', '%', '&', '|', '^', '<', '>']);
        if behind.starts_with('=') && !name.is_empty() {
            names.push(name);
        }
    }
    names
}

/// The parts of the words, with the blanks between them.
fn line(words: &[Word], tail: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            let at = word.span.start;
            parts.push(Part {
                value: Value::Literal(word.gap().to_owned()),
                span: Span::new(at.saturating_sub(word.gap().len()), at),
                quoted: false,
            });
        }
        parts.extend(word.parts.iter().cloned());
    }
    if let Some(end) = parts.last().map(|part| part.span.end)
        && !tail.is_empty()
    {
        parts.push(Part {
            value: Value::Literal(tail.to_owned()),
            span: Span::new(end, end.saturating_add(tail.len())),
            quoted: false,
        });
    }
    parts
}

fn literal(part: &Part) -> Option<&str> {
    match &part.value {
        Value::Literal(text) => Some(text),
        _ => None,
    }
}

fn take_first(parts: &mut [Part], c: char) -> bool {
    let Some(first) = parts.first_mut() else {
        return false;
    };
    let Value::Literal(text) = &mut first.value else {
        return false;
    };
    let Some(rest) = text.strip_prefix(c) else {
        return false;
    };
    *text = rest.to_owned();
    first.span.start = first.span.end.saturating_sub(text.len());
    true
}

fn cut_at_last_quote(parts: &mut Vec<Part>) {
    let Some(index) = parts
        .iter()
        .rposition(|part| literal(part).is_some_and(|text| text.contains('"')))
    else {
        return;
    };
    parts.truncate(index.saturating_add(1));
    if let Some(last) = parts.last_mut()
        && let Value::Literal(text) = &mut last.value
        && let Some((kept, _)) = text.rsplit_once('"')
    {
        last.span.end = last.span.start.saturating_add(kept.len());
        *text = kept.to_owned();
    }
}

/// What a command does to delayed expansion: one entry for each `setlocal` that is open.
pub(super) fn scope(command: &Command, delayed: &mut Vec<bool>) {
    let Some(first) = command.words.first() else {
        return;
    };
    if first.is("endlocal") && delayed.len() > 1 {
        delayed.pop();
    }
    if !first.is("setlocal") {
        return;
    }
    let mut on = delayed.last().copied().unwrap_or(false);
    for word in command.words.iter().skip(1) {
        if word.is("enabledelayedexpansion") {
            on = true;
        } else if word.is("disabledelayedexpansion") {
            on = false;
        }
    }
    // More than cmd nests; a text of nothing else keeps to it. [cmd]
    const DEEPEST: usize = 32;
    if delayed.len() > DEEPEST {
        delayed.pop();
    }
    delayed.push(on);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::cmd::{Form, Mode, read};

    #[test]
    fn what_is_computed_has_its_names() {
        let table: &[(&str, &[&str])] = &[
            ("set /a N=1", &["N"]),
            ("set /a N+=1, M = N * 2", &["N", "M"]),
            ("set /a \"N=(M+=1)*2\"", &["N", "M"]),
            ("set /a \"N<<=1\"", &["N"]),
            ("set /a N", &[]),
            ("set /a %N%+1", &[]),
            ("set N=1", &[]),
            ("set /p N=1", &[]),
        ];
        for (source, names) in table {
            let script = read(source, Mode::Batch);
            let Form::Command(command) = &script.statements[0].form else {
                panic!("{source}")
            };
            assert_eq!(computed(command), *names, "{source}");
        }
    }

    #[test]
    fn assignments_give_name_and_value() {
        let table = [
            ("set X=a b", Some(("X", Some("a b")))),
            ("set \"X=a & b\"", Some(("X", Some("a & b")))),
            ("set \"X=a\" tail", Some(("X", Some("a")))),
            ("set \"X=a\"b\"", Some(("X", Some("a\"b")))),
            ("set X=a & b", Some(("X", Some("a ")))),
            ("set \"X=a\" & b", Some(("X", Some("a")))),
            ("set X=\"a\"", Some(("X", Some("\"a\"")))),
            ("set X=", Some(("X", Some("")))),
            ("set my var=1", Some(("my var", Some("1")))),
            ("set X=a^&b", Some(("X", Some("a&b")))),
            ("set X=%TEMP%\\a", Some(("X", Some("<>\\a")))),
            ("set /a X=1+2", Some(("X", None))),
            ("set /p X=Name? ", Some(("X", None))),
            ("set X", None),
            ("set", None),
            ("set %N%=1", None),
            ("echo X=1", None),
        ];
        for (source, expected) in table {
            let script = read(source, Mode::Batch);
            let Form::Command(command) = &script.statements[0].form else {
                panic!("{source}")
            };
            let found = assignment(command).map(|found| {
                let value = found.value.map(|parts| {
                    parts
                        .iter()
                        .map(|part| literal(part).unwrap_or("<>").to_owned())
                        .collect::<String>()
                });
                (found.name, value)
            });
            let found = found
                .as_ref()
                .map(|(name, value)| (name.as_str(), value.as_deref()));
            assert_eq!(found, expected, "{source}");
        }
    }
}
