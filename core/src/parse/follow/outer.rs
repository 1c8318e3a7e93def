//! What stands in a text that one shell gives to the other for variables of the first.

use crate::text::Text;

/// The most variables that are told apart in one text.
const MOST: usize = 64;

/// The variables of the shell around a text, as they are written in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Outer {
    marks: Vec<(String, StandsFor)>,
}

/// What a variable stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum StandsFor {
    /// The GUID of this job.
    Job(usize),
    /// This text.
    Text(Text),
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part<'t> {
    /// It stands for itself.
    Literal(&'t str),
    /// It stands for something else.
    Mark(&'t str, &'t StandsFor),
}

impl Outer {
    /// Adds a variable as it is written; says whether there was room for it.
    pub(super) fn push(&mut self, mark: &str, stands_for: StandsFor) -> bool {
        if self.has(mark) {
            return true;
        }
        if mark.is_empty() || self.marks.len() >= MOST {
            return false;
        }
        self.marks.push((mark.to_owned(), stands_for));
        true
    }

    /// Whether no variable is written in the text.
    pub(super) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Whether the text is one of the variables.
    pub(super) fn has(&self, mark: &str) -> bool {
        self.marks.iter().any(|(known, _)| known == mark)
    }

    /// The job whose GUID a variable stands for.
    pub(super) fn job(&self, mark: &str) -> Option<usize> {
        self.marks
            .iter()
            .find_map(|(known, stands_for)| match stands_for {
                StandsFor::Job(job) if known == mark => Some(*job),
                _ => None,
            })
    }

    /// The text that a variable stands for.
    pub(super) fn text(&self, mark: &str) -> Option<&Text> {
        self.marks
            .iter()
            .find_map(|(known, stands_for)| match stands_for {
                StandsFor::Text(text) if known == mark => Some(text),
                _ => None,
            })
    }

    /// The parts of a text in order.
    pub(super) fn parts<'t>(&'t self, text: &'t str) -> Vec<Part<'t>> {
        let mut parts = Vec::new();
        let (mut literal, mut at) = (0, 0);
        while let Some(rest) = text.get(at..)
            && let Some(first) = rest.chars().next()
        {
            let found = self
                .marks
                .iter()
                .find(|(mark, _)| rest.starts_with(mark.as_str()));
            let Some((mark, stands_for)) = found else {
                at = at.saturating_add(first.len_utf8());
                continue;
            };
            parts.extend(
                text.get(literal..at)
                    .filter(|text| !text.is_empty())
                    .map(Part::Literal),
            );
            at = at.saturating_add(mark.len());
            literal = at;
            parts.push(Part::Mark(mark, stands_for));
        }
        parts.extend(
            text.get(literal..)
                .filter(|text| !text.is_empty())
                .map(Part::Literal),
        );
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_its_parts() {
        let mut outer = Outer::default();
        assert!(outer.push("%A%", StandsFor::Job(3)));
        assert!(outer.push("%B%", StandsFor::Text(Text::literal("b"))));
        assert!(outer.push("%A%", StandsFor::Job(4)));
        let shown = |text: &str| -> Vec<String> {
            let part = |part: &Part<'_>| match part {
                Part::Literal(text) => (*text).to_owned(),
                Part::Mark(mark, StandsFor::Job(job)) => format!("{mark}=job {job}"),
                Part::Mark(mark, StandsFor::Text(text)) => format!("{mark}={}", text.display()),
            };
            outer.parts(text).iter().map(part).collect()
        };
        for (text, expected) in [
            ("", vec![]),
            ("a%", vec!["a%"]),
            ("%A%%B%", vec!["%A%=job 3", "%B%=b"]),
            ("\u{e4} %A% %C% %B", vec!["\u{e4} ", "%A%=job 3", " %C% %B"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        assert_eq!(outer.job("%A%"), Some(3));
        assert_eq!(outer.job("%B%"), None);
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut outer = Outer::default();
        let added = (0..100)
            .filter(|n| outer.push(&format!("%{n}%"), StandsFor::Job(*n)))
            .count();
        assert_eq!(added, MOST);
    }
}
