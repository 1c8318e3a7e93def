//! Diagnostics as JSON.

use super::json::Json;
use super::write::{profile, shown, shown_entry, shown_part};
use super::{DocumentErrors, Documents, MALFORMED};
use crate::catalog::{CATALOG, Held, SettingId};
use crate::diagnostic::{At, Diagnostic, Edit, Place, Position, Severity};
use crate::secret::{Holes, is_secret_name, mask_address, mask_command_line, mask_header};
use crate::text::Text;
use crate::value::{Control, Part, Repeat};
use serde_json::{Map, Value, json};

/// The list `diagnostics`, with positions in the documents where they were read from a text.
///
/// ```
/// use bitsmith_core::document::{diagnostics_json, read_located};
/// let documents = read_located(r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } },
///   "settings": { "priority": "urgent" } }"#).unwrap();
/// let (_, diagnostics) = documents.drafts[0].job();
/// let json = diagnostics_json(&diagnostics, Some(&documents));
/// assert_eq!((&json[0]["line"], &json[0]["column"]), (&2.into(), &29.into()));
/// assert_eq!(json[0]["place"]["setting"], "priority");
/// ```
pub fn diagnostics_json(diagnostics: &[Diagnostic], documents: Option<&Documents>) -> Value {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let mut out = head(
                diagnostic.rule,
                diagnostic.severity,
                &diagnostic.message,
                &diagnostic.help,
            );
            let place = place_json(&diagnostic.place);
            if !place.is_empty() {
                out.insert("place".to_owned(), Value::Object(place));
            }
            if let Some((start, end)) = documents.and_then(|documents| documents.locate(&diagnostic.place)) {
                positions(&mut out, start, end);
            }
            if let Some(fix) = &diagnostic.fix {
                let edits: Value = fix.edits.iter().map(edit).collect();
                // An edit with the secret left out would not be the edit, and one with it would tell it.
                if !tells_secret(&edits) {
                    out.insert("fix".to_owned(), json!({ "title": fix.title, "edits": edits }));
                }
            }
            Value::Object(out)
        })
        .collect()
}

fn tells_secret(value: &Value) -> bool {
    match value {
        Value::String(string) => is_secret(string),
        Value::Array(items) => {
            items.iter().any(tells_secret)
                // The pieces of one text.
                || items
                    .iter()
                    .skip_while(|item| !item.as_str().is_some_and(announces_secret))
                    .skip(1)
                    .any(Value::is_string)
        }
        Value::Object(members) => members.values().any(tells_secret),
        _ => false,
    }
}

/// What is wrong with the form of a document, as diagnostics.
pub fn errors_json(errors: &DocumentErrors) -> Value {
    errors
        .0
        .iter()
        .map(|error| {
            let mut out = head(MALFORMED, Severity::Error, &error.message, &error.help);
            if let Some(document) = error.document {
                out.insert("place".to_owned(), json!({ "document": document }));
            }
            positions(&mut out, error.start, error.end);
            Value::Object(out)
        })
        .collect()
}

fn head(rule: &str, severity: Severity, message: &str, help: &str) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("rule".to_owned(), json!(rule));
    out.insert("severity".to_owned(), json!(severity.word()));
    out.insert("message".to_owned(), json!(message));
    if !help.is_empty() {
        out.insert("help".to_owned(), json!(help));
    }
    out
}

fn positions(out: &mut Map<String, Value>, start: Position, end: Position) {
    for (key, number) in [
        ("start", start.offset),
        ("end", end.offset),
        ("line", start.line),
        ("column", start.column),
    ] {
        out.insert(key.to_owned(), json!(number));
    }
}

pub(crate) fn place_json(place: &Place) -> Map<String, Value> {
    let mut out = Map::new();
    if let At::Setting { id, part, row } = place.at {
        out.insert("setting".to_owned(), json!(id.name()));
        let named = part
            .and_then(|part| id.spec().parts.get(part))
            .filter(|part| !part.name.is_empty());
        if let Some(part) = named {
            out.insert("part".to_owned(), json!(part.name));
        }
        if let Some(row) = row.filter(|_| id.spec().held == Held::Files) {
            out.insert("file".to_owned(), json!(row));
        }
    }
    if let Some(document) = place.document {
        out.insert("document".to_owned(), json!(document));
    }
    out
}

