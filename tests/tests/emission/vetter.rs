//! A second opinion on what is emitted: the package vetter reads a sample of scripts, and finds in them the commands,
//! arguments and texts that our own readers find.

use crate::jobs::{Random, emitted};
use bitsmith_core::emit::{Request, Script, Target};
use bitsmith_tests::cmd::{self, Context, FAULTY, Link, Node, Quoter};
use bitsmith_tests::{argv, awkward, powershell, skip, vetter};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many scripts of each kind.
const SAMPLE: usize = 300;

/// An empty folder for the files of one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("vetter-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the scripts");
    folder
}

/// Puts the scripts into a folder, lets vetter read them, and takes the folder away.
fn readings(name: &str, scripts: &BTreeMap<String, String>) -> Option<BTreeMap<String, vetter::Reading>> {
    let Some(python) = vetter::python() else {
        skip::say("vetter", "it is not installed; `cargo xtask test` gets it");
        return None;
    };
    let folder = folder(name);
    for (file, text) in scripts {
        fs::write(folder.join(file), text).expect("a script");
    }
    let readings = vetter::read(&python, &folder).unwrap_or_else(|error| panic!("{error}"));
    fs::remove_dir_all(&folder).expect("the folder goes");
    Some(readings)
}

/// The commands and hashtable entries of a PowerShell script, by our own reader: offset, name, words.
fn powershell_commands(text: &str) -> Result<Vec<Value>, String> {
    let read = powershell::read(text).map_err(|unread| unread.to_string())?;
    let (statements, _) = powershell::shape(&read, text);
    let mut found = Vec::new();
    collect(&statements, &mut found);
    found.sort_by_key(|one| one[0].as_u64());
    Ok(found)
}

fn collect(node: &Value, found: &mut Vec<Value>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => {
            if let Some(Value::Array(words)) = fields.get("words") {
                let name = words.first().and_then(word);
                let mut rest: Vec<Value> = Vec::new();
                for one in words.iter().skip(1) {
                    let parameter = (one["kind"] == "parameter").then(|| &one["argument"]);
                    match parameter {
                        Some(argument) if !argument.is_null() => {
                            rest.push(json!(format!("-{}:", one["name"].as_str().unwrap_or_default())));
                            rest.push(json!(word(argument)));
                        }
                        Some(_) => rest.push(json!(format!("-{}", one["name"].as_str().unwrap_or_default()))),
                        None => rest.push(json!(word(one))),
                    }
                }
                found.push(json!([fields["start"], name, rest]));
            }
            if let Some(Value::Array(pairs)) = fields.get("pairs") {
                for pair in pairs {
                    let key = &pair["key"];
                    found.push(json!([key["start"], word(key), [value(&pair["value"])]]));
                }
            }
            fields.values().for_each(|field| collect(field, found));
        }
        _ => {}
    }
}

/// What a statement of one expression comes to.
fn value(statement: &Value) -> Option<Value> {
    match statement["commands"].as_array()?.as_slice() {
        [one] => word(one.get("expression")?),
        _ => None,
    }
}

/// What a word or expression of literals, `[char]`, variables, `+` and commas comes to.
fn word(node: &Value) -> Option<Value> {
    match node["kind"].as_str()? {
        "single" | "double" | "bare" | "constant" => Some(node["value"].clone()),
        "variable" => Some(json!(format!("${}", node["name"].as_str()?))),
        "list" => Some(node["items"].as_array()?.iter().map(word).collect()),
        "array" => match node["statements"].as_array()?.as_slice() {
            [] => Some(json!([])),
            [one] => match value(one)? {
                Value::Array(items) => Some(Value::Array(items)),
                one => Some(json!([one])),
            },
            _ => None,
        },
        "paren" => value(&node["inner"]),
        "binary" | "cast" => units(node).map(|units| json!(String::from_utf16_lossy(&units))),
        _ => None,
    }
}

fn units(node: &Value) -> Option<Vec<u16>> {
    match node["kind"].as_str()? {
        "binary" if node["operator"] == "Plus" => {
            let mut left = units(&node["left"])?;
            left.extend(units(&node["right"])?);
            Some(left)
        }
        "cast" if node["type"] == "char" => Some(vec![node["inner"]["value"].as_str()?.parse().ok()?]),
        "binary" | "cast" => None,
        "paren" => match node["inner"]["commands"].as_array()?.as_slice() {
            [one] => units(one.get("expression")?),
            _ => None,
        },
        _ => Some(word(node)?.as_str()?.encode_utf16().collect()),
    }
}

/// What is not known before the script runs is 7, as in `tests/vetter/read.py`.
fn context() -> Context {
    let start = Context {
        variables: BTreeMap::new(),
        arguments: vec!["7".to_owned(); 10],
        unknown: Some("7".to_owned()),
        loop_values: BTreeMap::new(),
    };
    ('a'..='z').fold(start, |context, letter| context.with_loop(letter, "7"))
}

