//! The script: numbered lines with colours, tied to the fields that they came from.

use super::chunk::{Chunk, chunks, says};
use super::part::keyed;
use crate::effect::{Watched, nothing, use_watch};
use crate::field;
use crate::output::Output;
use crate::state::{Action, Standing, Wrap};
use bitsmith_core::diagnostic::At;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// What is shown.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Takes what a person does.
    pub send: Callback<Action>,
    /// What the script is called.
    pub label: AttrValue,
    /// The script.
    pub output: Output,
    /// How it stands to the draft.
    pub standing: Standing,
    /// Whether long lines are broken.
    pub wrap: Wrap,
    /// What is pointed at.
    pub lit: Option<At>,
    /// Where the focus is or was last: its lines come into view.
    pub held: Option<At>,
}

/// The element's place, or that of the nearest element around it that has one.
pub fn place_of(element: &Element) -> Option<At> {
    let marked = element.closest("[data-at]").ok().flatten()?;
    field::read_mark(&marked.get_attribute("data-at")?)
}

/// Brings an element into view, as little as that takes.
pub fn show(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Start);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The script.
#[component]
pub fn ScriptView(props: &Props) -> Html {
    let send = &props.send;
    let view = use_node_ref();
    {
        let (view, held) = (view.clone(), props.held);
        use_watch(
            Watched::new(held),
            Box::new(move || {
                let line = held.and_then(|_| {
                    let view = view.cast::<Element>()?;
                    // The line that has the focus is in view, and its neighbours are not to move.
                    if view.query_selector(":focus").ok().flatten().is_some() {
                        return None;
                    }
                    view.query_selector(".line.lit").ok().flatten()
                });
                if let Some(line) = line {
                    show(&line);
                }
                nothing()
            }),
        );
    }
    let onkeydown = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(target) = event.target_dyn_into::<Element>() else {
                return;
            };
            let line = target.closest(".line").ok().flatten();
            match event.key().as_str() {
                "ArrowDown" | "ArrowUp" => {
                    let lines = target.closest("#output").ok().flatten();
                    let next = match (&line, event.key() == "ArrowDown") {
                        (Some(line), true) => line.next_element_sibling(),
                        (Some(line), false) => line.previous_element_sibling(),
                        (None, _) => lines.and_then(|lines| lines.query_selector(".line").ok().flatten()),
                    };
                    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
                        event.prevent_default();
                        // A line that cannot take the focus leaves it where it is.
                        let _ = next.focus();
                    }
                }
                "Enter" => {
                    if let Some(at) = line.as_ref().and_then(place_of) {
                        event.prevent_default();
                        send.emit(Action::GoTo(at));
                    }
                }
                _ => {}
            }
        })
    };
    let ondblclick = {
        let send = send.clone();
        Callback::from(move |event: MouseEvent| {
            let at = event
                .target_dyn_into::<Element>()
                .and_then(|target| place_of(&target));
            if let Some(at) = at {
                send.emit(Action::GoTo(at));
            }
        })
    };
    html! {
        <div
            id="output"
            class={classes!(
                "script",
                (props.wrap == Wrap::On).then_some("wrapped"),
                (props.standing != Standing::Current).then_some("stale"),
            )}
            role="group"
            tabindex="0"
            aria-label={props.label.clone()}
            ref={view}
            {onkeydown}
            {ondblclick}
        >
            { for chunks(&props.output.lines).into_iter().map(|lines| {
                let key = lines.first().map_or(0, |line| line.key);
                let lit = props.lit.filter(|at| lines.iter().any(|line| says(line, *at)));
                keyed(send, key, Chunk { lines, lit })
            }) }
        </div>
    }
}
