//! What batch files do in Wine's cmd, against what the import says that they do.
//!
//! Batch files are made up as administrators write them, and run with stand-ins that write down how they were called, once
//! for each value of what they ask for. Each call that happens has to be among the statements of the import, with the same
//! words: literal where the import has a literal, as the environment has it where the import names a variable of it,
//! anything where a piece is left open. Each statement of the import has to happen in one of the runs, and what the import
//! says never runs must not.
//!
//! `BITSMITH_SEEDS=100..300` makes up other files, and `BITSMITH_SHOW=1` shows all that is known of a file that fails.
#![cfg(unix)]

use bitsmith_core::parse::{Called, Import, Reading, Statement, import};
use bitsmith_core::text::{Dialect, Piece};
use bitsmith_tests::wine::{Run, Stand, run_all};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::thread;

mod made;

use made::{Made, NAMES, made};

/// How many files are made up.
const FILES: u64 = 32;
/// How many are run in one session of Wine.
const AT_ONCE: usize = 40;

/// What a file may ask for, with the values it is run with.
struct Given {
    on: &'static str,
    argument: &'static str,
}

/// What stands under a condition runs with one of them; where conditions stand in one another, not all does.
const ALL: [Given; 2] = [
    Given {
        on: "on",
        argument: "one",
    },
    Given {
        on: "off",
        argument: "two three",
    },
];

/// The second argument.
const SECOND: &str = "second";

impl Given {
    fn environment(&self, name: &str) -> Option<&'static str> {
        match name.to_ascii_uppercase().as_str() {
            "ON" => Some(self.on),
            "SET1" => Some("given"),
            _ => None,
        }
    }

    /// The file as it is run: what is set before its own text stands for the environment that it begins with.
    fn text(&self, text: &str) -> String {
        let mut all = String::from("@echo off\r\n");
        for name in ["ON", "SET1"] {
            let value = self.environment(name).unwrap_or_default();
            let _ = write!(all, "set \"{name}={value}\"\r\n");
        }
        all + &text.replace('\n', "\r\n")
    }
}

/// The calls of one run, each with its words.
type Seen<'g> = (&'g Given, Vec<Vec<String>>);

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq)]
enum Bit {
    Text(String),
    Open,
}

/// What stands between two words of a pattern.
const BETWEEN: char = '\u{1F}';

/// What a statement says of its words, in one run of the file.
fn bits(statement: &Statement, given: &Given) -> Option<Vec<Bit>> {
    let Called::Bitsadmin(call) = &statement.called else {
        return None;
    };
    let mut words: Vec<Vec<Bit>> = Vec::new();
    for (option, _) in &call.options {
        words.push(vec![Bit::Text(option.name.to_ascii_lowercase())]);
    }
    let verb = call.verb?;
    words.push(vec![Bit::Text(verb.name.to_ascii_lowercase())]);
    for argument in &call.arguments {
        if argument.switch.is_some() && argument.switch != Some(argument.span) {
            words.push(vec![Bit::Text(
                argument.argument.switch.unwrap_or_default().to_ascii_lowercase(),
            )]);
        }
        let value = |piece: &Piece| match piece {
            Piece::Environment(name) if NAMES.contains(&name.to_ascii_uppercase().as_str()) => {
                Some(given.environment(name))
            }
            _ => None,
        };
        let pieces = argument.text.pieces();
        // Variables that are not there may leave no word.
        if !pieces.is_empty() && pieces.iter().all(|piece| value(piece) == Some(None)) {
            words.push(vec![Bit::Open]);
            continue;
        }
        let word = pieces.iter().map(|piece| match (piece, value(piece)) {
            (Piece::Literal(text), _) => Bit::Text(text.clone()),
            (_, Some(value)) => Bit::Text(value.unwrap_or_default().to_owned()),
            (_, None) => Bit::Open,
        });
        words.push(word.collect());
    }
    let mut out = Vec::new();
    // What is too much is told, and in no argument.
    let is_surplus = call.findings.iter().any(|found| found.rule == "surplus-argument");
    for word in words {
        // A variable that stands for a whole word may be none, and may be several.
        let is_open = !word.is_empty() && word.iter().all(|bit| *bit == Bit::Open);
        if !is_open {
            out.push(Bit::Text(BETWEEN.to_string()));
        }
        out.extend(word);
        if is_surplus {
            out.push(Bit::Open);
        }
    }
    Some(out)
}

/// Whether a text is what a pattern says.
fn fits(bits: &[Bit], text: &str) -> bool {
    match bits {
        [] => text.is_empty(),
        [Bit::Text(own), rest @ ..] => text
            .strip_prefix(own.as_str())
            .is_some_and(|behind| fits(rest, behind)),
        [Bit::Open, rest @ ..] => {
            let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            starts.into_iter().any(|at| fits(rest, &text[at..]))
        }
    }
}

