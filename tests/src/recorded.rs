//! The recorded readings of PowerShell's engine in `data/engine`.

use serde_json::Value;

/// The rows of a file of JSON lines.
pub fn rows(name: &str) -> Vec<Value> {
    lines(name)
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}")))
        .collect()
}

/// The lines of a file.
pub fn lines(name: &str) -> Vec<String> {
    let path = format!("{}/data/engine/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().map(str::to_owned).collect()
}

/// A field that is text.
pub fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} is missing in {row}"))
}
