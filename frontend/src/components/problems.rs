//! The list of problems: what is wrong, the fix, and the way to the field.

use super::messages::{Then, fixing, sentence, severity_word};
use crate::field;
use crate::state::{Action, State};
use yew::prelude::*;

/// The most that are listed: two hundred files can be wrong in two hundred ways, and nobody reads them at once.
const MOST: usize = 50;

/// The id of its heading, which says how many there are.
const HEADING: &str = "problems-heading";

/// The list.
pub fn problems(state: &State, send: &Callback<Action>) -> Html {
    html! {
        <section class="problems" aria-labelledby={HEADING}>
            <h2 id={HEADING} tabindex="-1">
                { if state.problems.is_empty() { "No problems".to_owned() } else { state.counts() } }
            </h2>
            if !state.problems.is_empty() {
                <ul>
                    { for state.problems.iter().take(MOST).map(|problem| {
                        let at = problem.place.at;
                        html! {
                            <li class={classes!("message", problem.severity.word())} data-at={field::mark(at)}>
                                <strong>{ severity_word(problem.severity) }</strong>
                                { " " }
                                <button type="button" class="link" onclick={send.reform(move |_: MouseEvent| Action::GoTo(at))}>
                                    { field::name(at) }
                                </button>
                                { " " }{ sentence(&problem.message) }
                                { " " }<span class="advice">{ sentence(&problem.help) }</span>
                                if let Some(fix) = problem.fix.clone() {
                                    { " " }
                                    <button
                                        type="button"
                                        class="fix"
                                        // The next press is not to take the fix that moves into this one's place.
                                        onclick={fixing(send, &fix, Then::Element(HEADING))}
                                    >{ sentence(&fix.title) }</button>
                                }
                            </li>
                        }
                    }) }
                </ul>
                if state.problems.len() > MOST {
                    <p>{ format!("And {} more.", state.problems.len() - MOST) }</p>
                }
            }
        </section>
    }
}
