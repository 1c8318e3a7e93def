//! Text of users: isolated, and with a token in the place of every character that nobody sees.

use crate::visible::{Run, character_name, code_point, runs};
use yew::prelude::*;

/// A run of a text. The character itself stays in it, so that copying it is exact.
pub fn run(run: Run<'_>) -> Html {
    match run {
        Run::Seen(text) => html! { { text.to_owned() } },
        Run::Unseen(c) => html! {
            <bdi class="unseen" data-name={code_point(c)} title={character_name(c)}>{ c.to_string() }</bdi>
        },
    }
}

/// What is not seen in a text, in words; nothing where all is seen.
pub fn warning(text: &str) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for run in runs(text) {
        if let Run::Unseen(c) = run {
            let named = format!("{} ({})", code_point(c), character_name(c));
            if !found.contains(&named) {
                found.push(named);
            }
        }
    }
    (!found.is_empty()).then(|| format!("Holds characters that are not seen: {}.", found.join(", ")))
}
