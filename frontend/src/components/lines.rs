//! A control for a list of texts, one a line.

use super::characters::revealed;
use super::control::ControlProps;
use crate::state::Action;
use bitsmith_core::value::Entry;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The most lines that are seen at once.
const HEIGHT: usize = 8;

/// Lines of text.
pub fn lines_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let value = props
        .entries
        .iter()
        .map(Entry::shown)
        .collect::<Vec<_>>()
        .join("\n");
    let rows = props.entries.len().clamp(1, HEIGHT);
    let oninput = {
        let (props, send) = (props.clone(), send.clone());
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            let text = area.value();
            let entries = if text.is_empty() {
                Vec::new()
            } else {
                text.split('\n')
                    .map(|line| line.trim_end_matches('\r').into())
                    .collect()
            };
            send.emit(props.put(entries));
        })
    };
    let unseen = revealed(&value.replace('\n', " "));
    html! {
        <>
            <textarea
                id={props.element()}
                class="lines code"
                rows={rows.to_string()}
                value={value}
                placeholder={props.placeholder.clone()}
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-label={props.own_label()}
                aria-invalid={props.invalid()}
                aria-describedby={props.described_by.clone()}
                {oninput}
            />
            { unseen }
        </>
    }
}
