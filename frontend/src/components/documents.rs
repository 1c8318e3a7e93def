//! Opening, saving and sharing the job.

use crate::clipboard::{self, Refused};
use crate::send::use_send;
use crate::state::{Action, Message, Tone};
use crate::storage::save_file;
use bitsmith_core::document::{LINK_LIMIT, Secrets, read, to_link, write};
use bitsmith_core::draft::Draft;
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What is saved.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The job.
    pub draft: Rc<Draft>,
    /// What its file is called.
    pub file_name: AttrValue,
}

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
#[component]
pub fn DocumentsPart(props: &Props) -> Html {
    let send = use_send();
    let input = use_node_ref();
    let open = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
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
        let (send, draft, name) = (send.clone(), props.draft.clone(), props.file_name.clone());
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
        let draft = props.draft.clone();
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
                id="document-file"
                class="visually-hidden"
                accept=".json,application/json"
                aria-label="Open a job from a file"
                tabindex="-1"
                ref={input}
                {onchange}
            />
            <button type="button" class="quiet" onclick={open}>{ "Open" }</button>
            <button type="button" class="quiet" id="save-document" onclick={save}>{ "Save" }</button>
            <button type="button" class="quiet" id="share" onclick={share}>{ "Share link" }</button>
        </>
    }
}
