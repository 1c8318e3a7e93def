//! The product's writer of PowerShell strings and argument lines against the engine's recorded readings (P1, P2, P5).

use bitsmith_core::quote::{Word, powershell, read_arguments};
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
        assert_eq!(
            powershell::read_literal(&row.text).as_deref(),
            Some(&*row.value),
            "{}",
            row.text
        );
    }
}

/// Calls of bitsadmin from PowerShell, and the arguments that arrive, which differ between versions.
const NATIVE: &str = include_str!("../data/engine/native.jsonl");

#[derive(Deserialize)]
struct Call {
    text: String,
    standard: Vec<String>,
    legacy: Option<Vec<String>>,
    windows_powershell: Option<Vec<String>>,
}

/// A call written as such loses or changes some arguments in older versions; one raw argument line (P5) has them all.
#[test]
fn an_argument_line_carries_what_calls_carry_in_no_version_alone() {
    let mut rows = 0;
    let mut changed = 0;
    for line in NATIVE.lines() {
        let call: Call = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let words: Vec<Word> = call
            .standard
            .iter()
            .map(|word| Word::Text(Text::literal(word.as_str())))
            .collect();
        let written = powershell::argument_line(&words).unwrap();
        let value = powershell::read_literal(&written.source).unwrap_or_else(|| panic!("{}", written.source));
        assert_eq!(read_arguments(&value), call.standard, "{}", call.text);
        assert_eq!(written.guards, []);
        rows += 1;
        changed += usize::from(call.legacy.is_some() || call.windows_powershell.is_some());
    }
    assert_eq!((rows, changed), (496, 138));
}
