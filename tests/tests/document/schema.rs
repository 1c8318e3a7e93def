//! The JSON Schema of documents: documents fit it, wrong ones do not, and the copy in `docs` is the schema.

use crate::NEW;
use crate::drafts::drafts;
use crate::malformed::WRONG;
use bitsmith_core::catalog::{CATALOG, Held};
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::document::{Secrets, read, schema, write};
use bitsmith_core::rules::RULES;
use bitsmith_core::value::Repeat;
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;

pub(crate) static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = schema();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
    jsonschema::draft202012::new(&schema).expect("the schema is one")
});

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests stand in the project")
}

#[test]
fn examples_fit_the_schema() {
    let starting = std::fs::read_to_string(root().join("cli/src/subcommand/new.json")).expect("it is there");
    let mut examples: Vec<&str> = vec![&starting];
    for rule in RULES {
        examples.push(rule.repaired);
        // What BITS refuses the schema may refuse too.
        if rule.severity > Severity::Error {
            examples.push(rule.example);
        }
    }
    for example in examples {
        let document = json(example);
        let errors: Vec<String> = VALIDATOR
            .iter_errors(&document)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{example}\n{errors:?}");
    }
}

#[test]
fn the_copy_in_the_papers_is_the_schema() {
    let path = root().join("docs/schema.json");
    let text = format!("{:#}\n", schema());
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        std::fs::write(&path, &text).expect("it is written");
    }
    let copy = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        copy == text,
        "docs/schema.json is out of date; BITSMITH_BLESS=1 cargo test -p bitsmith-tests --test schema writes it"
    );
}

/// What only the reader can see: of two equal keys JSON keeps the last, and to a schema 1.0 is 1.
const READER_ONLY: &[&str] = &["twice", "version 1.0"];

#[test]
fn wrong_documents_do_not_fit_the_schema() {
    let mut looked_at = 0;
    for (marked, says) in WRONG {
        let source = marked.replace("NEW", NEW).replace('§', "");
        let Ok(document) = serde_json::from_str::<Value>(&source) else {
            continue;
        };
        if !READER_ONLY.contains(says) {
            looked_at += 1;
            assert!(!VALIDATOR.is_valid(&document), "{source}");
        }
    }
    assert!(looked_at > 50, "{looked_at}");
}

/// Values of settings that the checks refuse, and the schema too.
#[test]
fn wrong_values_do_not_fit_the_schema() {
    for settings in [
        r#"{ "priority": "urgent" }"#,
        r#"{ "minimum_retry_delay": "soon" }"#,
        r#"{ "minimum_retry_delay": -1 }"#,
        r#"{ "minimum_retry_delay": 4294967296 }"#,
        r#"{ "max_download_size": 0 }"#,
        r#"{ "dynamic_content": "on" }"#,
        r#"{ "notify_flags": ["complete"] }"#,
        r#"{ "notify_flags": 64 }"#,
        r#"{ "security_flags": { "redirect_policy": "never" } }"#,
        r#"{ "credentials": [{ "target": "server", "scheme": "basic" }] }"#,
        r#"{ "replace_remote_prefix": { "old_prefix": "http://a" } }"#,
        r#"{ "notification_clsid": "x" }"#,
        r#"{ "client_certificate_by_id": { "store_location": "users", "store_name": "MY", "cert_hash": "A1" } }"#,
        r#"{ "reply_file_name": "" }"#,
    ] {
        let source = format!(r#"{{ "bitsmith": 1, {NEW}, "settings": {settings} }}"#);
        assert!(!VALIDATOR.is_valid(&json(&source)), "{source}");
        let drafts = read(&source).unwrap_or_else(|errors| panic!("{source}: {errors}"));
        assert!(drafts[0].job().0.is_none(), "{source}");
    }
    let long = format!(
        r#"{{ "bitsmith": 1, {NEW}, "settings": {{ "description": "{}" }} }}"#,
        "x".repeat(1025)
    );
    assert!(!VALIDATOR.is_valid(&json(&long)));
}

/// Shapes of a value that few settings take, or none.
const SHAPES: &[&str] = &[
    r#""""#,
    r#"" ""#,
    "null",
    "true",
    "-1",
    "0.5",
    "1e3",
    "0",
    "1",
    "18446744073709551616",
    "{}",
    "[]",
    "[null]",
    r#"[""]"#,
    "[[]]",
    "[{}]",
    r#"[{ "parameter": "" }]"#,
    r#"[{ "env": "a=b" }]"#,
    r#"{ "unknown": 1 }"#,
    r#""unknown""#,
    r#"["unknown"]"#,
    r#""0x""#,
    r#""{{""#,
];

/// What the schema refuses is refused by the reader or by the checks of the value, and what the reader refuses does not
/// fit the schema.
#[test]
fn the_schema_and_the_reader_judge_alike() {
    let mut apart = Vec::new();
    let mut look = |settings: String| {
        let source = format!(r#"{{ "bitsmith": 1, {NEW}, "settings": {settings} }}"#);
        let fits = VALIDATOR.is_valid(&json(&source));
        match read(&source) {
            Err(_) if fits => apart.push(format!("the reader refuses {settings}")),
            Ok(drafts) if !fits && drafts[0].job().0.is_some() => {
                apart.push(format!("the schema refuses {settings}"));
            }
            _ => {}
        }
    };
    for spec in CATALOG.iter().filter(|spec| spec.held == Held::Settings) {
        for shape in SHAPES {
            look(format!(r#"{{ "{}": {shape} }}"#, spec.name));
            for part in spec.parts.iter().filter(|part| !part.name.is_empty()) {
                let object = format!(r#"{{ "{}": {shape} }}"#, part.name);
                look(match spec.repeat {
                    Repeat::Rows => format!(r#"{{ "{}": [{object}] }}"#, spec.name),
                    Repeat::One => format!(r#"{{ "{}": {object} }}"#, spec.name),
                });
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_fits_the_schema(drafts in prop::collection::vec(drafts(), 1..3)) {
        for secrets in [Secrets::Masked, Secrets::Shown] {
            let text = write(&drafts, secrets);
            let document = json(&text);
            let errors: Vec<String> = VALIDATOR.iter_errors(&document).map(|error| error.to_string()).collect();
            prop_assert!(errors.is_empty(), "{}\n{:?}", text, errors);
        }
    }
}
