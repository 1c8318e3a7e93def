//! Who may ask: the page that this service served, and programs that know its token.

use super::answer::Refusal;
use super::state::Shared;
use super::token::bearer;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{HeaderValue, ORIGIN, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use std::sync::Arc;
use std::time::Instant;

/// What all addresses of the interface begin with.
pub(super) const API: &str = "/api/";

/// Lets a request through, or answers it.
pub(super) async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response<Body> {
    if let Err(refusal) = same_origin(request.headers(), &shared.hosts) {
        return refusal.into_response();
    }
    if request.uri().path().starts_with(API)
        && let Some(response) = unheard(&shared, request.headers())
    {
        return response;
    }
    next.run(request).await
}

/// Whether a request comes from the service's own page, or from no page at all.
fn same_origin(headers: &HeaderMap, hosts: &[String]) -> Result<(), Refusal> {
    let own = |origin: &HeaderValue| {
        hosts
            .iter()
            .any(|host| origin.as_bytes() == format!("http://{host}").as_bytes())
    };
    let direct = |site: &HeaderValue| [&b"same-origin"[..], b"none"].contains(&site.as_bytes());
    if headers.get_all(ORIGIN).iter().all(own) && headers.get_all("sec-fetch-site").iter().all(direct) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::FORBIDDEN,
        "foreign-page",
        "The request comes from a page that this service did not serve.",
        "Open the service's own page by typing its address.",
    ))
}

/// The answer to a request that does not carry the token. Wrong ones are counted; a request without one guesses nothing.
fn unheard(shared: &Shared, headers: &HeaderMap) -> Option<Response<Body>> {
    let now = Instant::now();
    let mut tries = shared.tries();
    if let Some(rest) = tries.locked(now) {
        let refusal = Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-wrong-tokens",
            "Ten wrong tokens came within a minute.",
            "Wait a minute, and load the page of this service again.",
        );
        let mut response = refusal.into_response();
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(rest.as_secs() + 1));
        return Some(response);
    }
    let token = bearer(headers);
    if token.is_some_and(|token| shared.token.is(token)) {
        return None;
    }
    if token.is_some() {
        tries.count(now);
    }
    let refusal = Refusal::new(
        StatusCode::UNAUTHORIZED,
        "no-token",
        "The request does not carry the token of this run of the service.",
        "Load the page of this service again: it holds the token.",
    );
    let mut response = refusal.into_response();
    response
        .headers_mut()
        .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    Some(response)
}
