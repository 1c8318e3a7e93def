//! A script with its tokens: what is pointed at or has the focus is explained.

use super::drawn::Drawn;
use super::part::keyed;
use crate::badge::{page, page_name};
use crate::element::element;
use crate::read::{Event, Read, Script};
use crate::state::Action;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The attribute with the number of a token.
const MARK: &str = "data-token";

/// The id of the lines.
const AREA: &str = "marked";

/// The number of the token that an element is.
fn number(element: &Element) -> Option<usize> {
    element.get_attribute(MARK)?.parse().ok()
}

/// The first element of a token.
fn of_number(area: &Element, number: usize) -> Option<HtmlElement> {
    area.query_selector(&format!("[{MARK}=\"{number}\"]"))
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

/// Goes to a token, which shows what is said of it.
pub fn go_to(number: usize) {
    if let Some(token) = element(AREA).and_then(|area| of_number(&area, number)) {
        // A token that cannot take the focus leaves it where it is.
        let _ = token.focus();
    }
}

/// Goes to the next token with an error or a warning, behind the one that has the focus, and round again. Says whether there is one.
pub fn go_to_next_remark() -> bool {
    let Some(area) = element(AREA) else {
        return false;
    };
    let Ok(wrong) = area.query_selector_all(".token.error, .token.warning") else {
        return false;
    };
    let wrong = (0..wrong.length()).filter_map(|at| wrong.get(at)?.dyn_into::<Element>().ok());
    let numbers: Vec<usize> = wrong.filter_map(|token| number(&token)).collect();
    let at = area
        .query_selector(":focus")
        .ok()
        .flatten()
        .and_then(|token| number(&token));
    let next = numbers.iter().find(|number| at.is_none_or(|at| **number > at));
    let Some(next) = next.or(numbers.first()) else {
        return false;
    };
    go_to(*next);
    true
}

/// The lines.
pub fn marked(script: &Script, send: &Callback<Action>) -> Html {
    let last = script.tokens.len();
    let pointed = |element: Option<Element>| {
        let element = element?.closest(&format!("[{MARK}]")).ok().flatten()?;
        number(&element)
    };
    let point = {
        let send = send.clone();
        move |element: Option<Element>| {
            if let Some(token) = pointed(element) {
                send.emit(Action::Read(Event::Token(token)));
            }
        }
    };
    let onmouseover = {
        let point = point.clone();
        Callback::from(move |event: MouseEvent| point(event.target_dyn_into()))
    };
    let onfocusin = Callback::from(move |event: FocusEvent| point(event.target_dyn_into()));
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let area = event
            .current_target()
            .and_then(|area| area.dyn_into::<Element>().ok());
        let Some(area) = area else { return };
        let at = event
            .target_dyn_into::<Element>()
            .and_then(|element| number(&element));
        let (mut next, step) = match (event.key().as_str(), at) {
            ("ArrowRight" | "ArrowDown", Some(at)) => (at + 1, 1),
            ("ArrowRight" | "ArrowDown", None) | ("Home", _) => (0, 1),
            ("ArrowLeft" | "ArrowUp", Some(at)) => (at.wrapping_sub(1), -1),
            ("End", _) => (last.wrapping_sub(1), -1),
            _ => return,
        };
        event.prevent_default();
        while next < last {
            // A token within another one has no element of its own.
            if let Some(token) = of_number(&area, next) {
                // A token that cannot take the focus leaves it where it is.
                let _ = token.focus();
                return;
            }
            next = next.wrapping_add_signed(step);
        }
    });
    html! {
        <div
            id={AREA}
            class="script marked"
            role="group"
            tabindex="0"
            aria-label="The script with its tokens. Arrow keys go from one to the next"
            {onmouseover}
            {onfocusin}
            {onkeydown}
        >
            { keyed(send, "lines", Drawn { class: "", trees: script.lines.clone() }) }
        </div>
    }
}

/// What the token says that is looked at.
pub fn explained(read: &Read, script: &Script) -> Html {
    let token = read.token.and_then(|token| script.tokens.get(token));
    html! {
        <div id="token" class="help" role="status">
            if let Some(token) = token {
                { for token.remarks.iter().map(|(severity, sentences)| html! {
                    <p class={format!("message {severity}")}><bdi>{ sentences.clone() }</bdi></p>
                }) }
                if !token.title.is_empty() {
                    <p><strong><bdi>{ token.title.clone() }</bdi></strong></p>
                    <p><bdi>{ token.text.clone() }</bdi></p>
                }
                if let Some(address) = page(&token.source) {
                    <p>
                        { "Source: " }
                        <a href={address} target="_blank" rel="noreferrer noopener">{ page_name(&token.source) }</a>
                    </p>
                } else if !token.source.is_empty() {
                    <p>{ format!("Source: {}", page_name(&token.source)) }</p>
                }
            } else if !script.tokens.is_empty() {
                <p>{ "Point at an underlined word, tap it, or go there with the arrow keys: what it means stands here." }</p>
            }
        </div>
    }
}
