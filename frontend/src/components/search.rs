//! Looking for settings.

use crate::state::Action;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A field that narrows the form down to what is looked for.
pub fn search(query: &str, send: &Callback<Action>) -> Html {
    let oninput = {
        let send = send.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            send.emit(Action::Search(input.value()));
        })
    };
    let send = send.clone();
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
                value={query.to_owned()}
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
