//! Files on the disk, judged by a stand-in that minds words.

use super::judge::{Judge, Said};
use super::report::Format;
use super::rule::RuleText;
use super::{Mending, Request, run};
use crate::console::Console;
use crate::machine::ThisMachine;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::parse::found::{Found, Replacement};
use bitsmith_core::parse::hidden::{self, Secrets};
use bitsmith_core::profile::Profile;
use bitsmith_core::snippet::Form;
use bitsmith_core::span::Span;
use bitsmith_core::text::Dialect;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// A rule of the stand-in: the word, the rule, how bad it is, the word instead of it.
const WORDS: &[(&str, &str, Severity, Option<&str>)] = &[
    ("wrong", "wrong-word", Severity::Error, Some("right")),
    ("wrong wrong", "wrong-words", Severity::Error, Some("wrong")),
    ("slow", "slow-word", Severity::Warning, None),
    ("hint", "hint-word", Severity::Information, Some("told")),
    ("to", "going-word", Severity::Warning, Some("fro")),
    ("fro", "coming-word", Severity::Warning, Some("to")),
    ("risky", "risky-word", Severity::Warning, Some("tame")),
    ("euro", "money-word", Severity::Warning, Some("\u{20AC}")),
    ("yuan", "money-word", Severity::Warning, Some("\u{5143}")),
    ("split", "long-line", Severity::Warning, Some("split^\n  here")),
];

struct Words;

impl Judge for Words {
    fn check(&self, source: &str, _: Option<Dialect>, form: Form, _: &Profile) -> Said {
        let mut found = Vec::new();
        for (word, rule, severity, other) in WORDS {
            for (at, _) in source.match_indices(word) {
                let around = [
                    source[..at].chars().next_back(),
                    source[at + word.len()..].chars().next(),
                ];
                let whole = around
                    .iter()
                    .flatten()
                    .all(|c| !c.is_alphabetic() && *c != '-' && *c != '^');
                if !whole || form != Form::Commands && *severity != Severity::Error {
                    continue;
                }
                let span = Span::new(at, at + word.len());
                let help = if other.is_some() { "Use another." } else { "" };
                let mut one = Found::new(*severity, rule, span, format!("`{word}`, 100 %."), help);
                one.fix = other.map(|other| Replacement {
                    title: format!("Write {other:?}"),
                    span,
                    text: other.to_owned(),
                    is_secret: hidden::is_in(other),
                });
                found.push(one);
            }
        }
        Said {
            found,
            secrets: Secrets::default(),
        }
    }

    fn rules(&self) -> Vec<RuleText> {
        WORDS
            .iter()
            .map(|(_, name, severity, _)| RuleText {
                name,
                severity: *severity,
                what: "A word.",
                why: "Words matter.",
                page: "docs/rules/",
            })
            .collect()
    }

    fn is_safe(&self, found: &Found) -> bool {
        found.rule != "risky-word"
    }
}

/// What a run left.
struct Left {
    code: u8,
    out: String,
    err: String,
}

