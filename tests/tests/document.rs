//! The document format: what is read, what is refused and where, and that everything written is read back.

use bitsmith_core::catalog::{CATALOG, Held, SettingId, SettingValue};
use bitsmith_core::document::{
    LINK_LIMIT, Secrets, errors_json, from_link, read, read_located, to_link, write,
};
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, ExistingEnding, Folders, Leftover, Owner};
use bitsmith_core::plan::Reveal;
use bitsmith_core::profile::{Context, RELEASES, Shell};
use bitsmith_core::text::{Dialect, Notation, Piece, Text};
use bitsmith_core::value::{Choice, Control, Entries, Entry, Part, Repeat, TextRule};
use bitsmith_core::version::BitsVersion;
use proptest::prelude::*;
use proptest::sample::select;

const NEW: &str = r#""subject": { "new": { "display_name": "n", "job_type": "download" } }"#;

/// Documents that are wrong in their form: what is marked with `§` is where the error is, and what it says.
const WRONG: &[(&str, &str)] = &[
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

fn value(json: &str, name: &str) -> Entries {
    let source = format!(
        r#"{{ "bitsmith": 1, "subject": {{ "existing": {{ "all": true }} }}, "settings": {{ "{name}": {json} }} }}"#
    );
    let drafts = read(&source).unwrap_or_else(|errors| panic!("{json}: {errors}"));
    drafts[0].settings[&SettingId::from_name(name).unwrap()].clone()
}

#[test]
fn values_have_the_forms_of_their_parts() {
    let same: &[(&str, &str, &str)] = &[
        ("minimum_retry_delay", "600", "\"600\""),
        (
            "max_download_size",
            "18446744073709551615",
            "\"18446744073709551615\"",
        ),
        ("security_flags", "\"0x0200\"", "{ \"flags\": [\"0x0200\"] }"),
        ("security_flags", "512", "{ \"flags\": [512] }"),
        (
            "security_flags",
            "[\"enable_crl_check\"]",
            "{ \"flags\": [\"enable_crl_check\"] }",
        ),
        ("proxy_settings", "\"no_proxy\"", "{ \"usage\": \"no_proxy\" }"),
        ("notify_flags", "\"3\"", "[\"3\"]"),
        ("notify_flags", "3", "[\"3\"]"),
        ("custom_headers", "\"Accept: */*\"", "[\"Accept: */*\"]"),
        ("dynamic_content", "true", "\"true\""),
        (
            "notify_cmd_line",
            "\"C:\\\\n.exe\"",
            "{ \"program\": \"C:\\\\n.exe\" }",
        ),
    ];
    for (name, a, b) in same {
        assert_eq!(value(a, name), value(b, name), "{name}: {a} and {b}");
    }
    let pieces =
        r#"["a{{b}}", { "env": "TEMP" }, { "parameter": "p" }, { "opaque": "$x", "shell": "powershell" }]"#;
    let text = Text::from_pieces([
        Piece::Literal("a{{b}}".into()),
        Piece::Environment("TEMP".into()),
        Piece::Parameter("p".into()),
        Piece::Opaque {
            source: "$x".into(),
            shell: Dialect::PowerShell,
        },
    ]);
    assert_eq!(
        value(pieces, "description"),
        Entries(vec![vec![Entry::Pieces(text.clone())]])
    );
    assert_eq!(
        value(&format!("[{pieces}, \"b\"]"), "custom_headers"),
        Entries(vec![vec![Entry::Pieces(text), "b".into()]])
    );
}

/// Values that are well-formed and that BITS does not take, with the place of the diagnostic.
#[test]
fn what_bits_does_not_take_is_kept_and_named_at_its_place() {
    let table: &[&str] = &[
        r#"{ "priority": §"urgent" }"#,
        r#"{ "minimum_retry_delay": §4294967296 }"#,
        r#"{ "minimum_retry_delay": §-5 }"#,
        r#"{ "minimum_retry_delay": §1.5 }"#,
        r#"{ "max_download_size": §18446744073709551616 }"#,
        r#"{ "dynamic_content": §"maybe" }"#,
        r#"{ "security_flags": { "flags": ["enable_crl_check", §"x"] } }"#,
        r#"{ "security_flags": §"0x0300" }"#,
        r#"{ "security_flags": { "redirect_policy": §"never" } }"#,
        r#"{ "custom_headers": ["a: b", §"c: {{"] }"#,
        r#"{ "credentials": [{ "target": "server", "scheme": "basic", "user": "u" }, { "target": "proxy", "scheme": §"none", "user": "u" }] }"#,
        r#"{ "credentials": [§{ "target": "server", "scheme": "basic" }] }"#,
        r#"{ "replace_remote_prefix": §{ "old_prefix": "http://a" } }"#,
        r#"{ "priority": §[{ "env": "P" }] }"#,
        r#"{ "notification_clsid": §"x" }"#,
    ];
    for marked in table {
        let marked = format!(
            "{{ \"bitsmith\": 1,\n \"subject\": {{ \"existing\": {{ \"all\": true }} }},\n \"settings\": {marked} }}"
        );
        let documents =
            read_located(&marked.replace('§', "")).unwrap_or_else(|errors| panic!("{marked}: {errors}"));
        let (job, diagnostics) = documents.drafts[0].job();
        assert!(job.is_none(), "{marked}");
        let (start, _) = documents.locate(&diagnostics[0].place).unwrap();
        let before = marked
            .split_once('§')
            .unwrap()
            .0
            .rsplit('\n')
            .next()
            .unwrap()
            .to_owned();
        assert_eq!(
            (start.line, start.column),
            (3, before.len() + 1),
            "{marked}\n{}",
            diagnostics[0]
        );
    }
    let files = format!(
        r#"{{ "bitsmith": 1, {NEW}, "files": [ {{ "remote_name": "http://h/a", "local_name": "C:\\a" }}, {{ "remote_name": "http://h/b" }} ] }}"#
    );
    let documents = read_located(&files).unwrap();
    let (_, diagnostics) = documents.drafts[0].job();
    let (start, end) = documents.locate(&diagnostics[0].place).unwrap();
    assert_eq!(
        &files[start.offset..end.offset],
        r#"{ "remote_name": "http://h/b" }"#
    );
}

#[test]
fn what_is_not_the_default_is_written_and_nothing_else() {
    let mut draft = read(&format!(r#"{{ "bitsmith": 1, {NEW} }}"#)).unwrap().remove(0);
    let lines = |draft: &Draft| -> Vec<String> {
        write(std::slice::from_ref(draft), Secrets::Masked)
            .lines()
            .map(|line| line.trim().to_owned())
            .collect()
    };
    assert_eq!(
        lines(&draft),
        [
            "{",
            "\"bitsmith\": 1,",
            "\"subject\": {",
            "\"new\": {",
            "\"job_type\": \"download\",",
            "\"display_name\": \"n\"",
            "}",
            "}",
            "}"
        ]
    );
    draft.profile.context = Context::ScheduledTask;
    draft.ending.on_bound = Leftover::Leave;
    let text = lines(&draft).join("");
    assert!(
        text.contains(r#""profile": {"context": "scheduled-task"}"#),
        "{text}"
    );
    assert!(
        text.contains(r#""ending": {"wait_and_complete": {"on_bound": "leave"}}"#),
        "{text}"
    );
    let empty = Draft::default();
    assert!(read(&write(&[empty], Secrets::Shown)).is_ok());
}

#[test]
fn secrets_are_written_only_when_they_are_revealed() {
    let source = format!(
        r#"{{ "bitsmith": 1, {NEW},
        "files": [ {{ "remote_name": "https://u:PASS@h/a?sig=SIGN&x=1", "local_name": "C:\\a" }},
                   {{ "remote_name": ["https://h/b?token=TOKEN"], "local_name": "C:\\b" }} ],
        "settings": {{ "custom_headers": ["Cookie: COOKIE {{{{", "Authorization: Bearer {{{{x}}}}BEARER", "Accept: */*"] }} }}"#
    );
    let drafts = read(&source).unwrap();
    let shown = write(&drafts, Secrets::Shown);
    let masked = write(&drafts, Secrets::Masked);
    let link = to_link(&drafts[0]).unwrap();
    let from_link = write(&[from_link(&link).unwrap()], Secrets::Shown);
    for secret in ["PASS", "SIGN", "TOKEN", "COOKIE", "BEARER"] {
        assert!(shown.contains(secret), "{secret}");
        assert!(!masked.contains(secret), "{secret}");
        assert!(!from_link.contains(secret), "{secret}");
    }
    assert!(
        masked.contains("https://u:{{secret1}}@h/a?sig={{secret2}}&x=1"),
        "{masked}"
    );
    assert_eq!(from_link, masked);
    assert_eq!(write(&read(&masked).unwrap(), Secrets::Masked), masked);
}

#[test]
fn links_that_are_damaged_or_new_are_refused() {
    for (link, says) in [
        ("", "damaged"),
        ("v1.", "empty"),
        ("v1.e30", "version"),
        ("v1.*", "damaged"),
        ("v1._w", "damaged"),
        ("v2.e30", "another version"),
        ("#v1.W10", "no document"),
    ] {
        let message = from_link(link).unwrap_err().to_string();
        assert!(message.contains(says), "{link}: {message}");
    }
    assert!(from_link(&format!("v1.{}", "A".repeat(LINK_LIMIT))).is_err());
    let mut draft = Draft::default();
    draft
        .settings
        .insert(SettingId::Description, Entries::one("x".repeat(LINK_LIMIT)));
    assert_eq!(to_link(&draft), None);
}

/// Texts that are legal in a notation.
fn legal_text(rule: TextRule) -> impl Strategy<Value = Entry> {
    let start = if rule.notation == Notation::LocalPath {
        "C:\\"
    } else {
        "http://h/"
    };
    let piece = prop_oneof![
        4 => "[ -~]{1,12}".prop_map(Piece::Literal),
        1 => "[\u{a0}-\u{17f}\u{4e00}-\u{4e20}\u{1f600}-\u{1f610}\n\t]{1,4}".prop_map(Piece::Literal),
        1 => "[A-Z_][A-Z0-9().-]{0,5}".prop_map(Piece::Environment),
        1 => "[a-z][a-zA-Z0-9_]{0,5}".prop_map(Piece::Parameter),
        1 => ("[$a-z.{}% \"]{1,8}", select(vec![Dialect::Cmd, Dialect::PowerShell]))
            .prop_map(|(source, shell)| Piece::Opaque { source, shell }),
    ];
    (prop::collection::vec(piece, 0..4), any::<bool>()).prop_map(move |(pieces, typed)| {
        let mut text = Text::literal(start);
        for piece in pieces {
            text.push(piece);
        }
        match text.notation(rule.notation).filter(|_| typed) {
            Some(notation) => Entry::Typed(notation),
            None => Entry::Pieces(text),
        }
    })
}

fn words(lists: &[&'static [Choice]]) -> impl Strategy<Value = Entry> + use<> {
    let words: Vec<&'static str> = lists
        .iter()
        .flat_map(|list| list.iter())
        .map(|choice| choice.word)
        .collect();
    select(words).prop_map(Entry::from)
}

/// What a person may type into a part; most of it is legal.
fn typed(part: &'static Part) -> BoxedStrategy<Vec<Entry>> {
    let one = |strategy: BoxedStrategy<Entry>| strategy.prop_map(|entry| vec![entry]).boxed();
    match part.control {
        Control::Choice(choices) => one(words(&[choices]).boxed()),
        Control::Flags(choices) => prop::collection::vec(words(&[choices]), 0..4).boxed(),
        Control::CostMask { bits, named } => prop::collection::vec(words(&[bits, named]), 0..4).boxed(),
        Control::Number { min, max, .. } => one((min..=max)
            .prop_map(|number| Entry::from(number.to_string()))
            .boxed()),
        Control::Switch => one(select(vec!["true", "false"]).prop_map(Entry::from).boxed()),
        Control::Text(rule) => one(legal_text(rule).boxed()),
        Control::User => one(prop_oneof![
            Just(Entry::from("implicit")),
            "[a-z\\\\@. ]{1,12}".prop_map(Entry::from)
        ]
        .boxed()),
        Control::Lines(rule) => prop::collection::vec(
            prop_oneof![
                legal_text(rule),
                "(Accept|Authorization|X-Api-Key): [a-z ]{1,9}".prop_map(Entry::from)
            ],
            0..4,
        )
        .boxed(),
        Control::Hash => one("[0-9A-F]{40}".prop_map(Entry::from).boxed()),
        Control::Guid => one(
            "[{][0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}[}]"
                .prop_map(Entry::from)
                .boxed(),
        ),
        Control::Ranges => {
            let range =
                (any::<u64>(), prop::option::of(any::<u64>())).prop_map(|(offset, length)| match length {
                    Some(length) => format!("{offset}:{length}"),
                    None => format!("{offset}:eof"),
                });
            prop::collection::vec(range, 0..3)
                .prop_map(|ranges| vec![Entry::from(ranges.join(","))])
                .boxed()
        }
    }
}

/// The entries of a setting as its own value writes them, so that there is one form of each; `None` where illegal.
fn setting(id: SettingId) -> BoxedStrategy<Option<Entries>> {
    let spec = id.spec();
    let rows = if spec.repeat == Repeat::Rows {
        0..4usize
    } else {
        1..2
    };
    let row = || -> Vec<_> { spec.parts.iter().map(typed).collect() };
    prop::collection::vec(row(), rows)
        .prop_map(move |rows| {
            let mut entries = Entries(vec![Vec::new(); spec.parts.len()]);
            for (column, part) in entries.0.iter_mut().enumerate() {
                part.extend(rows.iter().flat_map(|row| row[column].iter().cloned()));
            }
            SettingValue::read(id, &entries).ok()?;
            Some(entries)
        })
        .boxed()
}

fn settings(new: bool) -> BoxedStrategy<Vec<(SettingId, Entries)>> {
    let ids: Vec<SettingId> = CATALOG
        .iter()
        .filter(|spec| match spec.held {
            Held::Subject => !new && spec.id == SettingId::DisplayName,
            Held::FileEntry => false,
            Held::Settings | Held::Files => true,
        })
        .map(|spec| spec.id)
        .collect();
    prop::sample::subsequence(ids.clone(), 0..=ids.len())
        .prop_flat_map(|ids| {
            ids.into_iter()
                .map(|id| setting(id).prop_map(move |entries| entries.map(|entries| (id, entries))))
                .collect::<Vec<_>>()
        })
        .prop_map(|settings| settings.into_iter().flatten().collect())
        .boxed()
}

prop_compose! {
    fn drafts()(new in any::<bool>())(
        new in Just(new),
        settings in settings(new),
        name in legal_text(TextRule { notation: Notation::Plain, max: 256, may_be_empty: false, may_be_secret: false }),
        job_type in select(vec!["download", "upload", "upload_reply"]),
        guids in prop::collection::vec("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 1..3),
        selector in select(SelectorKind::ALL),
        owner in select(Owner::ALL),
        release in select(RELEASES.iter().collect::<Vec<_>>()),
        bits in prop::option::of(select(BitsVersion::ALL)),
        shell in select(Shell::ALL),
        context in select(Context::ALL),
        endings in (select(NewEndingKind::ALL), select(ExistingEnding::ALL), select(Leftover::ALL), select(Leftover::ALL)),
        bound in select(vec!["4h", "90", "2d", "1h30m"]),
        folders in select(Folders::ALL),
        ask in select(Ask::ALL),
        rules in prop::option::of(Just(1u32)),
    ) -> Draft {
        let mut draft = Draft { rules, folders, ask, ..Draft::default() };
        draft.profile.windows = release;
        draft.profile.bits_override = bits.map(|(version, _)| version);
        draft.profile.shell = shell;
        draft.profile.context = context;
        draft.settings.extend(settings);
        if new {
            draft.settings.insert(SettingId::DisplayName, Entries(vec![vec![name]]));
            draft.settings.insert(SettingId::JobType, Entries::one(job_type));
            draft.ending.new = endings.0;
            if endings.0 == NewEndingKind::WaitAndComplete {
                draft.ending.on_error = endings.2;
                draft.ending.on_bound = endings.3;
                draft.ending.bound = bound.to_owned();
            }
        } else {
            draft.subject.kind = SubjectKind::Existing;
            draft.subject.selector = selector;
            draft.subject.owner = owner;
            match selector {
                SelectorKind::Guid => draft.subject.guids = guids.into_iter().map(Entry::from).collect(),
                SelectorKind::Name => draft.subject.name = name,
                SelectorKind::Pattern => draft.subject.pattern = name,
                SelectorKind::All => {}
            }
            draft.ending.existing = endings.1;
        }
        draft
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(drafts in prop::collection::vec(drafts(), 1..3)) {
        let text = write(&drafts, Secrets::Shown);
        let back = read(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
        prop_assert_eq!(&back, &drafts, "{}", text);
        for (draft, back) in drafts.iter().zip(&back) {
            prop_assert_eq!(evaluate(draft, Reveal::Shown), evaluate(back, Reveal::Shown));
        }
    }

    #[test]
    fn a_masked_document_has_the_plan_of_the_masked_job(draft in drafts()) {
        let text = write(std::slice::from_ref(&draft), Secrets::Masked);
        let back = read(&text).unwrap().remove(0);
        let plan = |draft: &Draft| {
            let evaluation = evaluate(draft, Reveal::Masked);
            evaluation.plan.map(|plan| (plan.job().clone(), plan.steps().to_vec()))
        };
        prop_assert_eq!(plan(&draft), plan(&back), "{}", text);
        prop_assert_eq!(write(std::slice::from_ref(&back), Secrets::Masked), text);
        if let Some(link) = to_link(&draft) {
            prop_assert_eq!(from_link(&link).unwrap(), back);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]{}:,\"\\\\/a-z0-9ux \u{e9}\u{1f600}'.-]{0,40}") {
        let read = read(&text);
        prop_assert!(read.is_err());
        if serde_json::from_str::<serde_json::Value>(&text).is_err() {
            // What is no JSON is refused as such, at a place inside the text.
            let error = read.unwrap_err().0.remove(0);
            prop_assert!(error.end.offset <= text.encode_utf16().count());
        }
    }

    #[test]
    fn mutated_documents_are_read_or_refused_as_json_is(at in 0usize..400, with in "[\\[\\]{}:,\"\\\\a1 ]{0,2}") {
        let source = format!(r#"{{ "bitsmith": 1, {NEW}, "files": [ {{ "remote_name": "http://h/a", "local_name": "C:\\a",
            "ranges": [ {{ "offset": 0, "length": "eof" }} ] }} ], "settings": {{ "priority": "low", "custom_headers": ["a\u00e9: b"] }} }}"#);
        let at = at % source.len();
        if source.is_char_boundary(at) && source.is_char_boundary(at + 1) {
            let mutated = format!("{}{with}{}", &source[..at], &source[at + 1..]);
            if serde_json::from_str::<serde_json::Value>(&mutated).is_err() {
                prop_assert!(read(&mutated).is_err(), "{}", mutated);
            } else {
                // JSON keeps the last of two equal keys; a document refuses them. Anything else is no error of form.
                let _ = read(&mutated);
            }
        }
    }
}
