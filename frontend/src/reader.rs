//! The way to the reader of scripts and error numbers: a module of its own, loaded when something is to be read for the first time.

use crate::answer::Answer;
use crate::read::{Asked, Event, Request};
use crate::state::Action;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

/// What `static/boot.js` calls the function that loads it, once.
const LOAD: &str = "startReader";

/// Asks the reader, and hands its answer on.
pub fn ask(asked: Asked, request: Request, send: Callback<Action>) {
    spawn_local(async move {
        let Some(json) = request.json() else { return };
        let event = match answered(&json).await {
            Some(Ok(event)) => event,
            Some(Err(sentence)) => Event::Failed(asked, request.serial, sentence),
            None => Event::Failed(
                asked,
                request.serial,
                "The part of the page that reads could not be loaded, or failed. Load the page again."
                    .to_owned(),
            ),
        };
        send.emit(Action::Read(event));
    });
}

async fn answered(request: &str) -> Option<Result<Event, String>> {
    let reader = reader().await?;
    let answer = reader.call1(&JsValue::NULL, &JsValue::from_str(request)).ok()?;
    Some(Answer::of(&answer.as_string()?)?.of_reader())
}

async fn reader() -> Option<Function> {
    let load: Function = Reflect::get(&js_sys::global(), &JsValue::from_str(LOAD))
        .ok()?
        .dyn_into()
        .ok()?;
    let loading: Promise = load.call0(&JsValue::NULL).ok()?.dyn_into().ok()?;
    JsFuture::from(loading).await.ok()?.dyn_into().ok()
}
