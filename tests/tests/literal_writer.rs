//! The product's writer of PowerShell strings against the engine's recorded readings (P1, P2, P6).

use bitsmith_core::quote::powershell;
use bitsmith_core::text::Text;
use serde::Deserialize;

/// Expressions and the strings that PowerShell's own engine evaluates them to.
const LITERALS: &str = include_str!("../data/engine/literals.jsonl");

#[derive(Deserialize)]
struct Row {
    text: String,
    value: String,
    #[serde(default)]
    canonical: bool,
}

fn canonical_rows() -> Vec<Row> {
    let rows: Vec<Row> = LITERALS
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .filter(|row: &Row| row.canonical)
        .collect();
    assert_eq!(rows.len(), 795, "canonical rows");
    rows
}

#[test]
fn the_writer_yields_the_text_of_every_canonical_row() {
    for row in canonical_rows() {
        assert_eq!(powershell::literal(&row.value), row.text);
        let expression = powershell::expression(&Text::literal(&*row.value)).unwrap();
        assert_eq!(expression.source, row.text);
        assert_eq!(expression.is_literal, row.text.starts_with('\''), "{}", row.text);
    }
}

#[test]
fn the_reader_yields_the_value_of_every_canonical_row() {
    for row in canonical_rows() {
        assert_eq!(powershell::read_literal(&row.text).as_deref(), Some(&*row.value), "{}", row.text);
    }
}
