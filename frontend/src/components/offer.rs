//! The question before another job takes the place of work.

use super::messages::sentence;
use crate::state::{Action, Source, State, titled};
use bitsmith_core::draft::Draft;
use yew::prelude::*;

/// What a question is about.
#[derive(Debug)]
pub struct Question<'q> {
    /// The job that is to be opened.
    pub there: &'q Draft,
    /// Where it comes from.
    pub from: &'static str,
    /// What else is to be known.
    pub rest: &'static str,
    /// The id of the button that opens it.
    pub id: &'static str,
    /// Opens it.
    pub yes: fn() -> Action,
    /// Leaves what is there.
    pub no: fn() -> Action,
}

/// The question of a job from a link or a file, where there is one.
pub fn offer_line(state: &State, send: &Callback<Action>) -> Html {
    let Some(offer) = &state.offer else {
        return Html::default();
    };
    let question_of_it = Question {
        there: &offer.draft,
        from: match offer.source {
            Source::Link => " of the link",
            Source::File => " of the file",
        },
        rest: "",
        id: "take-offer",
        yes: || Action::TakeOffer,
        no: || Action::LeaveOffer,
    };
    question(state, question_of_it, send)
}

/// A question, and a button for each answer.
pub fn question(state: &State, asked: Question<'_>, send: &Callback<Action>) -> Html {
    let (here, there) = (titled(&state.draft), titled(asked.there));
    let what = match state.is_changed() {
        true => ", which you changed",
        false => "",
    };
    let words = [
        "The form holds ",
        &here,
        what,
        ". Open ",
        &there,
        asked.from,
        " in its place?",
        asked.rest,
    ];
    let button = |id: &'static str, word: &str, name: &str, action: fn() -> Action| {
        html! {
            <button type="button" {id} onclick={send.reform(move |_: MouseEvent| action())}>
                { sentence(&[word, name].concat()) }
            </button>
        }
    };
    html! {
        <div class="example" role="group" aria-label="What is in the form">
            <p>{ sentence(&words.concat()) }</p>
            { button(asked.id, "Open ", &there, asked.yes) }
            { button("keep-it", "Keep ", &here, asked.no) }
        </div>
    }
}
