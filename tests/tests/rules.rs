//! Every rule fires on its example, falls silent on the repaired document, and has a fix that makes it go away.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::diagnostic::{Diagnostic, Severity};
use bitsmith_core::draft::{Draft, SubjectKind, UNREADABLE};
use bitsmith_core::rules::{self, RULES, Rule};
use bitsmith_core::value::{Entries, Entry, Repeat};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn draft(document: &str) -> Draft {
    let value: Value = serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}\n{document}"));
    let mut draft = Draft::default();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let entry = |value: &Value| Entry::Typed(text(value));
    for (key, word) in value["profile"].as_object().into_iter().flatten() {
        draft.profile.set(key, word.as_str().unwrap()).unwrap();
    }
    if let Some(new) = value["subject"]["new"].as_object() {
        for (key, value) in new {
            draft
                .settings
                .insert(SettingId::from_name(key).unwrap(), Entries::one(entry(value)));
        }
    }
    if let Some(existing) = value["subject"]["existing"].as_object() {
        draft.subject.kind = SubjectKind::Existing;
        for (key, value) in existing {
            use bitsmith_core::draft::SelectorKind;
            match key.as_str() {
                "guid" => draft.subject.guids = vec![entry(value)],
                "name" => {
                    draft.subject.selector = SelectorKind::Name;
                    draft.subject.name = entry(value);
                }
                "pattern" => {
                    draft.subject.selector = SelectorKind::Pattern;
                    draft.subject.pattern = entry(value);
                }
                "all" => draft.subject.selector = SelectorKind::All,
                "owner" => {
                    draft.subject.owner =
                        bitsmith_core::job::Owner::from_word(value.as_str().unwrap()).unwrap();
                }
                other => panic!("{other}"),
            }
        }
    }
    let ranges = |ranges: &Value| {
        let ranges = ranges.as_array().unwrap().iter();
        let ranges = ranges.map(|range| format!("{}:{}", range["offset"], text(&range["length"])));
        Entry::Typed(ranges.collect::<Vec<_>>().join(","))
    };
    if let Some(files) = value["files"].as_array() {
        let mut entries = Entries::default();
        for (row, file) in files.iter().enumerate() {
            entries.set_cell(0, row, entry(&file["remote_name"]));
            entries.set_cell(1, row, entry(&file["local_name"]));
            if !file["ranges"].is_null() {
                entries.set_cell(2, row, ranges(&file["ranges"]));
            }
        }
        draft.settings.insert(SettingId::Files, entries);
    }
    for (name, value) in value["settings"].as_object().into_iter().flatten() {
        let id = SettingId::from_name(name).unwrap_or_else(|| panic!("{name}"));
        let spec = id.spec();
        let column = |value: &Value| match value {
            Value::Array(all) => all.iter().map(entry).collect(),
            one => vec![entry(one)],
        };
        let mut entries = Entries::default();
        match value {
            value if id == SettingId::FileRanges => entries.set(0, vec![ranges(value)]),
            Value::Array(rows) if spec.repeat == Repeat::Rows => {
                for (row, cells) in rows.iter().enumerate() {
                    for (part, spec) in spec.parts.iter().enumerate() {
                        entries.set_cell(part, row, entry(&cells[spec.name]));
                    }
                }
            }
            Value::Object(parts) => {
                for (name, value) in parts {
                    let part = spec.parts.iter().position(|part| part.name == name).unwrap();
                    entries.set(part, column(value));
                }
            }
            value => entries.set(0, column(value)),
        }
        draft.settings.insert(id, entries);
    }
    match &value["ending"] {
        Value::Null => {}
        Value::String(word) if draft.is_new() => {
            draft.ending.new = bitsmith_core::draft::NewEndingKind::from_word(word).unwrap();
        }
        Value::String(word) => {
            draft.ending.existing = bitsmith_core::job::ExistingEnding::from_word(word).unwrap();
        }
        value => draft.ending.bound = text(&value["wait_and_complete"]["bound"]),
    }
    if let Some(word) = value["ask"].as_str() {
        draft.ask = bitsmith_core::job::Ask::from_word(word).unwrap();
    }
    draft
}

fn diagnostics(draft: &Draft) -> Vec<Diagnostic> {
    let (job, diagnostics) = draft.job();
    match job {
        Some(job) => rules::check(&job, &draft.profile),
        None => diagnostics,
    }
}

fn names(diagnostics: &[Diagnostic]) -> BTreeSet<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.rule).collect()
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| format!("\n    {diagnostic}"))
        .collect()
}

/// What an example cannot be without: the rules that flag it too.
const COMPANIONS: &[(&str, &[&str])] = &[("too-many-files", &["many-files"])];

fn companions(rule: &Rule) -> BTreeSet<&'static str> {
    COMPANIONS
        .iter()
        .filter(|(name, _)| *name == rule.name)
        .flat_map(|(_, others)| others.iter().copied())
        .collect()
}

