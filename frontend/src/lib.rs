//! The page of Bitsmith.
use yew::prelude::*;

/// The whole page.
#[component]
pub fn Page() -> Html {
    html! { <main><h1>{ "Bitsmith" }</h1></main> }
}
