//! The description of the interface as an OpenAPI 3.1 document.

use super::address::Address;
use super::api::FILES;
use super::head::BODY_LIMIT;
use super::script::SHELLS;
use axum::http::Method;
use bitsmith_core::document::schema;
use bitsmith_core::emit::{Script, Target};
use serde_json::{Map, Value, json};

/// The whole document.
pub fn document() -> Value {
    let mut paths = Map::new();
    for address in Address::ALL {
        let path = paths
            .entry(address.path())
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(path) = path {
            path.insert(address.method().as_str().to_ascii_lowercase(), operation(address));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bitsmith's local service",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": format!(
                "Plans and carries out BITS jobs on this machine. Every request needs the token that the service puts into \
                 its page, and a `Host` of 127.0.0.1, localhost or [::1] with the port. A request carries no cookie, and its \
                 token never stands in an address. A body has at most {BODY_LIMIT} bytes, 16 levels and {FILES} files."
            ),
        },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas(),
        },
    })
}

/// What an address takes and answers.
struct Described {
    summary: &'static str,
    body: Option<Value>,
    answer: Value,
    /// Statuses beyond those of every address, with what they mean.
    refusals: &'static [(u16, &'static str)],
}

const WRONG: (u16, &str) = (
    422,
    "A field is unknown or missing, the body is too deep, or the document has errors",
);
const NO_JOB: (u16, &str) = (404, "There is no such job");
const NO_ANSWER: (u16, &str) = (503, "BITS does not answer");

/// What does something with a job.
fn deed(summary: &'static str) -> Described {
    Described {
        summary,
        body: Some(fields(json!({}), &[])),
        answer: fields(
            json!({
                "hresult": text(),
                "message": { "type": "string", "description": "What BITS said beside `all is well`" },
            }),
            &["hresult"],
        ),
        refusals: &[
            WRONG,
            NO_JOB,
            (409, "BITS refused it in the job's state"),
            NO_ANSWER,
        ],
    }
}

fn described(address: Address) -> Described {
    match address {
        Address::Status => Described {
            summary: "What the service is, what it allows, and whether it can apply",
            body: None,
            answer: reference("Status"),
            refusals: &[],
        },
        Address::OpenApi => Described {
            summary: "This document",
            body: None,
            answer: json!({ "type": "object", "required": ["openapi", "paths"] }),
            refusals: &[],
        },
        Address::Check => Described {
            summary: "What is to be said of documents; what is no document is told as well",
            body: Some(fields(json!({ "document": {} }), &["document"])),
            answer: fields(
                json!({ "diagnostics": reference("Diagnostics") }),
                &["diagnostics"],
            ),
            refusals: &[WRONG],
        },
        Address::Emit => Described {
            summary: "The script of documents",
            body: Some(fields(
                json!({
                    "document": reference("Documents"),
                    "target": words(Target::ALL.iter().map(|target| target.word())),
                    "script": words(Script::ALL.iter().map(|script| script.word())),
                }),
                &["document", "target"],
            )),
            answer: fields(
                json!({
                    "text": { "type": "string" },
                    "notes": { "type": "array", "items": fields(
                        json!({ "message": { "type": "string" }, "source": { "type": "string" } }),
                        &["message", "source"],
                    ) },
                    "diagnostics": reference("Diagnostics"),
                }),
                &["text", "notes", "diagnostics"],
            ),
            refusals: &[WRONG],
        },
        Address::Plan => Described {
            summary: "What would be called for a document, with the digest and the nonce that applying it needs",
            body: Some(fields(
                json!({ "document": reference("document") }),
                &["document"],
            )),
            answer: reference("Plan"),
            refusals: &[WRONG],
        },
        Address::Import => Described {
            summary: "The jobs of a script as documents, its statements, and what is wrong with it; nothing is run",
            body: Some(script()),
            answer: reference("Import"),
            refusals: &[WRONG],
        },
        Address::Explain => Described {
            summary: "What a script says, token by token, what it does and what it risks; nothing is run",
            body: Some(script()),
            answer: reference("Explanation"),
            refusals: &[WRONG],
        },
        Address::Decode => Described {
            summary: "What the error numbers in a text mean",
            body: Some(fields(json!({ "text": text() }), &["text"])),
            answer: fields(
                json!({ "codes": { "type": "array", "items": reference("Code") } }),
                &["codes"],
            ),
            refusals: &[WRONG],
        },
        Address::Apply => Described {
            summary: "Carries out a plan that was shown: once, with what lowers security acknowledged",
            body: Some(fields(
                json!({
                    "document": reference("document"),
                    "digest": text(),
                    "nonce": text(),
                    "acknowledged": { "type": "array", "items": text(), "description": "Rules of `acknowledge` in the plan" },
                    "parameters": {
                        "type": "object",
                        "additionalProperties": text(),
                        "description": "Values of the document's parameters",
                    },
                    "again": { "type": "boolean", "description": "Makes a job although the same plan was applied before" },
                }),
                &["document", "digest", "nonce"],
            )),
            answer: fields(
                json!({ "jobs": { "type": "array", "items": reference("Applied") } }),
                &["jobs"],
            ),
            refusals: &[
                WRONG,
                NO_JOB,
                (
                    409,
                    "The plan is stale or was applied before, or BITS refused; `jobs` are those that were changed before that",
                ),
                (503, "BITS does not answer, or the journal cannot be kept"),
            ],
        },
        Address::Jobs => Described {
            summary: "The jobs that the service can act on",
            body: None,
            answer: reference("Jobs"),
            refusals: &[NO_ANSWER],
        },
        Address::Job => Described {
            summary: "One job, with a document that makes one like it",
            body: None,
            answer: reference("Job"),
            refusals: &[NO_JOB, NO_ANSWER],
        },
        Address::Suspend => deed("Stops a job for now"),
        Address::Resume => deed("Makes a job run"),
        Address::Complete => deed("Gives the files of a job their names and ends it"),
        Address::Cancel => deed("Ends a job and deletes what it downloaded"),
        Address::Events => Described {
            summary: "Progress: a line of JSON each time a job has changed, until nothing moves any more",
            body: None,
            answer: reference("Jobs"),
            refusals: &[NO_ANSWER],
        },
    }
}

