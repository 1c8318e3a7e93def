//! The addresses of the interface. What answers them and how they are described follow from this list.

use axum::http::Method;

/// An address and what is done there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// What the service is and allows.
    Status,
    /// The description of the interface.
    OpenApi,
    /// What is to be said of documents.
    Check,
    /// A script of documents.
    Emit,
    /// What would be called for a document.
    Plan,
}

use Address::*;

impl Address {
    /// All of them.
    pub(super) const ALL: [Address; 5] = [Status, OpenApi, Check, Emit, Plan];

    /// Its path; `{guid}` stands for a job's.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Status => "/api/status",
            OpenApi => "/api/openapi.json",
            Check => "/api/check",
            Emit => "/api/emit",
            Plan => "/api/plan",
        }
    }

    /// Its method: GET reads, POST takes a body of JSON.
    pub(super) const fn method(self) -> Method {
        match self {
            Status | OpenApi => Method::GET,
            Check | Emit | Plan => Method::POST,
        }
    }
}
