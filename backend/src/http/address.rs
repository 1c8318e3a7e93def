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
    /// The jobs and statements of a script.
    Import,
    /// What a script says, token by token.
    Explain,
    /// What an error number means.
    Decode,
    /// What would be called for a document.
    Plan,
    /// Carries a plan out.
    Apply,
    /// The jobs.
    Jobs,
    /// One job.
    Job,
    /// Stops a job for now.
    Suspend,
    /// Makes a job run.
    Resume,
    /// Completes a job.
    Complete,
    /// Cancels a job.
    Cancel,
    /// Progress, as it comes.
    Events,
}

use Address::*;

impl Address {
    /// All of them.
    pub(super) const ALL: [Address; 16] = [
        Status, OpenApi, Check, Emit, Import, Explain, Decode, Plan, Apply, Jobs, Job, Suspend, Resume,
        Complete, Cancel, Events,
    ];

    /// Its path; `{guid}` stands for a job's.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Status => "/api/status",
            OpenApi => "/api/openapi.json",
            Check => "/api/check",
            Emit => "/api/emit",
            Import => "/api/import",
            Explain => "/api/explain",
            Decode => "/api/decode",
            Plan => "/api/plan",
            Apply => "/api/apply",
            Jobs => "/api/jobs",
            Job => "/api/jobs/{guid}",
            Suspend => "/api/jobs/{guid}/suspend",
            Resume => "/api/jobs/{guid}/resume",
            Complete => "/api/jobs/{guid}/complete",
            Cancel => "/api/jobs/{guid}/cancel",
            Events => "/api/events",
        }
    }

    /// Its method: GET reads, POST takes a body of JSON.
    pub(super) const fn method(self) -> Method {
        match self {
            Status | OpenApi | Jobs | Job | Events => Method::GET,
            Check | Emit | Import | Explain | Decode | Plan | Apply | Suspend | Resume | Complete
            | Cancel => Method::POST,
        }
    }
}