/// A change: the place in the document as a JSON pointer, and what stands there then.
fn edit(edit: &Edit) -> Value {
    let put = |path: String, value: Value| json!({ "path": path, "value": value });
    let part = |id: SettingId, index: usize| id.spec().parts.get(index);
    match edit {
        Edit::Set(id, entries) => put(setting(*id), shown(id.spec(), entries).into()),
        Edit::SetPart(id, index, entries) => match part(*id, *index) {
            Some(part) => put(cell(*id, part, None), shown_part(part, entries).into()),
            None => Value::Null,
        },
        Edit::SetCell(id, index, row, entry) => match part(*id, *index) {
            Some(part) => put(cell(*id, part, Some(*row)), shown_entry(part, entry).into()),
            None => Value::Null,
        },
        Edit::Clear(id) => json!({ "path": setting(*id), "remove": true }),
        Edit::RemoveRow(id, row) => json!({ "path": format!("{}/{row}", setting(*id)), "remove": true }),
        Edit::NewEnding(word) => put("/ending".to_owned(), json!(word)),
        Edit::ExistingEnding(ending) => put("/ending".to_owned(), json!(ending.word())),
        Edit::Bound(bound) => put("/ending/wait_and_complete/bound".to_owned(), json!(bound)),
        Edit::Profile(to) => put("/profile".to_owned(), Json::Object(profile(to)).into()),
        Edit::Folders(folders) => put("/folders".to_owned(), json!(folders.word())),
        Edit::Ask(ask) => put("/ask".to_owned(), json!(ask.word())),
    }
}

/// Where a document holds a setting.
fn setting(id: SettingId) -> String {
    match id.spec().held {
        Held::Settings => format!("/settings/{}", id.name()),
        Held::Subject => format!("/subject/new/{}", id.name()),
        Held::Files | Held::FileEntry => "/files".to_owned(),
    }
}

/// Where a document holds an entry of a setting.
fn cell(id: SettingId, part: &Part, row: Option<usize>) -> String {
    let rows = id.spec().repeat == Repeat::Rows;
    let listed = matches!(
        part.control,
        Control::Flags(_) | Control::CostMask { .. } | Control::Lines(_)
    );
    let mut path = setting(id);
    if let Some(row) = row.filter(|_| rows) {
        path.push_str(&format!("/{row}"));
    }
    if !part.name.is_empty() {
        path.push_str(&format!("/{}", part.name));
    }
    if let Some(row) = row.filter(|_| !rows && listed) {
        path.push_str(&format!("/{row}"));
    }
    path
}

/// The source of a document, whether it can be read or not, with an asterisk for each character of what looks like a
/// secret, by itself or by its key: lines of it can be shown, and every place stays where it is.
///
/// ```
/// use bitsmith_core::document::redacted;
/// let source = r#"{ "custom_headers": ["Cookie: a", "Accept: b"], "password": "c", "x": 1 }"#;
/// assert_eq!(redacted(source), r#"{ "custom_headers": ["*********", "Accept: b"], "password": "*", "x": 1 }"#);
/// ```
pub fn redacted(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut hidden = Hidden::default();
    // A text may be a list of pieces: what follows `"Authorization: "` is its secret, up to the end of the list.
    let mut in_pieces = false;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        if c != '"' {
            in_pieces &= c != ']';
            hidden.sign(c);
            let is_said = c.is_alphanumeric() || "+-._".contains(c);
            out.push(if is_said && hidden.is_on() { '*' } else { c });
            rest = after;
            continue;
        }
        out.push(c);
        let (string, more) = after.split_at_checked(string_end(after)).unwrap_or((after, ""));
        let said = unescaped(string);
        rest = more.strip_prefix('"').unwrap_or(more);
        let is_key = rest.trim_start().starts_with(':');
        if !is_key && (in_pieces || hidden.is_on() || is_secret(&said)) {
            out.extend(
                string
                    .chars()
                    .flat_map(|c| std::iter::repeat_n('*', c.len_utf16())),
            );
        } else {
            out.push_str(string);
        }
        if rest.len() < more.len() {
            out.push('"');
        }
        match is_key {
            true => hidden.key(&said),
            false => {
                in_pieces |= announces_secret(&said);
                hidden.value(&said);
            }
        }
    }
    out
}

/// What of a document is hidden for the name that it has: the value behind a key such as `password`, and what stands beside
/// a value such as `"name": "X-Api-Key"`.
#[derive(Default)]
struct Hidden {
    depth: usize,
    /// The value of a key at this depth.
    value: Option<usize>,
    /// The values of an object at this depth.
    object: Option<usize>,
    /// The last key says how something is called.
    names: bool,
}

impl Hidden {
    fn is_on(&self) -> bool {
        self.value.is_some() || self.object.is_some()
    }

