//! Opening, saving and sharing the job.

use crate::clipboard::{self, Refused};
use crate::state::{Action, Message, State, Tone};
use crate::storage::save_file;
use bitsmith_core::document::{LINK_LIMIT, Secrets, read, to_link, write};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the field that files are chosen with.
const FILE: &str = "document-file";

/// Says that something was done.
fn done(words: impl Into<String>) -> Action {
    Action::Say(Some(Message {
        tone: Tone::Done,
        words: words.into(),
    }))
}

/// Says that something could not be done.
fn failed(words: impl Into<String>) -> Action {
    Action::Say(Some(Message {
        tone: Tone::Failed,
        words: words.into(),
    }))
}

/// What a document that was opened gives.
pub fn opened(name: &str, source: &str) -> Vec<Action> {
    match read(source) {
        Ok(drafts) => {
            let count = drafts.len();
            match drafts.into_iter().next() {
                Some(draft) if count == 1 => vec![Action::Load(draft), done(format!("{name} is open."))],
                Some(draft) => vec![
                    Action::Load(draft),
                    failed(format!(
                        "{name} holds {count} jobs. The first is open; the page shows one at a time."
                    )),
                ],
                None => vec![failed(format!("{name} holds no job."))],
            }
        }
        Err(errors) => {
            let first = errors.0.first();
            let what = first.map_or_else(String::new, |error| {
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
pub fn documents(state: &State, send: &Callback<Action>) -> Html {
    let open = Callback::from(move |_: MouseEvent| {
        let input = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.get_element_by_id(FILE))
            .and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
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
    let save = {
        let (send, draft, name) = (send.clone(), state.draft.clone(), state.document_name());
        Callback::from(move |_: MouseEvent| {
            let text = write(std::slice::from_ref(&*draft), Secrets::Masked);
            send.emit(if save_file(&name, &text) {
                done(format!("{name} is in your downloads. Secrets are not in it."))
            } else {
                failed("The browser refused the download.")
            });
        })
    };
    let share = {
        let (send, draft) = (send.clone(), state.draft.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(address) = to_link(&draft).and_then(|link| {
                let location = web_sys::window()?.location();
                let base = location.href().ok()?;
                let base = base.split('#').next().unwrap_or(&base).to_owned();
                Some(format!("{base}#{link}"))
            }) else {
                send.emit(failed(format!(
                    "The job is too long for a link of {} KiB. Save it as a file and send that.",
                    LINK_LIMIT / 1024
                )));
                return;
            };
            let send = send.clone();
            let shown = address.clone();
            clipboard::copy(address, move |answer| {
                send.emit(match answer {
                    Ok(()) => done("A link to this job is copied. Secrets are not in it."),
                    Err(Refused) => failed(format!("The browser refused the clipboard. The link: {shown}")),
                });
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
            <button type="button" class="quiet" id="save-document" onclick={save}>{ "Save" }</button>
            <button type="button" class="quiet" id="share" onclick={share}>{ "Share link" }</button>
        </>
    }
}
