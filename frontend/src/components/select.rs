//! A list to choose from.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What a list is told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Select {
    /// The id of the element.
    pub id: AttrValue,
    /// What it is called, where no element of the page says so.
    pub label: Option<AttrValue>,
    /// Further classes.
    pub class: Classes,
    /// Whether an error is about it.
    pub error: bool,
    /// The id of the element that says what is wrong.
    pub described_by: Option<AttrValue>,
    /// The word that is chosen.
    pub value: AttrValue,
    /// The words, with what a person reads.
    pub options: Vec<(AttrValue, AttrValue)>,
}

/// The list. What a person chose on the page gives way to the word that is chosen in the state.
pub fn select(list: Select, choose: Callback<String>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        choose.emit(select.value());
    });
    html! {
        <select
            id={list.id}
            class={list.class}
            aria-label={list.label.clone()}
            title={list.label}
            aria-invalid={list.error.then_some("true")}
            aria-describedby={list.described_by}
            ~value={list.value.as_str()}
            {onchange}
        >
            { for list.options.into_iter().map(|(word, label)| {
                // The property above finds its option only where there is one already.
                let selected = word == list.value;
                html! { <option value={word} {selected}>{ label }</option> }
            }) }
        </select>
    }
}
