//! The list from which the browser tests know which controls the form must have: the catalog, written down.

use bitsmith_core::catalog::{CATALOG, Held, SettingValue};
use bitsmith_core::value::{Choice, Control, Entries, Repeat};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn words(choices: &[Choice]) -> Vec<&'static str> {
    choices.iter().map(|choice| choice.word).collect()
}

fn control(control: Control) -> Value {
    match control {
        Control::Choice(choices) => json!({ "kind": "choice", "words": words(choices) }),
        Control::Flags(bits) => json!({ "kind": "flags", "words": words(bits), "named": [] }),
        Control::CostMask { bits, named } => {
            json!({ "kind": "flags", "words": words(bits), "named": words(named) })
        }
        Control::Number { .. } => json!({ "kind": "number" }),
        Control::Switch => json!({ "kind": "switch" }),
        Control::Lines(_) => json!({ "kind": "lines" }),
        Control::User => json!({ "kind": "user" }),
        Control::Text(_) | Control::Hash | Control::Guid | Control::Ranges => json!({ "kind": "text" }),
    }
}

fn held(held: Held) -> &'static str {
    match held {
        Held::Settings => "settings",
        Held::Subject => "subject",
        Held::Files => "files",
        Held::FileEntry => "file entry",
    }
}

#[test]
fn browser_tests_know_every_part_of_the_catalog() {
    let catalog: Vec<Value> = CATALOG
        .iter()
        .map(|spec| {
            json!({
                "name": spec.name,
                "label": spec.label,
                "held": held(spec.held),
                "group": spec.group.label(),
                "rows": spec.repeat == Repeat::Rows,
                "hasOff": SettingValue::read(spec.id, &Entries::one("false")).is_ok(),
                "parts": spec.parts.iter().map(|part| json!({
                    "name": part.name,
                    "label": part.label,
                    "control": control(part.control),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let written = serde_json::to_string_pretty(&catalog).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/catalog.json");
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        written,
        "{} is stale: run this test with BITSMITH_BLESS=1",
        path.display()
    );
}
