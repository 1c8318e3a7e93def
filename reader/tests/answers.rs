//! What the reader answers.

use bitsmith_reader::answer;
use serde_json::{Value, json};

fn read(text: &str, lines: usize) -> Value {
    let request = json!({ "kind": "read", "serial": 3, "text": text, "shell": "auto", "lines": lines });
    serde_json::from_str(&answer(&request.to_string())).unwrap()
}

/// The characters of the lines that are shown.
fn shown(answer: &Value) -> String {
    answer["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            line.as_array()
                .unwrap()
                .iter()
                .filter_map(|run| run["text"].as_str())
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_line_of_a_script_is_shown_and_its_tokens_are_explained() {
    for text in [
        "@echo off\nrem h\u{E9}llo \u{1F600}\nbitsadmin /create nightly\n\nbitsadmin /resume nightly\necho <img onerror=x>",
        "$job = Start-BitsTransfer -Source https://example.com/a -Destination C:\\a -Asynchronous\n\nComplete-BitsTransfer $job",
        "",
        "nothing of it",
    ] {
        let answer = read(text, 100);
        assert_eq!(shown(&answer), text);
        assert_eq!(answer["more"], false);
        let tokens = answer["explanation"]["tokens"].as_array().unwrap();
        for run in answer["lines"].as_array().unwrap().iter().flat_map(|line| line.as_array().unwrap()) {
            if let Some(token) = run["token"].as_u64() {
                assert!(tokens[usize::try_from(token).unwrap()]["title"].as_str().is_some_and(|title| !title.is_empty()));
            }
        }
        assert_eq!((&answer["kind"], &answer["serial"]), (&json!("read"), &json!(3)));
    }
}

#[test]
fn lines_beyond_the_asked_ones_are_left_out() {
    let text = "bitsadmin /create a\r\n".repeat(10);
    let answer = read(&text, 3);
    assert_eq!(shown(&answer).lines().count(), 3);
    assert_eq!(answer["more"], true);
    let most = answer["explanation"]["tokens"].as_array().unwrap().len();
    assert!((6..=9).contains(&most), "{most}");
    assert_eq!(answer["explanation"]["count"], 10);
    assert_eq!(read(&text, 10)["more"], false);
    let long = "x".repeat(1_000_000);
    assert_eq!(shown(&read(&long, 3)).len(), 100_000);
}

#[test]
fn a_secret_is_in_no_answer() {
    for text in [
        "bitsadmin /create nightly\nbitsadmin /setcredentials nightly SERVER BASIC ann hunter2",
        "bitsadmin /addfile nightly https://ann:hunter2@example.com/a C:\\a",
        "bitsadmin /setcustomheaders nightly \"Authorization: Bearer hunter2\"",
    ] {
        let answer = read(text, 100);
        assert!(!answer.to_string().contains("hunter2"), "{text}: {answer}");
        assert!(shown(&answer).contains("bitsadmin"), "{text}");
    }
}

#[test]
fn a_risk_is_said_once() {
    let answer = read("bitsadmin /create a\nbitsadmin /setsecurityflags a 2\nbitsadmin /resume a", 100);
    let rules = |said: &Value| -> Vec<String> {
        said.as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap().to_owned()).collect()
    };
    let mut said = rules(&answer["explanation"]["risks"]);
    said.extend(rules(&answer["import"]["diagnostics"]));
    let once = said.iter().filter(|rule| *rule == "ignored-certificate-errors").count();
    assert_eq!(once, 1, "{said:?}");
}

#[test]
fn what_is_no_request_is_refused_in_a_sentence() {
    for request in ["", "{}", r#"{"kind":"run"}"#, r#"{"kind":"decode","serial":1}"#] {
        let answer: Value = serde_json::from_str(&answer(request)).unwrap();
        assert_eq!(answer["kind"], "refused");
        assert!(answer["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
}
