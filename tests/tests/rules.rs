//! Every rule fires on its example, falls silent on the repaired document, and has a fix that makes it go away.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::diagnostic::{Diagnostic, Edit, Severity};
use bitsmith_core::document;
use bitsmith_core::draft::{Draft, UNREADABLE};
use bitsmith_core::rules::{self, RULES, Rule};
use bitsmith_core::value::Entries;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn draft(document: &str) -> Draft {
    let drafts = document::read(document).unwrap_or_else(|errors| panic!("{errors}\n{document}"));
    assert_eq!(drafts.len(), 1);
    let mut draft = drafts.into_iter().next().unwrap();
    // A document must have the key; a form in which nothing is typed has no such setting.
    if draft.is_new() && draft.entries(SettingId::DisplayName) == Some(&Entries::one("")) {
        draft.apply(&Edit::Clear(SettingId::DisplayName));
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
const COMPANIONS: &[(&str, &[&str])] = &[
    ("background-priority-with-custom-method", &["custom-http-method"]),
    ("change-of-ended-jobs", &["cancelling-jobs"]),
    ("changing-jobs-of-all-users", &["owner-not-logged-on"]),
    ("custom-method-with-dynamic-content", &["custom-http-method"]),
    ("custom-method-with-on-demand-mode", &["custom-http-method"]),
    ("elevated-owner", &["owner-not-logged-on", "uncompleted-job"]),
    ("helper-token-flags-without-token", &["owner-not-logged-on"]),
    (
        "helper-token-lost-at-logoff",
        &["elevated-owner", "owner-not-logged-on", "uncompleted-job"],
    ),
    ("helper-token-without-flags", &["owner-not-logged-on"]),
    ("http-method-on-upload", &["custom-http-method"]),
    ("look-alike-sign-in-notify-command", &["notify-program"]),
    ("missing-administrator-rights", &["changing-jobs-of-all-users"]),
    ("network-token-with-client-certificate", &["owner-not-logged-on"]),
    (
        "network-token-without-implicit-credentials",
        &["owner-not-logged-on"],
    ),
    ("newer-than-profile", &["custom-http-method"]),
    ("notify-parameters-without-program", &["notify-program"]),
    ("notify-program-without-path", &["notify-program"]),
    ("nul-as-notify-program", &["notify-program"]),
    ("take-ownership", &["owner-not-logged-on"]),
    ("too-many-files", &["many-files"]),
];

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
