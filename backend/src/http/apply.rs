//! `apply`: carries out a plan that was shown, once, within what was allowed.

use super::answer::{Refusal, json_answer};
use super::api::apart;
use super::body::Json;
use super::judge::judge;
use super::plan::{Planned, acknowledged, lowering, planned};
use super::state::Shared;
use super::workshop::{Workshop, failed, finish_later, no_job};
use crate::apply::{self, Applied, ApplyError, Changed, FindError, Found, Options, applied_before, find};
use crate::calls::Target;
use crate::journal::{Again, Entry};
use crate::resolve::{Answers, ResolveError, Resolved, resolve};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use bitsmith_core::diagnostic::Diagnostic;
use bitsmith_core::job::{Owner, Selector};
use bitsmith_core::value::Guid;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplyRequest {
    document: Box<RawValue>,
    digest: String,
    nonce: String,
    /// The rules whose warning was read and is meant.
    #[serde(default)]
    acknowledged: Vec<String>,
    /// The values of the document's parameters.
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    /// Whether a job of the same plan may be made once more.
    #[serde(default)]
    again: bool,
}

pub(super) async fn apply(
    State(shared): State<Arc<Shared>>,
    Json(request): Json<ApplyRequest>,
) -> Result<Response<Body>, Refusal> {
    apart(move || {
        // Without BITS nothing is applied, whatever it is.
        drop(shared.workshop()?);
        let planned = planned(&request.document)?;
        accept(&planned, &request)?;
        let order = resolved(&shared, &planned, &request.parameters)?;
        // Values that were filled in may lower security, too.
        acknowledge(lowering(&order.said), &request.acknowledged)?;
        let seen = shared
            .nonces()
            .redeem(&request.nonce, &request.digest, Instant::now())
            .ok_or_else(|| stale("The plan was applied already, is too old, or was not made here."))?;
        let mut workshop = shared.workshop()?;
        let jobs = carry_out(&shared, &mut workshop, &order, &seen, &request)?;
        drop(workshop);
        for applied in &jobs {
            finish_later(&shared, applied, order.then);
        }
        Ok(json_answer(
            StatusCode::OK,
            &json!({ "jobs": jobs.iter().map(shown).collect::<Vec<Value>>() }),
        ))
    })
    .await
}

/// Whether the request is for this very plan, and says what it leaves open.
fn accept(planned: &Planned, request: &ApplyRequest) -> Result<(), Refusal> {
    if planned.digest != request.digest {
        return Err(stale("The document is not the one that was planned."));
    }
    acknowledge(planned.to_acknowledge(), &request.acknowledged)?;
    open_parameters(planned, &request.parameters)
}

/// Whether the request knows what lowers security.
fn acknowledge<'d>(lowering: impl Iterator<Item = &'d Diagnostic>, known: &[String]) -> Result<(), Refusal> {
    let missing: Vec<&Diagnostic> = lowering
        .filter(|diagnostic| !known.iter().any(|rule| rule == diagnostic.rule))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let said: Vec<&str> = missing.iter().map(|diagnostic| &diagnostic.message[..]).collect();
    let refusal = Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "not-acknowledged",
        format!(
            "The document lowers security, and the request does not say that this is meant. {}",
            said.join(" ")
        ),
        "Send the rules of `acknowledge` as `acknowledged`. The page asks for what stands in the document: write a value that was filled in there, and plan it again.",
    );
    let missing = missing.into_iter().map(acknowledged).collect();
    Err(refusal.with("acknowledge", Value::Array(missing)))
}

