//! The product's reader of cmd against the checkers' model of cmd: the same commands with the same arguments.

use bitsmith_core::diagnostic::Severity;
use bitsmith_core::parse::cmd::{Form, Mode, Part, Script, Statement, Value, arguments, read};
use bitsmith_core::parse::detect::detect;
use bitsmith_tests::argv::{command_line_to_argv_w, msvcrt};
use bitsmith_tests::awkward;
use bitsmith_tests::cmd::{self, Context, FAULTY, good_batch, good_prompt, short_strings};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What every variable holds for the model.
const VARIABLE: &str = "V";
/// What every argument of the batch file is.
const ARGUMENT: &str = "A";
/// What every variable of a loop holds.
const LOOP: &str = "L";

fn context() -> Context {
    Context {
        variables: BTreeMap::new(),
        arguments: vec![ARGUMENT.to_owned(); 10],
        unknown: Some(VARIABLE.to_owned()),
        loop_values: ('a'..='z')
            .chain('A'..='Z')
            .map(|c| (c, LOOP.to_owned()))
            .collect(),
    }
}

/// The same at the prompt, where a name that is not defined stays as it is typed: defined is what looks like a name.
fn typed(text: &str) -> Context {
    let is_name = |name: &&str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_().-".contains(c))
    };
    let names = text.split(['%', ':']).filter(is_name);
    Context {
        variables: names
            .map(|name| (name.to_uppercase(), VARIABLE.to_owned()))
            .collect(),
        unknown: None,
        ..context()
    }
}

/// A command as the reader sees it: its word and its arguments; `None` where cmd computes a part.
type Seen = Vec<Option<String>>;

fn filled(parts: &[Part]) -> Option<String> {
    let mut out = String::new();
    for part in parts {
        match &part.value {
            Value::Literal(text) => out.push_str(text),
            Value::Environment(_) => out.push_str(VARIABLE),
            Value::Argument(name) if name == "*" => out.push_str(&[ARGUMENT; 9].join(" ")),
            Value::Argument(_) => out.push_str(ARGUMENT),
            Value::Loop(_) => out.push_str(LOOP),
            Value::Delayed(_) | Value::Changed(_) | Value::Opaque => return None,
        }
    }
    Some(out)
}

fn seen(statements: &[Statement], out: &mut Vec<Seen>) {
    for statement in statements {
        match &statement.form {
            Form::Command(command) => {
                let Some(first) = command.words.first() else {
                    continue;
                };
                let vector = arguments(command, 0);
                let mut one = vec![filled(&first.parts)];
                one.extend(vector.list.iter().map(|argument| filled(&argument.parts)));
                if vector.doubtful.is_some() {
                    one = vec![None];
                }
                out.push(one);
            }
            Form::Block(inner) => seen(inner, out),
            Form::If(condition) => {
                seen(&condition.then, out);
                seen(&condition.otherwise, out);
            }
            Form::For(iteration) => {
                seen(&iteration.source, out);
                seen(&iteration.body, out);
            }
            Form::Label(_) | Form::Opaque => {}
        }
    }
}

/// The commands of the model, and whether its two readers of argument vectors agree on each.
fn modelled(reading: &cmd::Reading) -> Vec<(Vec<String>, bool)> {
    let commands = reading.commands();
    commands
        .iter()
        .map(|command| {
            let line = format!("x {}", command.rest().trim_start_matches([' ', '\t']));
            let vector = msvcrt(&line);
            let same = vector == command_line_to_argv_w(&line);
            let mut all = vec![command.word.clone()];
            all.extend(vector.into_iter().skip(1));
            (all, same)
        })
        .collect()
}

/// What the reader sees of a text that the model reads too; the number of commands compared.
fn compare(name: &str, script: &Script, reading: &cmd::Reading) -> usize {
    let mut found = Vec::new();
    seen(&script.statements, &mut found);
    let expected = modelled(reading);
    assert_eq!(
        found.len(),
        expected.len(),
        "{name}: {found:?}\nagainst {expected:?}"
    );
    for (found, (expected, same)) in found.iter().zip(&expected) {
        // Where the readers of argument vectors part, nothing is believed.
        let doubted = found == &[None];
        assert!(doubted || *same, "{name}: {found:?}\nagainst {expected:?}");
        if doubted {
            continue;
        }
        // `%*` may be several arguments; the model fills it in before it splits.
        let spread = found
            .iter()
            .any(|one| one.as_deref().is_some_and(|one| one.contains("A A A")));
        if spread {
            continue;
        }
        // `echo.` is one word for the reader; the model takes `echo` for the command.
        let first = found.first().and_then(Option::as_deref).unwrap_or("");
        if expected.first().is_some_and(|word| word == "echo") && first.len() > 4 {
            assert!(first.starts_with("echo"), "{name}: {found:?}");
            continue;
        }
        assert_eq!(
            found.len(),
            expected.len(),
            "{name}: {found:?}\nagainst {expected:?}"
        );
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                found.as_ref().is_none_or(|found| found == expected),
                "{name}: {found:?} against {expected:?}"
            );
        }
    }
    expected.len()
}

