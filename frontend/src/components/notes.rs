//! What the script does not say, and why.

use super::messages::sentence;
use crate::badge::{page, page_name};
use crate::field;
use crate::state::{Action, State};
use yew::prelude::*;

/// The notes, folded.
pub fn notes(state: &State, send: &Callback<Action>) -> Html {
    let notes = &state.output.notes;
    if notes.is_empty() {
        return html! {};
    }
    html! {
        <details class="notes">
            <summary>{ format!("Not said here: {}", notes.len()) }</summary>
            <ul>
                { for notes.iter().map(|note| {
                    let at = note.place.at;
                    html! {
                        <li>
                            <button type="button" class="link" onclick={send.reform(move |_: MouseEvent| Action::GoTo(at))}>
                                { field::name(at) }
                            </button>
                            { ": " }{ sentence(&note.message) }{ " " }
                            if let Some(address) = page(note.source) {
                                <a href={address} target="_blank" rel="noreferrer noopener">{ page_name(note.source) }</a>
                            } else if !note.source.is_empty() {
                                <small>{ page_name(note.source) }</small>
                            }
                        </li>
                    }
                }) }
            </ul>
        </details>
    }
}
