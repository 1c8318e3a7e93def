//! Values of settings, read by walking their parts. What BITS does not take is kept as it was typed.

use super::reader::{Reader, Shape, nowhere};
use crate::catalog::SettingSpec;
use crate::diagnostic::At;
use crate::text::{Dialect, Piece, Text, is_environment_name, is_parameter_name};
use crate::value::{Choice, Control, Entries, Entry, Part, Repeat, Secrecy, TextRule};
use jsonc_parser::ast::Value;

/// A part of a setting at which entries are read.
#[derive(Clone, Copy)]
struct Cell<'k> {
    spec: &'static SettingSpec,
    part: usize,
    row: Option<usize>,
    /// What messages call it.
    name: &'k str,
}

impl Cell<'_> {
    fn at(&self) -> At {
        At::Setting {
            id: self.spec.id,
            part: Some(self.part),
            row: self.row,
        }
    }

    fn entry(&self, row: usize) -> At {
        At::Setting {
            id: self.spec.id,
            part: Some(self.part),
            row: Some(row),
        }
    }
}

/// Reads the value of a setting.
pub(super) fn read(reader: &mut Reader<'_>, spec: &'static SettingSpec, node: &Value<'_>) -> Entries {
    reader.mark(
        At::Setting {
            id: spec.id,
            part: None,
            row: None,
        },
        node,
    );
    let keys: Vec<&'static str> = spec.parts.iter().map(|part| part.name).collect();
    if spec.repeat == Repeat::Rows {
        return rows(reader, spec, node, &keys);
    }
    match spec.parts {
        [part] => Entries(vec![entries(reader, cell(spec, 0, None, spec.name), part, node)]),
        // The first part alone, where the others may be left out.
        [first, rest @ ..] if !matches!(node, Value::Object(_)) && rest.iter().all(|part| !part.required) => {
            let mut columns = vec![Vec::new(); spec.parts.len()];
            if let Some(column) = columns.first_mut() {
                *column = entries(reader, cell(spec, 0, None, spec.name), first, node);
            }
            Entries(columns)
        }
        _ => {
            let whose = format!("`{}`", spec.name);
            let shape = Shape {
                whose: &whose,
                keys: &keys,
                elsewhere: nowhere,
            };
            let members = reader.object(node, spec.name, &shape);
            let column = |(index, part): (usize, &Part)| {
                members
                    .as_ref()
                    .and_then(|members| members.get(part.name))
                    .map(|node| entries(reader, cell(spec, index, None, part.name), part, node))
                    .unwrap_or_default()
            };
            Entries(spec.parts.iter().enumerate().map(column).collect())
        }
    }
}

fn cell<'k>(spec: &'static SettingSpec, part: usize, row: Option<usize>, name: &'k str) -> Cell<'k> {
    Cell {
        spec,
        part,
        row,
        name,
    }
}

