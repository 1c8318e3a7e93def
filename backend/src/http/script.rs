//! Scripts that people have: their jobs, and what they say. Nothing of them is run, and no secret of theirs is answered.

use super::answer::{Refusal, json_answer};
use super::api::{apart, no_word};
use super::body::Json;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use bitsmith_core::explain::{self, explanation_json};
use bitsmith_core::judge::{import_json, judge};
use bitsmith_core::parse::{self, Import, Reading};
use bitsmith_core::text::Dialect;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

/// The shells that a script can be said to be written for.
pub(super) const SHELLS: [&str; 3] = ["auto", "cmd", "powershell"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptRequest {
    text: String,
    #[serde(default, deserialize_with = "present")]
    shell: Option<String>,
}

/// A field that is there has a value: null is none.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    String::deserialize(from).map(Some)
}

/// The jobs of a script as documents, its statements, and what is wrong with it.
pub(super) async fn import(request: Json<ScriptRequest>) -> Result<Response<Body>, Refusal> {
    answered(request, |script, text| import_json(script, &judge(script), text)).await
}

/// What a script says, token by token, what it does and what it risks.
pub(super) async fn explain(request: Json<ScriptRequest>) -> Result<Response<Body>, Refusal> {
    answered(request, |script, text| {
        explanation_json(&explain::explain(script, text), text)
    })
    .await
}

async fn answered(
    Json(request): Json<ScriptRequest>,
    said: fn(&Import, &str) -> Value,
) -> Result<Response<Body>, Refusal> {
    apart(move || {
        let word = request.shell.as_deref().unwrap_or("auto");
        if !SHELLS.contains(&word) {
            return Err(no_word("shell", SHELLS.join(", ")));
        }
        let reading = Reading {
            shell: Dialect::from_word(word),
            profile: None,
        };
        let script = parse::import(&request.text, reading);
        let mut value = said(&script, &request.text);
        value["shell"] = json!(script.shell.word());
        Ok(json_answer(StatusCode::OK, &value))
    })
    .await
}
