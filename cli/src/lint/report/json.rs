//! For programs: the diagnostics of `check`, with the path of the file, and with edits of its text.

use crate::lint::file::Linted;
use crate::shown;
use bitsmith_core::span::Places;
use serde_json::{Map, Value, json};

pub(super) fn report(linted: &[Linted]) -> String {
    let mut diagnostics = Vec::new();
    for file in linted {
        let places = Places::of(&file.text);
        for found in &file.found {
            let (line, column) = places.line_and_column(found.span.start);
            let mut out = Map::new();
            let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
            put("rule", json!(found.rule));
            put("severity", json!(found.severity.word()));
            put("message", json!(found.message));
            if !found.help.is_empty() {
                put("help", json!(found.help));
            }
            put("path", json!(file.path.display().to_string()));
            put("start", json!(places.offset(found.span.start)));
            put("end", json!(places.offset(found.span.end)));
            put("line", json!(line));
            put("column", json!(column));
            // An edit with the secret left out would not be the edit, and one with it would tell it.
            if let Some(fix) = found.fix.as_ref().filter(|fix| !fix.is_secret) {
                let edit = json!({
                    "start": places.offset(fix.span.start),
                    "end": places.offset(fix.span.end),
                    "text": fix.text,
                });
                put("fix", json!({ "title": fix.title, "edits": [edit] }));
            }
            diagnostics.push(Value::Object(out));
        }
    }
    shown::json(&json!({ "diagnostics": diagnostics }))
}
