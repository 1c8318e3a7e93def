//! Golden folders: a folder of `tests/cases` is a case. Its `job.json` is what a person describes, the other files are
//! what Bitsmith makes of it, byte for byte.

use bitsmith_core::catalog::{CATALOG, SettingId};
use bitsmith_core::diagnostic::{Diagnostic, has_errors};
use bitsmith_core::document::{Documents, read_located};
use bitsmith_core::draft::{NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Note, Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, ExistingEnding, Folders, Owner};
use bitsmith_core::plan::{Plan, Reveal};
use bitsmith_core::profile::Shell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    cases.sort();
    cases
}

fn documents(case: &Path) -> Documents {
    let file = case.join("job.json");
    let source = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    read_located(&source).unwrap_or_else(|errors| panic!("{}: {errors}", file.display()))
}

/// What is said, with its place in `job.json`.
fn said(documents: &Documents, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(document) = diagnostic.place.document {
            let _ = write!(out, "document {}, ", document + 1);
        }
        if let Some((start, _)) = documents.locate(&diagnostic.place) {
            let _ = write!(out, "line {}, column {}: ", start.line, start.column);
        }
        let _ = writeln!(
            out,
            "{}[{}]: {}",
            diagnostic.severity.word(),
            diagnostic.rule,
            diagnostic.message
        );
        let _ = writeln!(out, "help: {}", diagnostic.help);
        if let Some(fix) = &diagnostic.fix {
            let _ = writeln!(out, "fix: {}", fix.title);
        }
    }
    out
}

fn noted(notes: &[Note]) -> String {
    notes
        .iter()
        .map(|note| format!("note: {}\n", note.message))
        .collect()
}

/// The files of a case: what is said of the job, and for each target its scripts, or why there are none.
fn made(documents: &Documents) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let mut plans: Vec<Plan> = Vec::new();
    let several = documents.drafts.len() > 1;
    for (number, draft) in documents.drafts.iter().enumerate() {
        let evaluation = evaluate(draft, Reveal::Masked);
        diagnostics.extend(evaluation.diagnostics.into_iter().map(|mut diagnostic| {
            if several {
                diagnostic.place = diagnostic.place.in_document(number);
            }
            diagnostic
        }));
        plans.extend(evaluation.plan);
    }
    let mut all = said(documents, &diagnostics);
    let mut refused = String::new();
    if !has_errors(&diagnostics) {
        for target in Target::ALL.iter().copied() {
            for script in Script::ALL.iter().copied() {
                let name = format!("{}.{}", script.word(), target.extension());
                match emit(&plans, Request { target, script }) {
                    Ok(emission) => {
                        let more = said(documents, &emission.diagnostics) + &noted(&emission.notes);
                        if !more.is_empty() {
                            let _ = write!(all, "\n{name}\n{more}");
                        }
                        files.insert(name, emission.text());
                    }
                    Err(errors) => {
                        let _ = write!(refused, "{name}\n{}\n", said(documents, &errors));
                    }
                }
            }
        }
    }
    if !all.is_empty() {
        files.insert("diagnostics.txt".to_owned(), all.trim_start().to_owned());
    }
    if !refused.is_empty() {
        files.insert("refused.txt".to_owned(), refused.trim_end().to_owned() + "\n");
    }
    files
}

