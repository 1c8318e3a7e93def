//! The argument vector that a program gets from the words of a command.
//!
//! Which of the two readers of Windows bitsadmin uses is not documented; where they differ, nothing is believed `[crt]`.

use super::Command;
use super::word::{Part, Value};
use crate::span::Span;

/// An argument of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Where, with its quotes.
    pub span: Span,
    /// What it is made of, quotes and escapes taken away.
    pub parts: Vec<Part>,
}

/// An argument vector, without the program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments {
    /// The arguments, as the C run time reads them.
    pub list: Vec<Argument>,
    /// Where the two readers of Windows part ways, if they do.
    pub doubtful: Option<Span>,
}

/// A character of the command line, or something that is filled in.
#[derive(Clone, Copy)]
struct Cell<'c> {
    /// The character; `None` for a part that is not literal.
    c: Option<char>,
    part: Option<&'c Part>,
    span: Span,
}

/// The two readers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// The C run time.
    Runtime,
    /// `CommandLineToArgvW`.
    Shell,
}

/// What a program gets whose word is the command's word of that number.
pub fn arguments(command: &Command, program: usize) -> Arguments {
    let mut cells: Vec<Cell<'_>> = Vec::new();
    for word in command.words.iter().skip(program.saturating_add(1)) {
        let before = Span::new(word.span.start, word.span.start);
        cells.extend(word.gap().chars().map(|c| Cell {
            c: Some(c),
            part: None,
            span: before,
        }));
        for part in &word.parts {
            match &part.value {
                Value::Literal(text) => literal(part, text, &mut cells),
                _ => cells.push(Cell {
                    c: None,
                    part: Some(part),
                    span: part.span,
                }),
            }
        }
    }
    let end = command.words.last().map_or(0, |word| word.span.end);
    cells.extend(command.tail.chars().map(|c| Cell {
        c: Some(c),
        part: None,
        span: Span::new(end, end),
    }));
    let list = split(&cells, Reader::Runtime);
    let two = cells
        .windows(2)
        .any(|pair| pair.iter().all(|cell| cell.c == Some('"')));
    let doubtful = two
        .then(|| parting(&list, &split(&cells, Reader::Shell)))
        .flatten();
    Arguments { list, doubtful }
}

fn literal<'c>(part: &'c Part, text: &str, cells: &mut Vec<Cell<'c>>) {
    let verbatim = text.len() == part.span.len();
    for (at, c) in text.char_indices() {
        let start = part.span.start.saturating_add(at);
        let span = if verbatim {
            Span::new(start, start.saturating_add(c.len_utf8()))
        } else {
            part.span
        };
        cells.push(Cell {
            c: Some(c),
            part: Some(part),
            span,
        });
    }
}

/// The first argument that the two readers do not read alike.
fn parting(one: &[Argument], other: &[Argument]) -> Option<Span> {
    let read = |list: &[Argument], index: usize| list.get(index).map(text_of);
    let differs = |index: &usize| read(one, *index) != read(other, *index);
    let index = (0..one.len().max(other.len())).find(differs)?;
    one.get(index).or(other.get(index)).map(|argument| argument.span)
}

/// What an argument holds, wherever it stands: literals joined, other parts as they are.
fn text_of(argument: &Argument) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for part in &argument.parts {
        match (&part.value, out.last_mut()) {
            (Value::Literal(more), Some(Value::Literal(text))) => text.push_str(more),
            (value, _) => out.push(value.clone()),
        }
    }
    out
}

