//! The clipboard, and the selection that takes its place where it is refused.

use crate::element::element;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Clipboard;

/// The browser gave no access to the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// Puts a text into the clipboard, and says what became of it.
pub fn copy(text: String, answer: impl FnOnce(Result<(), Refused>) + 'static) {
    let Some(clipboard) = clipboard() else {
        answer(Err(Refused));
        return;
    };
    spawn_local(async move {
        let written = JsFuture::from(clipboard.write_text(&text)).await;
        answer(written.map(|_| ()).map_err(|_| Refused));
    });
}

/// The clipboard; pages that did not come over a safe connection have none.
fn clipboard() -> Option<Clipboard> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    clipboard.dyn_into().ok()
}

/// Selects all that stands in an element.
pub fn select(id: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    if let (Some(element), Ok(Some(selection))) = (element(id), window.get_selection()) {
        // Where nothing can be selected, nothing is: the message says what was meant to happen.
        let _ = selection.select_all_children(&element);
    }
}
