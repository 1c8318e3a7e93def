//! The forms that values have, and values that BITS does not take.

use crate::NEW;
use bitsmith_core::catalog::SettingId;
use bitsmith_core::document::{read, read_located};
use bitsmith_core::text::{Dialect, Piece, Text};
use bitsmith_core::value::{Entries, Entry};

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
fn a_job_that_is_named_twice_is_one_job() {
    use bitsmith_core::draft::{Draft, SelectorKind, SubjectKind};
    use bitsmith_core::job::{Selector, Subject};
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = SelectorKind::Guid;
    draft.subject.guids = [
        "{C775D194-090F-431F-B5FB-8334D00D1CB6}",
        "{00000000-090F-431F-B5FB-8334D00D1CB6}",
        "c775d194-090f-431f-b5fb-8334d00d1cb6",
    ]
    .map(Into::into)
    .to_vec();
    let (job, diagnostics) = draft.job();
    assert!(
        diagnostics.iter().all(|one| one.rule != "unreadable-value"),
        "{diagnostics:?}"
    );
    let Some(Subject::Existing {
        selector: Selector::Guids(guids),
        ..
    }) = job.map(|job| job.subject)
    else {
        panic!("no jobs: {diagnostics:?}");
    };
    let bare: Vec<&str> = guids.iter().map(|guid| &guid.bare()[..8]).collect();
    assert_eq!(bare, ["C775D194", "00000000"]);
}
