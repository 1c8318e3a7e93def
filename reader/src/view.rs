//! What the page is to show, as a tree of elements. The page makes text nodes and attributes of it, and nothing else: no text is ever
//! taken for markup.

use serde_json::{Map, Value, json};

/// An element: its tag, its attributes, what stands in it.
pub(crate) fn element(tag: &str, attributes: &[(&str, &str)], children: Vec<Value>) -> Value {
    let attributes: Map<String, Value> = attributes
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    let mut out = vec![json!(tag), Value::Object(attributes)];
    out.extend(children);
    Value::Array(out)
}

/// An element with nothing but a text.
pub(crate) fn said(tag: &str, text: impl Into<String>) -> Value {
    element(tag, &[], vec![Value::String(text.into())])
}

/// A text of a script's, isolated from the direction of what stands around it.
pub(crate) fn quoted(text: impl Into<String>) -> Value {
    said("bdi", text)
}

/// A part with a heading; nothing where it has no items.
pub(crate) fn part(
    title: &str,
    list: &[(&str, &str)],
    tag: &str,
    items: Vec<Value>,
    rest: usize,
) -> Option<Value> {
    if items.is_empty() {
        return None;
    }
    let mut children = vec![said("h3", title), element(tag, list, items)];
    if rest > 0 {
        let label = format!("Show more: {title}");
        let button = [
            ("type", "button"),
            ("data-does", "more"),
            ("aria-label", label.as_str()),
        ];
        children.push(element(
            "p",
            &[],
            vec![
                json!(format!("And {rest} more. ")),
                element("button", &button, vec![json!("Show more")]),
            ],
        ));
    }
    Some(element("section", &[], children))
}
