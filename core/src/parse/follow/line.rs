//! A line of arguments as one value, taken apart as programs do it.

use crate::parse::powershell::value::push;
use crate::parse::powershell::{TextPart, Value};
use crate::span::Span;

/// A unit of the line, or something that is not known.
enum Cell {
    Unit(u16),
    Unknown(Value),
}

/// The words of a line; all of them stand where the line stands. `[crt]`
pub(super) fn words(line: &Value, span: Span) -> Vec<(Span, Value)> {
    if let Value::List(items) = line {
        return items.iter().flat_map(|item| words(item, span)).collect();
    }
    let mut cells = Vec::new();
    for part in line.to_parts() {
        match part {
            TextPart::Units(units) => cells.extend(units.into_iter().map(Cell::Unit)),
            TextPart::Unknown(value) => cells.push(Cell::Unknown(*value)),
        }
    }
    let mut out: Vec<(Span, Value)> = Vec::new();
    let mut word: Option<Vec<TextPart>> = None;
    let (mut inside, mut backslashes) = (false, 0usize);
    for cell in cells {
        let unit = match cell {
            Cell::Unknown(value) => {
                let word = word.get_or_insert_default();
                units(word, std::iter::repeat_n(BACKSLASH, backslashes));
                backslashes = 0;
                word.push(TextPart::Unknown(Box::new(value)));
                continue;
            }
            Cell::Unit(unit) => unit,
        };
        match unit {
            BACKSLASH => {
                word.get_or_insert_default();
                backslashes = backslashes.saturating_add(1);
            }
            QUOTE => {
                let word = word.get_or_insert_default();
                units(word, std::iter::repeat_n(BACKSLASH, backslashes / 2));
                if backslashes.is_multiple_of(2) {
                    inside = !inside;
                } else {
                    units(word, [QUOTE]);
                }
                backslashes = 0;
            }
            SPACE | TAB if !inside => {
                if let Some(mut parts) = word.take() {
                    units(&mut parts, std::iter::repeat_n(BACKSLASH, backslashes));
                    out.push((span, Value::Text(parts)));
                }
                backslashes = 0;
            }
            unit => {
                let word = word.get_or_insert_default();
                units(word, std::iter::repeat_n(BACKSLASH, backslashes));
                backslashes = 0;
                units(word, [unit]);
            }
        }
    }
    if let Some(mut parts) = word {
        units(&mut parts, std::iter::repeat_n(BACKSLASH, backslashes));
        out.push((span, Value::Text(parts)));
    }
    out
}

const BACKSLASH: u16 = 0x5C;
const QUOTE: u16 = 0x22;
const SPACE: u16 = 0x20;
const TAB: u16 = 0x09;

fn units(parts: &mut Vec<TextPart>, more: impl IntoIterator<Item = u16>) {
    let more: Vec<u16> = more.into_iter().collect();
    if more.is_empty() {
        return;
    }
    push(parts, vec![TextPart::Units(more)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_its_words() {
        for (line, expected) in [
            ("/list  /verbose", vec!["/list", "/verbose"]),
            (
                "/setdescription {x} \"a b\"",
                vec!["/setdescription", "{x}", "a b"],
            ),
            (
                "\"say \\\"hi\\\"\" \"C:\\a b\\\\\"",
                vec!["say \"hi\"", "C:\\a b\\"],
            ),
            ("a \"\" b", vec!["a", "", "b"]),
            ("C:\\x\\", vec!["C:\\x\\"]),
        ] {
            let said: Vec<String> = words(&Value::text(line), Span::default())
                .into_iter()
                .map(|(_, value)| value.to_text().unwrap_or_default())
                .collect();
            assert_eq!(said, expected, "{line}");
        }
    }
}
