//! One input, one output.
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[component]
fn Page() -> Html {
    let text = use_state(String::new);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    html! {
        <>
            <input id="input" aria-label="Text" value={(*text).clone()} {oninput} />
            <pre id="output">{ (*text).clone() }</pre>
        </>
    }
}

fn main() {
    yew::Renderer::<Page>::new().render();
}