/// A real call as a pattern sees it: options, verb and switches in lower case.
fn said(words: &[String]) -> String {
    words
        .iter()
        .map(|word| {
            let word = if word.starts_with('/') {
                word.to_ascii_lowercase()
            } else {
                word.clone()
            };
            format!("{BETWEEN}{word}")
        })
        .collect()
}

/// The number of the call that a text holds: `q17q`.
fn number(text: &str) -> Option<usize> {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('q') {
        if let Some((figures, _)) = behind.split_once('q')
            && let Ok(number) = figures.parse()
        {
            return Some(number);
        }
        rest = behind;
    }
    None
}

#[derive(Debug, Default)]
struct Sum {
    files: usize,
    runs: usize,
    calls: usize,
    words: usize,
    open: usize,
    told: usize,
    /// Files that Wine did not read.
    misread: usize,
    faults: Vec<String>,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.files += other.files;
        self.runs += other.runs;
        self.calls += other.calls;
        self.words += other.words;
        self.open += other.open;
        self.told += other.told;
        self.misread += other.misread;
        self.faults.extend(other.faults);
    }
}

/// What is compared of one file.
fn compared(made: &Made, seen: &[Seen<'_>], sum: &mut Sum) {
    let reading = Reading {
        shell: Some(Dialect::Cmd),
        ..Reading::default()
    };
    let read = import(&made.text, reading);
    let mut faults = Vec::new();
    let mut happened: BTreeSet<usize> = BTreeSet::new();
    let mut matched: BTreeSet<usize> = BTreeSet::new();
    for (given, calls) in seen {
        let patterns: Vec<Option<Vec<Bit>>> = read.statements.iter().map(|one| bits(one, given)).collect();
        for call in calls {
            let text = said(call);
            let fitting: Vec<usize> = patterns
                .iter()
                .enumerate()
                .filter(|(_, pattern)| pattern.as_ref().is_some_and(|pattern| fits(pattern, &text)))
                .map(|(at, _)| at)
                .collect();
            sum.calls += 1;
            happened.extend(number(&text));
            if fitting.is_empty() {
                if is_told(made, &read, number(&text)) {
                    sum.told += 1;
                } else {
                    faults.push(format!("{}: no statement is {call:?}", given.on));
                }
            }
            // The one that says the most counts.
            let open = |at: &usize| {
                let pattern = patterns[*at].as_deref().unwrap_or_default();
                pattern.iter().filter(|bit| **bit == Bit::Open).count()
            };
            if let Some(best) = fitting.iter().min_by_key(|at| open(at)) {
                sum.words += call.len();
                sum.open += open(best).min(call.len());
            }
            matched.extend(fitting);
        }
    }
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, statement) in read.statements.iter().enumerate() {
        let Called::Bitsadmin(call) = &statement.called else {
            continue;
        };
        let said: String = call.arguments.iter().map(|given| given.text.display()).collect();
        if let Some(number) = number(&said) {
            *times.entry(number).or_default() += 1;
        }
        let is_exempt = number(&said)
            .or(number(statement.span.of(&made.text)))
            .is_none_or(|number| made.perhaps.contains(&number));
        if !matched.contains(&at) && !is_exempt {
            faults.push(format!(
                "never happens: {:?} {said:?}",
                call.verb.map(|verb| verb.name)
            ));
        }
    }
    // What is stated more often than it happens at most.
    for (stated, times) in &times {
        let most = seen.iter().map(|(_, calls)| {
            let same = calls.iter().filter(|call| number(&said(call)) == Some(*stated));
            same.count()
        });
        let most = most.max().unwrap_or(0);
        if *times > most && !made.perhaps.contains(stated) {
            faults.push(format!(
                "q{stated}q is stated {times} times, and happens {most} times"
            ));
        }
    }
    for found in &read.found {
        if found.rule == "commands-never-run"
            && let Some(number) = number(found.span.of(&made.text))
            && happened.contains(&number)
        {
            faults.push(format!("q{number}q is said to never run, and does"));
        }
        if found.rule == "cmd-syntax" {
            faults.push(format!(
                "syntax: {} at {}",
                found.message,
                found.span.of(&made.text)
            ));
        }
    }
    sum.files += 1;
    sum.runs += seen.len();
    if !faults.is_empty() {
        faults.sort();
        faults.dedup();
        let mut report = format!("==== {}\n{}\n", made.seed, made.text);
        for fault in faults {
            let _ = writeln!(report, "!! {fault}");
        }
        if std::env::var_os("BITSMITH_SHOW").is_some() {
            for statement in &read.statements {
                if let Called::Bitsadmin(call) = &statement.called {
                    let said: Vec<String> = call.arguments.iter().map(|given| given.text.display()).collect();
                    let _ = writeln!(report, "   import {:?} {said:?}", call.verb.map(|verb| verb.name));
                }
            }
            for found in &read.found {
                let _ = writeln!(
                    report,
                    "   found {} at {:?}",
                    found.rule,
                    found.span.of(&made.text)
                );
            }
            for (given, calls) in seen {
                let _ = writeln!(report, "   run {} {}", given.on, given.argument);
                for call in calls {
                    let _ = writeln!(report, "      {call:?}");
                }
            }
        }
        sum.faults.push(report);
    }
}

