//! The boxes for what people have: a script, an error number.

use super::decode::{ERROR, decode};
use super::drawn::Drawn;
use super::marked::{explained, go_to, marked};
use super::offer::{Question, question};
use super::part::{View, keyed};
use super::revision::revision;
use crate::ends::in_box;
use crate::read::{Entered, Event, Half, Script, Standing};
use crate::state::{Action, State};
use bitsmith_core::catalog::CATALOG;
use bitsmith_core::diagnostic::At;
use js_sys::Reflect;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DataTransfer, Element};
use yew::prelude::*;

/// The attribute of a button that opens a job, with its number.
const JOB: &str = "data-job";

/// The attribute of a button that goes to a setting, with its name.
const SETTING: &str = "data-setting";

/// The attribute of a button that goes to a token, with its number.
const PLACE: &str = "data-go";

/// The id of the box for scripts.
const TEXT: &str = "read-text";

/// Words for what a button does.
const BACK: &str = "back";
const MORE: &str = "more";

/// Whether the boxes show the same.
pub fn same_reader(a: &State, b: &State) -> bool {
    a.read == b.read && a.origin == b.origin
}

/// The right half while it reads.
pub fn reader_part(state: &State, send: &Callback<Action>) -> Html {
    let read = &state.read;
    let state_of_text = match &read.script {
        Standing::Nothing => html! {
            <p>
                { "A line of bitsadmin, a batch file, a PowerShell script: every word is explained, and the jobs in it can be \
                   opened in the form. Nothing is run, and nothing is sent anywhere." }
            </p>
        },
        Standing::Waiting => html! { <p>{ "Reading …" }</p> },
        Standing::Failed(sentence) => html! { <p class="message error">{ sentence.clone() }</p> },
        Standing::Answered(script) => html! {
            <>
                <p>{ script.summary.clone() }</p>
                if script.has_secrets {
                    <p>{ "What may be a secret is in it, so the browser does not keep it: it is gone once the page is loaded again." }</p>
                }
            </>
        },
    };
    // One listener of each kind for all controls: the page carries less code.
    let onclick = heard(send, clicked);
    let oninput = heard(send, typed);
    let onpaste = heard(send, |event, target| clip(event, target, "clipboardData"));
    let ondrop = heard(send, |event, target| clip(event, target, "dataTransfer"));
    html! {
        <section class="result reader" aria-labelledby="reader-heading" {onclick} {oninput} {onpaste} {ondrop}>
            <div class="reader-head">
                <h2 id="reader-heading">{ "Read a script" }</h2>
                <button type="button" data-does={BACK}>
                    { "Back to the commands" }
                </button>
            </div>
            { keyed(send, "text", BoxOfText(read.text.clone())) }
            <div role="status" class="reader-said">{ state_of_text }</div>
            { revision(state, send) }
            if let Standing::Answered(script) = &read.script {
                { answered(state, script, send) }
            }
            { decode(state, send) }
        </section>
    }
}

/// The box for scripts. It is drawn only for another text: a browser compares all of it with what stands there.
#[derive(PartialEq)]
struct BoxOfText(Rc<str>);

impl View for BoxOfText {
    fn draw(&self, _: &Callback<Action>) -> Html {
        html! {
            <div class="reader-box">
                <label for={TEXT}>{ "A script, pasted" }</label>
                <textarea
                    id={TEXT}
                    class="code"
                    rows="6"
                    spellcheck="false"
                    autocomplete="off"
                    value={in_box(&self.0)}
                />
            </div>
        }
    }
}

fn answered(state: &State, script: &Script, send: &Callback<Action>) -> Html {
    html! {
        <>
            if state.origin.is_some() {
                <h3>{ "The script in the box" }</h3>
            }
            { marked(script, send) }
            if script.is_cut {
                <button type="button" data-does={MORE}>
                    { "Show more lines" }
                </button>
            }
            { explained(&state.read, script) }
            { for state.read.asked.and_then(|number| question_of(state, number, send)) }
            { keyed(send, "below", Drawn { class: "reader-below", trees: script.below.clone() }) }
        </>
    }
}

/// What is in the form is replaced only by a second button.
fn question_of(state: &State, number: usize, send: &Callback<Action>) -> Option<Html> {
    let origin = state.origin.as_ref();
    let rest = match origin.is_some_and(|origin| state.read.is_of(origin)) {
        false => "",
        true if state.read.carried(origin, number).is_some() => {
            " What you changed is put into the script in the box first."
        }
        true => " What you changed does not go into the script in the box: copy it first.",
    };
    let asked = Question {
        there: state.read.job(number)?,
        from: "",
        rest,
        id: "replace",
        yes: || Action::Read(Event::Replace),
        no: || Action::Read(Event::Keep),
    };
    Some(question(state, asked, send))
}

/// Sends what an event means.
fn heard<E: AsRef<web_sys::Event> + 'static>(
    send: &Callback<Action>,
    meaning: fn(&web_sys::Event, &Element) -> Option<Action>,
) -> Callback<E> {
    let send = send.clone();
    Callback::from(move |event: E| {
        let event = event.as_ref();
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(action) = target.and_then(|target| meaning(event, &target)) {
            send.emit(action);
        }
    })
}

/// What a button does.
fn clicked(_: &web_sys::Event, target: &Element) -> Option<Action> {
    let button = target.closest("button").ok().flatten()?;
    if let Some(job) = button.get_attribute(JOB) {
        return Some(Action::Read(Event::Open(job.parse().ok()?)));
    }
    if let Some(name) = button.get_attribute(SETTING) {
        let id = CATALOG.iter().map(|spec| spec.id).find(|id| id.name() == name)?;
        return Some(Action::GoTo(At::Setting {
            id,
            part: None,
            row: None,
        }));
    }
    if let Some(token) = button.get_attribute(PLACE) {
        go_to(token.parse().ok()?);
        return None;
    }
    match button.get_attribute("data-does")?.as_str() {
        BACK => Some(Action::Half(Half::Commands)),
        MORE => Some(Action::Read(Event::More)),
        _ => None,
    }
}

/// What typing in a box does.
fn typed(event: &web_sys::Event, target: &Element) -> Option<Action> {
    let value = text(target, "value")?;
    let entered = match text(event, "inputType").as_deref() {
        Some("insertFromPaste" | "insertFromDrop") => {
            let caret = Reflect::get(target, &JsValue::from_str("selectionEnd")).ok()?;
            Entered::PutIn(caret.as_f64().unwrap_or(0.0) as usize)
        }
        _ => Entered::Typed,
    };
    Some(Action::Read(match target.id().as_str() {
        TEXT => Event::Script(value, entered),
        ERROR => Event::Error(value, entered),
        _ => return None,
    }))
}

/// A text that the browser is about to put into the box, with its own ends of lines.
fn clip(event: &web_sys::Event, target: &Element, holder: &str) -> Option<Action> {
    let data = Reflect::get(event, &JsValue::from_str(holder)).ok()?;
    let text = data
        .dyn_into::<DataTransfer>()
        .ok()?
        .get_data("text/plain")
        .ok()?;
    (target.id() == TEXT).then_some(Action::Read(Event::Clip(text)))
}

/// A property that is a text.
fn text(of: &JsValue, name: &str) -> Option<String> {
    Reflect::get(of, &JsValue::from_str(name)).ok()?.as_string()
}
