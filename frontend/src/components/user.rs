//! A control for a user: a name, or the current user.

use super::control::ControlProps;
use crate::state::Action;
use yew::prelude::*;

/// The word for the current user.
const IMPLICIT: &str = "implicit";

/// A name, or the current user.
pub fn user_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let shown = props.shown();
    let implicit = shown == IMPLICIT;
    let oninput = props.on_input(send);
    let onchange = props.on_tick(IMPLICIT, send);
    html! {
        <span class="user">
            <input
                type="text"
                id={props.element()}
                value={if implicit { String::new() } else { shown }}
                readonly={implicit}
                placeholder={if implicit { "without a password" } else { "DOMAIN\\name" }}
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-label={props.label.clone()}
                aria-invalid={props.invalid()}
                aria-describedby={props.described_by.clone()}
                {oninput}
            />
            <label>
                <input type="checkbox" checked={implicit} {onchange} />
                { "Current user" }
            </label>
        </span>
    }
}
