//! What plans are carried out with: BITS, or a stand-in for it, and the journal of jobs.

use super::answer::Refusal;
use super::state::Shared;
use crate::apply::{Applied, finish};
use crate::calls::Then;
use crate::failure::{Failure, Hresult};
use crate::journal::{Entry, Journal, JournalError, Stage};
use crate::monitor::SystemClock;
use crate::service::Service;
use axum::http::StatusCode;
use bitsmith_core::hresult;
use bitsmith_core::job::Owner;
use bitsmith_core::value::Guid;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// BITS and the journal.
pub struct Workshop {
    /// BITS, each of whose calls is bounded.
    pub service: Box<dyn Service + Send>,
    /// The journal.
    pub journal: Journal,
}

/// How another conversation with the same BITS is begun, with a journal of the same jobs.
pub type Connect = Box<dyn Fn() -> Result<Workshop, String> + Send + Sync>;

/// Waits for a job as its document says, and ends it, while the service answers others. Should the program end before,
/// the journal has the job, and `bitsmith recover` finds it.
pub(super) fn finish_later(shared: &Arc<Shared>, applied: &Applied, then: Then) {
    if then == Then::Leave {
        return;
    }
    let (shared, guid, entry) = (shared.clone(), applied.guid.clone(), applied.entry);
    std::thread::spawn(move || {
        let Ok(mut workshop) = (shared.connect)() else {
            return;
        };
        let (clock, stop) = (SystemClock::default(), AtomicBool::new(false));
        let Workshop { service, journal } = &mut workshop;
        // How it ended is what the jobs' states and the journal say from then on.
        let _ = finish(
            &guid,
            entry,
            then,
            &mut **service,
            journal,
            (&clock, &stop),
            &mut |_| {},
        );
    });
}

/// Which jobs can be acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Those that were made here: the journal has them.
    #[default]
    Journal,
    /// All of the user.
    AnyJob,
}

impl Workshop {
    /// The jobs that can be acted on, oldest entry first, with the entry where there is one.
    pub(super) fn within(&mut self, reach: Reach) -> Result<Vec<(Guid, Option<Entry>)>, Refusal> {
        let entries = self.journal.open_entries().map_err(no_journal)?;
        let mut jobs: Vec<(Guid, Option<Entry>)> = entries
            .into_iter()
            .filter_map(|entry| Some((entry.intent.guid.clone()?, Some(entry))))
            .collect();
        if reach == Reach::AnyJob {
            for guid in self
                .service
                .jobs(Owner::Me)
                .map_err(|failure| failed("list its jobs", failure))?
            {
                if !jobs.iter().any(|(known, _)| *known == guid) {
                    jobs.push((guid, None));
                }
            }
        }
        Ok(jobs)
    }

    /// The job with a GUID, if it can be acted on.
    pub(super) fn reached(&self, guid: &str, reach: Reach) -> Result<(Guid, Option<Entry>), Refusal> {
        let guid = Guid::parse(guid).ok_or_else(no_job)?;
        let entry = self.journal.entry_of(&guid).map_err(no_journal)?;
        if entry.is_none() && reach == Reach::Journal {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "foreign-job",
                "The job was not made by bitsmith.",
                "Start the service with --any-job to act on it.",
            ));
        }
        Ok((guid, entry))
    }

    /// Writes down that a job is over.
    pub(super) fn over(&mut self, entry: Option<&Entry>) -> Result<(), Refusal> {
        match entry {
            Some(entry) => self.journal.stage(entry.id, Stage::Over).map_err(no_journal),
            None => Ok(()),
        }
    }
}

/// The refusal of a job that there is not.
pub(super) fn no_job() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        "no-such-job",
        "There is no job with this GUID.",
        "GET /api/jobs lists those that there are.",
    )
}

/// What a failure of BITS is to whoever asked.
pub(super) fn failed(what: &str, failure: Failure) -> Refusal {
    match failure {
        Failure::Refused(code) if code == Hresult::NOT_FOUND => no_job(),
        Failure::Refused(code) => Refusal::new(
            StatusCode::CONFLICT,
            "refused-by-bits",
            format!("BITS does not {what}: {}", hresult::sentence(code.0)),
            hresult::find(code.0)
                .and_then(|known| known.cure)
                .map_or_else(|| "Look at the job's state.".to_owned(), hresult::Cure::sentence),
        )
        .with("hresult", json!(code.to_string()))
        .with("name", json!(hresult::name(code.0))),
        Failure::Missing(feature) => Refusal::new(
            StatusCode::CONFLICT,
            "not-in-this-bits",
            format!("BITS does not {what}: this version has no {feature}."),
            "Leave the setting out that needs it.",
        ),
        Failure::Unsayable(reason) => Refusal::new(
            StatusCode::CONFLICT,
            "unsayable",
            format!("BITS cannot be told to {what}: {reason}"),
            "Change the value.",
        ),
        Failure::NoAnswer => Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no-answer",
            format!("BITS did not answer in time when it was to {what}."),
            "See whether the service BITS runs, and look at the job again.",
        ),
    }
}

/// What a fault of the journal is to whoever asked.
pub(super) fn no_journal(error: JournalError) -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "no-journal",
        error.to_string(),
        "Make room in your data folder, and start the service again.",
    )
}