/// A request that carries a script.
fn script() -> Value {
    fields(
        json!({ "text": text(), "shell": words(SHELLS.into_iter()) }),
        &["text"],
    )
}

fn operation(address: Address) -> Value {
    let described = described(address);
    let mut answers = Map::new();
    let media_type = match address {
        Address::Events => "application/x-ndjson",
        _ => "application/json",
    };
    answers.insert(
        "200".to_owned(),
        json!({
            "description": "Done",
            "content": { media_type: { "schema": described.answer } },
        }),
    );
    let always = [
        (400, "No HTTP/1.1, no JSON, or no single `Host`"),
        (401, "Without the token"),
        (403, "From a foreign page, or not allowed"),
        (408, "Not there within ten seconds"),
        (421, "For another host"),
        (429, "Ten wrong tokens came within a minute"),
        (431, "The head is too large"),
    ];
    let body = [
        (411, "No `Content-Length`"),
        (413, "The body is too large"),
        (415, "The body is no JSON"),
    ];
    let of_body: &[(u16, &str)] = if described.body.is_some() { &body } else { &[] };
    for (status, meaning) in always.iter().chain(of_body).chain(described.refusals) {
        answers.insert(
            status.to_string(),
            json!({
                "description": meaning,
                "content": { "application/json": { "schema": reference("Refusal") } },
            }),
        );
    }
    let mut operation = Map::new();
    operation.insert(
        "operationId".to_owned(),
        json!(format!("{address:?}").to_lowercase()),
    );
    operation.insert("summary".to_owned(), json!(described.summary));
    if address.path().contains("{guid}") {
        operation.insert(
            "parameters".to_owned(),
            json!([{
                "name": "guid",
                "in": "path",
                "required": true,
                "schema": { "type": "string", "minLength": 1 },
                "description": "The job's GUID, with or without braces",
            }]),
        );
    }
    if let (Some(body), Method::POST) = (described.body, address.method()) {
        operation.insert(
            "requestBody".to_owned(),
            json!({
                "required": true,
                "content": { "application/json": { "schema": body } },
            }),
        );
    }
    operation.insert("responses".to_owned(), Value::Object(answers));
    Value::Object(operation)
}

