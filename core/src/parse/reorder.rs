//! Statements and words put into another order: whole lines, moved; two words, swapped.

use super::found::Replacement;
use crate::span::Span;

/// How many bytes a statement is moved over at most: the change holds all of them.
const FARTHEST: usize = 2048;

/// The change that puts the lines of a statement before those of an earlier one. Nothing where either does not have
/// its lines for itself, so that moving them would move something else too, and nothing where it is far.
pub(super) fn moved_before(source: &str, statement: Span, earlier: Span) -> Option<Replacement> {
    if statement.start < earlier.end {
        return None;
    }
    let late = lines_of(source, statement)?;
    let first = lines_of(source, earlier)?;
    let between = source.get(first.start..late.start)?;
    let moved = source.get(late.range())?;
    if between.len() > FARTHEST {
        return None;
    }
    let mut text = String::with_capacity(between.len().saturating_add(moved.len()));
    text.push_str(moved);
    if !moved.ends_with('\n') {
        text.push_str(if source.contains("\r\n") { "\r\n" } else { "\n" });
    }
    text.push_str(between);
    if !moved.ends_with('\n') {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    Some(Replacement {
        title: "Put it before".to_owned(),
        span: Span::new(first.start, late.end),
        text,
        is_secret: false,
    })
}

/// Two words with each in the other's place, and what stands between them.
pub(super) fn swapped(source: &str, first: Span, second: Span) -> String {
    let between = Span::new(first.end, second.start);
    [second, between, first].map(|part| part.of(source)).concat()
}

/// What stands before a place on its line, as far as an address or the name of a command goes.
pub(super) fn line_before(source: &str, place: usize) -> &str {
    const NEAR: usize = 256;
    let mut from = place.min(source.len()).saturating_sub(NEAR);
    while !source.is_char_boundary(from) {
        from = from.saturating_add(1);
    }
    let before = source.get(from..place).unwrap_or("");
    before.rsplit('\n').next().unwrap_or("")
}

/// The lines that a statement has for itself, line ends with them.
pub(crate) fn lines_of(source: &str, span: Span) -> Option<Span> {
    let before = source.get(..span.start)?;
    let after = source.get(span.end..)?;
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let end = after
        .find('\n')
        .map_or(source.len(), |at| span.end.saturating_add(at).saturating_add(1));
    let alone = source
        .get(start..span.start)?
        .trim()
        .trim_start_matches('@')
        .is_empty()
        && source.get(span.end..end)?.trim().is_empty();
    alone.then_some(Span::new(start, end))
}
