//! Answers: JSON, refusals, and the headers that every one of them has.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};

/// The content security policy of the page and of everything else that is answered.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What stands on every answer: nothing is framed, guessed, kept, or shared with another origin.
pub(super) const HEADERS: [(&str, &str); 9] = [
    ("content-security-policy", POLICY),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("cache-control", "no-store"),
];

/// The type of every answer of the interface but the stream of events.
const JSON: &str = "application/json";

/// The same answer with the headers that every answer has.
pub(super) async fn sealed(mut response: Response<Body>) -> Response<Body> {
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// An answer of JSON.
pub(super) fn json_answer(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

/// Why a request is not carried out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    /// The status of the answer.
    pub(super) status: StatusCode,
    said: Box<Said>,
}

/// What the answer says.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    error: &'static str,
    message: String,
    help: String,
    more: Map<String, Value>,
}

impl Refusal {
    /// A refusal: its status, a word for programs, what is wrong, what to do.
    pub(super) fn new(
        status: StatusCode,
        error: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Refusal {
        Refusal {
            status,
            said: Box::new(Said {
                error,
                message: message.into(),
                help: help.into(),
                more: Map::new(),
            }),
        }
    }

    /// The same with something that a program can use.
    pub(super) fn with(mut self, key: &str, value: Value) -> Refusal {
        self.said.more.insert(key.to_owned(), value);
        self
    }

    /// The same with something else to be known or done.
    pub(super) fn helped(mut self, help: impl Into<String>) -> Refusal {
        self.said.help = help.into();
        self
    }

    /// What is wrong and what to do, for people.
    pub(super) fn sentences(&self) -> String {
        format!("{} {}", self.said.message, self.said.help)
    }

    /// The body of the answer.
    pub(super) fn json(&self) -> Value {
        let mut body = Map::new();
        body.insert("error".to_owned(), json!(self.said.error));
        body.insert("message".to_owned(), json!(self.said.message));
        body.insert("help".to_owned(), json!(self.said.help));
        body.extend(self.said.more.clone());
        Value::Object(body)
    }

    /// The whole answer as bytes, for a request that is no request.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let body = self.json().to_string();
        let mut head = format!(
            "HTTP/1.1 {} {}\r\ncontent-type: {JSON}\r\ncontent-length: {}\r\nconnection: close\r\n",
            self.status.as_str(),
            self.status.canonical_reason().unwrap_or_default(),
            body.len()
        );
        for (name, value) in HEADERS {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        format!("{head}\r\n{body}").into_bytes()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        json_answer(self.status, &self.json())
    }
}