fn files(extension: &str) -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut found: Vec<PathBuf> = fs::read_dir(cases)
        .expect("tests/cases")
        .flat_map(|case| fs::read_dir(case.expect("an entry").path()).expect("a case"))
        .map(|file| file.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|own| own == extension))
        .filter(|path| !path.ends_with("diagnostics.txt") && !path.ends_with("refused.txt"))
        .collect();
    found.sort();
    found
}

#[test]
fn emitted_batch_files_and_prompt_lines_are_read_as_the_model_reads_them() {
    let mut compared = 0;
    let mut texts = 0;
    for (extension, mode) in [("cmd", Mode::Batch), ("txt", Mode::Prompt)] {
        for path in files(extension) {
            let name = path.display().to_string();
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            let script = read(&text, mode);
            let errors: Vec<_> = script
                .problems
                .iter()
                .filter(|problem| problem.severity == Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            let reading = match mode {
                Mode::Batch => cmd::batch_in(&text, &context()),
                Mode::Prompt => cmd::prompt_in(&text, &typed(&text)),
            };
            let reading = reading.unwrap_or_else(|unread| panic!("{name}: {unread}"));
            compared += compare(&name, &script, &reading);
            texts += 1;
        }
    }
    println!("{texts} texts, {compared} commands");
    assert!(
        texts >= 100 && compared >= 10_000,
        "{texts} texts, {compared} commands"
    );
}

#[test]
fn quoted_texts_come_back_as_arguments() {
    let mut exact = 0;
    let texts: Vec<String> = awkward::all()
        .into_iter()
        .map(|awkward| awkward.text)
        .chain(short_strings())
        .collect();
    for text in &texts {
        for (mode, quoted) in [(Mode::Batch, good_batch(text)), (Mode::Prompt, good_prompt(text))] {
            let Some(quoted) = quoted else { continue };
            let line = format!("bitsadmin /x {quoted} /y");
            let mut found = Vec::new();
            seen(&read(&line, mode).statements, &mut found);
            let expected = ["bitsadmin", "/x", text, "/y"].map(|one| Some(one.to_owned()));
            assert_eq!(found, [expected], "{line} {mode:?}");
            exact += 1;
        }
    }
    println!("{exact} lines");
    assert!(exact > 11_000, "{exact} lines");
}

#[test]
fn badly_quoted_texts_are_read_as_the_model_reads_them() {
    let mut compared = 0;
    let texts: Vec<String> = awkward::all()
        .into_iter()
        .map(|awkward| awkward.text)
        .chain(short_strings().step_by(4))
        .filter(|text| !text.contains(['\n', '\r', '\0']))
        .collect();
    for quoter in FAULTY {
        for text in &texts {
            let Some(quoted) = (quoter.quote)(text) else {
                continue;
            };
            let line = format!("bitsadmin /x {quoted} /y");
            for mode in [Mode::Batch, Mode::Prompt] {
                let reading = match mode {
                    Mode::Batch => cmd::batch_in(&line, &context()),
                    Mode::Prompt => cmd::prompt_in(&line, &typed(&line)),
                };
                if let Ok(reading) = reading {
                    compared += compare(&format!("{line} {mode:?}"), &read(&line, mode), &reading);
                }
            }
        }
    }
    println!("{compared} commands");
    assert!(compared > 70_000, "{compared} commands");
}

#[test]
fn the_shell_of_examples_and_scripts_is_told() {
    let examples = include_str!("../data/page-examples.jsonl");
    let mut told = 0;
    for line in examples.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        let text = row["text"].as_str().expect("a text");
        assert_eq!(detect(text).word(), row["shell"], "{text}");
        told += 1;
    }
    assert_eq!(told, 144);
    for (extension, shell) in [("cmd", "cmd"), ("txt", "cmd"), ("ps1", "powershell")] {
        for path in files(extension) {
            let text = fs::read_to_string(&path).expect("a script");
            assert_eq!(detect(&text).word(), shell, "{}", path.display());
            if extension == "cmd" {
                assert_eq!(Mode::of(&text), Mode::Batch, "{}", path.display());
            }
        }
    }
}
