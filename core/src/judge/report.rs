//! An import as JSON: documents, statements, what is opaque, what is to be said.

use super::Judged;
use crate::command::bitsadmin::VERBS;
use crate::command::bitstransfer::CMDLETS;
use crate::document::{Secrets, document_json, schema};
use crate::parse::cmdlet::Given;
use crate::parse::found::Found;
use crate::parse::hidden::Parameters;
use crate::parse::{Called, Import, Statement, bitsadmin};
use crate::secret::{HOLE, Holes, mask};
use crate::span::{Places, Span};
use crate::text::{Notation, Piece, Text};
use crate::value::Secrecy;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// An import as JSON, with what is to be said of it; secrets masked.
pub fn import_json(script: &Import, judged: &[Judged], source: &str) -> Value {
    let places = Places::of(source);
    let documents: Vec<Value> = script
        .jobs
        .iter()
        .map(|job| document_json(&job.draft, Secrets::Masked))
        .collect();
    let statements: Vec<Value> = script
        .statements
        .iter()
        .map(|statement| statement_json(statement, &places))
        .collect();
    let opaque: Vec<Value> = script
        .opaque
        .iter()
        .map(|span| Value::Object(spanned(Map::new(), *span, &places)))
        .collect();
    let parameters = script.secrets.parameters();
    let words = words_of_documents();
    let documents: Vec<Value> = documents
        .into_iter()
        .map(|value| without(value, &parameters, &words))
        .collect();
    let statements: Vec<Value> = statements
        .into_iter()
        .map(|value| without(value, &parameters, &words))
        .collect();
    let diagnostics: Vec<Value> = judged.iter().map(|judged| judged_json(judged, &places)).collect();
    json!({
        "documents": documents,
        "statements": statements,
        "opaque": opaque,
        "diagnostics": diagnostics,
    })
}

/// A value without what the script says is secret, wherever it stands in it.
fn without(value: Value, secrets: &Parameters<'_>, words: &BTreeSet<String>) -> Value {
    match value {
        Value::String(text) if words.contains(&text) => Value::String(text),
        Value::String(text) => Value::String(secrets.put_into(&text).unwrap_or(text)),
        Value::Array(items) => items
            .into_iter()
            .map(|item| without(item, secrets, words))
            .collect(),
        // An expression that holds a secret is asked for as a whole: with a hole in it it would be another one.
        Value::Object(members) if members.contains_key("opaque") => {
            let source = members.get("opaque").and_then(Value::as_str).unwrap_or("");
            match secrets.hole_of(source) {
                Some(hole) => json!({ "parameter": hole }),
                None => Value::Object(members),
            }
        }
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(key, value)| (key, without(value, secrets, words)))
                .collect(),
        ),
        value => value,
    }
}

/// The words of documents and statements that no secret can be: they would be in each.
fn words_of_documents() -> BTreeSet<String> {
    fn gather(value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match (key.as_str(), member) {
                        ("const", Value::String(word)) => out.extend([word.clone()]),
                        ("enum", Value::Array(words)) => {
                            out.extend(words.iter().filter_map(Value::as_str).map(str::to_owned));
                        }
                        _ => gather(member, out),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| gather(item, out)),
            _ => {}
        }
    }
    let mut out = BTreeSet::new();
    gather(&schema(), &mut out);
    out.extend(VERBS.iter().map(|verb| verb.name.to_owned()));
    out.extend(CMDLETS.iter().map(|cmdlet| cmdlet.name.to_owned()));
    out
}

fn spanned(mut out: Map<String, Value>, span: Span, places: &Places) -> Map<String, Value> {
    out.insert("start".to_owned(), json!(places.offset(span.start)));
    out.insert("end".to_owned(), json!(places.offset(span.end)));
    out
}

