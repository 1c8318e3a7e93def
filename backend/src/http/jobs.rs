//! The jobs: how they stand, what that means, what can be done next, and doing it.

use super::answer::{Refusal, json_answer};
use super::api::apart;
use super::body::Json;
use super::state::Shared;
use super::workshop::{Workshop, failed, no_job};
use crate::capture::capture;
use crate::service::{FileStatus, JobError, State as JobState, Status};
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use bitsmith_core::document::{Secrets, write};
use bitsmith_core::hresult;
use bitsmith_core::value::Guid;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What can be done with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Stops it for now.
    Suspend,
    /// Makes it run.
    Resume,
    /// Gives its files their names and ends it.
    Complete,
    /// Ends it and deletes what it downloaded.
    Cancel,
}

impl Deed {
    const fn word(self) -> &'static str {
        match self {
            Deed::Suspend => "suspend",
            Deed::Resume => "resume",
            Deed::Complete => "complete",
            Deed::Cancel => "cancel",
        }
    }
}

/// The job that an address names, if it names anything.
pub(super) type Named = Result<Path<String>, PathRejection>;

fn read(guid: Named) -> Result<String, Refusal> {
    let Ok(Path(guid)) = guid else {
        return Err(no_job("The address has no text where a GUID belongs."));
    };
    Ok(guid)
}

/// A body without anything in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Result<Response<Body>, Refusal> {
    apart(move || {
        let jobs = match &shared.workshop {
            Ok(_) => shown_jobs(&shared)?,
            Err(_) => Vec::new(),
        };
        let jobs: Vec<Value> = jobs.into_iter().map(|(.., job)| job).collect();
        Ok(json_answer(StatusCode::OK, &json!({ "jobs": jobs })))
    })
    .await
}

pub(super) async fn one(State(shared): State<Arc<Shared>>, guid: Named) -> Result<Response<Body>, Refusal> {
    apart(move || {
        let mut workshop = shared.workshop()?;
        let guid = workshop.reached(&read(guid)?, shared.reach)?;
        let (_, mut job) = shown(&mut workshop, &guid)?;
        let captured =
            capture(&guid, &mut *workshop.service).map_err(|failure| failed("tell of the job", failure))?;
        let text = write(std::slice::from_ref(&captured.draft), Secrets::Masked);
        job["document"] = serde_json::from_str(&text).unwrap_or_default();
        job["notes"] = json!(captured.notes);
        Ok(json_answer(StatusCode::OK, &job))
    })
    .await
}

/// Does something with a job.
pub(super) async fn act(
    shared: Arc<Shared>,
    guid: Named,
    deed: Deed,
    Json(Nothing {}): Json<Nothing>,
) -> Result<Response<Body>, Refusal> {
    apart(move || {
        let mut workshop = shared.workshop()?;
        let guid = workshop.reached(&read(guid)?, shared.reach)?;
        let service = &mut workshop.service;
        let outcome = match deed {
            Deed::Suspend => service.suspend(&guid),
            Deed::Resume => service.resume(&guid),
            Deed::Complete => service.complete(&guid),
            Deed::Cancel => service.cancel(&guid),
        };
        let code = outcome.map_err(|failure| failed(&format!("{} the job", deed.word()), failure))?;
        if matches!(deed, Deed::Complete | Deed::Cancel) {
            workshop.over(&guid)?;
        }
        let mut answer = Map::new();
        answer.insert("hresult".to_owned(), json!(code.to_string()));
        if code != crate::failure::Hresult::S_OK {
            answer.insert("message".to_owned(), json!(hresult::sentence(code.0)));
        }
        Ok(json_answer(StatusCode::OK, &Value::Object(answer)))
    })
    .await
}

