//! What is wrong with a field, at the field.

use super::characters::run;
use crate::send::use_send;
use crate::state::Action;
use crate::visible::runs;
use bitsmith_core::diagnostic::{Diagnostic, Severity};
use yew::prelude::*;

/// What is said.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The id that the control names as its description.
    pub id: AttrValue,
    /// The diagnostics of the field.
    pub problems: Vec<Diagnostic>,
}

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

/// The diagnostics of a field, each with its fix.
#[component]
pub fn Messages(props: &Props) -> Html {
    let send = use_send();
    html! {
        <div class="messages" id={props.id.clone()}>
            { for props.problems.iter().map(|problem| html! {
                <p class={classes!("message", problem.severity.word())}>
                    <strong>{ severity_word(problem.severity) }</strong>
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
                </p>
            }) }
        </div>
    }
}
