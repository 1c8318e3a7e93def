//! The bar at the bottom of a narrow page: form or script, the problems, and copying.

use super::deliver::copy_button;
use crate::read::Half;
use crate::state::{Action, Pane, State};
use bitsmith_core::diagnostic::Severity;
use yew::prelude::*;

/// Whether the bar shows the same.
pub fn same_bar(a: &State, b: &State) -> bool {
    (a.pane, a.read.half, a.standing, a.output.lines.is_empty())
        == (b.pane, b.read.half, b.standing, b.output.lines.is_empty())
        && a.problems == b.problems
}

/// The bar.
pub fn bottom_bar(state: &State, send: &Callback<Action>) -> Html {
    let pane = |pane: Pane, label: &'static str| {
        html! {
            <button
                type="button"
                aria-pressed={(state.pane == pane && (pane == Pane::Form || state.read.half == Half::Commands)).to_string()}
                onclick={send.reform(move |_: MouseEvent| Action::Pane(pane))}
            >{ label }</button>
        }
    };
    let errors = state.count(Severity::Error);
    let others = state.problems.len() - errors;
    let (words, class) = match (errors, others) {
        (0, 0) => ("No problems".to_owned(), None),
        (0, 1) => ("1 remark".to_owned(), Some("warning")),
        (0, others) => (format!("{others} remarks"), Some("warning")),
        (1, _) => ("1 error".to_owned(), Some("error")),
        (errors, _) => (format!("{errors} errors"), Some("error")),
    };
    html! {
        <nav class="bottom" aria-label="Form and script">
            { pane(Pane::Form, "Form") }
            { pane(Pane::Script, "Script") }
            <button
                type="button"
                class={classes!("tally", class)}
                disabled={state.problems.is_empty()}
                onclick={send.reform(|_: MouseEvent| Action::NextProblem)}
            >{ words }</button>
            { copy_button("copy-below", state, send) }
        </nav>
    }
}
