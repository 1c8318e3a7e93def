//! SARIF 2.1.0, which code scanners and editors read.

use super::slashed;
use crate::lint::file::Linted;
use crate::lint::judge::Judge;
use crate::lint::rule::{self, RuleText};
use crate::shown;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::parse::found::Found;
use bitsmith_core::span::{Places, Span};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn report(linted: &[Linted], unreadable: &[(PathBuf, String)], judge: &dyn Judge) -> String {
    let rules = rule::all(judge);
    let results: Vec<Value> = linted
        .iter()
        .flat_map(|file| {
            let places = Places::of(&file.text);
            let results: Vec<Value> = file
                .found
                .iter()
                .map(|found| result(file, found, &places, &rules))
                .collect();
            results
        })
        .collect();
    let notifications: Vec<Value> = unreadable
        .iter()
        .map(|(path, reason)| {
            let location = json!({ "physicalLocation": { "artifactLocation": artifact(path) } });
            json!({ "level": "error", "message": { "text": reason }, "locations": [location] })
        })
        .collect();
    let driver = json!({
        "name": "bitsmith",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(described).collect::<Vec<Value>>(),
    });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "utf16CodeUnits",
        "invocations": [{
            "executionSuccessful": unreadable.is_empty(),
            "toolExecutionNotifications": notifications,
        }],
        "results": results,
    });
    shown::json(&json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
}

fn described(rule: &RuleText) -> Value {
    let page = rule.paper();
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": format!("{} {}", rule.what, rule.why) },
        "help": { "text": format!("{} See {page}.", rule.why) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "page": page },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "note",
    }
}

fn result(file: &Linted, found: &Found, places: &Places, rules: &[RuleText]) -> Value {
    let message = match found.help.as_str() {
        "" => found.message.clone(),
        help => format!("{} {help}", found.message),
    };
    let artifact = artifact(&file.path);
    let mut result = json!({
        "ruleId": found.rule,
        "level": level(found.severity),
        "message": { "text": message },
        "locations": [{
            "physicalLocation": { "artifactLocation": artifact, "region": region(found.span, places) },
        }],
    });
    if let Some(index) = rules.iter().position(|rule| rule.name == found.rule) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(fix) = found.fix.as_ref().filter(|fix| !fix.is_secret) {
        let replacement = json!({
            "deletedRegion": region(fix.span, places),
            "insertedContent": { "text": fix.text },
        });
        result["fixes"] = json!([{
            "description": { "text": fix.title },
            "artifactChanges": [{ "artifactLocation": artifact, "replacements": [replacement] }],
        }]);
    }
    result
}

fn region(span: Span, places: &Places) -> Value {
    let (line, column) = places.line_and_column(span.start);
    let (end_line, end_column) = places.line_and_column(span.end);
    let start = places.offset(span.start);
    json!({
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": start,
        "charLength": places.offset(span.end) - start,
    })
}

fn artifact(path: &Path) -> Value {
    json!({ "uri": address(path) })
}

/// The address of a file: relative as it was given, else `file:///`; everything but letters, digits and a few signs
/// written as `%XX`. `[rfc:3986]`
fn address(path: &Path) -> String {
    let path_name = slashed(path);
    let mut out = String::new();
    if path.is_absolute() {
        out.push_str(if path_name.starts_with('/') {
            "file://"
        } else {
            "file:///"
        });
    }
    for byte in path_name.bytes() {
        let drive = byte == b':' && path.is_absolute();
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) || drive {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        for (path, expected) in [
            ("./a b/\u{E9}.md", "a%20b/%C3%A9.md"),
            ("a:b#c?.cmd", "a%3Ab%23c%3F.cmd"),
            ("../x.ps1", "../x.ps1"),
        ] {
            assert_eq!(address(Path::new(path)), expected);
        }
        let absolute = std::env::temp_dir().join("a.cmd");
        assert!(address(&absolute).starts_with("file:///"));
    }
}
