//! The JSON Schema of documents, made from the catalog.
//!
//! It lists the canonical words and forms. The reader also takes other spellings of words, and keeps what it cannot
//! judge for the checks that follow.

use super::{NEWEST_RULES, VERSION};
use crate::catalog::{CATALOG, Held, SettingId, SettingSpec};
use crate::draft::{NewEndingKind, SelectorKind};
use crate::job::{Ask, ExistingEnding, Folders, Leftover, Owner};
use crate::profile::{Context, RELEASES, Shell};
use crate::text::{Dialect, Notation};
use crate::value::{Choice, Control, Part, Repeat, Secrecy, TextRule};
use crate::version::BitsVersion;
use serde_json::{Map, Value, json};

/// The JSON Schema (2020-12) of what [`super::read()`] reads.
///
/// ```
/// let schema = bitsmith_core::document::schema();
/// let settings = &schema["$defs"]["document"]["properties"]["settings"]["properties"];
/// assert_eq!(settings["priority"]["enum"][0], "foreground");
/// ```
pub fn schema() -> Value {
    let documents = json!({ "type": "array", "minItems": 1, "items": reference("document") });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bitsmith document",
        "description": "A BITS job, or a change of BITS jobs: one document, a list of documents, or an object with a list `documents`.",
        "anyOf": [
            reference("document"),
            documents,
            {
                "type": "object",
                "properties": { "documents": documents, "statements": {}, "opaque": {}, "diagnostics": {} },
                "required": ["documents"],
                "additionalProperties": false,
            },
        ],
        "$defs": {
            "document": document(),
            "subject_new": subject_new(),
            "subject_existing": subject_existing(),
            "ending_new": ending_new(),
            "ending_existing": words(ExistingEnding::ALL.iter().map(|one| (one.word(), one.label()))),
            "pieces": pieces(),
            "range": range(),
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// An object with these keys and no others.
fn object(properties: Map<String, Value>, required: &[&str]) -> Value {
    let mut out = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty()
        && let Some(out) = out.as_object_mut()
    {
        out.insert("required".to_owned(), json!(required));
    }
    out
}

/// A closed list of words; what each means stands in the description.
fn words<'w>(words: impl Iterator<Item = (&'w str, &'w str)>) -> Value {
    let (words, meanings): (Vec<&str>, Vec<String>) = words
        .map(|(word, meaning)| (word, format!("{word}: {meaning}")))
        .unzip();
    json!({ "enum": words, "description": meanings.join("\n") })
}

fn with(mut value: Value, key: &str, says: impl Into<Value>) -> Value {
    if let Some(value) = value.as_object_mut() {
        value.insert(key.to_owned(), says.into());
    }
    value
}

fn document() -> Value {
    let mut properties = Map::new();
    let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    put("$schema", json!({ "type": "string" }));
    put(
        "bitsmith",
        json!({ "const": VERSION, "description": "The version of the document." }),
    );
    put(
        "rules",
        json!({ "type": "integer", "minimum": 1, "maximum": NEWEST_RULES,
            "description": "The rule version whose output is wanted; without it, the newest." }),
    );
    put("profile", profile());
    put(
        "subject",
        json!({ "description": "What the document is about: a new job, or jobs that exist.",
            "oneOf": [reference("subject_new"), reference("subject_existing")] }),
    );
    put("files", setting(SettingId::Files.spec()));
    put("settings", settings());
    put(
        "ending",
        json!({ "description": "How it ends. A new job is waited for and completed, existing jobs are left as they are, unless this says otherwise.",
            "anyOf": [reference("ending_new"), reference("ending_existing")] }),
    );
    put(
        "folders",
        words(Folders::ALL.iter().map(|one| (one.word(), one.label()))),
    );
    put("ask", words(Ask::ALL.iter().map(|one| (one.word(), one.label()))));
    let mut out = object(properties, &["bitsmith", "subject"]);
    // What goes with a new job only, and with existing jobs only.
    out = with(
        out,
        "if",
        json!({ "properties": { "subject": { "type": "object", "required": ["new"] } } }),
    );
    out = with(
        out,
        "then",
        json!({ "properties": {
            "ending": reference("ending_new"),
            "settings": { "properties": { SettingId::DisplayName.name(): false } },
        } }),
    );
    with(
        out,
        "else",
        json!({ "properties": { "ending": reference("ending_existing") } }),
    )
}

fn profile() -> Value {
    let versions: Vec<String> = BitsVersion::ALL
        .iter()
        .map(|(version, _)| version.to_string())
        .collect();
    let mut properties = Map::new();
    properties.insert(
        "windows".to_owned(),
        words(RELEASES.iter().map(|release| (release.word, release.label))),
    );
    properties.insert(
        "bits".to_owned(),
        json!({ "enum": versions, "description": "Another BITS than this Windows brought." }),
    );
    properties.insert(
        "shell".to_owned(),
        words(Shell::ALL.iter().map(|one| (one.word(), one.label()))),
    );
    properties.insert(
        "context".to_owned(),
        words(Context::ALL.iter().map(|one| (one.word(), one.label()))),
    );
    with(
        object(properties, &[]),
        "description",
        "The machine that the script is made for.",
    )
}

fn subject_new() -> Value {
    let mut properties = Map::new();
    let mut names = Vec::new();
    for spec in CATALOG.iter().filter(|spec| spec.held == Held::Subject) {
        properties.insert(spec.name.to_owned(), setting(spec));
        names.push(spec.name);
    }
    let mut subject = Map::new();
    subject.insert("new".to_owned(), object(properties, &names));
    object(subject, &["new"])
}

fn subject_existing() -> Value {
    let name = TextRule {
        notation: Notation::Plain,
        max: usize::MAX,
        may_be_empty: false,
        secrecy: Secrecy::None,
    };
    let selectors: Value = SelectorKind::ALL
        .iter()
        .map(|kind| {
            let value = match kind {
                SelectorKind::Guid => {
                    json!({ "anyOf": [guid(), { "type": "array", "minItems": 1, "items": guid() }] })
                }
                SelectorKind::Name | SelectorKind::Pattern => text(&name),
                SelectorKind::All => json!({ "const": true }),
            };
            let mut properties = Map::new();
            properties.insert(kind.word().to_owned(), with(value, "title", kind.label()));
            object(properties, &[kind.word()])
        })
        .collect();
    let mut subject = Map::new();
    subject.insert("existing".to_owned(), json!({ "oneOf": selectors }));
    subject.insert(
        "owner".to_owned(),
        words(Owner::ALL.iter().map(|one| (one.word(), one.label()))),
    );
    object(subject, &["existing"])
}

fn ending_new() -> Value {
    let leftover = || words(Leftover::ALL.iter().map(|one| (one.word(), one.label())));
    let mut waiting = Map::new();
    waiting.insert(
        "bound".to_owned(),
        json!({ "description": "The longest it waits, such as 4h; at most 31 days.",
            "anyOf": [{ "type": "integer", "minimum": 1, "maximum": 2_678_400 }, { "type": "string", "pattern": "^[0-9]" }] }),
    );
    waiting.insert("on_error".to_owned(), leftover());
    waiting.insert("on_bound".to_owned(), leftover());
    let mut properties = Map::new();
    let wait = NewEndingKind::WaitAndComplete.word();
    properties.insert(wait.to_owned(), object(waiting, &[]));
    json!({ "anyOf": [
        words(NewEndingKind::ALL.iter().map(|one| (one.word(), one.label()))),
        object(properties, &[wait]),
    ] })
}

fn settings() -> Value {
    let mut properties = Map::new();
    for spec in CATALOG {
        // Only existing jobs are renamed; `then` of the document says so.
        if spec.held == Held::Settings || spec.id == SettingId::DisplayName {
            properties.insert(spec.name.to_owned(), setting(spec));
        }
    }
    object(properties, &[])
}

fn setting(spec: &SettingSpec) -> Value {
    let mut properties = Map::new();
    for part in spec.parts {
        let value = with(entries(&part.control), "title", part.label);
        properties.insert(part.name.to_owned(), described(value, part.help));
    }
    let required: Vec<&str> = spec
        .parts
        .iter()
        .filter(|part| part.required)
        .map(|part| part.name)
        .collect();
    let value = match (spec.repeat, spec.parts) {
        (Repeat::Rows, _) => json!({ "type": "array", "items": object(properties, &required) }),
        (Repeat::One, [Part { control, .. }]) => entries(control),
        (Repeat::One, [first, rest @ ..]) if rest.iter().all(|part| !part.required) => {
            json!({ "anyOf": [object(properties, &required), entries(&first.control)] })
        }
        (Repeat::One, _) => object(properties, &required),
    };
    let value = described(value, &format!("{} Default: {}", spec.doc, spec.default.words));
    with(value, "title", spec.label)
}

/// Puts a description before the one that the words of a value have.
fn described(value: Value, says: &str) -> Value {
    let all = match value.get("description").and_then(Value::as_str) {
        Some(words) => format!("{says}\n{words}"),
        None => says.to_owned(),
    };
    with(value, "description", all)
}

/// What a part takes.
fn entries(control: &Control) -> Value {
    match control {
        Control::Choice(choices) => words(choices.iter().map(|choice| (choice.word, choice.help))),
        Control::Flags(choices) => flags(choices.iter()),
        Control::CostMask { bits, named } => flags(bits.iter().chain(named.iter())),
        Control::Number { unit, min, max } => json!({
            "description": format!("From {min} to {max}; written as {}.", unit.examples()),
            "anyOf": [
                { "type": "integer", "minimum": min, "maximum": max },
                { "type": "string", "pattern": "^ *[0-9]" },
            ],
        }),
        Control::Switch => json!({ "type": "boolean" }),
        Control::Text(rule) => text(rule),
        Control::Lines(rule) => {
            json!({ "anyOf": [{ "type": "array", "items": text(rule) }, string(rule)] })
        }
        Control::User => text(&TextRule {
            notation: Notation::Plain,
            max: usize::MAX,
            may_be_empty: false,
            secrecy: Secrecy::None,
        }),
        Control::Hash => json!({ "type": "string", "pattern": "^([0-9A-Fa-f][ :]?){40}$" }),
        Control::Guid => guid(),
        Control::Ranges => json!({ "anyOf": [
            { "type": "array", "items": reference("range") },
            { "type": "string", "pattern": "^([0-9]+:([0-9]+|eof)(,|$))+$" },
        ] }),
    }
}

/// A list of words, or their number.
fn flags<'c>(choices: impl Iterator<Item = &'c Choice>) -> Value {
    let choices: Vec<&Choice> = choices.collect();
    let all = choices.iter().fold(0, |all, choice| all | choice.number);
    let list = words(choices.iter().map(|choice| (choice.word, choice.help)));
    let meanings = list.get("description").cloned().unwrap_or_default();
    let names = list.get("enum").cloned().unwrap_or_default();
    let one = json!({ "anyOf": [
        { "enum": names },
        { "type": "string", "pattern": "^(0[xX][0-9A-Fa-f]+|[0-9]+)$" },
        { "type": "integer", "minimum": 0, "maximum": all },
    ] });
    json!({ "description": meanings, "anyOf": [{ "type": "array", "items": one }, one] })
}

