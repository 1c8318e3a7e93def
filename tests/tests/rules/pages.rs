//! Each rule is a short file with a page, and speaks of no tool.

use crate::project;
use bitsmith_core::parse::{pattern_index, pattern_page, patterns};
use bitsmith_core::rules::{self, RULES};
use std::collections::BTreeSet;
use std::fs;

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
fn pages_of_script_rules_are_fresh() {
    let folder = project().join("docs/script-rules");
    let mut pages: Vec<(String, String)> = patterns()
        .map(|pattern| (format!("{}.md", pattern.name), pattern_page(pattern)))
        .collect();
    pages.push(("README.md".to_owned(), pattern_index()));
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
    assert_eq!(
        count,
        pages.len(),
        "a page of a rule that is gone, or two of one name"
    );
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