fn text() -> Value {
    json!({ "type": "string" })
}

/// A part of a text, in UTF-16 units.
fn span() -> Value {
    fields(
        json!({ "start": { "type": "integer" }, "end": { "type": "integer" } }),
        &["start", "end"],
    )
}

fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

/// The parts that addresses share. Those of documents are core's.
fn schemas() -> Value {
    let mut schemas = json!({
        "Applied": fields(
            json!({ "guid": text(), "notices": texts(), "differences": texts() }),
            &["guid", "notices", "differences"],
        ),
        "Refusal": {
            "type": "object",
            "properties": {
                "error": { "type": "string", "description": "A word for programs" },
                "message": { "type": "string", "description": "What is wrong, and why" },
                "help": { "type": "string", "description": "What to do" },
                "diagnostics": reference("Diagnostics"),
                "acknowledge": { "type": "array", "items": reference("Acknowledgement") },
                "guid": { "type": "string", "description": "The job that is there already" },
                "parameters": { "type": "array", "items": text(), "description": "Those that are open, or that there are not" },
                "jobs": {
                    "type": "array",
                    "items": reference("Applied"),
                    "description": "Those that were changed before another one failed",
                },
                "untouched": { "type": "array", "items": text(), "description": "The jobs that were not begun" },
                "hresult": text(),
                "name": { "type": ["string", "null"] },
            },
            "required": ["error", "message", "help"],
            "additionalProperties": false,
        },
        "Diagnostics": { "type": "array", "items": {
            "type": "object",
            "properties": {
                "rule": text(),
                "severity": { "enum": ["error", "warning", "information"] },
                "message": text(),
                "help": text(),
                "place": { "type": "object" },
                "start": { "type": "integer" },
                "end": { "type": "integer" },
                "line": { "type": "integer" },
                "column": { "type": "integer" },
                "fix": { "type": "object" },
            },
            "required": ["rule", "severity", "message"],
            "additionalProperties": false,
        } },
        "Acknowledgement": fields(json!({ "rule": text(), "message": text() }), &["rule", "message"]),
        "Status": fields(
            json!({
                "version": text(),
                "applies": { "type": "boolean", "description": "Whether it can do more than plan" },
                "reason": { "type": "string", "description": "Why it cannot" },
                "any_job": { "type": "boolean", "description": "Whether it acts on jobs that bitsmith did not make" },
                "destinations": texts(),
                "sources": texts(),
                "programs": texts(),
            }),
            &["version", "applies", "any_job", "destinations", "sources", "programs"],
        ),
        "Import": fields(
            json!({
                "shell": words(SHELLS.into_iter().skip(1)),
                "documents": { "type": "array", "items": { "type": "object" }, "description": "A document each job; some need mending" },
                "statements": { "type": "array", "items": fields(
                    json!({
                        "shell": text(),
                        "verb": { "type": ["string", "null"], "description": "The verb of bitsadmin" },
                        "arguments": { "type": "array" },
                        "command": { "type": "string", "description": "The cmdlet" },
                        "parameters": { "type": "object" },
                        "document": { "type": "integer", "description": "The number of the job" },
                        "start": { "type": "integer" },
                        "end": { "type": "integer" },
                    }),
                    &["shell", "start", "end"],
                ) },
                "opaque": { "type": "array", "items": span(), "description": "What was not looked into" },
                "diagnostics": reference("Diagnostics"),
            }),
            &["shell", "documents", "statements", "opaque", "diagnostics"],
        ),
        "Explanation": fields(
            json!({
                "shell": words(SHELLS.into_iter().skip(1)),
                "tokens": { "type": "array", "items": fields(
                    json!({
                        "start": { "type": "integer" },
                        "end": { "type": "integer" },
                        "title": text(),
                        "text": text(),
                        "source": { "type": "string", "description": "The page that says so" },
                    }),
                    &["start", "end", "title", "text", "source"],
                ) },
                "steps": { "type": "array", "items": fields(
                    json!({ "start": { "type": "integer" }, "end": { "type": "integer" }, "text": text() }),
                    &["start", "end", "text"],
                ) },
                "risks": reference("Diagnostics"),
            }),
            &["shell", "tokens", "steps", "risks"],
        ),
        "Code": fields(
            json!({
                "written": text(),
                "hresult": text(),
                "name": { "type": ["string", "null"] },
                "sentence": text(),
                "causes": texts(),
                "cure": { "type": ["string", "null"] },
            }),
            &["written", "hresult", "name", "sentence", "causes", "cure"],
        ),
        "Jobs": fields(json!({ "jobs": { "type": "array", "items": reference("Job") } }), &["jobs"]),
        "Job": fields(
            json!({
                "guid": text(),
                "name": text(),
                "state": text(),
                "means": { "type": "string", "description": "What the state means, and the error where there is one" },
                "moves": { "type": "boolean", "description": "Whether BITS goes on with it by itself" },
                "done": { "type": "integer", "description": "Bytes so far" },
                "total": { "type": "integer", "description": "Bytes in all, where BITS knows" },
                "speed": { "type": "integer", "description": "Bytes a second, over the last half minute; in events only" },
                "remaining": { "type": "integer", "description": "Seconds that it still takes at this speed; in events only" },
                "transfers": { "type": "array", "items": fields(
                    json!({
                        "from": { "type": "string", "description": "The remote name, secrets masked" },
                        "to": { "type": "string", "description": "The local name" },
                        "done": { "type": "integer" },
                        "total": { "type": "integer" },
                        "completed": { "type": "boolean" },
                    }),
                    &["from", "to", "done", "completed"],
                ) },
                "next": { "type": "array", "items": words(["suspend", "resume", "complete", "cancel"].into_iter()) },
                "document": { "description": "A document that makes a job like it" },
                "notes": texts(),
            }),
            &["guid", "name", "state", "means", "moves", "done", "transfers", "next"],
        ),
        "Plan": fields(
            json!({
                "digest": text(),
                "nonce": text(),
                "steps": { "type": "array", "items": fields(
                    json!({
                        "call": { "type": "string", "description": "`Interface::Method(arguments)`" },
                        "does": { "type": "string", "description": "The same in words" },
                    }),
                    &["call", "does"],
                ) },
                "acknowledge": { "type": "array", "items": reference("Acknowledgement") },
                "parameters": { "type": "array", "items": text(), "description": "What applying it needs values for" },
                "jobs": { "type": "array", "items": fields(
                    json!({ "guid": text(), "name": text() }),
                    &["guid", "name"],
                ), "description": "The jobs that it changes; applying it changes these and no others" },
                "differences": { "type": "array", "items": text(), "description": "What is otherwise on this machine" },
                "obstacles": { "type": "array", "items": text(), "description": "Why it cannot be applied" },
                "before": {
                    "anyOf": [reference("Refusal"), { "type": "null" }],
                    "description": "What applying it answers without `again`: the same plan made a job that is still there",
                },
                "diagnostics": reference("Diagnostics"),
            }),
            &["digest", "nonce", "steps", "acknowledge", "parameters", "jobs", "differences", "obstacles", "before", "diagnostics"],
        ),
    });
    let mut documents = schema();
    moved(&mut documents);
    if let (Value::Object(schemas), Value::Object(mut documents)) = (&mut schemas, documents) {
        documents.remove("$schema");
        if let Some(Value::Object(parts)) = documents.remove("$defs") {
            schemas.extend(parts);
        }
        schemas.insert("Documents".to_owned(), Value::Object(documents));
    }
    schemas
}

/// References of the document's schema, where its parts stand here.
fn moved(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                *reference = reference.replace("#/$defs/", "#/components/schemas/");
            }
            members.values_mut().for_each(moved);
        }
        Value::Array(items) => items.iter_mut().for_each(moved),
        _ => {}
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An object with these fields and no others.
fn fields(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn words<'w>(words: impl Iterator<Item = &'w str>) -> Value {
    json!({ "enum": words.collect::<Vec<_>>() })
}
