//! What all requests share.

use super::Machine;
use super::allowed::Allowed;
use super::answer::Refusal;
use super::audit::Audit;
use super::page::Page;
use super::token::{Nonces, Token, Tries};
use super::workshop::{Connect, Reach, Workshop};
use crate::monitor::Watcher;
use axum::http::StatusCode;
use bitsmith_core::value::Guid;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::Semaphore;

/// One run of the service.
pub(super) struct Shared {
    /// The hosts by which the service is reached; the first is the one that is told to people.
    pub(super) hosts: Vec<String>,
    pub(super) token: Token,
    pub(super) page: Page,
    pub(super) audit: Audit,
    pub(super) allowed: Allowed,
    pub(super) tries: Mutex<Tries>,
    pub(super) nonces: Mutex<Nonces>,
    pub(super) machine: Machine,
    pub(super) reach: Reach,
    /// BITS and the journal, or why there is none.
    pub(super) workshop: Result<Mutex<Workshop>, String>,
    /// How another conversation with BITS is begun.
    pub(super) connect: Connect,
    /// Room for those who watch.
    pub(super) watchers: Arc<Semaphore>,
    /// What those who watched have seen of each job: a stream ends before a job without headway is called stuck.
    pub(super) seen: Mutex<BTreeMap<Guid, Watcher>>,
    /// When the service was started.
    pub(super) start: Instant,
}

impl Shared {
    pub(super) fn tries(&self) -> MutexGuard<'_, Tries> {
        // A panic elsewhere leaves the list as it was between two calls.
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn nonces(&self) -> MutexGuard<'_, Nonces> {
        self.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn seen(&self) -> MutexGuard<'_, BTreeMap<Guid, Watcher>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// BITS and the journal, one request at a time.
    pub(super) fn workshop(&self) -> Result<MutexGuard<'_, Workshop>, Refusal> {
        match &self.workshop {
            // What was being done is in the journal.
            Ok(workshop) => Ok(workshop.lock().unwrap_or_else(PoisonError::into_inner)),
            Err(reason) => Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "plan-only",
                format!("This service plans and changes nothing: {reason}"),
                "Emit a script and run it where BITS is.",
            )),
        }
    }
}
