//! The boxes for what people have: a script, an error number.

use super::decode::decode;
use super::marked::{Marked, explained};
use super::part::keyed;
use crate::read::{Event, Half, Remark, Script, Standing, job_name};
use crate::state::{Action, State};
use std::rc::Rc;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The shells that a script can be said to be written for.
const SHELLS: [(&str, &str); 3] = [
    ("auto", "Find out"),
    ("cmd", "Command prompt or batch file"),
    ("powershell", "PowerShell"),
];

/// Whether the boxes show the same.
pub fn same_reader(a: &State, b: &State) -> bool {
    a.read == b.read && a.draft.subject.kind == b.draft.subject.kind
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
        Standing::Answered(script) => html! { <p>{ script.summary() }</p> },
    };
    html! {
        <section class="result reader" aria-labelledby="reader-heading">
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

fn answered(state: &State, script: &Rc<Script>, send: &Callback<Action>) -> Html {
    html! {
        <>
            { keyed(send, "marked", Marked(script.clone())) }
            if script.is_cut {
                <button type="button" onclick={send.reform(|_: MouseEvent| Action::Read(Event::More))}>
                    { "Show more lines" }
                </button>
            }
            { explained(&state.read, script) }
            { jobs(state, script, send) }
            { steps(script) }
            { remarks("To know before it runs", &script.risks, script.risks.len()) }
            { remarks("What is wrong in it", &script.findings, script.finding_count) }
        </>
    }
}

/// The jobs, each with the way into the form; what is there is replaced only by a second button.
fn jobs(state: &State, script: &Script, send: &Callback<Action>) -> Html {
    html! {
        if !script.jobs.is_empty() {
            <section class="jobs-found">
                <h3>{ "Jobs in it" }</h3>
                <ul>
                    { for script.jobs.iter().enumerate().map(|(number, job)| html! {
                        <li>
                            <button
                                type="button"
                                onclick={send.reform(move |_: MouseEvent| Action::Read(Event::Open(number)))}
                            >{ "Open in the form" }</button>
                            { " " }<bdi>{ job_name(job) }</bdi>
                            if state.read.asked == Some(number) {
                                <div class="example" role="group" aria-label="What is in the form">
                                    <p>{ "This takes the place of the job in the form." }</p>
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
                        </li>
                    }) }
                </ul>
            </section>
        }
    }
}

/// What it does, in order.
fn steps(script: &Script) -> Html {
    html! {
        if !script.steps.is_empty() {
            <section>
                <h3>{ "What it does, in order" }</h3>
                <ol id="steps">
                    { for script.steps.iter().map(|step| html! {
                        <li><bdi>{ step.text.clone() }</bdi>{ " " }<small>{ format!("line {}", step.line) }</small></li>
                    }) }
                </ol>
                { rest(script.step_count, script.steps.len()) }
            </section>
        }
    }
}

fn remarks(title: &'static str, remarks: &[Remark], count: usize) -> Html {
    html! {
        if !remarks.is_empty() {
            <section>
                <h3>{ title }</h3>
                <ul class="messages">
                    { for remarks.iter().map(|remark| html! {
                        <li class={classes!("message", remark.severity.clone())}>
                            <bdi>{ remark.words.clone() }</bdi>{ " " }
                            <small>{ format!("line {}, {}", remark.line, remark.rule) }</small>
                        </li>
                    }) }
                </ul>
                { rest(count, remarks.len()) }
            </section>
        }
    }
}

fn rest(count: usize, shown: usize) -> Html {
    html! {
        if count > shown {
            <p>{ format!("And {} more.", count.saturating_sub(shown)) }</p>
        }
    }
}