#[test]
fn every_case_gives_the_files_of_its_folder() {
    let bless = std::env::var_os("BITSMITH_BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let stem = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let made = made(&documents(&case));
        let there: BTreeSet<String> = fs::read_dir(&case)
            .unwrap_or_else(|error| panic!("{stem}: {error}"))
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != "job.json")
            .collect();
        if bless {
            for name in there.iter().filter(|name| !made.contains_key(*name)) {
                fs::remove_file(case.join(name)).unwrap_or_else(|error| panic!("{stem}/{name}: {error}"));
            }
            for (name, text) in &made {
                fs::write(case.join(name), text).unwrap_or_else(|error| panic!("{stem}/{name}: {error}"));
            }
            continue;
        }
        wrong.extend(
            there
                .iter()
                .filter(|name| !made.contains_key(*name))
                .map(|name| format!("{stem}/{name} is made no more")),
        );
        for (name, text) in &made {
            match fs::read(case.join(name)) {
                Err(_) => wrong.push(format!("{stem}/{name} is missing")),
                Ok(bytes) if bytes != text.as_bytes() => {
                    let kept = String::from_utf8_lossy(&bytes);
                    let line = kept
                        .split('\n')
                        .zip(text.split('\n'))
                        .take_while(|(a, b)| a == b)
                        .count();
                    wrong.push(format!(
                        "{stem}/{name} differs at line {}:\n  kept {:?}\n  made {:?}",
                        line + 1,
                        kept.split('\n').nth(line).unwrap_or_default(),
                        text.split('\n').nth(line).unwrap_or_default()
                    ));
                }
                Ok(_) => {}
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nBITSMITH_BLESS=1 cargo test -p bitsmith-tests --test cases writes them; then read what changed.",
        wrong.join("\n")
    );
}

/// What the cases show, counted over all that have a plan.
#[test]
fn cases_cover_every_setting_subject_and_ending() {
    let mut settings = BTreeSet::new();
    let mut words = BTreeSet::new();
    let mut count = 0;
    for case in cases() {
        count += 1;
        let documents = documents(&case);
        for draft in &documents.drafts {
            let Some(plan) = evaluate(draft, Reveal::Masked).plan else {
                continue;
            };
            settings.extend(draft.settings.keys().copied());
            // They stand in the files.
            if plan.job().files().iter().any(|file| !file.ranges.is_empty()) {
                settings.insert(SettingId::FileRanges);
            }
            if draft.is_new() {
                words.insert(format!("new {}", draft.ending.new.word()));
            } else {
                words.insert(format!("existing {}", draft.ending.existing.word()));
                words.insert(format!("by {}", draft.subject.selector.word()));
            }
            words.insert(format!("owner {}", draft.subject.owner.word()));
            words.insert(format!("subject {}", draft.subject.kind.word()));
            words.insert(format!("ask {}", draft.ask.word()));
            words.insert(format!("folders {}", draft.folders.word()));
            words.insert(format!("shell {}", draft.profile.shell.word()));
            words.insert(format!("documents {}", documents.drafts.len().min(2)));
        }
    }
    assert!(count >= 24, "{count} cases");
    let missing: Vec<&str> = CATALOG
        .iter()
        .filter(|spec| !settings.contains(&spec.id))
        .map(|spec| spec.name)
        .collect();
    assert!(missing.is_empty(), "no case with a plan sets {missing:?}");
    let wanted = [
        of("new", NewEndingKind::ALL.iter().map(|one| one.word())),
        of("existing", ExistingEnding::ALL.iter().map(|one| one.word())),
        of("by", SelectorKind::ALL.iter().map(|one| one.word())),
        of("owner", Owner::ALL.iter().map(|one| one.word())),
        of("subject", SubjectKind::ALL.iter().map(|one| one.word())),
        of("ask", Ask::ALL.iter().map(|one| one.word())),
        of("folders", Folders::ALL.iter().map(|one| one.word())),
        of("shell", Shell::ALL.iter().map(|one| one.word())),
        of("documents", ["1", "2"].into_iter()),
    ]
    .concat();
    let missing: Vec<&String> = wanted.iter().filter(|word| !words.contains(*word)).collect();
    assert!(missing.is_empty(), "no case with a plan has {missing:?}");
}

fn of<'w>(kind: &str, words: impl Iterator<Item = &'w str>) -> Vec<String> {
    words.map(|word| format!("{kind} {word}")).collect()
}

#[test]
fn scripts_are_kept_with_their_line_ends() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let attributes = fs::read_to_string(root.join(".gitattributes")).expect("the rules for git");
    assert!(
        attributes.lines().any(|line| line == "tests/cases/** -text"),
        "{attributes}"
    );
    let mut scripts = 0;
    for case in cases() {
        for (name, text) in made(&documents(&case)) {
            if name.starts_with("main.") || name.starts_with("undo.") || name.starts_with("check.") {
                scripts += 1;
                assert_eq!(
                    text.matches('\n').count(),
                    text.matches("\r\n").count(),
                    "{}: {name}",
                    case.display()
                );
                assert!(text.ends_with("\r\n"), "{}: {name}", case.display());
            }
        }
    }
    assert!(scripts > 100, "{scripts}");
}
