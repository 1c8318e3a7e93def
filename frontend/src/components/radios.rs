//! A control for one of few words that are all seen at once.

use super::control::ControlProps;
use crate::state::Action;
use bitsmith_core::value::{Control, find_word};
use yew::prelude::*;

/// Radio buttons. Where nothing is chosen BITS's default is.
pub fn radios_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let Some(Control::Choice(choices)) = props.control() else {
        return html! {};
    };
    let shown = props.shown();
    let typed = if shown.is_empty() {
        props.placeholder.as_str()
    } else {
        &shown
    };
    let chosen = find_word(choices, typed).map(|choice| choice.word);
    let element = props.element();
    html! {
        <div
            class="radios"
            role="radiogroup"
            aria-label={props.own_label()}
            aria-labelledby={props.labelled_by.clone()}
            aria-invalid={props.invalid()}
            aria-describedby={props.described_by.clone()}
        >
            { for choices.iter().enumerate().map(|(number, choice)| {
                let is_chosen = chosen == Some(choice.word);
                // The one that a Tab reaches carries the id that a jump goes to.
                let first = is_chosen || (chosen.is_none() && number == 0);
                html! {
                    <label title={choice.help}>
                        <input
                            type="radio"
                            id={first.then(|| element.clone())}
                            name={element.clone()}
                            value={choice.word}
                            checked={is_chosen}
                            onchange={props.on_tick(choice.word, send)}
                        />
                        { choice.label }
                    </label>
                }
            }) }
        </div>
    }
}
