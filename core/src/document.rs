//! The saved form of drafts: JSON documents of version 1, links, and the JSON of diagnostics.
//!
//! The only place in core that knows JSON. What a document says wrongly of a value goes into the draft as it was typed,
//! so that [`Draft::job`] names it; [`Documents`] knows where it stands.
//!
//! Reading is done with the crate `jsonc-parser`, with everything switched off that JSON does not have: it keeps the
//! place of every value, all keys of an object, and numbers as they were written.

use crate::diagnostic::{At, Place, Position};
use crate::draft::Draft;
use crate::span::Places;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;

mod syntax;
mod json;
mod reader;
mod value;
mod read;
mod write;
mod link;
mod report;
mod schema;

pub use json::quoted;
pub use link::{LINK_LIMIT, from_link, to_link};
pub use reader::closest;
pub(crate) use report::place_json;
pub use report::{diagnostics_json, errors_json, redacted};
pub use schema::schema;
pub(crate) use write::document_json;
pub use write::write;

/// The version of documents that this program writes.
pub const VERSION: u64 = 1;
/// The newest rules a document can ask for.
const NEWEST_RULES: u32 = 1;
/// The most bytes a document may have: far more than 200 files with every text at its limit.
pub const SIZE_LIMIT: usize = 8 * 1024 * 1024;

/// Whether what looks like a secret is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Secrets {
    /// Its place is taken by a parameter that scripts ask for.
    #[default]
    Masked,
    /// The user wants to see it in this one output.
    Shown,
}

/// The rule of documents that cannot be read.
pub const MALFORMED: &str = "malformed-document";

/// One thing that is wrong with the form of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// Which document, when there are several.
    pub document: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {} {}",
            self.start.line, self.start.column, self.message, self.help
        )
    }
}

/// Why a text is not a document; at least one reason, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentErrors(pub Vec<DocumentError>);

impl fmt::Display for DocumentErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, error) in self.0.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for DocumentErrors {}

/// A run of bytes of a source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: usize,
    end: usize,
}

/// Where everything of a document stands, in the order in which it was read.
type Spans = Vec<(At, Span)>;

/// Documents that were read, with the place of everything in them.
#[derive(Debug, Clone)]
pub struct Documents {
    /// The drafts, in order; at least one.
    pub drafts: Vec<Draft>,
    source: String,
    spans: Vec<Spans>,
    /// The same by place, for those who ask.
    by_place: OnceCell<Vec<BTreeMap<At, Span>>>,
    /// Its lines, for those who ask.
    places: OnceCell<Places>,
}

impl PartialEq for Documents {
    fn eq(&self, other: &Documents) -> bool {
        (&self.drafts, &self.source, &self.spans) == (&other.drafts, &other.source, &other.spans)
    }
}

impl Eq for Documents {}

impl Documents {
    /// The text that was read, without a byte order mark.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Where a diagnostic's place stands in the text: its first and its last position.
    ///
    /// A place that the document does not spell out is the nearest one around it.
    pub fn locate(&self, place: &Place) -> Option<(Position, Position)> {
        let by_place = self.by_place.get_or_init(|| {
            let map = |spans: &Spans| spans.iter().copied().collect();
            self.spans.iter().map(map).collect()
        });
        let spans = by_place.get(place.document.unwrap_or(0))?;
        let around = match place.at {
            At::Setting { id, part, row } => [(part, row), (None, row), (part, None), (None, None)]
                .map(|(part, row)| At::Setting { id, part, row })
                .to_vec(),
            at => vec![at],
        };
        let span = around.iter().chain([&At::Job]).find_map(|at| spans.get(at))?;
        let places = self.places.get_or_init(|| Places::of(&self.source));
        let position = |byte| Position::of(places, byte);
        Some((position(span.start), position(span.end)))
    }
}

/// A job that shows what a document can say: what a person sees who has not made one yet.
pub const EXAMPLE: &str = include_str!("document/example.json");

/// Reads a document, a list of documents, or an object with a list `documents`.
///
/// ```
/// use bitsmith_core::document::read;
/// let drafts = read(r#"{ "bitsmith": 1,
///   "subject": { "new": { "display_name": "Nightly", "job_type": "download" } },
///   "settings": { "minimum_retry_delay": "10m" } }"#).unwrap();
/// assert_eq!(drafts.len(), 1);
/// let wrong = read(r#"{ "bitsmith": 1, "subjekt": {} }"#).unwrap_err();
/// assert_eq!((wrong.0[0].start.line, wrong.0[0].start.column), (1, 18));
/// assert!(wrong.0[0].help.contains("`subject`"));
/// ```
pub fn read(source: &str) -> Result<Vec<Draft>, DocumentErrors> {
    read_located(source).map(|documents| documents.drafts)
}

/// Reads as [`read()`] does, and keeps where everything stands.
pub fn read_located(source: &str) -> Result<Documents, DocumentErrors> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let (drafts, spans) = read::documents(source)?;
    Ok(Documents {
        drafts,
        source: source.to_owned(),
        spans,
        by_place: OnceCell::new(),
        places: OnceCell::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::evaluate;
    use crate::plan::Reveal;

    #[test]
    fn the_example_is_without_a_flaw_and_written_as_documents_are() {
        let drafts = read(EXAMPLE).unwrap();
        assert_eq!(write(&drafts, Secrets::Shown), EXAMPLE);
        assert_eq!(evaluate(&drafts[0], Reveal::Masked).diagnostics, []);
    }

    /// Counting from the beginning for each would take minutes.
    #[test]
    fn places_of_many_rows_are_told_in_the_time_of_few() {
        const ROWS: usize = 20_000;
        let rows = vec!["\"X-A: \u{E9}\""; ROWS].join(",\n");
        let source = format!(
            r#"{{ "bitsmith": 1, "subject": {{ "existing": {{ "all": true }} }}, "settings": {{ "custom_headers": [
{rows}] }} }}"#
        );
        let documents = read_located(&source).unwrap();
        let start = std::time::Instant::now();
        for row in 0..ROWS {
            let place = Place::cell(crate::catalog::SettingId::CustomHeaders, 0, row);
            let (from, to) = documents.locate(&place).unwrap();
            assert_eq!((from.line, from.column, to.column), (row + 2, 1, 9), "{row}");
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(20));
    }
}
