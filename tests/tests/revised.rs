//! A script with one value changed: only the words of that value are other ones.

use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::parse::{Import, Reading, import};
use bitsmith_core::revise::revise;
use bitsmith_core::value::{Control, Entries, Repeat};
use std::fs;
use std::path::Path;

/// The scripts of the golden folders.
fn scripts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        for extension in ["cmd", "ps1", "txt"] {
            if let Ok(text) = fs::read_to_string(path.join(format!("script.{extension}"))) {
                all.push((path.display().to_string(), text));
            }
        }
    }
    all.sort();
    all
}

/// Other values of a setting, such as BITS takes.
fn others(id: SettingId, now: Option<&Entries>) -> Vec<Entries> {
    let spec = id.spec();
    if spec.repeat == Repeat::Rows {
        return Vec::new();
    }
    let candidates: Vec<Entries> = match spec.parts[0].control {
        Control::Choice(choices) => choices.iter().map(|choice| Entries::one(choice.word)).collect(),
        Control::Flags(choices) => choices
            .iter()
            .map(|choice| Entries::list([choice.word]))
            .collect(),
        Control::Number { .. } => ["60", "3600", "1209600"].map(Entries::one).to_vec(),
        Control::Text(_) => ["other", "a b", "C:\\Data\\other file.bin"]
            .map(Entries::one)
            .to_vec(),
        Control::Lines(_) => vec![Entries::list(["X-One: 1", "X-Two: a b"])],
        _ => Vec::new(),
    };
    candidates
        .into_iter()
        .filter(|entries| SettingValue::read(id, entries).is_ok() && Some(entries) != now)
        .collect()
}

/// What two texts begin and end with alike, in bytes.
fn alike(one: &str, other: &str) -> (usize, usize) {
    let begin = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let end = one
        .bytes()
        .rev()
        .zip(other.bytes().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (begin, end)
}

#[test]
fn a_changed_value_changes_its_words_and_nothing_else() {
    let (mut made, mut refused) = (0, 0);
    for (name, source) in scripts() {
        let read: Import = import(&source, Reading::default());
        for (number, job) in read.jobs.iter().enumerate() {
            for spec in CATALOG {
                for entries in others(spec.id, job.draft.entries(spec.id)) {
                    let mut draft = job.draft.clone();
                    draft.settings.insert(spec.id, entries);
                    let Ok(revised) = revise(&source, &read, number, &draft, Reading::default()) else {
                        refused += 1;
                        continue;
                    };
                    made += 1;
                    let said: Vec<_> = job.said.iter().filter(|said| said.setting == spec.id).collect();
                    if said.is_empty() {
                        // A statement or a parameter is put in; what was there stays.
                        let (begin, end) = alike(&source, &revised);
                        assert!(begin + end >= source.len(), "{name} {}:\n{revised}", spec.name);
                        continue;
                    }
                    let first = said.iter().map(|said| said.span.start).min().unwrap_or(0);
                    let last = said.iter().map(|said| said.span.end).max().unwrap_or(0);
                    assert_eq!(revised[..first], source[..first], "{name} {}", spec.name);
                    assert!(
                        revised.ends_with(&source[last..]),
                        "{name} {}:\n{revised}",
                        spec.name
                    );
                }
            }
        }
    }
    println!("{made} revised, {refused} refused");
    assert!(made >= 100, "{made} revised, {refused} refused");
}

#[test]
fn a_setting_that_is_taken_out_takes_its_line_along() {
    let source =
        "@echo off\r\nrem nightly\r\nbitsadmin /create a\r\nbitsadmin /setpriority a LOW\r\necho made\r\n";
    let read = import(source, Reading::default());
    let mut draft = read.jobs[0].draft.clone();
    draft.settings.remove(&SettingId::Priority);
    let revised = revise(source, &read, 0, &draft, Reading::default()).unwrap();
    assert_eq!(revised, source.replace("bitsadmin /setpriority a LOW\r\n", ""));
}

#[test]
fn what_cannot_be_said_in_the_script_is_refused() {
    let source = "bitsadmin /create a\r\n";
    let read = import(source, Reading::default());
    let mut draft = read.jobs[0].draft.clone();
    draft
        .settings
        .insert(SettingId::HighPerformance, Entries::one("true"));
    assert!(revise(source, &read, 0, &draft, Reading::default()).is_err());
}