fn lint(folder: &Path, paths: &[&str], format: Format, mending: Mending) -> Left {
    let request = Request {
        paths: paths.iter().map(|path| folder.join(path)).collect(),
        profile: Profile::default(),
        format,
        mending,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console {
        machine: &ThisMachine::default(),
        stdin: &mut std::io::empty(),
        stdout: &mut out,
        stderr: &mut err,
    };
    let outcome = run(&request, &Words, &mut console);
    let code = console.finish(outcome);
    let place = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    let shown = |bytes| String::from_utf8(bytes).unwrap().replace(&place, "");
    Left {
        code,
        out: shown(out),
        err: shown(err),
    }
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// What is found in one file, as `line:column rule`.
fn found(name: &str, text: &str) -> Vec<String> {
    let folder = folder(&[(name, text.as_bytes())]);
    let left = lint(folder.path(), &[name], Format::Json, Mending::Say);
    let report: Value = serde_json::from_str(&left.out).unwrap();
    let list = report["diagnostics"].as_array().unwrap().iter();
    list.map(|one| {
        let rule = one["rule"].as_str().unwrap();
        format!("{}:{} {rule}", one["line"], one["column"])
    })
    .collect()
}

#[test]
fn findings_stand_where_their_words_do() {
    let table: &[(&str, &str, &[&str])] = &[
        ("a.cmd", "rem\r\n\u{1F600} slow\r\n", &["2:4 slow-word"]),
        (
            "a.md",
            "slow\n\n> ```cmd\r\n> bitsadmin\r\n> a slow\r\n> ```\n",
            &["5:5 slow-word"],
        ),
        (
            "a.md",
            "1. a\n\n   | `bitsadmin /x slow` |\n   |-|\n",
            &["3:20 slow-word"],
        ),
        ("a.md", "bitsadmin: `/setpriority slow`\n", &["1:26 slow-word"]),
        ("a.md", "```\nbitsadmin <wrong> slow\n```\n", &["2:12 wrong-word"]),
        ("a.txt", "slow\n  bitsadmin /x slow\n", &["2:16 slow-word"]),
        (
            "a.md",
            "Sets file 2 of the job:\n\n```\nbitsadmin /setvalidationstate j 2 TRUE\n```\n",
            &["4:33 file-number-as-index"],
        ),
        (
            "a.md",
            "Sets file 2 of the job:\n\n```\nbitsadmin /setvalidationstate j 1 TRUE\n```\n",
            &[],
        ),
        (
            "a.md",
            "Sets 2 files:\n\n```\nbitsadmin /gettemporaryname j 2\n```\n",
            &[],
        ),
    ];
    for (name, text, expected) in table {
        assert_eq!(&found(name, text), expected, "{text}");
    }
}

#[test]
fn comments_allow_rules() {
    let table: &[(&str, &str, &[&str])] = &[
        (
            "a.cmd",
            "rem bitsmith: allow slow-word\nslow\nslow\n",
            &["3:1 slow-word"],
        ),
        ("a.cmd", "@REM Bitsmith: allow slow-word\r\nslow\r\n", &[]),
        (
            "a.cmd",
            ":: bitsmith: allow slow-word, wrong-word (they are)\nslow wrong\n",
            &[],
        ),
        (
            "a.cmd",
            "slow & rem bitsmith: allow slow-word\nslow\n",
            &["2:1 slow-word"],
        ),
        (
            "a.cmd",
            "rem bitsmith: allow slow-word\nrem bitsmith: allow wrong-word\nslow wrong\n",
            &[],
        ),
        (
            "a.cmd",
            "rem bitsmith: allow slow-word\nx ^\n  slow ^\n  slow\nslow\n",
            &["5:1 slow-word"],
        ),
        ("a.cmd", "slow\nrem bitsmith: allow-file slow-word\nslow\n", &[]),
        (
            "a.cmd",
            "rem bitsmith: allow slow-word\n\nslow\n",
            &["1:21 unused-suppression", "3:1 slow-word"],
        ),
        (
            "a.cmd",
            "rem bitsmith: allow slow-wrd\nslow\n",
            &["1:21 unknown-suppression", "2:1 slow-word"],
        ),
        (
            "a.cmd",
            "rem bitsmith: allow\nslow\n",
            &["1:5 malformed-suppression", "2:1 slow-word"],
        ),
        (
            "a.cmd",
            "rem bitsmith: disable slow-word\nslow\n",
            &["1:5 malformed-suppression", "2:1 slow-word"],
        ),
        (
            "a.cmd",
            "echo bitsmith: allow slow-word slow\n",
            &["1:32 slow-word"],
        ),
        ("a.cmd", "# bitsmith: allow slow-word slow\n", &["1:29 slow-word"]),
        ("a.ps1", "slow # bitsmith: allow slow-word\n", &[]),
        ("a.ps1", "<# bitsmith: allow slow-word #>\nslow `\n slow\n", &[]),
        (
            "a.ps1",
            "rem bitsmith: allow slow-word slow\n",
            &["1:31 slow-word"],
        ),
        (
            "a.md",
            "<!-- bitsmith: allow slow-word -->\n\n```cmd\nbitsadmin slow\nslow\n```\n",
            &[],
        ),
        (
            "a.md",
            "> <!-- bitsmith: allow slow-word -->\n> Say `bitsadmin a slow`.\n> `bitsadmin a slow`\n",
            &["3:16 slow-word"],
        ),
        (
            "a.md",
            "Say `bitsadmin a slow` <!-- bitsmith: allow slow-word -->\n",
            &[],
        ),
        (
            "a.md",
            "```cmd\nrem bitsmith: allow slow-word\nbitsadmin slow\nslow\n```\n",
            &["4:1 slow-word"],
        ),
        (
            "a.md",
            "rem bitsmith: allow slow-word\n`bitsadmin a slow`\n",
            &["2:14 slow-word"],
        ),
        (
            "a.md",
            "<!-- bitsmith: allow-file slow-word -->\n# a\n```\nbitsadmin slow\n```\n",
            &[],
        ),
        ("a.txt", ":: bitsmith: allow slow-word\nbitsadmin /x slow\n", &[]),
    ];
    for (name, text, expected) in table {
        assert_eq!(&found(name, text), expected, "{name}: {text}");
    }
}

#[test]
fn people_are_told_with_line_and_caret() {
    let folder = folder(&[(
        "a.cmd",
        b"echo\r\nbitsadmin /x wrong slow https://h/?sig=SECRET\r\n",
    )]);
    let left = lint(folder.path(), &["a.cmd"], Format::Text, Mending::Say);
    assert_eq!(
        left.out,
        "a.cmd:2:14: error[wrong-word]: `wrong`, 100 %.\n\
         2 | bitsadmin /x wrong slow https://h/?sig=******\n\
         \u{20} |              ^\n\
         help: Use another.\n\
         fix: Write \"right\"\n\
         a.cmd:2:20: warning[slow-word]: `slow`, 100 %.\n\
         2 | bitsadmin /x wrong slow https://h/?sig=******\n\
         \u{20} |                    ^\n"
    );
    assert_eq!(left.err, "1 file: 1 error, 1 warning, 0 for information\n");
    assert_eq!(left.code, 1);
}

#[test]
fn only_errors_and_unreadable_files_count_in_the_exit_code() {
    let table: &[(&[u8], u8)] = &[
        (b"wrong", 1),
        (b"slow hint", 0),
        (b"", 0),
        (b"\xFF\xFEw\0r\0o\0n\0g\0", 1),
        (b"\xFF\xFE\0", 2),
    ];
    for (bytes, code) in table {
        let folder = folder(&[("a.cmd", bytes)]);
        for (_, format) in Format::ALL {
            let left = lint(folder.path(), &["a.cmd"], *format, Mending::Say);
            assert_eq!(left.code, *code, "{bytes:?}: {}", left.err);
        }
        let left = lint(folder.path(), &["a.cmd", "no.cmd"], Format::Text, Mending::Say);
        assert_eq!(left.code, 2);
        assert!(left.err.contains("no.cmd cannot be read"), "{}", left.err);
        assert_eq!(left.out.contains("wrong-word"), *code == 1, "{}", left.out);
    }
}

#[test]
fn folders_are_walked_as_git_sees_them_in_order() {
    let files: &[(&str, &[u8])] = &[
        (".ignore", b"left\n"),
        ("b/z.PS1", b"slow"),
        ("b/a.md", b"```\nbitsadmin slow\n```\n"),
        ("b/c.json", b"bitsadmin /x slow"),
        ("a.bat", b"slow"),
        ("notes.txt", b"bitsadmin /x slow"),
        (".hidden/a.cmd", b"slow"),
        ("left/a.cmd", b"slow"),
    ];
    let folder = folder(files);
    fs::create_dir(folder.path().join("none")).unwrap();
    let names = |paths: &[&str]| -> Vec<String> {
        let left = lint(folder.path(), paths, Format::Text, Mending::Say);
        let lines = left.out.lines().filter(|line| line.contains("slow-word"));
        lines
            .map(|line| line.split(':').next().unwrap().replace('\\', "/"))
            .collect()
    };
    for _ in 0..3 {
        assert_eq!(names(&["."]), ["./a.bat", "./b/a.md", "./b/z.PS1", "./notes.txt"]);
    }
    assert_eq!(
        names(&["b/c.json", "b", "b/a.md"]),
        ["b/c.json", "b/a.md", "b/z.PS1"]
    );
    assert_eq!(names(&["left/a.cmd"]), ["left/a.cmd"]);
    let left = lint(folder.path(), &["none"], Format::Text, Mending::Say);
    assert!(
        left.code == 0 && left.err.contains("none holds no script"),
        "{}",
        left.err
    );
}

#[test]
fn fixes_are_applied_until_none_is_left() {
    let table: &[(&str, &str, &str)] = &[
        ("a.cmd", "wrong hint\n", "right told\n"),
        ("a.cmd", "wrong wrong wrong\n", "right right right\n"),
        ("a.cmd", "risky\n", "risky\n"),
        ("a.cmd", "a\r\nsplit\r\n", "a\r\nsplit^\r\n  here\r\n"),
        (
            "a.md",
            "wrong\n> ```\n> bitsadmin wrong\n> split\n> ```\n",
            "wrong\n> ```\n> bitsadmin right\n> split\n> ```\n",
        ),
        (
            "a.cmd",
            "rem bitsmith: allow wrong-word\nwrong\n",
            "rem bitsmith: allow wrong-word\nwrong\n",
        ),
        ("a.cmd", "rem bitsmith: allow slow-word\nx\n", "x\n"),
        ("a.cmd", "to\n", "fro\n"),
        ("a.cmd", "wrong to\n", "right to\n"),
    ];
    for (name, text, expected) in table {
        let folder = folder(&[(name, text.as_bytes())]);
        let read = || fs::read_to_string(folder.path().join(name)).unwrap();
        let shown = lint(folder.path(), &[name], Format::Text, Mending::Show);
        assert_eq!(&read(), text, "nothing is written");
        assert_eq!(shown.out.contains("\n+"), text != expected, "{}", shown.out);
        let written = lint(folder.path(), &[name], Format::Text, Mending::Write);
        assert_eq!(&read(), expected);
        let again = lint(folder.path(), &[name], Format::Text, Mending::Say);
        assert!(
            written.out.ends_with(&again.out),
            "what is said is of what was written"
        );
        assert_eq!(written.code, again.code);
    }
}

#[test]
fn the_difference_is_shown_and_secrets_in_it_are_not() {
    let folder = folder(&[("a.cmd", b"1\n2\n3\n4\nwrong https://h/?sig=SECRET\n5\n")]);
    let left = lint(folder.path(), &["a.cmd"], Format::Text, Mending::Show);
    assert!(
        left.out.starts_with(
            "--- a.cmd\n+++ a.cmd\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n\
             -wrong https://h/?sig=******\n+right https://h/?sig=******\n 5\n"
        ),
        "{}",
        left.out
    );
    for (_, format) in Format::ALL {
        let left = lint(folder.path(), &["a.cmd"], *format, Mending::Show);
        assert!(!(left.out + &left.err).contains("SECRET"));
    }
    let left = lint(folder.path(), &["a.cmd"], Format::Json, Mending::Show);
    assert!(left.err.starts_with("--- a.cmd"), "{}", left.err);
    assert!(serde_json::from_str::<Value>(&left.out).is_ok());
}

#[test]
fn files_keep_their_encoding_and_their_mark() {
    let wide = |text: &str, bytes_of: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = std::iter::once(0xFEFF).chain(text.encode_utf16());
        marked.flat_map(bytes_of).collect()
    };
    let table: &[(Vec<u8>, Vec<u8>)] = &[
        ("\u{E9} yuan".into(), "\u{E9} \u{5143}".into()),
        ("\u{FEFF}yuan\r\n".into(), "\u{FEFF}\u{5143}\r\n".into()),
        (
            wide("\u{E9} yuan", u16::to_le_bytes),
            wide("\u{E9} \u{5143}", u16::to_le_bytes),
        ),
        (
            wide("\u{E9} yuan", u16::to_be_bytes),
            wide("\u{E9} \u{5143}", u16::to_be_bytes),
        ),
        (b"\xE9 euro yuan".to_vec(), b"\xE9 \x80 yuan".to_vec()),
    ];
    for (before, after) in table {
        let folder = folder(&[("a.cmd", before)]);
        let left = lint(folder.path(), &["a.cmd"], Format::Text, Mending::Write);
        assert_eq!(&fs::read(folder.path().join("a.cmd")).unwrap(), after);
        assert_eq!(left.err.contains("Windows-1252"), before[0] == 0xE9);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_and_one_that_cannot_be_replaced_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.cmd", b"wrong")]);
    let path = folder.path().join("a.cmd");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
    lint(folder.path(), &["a.cmd"], Format::Text, Mending::Write);
    assert_eq!(fs::read(&path).unwrap(), b"right");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o750);
}

#[test]
fn programs_are_told_in_units_of_utf_16() {
    let folder = folder(&[("a.ps1", "\u{1F600}\n wrong slow".as_bytes())]);
    let left = lint(folder.path(), &["a.ps1"], Format::Json, Mending::Say);
    let report: Value = serde_json::from_str(&left.out).unwrap();
    assert_eq!(
        report,
        json!({ "diagnostics": [
            {
                "rule": "wrong-word", "severity": "error", "message": "`wrong`, 100 %.", "help": "Use another.",
                "path": "a.ps1", "start": 4, "end": 9, "line": 2, "column": 2,
                "fix": { "title": "Write \"right\"", "edits": [{ "start": 4, "end": 9, "text": "right" }] },
            },
            {
                "rule": "slow-word", "severity": "warning", "message": "`slow`, 100 %.",
                "path": "a.ps1", "start": 10, "end": 14, "line": 2, "column": 8,
            },
        ] })
    );
}

#[test]
fn workflows_are_told_in_commands() {
    let folder = folder(&[("a,b.cmd", b"wrong slow hint")]);
    let left = lint(folder.path(), &["a,b.cmd"], Format::Github, Mending::Say);
    let lines: Vec<&str> = left.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", left.out);
    let rest = "line=1,endLine=1,col=1,endColumn=6,title=wrong-word::`wrong`, 100 %25.%0AUse another.";
    assert!(
        lines[0].starts_with("::error file=") && lines[0].ends_with(rest),
        "{}",
        lines[0]
    );
    assert!(lines[0].contains("a%2Cb.cmd,"), "{}", lines[0]);
    assert!(lines[1].starts_with("::warning ") && lines[2].starts_with("::notice "));
}

/// What SARIF 2.1.0 wants of the objects that are written: the pointer from the one before, the keys that must be there,
/// and those that may.
type Shape = (
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

const LOG: Shape = (&[], &["version", "runs"], &["$schema"]);
const SHAPES: &[Shape] = &[
    LOG,
    (&["runs"], &["tool"], &["results", "invocations", "columnKind"]),
    (&["runs", "tool"], &["driver"], &[]),
    (
        &["runs", "tool", "driver"],
        &["name"],
        &["semanticVersion", "rules"],
    ),
    (
        &["runs", "tool", "driver", "rules"],
        &["id"],
        &[
            "shortDescription",
            "fullDescription",
            "help",
            "defaultConfiguration",
            "properties",
        ],
    ),
    (
        &["runs", "tool", "driver", "rules", "shortDescription"],
        &["text"],
        &[],
    ),
    (
        &["runs", "tool", "driver", "rules", "fullDescription"],
        &["text"],
        &[],
    ),
    (&["runs", "tool", "driver", "rules", "help"], &["text"], &[]),
    (
        &["runs", "tool", "driver", "rules", "defaultConfiguration"],
        &[],
        &["level"],
    ),
    (
        &["runs", "invocations"],
        &["executionSuccessful"],
        &["toolExecutionNotifications"],
    ),
    (
        &["runs", "invocations", "toolExecutionNotifications"],
        &["message"],
        &["level", "locations"],
    ),
    (
        &["runs", "results"],
        &["message"],
        &["ruleId", "ruleIndex", "level", "locations", "fixes"],
    ),
    (&["runs", "results", "message"], &["text"], &[]),
    (&["runs", "results", "locations"], &[], &["physicalLocation"]),
    (
        &["runs", "results", "locations", "physicalLocation"],
        &["artifactLocation"],
        &["region"],
    ),
    (
        &["runs", "results", "locations", "physicalLocation", "region"],
        &[],
        &[
            "startLine",
            "startColumn",
            "endLine",
            "endColumn",
            "charOffset",
            "charLength",
        ],
    ),
    (
        &[
            "runs",
            "results",
            "locations",
            "physicalLocation",
            "artifactLocation",
        ],
        &[],
        &["uri"],
    ),
    (
        &["runs", "results", "fixes"],
        &["artifactChanges"],
        &["description"],
    ),
    (
        &["runs", "results", "fixes", "artifactChanges"],
        &["artifactLocation", "replacements"],
        &[],
    ),
    (
        &["runs", "results", "fixes", "artifactChanges", "replacements"],
        &["deletedRegion"],
        &["insertedContent"],
    ),
];

/// The objects that a path of keys leads to, through lists.
fn reached<'v>(value: &'v Value, path: &[&str]) -> Vec<&'v Value> {
    match (value, path) {
        (Value::Array(items), _) => items.iter().flat_map(|item| reached(item, path)).collect(),
        (value, []) => vec![value],
        (value, [key, rest @ ..]) => value.get(key).map_or(Vec::new(), |value| reached(value, rest)),
    }
}

