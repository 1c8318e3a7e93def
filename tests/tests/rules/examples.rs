//! Every rule fires on its example, falls silent on the repaired document, and has a fix that makes it go away.

use crate::{diagnostics, draft, names, shown};
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::draft::UNREADABLE;
use bitsmith_core::rules::{RULES, Rule};
use std::collections::BTreeSet;

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
    ("secret-in-notify-command", &["notify-program"]),
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
