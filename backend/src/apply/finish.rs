//! What follows once the calls are made: waiting, completing, removing what did not get done.

use crate::calls::Then;
use crate::failure::{Failure, Hresult};
use crate::journal::{Journal, Stage};
use crate::monitor::{Clock, End, POLL, Progress, Waiting, wait};
use crate::service::{JobError, Service};
use bitsmith_core::job::Leftover;
use bitsmith_core::value::Guid;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How a job ended, or why it is no longer waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// It was not to be waited for.
    Left,
    /// Its files have their names. Codes with information, such as BG_S_PARTIAL_COMPLETE, are handed on.
    Completed(Hresult),
    /// It has its files, and could not be completed.
    NotCompleted(Failure),
    /// It is in error.
    Error(Option<JobError>, Removal),
    /// The bound has passed.
    Bound(Removal),
    /// Somebody suspended it.
    Suspended,
    /// Somebody else ended it.
    Gone,
    /// Whoever waits was asked to stop; BITS goes on.
    Stopped,
    /// BITS does not answer.
    Lost(Failure),
}

/// What became of a job that did not get done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// It stays, as the document says.
    Left,
    /// It was cancelled.
    Removed,
    /// It should have been cancelled, and was not.
    Failed(Failure),
}

/// Waits for a job as the plan says, and ends it.
pub fn finish(
    job: &Guid,
    entry: i64,
    then: Then,
    service: &mut dyn Service,
    journal: &mut Journal,
    (clock, stop): (&dyn Clock, &AtomicBool),
    tell: &mut dyn FnMut(&Progress),
) -> Finished {
    let Then::Wait {
        bound,
        on_error,
        on_bound,
    } = then
    else {
        return Finished::Left;
    };
    let waiting = Waiting {
        bound: bound.map(|bound| Duration::from_secs(u64::from(bound.0))),
        poll: POLL,
        clock,
        stop,
    };
    let (finished, stage) = match wait(job, service, &waiting, tell) {
        End::Transferred => match service.complete(job) {
            Ok(answer) => (Finished::Completed(answer), Stage::Over),
            Err(failure) => (Finished::NotCompleted(failure), Stage::Waiting),
        },
        End::Error(error) => {
            let (removal, stage) = remove(job, on_error, service);
            (Finished::Error(error, removal), stage)
        }
        End::Bound => {
            let (removal, stage) = remove(job, on_bound, service);
            (Finished::Bound(removal), stage)
        }
        End::Suspended => (Finished::Suspended, Stage::Running),
        End::Gone => (Finished::Gone, Stage::Over),
        End::Stopped => (Finished::Stopped, Stage::Running),
        End::Lost(failure) => (Finished::Lost(failure), Stage::Waiting),
    };
    // What became of the job is said; an entry that stays is looked at again by `recover`.
    let _ = journal.stage(entry, stage);
    finished
}

fn remove(job: &Guid, leftover: Leftover, service: &mut dyn Service) -> (Removal, Stage) {
    match leftover {
        Leftover::Leave => (Removal::Left, Stage::Running),
        Leftover::Remove => match service.cancel(job) {
            Ok(_) => (Removal::Removed, Stage::Over),
            Err(failure) => (Removal::Failed(failure), Stage::Waiting),
        },
    }
}
