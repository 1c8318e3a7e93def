//! How the page is used: keys, and how variables are written.

use super::group::folded;
use yew::prelude::*;

/// The id of the element that the head's question mark goes to.
pub const MANUAL: &str = "manual";

/// Keys, and what they do.
const KEYS: &[(&str, &str)] = &[
    (
        "Ctrl+K",
        "Search settings. Enter goes to the first that is found, Esc ends the search.",
    ),
    (
        "Ctrl+Enter",
        "Copy the script; while a script is read, the pasted one with your changes.",
    ),
    (
        "F8",
        "Go to the next problem; in a script that is read, to the next word with an error or a warning.",
    ),
    (
        "Esc",
        "Close the help of a setting; keep what is in the form where the page asks.",
    ),
    ("Ctrl+Z, Ctrl+Shift+Z", "Undo and redo, outside of text fields."),
    (
        "Enter",
        "In a table: to the next row; behind the last row, a new one.",
    ),
    (
        "Arrow keys",
        "In the script: from line to line. Enter goes to the line's field.",
    ),
];

/// How texts hold what is known only when the script runs.
const NOTATION: &[(&str, &str)] = &[
    (
        "{{name}}",
        "A parameter of the script: whoever runs it gives its value.",
    ),
    ("{{env:NAME}}", "An environment variable."),
    (
        "%NAME%",
        "The same, in paths on this machine only; %% is a percent sign there.",
    ),
    ("{{{{", "Two braces that stand for themselves."),
];

/// The manual, folded.
pub fn manual() -> Html {
    let list = |rows: &'static [(&'static str, &'static str)]| {
        html! {
            <dl class="facts">
                { for rows.iter().map(|(what, does)| html! {
                    <><dt><code>{ *what }</code></dt><dd>{ *does }</dd></>
                }) }
            </dl>
        }
    };
    folded(
        MANUAL,
        "Keys and variables",
        "",
        html! { <>{ list(KEYS) }{ list(NOTATION) }</> },
    )
}