/// Whether the request says every parameter of the document and no other one, and what was shown can have been all of it.
fn open_parameters(planned: &Planned, said: &BTreeMap<String, String>) -> Result<(), Refusal> {
    let asked: Vec<&String> = planned.asked().collect();
    let foreign: Vec<&String> = said.keys().filter(|name| !asked.contains(name)).collect();
    if !foreign.is_empty() {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "no-such-parameter",
            format!("The document has no parameter {}.", listed(&foreign)),
            "Send the parameters that the plan names.",
        )
        .with("parameters", json!(foreign)));
    }
    if let Some(refusal) = planned.hidden_jobs() {
        return Err(refusal);
    }
    let open: Vec<&String> = asked
        .into_iter()
        .filter(|name| !said.contains_key(*name))
        .collect();
    match open.is_empty() {
        true => Ok(()),
        false => Err(open_value(
            format!(
                "The request does not say what the document leaves open: {}.",
                listed(&open)
            ),
            "Send their values as `parameters`.",
        )
        .with("parameters", json!(open))),
    }
}

/// Names as people read them.
pub(super) fn listed(names: &[&String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The refusal of a document that leaves something open.
pub(super) fn open_value(message: String, help: &str) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "open-value", message, help)
}

fn stale(message: &str) -> Refusal {
    Refusal::new(
        StatusCode::CONFLICT,
        "stale-plan",
        message,
        "Plan it again, and look at the new plan.",
    )
}

/// What a request and this machine answer. Secrets are never asked for here.
struct FromRequest<'r> {
    environment: fn(&str) -> Option<String>,
    parameters: &'r BTreeMap<String, String>,
}

impl Answers for FromRequest<'_> {
    fn environment(&mut self, name: &str) -> Option<String> {
        (self.environment)(name)
    }

    fn parameter(&mut self, name: &str) -> Option<String> {
        self.parameters.get(name).cloned()
    }
}

/// The calls with this machine's variables and the request's parameters.
pub(super) fn resolved(
    shared: &Shared,
    planned: &Planned,
    parameters: &BTreeMap<String, String>,
) -> Result<Resolved, Refusal> {
    let mut answers = FromRequest {
        environment: shared.machine.environment,
        parameters,
    };
    resolve(&planned.calls, &mut answers).map_err(|error| {
        let help = match error {
            ResolveError::Unanswered(_) => {
                "Secrets are asked for on the command line only: `bitsmith apply FILE`."
            }
            _ => "Mend it, and plan it again.",
        };
        open_value(error.to_string(), help)
    })
}

/// What the calls may act on, judged against what was allowed, then done.
fn carry_out(
    shared: &Shared,
    workshop: &mut Workshop,
    order: &Resolved,
    seen: &[Guid],
    request: &ApplyRequest,
) -> Result<Vec<Applied>, Refusal> {
    let options = options(shared, request.again);
    let jobs = targets(shared, workshop, order)?;
    // BITS lists its jobs in any order.
    let named: BTreeSet<&Guid> = jobs.iter().map(|job| &job.guid).collect();
    if !is_by_guid(&order.target) && named != seen.iter().collect() {
        return Err(stale(
            "The jobs that the document names are not those that were shown.",
        ));
    }
    let Workshop { service, journal } = workshop;
    if order.target == Target::New {
        judge(&order.steps, order.job_type(), &shared.allowed)?;
        let applied = apply::make(order, &mut **service, journal, &options, &mut |_, _, _| {});
        return Ok(vec![applied.map_err(not_applied)?]);
    }
    for job in &jobs {
        judge(&order.steps, Some(job.status.job_type), &shared.allowed)?;
    }
    let changed = apply::change(order, &jobs, &mut **service, journal, &options, &mut |_, _, _| {});
    let Changed {
        done,
        failed,
        untouched,
    } = changed.map_err(not_applied)?;
    let Some(error) = failed else {
        return Ok(done);
    };
    let refusal = not_applied(error);
    if done.is_empty() {
        return Err(refusal);
    }
    let guids: Vec<&str> = done.iter().map(|applied| applied.guid.braced()).collect();
    Err(refusal
        .helped(format!(
            "These jobs were changed before that: {}.",
            guids.join(", ")
        ))
        .with("jobs", done.iter().map(shown).collect())
        .with(
            "untouched",
            untouched.iter().map(|guid| json!(guid.braced())).collect(),
        ))
}

