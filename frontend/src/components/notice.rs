//! What was just done, or could not be done.

use super::icon::{Drawing, icon};
use crate::effect::{Watched, use_watch};
use crate::element::element;
use crate::state::{Action, Message, Tone};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// What is said.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Takes what a person does.
    pub send: Callback<Action>,
    /// The sentence.
    pub message: Option<Message>,
}

/// The id of the field that holds a link.
const LINK: &str = "said-link";

/// How long good news stays, in milliseconds.
const STAYS: u32 = 5_000;

/// A live region. Bad news stays until it is taken away.
#[component]
pub fn Notice(props: &Props) -> Html {
    let send = &props.send;
    // Where the focus was before the message took it: it goes back there.
    let before = use_mut_ref(|| None::<HtmlElement>);
    {
        let (send, before) = (send.clone(), before.clone());
        let is_good = props
            .message
            .as_ref()
            .is_some_and(|message| message.tone == Tone::Done);
        use_watch(
            Watched::new(props.message.clone()),
            Box::new(move || {
                if let Some(link) = element(LINK).and_then(|link| link.dyn_into::<HtmlInputElement>().ok()) {
                    let from = link
                        .owner_document()
                        .and_then(|document| document.active_element());
                    *before.borrow_mut() = from.and_then(|from| from.dyn_into().ok());
                    link.select();
                }
                let timeout = is_good.then(|| Timeout::new(STAYS, move || send.emit(Action::Say(None))));
                Box::new(move || drop(timeout))
            }),
        );
    }
    let onfocus = {
        let before = before.clone();
        Callback::from(move |event: FocusEvent| {
            let from = event
                .related_target()
                .and_then(|from| from.dyn_into::<HtmlElement>().ok());
            // The link goes with the message.
            if from.as_ref().is_none_or(|from| from.id() != LINK) {
                *before.borrow_mut() = from;
            }
        })
    };
    let onclick = send.reform(move |_: MouseEvent| {
        if let Some(before) = before.borrow_mut().take() {
            // An element that is gone leaves the focus where it is.
            let _ = before.focus();
        }
        Action::Say(None)
    });
    let failed = props
        .message
        .as_ref()
        .is_some_and(|message| message.tone == Tone::Failed);
    html! {
        <div class={classes!("said", failed.then_some("failed"), props.message.is_none().then_some("silent"))}>
            <p role="status" id="said">
                { props.message.as_ref().map(|message| message.words.clone()).unwrap_or_default() }
            </p>
            if let Some(link) = props.message.as_ref().and_then(|message| message.link.clone()) {
                <input type="text" id={LINK} readonly=true aria-label="The link" value={link} />
            }
            if failed {
                <button
                    type="button"
                    class="quiet"
                    aria-label="Dismiss"
                    {onfocus}
                    {onclick}
                >{ icon(Drawing::Cross) }</button>
            }
        </div>
    }
}