/// Reads a list of objects: row by row, so that each column has a cell in every row.
fn rows(
    reader: &mut Reader<'_>,
    spec: &'static SettingSpec,
    node: &Value<'_>,
    keys: &[&'static str],
) -> Entries {
    let mut columns: Vec<Vec<Entry>> = vec![Vec::new(); spec.parts.len()];
    let Value::Array(list) = node else {
        let help = format!("Write [ {{ … }}, … ], each with: {}.", keys.join(", "));
        reader.wrong_type(node, spec.name, "a list of objects", help);
        return Entries(columns);
    };
    let whose = format!("An entry of `{}`", spec.name);
    for (row, node) in list.elements.iter().enumerate() {
        reader.mark(
            At::Setting {
                id: spec.id,
                part: None,
                row: Some(row),
            },
            node,
        );
        let shape = Shape {
            whose: &whose,
            keys,
            elsewhere: super::read::elsewhere_in_row,
        };
        let members = reader.object(node, spec.name, &shape);
        for (index, (part, column)) in spec.parts.iter().zip(&mut columns).enumerate() {
            let entry = members
                .as_ref()
                .and_then(|members| members.get(part.name))
                .and_then(|node| entries(reader, cell(spec, index, Some(row), part.name), part, node).pop());
            column.push(entry.unwrap_or_else(|| Entry::Typed(String::new())));
        }
    }
    Entries(columns)
}

/// Reads the entries of a part.
fn entries(reader: &mut Reader<'_>, cell: Cell<'_>, part: &Part, node: &Value<'_>) -> Vec<Entry> {
    reader.mark(cell.at(), node);
    match (part.control, node) {
        (Control::Flags(_) | Control::CostMask { .. } | Control::Lines(_), Value::Array(list)) => {
            let mut entries = Vec::new();
            for (row, node) in list.elements.iter().enumerate() {
                reader.mark(cell.entry(row), node);
                if says_nothing(&cell, &part.control, node) {
                    let (_, help) = expected(&part.control);
                    let message = format!("An entry of `{}` is an empty string.", cell.name);
                    reader.error_at(node, message, format!("Take it out. {help}"));
                    continue;
                }
                entries.extend(entry(reader, cell.name, &part.control, node));
            }
            entries
        }
        _ if says_nothing(&cell, &part.control, node) => {
            let (takes, help) = expected(&part.control);
            let message = format!("`{}` takes {takes}, and this is an empty string.", cell.name);
            let none = match part.control {
                Control::Choice(_) => format!("Take `{}` out if none of them is meant.", cell.name),
                _ => "Write [] for none of them.".to_owned(),
            };
            reader.error_at(node, message, format!("{none} {help}"));
            Vec::new()
        }
        (Control::Ranges, Value::Array(list)) => {
            let ranges: Vec<String> = list
                .elements
                .iter()
                .filter_map(|node| range(reader, node))
                .collect();
            vec![Entry::Typed(ranges.join(","))]
        }
        _ => entry(reader, cell.name, &part.control, node)
            .into_iter()
            .collect(),
    }
}

/// Whether a string is empty where that is no value: it would be none of several words or texts without saying so, or leave out
/// a part of a value.
fn says_nothing(cell: &Cell<'_>, control: &Control, node: &Value<'_>) -> bool {
    let Value::StringLit(literal) = node else {
        return false;
    };
    match control {
        Control::Flags(_) | Control::CostMask { .. } => literal.value.trim().is_empty(),
        Control::Lines(rule) => literal.value.is_empty() && !rule.may_be_empty,
        Control::Choice(_) => {
            let is_one_of_several = cell.spec.parts.len() > 1 && cell.spec.repeat == Repeat::One;
            literal.value.is_empty() && is_one_of_several
        }
        _ => false,
    }
}

/// Reads one entry: a scalar of the part's type, any string, or a text by its pieces.
fn entry(reader: &mut Reader<'_>, name: &str, control: &Control, node: &Value<'_>) -> Option<Entry> {
    let flags = matches!(control, Control::Flags(_) | Control::CostMask { .. });
    match node {
        Value::StringLit(literal) => Some(Entry::Typed(literal.value.to_string())),
        Value::NumberLit(literal) if flags || matches!(control, Control::Number { .. }) => {
            Some(Entry::Typed(literal.value.to_owned()))
        }
        Value::BooleanLit(literal) if *control == Control::Switch => {
            Some(Entry::Typed(literal.value.to_string()))
        }
        // No piece at all is no word, nor are pieces without a letter.
        Value::Array(list)
            if list.elements.iter().all(is_empty) && (flags || matches!(control, Control::Choice(_))) =>
        {
            let (_, help) = expected(control);
            reader.wrong_type(node, name, "words", help);
            None
        }
        Value::Array(_) if *control != Control::Ranges => text(reader, name, node).map(Entry::Pieces),
        _ => {
            let (takes, help) = expected(control);
            reader.wrong_type(node, name, takes, help);
            None
        }
    }
}

fn is_empty(node: &Value<'_>) -> bool {
    matches!(node, Value::StringLit(literal) if literal.value.is_empty())
}

/// Reads an entry of a text: a string in its notation, or a list of pieces.
pub(super) fn text_entry(reader: &mut Reader<'_>, name: &str, node: &Value<'_>) -> Option<Entry> {
    const TEXT: Control = Control::Text(TextRule {
        notation: crate::text::Notation::Plain,
        max: 0,
        may_be_empty: true,
        secrecy: Secrecy::None,
    });
    entry(reader, name, &TEXT, node)
}

fn expected(control: &Control) -> (&'static str, String) {
    let words = |choices: &[Choice]| {
        choices
            .iter()
            .map(|choice| choice.word)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match control {
        Control::Choice(choices) => ("a word", format!("Use one of: {}.", words(choices))),
        Control::Flags(choices) => ("a list of words", format!("The words are: {}.", words(choices))),
        Control::CostMask { bits, named } => (
            "a list of words",
            format!("The words are: {}, {}.", words(bits), words(named)),
        ),
        Control::Number { unit, .. } => (
            "a number, or a string with a unit",
            format!("Write it as {}.", unit.examples()),
        ),
        Control::Switch => ("true or false", "Write true or false, without quotes.".to_owned()),
        Control::Text(_) | Control::User => (
            "a string, or a list of pieces",
            "Write it in double quotes.".to_owned(),
        ),
        Control::Lines(_) => (
            "a list of texts",
            "Write each of them in double quotes.".to_owned(),
        ),
        Control::Hash | Control::Guid => ("a string", "Write it in double quotes.".to_owned()),
        Control::Ranges => (
            "a list of ranges",
            "Write [ { \"offset\": 0, \"length\": 100 }, { \"offset\": 2000, \"length\": \"eof\" } ]."
                .to_owned(),
        ),
    }
}

/// Reads a list of pieces.
fn text(reader: &mut Reader<'_>, name: &str, node: &Value<'_>) -> Option<Text> {
    let Value::Array(list) = node else {
        return None;
    };
    let pieces: Vec<Option<Piece>> = list
        .elements
        .iter()
        .map(|node| piece(reader, name, node))
        .collect();
    pieces
        .into_iter()
        .collect::<Option<Vec<Piece>>>()
        .map(Text::from_pieces)
}

/// Reads a piece. Names are looked at here: a piece is not looked at again before it stands in a script.
fn piece(reader: &mut Reader<'_>, name: &str, node: &Value<'_>) -> Option<Piece> {
    const KEYS: &[&str] = &["env", "parameter", "opaque", "shell"];
    if let Value::StringLit(literal) = node {
        return Some(Piece::Literal(literal.value.to_string()));
    }
    let Value::Object(_) = node else {
        reader.wrong_type(
            node,
            name,
            "pieces that are strings or objects",
            "Write \"text\", { \"env\": \"TEMP\" } or { \"parameter\": \"name\" }.",
        );
        return None;
    };
    let shape = Shape {
        whose: "A piece of a text",
        keys: KEYS,
        elsewhere: nowhere,
    };
    let members = reader.object(node, name, &shape)?;
    let given: Vec<(&str, &Value<'_>)> = members.iter().collect();
    match given.as_slice() {
        [("env", value)] => {
            let variable = reader.string(value, "env")?;
            if !is_environment_name(variable) {
                reader.error_at(
                    *value,
                    format!("`{variable}` is not the name of an environment variable."),
                    "A name has letters, digits and `_ ( ) . -`.",
                );
                return None;
            }
            Some(Piece::Environment(variable.to_owned()))
        }
        [("parameter", value)] => {
            let parameter = reader.string(value, "parameter")?;
            if !is_parameter_name(parameter) {
                reader.error_at(
                    *value,
                    format!("`{parameter}` is not the name of a parameter."),
                    "A name begins with a letter and has letters, digits and `_`.",
                );
                return None;
            }
            Some(Piece::Parameter(parameter.to_owned()))
        }
        [("opaque", source), ("shell", shell)] | [("shell", shell), ("opaque", source)] => {
            let words = [Dialect::Cmd.word(), Dialect::PowerShell.word()];
            let shell = reader.word(shell, "shell", &words, Dialect::from_word);
            let source = reader.string(source, "opaque")?.to_owned();
            Some(Piece::Opaque {
                source,
                shell: shell?,
            })
        }
        _ => {
            reader.error_at(
                node,
                "A piece is an environment variable, a parameter, or an opaque expression with its shell.",
                "Write { \"env\": \"TEMP\" }, { \"parameter\": \"name\" } or { \"opaque\": \"$x\", \"shell\": \"powershell\" }.",
            );
            None
        }
    }
}

/// Reads a range as `offset:length`.
fn range(reader: &mut Reader<'_>, node: &Value<'_>) -> Option<String> {
    let shape = Shape {
        whose: "A range",
        keys: &["offset", "length"],
        elsewhere: nowhere,
    };
    let members = reader.object(node, "ranges", &shape)?;
    let (Some(offset), Some(length)) = (members.get("offset"), members.get("length")) else {
        reader.error_at(
            node,
            "A range has an offset and a length.",
            "Write { \"offset\": 0, \"length\": 100 }; the length \"eof\" means to the end.",
        );
        return None;
    };
    let offset = match offset {
        Value::NumberLit(number) => Some(number.value),
        other => {
            reader.wrong_type(
                other,
                "offset",
                "a number",
                "Write the first byte's number, from 0.",
            );
            None
        }
    };
    let length = match length {
        Value::NumberLit(number) => Some(number.value),
        Value::StringLit(word) if word.value == "eof" => Some("eof"),
        other => {
            reader.wrong_type(
                other,
                "length",
                "a number or \"eof\"",
                "Write how many bytes, or \"eof\" for all that follow.",
            );
            None
        }
    };
    Some(format!("{}:{}", offset?, length?))
}
