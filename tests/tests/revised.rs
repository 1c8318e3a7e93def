//! A script with one value changed: only the words of that value are other ones.

use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::parse::{Import, Reading, import};
use bitsmith_core::revise::revise;
use bitsmith_core::text::Dialect;
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
                    let said = job.said(spec.id);
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
fn what_stays_the_same_keeps_its_spelling() {
    let files = |pairs: &[(&str, &str)]| {
        Entries(vec![
            pairs.iter().map(|(remote, _)| (*remote).into()).collect(),
            pairs.iter().map(|(_, local)| (*local).into()).collect(),
        ])
    };
    for (shell, source, id, entries, expected) in [
        (
            Dialect::PowerShell,
            "Start-BitsTransfer \"https://h/a\" -Destination \"C:\\a\" -Asynchronous\n",
            SettingId::Files,
            files(&[("https://h/b", "C:\\a")]),
            "Start-BitsTransfer 'https://h/b' -Destination \"C:\\a\" -Asynchronous\n",
        ),
        (
            Dialect::PowerShell,
            "$p = @{ Source = 'https://h/a'; Destination = \"C:\\a\" }\nStart-BitsTransfer @p -Asynchronous\n",
            SettingId::Files,
            files(&[("https://h/b", "C:\\a")]),
            "$p = @{ Source = 'https://h/b'; Destination = \"C:\\a\" }\nStart-BitsTransfer @p -Asynchronous\n",
        ),
        (
            Dialect::PowerShell,
            "$p = @{ Source = 'https://h/a'; Destination = \"C:\\a\"; Priority = 'Low' }\nStart-BitsTransfer @p -Asynchronous\n",
            SettingId::Priority,
            Entries::one("high"),
            "$p = @{ Source = 'https://h/a'; Destination = \"C:\\a\"; Priority = 'High' }\nStart-BitsTransfer @p -Asynchronous\n",
        ),
        (
            Dialect::PowerShell,
            "$p = @{ Source = 'https://h/a'; Destination = 'C:\\a'; ProxyUsage = \"Override\"; ProxyList = 'http://p:80' }\nStart-BitsTransfer @p -Asynchronous\n",
            SettingId::ProxySettings,
            Entries(vec![
                vec!["override".into()],
                vec!["http://q:80".into()],
                Vec::new(),
            ]),
            "$p = @{ Source = 'https://h/a'; Destination = 'C:\\a'; ProxyUsage = \"Override\"; ProxyList = 'http://q:80' }\nStart-BitsTransfer @p -Asynchronous\n",
        ),
        (
            Dialect::PowerShell,
            "$p = @{ Source = 'https://h/a'; Destination = \"C:\\a\"; DisplayName = \"x\" }\nStart-BitsTransfer @p -Asynchronous\n",
            SettingId::Files,
            files(&[("https://h/a", "C:\\b")]),
            "$p = @{ Source = 'https://h/a'; Destination = 'C:\\b'; DisplayName = \"x\" }\nStart-BitsTransfer @p -Asynchronous\n",
        ),
        (
            Dialect::Cmd,
            "bitsadmin /transfer j https://h/a \"C:\\a\"\r\n",
            SettingId::Priority,
            Entries::one("low"),
            "bitsadmin /transfer j /PRIORITY LOW https://h/a \"C:\\a\"\r\n",
        ),
        (
            Dialect::Cmd,
            "bitsadmin /transfer j https://h/a \"C:\\a\" > nul\r\n",
            SettingId::Files,
            files(&[("https://h/a", "C:\\a"), ("https://h/b", "C:\\b")]),
            "bitsadmin /transfer j https://h/a \"C:\\a\" https://h/b C:\\b > nul\r\n",
        ),
    ] {
        let reading = Reading {
            shell: Some(shell),
            ..Reading::default()
        };
        let read = import(source, reading);
        let mut draft = read.jobs[0].draft.clone();
        draft.settings.insert(id, entries);
        let revised = revise(source, &read, 0, &draft, reading);
        assert_eq!(revised.as_deref(), Ok(expected), "{source}");
    }
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

/// Scripts that set the priority in a way that a document has no words for, and why it is not changed.
const NOT_IN_ONE_PLACE: &[(&str, &str)] = &[
    (
        "bitsadmin /create a\r\nif exist x (bitsadmin /setpriority a HIGH) else (bitsadmin /setpriority a LOW)\r\n",
        "only where a condition holds",
    ),
    (
        "bitsadmin /create a\r\nbitsadmin /setpriority a HIGH\r\nbitsadmin /setpriority a LOW\r\n",
        "by several statements",
    ),
    (
        "bitsadmin /create a\r\nif exist x (\r\n  bitsadmin /setdescription a b\r\n)\r\n",
        "would stand where",
    ),
    (
        "if exist x (\r\n  bitsadmin /create a\r\n) else (\r\n  bitsadmin /create /upload a\r\n)\r\nbitsadmin /setpriority a LOW\r\n",
        "are said of job 2 as well",
    ),
];

#[test]
fn what_a_condition_decides_is_not_changed() {
    for (source, reason) in NOT_IN_ONE_PLACE {
        let read = import(source, Reading::default());
        let mut draft = read.jobs[0].draft.clone();
        draft
            .settings
            .insert(SettingId::Priority, Entries::one("foreground"));
        let refused = revise(source, &read, 0, &draft, Reading::default()).unwrap_err();
        assert!(refused.message.contains(reason), "{source}: {refused}");
    }
}
