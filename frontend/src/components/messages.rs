//! What is wrong with a field, at the field.

use super::characters::run;
use crate::state::Action;
use bitsmith_core::diagnostic::{At, Diagnostic, Fix, Severity};
use bitsmith_core::invisible::runs;
use yew::prelude::*;

/// How a severity is called.
pub const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Information => "Hint",
    }
}

/// A sentence that may hold what a user typed.
pub fn sentence(text: &str) -> Html {
    html! { <bdi>{ for runs(text).into_iter().map(run) }</bdi> }
}

/// Where the focus goes once a fix is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// To the field of a place.
    Place(At),
    /// To an element.
    Element(&'static str),
}

/// Takes a fix, then moves the focus on: the button goes with what was wrong.
pub fn fixing(send: &Callback<Action>, fix: &Fix, then: Then) -> Callback<MouseEvent> {
    let (send, fix) = (send.clone(), fix.clone());
    Callback::from(move |_| {
        send.emit(Action::Fix(fix.clone()));
        send.emit(match then {
            Then::Place(at) => Action::GoTo(at),
            Then::Element(id) => Action::Focus(id),
        });
    })
}

/// The diagnostics of a field, each with its fix.
pub fn messages(id: &str, problems: &[Diagnostic], send: &Callback<Action>) -> Html {
    html! {
        <div class="messages" id={id.to_owned()}>
            { for problems.iter().map(|problem| { let at = problem.place.at; html! {
                <p class={classes!("message", problem.severity.word())}>
                    <strong>{ severity_word(problem.severity) }</strong>
                    { " " }{ sentence(&problem.message) }
                    { " " }<span class="advice">{ sentence(&problem.help) }</span>
                    if let Some(fix) = problem.fix.clone() {
                        { " " }
                        <button
                            type="button"
                            class="fix"
                            onclick={fixing(send, &fix, Then::Place(at))}
                        >{ sentence(&fix.title) }</button>
                    }
                </p>
            } }) }
        </div>
    }
}