/// Whether the import says of the place of a call that it is not followed there.
fn is_told(made: &Made, read: &Import, number: Option<usize>) -> bool {
    let Some(place) = number.and_then(|number| made.text.find(&format!("q{number}q"))) else {
        return false;
    };
    read.found.iter().any(|found| {
        found.rule == "commands-not-followed" && (found.span.start..=found.span.end).contains(&place)
    })
}

fn checked(files: &[Made]) -> Option<Sum> {
    let mut sum = Sum::default();
    for some in files.chunks(AT_ONCE) {
        let mut plan: Vec<(usize, &Given, Stand, String)> = Vec::new();
        for (at, made) in some.iter().enumerate() {
            for given in ALL.iter().take(1 + usize::from(made.asks)) {
                plan.push((at, given, Stand::recorder()?, given.text(&made.text)));
            }
        }
        let arguments: Vec<[&str; 2]> = plan
            .iter()
            .map(|(_, given, ..)| [given.argument, SECOND])
            .collect();
        let runs: Vec<Run<'_>> = plan
            .iter()
            .zip(&arguments)
            .map(|((_, _, stand, text), arguments)| Run {
                stand,
                text,
                arguments,
            })
            .collect();
        let mut seen: BTreeMap<usize, Vec<Seen<'_>>> = BTreeMap::new();
        let mut misread = BTreeSet::new();
        for ((at, given, ..), outcome) in plan.iter().zip(run_all(&runs)) {
            // Wine's cmd takes a part of a line for a command where blocks follow each other in some ways, and `/info` behind a
            // condition for its `/i`.
            let signs = ["Can't recognize '", "Syntax error"];
            let said = [&outcome.stdout, &outcome.stderr];
            if signs
                .iter()
                .any(|sign| said.iter().any(|said| said.contains(sign)))
            {
                misread.insert(*at);
            }
            let calls = outcome.calls.iter().filter(|call| call.program == "bitsadmin");
            let calls = calls.map(|call| call.wmain[1..].to_vec()).collect();
            seen.entry(*at).or_default().push((given, calls));
        }
        sum.misread += misread.len();
        for (at, seen) in seen.iter().filter(|(at, _)| !misread.contains(at)) {
            compared(&some[*at], seen, &mut sum);
        }
    }
    Some(sum)
}

#[test]
fn what_batch_files_do_in_wine_is_what_the_import_says() {
    let range = std::env::var("BITSMITH_SEEDS").ok().and_then(|range| {
        let (first, last) = range.split_once("..")?;
        Some(first.parse().ok()?..last.parse().ok()?)
    });
    let is_whole = range.is_none();
    let files: Vec<Made> = range.unwrap_or(0..FILES).map(made).collect();
    let half = files.len().div_ceil(2).max(1);
    let sums: Vec<Option<Sum>> = thread::scope(|scope| {
        let halves: Vec<_> = files
            .chunks(half)
            .map(|some| scope.spawn(|| checked(some)))
            .collect();
        halves
            .into_iter()
            .map(|half| half.join().expect("the files are run"))
            .collect()
    });
    let mut sum = Sum::default();
    for one in sums {
        let Some(one) = one else { return };
        sum.add(one);
    }
    println!(
        "{} files in {} runs, and {} that Wine misreads: {} calls, {} words compared, {} of them left open; {} calls said not to be followed",
        sum.files, sum.runs, sum.misread, sum.calls, sum.words, sum.open, sum.told
    );
    if is_whole {
        assert!(
            sum.misread * 3 < sum.files && sum.told * 50 < sum.calls,
            "{sum:?}"
        );
        assert!(sum.words > 1_000 && sum.open * 5 < sum.words, "{sum:?}");
    }
    assert!(
        sum.faults.is_empty(),
        "{} faulty\n{}",
        sum.faults.len(),
        sum.faults.join("\n")
    );
}