/// The commands of a batch file, by our own model: name, arguments, redirections.
fn batch_commands(text: &str) -> Result<Vec<Value>, String> {
    let reading = cmd::batch_in(text, &context()).map_err(|unread| unread.to_string())?;
    let mut found = Vec::new();
    walk(&reading.links, &mut found);
    Ok(found)
}

fn walk(links: &[Link], found: &mut Vec<Value>) {
    for link in links {
        match &link.node {
            Node::Label(_) | Node::Remark => {}
            Node::Run(command) => {
                let redirections: Vec<String> = command
                    .redirections
                    .iter()
                    .map(|one| {
                        let handle = match (one.handle, one.operator.as_str()) {
                            (1, ">" | ">>") | (0, "<") => String::new(),
                            (handle, _) => handle.to_string(),
                        };
                        format!("{handle}{}{}", one.operator, one.target)
                    })
                    .collect();
                found.push(json!([command.name(), plain(command.rest()), redirections]));
            }
            Node::Block { body, .. } => walk(body, found),
            Node::If {
                condition,
                then,
                otherwise,
            } => {
                found.push(json!(["if", tight(&condition.concat()), []]));
                walk(then, found);
                walk(otherwise, found);
            }
            Node::For { set, body, .. } => {
                found.push(json!(["for", plain(&set.replace('^', "")), []]));
                walk(body, found);
            }
        }
    }
}

/// Runs of blanks as one blank, none at the ends: vetter reads no more of them.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No blanks at all: a condition is cut into words in two ways.
fn tight(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What vetter reads in a batch file, in the form of our own model.
fn vetters_batch(commands: &[Value]) -> Vec<Value> {
    commands
        .iter()
        .map(|one| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let redirections: Vec<String> = one[2]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| text(one).replace('"', ""))
                .collect();
            let arguments = match &one[1] {
                // In a set vetter leaves the carets.
                Value::String(set) if one[0] == "for" => json!(plain(&set.replace('^', ""))),
                Value::Array(words) => json!(tight(&words.iter().map(text).collect::<String>())),
                text => json!(plain(text.as_str().unwrap_or_default())),
            };
            let name = text(&one[0]).to_lowercase();
            let file = name.rsplit('\\').next().unwrap_or_default();
            json!([file.strip_suffix(".exe").unwrap_or(file), arguments, redirections])
        })
        .collect()
}

/// The scripts of a sample of generated jobs.
fn sample(target: Target) -> BTreeMap<String, String> {
    let mut refused = BTreeMap::new();
    (1..)
        .filter_map(|seed| {
            let mut random = Random::new(seed);
            let request = Request {
                target,
                script: random.pick(&[Script::Main, Script::Main, Script::Undo, Script::Check]),
            };
            let job = emitted(&mut random, request, &mut refused)?;
            Some((format!("{seed:03}.{}", target.extension()), job.emission.text()))
        })
        .take(SAMPLE)
        .collect()
}

/// The first place where two readings are not the same.
fn difference(ours: &[Value], theirs: &[Value]) -> Option<String> {
    let at = (0..ours.len().max(theirs.len())).find(|at| ours.get(*at) != theirs.get(*at))?;
    Some(format!("we read {:?}, vetter {:?}", ours.get(at), theirs.get(at)))
}

#[test]
fn vetter_reads_the_commands_of_powershell_scripts_as_we_do() {
    let scripts = sample(Target::PowerShell);
    let Some(readings) = readings("powershell", &scripts) else {
        return;
    };
    let mut commands = 0;
    for (file, text) in &scripts {
        let ours = powershell_commands(text).unwrap_or_else(|unread| panic!("{file}: {unread}\n{text}"));
        let theirs = readings[file]
            .as_ref()
            .unwrap_or_else(|error| panic!("{file}: {error}\n{text}"));
        if let Some(difference) = difference(&ours, theirs) {
            panic!("{file}: {difference}\n{text}");
        }
        commands += ours.len();
    }
    println!(
        "{} PowerShell scripts, {commands} commands and entries",
        scripts.len()
    );
    assert!(scripts.len() == SAMPLE && commands > 10_000);
}

#[test]
fn vetter_reads_the_commands_of_batch_files_as_we_do() {
    let scripts = sample(Target::Batch);
    let Some(readings) = readings("batch", &scripts) else {
        return;
    };
    let mut commands = 0;
    for (file, text) in &scripts {
        let ours = batch_commands(text).unwrap_or_else(|unread| panic!("{file}: {unread}\n{text}"));
        let theirs = readings[file]
            .as_ref()
            .unwrap_or_else(|error| panic!("{file}: {error}\n{text}"));
        if let Some(difference) = difference(&ours, &vetters_batch(theirs)) {
            panic!("{file}: {difference}\n{text}");
        }
        commands += ours.len();
    }
    println!("{} batch files, {commands} commands", scripts.len());
    assert!(scripts.len() == SAMPLE && commands > 10_000);
}

fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}'..='\u{201B}')
}

/// A writer of PowerShell literals and what is wrong with it.
type Writer = (&'static str, fn(&str) -> String);

const FAULTY_LITERALS: &[Writer] = &[
    ("doubles nothing", |text| format!("'{text}'")),
    ("doubles the first quote only", |text| {
        format!("'{}'", text.replacen('\'', "''", 1))
    }),
    ("doubles the quote of ASCII only", |text| {
        format!("'{}'", text.replace('\'', "''"))
    }),
    ("writes double quotes", |text| format!("\"{text}\"")),
];

/// Doubles every quote of the class with itself.
fn right_literal(text: &str) -> String {
    let doubled: String = text
        .chars()
        .flat_map(|c| std::iter::repeat_n(c, if is_quote(c) { 2 } else { 1 }))
        .collect();
    format!("'{doubled}'")
}

/// How many texts vetter does not get back from one way of writing them.
fn wrong(
    name: &str,
    extension: &str,
    written: &[(String, String)],
    is_exact: fn(&str, &[Value]) -> bool,
) -> Option<usize> {
    let scripts: BTreeMap<String, String> = written
        .iter()
        .enumerate()
        .map(|(number, (_, script))| (format!("{number:04}.{extension}"), script.clone()))
        .collect();
    let readings = readings(name, &scripts)?;
    let of = |number: usize| readings.get(&format!("{number:04}.{extension}"));
    Some(
        written
            .iter()
            .enumerate()
            .filter(|(number, (text, _))| match of(*number) {
                Some(Ok(commands)) => !is_exact(text, commands),
                _ => true,
            })
            .count(),
    )
}

#[test]
fn vetter_catches_faulty_literals() {
    let texts: Vec<String> = awkward::all()
        .into_iter()
        .map(|one| one.text)
        // What P2 writes as code points.
        .filter(|text| text.chars().all(|c| (' '..='~').contains(&c) || is_quote(c)))
        .collect();
    let wrong_with = |name: &str, writer: fn(&str) -> String| {
        let written: Vec<_> = texts
            .iter()
            .map(|text| {
                let literal = writer(text);
                (
                    text.clone(),
                    format!("Set-BitsTransfer -Description {literal} -Priority Low\r\n"),
                )
            })
            .collect();
        wrong(name, "ps1", &written, |text, commands| {
            let words = json!(["-Description", text, "-Priority", "Low"]);
            commands == [json!([0, "Set-BitsTransfer", words])]
        })
    };
    let Some(right) = wrong_with("right-literals", right_literal) else {
        return;
    };
    assert_eq!(right, 0, "of the right literals");
    for (number, (fault, writer)) in FAULTY_LITERALS.iter().enumerate() {
        let caught = wrong_with(&format!("literals-{number}"), *writer).unwrap_or(0);
        println!("a writer that {fault}: {caught} of {} caught", texts.len());
        assert!(caught > 0, "a writer that {fault} is not caught");
    }
}

#[test]
fn vetter_catches_faulty_quoting_for_cmd() {
    let texts: Vec<String> = awkward::all()
        .into_iter()
        .filter(awkward::Awkward::is_printable_ascii)
        .map(|one| one.text)
        .filter(|text| text.len() < 2_000)
        .collect();
    let wrong_with = |name: &str, quoter: &Quoter| {
        let written: Vec<_> = texts
            .iter()
            .filter_map(|text| {
                let quoted = (quoter.quote)(text)?;
                Some((
                    text.clone(),
                    format!("bitsadmin.exe /setdescription 7 {quoted}\r\n"),
                ))
            })
            .collect();
        wrong(name, "cmd", &written, |text, commands| {
            let [command] = commands else { return false };
            let line = format!("bitsadmin.exe {}", command[1].as_str().unwrap_or_default());
            [argv::command_line_to_argv_w(&line), argv::msvcrt(&line)]
                .iter()
                .all(|words| match words.as_slice() {
                    [_, _, _, word] => plain(word) == plain(text),
                    _ => false,
                })
                && command[2] == json!([])
        })
    };
    let good = Quoter {
        name: "right",
        quote: cmd::good_batch,
    };
    let Some(right) = wrong_with("right-quoting", &good) else {
        return;
    };
    assert_eq!(right, 0, "of the right words");
    for (number, quoter) in FAULTY.iter().enumerate() {
        let caught = wrong_with(&format!("quoting-{number}"), quoter).unwrap_or(0);
        println!("{}: {caught} caught", quoter.name);
        assert!(caught > 0, "{} is not caught", quoter.name);
    }
}
