//! Elements of the page, by their ids.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The element with an id.
pub fn element(id: &str) -> Option<HtmlElement> {
    web_sys::window()?
        .document()?
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}
