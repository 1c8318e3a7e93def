//! Golden folders of scripts: a folder of `tests/scripts` has one script; beside it stands what is read of it and how it is
//! explained.

use bitsmith_core::diagnostic::Severity;
use bitsmith_core::explain::{explain, text};
use bitsmith_core::judge::{import_json, judge};
use bitsmith_core::parse::{Called, Reading, import, patterns};
use bitsmith_core::span::Span;
use bitsmith_core::text::Dialect;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut folders: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    folders
}

/// The script of a folder.
fn script(folder: &Path) -> String {
    let found = ["cmd", "ps1", "txt"]
        .into_iter()
        .find_map(|extension| fs::read_to_string(folder.join(format!("script.{extension}"))).ok());
    found.unwrap_or_else(|| panic!("{}: no script", folder.display()))
}

/// What is made of a script.
fn made(source: &str) -> BTreeMap<&'static str, String> {
    let read = import(source, Reading::default());
    BTreeMap::from([
        (
            "import.json",
            format!("{:#}\n", import_json(&read, &judge(&read), source)),
        ),
        ("explanation.txt", text(&explain(&read, source), source)),
    ])
}

#[test]
fn every_script_is_read_as_its_folder_says() {
    let bless = std::env::var_os("BITSMITH_BLESS").is_some();
    let mut wrong = Vec::new();
    for folder in folders() {
        let source = script(&folder);
        for (name, text) in made(&source) {
            let file = folder.join(name);
            if bless {
                fs::write(&file, &text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                continue;
            }
            let there = fs::read_to_string(&file).unwrap_or_default();
            if there != text {
                wrong.push(format!("{}\n{text}", file.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} files differ; BITSMITH_BLESS=1 writes them. The first:\n{}",
        wrong.len(),
        wrong[0]
    );
}

#[test]
fn statements_and_tokens_stand_in_their_script() {
    for folder in folders() {
        let source = script(&folder);
        let read = import(&source, Reading::default());
        let whole = Span::new(0, source.len());
        for statement in &read.statements {
            assert!(whole.holds(statement.span), "{}", folder.display());
            if let Called::Bitsadmin(call) = &statement.called {
                for given in &call.arguments {
                    assert!(
                        statement.span.holds(statement.outer(given.span)),
                        "{}: {:?}",
                        folder.display(),
                        given.span.of(&source)
                    );
                }
            }
        }
    }
}

/// The folder whose text has sentences between its commands, which are left out where nobody says that it is a script.
const LETTER: &str = "commands-in-a-letter";

#[test]
fn a_script_says_the_same_whether_or_not_its_shell_is_said() {
    let mut letters = 0;
    for folder in folders() {
        let source = script(&folder);
        let read = import(&source, Reading::default());
        let said = Reading {
            shell: Some(read.shell),
            ..Reading::default()
        };
        let is_letter = folder.ends_with(LETTER);
        letters += usize::from(is_letter);
        assert_eq!(read == import(&source, said), !is_letter, "{}", folder.display());
    }
    assert_eq!(letters, 1);
}

/// Whether a file of a golden folder holds lines for the prompt.
fn is_of_the_prompt(file: &Path) -> bool {
    let name = file.file_stem().and_then(|name| name.to_str());
    matches!(name, Some("main" | "check" | "undo"))
}

/// Scripts that are emitted have none of the mistakes that are looked for in scripts.
#[test]
fn emitted_scripts_have_no_mistakes() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mistakes: BTreeSet<&str> = patterns()
        .filter(|pattern| pattern.severity != Severity::Information)
        .map(|pattern| pattern.name)
        .collect();
    let mut scripts = 0;
    for case in fs::read_dir(&cases).expect("the golden folders") {
        for file in fs::read_dir(case.expect("an entry").path()).expect("a folder") {
            let file = file.expect("an entry").path();
            let shell = match file.extension().and_then(|extension| extension.to_str()) {
                Some("ps1") => Dialect::PowerShell,
                Some("cmd") => Dialect::Cmd,
                Some("txt") if is_of_the_prompt(&file) => Dialect::Cmd,
                _ => continue,
            };
            let source = fs::read_to_string(&file).expect("a script");
            let reading = Reading {
                shell: Some(shell),
                ..Reading::default()
            };
            // Lines for the prompt leave values to be filled in, and what lacks them is wrong without.
            let is_open = is_of_the_prompt(&file) && file.extension().is_some_and(|end| end == "txt");
            for found in import(&source, reading).found {
                if is_open && found.severity == Severity::Error {
                    continue;
                }
                assert!(
                    found.severity == Severity::Information || !mistakes.contains(found.rule),
                    "{}: {found:?} {:?}",
                    file.display(),
                    found.span.of(&source)
                );
            }
            scripts += 1;
        }
    }
    assert!(scripts > 100, "{scripts} scripts");
}
