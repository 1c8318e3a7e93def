//! The words of scripts.

use crate::streams::run;
use serde_json::{Value, json};

fn words(shell: &str, source: &[u8]) -> (u8, Value, String) {
    let left = run(&["words", "--shell", shell, "-"], source);
    let json = serde_json::from_str(&left.out).unwrap_or(Value::Null);
    (left.code, json, left.err)
}

#[test]
fn words_of_cmd_have_places_in_utf_16_units() {
    let source = "echo \u{1F600}&bitsadmin /addfile j http://h/a%%20b \"%TEMP%\\a b\"\r\n:: done\r\n";
    let (code, json, err) = words("cmd", source.as_bytes());
    assert_eq!((code, err.as_str()), (0, ""));
    let call = &json["statements"][1];
    assert_eq!(call["operator"], "&");
    assert_eq!(call["start"], 8);
    assert_eq!(call["words"][3]["pieces"], json!(["http://h/a%20b"]));
    assert_eq!(
        call["words"][4]["pieces"],
        json!(["\"", { "env": "TEMP" }, "\\a b\""])
    );
    assert_eq!(json["comments"][0]["kind"], "line");
    assert_eq!(json["errors"], json!([]));
}

#[test]
fn a_pasted_prompt_line_is_read_as_typed() {
    let (code, json, _) = words("auto", b"C:\\>bitsadmin /addfile j http://h/a%20b C:\\a");
    assert_eq!(code, 0);
    assert_eq!(
        json["statements"][0]["words"][3]["pieces"],
        json!(["http://h/a%20b"])
    );
    let (_, json, _) = words("auto", b"bitsadmin /addfile j http://h/a%20b C:\\a");
    assert_eq!(
        json["statements"][0]["words"][3]["pieces"],
        json!(["http://h/a", { "argument": "2" }, "0b"])
    );
}

#[test]
fn errors_are_printed_with_what_was_read() {
    let (code, json, _) = words("cmd", b"bitsadmin /list\r\n(bitsadmin /reset");
    assert_eq!(code, 1);
    assert_eq!(json["errors"][0]["start"], 17);
    assert_eq!(
        json["statements"][1]["inner"][0]["words"][1]["pieces"],
        json!(["/reset"])
    );
}

#[test]
fn scripts_come_in_any_encoding_of_documents() {
    let utf_16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("echo \u{e9}".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for source in [
        utf_16,
        b"\xEF\xBB\xBFecho \xC3\xA9".to_vec(),
        b"echo \xE9".to_vec(),
    ] {
        let (code, json, _) = words("cmd", &source);
        assert_eq!(code, 0);
        assert_eq!(json["statements"][0]["words"][1]["pieces"], json!(["\u{e9}"]));
        assert_eq!(json["statements"][0]["end"], 6);
    }
}

#[test]
fn powershell_is_read_as_7_unless_the_profile_says_otherwise() {
    let (code, json, _) = words("auto", b"Start-BitsTransfer http://h/a C:\\a");
    assert_eq!(code, 0);
    assert_eq!(
        json["statements"][0]["commands"][0]["words"][0]["value"],
        json!("Start-BitsTransfer")
    );
    let run = |more: &[&str]| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments = [&["bitsmith", "words", "--shell", "powershell"], more, &["-"]].concat();
        bitsmith::run(arguments, &mut &b"a && b"[..], &mut out, &mut err)
    };
    assert_eq!(run(&[]), 0);
    assert_eq!(run(&["--profile", "shell=powershell-5.1"]), 1);
}
