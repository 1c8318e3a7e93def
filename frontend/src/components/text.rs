//! A control for one text: names, paths, addresses, hashes, GUIDs, ranges.

use super::characters::revealed;
use super::control::ControlProps;
use crate::edit;
use crate::state::Action;
use bitsmith_core::text::Notation;
use bitsmith_core::value::{Control, Repeat, Secrecy};
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::prelude::*;

/// In how many parts a limit is cut; in the last one the length is shown.
const LIMIT_PARTS: usize = 5;

/// The element that one line is typed into.
pub fn input(props: &ControlProps, class: Classes, value: String, oninput: Callback<InputEvent>) -> Html {
    html! {
        <input
            type="text"
            id={props.element()}
            {class}
            {value}
            placeholder={props.placeholder.clone()}
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            aria-label={props.own_label()}
            aria-invalid={props.invalid()}
            aria-describedby={props.described_by.clone()}
            {oninput}
        />
    }
}

/// One line of text.
pub fn text_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let spec = props.id.spec();
    let value = props.shown();
    let columns = if spec.repeat == Repeat::Rows {
        edit::columns(spec.parts)
    } else {
        None
    };
    let is_address = columns.is_some_and(|(remote, _)| remote == props.part);
    let is_local = columns.is_some_and(|(_, local)| local == props.part);

    let oninput = props.on_input(send);
    let onchange = props.row.filter(|_| is_address).map(|row| {
        let id = props.id;
        send.reform(move |_: Event| Action::Propose(id, row))
    });
    let onpaste = props.row.filter(|_| is_address || is_local).map(|row| {
        let (send, id, part) = (send.clone(), props.id, props.part);
        Callback::from(move |event: Event| {
            let text = event
                .dyn_ref::<ClipboardEvent>()
                .and_then(ClipboardEvent::clipboard_data)
                .and_then(|data| data.get_data("text/plain").ok())
                .unwrap_or_default();
            let has = |c: char| text.trim().contains(c);
            let action = match is_address {
                true if has('\n') || has('\t') => Action::Paste(id, row, text),
                false if has('\n') && !has('\t') => Action::PasteDown(id, part, row, text),
                _ => return,
            };
            event.prevent_default();
            send.emit(action);
        })
    });
    let onkeydown = props.row.map(|row| {
        let (send, id, part) = (send.clone(), props.id, props.part);
        Callback::from(move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key());
            if event.key() == "Enter" && !event.is_composing() {
                // A cell is one line, however many it is shown in.
                event.prevent_default();
                if plain {
                    send.emit(Action::NextRow(id, part, row));
                }
            }
        })
    });

    let (code, length) = match props.control() {
        Some(Control::Text(rule)) => {
            let length = value.encode_utf16().count();
            let near = length * LIMIT_PARTS >= rule.max * (LIMIT_PARTS - 1);
            (
                rule.notation == Notation::LocalPath || rule.secrecy != Secrecy::None || is_address,
                near.then(|| format!("{length} of {} characters", rule.max)),
            )
        }
        _ => (true, None),
    };
    let unseen = revealed(&value);
    let class = classes!("text", code.then_some("code"));
    // A cell of a table is as high as what stands in it.
    let control = if props.row.is_some() {
        html! {
            <textarea
                rows="1"
                id={props.element()}
                {class}
                value={value}
                placeholder={props.placeholder.clone()}
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-label={props.own_label()}
                aria-invalid={props.invalid()}
                aria-describedby={props.described_by.clone()}
                {oninput}
                {onchange}
                {onpaste}
                {onkeydown}
            />
        }
    } else {
        input(props, class, value, oninput)
    };
    html! {
        <>
            { control }
            if let Some(length) = length {
                <small class="length">{ length }</small>
            }
            { unseen }
        </>
    }
}
