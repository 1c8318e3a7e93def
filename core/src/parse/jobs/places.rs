//! Where the values of a job stand in a script.

use crate::catalog::SettingId;
use crate::diagnostic::At;
use crate::span::Span;
use std::collections::BTreeMap;

/// Where a value of a job stands in the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The setting.
    pub setting: SettingId,
    /// Its part; `None` where the word is the whole value.
    pub part: Option<usize>,
    /// Its row.
    pub row: Option<usize>,
    /// The words.
    pub span: Span,
}

/// The words of a script that the places of a job come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// What is said first of each setting, part and row, with its number.
    first: BTreeMap<Key, (usize, Span)>,
    /// The statement that makes the job.
    job: Span,
    /// The statement that ends a job that is there already.
    ending: Option<Span>,
}

/// A setting, a part of it, a row.
type Key = (SettingId, Of, Of);

/// Which parts or rows a key is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// All of them.
    Any,
    /// The one that a word carries; `None` where it carries them all.
    Only(Option<usize>),
}

impl Places {
    /// The words of what is said of a job, and the statement that makes it.
    pub(super) fn new<'s>(said: impl Iterator<Item = &'s Said>, job: Span, ending: Option<Span>) -> Places {
        let mut first: BTreeMap<Key, (usize, Span)> = BTreeMap::new();
        for (number, said) in said.enumerate() {
            for part in [Of::Any, Of::Only(said.part)] {
                for row in [Of::Any, Of::Only(said.row)] {
                    first
                        .entry((said.setting, part, row))
                        .or_insert((number, said.span));
                }
            }
        }
        Places { first, job, ending }
    }

    /// The words that a place comes from; else the statement that makes the job.
    pub fn of(&self, at: At) -> Span {
        let (id, part, row) = match at {
            At::Setting { id, part, row } => (id, part, row),
            At::Ending => return self.ending.unwrap_or(self.job),
            _ => return self.job,
        };
        let keys = |wanted: Option<usize>| match wanted {
            Some(_) => [Of::Only(wanted), Of::Only(None)],
            None => [Of::Any; 2],
        };
        let exact = keys(part)
            .into_iter()
            .flat_map(|part| keys(row).map(|row| (id, part, row)))
            .filter_map(|key| self.first.get(&key))
            .min();
        let of_row = row.and_then(|row| self.first.get(&(id, Of::Any, Of::Only(Some(row)))));
        exact
            .or(of_row)
            .or_else(|| self.first.get(&(id, Of::Any, Of::Any)))
            .map_or(self.job, |(_, span)| *span)
    }
}
