//! The product's writer of PowerShell strings and argument lines against the engine's recorded readings (P1, P2, P5, P6).

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

/// One step of a wildcard pattern [psdoc:about_Wildcards]; a backtick takes the meaning from the next character.
enum Step {
    One(char),
    AnyOne,
    Any,
    Set(Vec<(char, char)>),
}

fn wildcard(pattern: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        steps.push(match c {
            '`' => Step::One(chars.next().unwrap_or('`')),
            '*' => Step::Any,
            '?' => Step::AnyOne,
            '[' => {
                let members: Vec<char> = chars.by_ref().take_while(|c| *c != ']').collect();
                Step::Set(match members.as_slice() {
                    [low, '-', high] => vec![(*low, *high)],
                    members => members.iter().map(|c| (*c, *c)).collect(),
                })
            }
            c => Step::One(c),
        });
    }
    steps
}

fn matches(steps: &[Step], name: &[char]) -> bool {
    match (steps, name) {
        ([], []) => true,
        ([Step::Any, later @ ..], _) => (0..=name.len()).any(|skip| matches(later, &name[skip..])),
        ([step, later @ ..], [c, rest @ ..]) => {
            let one = match step {
                Step::One(wanted) => wanted == c,
                Step::Set(members) => members.iter().any(|(low, high)| low <= c && c <= high),
                Step::AnyOne | Step::Any => true,
            };
            one && matches(later, rest)
        }
        _ => false,
    }
}

#[test]
fn an_escaped_name_matches_itself_and_no_other() {
    let mut names: Vec<String> = canonical_rows().into_iter().map(|row| row.value).collect();
    names.extend(
        [
            "a*", "a?", "a[b]", "a[a-z]", "[", "]", "`", "``*", "a`*", "*", "?", "ab", "aa",
        ]
        .map(String::from),
    );
    names.sort();
    names.dedup();
    let spelled: Vec<Vec<char>> = names.iter().map(|name| name.chars().collect()).collect();
    let mut mistaken = 0;
    for name in &names {
        let escaped = wildcard(&powershell::wildcard_escape(name));
        let plain = wildcard(name);
        for (other, chars) in names.iter().zip(&spelled) {
            assert_eq!(
                matches(&escaped, chars),
                name == other,
                "{name:?} against {other:?}"
            );
            mistaken += usize::from(matches(&plain, chars) != (name == other));
        }
    }
    assert!(mistaken > 20, "names that need escapes: {mistaken}");
}

#[test]
fn a_pattern_of_a_literal_name_is_the_literal_of_its_escape() {
    for row in canonical_rows() {
        let pattern = powershell::exact_pattern(&Text::literal(&*row.value)).unwrap();
        assert_eq!(
            pattern.source,
            powershell::literal(&powershell::wildcard_escape(&row.value))
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
