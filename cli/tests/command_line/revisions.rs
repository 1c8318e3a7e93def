//! `revise`: scripts with what was changed in their documents.

use serde_json::Value;
use std::fs;
use std::path::Path;

fn run(arguments: &[&str], input: &str) -> (u8, Vec<u8>, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = [&["bitsmith"], arguments].concat();
    let code = bitsmith::run(all, &mut input.as_bytes(), &mut out, &mut err);
    (code, out, String::from_utf8(err).expect("it is UTF-8"))
}

/// What `import` says of a script.
fn imported(path: &Path) -> Value {
    let (_, out, err) = run(&["import", path.to_str().expect("a path")], "");
    serde_json::from_slice(&out).unwrap_or_else(|error| panic!("{error}: {err}"))
}

fn revised(path: &Path, documents: &Value) -> (u8, Vec<u8>, String) {
    run(
        &["revise", path.to_str().expect("a path"), "-"],
        &documents.to_string(),
    )
}

/// A script with secrets of every kind, comments and lines that are not understood.
const SCRIPT: &str = "@echo off\r\nrem \u{FC}bliches\r\nbitsadmin /create  a & rem made\r\n\
    bitsadmin /addfile a \"https://u:hunter2@example.com/a?sig=s3cr3t\" C:\\Data\\a.zip\r\n\
    bitsadmin /setcustomheaders a \"Authorization: Bearer t0ken\" \"Accept: b\"\r\n\
    bitsadmin /setcredentials a SERVER BASIC bob hunter2\r\n\
    robocopy x y\r\n\
    bitsadmin /setpriority   a  LOW\r\n\
    bitsadmin /create b\r\nbitsadmin /setpriority b LOW\r\n";

#[test]
fn only_the_words_of_what_was_changed_are_other_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.cmd");
    fs::write(&path, SCRIPT).expect("a file");
    let mut documents = imported(&path);
    assert!(!documents.to_string().contains("hunter2"));
    let (code, out, err) = revised(&path, &documents);
    assert_eq!((code, out.as_slice()), (0, SCRIPT.as_bytes()), "{err}");

    documents["documents"][0]["settings"]["priority"] = "high".into();
    documents["documents"][1]["settings"]["priority"] = "foreground".into();
    let (code, out, err) = revised(&path, &documents);
    assert_eq!(code, 0, "{err}");
    let expected = SCRIPT
        .replace("/setpriority   a  LOW", "/setpriority   a  HIGH")
        .replace("/setpriority b LOW", "/setpriority b FOREGROUND");
    assert_eq!(String::from_utf8_lossy(&out), expected);
}

#[test]
fn a_script_keeps_its_encoding_and_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ps1");
    let text = "Get-BitsTransfer 'B\u{FC}ro' | Set-BitsTransfer -Priority Low # \u{65E5}\r\n";
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    fs::write(&path, utf16(text)).expect("a file");
    let mut documents = imported(&path);
    documents["documents"][0]["settings"]["priority"] = "high".into();
    let to = folder.path().join("b.ps1");
    let to = to.to_str().expect("a path");
    let arguments = ["revise", path.to_str().expect("a path"), "-", "-o", to];
    let (code, _, err) = run(&arguments, &documents.to_string());
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        fs::read(to).expect("it is there"),
        utf16(&text.replace("Low", "High"))
    );

    documents["documents"][0]["settings"]["priority"] = "normal".into();
    documents["documents"][0]["settings"]["custom_headers"] = serde_json::json!(["Authorization: Bearer x"]);
    let (code, out, err) = run(&arguments, &documents.to_string());
    assert_eq!((code, out.as_slice()), (1, &b""[..]));
    assert!(
        err.contains("job 1 is left as it is, and nothing is written"),
        "{err}"
    );
    assert_eq!(
        fs::read(to).expect("it is there"),
        utf16(&text.replace("Low", "High"))
    );
}

#[test]
fn documents_of_another_script_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.cmd");
    fs::write(&path, SCRIPT).expect("a file");
    let (code, out, err) = run(
        &["revise", path.to_str().expect("a path"), "-"],
        r#"{ "bitsmith": 1, "subject": { "new": { "job_type": "download", "display_name": "x" } } }"#,
    );
    assert_eq!((code, out.as_slice()), (1, &b""[..]));
    assert!(err.contains("2 jobs") && err.contains("1 document"), "{err}");
    let (code, _, err) = run(&["revise", "not there.cmd", "-"], "{}");
    assert_eq!(code, 2);
    assert!(err.contains("not there.cmd cannot be read"), "{err}");
}
