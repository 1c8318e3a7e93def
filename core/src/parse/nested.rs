//! A text of one shell inside of a word of the other, and where its characters stand.

use crate::span::Span;

/// Where the characters of an inner text stand in the outer one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map {
    /// Runs of the inner text in order: where each begins, and where it stands outside.
    runs: Vec<(usize, Span)>,
    length: usize,
}

impl Map {
    /// Adds a run of the inner text.
    fn push(&mut self, inner: &str, outer: Span) {
        self.runs.push((self.length, outer));
        self.length = self.length.saturating_add(inner.len());
    }

    /// The inner text loses its first bytes.
    fn skip(&mut self, bytes: usize) {
        for (start, _) in &mut self.runs {
            *start = start.saturating_sub(bytes);
        }
        if let Some((_, outer)) = self.runs.first_mut() {
            outer.start = outer.start.saturating_add(bytes).min(outer.end);
        }
        self.length = self.length.saturating_sub(bytes);
    }

    /// Where a span of the inner text stands.
    pub fn outer(&self, span: Span) -> Span {
        let start = self.place(span.start, false);
        let end = self.place(span.end, true);
        Span::new(start, end.max(start))
    }

    fn place(&self, inner: usize, is_end: bool) -> usize {
        let run = self.runs.partition_point(|(start, _)| match is_end {
            true => *start < inner,
            false => *start <= inner,
        });
        let Some((start, outer)) = run.checked_sub(1).and_then(|last| self.runs.get(last)) else {
            return self.runs.first().map_or(0, |(_, outer)| outer.start);
        };
        let next = self.runs.get(run).map_or(self.length, |(start, _)| *start);
        let within = inner.saturating_sub(*start);
        // A run of another length than what stands for it is one thing: its start or its end.
        match (next.saturating_sub(*start) == outer.len(), within == 0) {
            (true, _) => outer.start.saturating_add(within).min(outer.end),
            (false, true) => outer.start,
            (false, false) if is_end => outer.end,
            (false, false) => outer.start,
        }
    }
}

/// An inner text while it is put together, with where its characters stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Inner {
    /// The text.
    pub(super) text: String,
    /// Where its characters stand.
    pub(super) map: Map,
    /// What the shell around it fills in, in order: the runs of the text that stand for it.
    pub(super) filled: Vec<Span>,
}

impl Inner {
    /// Adds a run of text that stands there.
    pub(super) fn push(&mut self, text: &str, outer: Span) {
        self.text.push_str(text);
        self.map.push(text, outer);
    }

    /// Adds what the shell around it fills in, as it is written there.
    pub(super) fn push_filled(&mut self, text: &str, outer: Span) {
        let start = self.text.len();
        self.push(text, outer);
        self.filled.push(Span::new(start, self.text.len()));
    }

    /// Quotes around all of it are taken away.
    pub(super) fn unquote(&mut self) {
        if let Some(inner) = self
            .text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
        {
            self.text = inner.to_owned();
            self.map.skip(1);
            for filled in &mut self.filled {
                *filled = Span::new(filled.start.saturating_sub(1), filled.end.saturating_sub(1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_places_are_found_outside() {
        let mut map = Map::default();
        map.push("abc", Span::new(10, 13));
        map.push("&", Span::new(13, 15));
        map.push("de", Span::new(15, 17));
        for (inner, outer) in [
            (Span::new(0, 3), Span::new(10, 13)),
            (Span::new(1, 2), Span::new(11, 12)),
            (Span::new(2, 4), Span::new(12, 15)),
            (Span::new(3, 4), Span::new(13, 15)),
            (Span::new(4, 6), Span::new(15, 17)),
            (Span::new(6, 6), Span::new(17, 17)),
        ] {
            assert_eq!(map.outer(inner), outer, "{inner:?}");
        }
    }
}