#[test]
fn an_example_makes_exactly_its_rule_fire() {
    let mut wrong = String::new();
    for rule in RULES {
        let diagnostics = diagnostics(&draft(rule.example));
        let mut expected = companions(rule);
        expected.insert(rule.name);
        if names(&diagnostics) != expected {
            wrong.push_str(&format!("{}: {}\n", rule.name, shown(&diagnostics)));
        }
        let worst = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.rule == rule.name)
            .map(|diagnostic| diagnostic.severity)
            .min();
        if worst != Some(rule.severity) {
            wrong.push_str(&format!("{} says {worst:?} on its example\n", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_repaired_document_has_no_error_and_not_the_rule() {
    let mut wrong = String::new();
    for rule in RULES {
        let diagnostics = diagnostics(&draft(rule.repaired));
        let errors = diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error);
        if errors || names(&diagnostics).contains(rule.name) {
            wrong.push_str(&format!("{}: {}\n", rule.name, shown(&diagnostics)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_fix_makes_the_diagnostic_go_away() {
    let mut wrong = String::new();
    let mut fixed = 0;
    for rule in RULES {
        let mut draft = draft(rule.example);
        let mut rounds = 0;
        while let Some(fix) = diagnostics(&draft)
            .iter()
            .filter(|diagnostic| diagnostic.rule == rule.name)
            .find_map(|diagnostic| diagnostic.fix.clone())
        {
            rounds += 1;
            if rounds > 10 {
                break;
            }
            assert!(
                !fix.title.is_empty() && !fix.title.ends_with('.'),
                "{}: {}",
                rule.name,
                fix.title
            );
            for edit in &fix.edits {
                draft.apply(edit);
            }
        }
        if rounds == 0 {
            continue;
        }
        fixed += 1;
        let left = diagnostics(&draft);
        let errors = left
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error);
        if errors || names(&left).contains(rule.name) || names(&left).contains(UNREADABLE) {
            wrong.push_str(&format!("{} after {rounds} fixes: {}\n", rule.name, shown(&left)));
        }
        // What is called repaired is what the fix makes.
        if draft.job().0 != self::draft(rule.repaired).job().0 {
            wrong.push_str(&format!(
                "{} is repaired otherwise: {:#?}\n",
                rule.name, draft.settings
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    println!("{fixed} of {} rules have a fix", RULES.len());
}

#[test]
fn an_ordinary_download_is_not_talked_about() {
    let found = diagnostics(&draft(
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "Nightly update", "job_type": "download" } },
             "files": [ { "remote_name": "https://example.com/a%20b.zip?x=1", "local_name": "%TEMP%\\a b.zip" } ] }"#,
    ));
    assert_eq!(found, []);
}

#[test]
fn messages_are_sentences_of_people() {
    for rule in RULES {
        for text in [rule.what, rule.why, rule.instead] {
            assert!(text.ends_with('.'), "{}: {text}", rule.name);
        }
        for diagnostic in diagnostics(&draft(rule.example)) {
            for text in [&diagnostic.message, &diagnostic.help] {
                assert!(text.ends_with('.'), "{}: {text}", rule.name);
                for word in ["please", "Please", "invalid", "!"] {
                    assert!(!text.contains(word), "{}: {text}", rule.name);
                }
            }
            let sentences = diagnostic.message.matches(". ").count() + 1;
            assert!(sentences <= 2, "{}: {}", rule.name, diagnostic.message);
        }
    }
}

#[test]
fn names_are_unique_words_and_evidence_names_pages() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        assert!(seen.insert(rule.name), "{} is there twice", rule.name);
        assert!(
            rule.name
                .split('-')
                .all(|word| !word.is_empty()
                    && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())),
            "{}",
            rule.name
        );
        assert!(!rule.evidence.is_empty(), "{}", rule.name);
        for key in rule.evidence {
            let (source, page) = key.split_once(':').unwrap_or_default();
            let known = [
                "com", "w32", "ps", "ba", "idl", "rfc", "uax", "fileio", "ps7", "cmd",
            ];
            assert!(
                known.contains(&source) && !page.is_empty() && !page.contains(' '),
                "{key}"
            );
            assert!(
                rules::index().contains(&format!("`{source}:X`")),
                "{source} is not explained"
            );
        }
    }
    let sorted: Vec<&str> = seen.into_iter().collect();
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names, sorted, "the list is in order");
}

#[test]
fn a_rule_is_a_short_file_that_knows_no_tool() {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(project().join("core/src/rules")).unwrap() {
        let path = entry.unwrap().path();
        let source = fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().replace('_', "-");
        assert!(source.lines().count() <= 150, "{name} is long");
        assert_eq!(
            tool_syntax(&source),
            <[String; 0]>::default(),
            "{name} speaks of a tool"
        );
        files.insert(name);
    }
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(files, rules);
}

/// Words of a tool's command line: its name, `-Parameter`, `/switch`.
fn tool_syntax(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in source.split(|c: char| c.is_whitespace() || "\"'(),`".contains(c)) {
        let bare = word.trim_end_matches(['.', ':', ';']);
        let switch = bare
            .strip_prefix('/')
            .is_some_and(|rest| rest.len() > 2 && rest.chars().all(|c| c.is_ascii_alphabetic()));
        let parameter = bare
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        let tool =
            bare.to_lowercase().contains("bitsadmin") || (bare.contains("-Bits") && !bare.starts_with("ps:"));
        if switch || parameter || tool {
            found.push(bare.to_owned());
        }
    }
    found
}

#[test]
fn tool_syntax_is_recognised() {
    assert_eq!(
        tool_syntax("use -Priority or /setpriority."),
        ["-Priority", "/setpriority"]
    );
    assert!(tool_syntax("/// a comment // and https://example.com/a x - y").is_empty());
}

#[test]
fn pages_are_fresh() {
    let folder = project().join("docs/rules");
    let mut pages: Vec<(String, String)> = RULES
        .iter()
        .map(|rule| (format!("{}.md", rule.name), rules::page(rule)))
        .collect();
    pages.push(("README.md".to_owned(), rules::index()));
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, page) in &pages {
            fs::write(folder.join(name), page).unwrap();
        }
    }
    for (name, page) in &pages {
        let there = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(
            there.replace("\r\n", "\n"),
            *page,
            "{name}: run with BITSMITH_BLESS=1"
        );
    }
    let count = fs::read_dir(&folder).unwrap().count();
    assert_eq!(count, pages.len(), "a page of a rule that is gone");
}