fn statement_json(statement: &Statement, places: &Places) -> Value {
    let mut out = Map::new();
    match &statement.called {
        Called::Bitsadmin(call) => {
            out.insert("shell".to_owned(), json!("cmd"));
            out.insert("verb".to_owned(), json!(call.verb.map(ToString::to_string)));
            let arguments: Vec<Value> = call
                .arguments
                .iter()
                .flat_map(|given| argument(call, given))
                .collect();
            out.insert("arguments".to_owned(), json!(arguments));
        }
        Called::Cmdlet(bound) => {
            out.insert("shell".to_owned(), json!("powershell"));
            out.insert("command".to_owned(), json!(bound.cmdlet.name));
            let masked = |given: &Given, text: &str| masked_text(text, given.parameter.role.secrecy());
            out.insert("parameters".to_owned(), bound.parameters_json(masked));
        }
    }
    let mut out = spanned(out, statement.span, places);
    if let Some(job) = statement.job {
        out.insert("document".to_owned(), json!(job));
    }
    Value::Object(out)
}

/// The words of an argument: its switch, its value.
fn argument(call: &bitsadmin::Statement, given: &bitsadmin::Given) -> Vec<Value> {
    let mut out = Vec::new();
    if let (Some(switch), Some(_)) = (given.argument.switch, given.switch) {
        out.push(json!(switch));
        if given.switch == Some(given.span) {
            return out;
        }
    }
    out.push(match call.may_be_secret(given) {
        true => json!(format!("{{{{{HOLE}}}}}")),
        false => text_json(&given.text, given.argument.role.secrecy()),
    });
    out
}

/// A text as it stands, its secrets masked.
fn masked_text(text: &str, secrecy: Secrecy) -> String {
    let literal = Text::literal(text);
    let masked = mask(secrecy, &literal, &mut Holes::default());
    if masked == literal {
        text.to_owned()
    } else {
        masked.display()
    }
}

/// A text as documents write it, its secrets masked.
pub(crate) fn text_json(text: &Text, secrecy: Secrecy) -> Value {
    let text = mask(secrecy, text, &mut Holes::default());
    match text.notation(Notation::Plain) {
        Some(notation) => json!(notation),
        None => text.pieces().iter().map(piece).collect(),
    }
}

fn piece(piece: &Piece) -> Value {
    match piece {
        Piece::Literal(text) => json!(text),
        Piece::Environment(name) => json!({ "env": name }),
        Piece::Parameter(name) => json!({ "parameter": name }),
        Piece::Opaque { source, shell } => json!({ "opaque": source, "shell": shell.word() }),
    }
}

/// A finding as JSON, with line and column.
pub fn found_json(found: &Found, places: &Places) -> Value {
    Value::Object(found_members(found, places))
}

fn found_members(found: &Found, places: &Places) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("rule".to_owned(), json!(found.rule));
    out.insert("severity".to_owned(), json!(found.severity.word()));
    out.insert("message".to_owned(), json!(found.message));
    if !found.help.is_empty() {
        out.insert("help".to_owned(), json!(found.help));
    }
    let mut out = spanned(out, found.span, places);
    let (line, column) = places.line_and_column(found.span.start);
    out.insert("line".to_owned(), json!(line));
    out.insert("column".to_owned(), json!(column));
    // An edit with the secret left out would not be the edit, and one with it would tell it.
    if let Some(fix) = found.fix.as_ref().filter(|fix| !fix.is_secret) {
        let edit = spanned(Map::new(), fix.span, places);
        let mut edit = Value::Object(edit);
        if let Some(edit) = edit.as_object_mut() {
            edit.insert("text".to_owned(), json!(fix.text));
        }
        out.insert("fix".to_owned(), json!({ "title": fix.title, "edits": [edit] }));
    }
    out
}

fn judged_json(judged: &Judged, places: &Places) -> Value {
    let mut out = found_members(&judged.found, places);
    if let Some(document) = judged.document {
        let mut place = judged
            .place
            .as_ref()
            .map_or_else(Map::new, crate::document::place_json);
        place.insert("document".to_owned(), json!(document));
        out.insert("place".to_owned(), Value::Object(place));
    }
    Value::Object(out)
}
