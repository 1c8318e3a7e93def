//! The arguments that a program receives from PowerShell, by edition.
//!
//! Up to 7.2 PowerShell writes one command line, where an inner quote changes what the program reads and an empty argument
//! is lost; from 7.3 on it hands over each argument as it is (seen in the engines).

use super::constant::{Variables, evaluate};
use super::edition::Edition;
use super::syntax::{Word, WordKind};
use super::value::{TextPart, Value, push};
use crate::quote::split;
use crate::span::Span;

/// An argument that a program receives.
#[derive(Debug, Clone, PartialEq)]
pub struct NativeArgument {
    /// What it receives, as far as that is known.
    pub parts: Vec<TextPart>,
    /// The word that it comes from; up to 7.2 several words may become one argument: the first of them.
    pub span: Span,
}

impl NativeArgument {
    /// The argument, where all of it is known.
    pub fn text(&self) -> Option<String> {
        Value::Text(self.parts.clone()).to_text()
    }
}

/// The arguments that a program receives for the words behind its name.
///
/// ```
/// use bitsmith_core::parse::powershell::{CommandBody, Edition, StatementKind, native_arguments, read};
/// let source = r#"bitsadmin /setdescription job 'say "hi" to all' ''"#;
/// let script = read(source, Edition::PowerShell73);
/// let StatementKind::Pipeline { commands, .. } = &script.statements[0].kind else { panic!() };
/// let CommandBody::Words(words) = &commands[0].body else { panic!() };
/// let received = |edition| -> Vec<String> {
///     let arguments = native_arguments(&words[1..], source, edition, &|_| None);
///     arguments.iter().map(|argument| argument.text().unwrap()).collect()
/// };
/// assert_eq!(received(Edition::PowerShell73)[2..], [r#"say "hi" to all"#, ""]);
/// assert_eq!(received(Edition::PowerShell72)[2..], ["say hi to all"]);
/// ```
pub fn native_arguments(
    words: &[Word<'_>],
    source: &str,
    edition: Edition,
    variables: &Variables<'_>,
) -> Vec<NativeArgument> {
    let mut all = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word.text() == Some("--%") && word.span.of(source) == "--%" {
            if let Some(rest) = words.next() {
                all.push(Typed::verbatim(rest));
            }
            continue;
        }
        typed(word, source, edition, variables, &mut all);
    }
    match edition {
        Edition::PowerShell73 => standard(all),
        Edition::WindowsPowerShell51 | Edition::PowerShell72 => legacy(&all, edition),
    }
}

/// An argument as PowerShell has it before it hands it over.
struct Typed {
    parts: Vec<TextPart>,
    span: Span,
    /// Whether it stands behind `--%`.
    is_verbatim: bool,
}

impl Typed {
    fn verbatim(word: &Word<'_>) -> Typed {
        Typed {
            parts: Value::text(word.text().unwrap_or("")).to_parts(),
            span: word.span,
            is_verbatim: true,
        }
    }
}

fn typed(word: &Word<'_>, source: &str, edition: Edition, variables: &Variables<'_>, all: &mut Vec<Typed>) {
    let mut put = |parts, span| {
        all.push(Typed {
            parts,
            span,
            is_verbatim: false,
        });
    };
    match &word.kind {
        WordKind::Parameter {
            name_span, argument, ..
        } => {
            let mut parts = Value::text(name_span.of(source)).to_parts();
            match argument {
                Some(argument) if argument.span.start == name_span.end => {
                    push(&mut parts, spelled(&evaluate(argument, source, variables)));
                    put(parts, word.span);
                }
                Some(argument) => {
                    put(parts, *name_span);
                    typed(argument, source, edition, variables, all);
                }
                None => put(parts, word.span),
            }
        }
        WordKind::List(items) => {
            // Commas stay, and where white space stands beside one, an argument ends there; 5.1 drops the comma then.
            let mut parts = Vec::new();
            let mut span = word.span;
            let mut end = word.span.start;
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    let between = Span::new(end, item.span.start).of(source);
                    let (before, after) = between.split_once(',').unwrap_or((between, ""));
                    let is_core = edition.is_core();
                    if before.is_empty() && after.is_empty() {
                        push(&mut parts, Value::text(",").to_parts());
                    } else {
                        let keeps = |side: &str| is_core && side.is_empty();
                        if keeps(before) {
                            push(&mut parts, Value::text(",").to_parts());
                        }
                        put(std::mem::take(&mut parts), span);
                        span = item.span;
                        if keeps(after) {
                            push(&mut parts, Value::text(",").to_parts());
                        } else if is_core && !before.is_empty() {
                            put(Value::text(",").to_parts(), word.span);
                        }
                    }
                }
                push(&mut parts, spelled(&evaluate(item, source, variables)));
                end = item.span.end;
            }
            put(parts, span);
        }
        WordKind::Splat(name) => {
            let variable = Word::new(WordKind::Variable(name.clone()), word.span);
            match evaluate(&variable, source, variables) {
                Value::Hashtable(pairs) => {
                    for (key, value) in pairs {
                        let mut parts = Value::text("-").to_parts();
                        push(&mut parts, key.to_parts());
                        push(&mut parts, Value::text(":").to_parts());
                        push(&mut parts, value.to_parts());
                        put(parts, word.span);
                    }
                }
                value => values(&value, word.span, put),
            }
        }
        _ => values(&evaluate(word, source, variables), word.span, put),
    }
}

