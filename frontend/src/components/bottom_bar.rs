//! The bar at the bottom of a narrow page: form or script, the problems, and copying.

use super::deliver::{can_copy, copy_button};
use crate::read::Half;
use crate::state::{Action, Errand, Pane, State};
use bitsmith_core::diagnostic::Severity;
use yew::prelude::*;

/// Whether the bar shows the same.
pub fn same_bar(a: &State, b: &State) -> bool {
    (a.pane, a.read.half, a.standing, a.output.lines.is_empty())
        == (b.pane, b.read.half, b.standing, b.output.lines.is_empty())
        && a.problems == b.problems
        && can_copy(a) == can_copy(b)
}

/// Whether the boxes of the reader are what a narrow page shows.
fn is_reading(state: &State) -> bool {
    state.pane == Pane::Script && state.read.half == Half::Reader
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
    let is_reading = is_reading(state);
    // The count is that of the form; the reader has remarks of its own.
    let (whose, errand) = match is_reading {
        true => ("Form: ", Errand::CopyRevision),
        false => ("", Errand::Copy),
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
            >{ whose }{ words }</button>
            { copy_button("copy-below", errand, state, send) }
        </nav>
    }
}
