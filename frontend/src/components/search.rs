//! Looking for settings.

use crate::send::use_send;
use crate::state::Action;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What is looked for.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// As typed.
    pub query: Rc<str>,
}

/// A field that narrows the form down to what is looked for.
#[component]
pub fn SearchPart(props: &Props) -> Html {
    let send = use_send();
    let oninput = {
        let send = send.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            send.emit(Action::Search(input.value()));
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => send.emit(Action::Search(String::new())),
        "Enter" => {
            event.prevent_default();
            send.emit(Action::GoToFound);
        }
        _ => {}
    });
    html! {
        <div class="search" role="search">
            <input
                type="search"
                id="search"
                value={props.query.to_string()}
                placeholder="Search settings"
                aria-label="Search settings"
                aria-keyshortcuts="Control+K"
                spellcheck="false"
                autocomplete="off"
                {oninput}
                {onkeydown}
            />
            <kbd aria-hidden="true">{ "Ctrl K" }</kbd>
        </div>
    }
}
