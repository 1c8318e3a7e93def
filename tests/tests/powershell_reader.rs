//! The reader of PowerShell agrees with every recorded reading of PowerShell's own engine that it does not skip.

use bitsmith_tests::powershell::{self, evaluate_literal, shape};
use bitsmith_tests::recorded::{rows, text};

/// Whether the text consists of single-quoted literals, `[char]`, `+`, parentheses and spaces.
fn is_made_of_single_quotes(text: &str) -> bool {
    let quote = |c: char| matches!(c, '\'' | '\u{2018}'..='\u{201B}');
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if quote(first) {
            let mut inside = rest.char_indices().skip(1).peekable();
            let mut end = None;
            while let Some((at, c)) = inside.next() {
                if quote(c) && inside.next_if(|(_, next)| quote(*next)).is_none() {
                    end = Some(at + c.len_utf8());
                    break;
                }
            }
            let Some(end) = end else { return false };
            rest = &rest[end..];
        } else if let Some(after) = rest.strip_prefix("[char]0x") {
            rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        } else if matches!(first, ' ' | '+' | '(' | ')') {
            rest = &rest[1..];
        } else {
            return false;
        }
    }
    true
}

#[test]
fn every_single_quoted_literal_has_its_recorded_value() {
    let mut read = 0;
    let mut others = 0;
    let mut differences = Vec::new();
    for row in rows("literals.jsonl") {
        let source = text(&row, "text");
        let value = powershell::read(source).and_then(|script| evaluate_literal(&script));
        let single = is_made_of_single_quotes(source);
        match value {
            Ok(value) if value.lossy() == text(&row, "value") => {
                if single {
                    read += 1;
                } else {
                    others += 1;
                }
            }
            Ok(value) => differences.push(format!("{source:?} gave {value:?}, recorded {}", row["value"])),
            Err(unread) if single => differences.push(format!("{source:?} was not read: {unread}")),
            Err(_) => {}
        }
    }
    println!("literals: {read} of single quotes, [char] and + agree, and {others} of other kinds");
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(
        read >= 1180,
        "only {read} literals were made of single quotes, [char] and +"
    );
}

#[test]
fn every_script_that_is_read_has_its_recorded_shape() {
    let mut agree = 0;
    let mut skipped = Vec::new();
    let mut differences = Vec::new();
    for row in rows("scripts.jsonl") {
        let source = text(&row, "script");
        match powershell::read(source) {
            Err(unread) => skipped.push(format!("{source:?}: {unread}")),
            Ok(script) => {
                let (statements, comments) = shape(&script, source);
                if statements == row["statements"] && comments == row["comments"] {
                    agree += 1;
                } else {
                    differences.push(format!(
                        "{source:?}\n  read     {statements} {comments}\n  recorded {row}"
                    ));
                }
            }
        }
    }
    println!("scripts: {agree} agree, {} were not read", skipped.len());
    if std::env::var_os("BITSMITH_SHOW_SKIPPED").is_some() {
        println!("{}", skipped.join("\n"));
    }
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(agree >= 700, "only {agree} scripts were read");
}

#[test]
fn nothing_that_does_not_parse_is_read() {
    let mut read = Vec::new();
    let all = rows("broken.jsonl");
    for row in &all {
        let source = text(row, "script");
        if powershell::read(source).is_ok() {
            read.push(row.to_string());
        }
    }
    println!("broken scripts: {} refused", all.len() - read.len());
    assert!(
        read.is_empty(),
        "{} of {} were read:\n{}",
        read.len(),
        all.len(),
        read.join("\n")
    );
}
