//! The addresses of the interface, and those that only read a document: status, check, emit.

use super::address::Address;
use super::answer::{Refusal, json_answer};
use super::audit;
use super::body::Json;
use super::guard::guard;
use super::jobs::{self, Deed, Named};
use super::state::Shared;
use super::workshop::Reach;
use super::{answer, apply, events, openapi, plan, script};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use bitsmith_core::diagnostic::{Diagnostic, has_errors};
use bitsmith_core::document::{DocumentErrors, Documents, diagnostics_json, errors_json, read_located};
use bitsmith_core::emit::{Request as EmitRequest, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::hresult;
use bitsmith_core::plan::{Plan, Reveal};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::any::Any;
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tower_http::catch_panic::CatchPanicLayer;

/// The most files that the documents of a request may have.
pub(super) const FILES: usize = 200;

/// Everything that can be asked.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    let router = Address::ALL.into_iter().fold(Router::new(), |router, address| {
        router.route(address.path(), answered(address))
    });
    router
        .fallback(get(file).fallback(wrong_method))
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| {
            broken().into_response()
        }))
        .layer(middleware::from_fn_with_state(shared.clone(), guard))
        .layer(middleware::map_response(answer::sealed))
        .layer(middleware::from_fn_with_state(shared.clone(), audited))
        .with_state(shared)
}

/// What answers an address.
fn answered(address: Address) -> MethodRouter<Arc<Shared>> {
    match address {
        Address::Status => get(status),
        Address::OpenApi => get(async || json_answer(StatusCode::OK, &openapi::document())),
        Address::Check => post(check),
        Address::Emit => post(emit_script),
        Address::Import => post(script::import),
        Address::Explain => post(script::explain),
        Address::Decode => post(decode),
        Address::Plan => post(plan::plan),
        Address::Apply => post(apply::apply),
        Address::Jobs => get(jobs::list),
        Address::Job => get(jobs::one),
        Address::Suspend => deed(Deed::Suspend),
        Address::Resume => deed(Deed::Resume),
        Address::Complete => deed(Deed::Complete),
        Address::Cancel => deed(Deed::Cancel),
        Address::Events => get(events::events),
    }
}

/// What does something with a job.
fn deed(deed: Deed) -> MethodRouter<Arc<Shared>> {
    post(move |State(shared), guid: Named, body| jobs::act(shared, guid, deed, body))
}

/// Writes the audit line of a request, also of one whose client does not wait for the answer: what it asked for is done.
async fn audited(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response<Body> {
    let start = Instant::now();
    let asked = format!("{} {}", request.method(), request.uri().path());
    let answered = tokio::spawn(async move {
        let response = next.run(request).await;
        (shared.audit)(&audit::line(
            SystemTime::now(),
            &asked,
            shared.token.reveal(),
            response.status().as_u16(),
            start.elapsed(),
        ));
        response
    });
    match answered.await {
        Ok(response) => response,
        Err(_) => answer::sealed(broken().into_response()).await,
    }
}

async fn file(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    shared.page.file(request.uri().path(), shared.token.reveal())
}

async fn wrong_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "wrong-method",
        "This address is not asked in this way.",
        "GET reads; POST changes. See /api/openapi.json.",
    )
}

/// What is said of a fault of this program.
pub(super) fn broken() -> Refusal {
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "fault",
        "The service has a fault and could not do this.",
        "Start it again, and look what is there before anything is applied again: what was not answered may have been done.",
    )
}

async fn status(State(shared): State<Arc<Shared>>) -> Response<Body> {
    let [destinations, sources, programs] = shared.allowed.named();
    let mut status = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "applies": shared.workshop.is_ok(),
        "any_job": shared.reach == Reach::AnyJob,
        "destinations": destinations,
        "sources": sources,
        "programs": programs,
    });
    if let Err(reason) = &shared.workshop {
        status["reason"] = json!(reason);
    }
    json_answer(StatusCode::OK, &status)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecodeRequest {
    text: String,
}

async fn decode(Json(request): Json<DecodeRequest>) -> Response<Body> {
    let codes: Vec<Value> = hresult::decode(&request.text)
        .iter()
        .map(|decoded| {
            let code = decoded.code();
            json!({
                "written": decoded.written,
                "hresult": format!("0x{:08X}", decoded.number),
                "name": decoded.name(),
                "sentence": hresult::sentence(decoded.number),
                "causes": code.map_or(&[][..], |code| code.causes),
                "cure": code.and_then(|code| code.cure).map(hresult::Cure::sentence),
            })
        })
        .collect();
    json_answer(StatusCode::OK, &json!({ "codes": codes }))
}

