//! The papers of the document format: every example is read, and the table of settings is that of the catalog.

use crate::schema::VALIDATOR;
use bitsmith_core::catalog::{CATALOG, Held, SettingSpec};
use bitsmith_core::document::read;
use bitsmith_core::value::{Control, Part, Repeat, Unit};
use std::fs;
use std::path::{Path, PathBuf};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests stand in the project")
        .join("docs")
}

fn paper(name: &str) -> String {
    fs::read_to_string(docs().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The fenced blocks of a paper: what stands after the fence, and the lines between.
fn blocks(paper: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = paper.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((kind.to_owned(), body.join("\n")));
        }
    }
    blocks
}

/// A document around an example that is only a part of one.
fn whole(kind: &str, body: &str) -> Option<String> {
    let existing = r#""subject": { "existing": { "all": true } }"#;
    let new = crate::NEW;
    Some(match kind {
        "json" => body.to_owned(),
        "json subject" => format!(r#"{{ "bitsmith": 1, "subject": {body} }}"#),
        "json settings" => format!(r#"{{ "bitsmith": 1, {existing}, "settings": {body} }}"#),
        "json files" => format!(r#"{{ "bitsmith": 1, {new}, "files": {body} }}"#),
        "json ending" => format!(r#"{{ "bitsmith": 1, {new}, "ending": {body} }}"#),
        "json profile" => format!(r#"{{ "bitsmith": 1, {new}, "profile": {body} }}"#),
        _ => return None,
    })
}

#[test]
fn every_example_is_a_document_with_legal_values() {
    let blocks = blocks(&paper("document.md"));
    assert!(blocks.len() > 10, "{}", blocks.len());
    for (kind, body) in blocks {
        let source = whole(&kind, &body).unwrap_or_else(|| panic!("an example of no known kind: {kind}"));
        let drafts = read(&source).unwrap_or_else(|errors| panic!("{body}\n{errors}"));
        for draft in drafts {
            let (job, diagnostics) = draft.job();
            assert!(job.is_some(), "{body}\n{diagnostics:?}");
        }
        let document = serde_json::from_str(&source).expect("it is JSON");
        assert!(VALIDATOR.is_valid(&document), "{body}");
    }
}

/// What a part takes, in the words of the paper.
fn takes(part: &Part) -> String {
    match part.control {
        Control::Choice(choices) => choices
            .iter()
            .map(|choice| format!("`{}`", choice.word))
            .collect::<Vec<_>>()
            .join(", "),
        Control::Flags(choices) => format!(
            "any of {}",
            choices
                .iter()
                .map(|choice| format!("`{}`", choice.word))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Control::CostMask { bits, named } => format!(
            "any of {}",
            named
                .iter()
                .chain(bits)
                .map(|choice| format!("`{}`", choice.word))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Control::Number { unit, .. } => match unit {
            Unit::Seconds => "seconds, or a time",
            Unit::Milliseconds => "milliseconds, or a time",
            Unit::Bytes => "bytes, or a size",
            Unit::Count => "a number",
        }
        .to_owned(),
        Control::Switch => "`true`, `false`".to_owned(),
        Control::Text(_) => "a text".to_owned(),
        Control::Lines(_) => "a list of texts".to_owned(),
        Control::Hash => "40 hexadecimal digits".to_owned(),
        Control::Guid => "a GUID".to_owned(),
        Control::Ranges => "a list of ranges".to_owned(),
        Control::User => "a name, or `implicit`".to_owned(),
    }
}

fn row(spec: &SettingSpec) -> String {
    let value = match (spec.repeat, spec.parts) {
        (Repeat::One, [part]) => takes(part),
        (repeat, parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| {
                    let mark = if part.required { "" } else { "?" };
                    format!("`{}`{mark}: {}", part.name, takes(part))
                })
                .collect();
            let list = if repeat == Repeat::Rows {
                "a list; each has "
            } else {
                ""
            };
            format!("{list}{}", parts.join("; "))
        }
    };
    format!(
        "| `{}` | {} | {value} | {} |",
        spec.name, spec.label, spec.default.words
    )
}

#[test]
fn the_table_of_settings_is_that_of_the_catalog() {
    let (start, end) = ("<!-- settings -->\n", "<!-- end -->");
    let mut table = "| setting | what it is | value | without it |\n|---|---|---|---|\n".to_owned();
    for spec in CATALOG.iter().filter(|spec| spec.held == Held::Settings) {
        table.push_str(&row(spec));
        table.push('\n');
    }
    let paper = paper("document.md");
    let (before, rest) = paper
        .split_once(start)
        .expect("the paper has a place for the table");
    let (found, after) = rest.split_once(end).expect("the place has an end");
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        fs::write(
            docs().join("document.md"),
            format!("{before}{start}{table}{end}{after}"),
        )
        .expect("it is written");
        return;
    }
    assert!(
        found == table,
        "the table in docs/document.md is out of date; BITSMITH_BLESS=1 cargo test -p bitsmith-tests --test document writes it"
    );
}

#[test]
fn every_paper_is_listed_and_every_link_leads_somewhere() {
    let index = paper("README.md");
    for entry in fs::read_dir(docs()).expect("the papers are there") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name");
        if name.ends_with(".md") && name != "README.md" {
            assert!(
                index.contains(&format!("]({name})")),
                "docs/README.md does not list {name}"
            );
        }
        if name.ends_with(".md") {
            for target in paper(&name)
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next())
            {
                let path = target.split('#').next().unwrap_or(target);
                assert!(
                    target.starts_with("http") || docs().join(path).exists(),
                    "docs/{name} links to {target}, which is not there"
                );
            }
        }
    }
}
