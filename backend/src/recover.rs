//! What a crash left behind, and jobs of this program that nobody has touched for long. (J6)

use crate::apply::{PutBack, living, put_back as write_back, puts_back, unnamed};
use crate::failure::Failure;
use crate::journal::{Entry, Journal, JournalError, Kind, Stage};
use crate::service::{Service, State, Status};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::document::read;
use bitsmith_core::plan::value_texts;
use bitsmith_core::value::Guid;
use std::fmt;
use std::time::{Duration, SystemTime};

/// How long a job of this program lies idle before it is called stale. (Chromium's updater does so too.)
pub const STALE: Duration = Duration::from_secs(3 * 86_400);

/// A job that nobody works on any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// What the journal says.
    pub entry: Entry,
    /// The job.
    pub guid: Guid,
    /// What BITS says.
    pub status: Status,
    /// How it can be finished.
    pub finish: Finish,
}

/// How an orphan can be finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// It has its files: it can be completed.
    Complete,
    /// It runs: it can be waited for, then completed.
    Wait,
    /// It is whole and was not resumed yet.
    Resume,
    /// It is not whole: it can be cancelled only.
    Never,
    /// It was there before and was being changed: its old values can be put back, and it is not cancelled.
    PutBack,
}

/// Why orphans cannot be looked for.
#[derive(Debug)]
pub enum RecoverError {
    /// The journal cannot be read.
    Journal(JournalError),
    /// BITS failed.
    Failure(Failure),
}

impl fmt::Display for RecoverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecoverError::Journal(error) => error.fmt(f),
            RecoverError::Failure(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for RecoverError {}

impl From<JournalError> for RecoverError {
    fn from(error: JournalError) -> RecoverError {
        RecoverError::Journal(error)
    }
}

impl From<Failure> for RecoverError {
    fn from(failure: Failure) -> RecoverError {
        RecoverError::Failure(failure)
    }
}

/// The jobs that a crash left behind, the newest first. Entries whose job is over are closed.
pub fn orphans(journal: &mut Journal, service: &mut dyn Service) -> Result<Vec<Orphan>, RecoverError> {
    let mut found = Vec::new();
    for entry in journal.open_entries()? {
        let Some(entry) = journal.unheld(&entry)? else {
            continue;
        };
        if matches!(entry.stage, Stage::Running | Stage::Over) {
            continue;
        }
        let guids = match &entry.intent.guid {
            Some(guid) => Some(vec![guid.clone()]),
            None => {
                let left = unnamed(&entry, service)?;
                journal.unclaimed(&entry, left)?
            }
        };
        // Another time it can be told which job is whose.
        let Some(guids) = guids else {
            continue;
        };
        let mut is_left = false;
        for guid in guids {
            let Some(status) = living(&guid, service)? else {
                continue;
            };
            is_left = true;
            let finish = finish_of(&entry, &status);
            found.push(Orphan {
                entry: entry.clone(),
                guid,
                status,
                finish,
            });
        }
        if !is_left {
            journal.close(&entry)?;
        }
    }
    // Of two changes of a job the later one is put back first.
    found.reverse();
    Ok(found)
}

/// Jobs of this program that have not changed for [`STALE`], whatever the journal says of them.
pub fn stale(
    journal: &mut Journal,
    service: &mut dyn Service,
    now: SystemTime,
) -> Result<Vec<Orphan>, RecoverError> {
    let mut found = Vec::new();
    for entry in journal.open_entries()? {
        let Some(entry) = journal.unheld(&entry)? else {
            continue;
        };
        if entry.stage == Stage::Over || entry.intent.kind == Kind::Change {
            continue;
        }
        let Some(guid) = entry.intent.guid.clone() else {
            continue;
        };
        let Some(status) = living(&guid, service)? else {
            journal.close(&entry)?;
            continue;
        };
        let changed = status.times.map_or(entry.written, |times| times.modification);
        let idle = now.duration_since(changed).unwrap_or_default();
        if idle >= STALE && status.state != State::Transferring {
            let finish = finish_of(&entry, &status);
            found.push(Orphan {
                entry,
                guid,
                status,
                finish,
            });
        }
    }
    Ok(found)
}

fn finish_of(entry: &Entry, status: &Status) -> Finish {
    if entry.intent.kind == Kind::Change {
        return Finish::PutBack;
    }
    match status.state {
        State::Transferred => Finish::Complete,
        State::Queued | State::Connecting | State::Transferring | State::TransientError => Finish::Wait,
        // The last call of a job that runs is Resume: once it is reached, all before it are done.
        State::Suspended if entry.reached >= entry.intent.steps && entry.stage != Stage::Running => {
            Finish::Resume
        }
        _ => Finish::Never,
    }
}

/// Puts back what the change of a job was about to do so far, the last call first, with the values that the journal has from
/// before. Returns what was not put back, and why; a BITS that does not answer ends it, and the entry stays.
pub fn put_back(
    orphan: &Orphan,
    journal: &mut Journal,
    service: &mut dyn Service,
) -> Result<Vec<(SettingId, String)>, RecoverError> {
    let since = journal.written_since(&orphan.entry)?;
    let intent = &orphan.entry.intent;
    let drafts = read(intent.before.as_deref().unwrap_or_default()).unwrap_or_default();
    let jobs = drafts.iter().filter_map(|draft| draft.job().0);
    let values: Vec<SettingValue> = jobs.flat_map(|job| job.settings.values()).collect();
    let mut changed: Vec<SettingId> = match intent.settings.is_empty() {
        // An entry of the journal's first form.
        true => values.iter().map(SettingValue::id).collect(),
        false => intent.written(orphan.entry.reached).collect(),
    };
    changed.reverse();
    let is_since = |id| {
        since
            .iter()
            .any(|other| puts_back(id, *other) || puts_back(*other, id))
    };
    let old = |id| match values.iter().find(|value| puts_back(value.id(), id)) {
        // What somebody wanted later is not taken away.
        _ if is_since(id) => Err("It was changed again since.".to_owned()),
        None => Err("It could not be read before the change, or no call takes it back.".to_owned()),
        // What has a hole for a secret is not put back.
        Some(value) if value_texts(value).iter().any(|text| text.as_literal().is_none()) => {
            Err("The journal keeps no secrets.".to_owned())
        }
        Some(value) => Ok(value.clone()),
    };
    let PutBack { kept, is_lost, .. } = write_back(changed, old, &orphan.guid, service);
    if is_lost {
        return Err(Failure::NoAnswer.into());
    }
    journal.put_back(orphan.entry.id)?;
    Ok(kept)
}
