//! Every example of the cmdlets' pages, with the reading that was checked by hand: each call as it is bound, each job as a
//! document, each thing that is said. `BITSMITH_BLESS=1` writes the readings; look at the difference.

use bitsmith_core::judge::{import_json, judge};
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::text::Dialect;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

const EXAMPLES: &str = include_str!("../data/page-examples.jsonl");

/// An example with its reading: `=` before each call, `>` before each job, `!` before what is said.
fn reading(text: &str) -> String {
    let mut out = format!("{text}\n");
    let read = import(
        text,
        Reading {
            shell: Some(Dialect::PowerShell),
            ..Reading::default()
        },
    );
    let said = judge(&read);
    let json = import_json(&read, &said, text);
    let items = |name: &str| json[name].as_array().cloned().unwrap_or_default();
    for statement in items("statements") {
        let called = statement["command"].as_str().unwrap_or("bitsadmin");
        let _ = writeln!(out, "= {called} {}", statement["parameters"]);
    }
    for mut document in items("documents") {
        if let Value::Object(parts) = &mut document {
            parts.remove("bitsmith");
        }
        let _ = writeln!(out, "> {document}");
    }
    for said in said {
        let found = said.found;
        let flagged = found.span.of(text).replace('\n', " ");
        let _ = writeln!(
            out,
            "! {} {} at `{flagged}`: {}",
            found.severity.word(),
            found.rule,
            found.message
        );
    }
    out
}

#[test]
fn every_example_is_read_as_it_was_checked() {
    let mut found = String::new();
    for row in EXAMPLES.lines() {
        let row: Value = serde_json::from_str(row).expect("a row");
        if row["shell"] == "powershell" {
            let page = row["page"].as_str().expect("a page");
            let text = row["text"].as_str().expect("a text");
            let _ = writeln!(found, "# {page}\n{}", reading(text));
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cmdlet-readings.txt");
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        std::fs::write(&path, &found).expect("written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(there, found, "BITSMITH_BLESS=1 writes it; look at the difference");
}
