//! Adding many rows at once from a list.

use crate::edit;
use crate::effect::{Watched, nothing, use_watch};
use crate::state::Action;
use bitsmith_core::catalog::SettingId;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Where the rows go.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Takes what a person does.
    pub send: Callback<Action>,
    /// The setting.
    pub id: SettingId,
    /// The row that the first of them becomes.
    pub row: usize,
}

/// A place for a list.
#[component]
pub fn Paste(props: &Props) -> Html {
    let send = props.send.clone();
    let area = use_node_ref();
    let is_open = use_state_eq(|| false);
    let (id, row) = (props.id, props.row);
    let onclick = {
        let (area, is_open) = (area.clone(), is_open.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                let text = area.value();
                if text.trim().is_empty() {
                    return;
                }
                // What is not taken stays in its box.
                if edit::too_many(&text).is_none() {
                    area.set_value("");
                    is_open.set(false);
                }
                send.emit(Action::Paste(id, row, text));
            }
        })
    };
    {
        let (area, is_open) = (area.clone(), *is_open);
        use_watch(
            Watched::new(is_open),
            Box::new(move || {
                if is_open && let Some(area) = area.cast::<HtmlTextAreaElement>() {
                    // A list that cannot take the focus leaves it on the button.
                    let _ = area.focus();
                }
                nothing()
            }),
        );
    }
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    html! {
        <>
            <button type="button" aria-expanded={is_open.to_string()} aria-controls="paste-list" onclick={toggle}>
                { "Paste a list" }
            </button>
            <div class="paste" id="paste-list" hidden={!*is_open}>
                <label for="paste-text">{ "An address a line; a local name and ranges may follow, each after a tab" }</label>
                <textarea
                    id="paste-text"
                    class="code"
                    rows="5"
                    spellcheck="false"
                    autocomplete="off"
                    ref={area}
                />
                <button type="button" {onclick}>{ "Add these" }</button>
            </div>
        </>
    }
}
