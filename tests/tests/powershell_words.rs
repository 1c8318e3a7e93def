//! The product's reader of PowerShell against every recorded reading of PowerShell's own engine.

use bitsmith_core::parse::powershell::{Edition, evaluate_statement, read, shape};
use bitsmith_core::span::Span;
use bitsmith_tests::recorded::{rows, text};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::OnceLock;

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

#[test]
fn every_literal_has_its_recorded_value() {
    let rows = rows("literals.jsonl");
    let mut differences = Vec::new();
    for edition in [Edition::PowerShell73, Edition::WindowsPowerShell51] {
        for row in &rows {
            let source = text(row, "text");
            let script = read(source, edition);
            let value = script
                .statements
                .first()
                .filter(|_| script.errors.is_empty() && script.statements.len() == 1)
                .map(|statement| evaluate_statement(statement, source, &|_| None));
            let value = value.and_then(|value| value.as_text());
            if value.as_deref() != Some(text(row, "value")) {
                differences.push(format!(
                    "{edition:?} {source:?}: {value:?}, recorded {}",
                    row["value"]
                ));
            }
        }
    }
    println!(
        "literals: {} of {} agree",
        rows.len() * 2 - differences.len(),
        rows.len() * 2
    );
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// What of a source is in no word, mark, comment or opaque part, and is not blank.
fn uncovered(source: &str, edition: Edition) -> Option<String> {
    let script = read(source, edition);
    let mut covered = vec![false; source.len()];
    let mut cover = |span: Span| covered[span.range()].fill(true);
    script
        .comments
        .iter()
        .map(|comment| comment.span)
        .for_each(&mut cover);
    script.marks.iter().copied().for_each(&mut cover);
    script.leaves().into_iter().for_each(&mut cover);
    let rest: String = source
        .char_indices()
        .filter(|(at, c)| !covered[*at] && !c.is_whitespace() && *c != '`')
        .map(|(_, c)| c)
        .collect();
    (!rest.is_empty()).then_some(rest)
}

#[test]
fn every_character_is_in_a_word_a_sign_a_comment_or_opaque() {
    let mut checked = 0;
    for (file, key) in [
        ("scripts.jsonl", "script"),
        ("broken.jsonl", "script"),
        ("binding.jsonl", "text"),
        ("native.jsonl", "text"),
    ] {
        for row in rows(file) {
            let source = text(&row, key);
            for edition in [Edition::PowerShell73, Edition::WindowsPowerShell51] {
                checked += 1;
                if let Some(rest) = uncovered(source, edition) {
                    panic!("{edition:?} {source:?} leaves {rest:?}");
                }
            }
        }
    }
    println!("spans add up in {checked} readings");
}

/// The scripts that PowerShell's engine read.
fn scripts() -> &'static [String] {
    static SCRIPTS: OnceLock<Vec<String>> = OnceLock::new();
    SCRIPTS.get_or_init(|| {
        rows("scripts.jsonl")
            .iter()
            .map(|row| text(row, "script").to_owned())
            .collect()
    })
}

/// A script in which characters were put in, taken out or doubled.
fn mutated() -> impl Strategy<Value = String> {
    let signs = "[\\[\\](){}'\"`$@#<>|&;,.:=+*/%!?\\-\n\r\\\\ \u{2019}\u{201C}\u{2013}\u{A0}a0_]{0,4}";
    (
        0..scripts().len(),
        proptest::collection::vec((0usize..1000, 0usize..4, signs), 1..5),
    )
        .prop_map(|(index, edits)| {
            let mut all: Vec<char> = scripts()[index].chars().collect();
            for (at, gone, new) in edits {
                let at = at % (all.len() + 1);
                let end = (at + gone).min(all.len());
                all.splice(at..end, new.chars());
            }
            all.into_iter().collect()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_in_a_mutated_script(source in mutated()) {
        for edition in [Edition::PowerShell73, Edition::PowerShell72, Edition::WindowsPowerShell51] {
            prop_assert_eq!(uncovered(&source, edition), None, "{:?}", edition);
        }
    }

    #[test]
    fn nothing_is_lost_in_any_text(source in "\\PC{0,60}|[\\[\\](){}'\"`$@#<>|&;,.:=+*%!?\\-\n a1]{0,60}") {
        for edition in [Edition::PowerShell73, Edition::WindowsPowerShell51] {
            prop_assert_eq!(uncovered(&source, edition), None, "{:?}", edition);
        }
    }
}

/// Words that begin as a label does, and are none.
#[test]
fn nothing_is_lost_behind_a_colon() {
    for source in [
        ":<# c #> -x y\n",
        ":a`\n<# c #> x\n",
        "b\r:`\n<# c #> (d)\n",
        ":a # c\nb",
        ":a <# c #> while ($b) { c }",
    ] {
        for edition in [Edition::PowerShell73, Edition::WindowsPowerShell51] {
            assert_eq!(uncovered(source, edition), None, "{edition:?} {source:?}");
        }
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let openings = [
        "(",
        "{",
        "$(",
        "@{",
        "@(",
        "\"$(",
        "@{a=",
        "[a]",
        "[a(",
        "!",
        "-",
        ",",
        "-not ",
        "if(1){",
        "a.b(",
        "$a[",
        "$a=",
        "&{",
        "function f{",
        "switch(1){1{",
        "try{",
        "a|&{",
        "$a.b",
        "$a+",
        "(1)+(",
        "#requires ",
        "$a ? ",
        "$a=@{b=",
        "return ",
        "a&&",
        "1,",
        "@\"\n$(",
        "a\"$(\"",
        "param($a=",
        "[a(b=",
        "foreach($a in ",
        "begin{",
    ];
    let read_all = move || {
        for opening in openings {
            let source = opening.repeat(100_000);
            for edition in [Edition::PowerShell73, Edition::WindowsPowerShell51] {
                let script = read(&source, edition);
                let shape = shape(&script, &source);
                assert!(shape["statements"].is_array(), "{opening}");
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(read_all);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}

#[test]
fn reading_takes_linear_time() {
    let parts = [
        "'",
        "\"",
        "(",
        "(\n",
        "{\n",
        "\"$(\n",
        "@'\n",
        "@\"\n",
        "<#\n",
        "$(",
        "@{\n",
        "a 'b\n",
        "a (b\n",
        "a @{b=1\n",
        "'a' +\n",
        "a\n\n# b\n",
        "$a.",
        "a,\n",
        "[",
        "[a(\n",
        "{[",
        "{[a]\n",
        "`\n",
        "a `\n",
        "}\n",
        ")\n",
        "1..",
        "${",
        "$a:",
        "--% \"",
        "a |\n",
        "if ($a) {\n",
        "try {\n",
        "\u{2019}",
        "\u{201C}$(",
        "#requires -a 'b\n",
        "Start-BitsTransfer -Source 'a','b' \"$c\"\n",
    ];
    for part in parts {
        let source = part.repeat((1 << 20) / part.len());
        let began = std::time::Instant::now();
        let script = read(&source, Edition::PowerShell73);
        let took = began.elapsed();
        println!(
            "{:>8.1} ms for 1 MiB of {part:?}, {} errors",
            took.as_secs_f64() * 1000.0,
            script.errors.len()
        );
        assert!(took.as_secs() < 30, "{part:?} took {took:?}");
    }
}
