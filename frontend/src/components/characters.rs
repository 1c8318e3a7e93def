//! Text of users: isolated, and with a token in the place of every character that nobody sees.

use bitsmith_core::invisible::{Run, called, code_point, runs};
use yew::prelude::*;

/// A run of a text. The character itself stays in it, so that copying it is exact.
pub fn run(run: Run<'_>) -> Html {
    match run {
        Run::Seen(text) => html! { { text.to_owned() } },
        Run::Unseen(c) => html! {
            <bdi class="unseen" data-name={code_point(c)} title={called(c)}>{ c.to_string() }</bdi>
        },
    }
}

/// A text that holds characters nobody sees, with tokens for them; nothing where all is seen.
pub fn revealed(text: &str) -> Html {
    let runs = runs(text);
    if !runs.iter().any(|run| matches!(run, Run::Unseen(_))) {
        return html! {};
    }
    html! {
        <small class="revealed">{ "Reads: " }<bdi>{ for runs.into_iter().map(run) }</bdi></small>
    }
}
