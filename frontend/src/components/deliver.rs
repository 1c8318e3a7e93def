//! Copying and saving the script.

use crate::state::{Action, Errand, Standing, State};
use yew::prelude::*;

/// Whether there is a script that may be taken away: one that says the draft.
fn is_off(state: &State) -> bool {
    state.output.lines.is_empty() || state.standing != Standing::Current
}

/// The button that copies.
pub fn copy_button(id: &'static str, state: &State, send: &Callback<Action>) -> Html {
    html! {
        <button
            type="button"
            class="main"
            {id}
            disabled={is_off(state)}
            onclick={send.reform(|_: MouseEvent| Action::Run(Errand::Copy))}
        >{ "Copy" }</button>
    }
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
