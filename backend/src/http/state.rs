//! What all requests share.

use super::allowed::Allowed;
use super::audit::Audit;
use super::page::Page;
use super::token::{Nonces, Token, Tries};
use std::sync::{Mutex, MutexGuard, PoisonError};

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
}

impl Shared {
    pub(super) fn tries(&self) -> MutexGuard<'_, Tries> {
        // A panic elsewhere leaves the list as it was between two calls.
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn nonces(&self) -> MutexGuard<'_, Nonces> {
        self.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
