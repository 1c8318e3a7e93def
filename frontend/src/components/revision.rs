//! The pasted script with what was changed in the form.

use super::drawn::Drawn;
use super::part::keyed;
use crate::read::{AT_ONCE, Standing};
use crate::state::{Action, Errand, State};
use yew::prelude::*;

/// The id of the script.
pub const REVISION: &str = "revision";

/// Whether it is the same.
pub fn same_revision(a: &State, b: &State) -> bool {
    a.origin == b.origin
        && a.read.text == b.read.text
        && a.read.revision == b.read.revision
        && a.read.current_revision().is_some() == b.read.current_revision().is_some()
}

/// The script, where the job was opened from one.
pub fn revision(state: &State, send: &Callback<Action>) -> Html {
    let Some(origin) = &state.origin else {
        return Html::default();
    };
    let said = match &state.read.revision {
        Standing::Nothing => Html::default(),
        Standing::Waiting => html! { <p>{ "Reading …" }</p> },
        Standing::Failed(sentence) => html! { <p class="message error">{ sentence.clone() }</p> },
        Standing::Answered((_, revision)) if revision.refusal => html! {
            <p class="message warning">
                { "The pasted script cannot say what you changed. " }<bdi>{ revision.said.clone() }</bdi>
            </p>
        },
        Standing::Answered((_, revision)) => html! { <p>{ revision.said.clone() }</p> },
    };
    let is_other = !state.read.is_of(origin);
    let title = match is_other {
        true => "The script that the job was opened from, with your changes",
        false => "The pasted script with your changes",
    };
    html! {
        <details class="notes revision" open=true>
            <summary>{ title }</summary>
            if is_other {
                <p class="message warning">
                    { "The text in the box is another one since: what was typed or pasted there is not in this script." }
                </p>
            }
            <div role="status">{ said }</div>
            if origin.text.len() > AT_ONCE && state.read.current_revision().is_none() {
                <button type="button" onclick={send.reform(|_: MouseEvent| Action::Revise)}>
                    { "Put the changes in" }
                </button>
            }
            { shown(state, send) }
        </details>
    }
}

/// Its lines, and the button that copies it.
fn shown(state: &State, send: &Callback<Action>) -> Html {
    let Standing::Answered((_, revision)) = &state.read.revision else {
        return Html::default();
    };
    if revision.edits.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <div
                id={REVISION}
                class="script revised"
                role="group"
                tabindex="0"
                aria-label="The pasted script with your changes"
            >
                { keyed(send, REVISION, Drawn { class: "", trees: revision.lines.clone() }) }
            </div>
            <button
                type="button"
                id="copy-revision"
                disabled={state.read.current_revision().is_none()}
                onclick={send.reform(|_: MouseEvent| Action::Run(Errand::CopyRevision))}
            >{ "Copy the script with your changes" }</button>
        </>
    }
}
