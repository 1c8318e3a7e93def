//! The line that says that the job is an example.

use crate::state::Action;
use yew::prelude::*;

/// One line, a button that empties the form, a button that keeps what is there.
pub fn example_line(send: &Callback<Action>) -> Html {
    html! {
        <div class="example" role="note">
            <p>{ "This is an example. Change it, or start with nothing." }</p>
            <button type="button" id="empty-example" onclick={send.reform(|_: MouseEvent| Action::Empty)}>
                { "Empty the form" }
            </button>
            <button type="button" class="clear" onclick={send.reform(|_: MouseEvent| Action::KeepExample)}>
                { "Keep it" }
            </button>
        </div>
    }
}
