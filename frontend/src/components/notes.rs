//! What the script does not say, and why.

use super::messages::sentence;
use crate::badge::{page, page_name};
use crate::field;
use crate::send::use_send;
use crate::state::Action;
use bitsmith_core::emit::Note;
use std::rc::Rc;
use yew::prelude::*;

/// The notes of a script.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// In order.
    pub notes: Rc<Vec<Note>>,
}

/// The notes, folded.
#[component]
pub fn Notes(props: &Props) -> Html {
    let send = use_send();
    if props.notes.is_empty() {
        return html! {};
    }
    html! {
        <details class="notes">
            <summary>{ format!("Not said here: {}", props.notes.len()) }</summary>
            <ul>
                { for props.notes.iter().map(|note| {
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