fn values(value: &Value, span: Span, mut put: impl FnMut(Vec<TextPart>, Span)) {
    match value {
        Value::List(items) => items.iter().for_each(|item| put(spelled(item), span)),
        Value::Null => {}
        value => put(spelled(value), span),
    }
}

/// A value as text: a number as it was written.
fn spelled(value: &Value) -> Vec<TextPart> {
    match value {
        Value::Number {
            spelling: Some(spelling),
            ..
        } => Value::text(spelling).to_parts(),
        value => value.to_parts(),
    }
}

fn standard(all: Vec<Typed>) -> Vec<NativeArgument> {
    let mut arguments = Vec::new();
    for one in all {
        if one.is_verbatim {
            arguments.extend(received(cells(&one)));
        } else {
            arguments.push(NativeArgument {
                parts: one.parts,
                span: one.span,
            });
        }
    }
    arguments
}

/// A character of a command line, or a value that is not known, with the word it comes from.
#[derive(Clone)]
struct Cell {
    what: Content,
    span: Span,
}

#[derive(Clone)]
enum Content {
    Char(char),
    Unknown(Value),
}

impl Cell {
    fn char(&self) -> Option<char> {
        match self.what {
            Content::Char(c) => Some(c),
            Content::Unknown(_) => None,
        }
    }
}

fn cells(typed: &Typed) -> Vec<Cell> {
    let mut cells = Vec::new();
    for part in &typed.parts {
        match part {
            TextPart::Units(units) => {
                let chars = char::decode_utf16(units.iter().copied());
                cells.extend(chars.map(|c| Cell {
                    what: Content::Char(c.unwrap_or(char::REPLACEMENT_CHARACTER)),
                    span: typed.span,
                }));
            }
            TextPart::Unknown(value) => cells.push(Cell {
                what: Content::Unknown(value.as_ref().clone()),
                span: typed.span,
            }),
        }
    }
    cells
}

/// One command line: arguments with white space outside of their own quotes stand in quotes, nothing is escaped but, in
/// PowerShell 6 and later, backslashes before the closing quote.
fn legacy(all: &[Typed], edition: Edition) -> Vec<NativeArgument> {
    let mut line: Vec<Cell> = Vec::new();
    for typed in all {
        let argument = cells(typed);
        let sign = |c| Cell {
            what: Content::Char(c),
            span: typed.span,
        };
        if !line.is_empty() {
            line.push(sign(' '));
        }
        if typed.is_verbatim || !needs_quotes(&argument) {
            line.extend(argument);
            continue;
        }
        line.push(sign('"'));
        let backslashes = argument
            .iter()
            .rev()
            .take_while(|cell| cell.char() == Some('\\'))
            .count();
        line.extend(argument);
        if edition.is_core() {
            line.extend(std::iter::repeat_n(sign('\\'), backslashes));
        }
        line.push(sign('"'));
    }
    received(line)
}

fn needs_quotes(argument: &[Cell]) -> bool {
    let mut inside = false;
    for cell in argument {
        match cell.char() {
            Some('"') => inside = !inside,
            Some(c) if c.is_whitespace() && !inside => return true,
            _ => {}
        }
    }
    false
}

fn received(line: Vec<Cell>) -> Vec<NativeArgument> {
    let words = split(line, Cell::char);
    words
        .into_iter()
        .map(|word| {
            let span = word.first().map_or(Span::default(), |cell| cell.span);
            let mut parts = Vec::new();
            for cell in word {
                match cell.what {
                    Content::Char(c) => push(
                        &mut parts,
                        vec![TextPart::Units(c.encode_utf16(&mut [0; 2]).to_vec())],
                    ),
                    Content::Unknown(value) => parts.push(TextPart::Unknown(Box::new(value))),
                }
            }
            NativeArgument { parts, span }
        })
        .collect()
}
