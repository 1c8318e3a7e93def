//! The list of problems: what is wrong, the fix, and the way to the field.

use super::messages::{sentence, severity_word};
use crate::field;
use crate::send::use_send;
use crate::state::Action;
use bitsmith_core::diagnostic::Diagnostic;
use std::rc::Rc;
use yew::prelude::*;

/// What the list is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Errors first.
    pub problems: Rc<Vec<Diagnostic>>,
    /// Their counts in words.
    pub counts: AttrValue,
}

/// The most that are listed: two hundred files can be wrong in two hundred ways, and nobody reads them at once.
const MOST: usize = 50;

/// The list.
#[component]
pub fn Problems(props: &Props) -> Html {
    let send = use_send();
    html! {
        <section class="problems" aria-labelledby="problems-heading">
            <h2 id="problems-heading">
                { if props.problems.is_empty() { AttrValue::from("No problems") } else { props.counts.clone() } }
            </h2>
            if !props.problems.is_empty() {
                <ul>
                    { for props.problems.iter().take(MOST).map(|problem| {
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
                                        onclick={let fix = fix.clone(); send.reform(move |_: MouseEvent| Action::Fix(fix.clone()))}
                                    >{ fix.title }</button>
                                }
                            </li>
                        }
                    }) }
                </ul>
                if props.problems.len() > MOST {
                    <p>{ format!("And {} more.", props.problems.len() - MOST) }</p>
                }
            }
        </section>
    }
}
