//! The lists that the program prints of what it knows.

use crate::streams::run;
use bitsmith_core::catalog::CATALOG;
use bitsmith_core::command::{Says, Tool, says};
use bitsmith_core::rules::RULES;

#[test]
fn every_setting_is_listed_with_every_tool() {
    let text = run(&["settings"], b"");
    let json = run(&["settings", "--format", "json"], b"");
    assert_eq!((text.code, json.code), (0, 0));
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    let listed = json["settings"].as_array().expect("a list");
    assert_eq!(listed.len(), CATALOG.len());
    for (spec, listed) in CATALOG.iter().zip(listed) {
        assert_eq!(listed["setting"], spec.name);
        assert!(
            text.out
                .lines()
                .any(|line| line.split(' ').next() == Some(spec.name)),
            "{}",
            spec.name
        );
        for tool in Tool::ALL {
            let tool_says = &listed["tools"][tool.label()];
            match says(spec.id, *tool) {
                Says::Cannot(silence) => assert_eq!(tool_says["cannot"], silence.reason),
                other => {
                    for carrier in other.carriers() {
                        assert!(text.out.contains(&carrier.to_string()), "{carrier}");
                        let words = tool_says["with"].as_array().expect("a list");
                        assert!(words.iter().any(|word| *word == carrier.to_string()), "{carrier}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_rule_is_listed() {
    let text = run(&["rules"], b"").out;
    let json = run(&["rules", "--format", "json"], b"").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["rules"].as_array().map(Vec::len), Some(RULES.len()));
    for rule in RULES {
        assert!(
            text.contains(rule.name) && text.contains(rule.why),
            "{}",
            rule.name
        );
    }
}

#[test]
fn the_schema_is_that_of_the_core() {
    let schema: serde_json::Value = serde_json::from_str(&run(&["schema"], b"").out).expect("it is JSON");
    assert_eq!(schema, bitsmith_core::document::schema());
}
