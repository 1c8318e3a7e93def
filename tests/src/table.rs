//! Tables of facts in `tests/data`: tab-separated, the first line names the columns.

use std::path::PathBuf;

/// A file under `tests/data`.
pub fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "data", name].iter().collect()
}

/// The text of a file under `tests/data`. A file that is not there fails the test.
pub fn text(name: &str) -> String {
    let path = path(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of a table with exactly these columns.
pub fn rows<const COLUMNS: usize>(name: &str, columns: [&str; COLUMNS]) -> Vec<[String; COLUMNS]> {
    let text = text(name);
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    assert_eq!(header, columns, "{name}: other columns");
    let rows: Vec<[String; COLUMNS]> = lines
        .map(|line| {
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            cells
                .try_into()
                .unwrap_or_else(|cells: Vec<String>| panic!("{name}: {} cells in {line:?}", cells.len()))
        })
        .collect();
    assert!(!rows.is_empty(), "{name} is empty");
    rows
}

/// Some columns of a table, by their names.
pub fn rows_of<const COLUMNS: usize>(name: &str, columns: [&str; COLUMNS]) -> Vec<[String; COLUMNS]> {
    let text = text(name);
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let places = columns.map(|column| {
        header
            .iter()
            .position(|one| *one == column)
            .unwrap_or_else(|| panic!("{name}: no column {column}"))
    });
    let rows: Vec<[String; COLUMNS]> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            places.map(|place| cells.get(place).copied().unwrap_or_default().to_owned())
        })
        .collect();
    assert!(!rows.is_empty(), "{name} is empty");
    rows
}