fn split(cells: &[Cell<'_>], reader: Reader) -> Vec<Argument> {
    let mut out = Vec::new();
    let mut open: Option<Argument> = None;
    let mut inside = false;
    let mut rest = cells;
    while let Some((cell, behind)) = rest.split_first() {
        if !inside && matches!(cell.c, Some(' ' | '\t')) {
            out.extend(open.take());
            rest = behind;
            continue;
        }
        let argument = open.get_or_insert(Argument {
            span: cell.span,
            parts: Vec::new(),
        });
        let backslashes = run(rest, '\\');
        let quotes = run(rest.get(backslashes..).unwrap_or(&[]), '"');
        if quotes == 0 {
            let count = backslashes.max(1);
            keep(argument, rest.get(..count).unwrap_or(&[]));
            rest = rest.get(count..).unwrap_or(&[]);
            continue;
        }
        // Two backslashes before a quote are one, one more makes the quote a character. [crt]
        keep(argument, rest.get(..backslashes / 2).unwrap_or(&[]));
        rest = rest.get(backslashes..).unwrap_or(&[]);
        if backslashes % 2 == 1 {
            keep(argument, rest.get(..1).unwrap_or(&[]));
            rest = rest.get(1..).unwrap_or(&[]);
            continue;
        }
        let (kept, now) = match reader {
            Reader::Runtime => runtime(inside, quotes),
            Reader::Shell => shell(inside, quotes),
        };
        keep(argument, rest.get(..kept).unwrap_or(&[]));
        if let Some(last) = rest.get(..quotes).and_then(<[Cell<'_>]>::last) {
            argument.span.end = last.span.end;
        }
        inside = now;
        rest = rest.get(quotes..).unwrap_or(&[]);
    }
    out.extend(open);
    out
}

/// How many of that character stand first.
fn run(cells: &[Cell<'_>], c: char) -> usize {
    cells.iter().take_while(|cell| cell.c == Some(c)).count()
}

/// How many of so many quotes in a row are kept, and whether the text behind them is inside: within quotes two are one.
const fn runtime(inside: bool, quotes: usize) -> (usize, bool) {
    let left = if inside { quotes } else { quotes.saturating_sub(1) };
    (left / 2, left % 2 == 0)
}

/// As [`runtime`]; every third quote is kept and closes.
const fn shell(inside: bool, quotes: usize) -> (usize, bool) {
    let total = if inside { quotes.saturating_add(1) } else { quotes };
    (total / 3, total % 3 == 1)
}

fn keep(argument: &mut Argument, cells: &[Cell<'_>]) {
    for cell in cells {
        argument.span.end = cell.span.end;
        let Some(c) = cell.c else {
            argument.parts.extend(cell.part.cloned());
            continue;
        };
        let plain = cell.span.len() == c.len_utf8();
        if plain
            && let Some(last) = argument.parts.last_mut()
            && last.span.end == cell.span.start
            && let Value::Literal(text) = &mut last.value
            && text.len() == last.span.len()
        {
            text.push(c);
            last.span.end = cell.span.end;
            continue;
        }
        argument.parts.push(Part {
            value: Value::Literal(c.to_string()),
            span: cell.span,
            quoted: cell.part.is_some_and(|part| part.quoted),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::cmd::{Form, Mode, read};

    /// A command, its arguments with where they stand, and whether the readers part.
    type Row = (&'static str, &'static [(&'static str, &'static str)], bool);

    const TABLE: &[Row] = &[
        (
            "b /list  /verbose",
            &[("/list", "/list"), ("/verbose", "/verbose")],
            false,
        ),
        ("b/list", &[("/list", "/list")], false),
        ("b \"a b\" c", &[("a b", "\"a b\""), ("c", "c")], false),
        ("b \"\" c", &[("", "\"\""), ("c", "c")], false),
        (
            "b \"C:\\a b\\\\\" c",
            &[("C:\\a b\\", "\"C:\\a b\\\\\""), ("c", "c")],
            false,
        ),
        ("b C:\\a\\ c", &[("C:\\a\\", "C:\\a\\"), ("c", "c")], false),
        ("b \\\"a b\\\"", &[("\"a", "\\\"a"), ("b\"", "b\\\"")], false),
        ("b ^\"a  b^\" c", &[("a  b", "^\"a  b^\""), ("c", "c")], false),
        ("b a^&b", &[("a&b", "a^&b")], false),
        ("b a%%20b", &[("a%20b", "a%%20b")], false),
        ("b \"%TEMP%\\a b\"", &[("<TEMP>\\a b", "\"%TEMP%\\a b\"")], false),
        ("b a>nul c", &[("a", "a"), ("c", "c")], false),
        ("b a\"b c\"d", &[("ab cd", "a\"b c\"d")], false),
        ("b \"a\"\"b\"", &[("a\"b", "\"a\"\"b\"")], false),
        (
            "b \"a\"\"b c\" d",
            &[("a\"b c", "\"a\"\"b c\""), ("d", "d")],
            true,
        ),
        ("b \"a\"\"\"", &[("a\"", "\"a\"\"\"")], false),
        ("b \"a", &[("a", "\"a")], false),
        ("b a ^\r\n  c", &[("a", "a"), ("c", "c")], false),
        ("b", &[], false),
    ];

    #[test]
    fn programs_get_what_both_readers_of_windows_give_them() {
        for (source, expected, doubtful) in TABLE {
            let script = read(source, Mode::Batch);
            let Form::Command(command) = &script.statements[0].form else {
                panic!("{source}")
            };
            let found = arguments(command, 0);
            let texts: Vec<(String, &str)> = found
                .list
                .iter()
                .map(|argument| {
                    let text = argument
                        .parts
                        .iter()
                        .map(|part| match &part.value {
                            Value::Literal(text) => text.clone(),
                            Value::Environment(name) => format!("<{name}>"),
                            _ => "?".to_owned(),
                        })
                        .collect();
                    (text, argument.span.of(source))
                })
                .collect();
            let texts: Vec<(&str, &str)> = texts.iter().map(|(text, span)| (text.as_str(), *span)).collect();
            assert_eq!(texts, *expected, "{source}");
            assert_eq!(found.doubtful.is_some(), *doubtful, "{source}");
        }
    }
}