#[test]
fn scanners_are_told_in_sarif() {
    let folder = folder(&[("a b.cmd", b"wrong\nslow hint"), ("bad.cmd", b"\xFF\xFE\0")]);
    let left = lint(
        folder.path(),
        &["a b.cmd", "bad.cmd"],
        Format::Sarif,
        Mending::Say,
    );
    let log: Value = serde_json::from_str(&left.out).unwrap();
    for (path, required, optional) in SHAPES {
        let objects = reached(&log, path);
        assert!(!objects.is_empty(), "{path:?} is not there");
        for object in objects {
            let keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
            for key in *required {
                assert!(keys.contains(key), "{path:?} has no {key}");
            }
            for key in keys {
                assert!(
                    required.contains(&key) || optional.contains(&key),
                    "{path:?} has {key}"
                );
            }
        }
    }
    let run = &log["runs"][0];
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let results = run["results"].as_array().unwrap();
    let levels: Vec<&str> = results.iter().map(|one| one["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["error", "warning", "note"]);
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        let name = rule["id"].as_str().unwrap();
        assert_eq!(rule["properties"]["page"], format!("docs/rules/{name}.md"));
    }
    let place = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["region"],
        json!({ "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5, "charOffset": 6, "charLength": 4 })
    );
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("file://") && uri.ends_with("a%20b.cmd"), "{uri}");
}

#[test]
fn every_rule_of_the_report_has_a_paper() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    for rule in super::rule::all(&super::judge::Readers) {
        let paper = rule.paper();
        let (path, anchor) = paper.split_once('#').unwrap_or((&paper, ""));
        let text = fs::read_to_string(root.join(path)).unwrap();
        let told =
            anchor.is_empty() || text.contains(&format!("\n## {anchor}\n")) && text.contains(rule.name);
        assert!(told, "{paper} does not speak of {}", rule.name);
    }
}
