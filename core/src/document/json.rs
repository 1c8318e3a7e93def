//! JSON as documents are written: a value, and its text in one line or in many.
//!
//! A page that keeps a job writes documents and nothing else; this is the part of JSON that they need.

use std::fmt::Write as _;

/// A value of a document. Keys stand in the order in which they were put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    /// A string.
    Text(String),
    /// A number.
    Number(u64),
    /// `true` or `false`.
    Boolean(bool),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(&'static str, Json)>),
}

/// How a value is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// In one line without blanks.
    Dense,
    /// Each item on a line of its own, two blanks deeper than what it stands in.
    Lines,
}

impl Json {
    /// A string.
    pub(super) fn text(text: &str) -> Json {
        Json::Text(text.to_owned())
    }

    /// The value as a text.
    pub(super) fn written(&self, layout: Layout) -> String {
        let mut out = String::new();
        self.write(layout, 0, &mut out);
        out
    }

    fn write(&self, layout: Layout, depth: usize, out: &mut String) {
        match self {
            Json::Text(text) => quote(text, out),
            Json::Number(number) => out.push_str(&number.to_string()),
            Json::Boolean(true) => out.push_str("true"),
            Json::Boolean(false) => out.push_str("false"),
            Json::List(items) => {
                out.push('[');
                let deeper = depth.saturating_add(1);
                for (index, item) in items.iter().enumerate() {
                    next(index, layout, deeper, out);
                    item.write(layout, deeper, out);
                }
                end(items.len(), layout, depth, out);
                out.push(']');
            }
            Json::Object(members) => {
                out.push('{');
                let deeper = depth.saturating_add(1);
                for (index, (key, value)) in members.iter().enumerate() {
                    next(index, layout, deeper, out);
                    quote(key, out);
                    out.push_str(if layout == Layout::Lines { ": " } else { ":" });
                    value.write(layout, deeper, out);
                }
                end(members.len(), layout, depth, out);
                out.push('}');
            }
        }
    }
}

/// A text as a string of JSON.
pub fn quoted(text: &str) -> String {
    Json::text(text).written(Layout::Dense)
}

/// What stands before an item.
fn next(index: usize, layout: Layout, depth: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    end(1, layout, depth, out);
}

/// What stands before the closing bracket.
fn end(items: usize, layout: Layout, depth: usize, out: &mut String) {
    if items > 0 && layout == Layout::Lines {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
}

/// A string between quotes, with the characters escaped that JSON does not take as they are. `[rfc:8259]`
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            // Writing into a string cannot fail.
            c if c < ' ' => drop(write!(out, "\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Json {
        Json::List(items.into_iter().collect())
    }
}

impl From<Json> for serde_json::Value {
    fn from(json: Json) -> serde_json::Value {
        match json {
            Json::Text(text) => text.into(),
            Json::Number(number) => number.into(),
            Json::Boolean(boolean) => boolean.into(),
            Json::List(items) => items.into_iter().map(serde_json::Value::from).collect(),
            Json::Object(members) => members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), serde_json::Value::from(value)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Layout};
    use proptest::prelude::*;

    fn json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            any::<String>().prop_map(Json::Text),
            any::<u64>().prop_map(Json::Number),
            any::<bool>().prop_map(Json::Boolean),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            let member = (
                prop::sample::select(vec!["a", "b", "c", "\u{1}\"\\"]),
                inner.clone(),
            );
            prop_oneof![
                prop::collection::vec(inner, 0..5).prop_map(Json::List),
                prop::collection::vec(member, 0..4).prop_map(|mut members| {
                    members.sort_by_key(|(key, _)| *key);
                    members.dedup_by_key(|(key, _)| *key);
                    Json::Object(members)
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn json_is_written_as_serde_writes_it(json in json()) {
            let theirs = serde_json::Value::from(json.clone());
            prop_assert_eq!(json.written(Layout::Dense), theirs.to_string());
            prop_assert_eq!(
                json.written(Layout::Lines),
                serde_json::to_string_pretty(&theirs).unwrap()
            );
        }
    }
}