    /// A character between strings.
    fn sign(&mut self, c: char) {
        let ends = match c {
            '{' | '[' => {
                self.depth = self.depth.saturating_add(1);
                return;
            }
            '}' | ']' => {
                let depth = self.depth;
                self.depth = depth.saturating_sub(1);
                self.object = self.object.filter(|object| *object < depth);
                depth
            }
            ',' => self.depth,
            _ => return,
        };
        self.value = self.value.filter(|value| *value < ends);
    }

    fn key(&mut self, key: &str) {
        // Settings such as `credentials` are no secrets.
        let is_setting = || CATALOG.iter().any(|spec| spec.name == key);
        if is_secret_name(key) && !is_setting() {
            self.value.get_or_insert(self.depth);
        }
        self.names = ["name", "key", "header"]
            .iter()
            .any(|one| key.eq_ignore_ascii_case(one));
    }

    fn value(&mut self, value: &str) {
        if std::mem::take(&mut self.names) && is_secret_name(value) {
            self.object.get_or_insert(self.depth);
        }
    }
}

/// Where a string ends: before its closing quote, or where the line does.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\r' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// What a JSON string says; as it stands where it is damaged.
fn unescaped(string: &str) -> String {
    if !string.contains('\\') {
        return string.to_owned();
    }
    serde_json::from_str(&format!("\"{string}\"")).unwrap_or_else(|_| string.to_owned())
}

/// Whether a secret would come next: the text with more behind it has one.
fn announces_secret(string: &str) -> bool {
    !is_secret(string)
        && is_secret(&format!("{string}x"))
        && (string.ends_with(char::is_whitespace) || string.ends_with([':', '=']))
}

fn is_secret(string: &str) -> bool {
    let text = Text::literal(string);
    [mask_header, mask_address, mask_command_line]
        .iter()
        .any(|mask| mask(&text, &mut Holes::default()) != text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read_located;
    use crate::evaluate::evaluate;
    use crate::plan::Reveal;

    #[test]
    fn secrets_in_lines_of_a_document_are_blotted_out() {
        for source in [
            r#"["Authorization: Bearer hunter2"]"#,
            r#"["Authorization\u003a hunter2"]"#,
            r#"["Authorization Bearer hunter2"]"#,
            r#"[["Authorization: ", "hunter2"], "Accept: b"]"#,
            r#"[["https://h/?sig=", {"env": "X"}, "hunter2"]]"#,
            r#"{"new_prefix": "https://h/#token=hunter2"}"#,
            r#"{"parameters": "n.exe --token hunter2"}"#,
            r#"{"parameters": "n.exe \"--token=hunter2\""}"#,
            r#"{"parameters": ["n.exe --token ", {"env": "X"}, "hunter2"]}"#,
            r#"["https://h/token/a8f5f167f44f4964e6c998dee827hunter2"]"#,
            r#"{"password": "hunter2"}"#,
            r#"{"user": {"name": "ann", "password": "hunter2"}, "Accept": "b"}"#,
            r#"{"pass\u0077ord": "hunter2"}"#,
            r#"{"custom_headers": {"X-Api-Key": "hunter2", "Accept": "b"}}"#,
            r#"[{"name": "X-Api-Key", "value": "hunter2"}, "Accept: b"]"#,
            r#"{"token": ["a", {"b": "hunter2"}, "hunter2"], "x": "Accept"}"#,
            r#"{"password": hunter2, "Accept": 1}"#,
            r#"{"password": "hunter2"#,
        ] {
            let redacted = redacted(source);
            assert!(!redacted.contains("hunter2"), "{redacted}");
            assert_eq!(
                redacted.encode_utf16().count(),
                source.encode_utf16().count(),
                "every place stays where it is"
            );
            assert_eq!(redacted.contains("Accept"), source.contains("Accept"));
        }
    }

    #[test]
    fn what_is_no_secret_of_a_document_is_shown() {
        for source in [
            r#"{"credentials": [{"target": "server", "scheme": "basic", "user": "ann"}]}"#,
            r#"{"helper_token_flags": ["local_file"], "priority": "urgent"}"#,
            r#"{"subject": {"new": {"display_name": "Tool of the token", "job_type": "download"}}}"#,
        ] {
            assert_eq!(redacted(source), source);
        }
    }

    #[test]
    fn edits_with_secrets_are_not_told() {
        let source = r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } }, "settings":
            { "custom_headers": ["Authorization: Bearer hunter2", " X: y", "X-Key: hunter2", "X-Key: 2"] } }"#;
        let documents = read_located(source).unwrap();
        let diagnostics = evaluate(&documents.drafts[0], Reveal::Masked).diagnostics;
        assert!(diagnostics.iter().any(|one| one.rule == "malformed-header-name"));
        assert!(
            !diagnostics_json(&diagnostics, Some(&documents))
                .to_string()
                .contains("hunter2")
        );
    }
}