/// All jobs that can be acted on. Those that BITS no longer has, or has only as ended, are left out.
pub(super) fn shown_jobs(shared: &Shared) -> Result<Vec<(Guid, Status, Value)>, Refusal> {
    let mut workshop = shared.workshop()?;
    let mut jobs = Vec::new();
    for guid in workshop.within(shared.reach)? {
        match shown(&mut workshop, &guid) {
            Ok((status, _)) if status.state.is_final() => {}
            Ok((status, job)) => jobs.push((guid, status, job)),
            Err(refusal) if refusal.status == StatusCode::NOT_FOUND => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(jobs)
}

/// A job as it is answered.
fn shown(workshop: &mut Workshop, guid: &Guid) -> Result<(Status, Value), Refusal> {
    let refused = |failure| failed("tell of the job", failure);
    let status = workshop.service.status(guid).map_err(refused)?;
    let files = workshop.service.files(guid).map_err(refused)?;
    let next: Vec<&str> = next(status.state).iter().map(|deed| deed.word()).collect();
    let mut job = Map::new();
    let mut put = |key: &str, value: Value| job.insert(key.to_owned(), value);
    put("guid", json!(guid.braced()));
    put("name", json!(status.display_name));
    put("state", json!(word(status.state)));
    put("means", json!(means(&status)));
    put("moves", json!(moves(status.state)));
    put("done", json!(status.bytes_transferred));
    if let Some(total) = status.bytes_total {
        put("total", json!(total));
    }
    put("transfers", files.iter().map(shown_file).collect());
    put("next", json!(next));
    Ok((status, Value::Object(job)))
}

fn shown_file(file: &FileStatus) -> Value {
    let mut shown = json!({
        "from": crate::words::visible(&file.file.remote_name),
        "to": file.file.local_name.display(),
        "done": file.bytes_transferred,
        "completed": file.is_completed,
    });
    if let Some(total) = file.bytes_total {
        shown["total"] = json!(total);
    }
    shown
}

/// How BITS spells a state. `[com:BG_JOB_STATE]`
const fn word(state: JobState) -> &'static str {
    match state {
        JobState::Queued => "QUEUED",
        JobState::Connecting => "CONNECTING",
        JobState::Transferring => "TRANSFERRING",
        JobState::Suspended => "SUSPENDED",
        JobState::Error => "ERROR",
        JobState::TransientError => "TRANSIENT_ERROR",
        JobState::Transferred => "TRANSFERRED",
        JobState::Acknowledged => "ACKNOWLEDGED",
        JobState::Cancelled => "CANCELLED",
    }
}

/// Whether BITS goes on with a job in a state by itself.
const fn moves(state: JobState) -> bool {
    matches!(
        state,
        JobState::Queued | JobState::Connecting | JobState::Transferring | JobState::TransientError
    )
}

/// What a state means to whoever waits for the job.
fn means(status: &Status) -> String {
    let error = || status.error.as_ref().map(said).unwrap_or_default();
    match status.state {
        JobState::Queued => "It waits for its turn.".to_owned(),
        JobState::Connecting => "It reaches for the server.".to_owned(),
        JobState::Transferring => "It transfers.".to_owned(),
        JobState::Suspended => "It does nothing until it is resumed.".to_owned(),
        JobState::Error => format!(
            "It has stopped with an error. {} Resume it once the cause is gone, or cancel it.",
            error()
        ),
        JobState::TransientError => format!("It has met an error and tries again by itself. {}", error()),
        JobState::Transferred => {
            "All its files are there under names of BITS's own: complete it to give them theirs.".to_owned()
        }
        JobState::Acknowledged => "It is done.".to_owned(),
        JobState::Cancelled => "It was cancelled.".to_owned(),
    }
}

/// An error in a sentence or two.
fn said(error: &JobError) -> String {
    let Some(code) = error.code else {
        return "BITS no longer knows which.".to_owned();
    };
    let name = hresult::name(code.0)
        .map(|name| format!(", {name}"))
        .unwrap_or_default();
    let cure = hresult::find(code.0)
        .and_then(|known| known.cure)
        .map(|cure| format!(" {}", cure.sentence()))
        .unwrap_or_default();
    format!("{} ({code}{name}){cure}", hresult::sentence(code.0))
}

/// What can be done with a job in a state, the likeliest first.
const fn next(state: JobState) -> &'static [Deed] {
    match state {
        JobState::Queued | JobState::Connecting | JobState::Transferring | JobState::TransientError => {
            &[Deed::Suspend, Deed::Cancel]
        }
        JobState::Suspended | JobState::Error => &[Deed::Resume, Deed::Cancel],
        JobState::Transferred => &[Deed::Complete, Deed::Cancel],
        JobState::Acknowledged | JobState::Cancelled => &[],
    }
}
