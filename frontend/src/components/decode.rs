//! The box for error numbers.

use crate::read::{Code, Event, Standing};
use crate::state::{Action, State, has_place};
use bitsmith_core::catalog::{CATALOG, SettingId};
use bitsmith_core::diagnostic::At;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The box, and what the error means.
pub fn decode(state: &State, send: &Callback<Action>) -> Html {
    let oninput = send.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Read(Event::Error(input.value()))
    });
    html! {
        <section class="decode" aria-labelledby="decode-heading">
            <h2 id="decode-heading">{ "What does this error mean?" }</h2>
            <label for="error-text">{ "An error number in any spelling, or the message that has one" }</label>
            <input
                type="text"
                id="error-text"
                class="code"
                autocomplete="off"
                spellcheck="false"
                placeholder="0x80200011, -2145386479, 404"
                value={state.read.error.to_string()}
                {oninput}
            />
            <div role="status">
                { match &state.read.codes {
                    Standing::Nothing => Html::default(),
                    Standing::Waiting => html! { <p>{ "Looking it up …" }</p> },
                    Standing::Failed(sentence) => html! { <p>{ sentence.clone() }</p> },
                    Standing::Answered(codes) if codes.is_empty() => html! {
                        <p>{ "No error number in it. Write it as 0x80200011, -2145386479 or 404." }</p>
                    },
                    Standing::Answered(codes) => codes.iter().map(|code| meaning(code, state, send)).collect(),
                } }
            </div>
        </section>
    }
}

/// The setting of that name, where the form has a place for it.
fn setting(name: &str, state: &State) -> Option<SettingId> {
    CATALOG
        .iter()
        .map(|spec| spec.id)
        .find(|id| id.name() == name && has_place(*id, state.draft.subject.kind))
}

fn meaning(code: &Code, state: &State, send: &Callback<Action>) -> Html {
    let cure = setting(&code.setting, state);
    html! {
        <div class="code-meaning">
            <h3><code>{ code.number.clone() }</code>{ " " }{ code.name.clone() }</h3>
            <p>{ code.sentence.clone() }</p>
            if !code.causes.is_empty() {
                <h4>{ "Likely causes" }</h4>
                <ol>{ for code.causes.iter().map(|cause| html! { <li>{ cause.clone() }</li> }) }</ol>
            }
            if !code.change.is_empty() {
                <h4>{ "What to change" }</h4>
                <p>{ code.change.clone() }</p>
            }
            if let Some(id) = cure {
                <p>
                    <button
                        type="button"
                        class="fix"
                        onclick={send.reform(move |_: MouseEvent| Action::GoTo(At::Setting { id, part: None, row: None }))}
                    >{ format!("Go to {}", id.label()) }</button>
                </p>
            }
            if !code.look.is_empty() {
                <h4>{ "To see more" }</h4>
                <p><code>{ code.look.clone() }</code></p>
            }
        </div>
    }
}
