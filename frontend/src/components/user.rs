//! A control for a user: a name, or the current user.

use super::control::ControlProps;
use crate::send::use_send;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The word for the current user.
const IMPLICIT: &str = "implicit";

/// A name, or the current user.
#[component]
pub fn UserControl(props: &ControlProps) -> Html {
    let send = use_send();
    let shown = props.shown();
    let implicit = shown == IMPLICIT;
    let oninput = {
        let (send, props) = (send.clone(), props.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            send.emit(props.typed(input.value()));
        })
    };
    let onchange = {
        let (send, props) = (send.clone(), props.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            send.emit(props.typed(if input.checked() {
                IMPLICIT.to_owned()
            } else {
                String::new()
            }));
        })
    };
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
