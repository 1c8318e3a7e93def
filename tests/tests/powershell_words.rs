//! The product's reader of PowerShell against every recorded reading of PowerShell's own engine.

use bitsmith_core::parse::powershell::{Edition, read, shape};
use bitsmith_tests::recorded::{rows, text};
use serde_json::Value;

/// How a reading compares with the recorded one.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Equal,
    /// Equal but for parts that were not read.
    Opaque,
    Wrong,
}

/// Opaque parts stand for whatever the engine saw in the same place.
fn compare(read: &Value, recorded: &Value) -> Verdict {
    if read == recorded {
        return Verdict::Equal;
    }
    if read["kind"] == "opaque" {
        let same = read["start"] == recorded["start"] && read["end"] == recorded["end"];
        return if same { Verdict::Opaque } else { Verdict::Wrong };
    }
    let parts: Vec<Verdict> = match (read, recorded) {
        (Value::Object(read), Value::Object(recorded)) if read.len() == recorded.len() => read
            .iter()
            .map(|(key, value)| {
                recorded
                    .get(key)
                    .map_or(Verdict::Wrong, |other| compare(value, other))
            })
            .collect(),
        (Value::Array(read), Value::Array(recorded)) if read.len() == recorded.len() => read
            .iter()
            .zip(recorded)
            .map(|(one, other)| compare(one, other))
            .collect(),
        _ => return Verdict::Wrong,
    };
    if parts.contains(&Verdict::Wrong) {
        Verdict::Wrong
    } else {
        Verdict::Opaque
    }
}

/// Counts the verdicts over readings, and fails where one is wrong.
fn judge(edition: Edition, what: &str, readings: impl Iterator<Item = (String, Value)>) -> (usize, usize) {
    let (mut equal, mut opaque) = (0, 0);
    let mut wrong = Vec::new();
    for (source, recorded) in readings {
        let script = read(&source, edition);
        let shape = shape(&script, &source);
        let statements = compare(&shape["statements"], &recorded["statements"]);
        let comments = shape["comments"] == recorded["comments"];
        match statements {
            Verdict::Equal if comments && script.errors.is_empty() => equal += 1,
            Verdict::Opaque if comments && script.errors.is_empty() => opaque += 1,
            _ => wrong.push(format!(
                "{source:?}\n  read     {}\n  comments {}\n  errors   {}\n  recorded {} {}",
                shape["statements"],
                shape["comments"],
                shape["errors"],
                recorded["statements"],
                recorded["comments"]
            )),
        }
    }
    println!(
        "{what}: {equal} equal, {opaque} with an opaque part, {} wrong",
        wrong.len()
    );
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    (equal, opaque)
}

#[test]
fn every_script_is_read_as_powershell_7_reads_it() {
    let rows = rows("scripts.jsonl");
    let all = rows.len();
    let readings = rows.into_iter().map(|row| (text(&row, "script").to_owned(), row));
    let (equal, _) = judge(Edition::PowerShell73, "PowerShell 7", readings);
    assert!(equal * 100 >= all * 85, "only {equal} of {all} are equal");
}

#[test]
fn every_script_is_read_as_windows_powershell_reads_it() {
    let readings = rows("scripts.jsonl")
        .into_iter()
        .filter(|row| row.get("since").is_none());
    let readings = readings.map(|mut row| {
        let source = text(&row, "script").to_owned();
        match row.get_mut("windows_powershell") {
            Some(other) => (source, other.take()),
            None => (source, row),
        }
    });
    judge(Edition::WindowsPowerShell51, "Windows PowerShell 5.1", readings);
}

#[test]
fn windows_powershell_refuses_what_came_with_powershell_7() {
    let rows = rows("scripts.jsonl");
    let newer: Vec<&str> = rows
        .iter()
        .filter(|row| row.get("since").is_some())
        .map(|row| text(row, "script"))
        .collect();
    let read_anyway: Vec<&&str> = newer
        .iter()
        .filter(|source| read(source, Edition::WindowsPowerShell51).errors.is_empty())
        .collect();
    println!(
        "newer scripts: {} refused of {}",
        newer.len() - read_anyway.len(),
        newer.len()
    );
    assert!(read_anyway.is_empty(), "{read_anyway:#?}");
}

#[test]
fn every_broken_script_gives_an_error() {
    let rows = rows("broken.jsonl");
    let mut same_id = 0;
    let mut missed = Vec::new();
    for row in &rows {
        let source = text(row, "script");
        let errors = read(source, Edition::PowerShell73).errors;
        if errors.is_empty() {
            missed.push(row.to_string());
        }
        let recorded = row["errors"][0]["id"].as_str();
        same_id += usize::from(errors.iter().any(|error| Some(error.problem.id) == recorded));
    }
    println!(
        "broken scripts: {} refused of {}, {same_id} with the engine's first error",
        rows.len() - missed.len(),
        rows.len()
    );
    assert!(
        missed.is_empty(),
        "{} were read:\n{}",
        missed.len(),
        missed.join("\n")
    );
}
