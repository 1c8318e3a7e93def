//! A control for one of a list of words.

use super::control::ControlProps;
use crate::state::Action;
use bitsmith_core::value::{Control, find_word};
use yew::prelude::*;

/// A list to choose from. What cannot be read stays in the list as it was typed.
pub fn choice_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let Some(Control::Choice(choices)) = props.control() else {
        return html! {};
    };
    let shown = props.shown();
    let chosen = find_word(choices, &shown);
    let unknown = (!shown.is_empty() && chosen.is_none()).then(|| shown.clone());
    let none = if props.placeholder.is_empty() {
        if props.row.is_some() {
            "Choose…"
        } else {
            "Not set"
        }
        .to_owned()
    } else {
        let label =
            find_word(choices, &props.placeholder).map_or(props.placeholder.as_str(), |choice| choice.label);
        format!("Default: {label}")
    };
    let onchange = props.on_choice(send);
    html! {
        <select
            id={props.element()}
            class={classes!(shown.is_empty().then_some("unset"))}
            aria-label={props.own_label()}
            aria-invalid={props.invalid()}
            aria-describedby={props.described_by.clone()}
            {onchange}
        >
            <option value="" selected={shown.is_empty()}>{ none }</option>
            if let Some(unknown) = unknown {
                <option value={unknown.clone()} selected=true>{ unknown.clone() }</option>
            }
            { for choices.iter().map(|choice| html! {
                <option value={choice.word} selected={chosen.is_some_and(|chosen| chosen.word == choice.word)}>
                    { choice.label }
                </option>
            }) }
        </select>
    }
}
