//! What `check` and `emit` say of documents that are wrong, and the exit codes.

use crate::streams::{run, starting};

const NEW: &str = r#""subject": { "new": { "display_name": "n", "job_type": "download" } }"#;

/// Wrong documents: the place, and what the message holds. `NEW` is the subject of a new job.
const WRONG: &[(&str, &str, &str)] = &[
    ("", "1:1", "is empty"),
    ("[]", "1:1", "no document"),
    ("{", "1:1", "not closed"),
    (r#"{ "bitsmith": 2 }"#, "1:15", "is of version 2"),
    ("{ \"bitsmith\": 1,\n  \"subjct\": {} }", "2:3", "`subject`"),
    (
        "{ \"bitsmith\": 1,\n  NEW,\n  \"setings\": {} }",
        "3:3",
        "`settings`",
    ),
    (
        "{ \"bitsmith\": 1,\n  NEW,\n  \"priority\": \"low\" }",
        "3:3",
        "inside `settings`",
    ),
    (
        "{ \"bitsmith\": 1, NEW,\n \"settings\": { \"prioritty\": \"low\" } }",
        "2:16",
        "`priority`",
    ),
    (
        "{ \"bitsmith\": 1, NEW,\n \"settings\": { \"priority\": \"urgent\" } }",
        "2:28",
        "foreground, high, normal, low",
    ),
    (
        "{ \"bitsmith\": 1, NEW,\n \"files\": [ { \"remotename\": \"http://h/a\" } ] }",
        "2:15",
        "`remote_name`",
    ),
    (
        "{ \"bitsmith\": 1, NEW,\n \"files\": [ { \"remote_name\": \"http://h/a\" } ] }",
        "2:13",
        "local name",
    ),
    (
        "{ \"bitsmith\": 1, NEW,\n \"ending\": \"resume\" }",
        "2:12",
        "for existing jobs",
    ),
    (
        "{ \"bitsmith\": 1, NEW,\n \"ending\": { \"wait_and_complete\": { \"bound\": \"soon\" } } }",
        "2:12",
        "not a time",
    ),
    (
        "{ \"bitsmith\": 1, NEW, \"profile\":\n { \"windows\": \"11.1\" } }",
        "2:15",
        "server-2025",
    ),
    (
        "{ \"bitsmith\": 1, \"subject\":\n { \"existing\": { \"guid\": \"x\" } } }",
        "2:2",
        "GUID",
    ),
];

#[test]
fn wrong_documents_are_said_with_place_and_help() {
    for (source, place, says) in WRONG {
        let source = source.replace("NEW", NEW);
        let check = run(&["check", "-"], source.as_bytes());
        assert_eq!(check.code, 1, "{source}\n{}", check.out);
        assert!(
            check.out.contains(&format!("standard input:{place}: error[")),
            "{source}\n{}",
            check.out
        );
        assert!(check.out.contains(says), "{source}\n{}", check.out);
        assert!(check.out.contains("\nhelp: "), "{source}\n{}", check.out);
        assert!(check.err.is_empty(), "{source}\n{}", check.err);

        let emit = run(&["emit", "--target", "batch", "-"], source.as_bytes());
        assert_eq!((emit.code, emit.out.as_str()), (1, ""), "{source}");
        assert!(emit.err.contains(says), "{source}\n{}", emit.err);

        let json = run(&["check", "--format", "json", "-"], source.as_bytes());
        assert_eq!(json.code, 1, "{source}");
        let value: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
        let places: Vec<String> = value["diagnostics"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| format!("{}:{}", one["line"], one["column"]))
            .collect();
        assert!(places.iter().any(|at| at == place), "{source}\n{places:?}");
    }
}

#[test]
fn a_caret_stands_under_the_place() {
    let source = "{ \"bitsmith\": 1,\n  \"subjct\": {} }";
    let check = run(&["check", "-"], source.as_bytes());
    assert_eq!(
        check.out,
        "standard input:2:3: error[malformed-document]: A document has no `subjct`.\n\
         2 |   \"subjct\": {} }\n\
         \u{20} |   ^\n\
         help: Did you mean `subject`?\n"
    );
}

#[test]
fn lines_that_are_shown_hold_no_secret() {
    let source = format!(
        r#"{{ "bitsmith": 1, {NEW}, "files": [{{ "remote_name": "https://u:PASS@h/a?sig=SIGN" }}], "settings": {{ "custom_headers": ["Authorization: Bearer TOKEN"], "notify_cmd_line": {{ "program": "C:\\n.exe", "parameters": "n.exe --password WORD" }}, "prio": 1 }} }}"#
    );
    for arguments in [
        &["check", "-"][..],
        &["emit", "--target", "powershell", "--reveal", "-"],
    ] {
        let left = run(arguments, source.as_bytes());
        assert_eq!(left.code, 1);
        let all = left.out + &left.err;
        assert!(all.contains("`prio`"), "{all}");
        for secret in ["PASS", "SIGN", "TOKEN", "WORD"] {
            assert!(!all.contains(secret), "{all}");
        }
    }
}

#[test]
fn the_starting_document_is_fine() {
    let left = run(&["check", "-"], starting().as_bytes());
    assert_eq!((left.code, left.out.as_str(), left.err.as_str()), (0, "", ""));
    let left = run(&["check", "--format", "json", "-"], starting().as_bytes());
    assert_eq!(
        (left.code, left.out.as_str()),
        (0, "{\n  \"diagnostics\": []\n}\n")
    );
}

#[test]
fn a_warning_is_said_and_is_no_error() {
    let source = format!(
        r#"{{ "bitsmith": 1, {NEW}, "files": [{{ "remote_name": "https://h/a", "local_name": "C:\\a" }}],
        "settings": {{ "minimum_retry_delay": "2h", "no_progress_timeout": "1h" }} }}"#
    );
    let check = run(&["check", "-"], source.as_bytes());
    assert_eq!(check.code, 0);
    assert!(
        check.out.contains("2:46: warning[retry-delay-exceeds-timeout]"),
        "{}",
        check.out
    );
    assert!(check.out.contains("\nfix: "), "{}", check.out);
    let json = run(&["check", "--format", "json", "-"], source.as_bytes());
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    let first = &value["diagnostics"][0];
    assert_eq!(first["severity"], "warning");
    assert_eq!(
        first["place"],
        serde_json::json!({ "setting": "minimum_retry_delay" })
    );
    assert_eq!(
        first["fix"]["edits"],
        serde_json::json!([{ "path": "/settings/minimum_retry_delay", "value": 3600 }])
    );
    let (start, end) = (first["start"].as_u64(), first["end"].as_u64());
    let (start, end) = (start.expect("a place"), end.expect("a place"));
    assert_eq!(&source[start as usize..end as usize], "\"2h\"");
    let emit = run(&["emit", "--target", "powershell", "-"], source.as_bytes());
    assert_eq!(emit.code, 0, "{}", emit.err);
    assert!(
        emit.err.contains("warning[retry-delay-exceeds-timeout]"),
        "{}",
        emit.err
    );
}

