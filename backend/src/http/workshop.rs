//! What plans are carried out with: BITS, or a stand-in for it, and the journal of jobs.

use super::answer::Refusal;
use super::state::Shared;
use crate::apply::{Applied, finish};
use crate::calls::Then;
use crate::failure::{Failure, Hresult};
use crate::journal::{Journal, JournalError, Kind};
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
    // Where the system gives no thread, the job is made all the same, and `recover` finds it.
    let _ = std::thread::Builder::new().spawn(move || {
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
    /// The jobs that can be acted on, the oldest first.
    pub(super) fn within(&mut self, reach: Reach) -> Result<Vec<Guid>, Refusal> {
        let entries = self.journal.open_entries().map_err(no_journal)?;
        let mut jobs: Vec<Guid> = entries
            .into_iter()
            .filter(|entry| entry.intent.kind == Kind::Make)
            .filter_map(|entry| entry.intent.guid)
            .collect();
        if reach == Reach::AnyJob {
            for guid in self
                .service
                .jobs(Owner::Me)
                .map_err(|failure| failed("list its jobs", failure))?
            {
                if !jobs.contains(&guid) {
                    jobs.push(guid);
                }
            }
        }
        Ok(jobs)
    }

    /// The job with a GUID, if it can be acted on. One that was only changed by this program is somebody else's all the same.
    pub(super) fn reached(&self, guid: &str, reach: Reach) -> Result<Guid, Refusal> {
        let guid = Guid::parse(guid).ok_or_else(|| no_job("There is no job with this GUID."))?;
        if reach == Reach::Journal && !self.journal.has_made(&guid).map_err(no_journal)? {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "foreign-job",
                "The job was not made by bitsmith.",
                "Start the service with --any-job to act on it.",
            ));
        }
        Ok(guid)
    }

    /// Writes down that a job is over.
    pub(super) fn over(&mut self, guid: &Guid) -> Result<(), Refusal> {
        self.journal.over(guid).map_err(no_journal)
    }
}

/// The refusal where no job is meant.
pub(super) fn no_job(message: impl Into<String>) -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        "no-such-job",
        message,
        "GET /api/jobs lists those that there are.",
    )
}

/// What a failure of BITS is to whoever asked.
pub(super) fn failed(what: &str, failure: Failure) -> Refusal {
    match failure {
        Failure::Refused(code) if code == Hresult::NOT_FOUND => no_job("There is no job with this GUID."),
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
