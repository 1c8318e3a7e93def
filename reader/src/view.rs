//! What the page is to show, as a tree of elements. The page makes text nodes and attributes of it, and nothing else: no text is ever
//! taken for markup.

use bitsmith_core::invisible::{Run, called, code_point, runs};
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
pub(crate) fn quoted(text: &str) -> Value {
    element("bdi", &[], revealed(text))
}

/// A text with a mark for each character that is not seen, as the form has it: the character itself stands in it, alone, so that what is
/// copied is exact.
pub(crate) fn revealed(text: &str) -> Vec<Value> {
    let shown = |run: Run<'_>| match run {
        Run::Seen(seen) => json!(seen),
        Run::Unseen(c) => {
            let marks = [
                ("class", "unseen"),
                ("data-name", &code_point(c)),
                ("title", called(c)),
            ];
            element("bdi", &marks, vec![json!(c)])
        }
    };
    runs(text).into_iter().map(shown).collect()
}

/// A sentence: what it quotes is isolated, and what it quotes as code is an element of its own.
pub(crate) fn sentence(text: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, mark, inner, behind)) = next_quoted(rest) {
        match mark {
            '`' => {
                out.push(json!(before));
                out.push(element("code", &[("dir", "auto")], revealed(inner)));
            }
            _ => {
                out.push(json!(format!("{before}“")));
                out.push(quoted(inner));
                out.push(json!("”"));
            }
        }
        rest = behind;
    }
    out.extend(revealed(rest));
    out
}

/// What stands before the first text that a sentence quotes, the mark, what is quoted, and what stands behind it.
fn next_quoted(text: &str) -> Option<(&str, char, &str, &str)> {
    let (at, mark) = text.char_indices().find(|(_, c)| matches!(c, '“' | '`'))?;
    let (before, rest) = text.split_at_checked(at)?;
    let closing = if mark == '`' { '`' } else { '”' };
    let (inner, behind) = rest.strip_prefix(mark)?.split_once(closing)?;
    Some((before, mark, inner, behind))
}

/// A sentence where it is shown as a text: what is quoted as code stands in quotation marks.
pub(crate) fn spoken(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, _, inner, behind)) = next_quoted(rest) {
        out.push_str(&format!("{before}“{inner}”"));
        rest = behind;
    }
    out + rest
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