#[test]
fn a_profile_of_the_command_line_overrides_the_documents() {
    let wrong = [
        "windows=95",
        "os=11",
        "windows",
        "bits=9.9",
        "windows=7,windows=8",
        "windows=7, windows=7",
    ];
    for pair in wrong {
        let left = run(&["check", "--profile", pair, "-"], starting().as_bytes());
        assert_eq!((left.code, left.out.as_str()), (2, ""), "{pair}");
        assert!(left.err.contains("--profile"), "{}", left.err);
    }
    let left = run(
        &["check", "--profile", "windows=server-2022,context=elevated", "-"],
        starting().as_bytes(),
    );
    assert_eq!(left.code, 0, "{}", left.out);
}

#[test]
fn wrong_calls_say_how_and_end_with_two() {
    let table: &[&[&str]] = &[
        &[],
        &["emitt"],
        &["emit", "-"],
        &["emit", "--target", "bash", "-"],
        &["emit", "--target", "batch"],
        &["emit", "--target", "batch", "--script", "redo", "-"],
        &["check", "--format", "xml", "-"],
        &["check", "no such file.json"],
        &["check", "."],
        &["schema", "x"],
    ];
    for arguments in table {
        let left = run(arguments, b"");
        assert_eq!((left.code, left.out.as_str()), (2, ""), "{arguments:?}");
        assert!(left.err.len() > 10, "{arguments:?}: {}", left.err);
    }
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["emit", "--help"],
        &["help", "check"],
    ] {
        let left = run(arguments, b"");
        assert_eq!((left.code, left.err.as_str()), (0, ""), "{arguments:?}");
        assert!(left.out.contains("bitsmith"), "{arguments:?}");
    }
}

/// Names of files, lines of them and arguments are other people's, too.
#[cfg(unix)]
#[test]
fn nothing_that_is_read_steers_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = starting().replace("\"display_name\": \"", "\"display_name\": \"a\u{202e}b\u{9b}2J");
    let named = |name: &str| folder.path().join(name).to_str().expect("a name").to_owned();
    let (file, none) = (named("a\u{1b}[31m\u{202e}.json"), named("none\u{9b}2J"));
    std::fs::write(&file, &document).expect("it is written");
    for (arguments, says) in [
        (&["check", &file][..], "1b}[31m"),
        (&["emit", "--target", "powershell", &file], "1b}[31m"),
        (&["check", &none], "cannot be read"),
        (&["apply", "--parameter", "a\u{1b}[2J", &file], "NAME=VALUE"),
    ] {
        let left = run(arguments, b"");
        let shown = (left.out + &left.err).replace("\r\n", "\n");
        assert!(shown.contains(says), "{arguments:?}: {shown}");
        let is_seen = |c: char| c == '\n' || !bitsmith_core::invisible::is_unseen(c);
        assert!(shown.chars().all(is_seen), "{arguments:?}: {shown:?}");
    }
}
