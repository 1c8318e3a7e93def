//! Texts that are no documents.

use crate::NEW;
use bitsmith_core::document::{errors_json, read};
use bitsmith_core::rules::RULES_VERSION;

/// Documents that are wrong in their form: what is marked with `§` is where the error is, and what it says.
pub(crate) const WRONG: &[(&str, &str)] = &[
    ("§", "is empty"),
    ("§[]", "no document"),
    (r#"§{ "documents": [] }"#, "no document"),
    (r#"{ "documents": §3 }"#, "takes a list"),
    (r#"[§3]"#, "is an object, and this is a number"),
    ("§nonsense", "no quotes"),
    (r#"{ "bitsmith": 1, NEW, }"#, "Nothing follows"),
    (r#"{ "bitsmith": 1§ NEW }"#, "comma is missing"),
    (r#"§{ "bitsmith": 1, NEW"#, "not closed"),
    ("{ \"bitsmith\": 1, NEW, §// why\n }", "no comments"),
    ("{ \"bitsmith\": 1, §'subject': {} }", "double quotes"),
    (
        "{ \"bitsmith\": 1, \"settings\": { \"description\": \"a§\nb\" } }",
        "inside a string",
    ),
    ("{ \"bitsmith\": 1,§\u{a0}NEW }", "outside of strings"),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "description": "§\ud800" } }"#,
        "escape",
    ),
    (r#"{ "bitsmith": 1, NEW } §{ "bitsmith": 1, NEW }"#, "as a list"),
    (r#"§{ NEW }"#, "which version"),
    (r#"§{ "version": 1, NEW }"#, "instead of `version`"),
    (
        r#"{ "bitsmith": §2, NEW }"#,
        "is of version 2; this program reads version 1",
    ),
    (r#"{ "bitsmith": §"1", NEW }"#, "this is a string"),
    (r#"{ "bitsmith": §1.0, NEW }"#, "version 1.0"),
    (r#"{ "bitsmith": 1, "rules": §2, NEW }"#, "The newest is 1"),
    (r#"{ "bitsmith": 1, "rules": §null, NEW }"#, "null"),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "notify_flags": §"" } }"#,
        "an empty string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "security_flags": { "flags": §" " } } }"#,
        "an empty string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "custom_headers": §"" } }"#,
        "takes a list of texts, and this is an empty string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "custom_headers": ["A: 1", §""] } }"#,
        "An entry of `custom_headers` is an empty string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "notify_flags": [§""] } }"#,
        "An entry of `notify_flags` is an empty string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "proxy_settings": { "usage": "override", "list": [§""] } } }"#,
        "An entry of `list` is an empty string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "security_flags": { "redirect_policy": §"" } } }"#,
        "Take `redirect_policy` out",
    ),
    (r#"§{ "bitsmith": 1 }"#, "no `subject`"),
    (
        r#"{ "bitsmith": 1, NEW, §"setings": {} }"#,
        "Did you mean `settings`?",
    ),
    (r#"{ "bitsmith": 1, NEW, §"file": [] }"#, "Did you mean `files`?"),
    (
        r#"{ "bitsmith": 1, NEW, §"priority": "low" }"#,
        "inside `settings`",
    ),
    (
        r#"{ "bitsmith": 1, NEW, §"zzz": 1 }"#,
        "Use one of: $schema, bitsmith",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "ask": "confirm", §"ask": "confirm" }"#,
        "twice",
    ),
    (r#"{ "bitsmith": 1, NEW, "$schema": §1 }"#, "takes a string"),
    (r#"{ "bitsmith": 1, "subject": §{} }"#, "made or jobs are changed"),
    (
        r#"{ "bitsmith": 1, "subject": { "new": §{ "display_name": "n" } } }"#,
        "no `job_type`",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "n", "job_type": "download", §"displayName": "x" } } }"#,
        "Did you mean `display_name`?",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "n", "job_type": "download", §"priority": "low" } } }"#,
        "inside `settings`",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "n", "job_type": §1 } } }"#,
        "download, upload, upload_reply",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "n", "job_type": "download" }, "existing": §{ "all": true } } }"#,
        "not both",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "n", "job_type": "download" }, "owner": §"me" } }"#,
        "for existing jobs",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": §{ "name": "a", "all": true } } }"#,
        "exactly one way",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { "all": §false } } }"#,
        "`true` only",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { "guid": §5 } } }"#,
        "takes a string",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { §"display_name": "a" }} }"#,
        "\"name\"",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { "all": true }, "owner": §"all" } }"#,
        "Did you mean `all_users`?",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { "all": true, "owner": §"me" }, "owner": "me" } }"#,
        "twice",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "profile": { "windows": §"12" } }"#,
        "server-2025",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "profile": { "bits": §10.3 } }"#,
        "takes a string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "profile": { §"os": "11" } }"#,
        "windows, bits, shell, context",
    ),
    (r#"{ "bitsmith": 1, NEW, "profile": §[] }"#, "takes an object"),
    (r#"{ "bitsmith": 1, NEW, "files": §{} }"#, "a list of objects"),
    (
        r#"{ "bitsmith": 1, NEW, "files": [ §"http://h/a" ] }"#,
        "takes an object",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "files": [ { §"remoteName": "http://h/a" } ] }"#,
        "Did you mean `remote_name`?",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "files": [ { §"file_ranges": [] } ] }"#,
        "\"ranges\"",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "files": [ { "local_name": §7 } ] }"#,
        "takes a string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "files": [ { "ranges": [ §{ "offset": 1 } ] } ] }"#,
        "an offset and a length",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "files": [ { "ranges": [ { "offset": §"0:1,5", "length": 1 } ] } ] }"#,
        "takes a number",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "files": [ { "ranges": [ { "offset": 0, "length": §"end" } ] } ] }"#,
        "\"eof\"",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { §"no_progres_timeout": 1 } }"#,
        "Did you mean `no_progress_timeout`?",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { §"files": [] } }"#,
        "beside `settings`",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { §"file_ranges": [] } }"#,
        "with its file",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { §"job_type": "upload" } }"#,
        "\"new\"",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { §"display_name": "x" } }"#,
        "\"new\"",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { §"ending": "one_shot" } }"#,
        "beside `settings`",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } }, "settings": { §"job_type": "upload" } }"#,
        "fixed when it is made",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "priority": §1 } }"#,
        "foreground, high, normal, low",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "priority": §null } }"#,
        "this is null",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "dynamic_content": §1 } }"#,
        "true or false",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "description": §true } }"#,
        "takes a string",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "minimum_retry_delay": §{} } }"#,
        "with a unit",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "notify_flags": §true } }"#,
        "a list of words",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "security_flags": { §"policy": "disallow" } } }"#,
        "`redirect_policy`",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "replace_remote_prefix": §"http://a" } }"#,
        "old_prefix, new_prefix",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "credentials": §{ "target": "server" } } }"#,
        "a list of objects",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "credentials": [ { §"password": "x" } ] } }"#,
        "target, scheme, user",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "description": [ { "env": §"a b" } ] } }"#,
        "environment variable",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "description": [ { "parameter": §"x;y" } ] } }"#,
        "of a parameter",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "description": [ §{ "opaque": "$x" } ] } }"#,
        "with its shell",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "description": [ { "opaque": "$x", "shell": §"pwsh" } ] } }"#,
        "powershell",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "settings": { "description": [ §1 ] } }"#,
        "strings or objects",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "ending": §"resume" }"#,
        "is for existing jobs; this document is about a new job",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } }, "ending": §"one_shot" }"#,
        "is for a new job; this document is about existing jobs",
    ),
    (
        r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } }, "ending": §{ "wait_and_complete": {} } }"#,
        "leave, resume, suspend, complete, cancel",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "ending": §"wait" }"#,
        "Did you mean `wait_and_complete`?",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "ending": { "wait_and_complete": { §"timeout": 1 } } }"#,
        "bound, on_error, on_bound",
    ),
    (
        r#"{ "bitsmith": 1, NEW, "ending": { "wait_and_complete": { "on_error": §"keep" } } }"#,
        "remove, leave",
    ),
    (r#"{ "bitsmith": 1, NEW, "folders": §"make" }"#, "expect, create"),
    (r#"{ "bitsmith": 1, NEW, "ask": §true }"#, "takes a string"),
];

#[test]
fn wrong_documents_are_refused_at_their_place() {
    for (marked, says) in WRONG {
        let marked = marked.replace("NEW", NEW);
        let source = marked.replace('§', "");
        let errors = read(&source).expect_err(&marked);
        let error = &errors.0[0];
        let text = format!("{} {}", error.message, error.help);
        assert!(text.contains(says), "{marked}\n{text}");
        assert!(
            error.message.ends_with('.') && error.help.ends_with(['.', '?']),
            "{marked}\n{text}"
        );
        if let Some(before) = marked.split_once('§').map(|(before, _)| before) {
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().encode_utf16().count() + 1;
            assert_eq!(
                (error.start.line, error.start.column),
                (line, column),
                "{marked}\n{text}"
            );
        }
    }
}

#[test]
fn every_mistake_of_a_document_is_named_at_once() {
    let source = r#"[{ "bitsmith": 1, "subject": {}, "x": 1 },
        { "bitsmith": 1, "subject": { "existing": { "all": 1 } }, "settings": { "y": 1 } }]"#;
    let errors = read(source).unwrap_err();
    let documents: Vec<_> = errors.0.iter().map(|error| error.document).collect();
    assert_eq!(documents, [Some(0), Some(0), Some(1), Some(1)]);
    let json = errors_json(&errors);
    assert_eq!(json[3]["place"]["document"], 1);
    assert_eq!(json[3]["line"], 2);
    assert_eq!(json[0]["rule"], "malformed-document");
}

#[test]
fn one_document_a_list_and_what_import_prints_are_read() {
    let document = format!(r#"{{ "bitsmith": 1, {NEW} }}"#);
    assert_eq!(read(&document).unwrap().len(), 1);
    assert_eq!(read(&format!("\u{feff}{document}")).unwrap().len(), 1);
    assert_eq!(read(&format!("[{document}, {document}]")).unwrap().len(), 2);
    let imported =
        format!(r#"{{ "documents": [{document}], "statements": [], "opaque": [], "diagnostics": [] }}"#);
    assert_eq!(read(&imported).unwrap().len(), 1);
}

#[test]
fn brackets_without_end_are_refused() {
    for source in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        assert!(read(&source).unwrap_err().0[0].message.contains("brackets"));
    }
}

#[test]
fn the_newest_rules_can_be_asked_for_and_no_newer_ones() {
    let with = |version: u32| read(&format!(r#"{{ "bitsmith": 1, "rules": {version}, {NEW} }}"#));
    assert_eq!(
        with(RULES_VERSION).expect("they are there")[0].rules,
        Some(RULES_VERSION)
    );
    assert!(with(RULES_VERSION + 1).is_err());
    assert!(with(0).is_err());
}
