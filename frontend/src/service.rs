//! The way to the local service: requests to the page's own origin, and only where the server that served the page has
//! put a token into it.

use crate::answer::Answer;
use crate::apply::Event;
use crate::state::Action;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Headers, ReadableStreamDefaultReader, RequestInit, Response};
use yew::Callback;

/// The element that holds the token.
const ELEMENT: &str = "meta[name=\"bitsmith-service\"]";

/// The token, where the page is served by the local service. It stays in the page and is kept nowhere else.
pub fn token() -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.query_selector(ELEMENT).ok()??.get_attribute("content")
}

/// Asks, and hands the answer on.
pub fn ask(
    path: &str,
    body: Option<String>,
    send: Callback<Action>,
    then: impl FnOnce(Answer) -> Action + 'static,
) {
    let path = path.to_owned();
    if body.is_some() {
        send.emit(Action::Apply(Event::Asked));
    }
    spawn_local(async move {
        send.emit(match answered(&path, body).await {
            Ok(value) => then(value),
            Err(sentence) => Action::Apply(Event::Refused(sentence)),
        });
    });
}

/// Whether somebody watches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Watch {
    /// Nobody.
    Off,
    /// Somebody.
    On,
    /// Somebody, and after that once more: something was done meanwhile.
    Again,
}

thread_local! {
    static WATCH: Cell<Watch> = const { Cell::new(Watch::Off) };
}

/// Has the jobs told as they change, until nothing moves any more. One watch at a time is enough.
pub fn watch(send: Callback<Action>) {
    if WATCH.get() != Watch::Off {
        WATCH.set(Watch::Again);
        return;
    }
    WATCH.set(Watch::On);
    spawn_local(async move {
        loop {
            let moves = stream(&send).await.unwrap_or_else(|sentence| {
                send.emit(Action::Apply(Event::Refused(sentence)));
                false
            });
            let again = WATCH.replace(Watch::On) == Watch::Again;
            if !moves && !again {
                break;
            }
        }
        WATCH.set(Watch::Off);
    });
}

/// Reads the stream to its end. Whether something moved then.
async fn stream(send: &Callback<Action>) -> Result<bool, String> {
    let response = fetched("/api/events", None).await?;
    if !response.ok() {
        return Err(json(&response).await.sentences());
    }
    let Some(body) = response.body() else {
        return Ok(false);
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut rest: Vec<u8> = Vec::new();
    let mut moves = false;
    loop {
        let part = JsFuture::from(reader.read()).await.map_err(|_| gone())?;
        let of = |name: &str| js_sys::Reflect::get(&part, &JsValue::from_str(name)).unwrap_or_default();
        if of("done").is_truthy() {
            return Ok(moves);
        }
        rest.extend(js_sys::Uint8Array::new(&of("value")).to_vec());
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            if let Some(answer) = std::str::from_utf8(&line).ok().and_then(Answer::of) {
                let jobs = answer.jobs();
                moves = jobs.iter().any(|job| job.moves);
                send.emit(Action::Apply(Event::Jobs(Rc::new(jobs))));
            }
        }
    }
}

async fn answered(path: &str, body: Option<String>) -> Result<Answer, String> {
    let response = fetched(path, body).await?;
    let value = json(&response).await;
    if response.ok() {
        Ok(value)
    } else {
        Err(value.sentences())
    }
}

async fn fetched(path: &str, body: Option<String>) -> Result<Response, String> {
    let token = token().ok_or_else(gone)?;
    let window = web_sys::window().ok_or_else(gone)?;
    let headers = Headers::new().map_err(|_| gone())?;
    let options = RequestInit::new();
    // Both are names and values that a browser takes.
    let _ = headers.set("Authorization", &format!("Bearer {token}"));
    if let Some(body) = body {
        let _ = headers.set("Content-Type", "application/json");
        options.set_method("POST");
        options.set_body(&JsValue::from_str(&body));
    }
    options.set_headers(&headers);
    let response = JsFuture::from(window.fetch_with_str_and_init(path, &options)).await;
    response.map(JsCast::unchecked_into).map_err(|_| gone())
}

async fn json(response: &Response) -> Answer {
    let Ok(promise) = response.text() else {
        return Answer::default();
    };
    let text = JsFuture::from(promise)
        .await
        .ok()
        .and_then(|text| text.as_string());
    text.and_then(|text| Answer::of(&text)).unwrap_or_default()
}

fn gone() -> String {
    "The local service does not answer. Start `bitsmith serve` again, and open the address that it prints."
        .to_owned()
}