/// A request that carries documents and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckRequest {
    document: Box<RawValue>,
}

async fn check(Json(request): Json<CheckRequest>) -> Result<Response<Body>, Refusal> {
    apart(move || {
        let diagnostics = match read_documents(&request.document)? {
            Err(errors) => errors_json(&errors),
            Ok(documents) => {
                let (diagnostics, _) = evaluated(&documents, Reveal::Masked);
                diagnostics_json(&diagnostics, Some(&documents))
            }
        };
        Ok(json_answer(
            StatusCode::OK,
            &json!({ "diagnostics": diagnostics }),
        ))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EmitBody {
    document: Box<RawValue>,
    target: String,
    #[serde(default)]
    script: Option<String>,
}

async fn emit_script(Json(request): Json<EmitBody>) -> Result<Response<Body>, Refusal> {
    apart(move || {
        let asked = EmitRequest {
            target: Target::from_word(&request.target)
                .ok_or_else(|| no_word("target", words(Target::ALL, Target::word)))?,
            script: match &request.script {
                None => Script::Main,
                Some(word) => Script::from_word(word)
                    .ok_or_else(|| no_word("script", words(Script::ALL, Script::word)))?,
            },
        };
        let documents = read_documents(&request.document)?.map_err(|errors| malformed(&errors))?;
        let (mut diagnostics, plans) = evaluated(&documents, Reveal::Masked);
        if has_errors(&diagnostics) {
            return Err(refused(&diagnostics, &documents));
        }
        let emission = emit(&plans, asked).map_err(|errors| refused(&errors, &documents))?;
        diagnostics.extend(emission.diagnostics.iter().cloned());
        let notes: Vec<Value> = emission
            .notes
            .iter()
            .map(|note| json!({ "message": note.message, "source": note.source }))
            .collect();
        Ok(json_answer(
            StatusCode::OK,
            &json!({
                "text": emission.text(),
                "notes": notes,
                "diagnostics": diagnostics_json(&diagnostics, Some(&documents)),
            }),
        ))
    })
    .await
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ")
}

pub(super) fn no_word(field: &str, known: String) -> Refusal {
    Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "unknown-word",
        format!("`{field}` has a word that is not known."),
        format!("Use one of: {known}."),
    )
}

/// Does what takes a while where it keeps no other request waiting.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(broken()))
}

/// Reads the documents of a request, if they are not too many.
pub(super) fn read_documents(source: &RawValue) -> Result<Result<Documents, DocumentErrors>, Refusal> {
    let read = read_located(source.get());
    let files = read.as_ref().map_or(0, |documents| {
        documents
            .drafts
            .iter()
            .flat_map(|draft| draft.settings.iter())
            .filter(|(id, _)| **id == bitsmith_core::catalog::SettingId::Files)
            .map(|(_, entries)| entries.rows())
            .sum::<usize>()
    });
    if files > FILES {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "too-many-files",
            format!("The request has {files} files, and {FILES} are taken."),
            "Make several jobs.",
        ));
    }
    Ok(read)
}

/// Everything that is to be said of documents, and the plans of those without errors.
pub(super) fn evaluated(documents: &Documents, reveal: Reveal) -> (Vec<Diagnostic>, Vec<Plan>) {
    let several = documents.drafts.len() > 1;
    let mut diagnostics = Vec::new();
    let mut plans = Vec::new();
    for (number, draft) in documents.drafts.iter().enumerate() {
        let evaluation = evaluate(draft, reveal);
        diagnostics.extend(evaluation.diagnostics.into_iter().map(|mut diagnostic| {
            if several {
                diagnostic.place = diagnostic.place.in_document(number);
            }
            diagnostic
        }));
        plans.extend(evaluation.plan);
    }
    (diagnostics, plans)
}

/// The refusal of a document that is none.
pub(super) fn malformed(errors: &DocumentErrors) -> Refusal {
    wrong_document().with("diagnostics", errors_json(errors))
}

/// The refusal of a document with errors.
pub(super) fn refused(diagnostics: &[Diagnostic], documents: &Documents) -> Refusal {
    wrong_document().with("diagnostics", diagnostics_json(diagnostics, Some(documents)))
}

fn wrong_document() -> Refusal {
    Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "wrong-document",
        "The document has errors.",
        "Mend what the diagnostics name.",
    )
}
