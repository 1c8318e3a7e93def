//! The text as cmd takes it in: characters, with what percent signs stand for in between.

use super::Mode;
use super::percent::{Percent, percent};
use super::words::is_separator;
use crate::span::Span;

/// One step of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Atom {
    /// A character; `\n` is the end of a line.
    Char(char),
    /// Something that percent signs stand for.
    Percent(Percent),
}

/// A step with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) atom: Atom,
    pub(super) span: Span,
    /// Whether cmd's quotes are around it.
    pub(super) quoted: bool,
}

impl Cell {
    pub(super) fn is(&self, c: char) -> bool {
        self.atom == Atom::Char(c)
    }

    pub(super) const fn char(&self) -> Option<char> {
        match self.atom {
            Atom::Char(c) => Some(c),
            Atom::Percent(_) => None,
        }
    }
}

/// Where the steps come from.
enum Feed {
    /// The source itself.
    Source,
    /// What a first cmd gives to a second one.
    Cells(Vec<Cell>),
}

/// The input with the place that is read next.
pub(super) struct Input<'a> {
    source: &'a str,
    mode: Mode,
    /// The runs of the source that a shell around it fills in, in order.
    filled: &'a [Span],
    feed: Feed,
    /// A byte of the source, or the number of a cell.
    at: usize,
    next: Option<Cell>,
    /// What is taken with it: bytes or cells.
    length: usize,
    /// The end of what was taken last and is no blank.
    last: usize,
}

/// A place in the input, to go back to.
#[derive(Clone, Copy)]
pub(super) struct Place {
    at: usize,
    last: usize,
}

impl<'a> Input<'a> {
    pub(super) fn new(source: &'a str, mode: Mode, filled: &'a [Span]) -> Input<'a> {
        Input {
            source,
            mode,
            filled,
            feed: Feed::Source,
            at: 0,
            next: None,
            length: 0,
            last: 0,
        }
        .looked()
    }

    /// What a second cmd gets: the percent signs that are left are looked at again, as at the prompt.
    pub(super) fn second(source: &'a str, cells: Vec<Cell>) -> Input<'a> {
        Input {
            source,
            mode: Mode::Prompt,
            filled: &[],
            feed: Feed::Cells(cells),
            at: 0,
            next: None,
            length: 0,
            last: 0,
        }
        .looked()
    }

    fn looked(mut self) -> Input<'a> {
        self.look();
        self
    }

    pub(super) const fn peek(&self) -> Option<Cell> {
        self.next
    }

    pub(super) fn peek_char(&self) -> Option<char> {
        self.next.and_then(|cell| cell.char())
    }

    /// The end of what was taken last and is no blank.
    pub(super) const fn last(&self) -> usize {
        self.last
    }

    /// Takes a place for the end of what was taken last, where it is farther.
    pub(super) fn reach(&mut self, end: usize) {
        self.last = self.last.max(end);
    }

    pub(super) fn advance(&mut self) {
        if let Some(cell) = self.next
            && !cell.char().is_some_and(|c| c == '\n' || is_separator(c))
        {
            self.last = cell.span.end;
        }
        self.at = self.at.saturating_add(self.length);
        self.look();
    }

    /// The place, for [`Input::reset`].
    pub(super) const fn place(&self) -> Place {
        Place {
            at: self.at,
            last: self.last,
        }
    }

    pub(super) fn reset(&mut self, place: Place) {
        self.at = place.at;
        self.last = place.last;
        self.look();
    }

    /// Goes past that many bytes of the source.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
        self.look();
    }

    /// Goes to the end and gives what is left out.
    pub(super) fn finish(&mut self) -> Option<Span> {
        let start = self.next?.span;
        let end = match &self.feed {
            Feed::Source => self.source.len(),
            Feed::Cells(cells) => cells.last().map_or(start.end, |cell| cell.span.end),
        };
        self.at = usize::MAX;
        self.last = end;
        self.next = None;
        self.length = 0;
        Some(Span::new(start.start, end))
    }

    /// The rest of the source; nothing for a second cmd.
    pub(super) fn rest(&self) -> &'a str {
        match self.feed {
            Feed::Source => self.source.get(self.at..).unwrap_or(""),
            Feed::Cells(_) => "",
        }
    }

    fn look(&mut self) {
        let found = match &self.feed {
            Feed::Source => self.in_source(),
            Feed::Cells(cells) => in_cells(cells.get(self.at..).unwrap_or(&[]), self.mode),
        };
        self.length = found.map_or(0, |(_, length)| length);
        self.next = found.map(|(cell, _)| cell);
    }

    fn in_source(&self) -> Option<(Cell, usize)> {
        let rest = self.source.get(self.at..)?;
        let (atom, length) = match rest.chars().next()? {
            _ if let Some(length) = self.filled_in() => (Atom::Percent(Percent::Opaque), length),
            '%' => match percent(rest, self.mode) {
                (Percent::Itself, length) => (Atom::Char('%'), length),
                (Percent::Dropped, length) => self.behind_dropped(length),
                (percent, length) => (Atom::Percent(percent), length),
            },
            '\r' if rest.starts_with("\r\n") => (Atom::Char('\n'), 2),
            c => (Atom::Char(c), c.len_utf8()),
        };
        let span = Span::new(self.at, self.at.saturating_add(length));
        Some((
            Cell {
                atom,
                span,
                quoted: false,
            },
            length,
        ))
    }
}

impl Input<'_> {
    /// The length of what a shell around the text fills in here.
    fn filled_in(&self) -> Option<usize> {
        let found = self
            .filled
            .binary_search_by_key(&self.at, |span| span.start)
            .ok()?;
        self.filled.get(found).map(|span| span.len())
    }

    /// The character behind a percent sign that cmd drops, together with the sign: carets and operators see no gap.
    fn behind_dropped(&self, length: usize) -> (Atom, usize) {
        let rest = self.source.get(self.at..).unwrap_or("");
        let behind = rest.get(length..).and_then(|behind| behind.chars().next());
        match behind {
            Some(c) if c != '\n' && !is_separator(c) => (Atom::Char(c), length.saturating_add(c.len_utf8())),
            _ => (Atom::Percent(Percent::Dropped), length),
        }
    }
}

fn in_cells(rest: &[Cell], mode: Mode) -> Option<(Cell, usize)> {
    let first = *rest.first()?;
    let mut cell = Cell {
        quoted: false,
        ..first
    };
    if !first.is('%') {
        return Some((cell, 1));
    }
    // The text up to the second percent sign behind it decides.
    let mut text = String::new();
    let mut signs: usize = 0;
    for c in rest.iter().map_while(Cell::char) {
        text.push(c);
        signs = signs.saturating_add(usize::from(c == '%'));
        if signs == 2 {
            break;
        }
    }
    let (found, length) = percent(&text, mode);
    if found == Percent::Itself {
        return Some((cell, 1));
    }
    let count = text.get(..length).map_or(1, |text| text.chars().count());
    let last = rest.get(..count).and_then(<[Cell]>::last).unwrap_or(&first);
    cell.atom = Atom::Percent(found);
    cell.span = first.span.to(last.span);
    Some((cell, count))
}
