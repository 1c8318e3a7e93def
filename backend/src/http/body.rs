//! Bodies: JSON in bounds, with no field that nobody reads.

use super::answer::Refusal;
use super::head::{BODY_LIMIT, PATIENCE, body_too_large, late};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

/// How deep brackets may stand inside each other; a request with a document needs eight.
const DEPTH: usize = 16;

/// A body of JSON that was read as `T`.
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Json<T>, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "The body does not say that it is JSON.",
                "Send `Content-Type: application/json`.",
            ));
        }
        if request.headers().contains_key(CONTENT_ENCODING) {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "encoded-body",
                "The body is encoded, and this service reads it as it is.",
                "Send it without Content-Encoding.",
            ));
        }
        let body = Limited::new(request.into_body(), BODY_LIMIT);
        let bytes = match timeout(PATIENCE, body.collect()).await {
            Ok(Ok(collected)) => collected.to_bytes(),
            Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(body_too_large()),
            Ok(Err(_)) => return Err(malformed("The body ends before it should.".to_owned())),
            Err(_) => return Err(late()),
        };
        read(&bytes).map(Json)
    }
}

/// Reads a body.
pub(super) fn read<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Refusal> {
    if depth(bytes) > DEPTH {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "too-deep",
            format!("More than {DEPTH} brackets stand inside each other."),
            "Take some away; documents need fewer.",
        ));
    }
    // serde takes a list for an object whose fields stand in that order.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "unknown-or-missing-field",
            "The request is a list, and this address takes an object.",
            "See /api/openapi.json for what it takes.",
        ));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            Refusal::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "unknown-or-missing-field",
                format!("The request is JSON, and not what this address takes: {error}."),
                "See /api/openapi.json for what it takes.",
            )
        } else {
            malformed(format!("The body is no JSON: {error}."))
        }
    })
}

fn malformed(message: String) -> Refusal {
    Refusal::new(
        StatusCode::BAD_REQUEST,
        "malformed-body",
        message,
        "Send one JSON object.",
    )
}

/// Whether a request has one type and it is JSON, in UTF-8 where it says so.
fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(one), None) = (types.next(), types.next()) else {
        return false;
    };
    let Ok(text) = one.to_str() else { return false };
    let mut parts = text.split(';').map(str::trim);
    parts
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| {
            parameter.eq_ignore_ascii_case("charset=utf-8")
                || parameter.eq_ignore_ascii_case("charset=\"utf-8\"")
        })
}

/// How deep brackets stand inside each other, outside of strings.
fn depth(bytes: &[u8]) -> usize {
    let (mut now, mut most, mut in_string, mut escaped) = (0usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                now += 1;
                most = most.max(now);
            }
            b'}' | b']' => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn depth_counts_brackets_outside_of_strings() {
        for (text, deep) in [
            ("1", 0),
            ("[]", 1),
            (r#"["[[\"[", {}]"#, 2),
            ("[[[", 3),
            ("[][]", 1),
        ] {
            assert_eq!(depth(text.as_bytes()), deep, "{text}");
        }
    }

    #[test]
    fn only_json_is_json() {
        for (types, is) in [
            (vec!["application/json"], true),
            (vec!["Application/JSON; charset=UTF-8"], true),
            (vec!["text/plain"], false),
            (vec!["application/json; charset=utf-16"], false),
            (vec!["application/json;"], false),
            (vec!["application/jsonp"], false),
            (vec!["application/json", "application/json"], false),
            (vec![], false),
        ] {
            let mut headers = HeaderMap::new();
            for one in &types {
                headers.append(CONTENT_TYPE, HeaderValue::from_str(one).unwrap());
            }
            assert_eq!(is_json(&headers), is, "{types:?}");
        }
    }
}
