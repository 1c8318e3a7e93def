//! A control for one of a list of words.

use super::control::ControlProps;
use super::select::{Select, select};
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
        find_word(choices, &props.placeholder).map_or_else(
            || props.placeholder.to_string(),
            |choice| format!("Default: {}", choice.label),
        )
    };
    let mut options = vec![(AttrValue::from(""), AttrValue::from(none))];
    options.extend(unknown.map(|unknown| (AttrValue::from(unknown.clone()), AttrValue::from(unknown))));
    options.extend(
        choices
            .iter()
            .map(|choice| (AttrValue::from(choice.word), AttrValue::from(choice.label))),
    );
    let list = Select {
        id: props.element().into(),
        label: props.own_label(),
        class: classes!(shown.is_empty().then_some("unset")),
        error: props.error,
        described_by: props.described_by.clone(),
        value: chosen.map_or_else(|| AttrValue::from(shown), |choice| AttrValue::from(choice.word)),
        options,
    };
    select(list, props.on_choice(send))
}
