//! The boxes for what people have: a script, an error number.

use super::decode::decode;
use super::drawn::Drawn;
use super::marked::{explained, marked};
use super::part::keyed;
use crate::read::{Event, Half, Script, Standing};
use crate::state::{Action, State};
use bitsmith_core::catalog::CATALOG;
use bitsmith_core::diagnostic::At;
use web_sys::{Element, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The shells that a script can be said to be written for.
const SHELLS: [(&str, &str); 3] = [
    ("auto", "Find out"),
    ("cmd", "Command prompt or batch file"),
    ("powershell", "PowerShell"),
];

/// The attribute of a button that opens a job, with its number.
const JOB: &str = "data-job";

/// The attribute of a button that goes to a setting, with its name.
const SETTING: &str = "data-setting";

/// Whether the boxes show the same.
pub fn same_reader(a: &State, b: &State) -> bool {
    a.read == b.read
}

/// The right half while it reads.
pub fn reader_part(state: &State, send: &Callback<Action>) -> Html {
    let read = &state.read;
    let state_of_text = match &read.script {
        Standing::Nothing => html! {
            <p>
                { "A line of bitsadmin, a batch file, a PowerShell script, or a page that has some: every word is explained, \
                   and the jobs in it can be opened in the form. Nothing is run, and nothing is sent anywhere." }
            </p>
        },
        Standing::Waiting => html! { <p>{ "Reading …" }</p> },
        Standing::Failed(sentence) => html! { <p class="message error">{ sentence.clone() }</p> },
        Standing::Answered(script) => html! { <p>{ script.summary.clone() }</p> },
    };
    let onclick = {
        let send = send.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(action) = clicked(&event) {
                send.emit(action);
            }
        })
    };
    html! {
        <section class="result reader" aria-labelledby="reader-heading" {onclick}>
            <div class="reader-head">
                <h2 id="reader-heading">{ "Read a script" }</h2>
                <button type="button" onclick={send.reform(|_: MouseEvent| Action::Half(Half::Commands))}>
                    { "Back to the commands" }
                </button>
            </div>
            { box_of_text(state, send) }
            <div role="status" class="reader-said">{ state_of_text }</div>
            if let Standing::Answered(script) = &read.script {
                { answered(state, script, send) }
            }
            { decode(state, send) }
        </section>
    }
}

fn box_of_text(state: &State, send: &Callback<Action>) -> Html {
    let oninput = send.reform(|event: InputEvent| {
        let input: HtmlTextAreaElement = event.target_unchecked_into();
        Action::Read(Event::Script(input.value()))
    });
    let onchange = send.reform(|event: yew::Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::Read(Event::Shell(select.value()))
    });
    html! {
        <div class="reader-box">
            <label for="read-text">{ "A script, pasted" }</label>
            <textarea
                id="read-text"
                class="code"
                rows="6"
                spellcheck="false"
                autocomplete="off"
                value={state.read.text.to_string()}
                {oninput}
            />
            <label>
                { "Written for " }
                <select id="read-shell" {onchange}>
                    { for SHELLS.iter().map(|(word, label)| html! {
                        <option value={*word} selected={*state.read.shell == **word}>{ *label }</option>
                    }) }
                </select>
            </label>
        </div>
    }
}

fn answered(state: &State, script: &Script, send: &Callback<Action>) -> Html {
    html! {
        <>
            { marked(script, send) }
            if script.is_cut {
                <button type="button" onclick={send.reform(|_: MouseEvent| Action::Read(Event::More))}>
                    { "Show more lines" }
                </button>
            }
            { explained(&state.read, script) }
            if state.read.asked.is_some() {
                { question(send) }
            }
            { keyed(send, "below", Drawn { class: "reader-below", trees: script.below.clone() }) }
        </>
    }
}

/// What is in the form is replaced only by a second button.
fn question(send: &Callback<Action>) -> Html {
    html! {
        <div class="example" role="group" aria-label="What is in the form">
            <p>{ "The job of the script takes the place of the job in the form." }</p>
            <button
                type="button"
                id="replace"
                onclick={send.reform(|_: MouseEvent| Action::Read(Event::Replace))}
            >{ "Replace it" }</button>
            <button
                type="button"
                class="clear"
                onclick={send.reform(|_: MouseEvent| Action::Read(Event::Keep))}
            >{ "Keep it" }</button>
        </div>
    }
}

/// What a button does that the reader has drawn.
fn clicked(event: &MouseEvent) -> Option<Action> {
    let button = event
        .target_dyn_into::<Element>()?
        .closest("button")
        .ok()
        .flatten()?;
    if let Some(job) = button.get_attribute(JOB) {
        return Some(Action::Read(Event::Open(job.parse().ok()?)));
    }
    let name = button.get_attribute(SETTING)?;
    let id = CATALOG.iter().map(|spec| spec.id).find(|id| id.name() == name)?;
    Some(Action::GoTo(At::Setting {
        id,
        part: None,
        row: None,
    }))
}
