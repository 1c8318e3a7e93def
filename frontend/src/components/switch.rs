//! A control for what is on or off, or can only be done.

use super::control::ControlProps;
use crate::state::Action;
use bitsmith_core::catalog::SettingValue;
use bitsmith_core::value::{Entries, Repeat};
use yew::prelude::*;

/// On and off; where BITS has no off, a box for doing it.
pub fn switch_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let shown = props.shown();
    let element = props.element();
    let has_off = props.id.spec().repeat == Repeat::Rows
        || SettingValue::read(props.id, &Entries::one("false")).is_ok();
    if !has_off {
        let onchange = props.on_tick("true", send);
        return html! {
            <label class="once">
                <input
                    type="checkbox"
                    id={element}
                    checked={shown == "true"}
                    aria-label={format!("{}: do it", props.label)}
                    aria-invalid={props.invalid()}
                    aria-describedby={props.described_by.clone()}
                    {onchange}
                />
                { "Do it" }
            </label>
        };
    }
    let choose = |word: &'static str| props.on_tick(word, send);
    let default = props.placeholder.as_str();
    html! {
        <div
            class="radios"
            role="radiogroup"
            aria-label={props.own_label()}
            aria-labelledby={props.labelled_by.clone()}
            aria-invalid={props.invalid()}
            aria-describedby={props.described_by.clone()}
        >
            { for [("true", "On"), ("false", "Off")].into_iter().map(|(word, label)| {
                let checked = shown == word;
                let first = checked || (shown != "true" && shown != "false" && word == "true");
                html! {
                    <label>
                        <input
                            type="radio"
                            id={first.then(|| element.clone())}
                            name={element.clone()}
                            value={word}
                            {checked}
                            onchange={choose(word)}
                        />
                        { label }
                    </label>
                }
            }) }
            if shown.is_empty() && !default.is_empty() {
                <small class="default">{ match default {
                    "true" => "Default: on",
                    "false" => "Default: off",
                    other => other,
                } }</small>
            }
        </div>
    }
}
