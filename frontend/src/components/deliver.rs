//! Copying and saving the script.

use crate::state::{Action, Errand, Standing, State};
use yew::prelude::*;

/// Whether there is a script that may be taken away: one that says the draft.
fn is_off(state: &State) -> bool {
    state.output.lines.is_empty() || state.standing != Standing::Current
}

/// The button that copies: the script, or the one that was pasted, with what was changed.
pub fn copy_button(id: &'static str, errand: Errand, state: &State, send: &Callback<Action>) -> Html {
    let (words, is_off) = match errand {
        Errand::CopyRevision => ("Copy changed", !can_copy(state)),
        _ => ("Copy", is_off(state)),
    };
    html! {
        <button
            type="button"
            class="main"
            {id}
            disabled={is_off}
            onclick={send.reform(move |_: MouseEvent| Action::Run(errand))}
        >{ words }</button>
    }
}

/// Whether there is a pasted script with changes.
pub fn can_copy(state: &State) -> bool {
    let revision = state.read.current_revision();
    revision.is_some_and(|revision| !revision.edits.is_empty())
}

/// The button that saves.
pub fn download_button(state: &State, send: &Callback<Action>) -> Html {
    html! {
        <button
            type="button"
            id="download"
            disabled={is_off(state)}
            onclick={send.reform(|_: MouseEvent| Action::Run(Errand::Download))}
        >{ "Download " }{ state.file_name() }</button>
    }
}
