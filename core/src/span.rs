//! Places in a source text: spans of bytes, and what they are in the units that editors count.

use std::ops::Range;

/// A run of a source text, in bytes. Both ends stand between characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// From one byte to before another.
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// From the start of this span to the end of another.
    pub const fn to(self, other: Span) -> Span {
        Span {
            start: self.start,
            end: other.end,
        }
    }

    /// How many bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether another span lies within it.
    pub const fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span in a text that begins this many bytes earlier.
    pub const fn shifted(self, by: usize) -> Span {
        Span {
            start: self.start.saturating_add(by),
            end: self.end.saturating_add(by),
        }
    }

    /// As a range.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// What stands there; nothing where the span is not of this text.
    pub fn of(self, source: &str) -> &str {
        source.get(self.range()).unwrap_or("")
    }
}

/// A text with other words at spans that are in order; `None` where they overlap or are not of this text.
pub fn spliced<'e>(source: &str, edits: impl IntoIterator<Item = (Span, &'e str)>) -> Option<String> {
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for (span, words) in edits {
        out.push_str(source.get(at..span.start)?);
        out.push_str(words);
        at = span.end;
    }
    out.push_str(source.get(at..)?);
    Some(out)
}

/// Finds lines, columns and UTF-16 offsets of a text in logarithmic time; made once in linear time.
///
/// ```
/// use bitsmith_core::span::Places;
/// let source = "a\u{E9}\u{1F600}\r\nb";
/// let places = Places::of(source);
/// assert_eq!(places.offset(source.len()), 7);
/// assert_eq!(places.line_and_column(source.len()), (2, 2));
/// ```
#[derive(Debug, Clone)]
pub struct Places {
    /// The first byte of each line.
    lines: Vec<usize>,
    /// For each character that is not one byte and one unit: the byte after it, and the bytes so far that are no unit.
    wide: Vec<(usize, usize)>,
    length: usize,
}

impl Places {
    /// The places of a text.
    pub fn of(source: &str) -> Places {
        let mut lines = vec![0];
        let mut wide = Vec::new();
        let mut surplus: usize = 0;
        for (at, c) in source.char_indices() {
            let after = at.saturating_add(c.len_utf8());
            if c == '\n' {
                lines.push(after);
            }
            if !c.is_ascii() {
                surplus = surplus.saturating_add(c.len_utf8().saturating_sub(c.len_utf16()));
                wide.push((after, surplus));
            }
        }
        Places {
            lines,
            wide,
            length: source.len(),
        }
    }

    /// UTF-16 units from the start of the text to a byte.
    pub fn offset(&self, byte: usize) -> usize {
        let byte = byte.min(self.length);
        let before = self.wide.partition_point(|(after, _)| *after <= byte);
        let surplus = before
            .checked_sub(1)
            .and_then(|last| self.wide.get(last))
            .map_or(0, |(_, surplus)| *surplus);
        byte.saturating_sub(surplus)
    }

    /// The line and the column of a byte, both from 1; the column in UTF-16 units.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.length);
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = line
            .checked_sub(1)
            .and_then(|last| self.lines.get(last))
            .copied()
            .unwrap_or(0);
        let column = self.offset(byte).saturating_sub(self.offset(start));
        (line, column.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::position;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_of_counting(source in "[a\u{E9}\u{4E2D}\u{1F600}\n\r ]{0,40}") {
            let places = Places::of(&source);
            for (byte, _) in source.char_indices().chain([(source.len(), ' ')]) {
                let counted = position(&source, byte);
                prop_assert_eq!(places.offset(byte), counted.offset);
                prop_assert_eq!(places.line_and_column(byte), (counted.line, counted.column));
            }
        }
    }

    #[test]
    fn a_span_of_another_text_holds_nothing() {
        assert_eq!(Span::new(1, 9).of("abc"), "");
        assert_eq!(Span::new(1, 2).of("\u{E9}"), "");
    }
}