/// The jobs that calls change, as far as they are within reach; none where they make one. A name or a pattern means those of
/// the reachable jobs that have it: they are shown by GUID, and no others are changed. (J7)
pub(super) fn targets(
    shared: &Shared,
    workshop: &mut Workshop,
    order: &Resolved,
) -> Result<Vec<Found>, Refusal> {
    let Target::Existing { selector, owner } = &order.target else {
        return Ok(Vec::new());
    };
    if let Selector::Guids(guids) = selector {
        for guid in guids {
            workshop.reached(guid.braced(), shared.reach)?;
        }
    } else if *owner == Owner::AllUsers {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "not-by-guid",
            "The document names jobs of all users otherwise than by GUID.",
            "Name them by GUID, or apply it on the command line.",
        ));
    }
    let found = find(&order.target, &mut *workshop.service).map_err(|error| match error {
        FindError::NoJob(_) => no_job(error.to_string()),
        FindError::Failure(failure) => failed("say which jobs there are", failure),
    })?;
    let mut jobs = Vec::new();
    for job in found {
        match workshop.reached(job.guid.braced(), shared.reach) {
            Ok(_) => jobs.push(job),
            Err(refusal) if refusal.status == StatusCode::FORBIDDEN => {}
            Err(refusal) => return Err(refusal),
        }
    }
    match jobs.is_empty() {
        true => Err(no_job("No job that can be acted on here is meant.")),
        false => Ok(jobs),
    }
}

/// Whether calls name no jobs, or name them by GUID, which no other job gets.
pub(super) fn is_by_guid(target: &Target) -> bool {
    match target {
        Target::New => true,
        Target::Existing { selector, .. } => matches!(selector, Selector::Guids(_)),
    }
}

/// Whoever asks the service to apply waits for it, and cannot stop it.
static NEVER: AtomicBool = AtomicBool::new(false);

/// How the service applies: nothing left out, nothing replaced.
pub(super) fn options(shared: &Shared, again: bool) -> Options<'_> {
    Options {
        unsupported: Default::default(),
        destinations: Default::default(),
        again: if again { Again::Make } else { Again::Refuse },
        disk: &*shared.machine.disk,
        stop: &NEVER,
    }
}

pub(super) fn not_applied(error: ApplyError) -> Refusal {
    let (status, word) = match error {
        ApplyError::Before(failure) => return failed("begin to apply the plan", failure),
        ApplyError::Found(entry) => return made_before(&entry),
        ApplyError::Destinations(_) => (StatusCode::CONFLICT, "destination-there"),
        ApplyError::Journal(_) => (StatusCode::SERVICE_UNAVAILABLE, "no-journal"),
        _ => (StatusCode::CONFLICT, "not-applied"),
    };
    Refusal::new(
        status,
        word,
        error.to_string(),
        "Nothing is left of the attempt but what is said here.",
    )
}

/// The refusal of a plan whose job is there already. (J5)
pub(super) fn made_before(entry: &Entry) -> Refusal {
    let refusal = Refusal::new(
        StatusCode::CONFLICT,
        "applied-before",
        applied_before(entry),
        "See what became of that job. To make another one, plan it again and apply it with `again`.",
    );
    match &entry.intent.guid {
        Some(guid) => refusal.with("guid", json!(guid.braced())),
        None => refusal,
    }
}

fn shown(applied: &Applied) -> Value {
    json!({
        "guid": applied.guid.braced(),
        "notices": applied
            .notices
            .iter()
            .map(|notice| format!("{}: {}", notice.operation, bitsmith_core::hresult::sentence(notice.answer.0)))
            .collect::<Vec<String>>(),
        "differences": applied.differences.iter().map(ToString::to_string).collect::<Vec<String>>(),
    })
}
