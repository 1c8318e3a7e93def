//! Writers of literals with known faults are caught by the reader; one without a fault is not.

use bitsmith_tests::awkward;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::syntax::{CommandBody, StatementKind, WordKind};

/// Whether the reader gets `value` back from a call that carries the literal, and nothing besides.
fn is_exact(literal: &str, value: &str) -> bool {
    let Ok(script) = powershell::read(&format!(
        "Set-BitsTransfer -Description {literal} -Priority Low\r\n"
    )) else {
        return false;
    };
    let [statement] = script.statements.as_slice() else {
        return false;
    };
    let StatementKind::Pipeline {
        commands,
        background: false,
    } = &statement.kind
    else {
        return false;
    };
    let [command] = commands.as_slice() else {
        return false;
    };
    let CommandBody::Words(words) = &command.body else {
        return false;
    };
    let [_, _, word, _, low] = words.as_slice() else {
        return false;
    };
    let low = matches!(&low.kind, WordKind::Bare(text) if text.is("Low"));
    let is_literal = matches!(
        word.kind,
        WordKind::Single(_) | WordKind::Double(_) | WordKind::Paren(_)
    );
    let read = powershell::read(literal).and_then(|script| powershell::evaluate_literal(&script));
    low && is_literal && script.comments.is_empty() && read.is_ok_and(|read| read.lossy() == value)
}

fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}'..='\u{201B}')
}

/// Doubles every quote of the class with itself.
fn right(value: &str) -> String {
    let doubled: String = value
        .chars()
        .flat_map(|c| std::iter::repeat_n(c, if is_quote(c) { 2 } else { 1 }))
        .collect();
    format!("'{doubled}'")
}

/// A writer of literals and what is wrong with it.
type Writer = (&'static str, fn(&str) -> String);

const FAULTY: [Writer; 6] = [
    ("doubles the first quote only", |value| {
        format!("'{}'", value.replacen('\'', "''", 1))
    }),
    ("doubles ASCII quotes only", |value| {
        format!("'{}'", value.replace('\'', "''"))
    }),
    ("doubles with the ASCII quote", |value| {
        let text: String = value
            .chars()
            .map(|c| {
                if is_quote(c) {
                    "''".to_owned()
                } else {
                    c.to_string()
                }
            })
            .collect();
        format!("'{text}'")
    }),
    ("escapes with a backtick", |value| {
        format!("'{}'", value.replace('\'', "`'"))
    }),
    ("writes expandable strings", |value| {
        format!("\"{}\"", value.replace('"', "\"\""))
    }),
    ("quotes nothing", str::to_owned),
];

#[test]
fn a_right_writer_is_never_blamed() {
    let all = awkward::all();
    for one in &all {
        assert!(is_exact(&right(&one.text), &one.text), "{:?}", one.text);
    }
    println!("{} awkward strings are read back", all.len());
}

#[test]
fn every_faulty_writer_is_caught() {
    for (fault, write) in FAULTY {
        let caught = awkward::all()
            .iter()
            .filter(|one| !is_exact(&write(&one.text), &one.text))
            .count();
        println!("{fault}: caught at {caught} strings");
        assert!(caught > 0, "a writer that {fault} was not caught");
    }
}
