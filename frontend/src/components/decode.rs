//! The box for error numbers.

use super::drawn::Drawn;
use super::part::keyed;
use crate::read::Standing;
use crate::state::{Action, State};
use yew::prelude::*;

/// The id of the box.
pub const ERROR: &str = "error-text";

/// The box, and what the error means.
pub fn decode(state: &State, send: &Callback<Action>) -> Html {
    html! {
        <section class="decode" aria-labelledby="decode-heading">
            <h2 id="decode-heading">{ "What does this error mean?" }</h2>
            <label for={ERROR}>{ "An error number in any spelling, or the message that has one" }</label>
            <input
                type="text"
                id={ERROR}
                class="code"
                autocomplete="off"
                spellcheck="false"
                placeholder="0x80200011, -2145386479, 404"
                value={AttrValue::from(state.read.error.clone())}
            />
            <div role="status">
                { match &state.read.codes {
                    Standing::Nothing => Html::default(),
                    Standing::Waiting => html! { <p>{ "Looking it up …" }</p> },
                    Standing::Failed(sentence) => html! { <p>{ sentence.clone() }</p> },
                    Standing::Answered(codes) => {
                        keyed(send, "codes", Drawn { class: "code-meanings", trees: codes.clone() })
                    }
                } }
            </div>
        </section>
    }
}
