//! Entries of a part as the words of a tool: the way back of what an import reads.

use crate::catalog::{SettingId, SettingValue};
use crate::command::Spelling;
use crate::text::{Notation, Text};
use crate::value::{Control, Entries, Entry, Repeat, read_unit};

/// What one word of a tool says of a part.
pub(super) enum Words {
    /// Texts, each a word of its own where the tool takes a list.
    Texts(Vec<Text>),
    /// A number.
    Number(u64),
    /// A mask.
    Mask(u32),
}

/// The words for a part; of a value with rows, for one row.
pub(super) fn words(
    id: SettingId,
    part: usize,
    row: Option<usize>,
    entries: &Entries,
    spellings: &'static [Spelling],
) -> Option<Words> {
    let spec = id.spec();
    let control = spec.parts.get(part)?.control;
    if spellings.is_empty() && matches!(control, Control::Flags(_) | Control::CostMask { .. }) {
        return SettingValue::read(id, entries).ok()?.bits().map(Words::Mask);
    }
    let list: Vec<&Entry> = match (spec.repeat, row) {
        (Repeat::Rows, Some(row)) => vec![entries.cell(part, row)?],
        _ => entries.part(part).iter().collect(),
    };
    if let (Control::Number { unit, .. }, [one]) = (control, list.as_slice()) {
        return read_unit(&one.shown(), unit).map(Words::Number);
    }
    list.into_iter()
        .map(|entry| text(entry, control, spellings))
        .collect::<Option<Vec<Text>>>()
        .map(Words::Texts)
}

fn text(entry: &Entry, control: Control, spellings: &'static [Spelling]) -> Option<Text> {
    if !spellings.is_empty() {
        return Spelling::of(spellings, &entry.shown()).map(Text::literal);
    }
    let notation = match control {
        Control::Text(rule) | Control::Lines(rule) => rule.notation,
        Control::User => {
            if entry.shown() == "implicit" {
                return Some(Text::literal("NULL"));
            }
            Notation::Plain
        }
        _ => return Some(Text::literal(entry.shown())),
    };
    entry.text(notation).ok()
}
