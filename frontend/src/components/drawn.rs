//! What the reader wants shown: a tree of elements, made of text nodes and attributes and nothing else.

use super::part::View;
use crate::read::Trees;
use crate::state::Action;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Node};
use yew::{Callback, Html};

/// Trees: a text, or a tag, attributes and what stands in the element.
#[derive(PartialEq)]
pub struct Drawn {
    /// The class of the element around them.
    pub class: &'static str,
    /// The trees.
    pub trees: Trees,
}

impl View for Drawn {
    fn draw(&self, _: &Callback<Action>) -> Html {
        let document = web_sys::window().and_then(|window| window.document());
        let around = document.and_then(|document| {
            let around = document.create_element("div").ok()?;
            around.set_class_name(self.class);
            fill(&around, self.trees.of::<JsValue>()?.dyn_ref()?, 0, &document);
            Some(around)
        });
        around.map_or_else(Html::default, |around| Html::VRef(around.into()))
    }
}

/// Puts the trees of a list, from one on, into an element. What is no tree is left out: the reader makes none.
fn fill(into: &Element, trees: &Array, first: u32, document: &Document) {
    for tree in trees.iter().skip(first as usize) {
        if let Some(node) = node(&tree, document) {
            // An element takes any element and any text.
            let _ = into.append_child(&node);
        }
    }
}

fn node(tree: &JsValue, document: &Document) -> Option<Node> {
    if let Some(text) = tree.as_string() {
        return Some(document.create_text_node(&text).into());
    }
    let tree: &Array = tree.dyn_ref()?;
    let element = document.create_element(&tree.get(0).as_string()?).ok()?;
    for pair in Object::entries(tree.get(1).dyn_ref()?).iter() {
        let pair: Array = pair.into();
        element
            .set_attribute(&pair.get(0).as_string()?, &pair.get(1).as_string()?)
            .ok()?;
    }
    fill(&element, tree, 2, document);
    Some(element.into())
}
