//! `plan`: what would be called for a document, in order, with what has to be known before it is carried out.

use super::answer::{Refusal, json_answer};
use super::api::{apart, broken, evaluated, malformed, read_documents, refused};
use super::apply::{is_by_guid, listed, made_before, not_applied, open_value, options, resolved, targets};
use super::body::Json;
use super::judge::judge;
use super::state::Shared;
use super::workshop::Workshop;
use crate::apply::{ApplyError, Found, obstacles};
use crate::calls::{Calls, calls, describe};
use crate::code::com;
use crate::readback::compare;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use bitsmith_core::diagnostic::{Diagnostic, has_errors};
use bitsmith_core::document::{Documents, diagnostics_json};
use bitsmith_core::plan::Reveal;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanRequest {
    document: Box<RawValue>,
}

/// A document that was read, without errors, as calls.
pub(super) struct Planned {
    pub(super) calls: Calls,
    pub(super) digest: String,
    pub(super) documents: Documents,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Planned {
    /// What lowers security, each with the rule that says so.
    pub(super) fn to_acknowledge(&self) -> impl Iterator<Item = &Diagnostic> {
        lowering(&self.diagnostics)
    }

    /// The parameters that a request can say. A hole that stands in the document is a secret.
    pub(super) fn asked(&self) -> impl Iterator<Item = &String> {
        self.calls.asked()
    }

    /// Why the jobs that the document names were not shown, where they have to be. (J7)
    pub(super) fn hidden_jobs(&self) -> Option<Refusal> {
        let open: Vec<&String> = self.asked().collect();
        if open.is_empty() || is_by_guid(&self.calls.target) {
            return None;
        }
        Some(
            open_value(
                format!(
                    "Which jobs the document means is shown before they are changed, and only where it leaves nothing open: {}.",
                    listed(&open)
                ),
                "Write the values into the document, or name the jobs by GUID, and plan it again.",
            )
            .with("parameters", json!(open)),
        )
    }
}

/// What of it lowers security.
pub(super) fn lowering(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|diagnostic| diagnostic.lowers_security)
}

/// A warning that has to be acknowledged, as it is answered.
pub(super) fn acknowledged(diagnostic: &Diagnostic) -> Value {
    json!({ "rule": diagnostic.rule, "message": diagnostic.message })
}

pub(super) async fn plan(
    State(shared): State<Arc<Shared>>,
    Json(request): Json<PlanRequest>,
) -> Result<Response<Body>, Refusal> {
    apart(move || {
        let planned = planned(&request.document)?;
        let looked = Looked::at(&shared, &planned);
        let jobs = looked.jobs.iter().map(|job| job.guid.clone()).collect();
        let nonce = shared
            .nonces()
            .issue(&planned.digest, jobs, Instant::now())
            .map_err(|_| broken())?;
        Ok(json_answer(StatusCode::OK, &shown(&looked, &planned, &nonce)))
    })
    .await
}

/// Reads the one document of a request and takes its plan apart.
pub(super) fn planned(source: &RawValue) -> Result<Planned, Refusal> {
    let documents = read_documents(source)?.map_err(|errors| malformed(&errors))?;
    if documents.drafts.len() != 1 {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "several-documents",
            "The request has several documents, and one plan is of one document.",
            "Send them one after the other.",
        ));
    }
    let (diagnostics, plans) = evaluated(&documents, Reveal::Masked);
    let plan = match plans.first() {
        Some(plan) if !has_errors(&diagnostics) => plan,
        _ => return Err(refused(&diagnostics, &documents)),
    };
    let calls = calls(plan);
    Ok(Planned {
        digest: calls.digest(),
        calls,
        documents,
        diagnostics,
    })
}

/// A plan as it is answered.
fn shown(looked: &Looked, planned: &Planned, nonce: &str) -> Value {
    let steps: Vec<Value> = planned
        .calls
        .steps
        .iter()
        .map(|step| json!({ "call": com(&step.call), "does": describe(&step.call) }))
        .collect();
    let acknowledge: Vec<Value> = planned
        .to_acknowledge()
        .chain(&looked.lowering)
        .map(acknowledged)
        .collect();
    let jobs: Vec<Value> = looked
        .jobs
        .iter()
        .map(|job| json!({ "guid": job.guid.braced(), "name": job.status.display_name }))
        .collect();
    json!({
        "digest": planned.digest,
        "nonce": nonce,
        "steps": steps,
        "acknowledge": acknowledge,
        "parameters": planned.calls.parameters,
        "jobs": jobs,
        "differences": looked.differences,
        "obstacles": looked.obstacles,
        "before": looked.before.as_ref().map(Refusal::json),
        "diagnostics": diagnostics_json(&planned.diagnostics, Some(&planned.documents)),
    })
}

/// What this machine says to a plan.
#[derive(Default)]
struct Looked {
    /// The jobs that it changes.
    jobs: Vec<Found>,
    differences: Vec<String>,
    obstacles: Vec<String>,
    /// What lowers security once the variables of this machine are filled in.
    lowering: Vec<Diagnostic>,
    /// What applying it answers unless another job is asked for, where it made one before.
    before: Option<Refusal>,
}

impl Looked {
    /// Looks without changing anything. Where parameters are open, only applying it tells.
    fn at(shared: &Shared, planned: &Planned) -> Looked {
        let mut looked = Looked::default();
        let outcome = shared.workshop().and_then(|mut workshop| {
            if let Some(refusal) = planned.hidden_jobs() {
                return Err(refusal);
            }
            if !planned.calls.parameters.is_empty() {
                return Ok(());
            }
            let order = resolved(shared, planned, &BTreeMap::new())?;
            looked.lowering = lowering(&order.said).cloned().collect();
            let jobs = targets(shared, &mut workshop, &order)?;
            for job in &jobs {
                judge(&order.steps, Some(job.status.job_type), &shared.allowed)?;
                let differences = compare(&order.steps, &job.guid, &mut *workshop.service);
                looked.differences.extend(differences.iter().map(|difference| {
                    format!(
                        "{}: {}, now {}",
                        job.status.display_name,
                        difference.setting.label(),
                        difference.found
                    )
                }));
            }
            if jobs.is_empty() {
                judge(&order.steps, order.job_type(), &shared.allowed)?;
                let Workshop { service, journal } = &mut *workshop;
                for obstacle in obstacles(&order, &mut **service, journal, &options(shared, false)) {
                    match obstacle {
                        ApplyError::Found(entry) => looked.before = Some(made_before(&entry)),
                        other => looked.obstacles.push(not_applied(other).sentences()),
                    }
                }
            }
            looked.jobs = jobs;
            Ok(())
        });
        if let Err(refusal) = outcome {
            looked.obstacles.push(refusal.sentences());
        }
        looked
    }
}
