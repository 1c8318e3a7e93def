//! Scripts that are made up, read by the product and run by an interpreter that shares nothing with it: what the reading
//! says of each call is what the call gets, whatever the conditions are that nobody knows.
//!
//! `BITSMITH_FIRST` and `BITSMITH_COUNT` say which scripts are made; of those that fail, the shortest forms are shown.

mod compared;
mod grammar;
mod played;

use bitsmith_core::parse::{Reading as Asked, import};
use bitsmith_core::profile::Profile;
use bitsmith_core::text::Dialect;
use bitsmith_tests::powershell;
use compared::{Counts, Reading, compare};
use grammar::{CONDITIONS, Dice, script};
use std::collections::BTreeMap;

/// What became of a script.
enum Checked {
    /// The interpreter does not know something in it.
    Left(String),
    Right,
    Wrong(String),
}

fn check(source: &str, conditions: usize, counts: &mut Counts) -> Checked {
    let read = match powershell::read(source) {
        Ok(read) => read,
        Err(unread) => return Checked::Left(format!("not read: {}", unread.why)),
    };
    let mut runs = Vec::new();
    for choice in 0..1 << conditions {
        match played::play(&read, choice, conditions) {
            Ok(run) => runs.push(run),
            Err(why) => return Checked::Left(why),
        }
    }
    let asked = Asked {
        shell: Some(Dialect::PowerShell),
        profile: Some(Profile::default()),
    };
    let reading = Reading::of(import(source, asked), source);
    match compare(source, &reading, &runs, counts) {
        Ok(()) => Checked::Right,
        Err(why) => Checked::Wrong(why),
    }
}

/// What faults have in common that are told apart by their values.
fn kind_of(why: &str) -> String {
    let letters = |c: &char| c.is_ascii_alphabetic() || *c == ' ';
    why.split(['"', '[', '{'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(letters)
        .collect()
}

/// The script without the lines that its fault does not need.
fn shortest(source: &str, kind: &str) -> (String, String) {
    let mut lines: Vec<&str> = source.lines().collect();
    let fault = |lines: &[&str]| match check(&lines.join("\n"), CONDITIONS, &mut Counts::default()) {
        Checked::Wrong(why) if kind_of(&why) == kind => Some(why),
        _ => None,
    };
    let mut size = lines.len();
    while size > 0 {
        let mut at = 0;
        while at < lines.len() {
            let mut fewer = lines.clone();
            fewer.drain(at..(at + size).min(lines.len()));
            match fault(&fewer) {
                Some(_) => lines = fewer,
                None => at += 1,
            }
        }
        // A branch goes with its braces.
        for first in 0..lines.len() {
            for last in first + 1..lines.len() {
                if last < lines.len() && lines[first].ends_with('{') {
                    let mut fewer = lines.clone();
                    fewer.remove(last);
                    fewer.remove(first);
                    if fault(&fewer).is_some() {
                        lines = fewer;
                    }
                }
            }
        }
        size /= 2;
    }
    let why = fault(&lines).unwrap_or_default();
    (lines.join("\n"), why)
}

#[test]
fn what_is_read_of_a_script_is_what_it_does() {
    let number = |name: &str, default: u64| {
        let given = std::env::var(name).ok().and_then(|text| text.parse().ok());
        given.unwrap_or(default)
    };
    let (first, count) = (number("BITSMITH_FIRST", 0), number("BITSMITH_COUNT", 800));
    let mut counts = Counts::default();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let (mut right, mut wrong) = (0, Vec::new());
    for seed in first..first + count {
        let (source, conditions) = script(&mut Dice::new(seed));
        match check(&source, conditions, &mut counts) {
            Checked::Right => right += 1,
            Checked::Left(why) => *left.entry(why).or_default() += 1,
            Checked::Wrong(why) => {
                let kind = kind_of(&why);
                let same = kinds.entry(kind.clone()).or_insert(0);
                *same += 1;
                // Of each kind a few are enough to see.
                if *same <= 2 && wrong.len() < 20 {
                    let (short, why) = shortest(&source, &kind);
                    wrong.push(format!("script {seed}: {why}\n{short}\n"));
                }
            }
        }
    }
    println!("{right} scripts of {count}: {counts:?}");
    println!("left out: {left:#?}");
    assert!(
        wrong.is_empty(),
        "{} scripts are read as what they do not do: {kinds:#?}\n{}",
        kinds.values().sum::<usize>(),
        wrong.join("\n")
    );
    let all = counts.literal + counts.partly + counts.opaque;
    assert!(right * 10 >= count as usize * 9, "too many scripts are left out");
    assert!(
        counts.literal * 10 >= all * 7,
        "too much is left open: {counts:?}"
    );
    assert!(
        counts.documents >= right,
        "too few documents are compared: {counts:?}"
    );
}