fn text(rule: &TextRule) -> Value {
    let mut out = json!({ "anyOf": [string(rule), reference("pieces")] });
    if rule.max < usize::MAX {
        out = with(
            out,
            "description",
            format!("At most {} characters, counted as UTF-16 units.", rule.max),
        );
    }
    out
}

/// A text as one string. Only where it has no variables is its length known.
fn string(rule: &TextRule) -> Value {
    let mut out = json!({ "type": "string" });
    if !rule.may_be_empty {
        out = with(out, "minLength", 1);
    }
    if rule.max < usize::MAX {
        out = with(
            out,
            "anyOf",
            json!([{ "maxLength": rule.max }, { "pattern": "[{%]" }]),
        );
    }
    out
}

fn guid() -> Value {
    let hex = "[0-9A-Fa-f]";
    let bare = format!("{hex}{{8}}-{hex}{{4}}-{hex}{{4}}-{hex}{{4}}-{hex}{{12}}");
    json!({ "type": "string", "pattern": format!("^(\\{{{bare}\\}}|{bare})$") })
}

fn pieces() -> Value {
    let one = |key: &str, pattern: &str| {
        let mut properties = Map::new();
        properties.insert(key.to_owned(), json!({ "type": "string", "pattern": pattern }));
        object(properties, &[key])
    };
    let mut opaque = Map::new();
    opaque.insert("opaque".to_owned(), json!({ "type": "string" }));
    opaque.insert(
        "shell".to_owned(),
        json!({ "enum": [Dialect::Cmd.word(), Dialect::PowerShell.word()] }),
    );
    json!({
        "type": "array",
        "description": "A text by its pieces: literal strings, environment variables, script parameters, expressions of one shell.",
        "items": { "anyOf": [
            { "type": "string" },
            one("env", "^[A-Za-z0-9_().-]+$"),
            one("parameter", "^[A-Za-z][A-Za-z0-9_]*$"),
            object(opaque, &["opaque", "shell"]),
        ] },
    })
}

fn range() -> Value {
    let number = || json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX });
    let mut properties = Map::new();
    properties.insert("offset".to_owned(), number());
    properties.insert(
        "length".to_owned(),
        json!({ "anyOf": [number(), { "const": "eof" }] }),
    );
    object(properties, &["offset", "length"])
}
