//! The JSON Schema of documents: documents fit it, wrong ones do not, and the copy in `docs` is the schema.

use bitsmith_core::document::schema;
use bitsmith_core::rules::RULES;
use serde_json::Value;
use std::path::Path;

fn validator() -> jsonschema::Validator {
    let schema = schema();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
    jsonschema::draft202012::new(&schema).expect("the schema is one")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the project")
}

#[test]
fn examples_fit_the_schema() {
    let validator = validator();
    let starting = std::fs::read_to_string(root().join("cli/src/subcommand/new.json")).expect("it is there");
    let mut examples: Vec<&str> = vec![&starting];
    for rule in RULES {
        examples.push(rule.example);
        examples.push(rule.repaired);
    }
    for example in examples {
        let document = json(example);
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
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
