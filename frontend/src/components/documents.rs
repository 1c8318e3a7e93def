//! Opening, saving and sharing the job.

use crate::element::element;
use crate::errand::{failed, offer};
use crate::state::{Action, Errand, Source, Tone};
use bitsmith_core::document::read;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the field that files are chosen with.
const FILE: &str = "document-file";

/// What a document that was opened gives.
fn opened(name: &str, source: &str) -> Vec<Action> {
    match read(source) {
        Ok(drafts) => {
            let count = drafts.len();
            match drafts.into_iter().next() {
                Some(draft) if count == 1 => vec![offer(
                    draft,
                    Source::File,
                    Tone::Done,
                    format!("{name} is open. Undo brings back what was there."),
                )],
                Some(draft) => vec![offer(
                    draft,
                    Source::File,
                    Tone::Failed,
                    format!("{name} holds {count} jobs. The first is open; the page shows one at a time."),
                )],
                None => vec![failed(format!("{name} holds no job."))],
            }
        }
        Err(errors) => {
            let what = errors.0.first().map_or_else(String::new, |error| {
                format!(
                    " Line {}, column {}: {} {}",
                    error.start.line, error.start.column, error.message, error.help
                )
            });
            vec![failed(format!("{name} is not a document of Bitsmith.{what}"))]
        }
    }
}

/// The buttons.
pub fn documents(send: &Callback<Action>) -> Html {
    let open = Callback::from(move |_: MouseEvent| {
        if let Some(input) = element(FILE) {
            input.click();
        }
    });
    let onchange = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            let send = send.clone();
            spawn_local(async move {
                let name = file.name();
                let text = JsFuture::from(file.text())
                    .await
                    .ok()
                    .and_then(|text| text.as_string());
                let actions = match text {
                    Some(text) => opened(&name, &text),
                    None => vec![failed(format!("{name} could not be read."))],
                };
                for action in actions {
                    send.emit(action);
                }
                // The same file can be opened again.
                input.set_value("");
            });
        })
    };
    html! {
        <>
            <input
                type="file"
                id={FILE}
                class="visually-hidden"
                accept=".json,application/json"
                aria-label="Open a job from a file"
                tabindex="-1"
                {onchange}
            />
            <button type="button" class="quiet" onclick={open}>{ "Open" }</button>
            <button
                type="button"
                class="quiet"
                id="save-document"
                onclick={send.reform(|_: MouseEvent| Action::Run(Errand::Save))}
            >{ "Save" }</button>
            <button
                type="button"
                class="quiet"
                id="share"
                onclick={send.reform(|_: MouseEvent| Action::Run(Errand::Share))}
            >{ "Share link" }</button>
        </>
    }
}
