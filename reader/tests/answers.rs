//! What the reader answers.

use bitsmith_core::parse::hidden::{spans_with, without_secrets};
use bitsmith_core::parse::{Reading, import};
use bitsmith_reader::answer;
use serde_json::{Value, json};

/// Scripts with secrets, as the core has them.
#[path = "../../core/src/parse/hidden/tests/table.rs"]
mod table;

fn read(text: &str, lines: usize) -> Value {
    let request = json!({ "kind": "read", "serial": 3, "text": text, "shell": "auto", "lines": lines });
    serde_json::from_str(&answer(&request.to_string())).unwrap()
}

/// The characters of a tree.
fn words(node: &Value) -> String {
    match node {
        Value::String(text) => text.clone(),
        Value::Array(element) => element.iter().skip(2).map(words).collect(),
        _ => panic!("neither a text nor an element: {node}"),
    }
}

/// The values of an attribute in a tree.
fn attributes(node: &Value, name: &str) -> Vec<String> {
    let Value::Array(element) = node else {
        return Vec::new();
    };
    let own = element[1].get(name).and_then(Value::as_str).map(str::to_owned);
    own.into_iter()
        .chain(element.iter().skip(2).flat_map(|child| attributes(child, name)))
        .collect()
}

/// The characters of the lines that are shown.
fn shown(answer: &Value) -> String {
    answer["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(words)
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
        let tokens = answer["tokens"].as_array().unwrap();
        for line in answer["lines"].as_array().unwrap() {
            for token in attributes(line, "data-token") {
                let token = &tokens[token.parse::<usize>().unwrap()];
                assert!(
                    token["title"].as_str().is_some_and(|title| !title.is_empty())
                        || token["remarks"].as_array().is_some_and(|said| !said.is_empty()),
                    "{token}"
                );
            }
        }
        assert_eq!((&answer["kind"], &answer["serial"]), (&json!("read"), &json!(3)));
    }
}

/// The words of the lines that have one of these classes.
fn marked<'n>(node: &'n Value, class: &str, out: &mut Vec<&'n str>) {
    let Value::Array(element) = node else { return };
    if element[1]["class"].as_str() == Some(class) {
        out.extend(element.iter().skip(2).filter_map(Value::as_str));
    }
    for child in element.iter().skip(2) {
        marked(child, class, out);
    }
}

#[test]
fn what_is_wrong_is_marked_where_it_stands_and_named_there() {
    for (text, errors, warnings, said) in [
        (
            "bitsadmin /setsecurityflags j 0,0,0",
            vec!["0,0,0"],
            vec![],
            "one digit each",
        ),
        (
            "bitsadmin /resume j\nbitsadmin /NoProgressTimeout j 60",
            vec!["/NoProgressTimeout"],
            vec![],
            "/SETNOPROGRESSTIMEOUT",
        ),
        ("Get-BitsTransfer >", vec![">"], vec![], ""),
        (
            "Start-BitsTransfer -Source http://h/a -Destination C:\\a -Priority Sometimes",
            vec!["Sometimes"],
            vec![],
            "Foreground",
        ),
        (
            "Start-BitsTransfer -Source http://h/a -Destination C:\\a -ProxyUsage Sometimes",
            vec!["Sometimes"],
            vec!["Start-BitsTransfer"],
            "Foreground",
        ),
    ] {
        let answer = read(text, 100);
        assert_eq!(shown(&answer), text);
        for (class, expected) in [("token error", errors), ("token warning", warnings)] {
            let mut found = Vec::new();
            for line in answer["lines"].as_array().unwrap() {
                marked(line, class, &mut found);
            }
            assert_eq!(found, expected, "{text}: {answer}");
        }
        let remarks: Vec<&Value> = answer["tokens"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|token| token["remarks"].as_array().unwrap())
            .collect();
        assert!(
            remarks
                .iter()
                .any(|remark| remark[1].as_str().unwrap().contains(said)),
            "{text}: {remarks:?}"
        );
        let places: Vec<String> = answer["below"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|part| attributes(part, "data-go"))
            .collect();
        assert_eq!(
            places.len(),
            remarks.len(),
            "{text}: each is reached from what is said below"
        );
    }
}

#[test]
fn lines_beyond_the_asked_ones_are_left_out() {
    let text = "bitsadmin /create a\r\n".repeat(10);
    let answer = read(&text, 3);
    assert_eq!(shown(&answer).lines().count(), 3);
    assert_eq!(answer["more"], true);
    let most = answer["tokens"].as_array().unwrap().len();
    assert!((6..=9).contains(&most), "{most}");
    assert!(
        answer["summary"]
            .as_str()
            .unwrap()
            .contains("10 statements about BITS")
    );
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
        "$w = 'hunter2'\nbitsadmin /setcredentials nightly SERVER BASIC ann $w",
        "PS C:\\> $password = 'hunter2'; bitsadmin /list",
        "$token = @'\nhunter2\n'@\nbitsadmin /list",
    ] {
        let answer = read(text, 100);
        assert!(!answer.to_string().contains("hunter2"), "{text}: {answer}");
        assert!(shown(&answer).contains("bitsadmin"), "{text}");
    }
}

#[test]
fn what_is_only_not_seen_is_no_secret() {
    for (text, expected) in [
        ("bitsadmin /addfile k https://h/\u{202E}gpj.exe C:\\a", false),
        ("bitsadmin /setdescription k \u{7}", false),
        ("bitsadmin /setcredentials k SERVER BASIC ann hunter2", true),
    ] {
        assert_eq!(read(text, 100)["secrets"], expected, "{text}");
    }
}

#[test]
fn a_risk_is_said_once() {
    let answer = read(
        "bitsadmin /create a\nbitsadmin /setsecurityflags a 2\nbitsadmin /resume a",
        100,
    );
    let below = answer["below"].to_string();
    // The button that leads to its place is named with it, too.
    let said = below.matches(", ignored-certificate-errors").count();
    assert_eq!(said, 1, "{below}");
}

#[test]
fn a_script_is_told_as_jobs_steps_and_remarks() {
    let text =
        "bitsadmin /create nightly\r\nbitsadmin /setsecurityflags nightly 2\r\nbitsadmin /resume nightly";
    let answer = read(text, 100);
    let below: String = answer["below"].as_array().unwrap().iter().map(words).collect();
    for words in [
        "the new job nightly",
        "line\u{A0}3",
        "To know before it runs",
        "line\u{A0}2",
    ] {
        assert!(below.contains(words), "{words}: {below}");
    }
    assert_eq!(attributes(&answer["below"][0], "data-job"), ["0"]);
    let document: Value = serde_json::from_str(answer["documents"][0].as_str().unwrap()).unwrap();
    assert_eq!(document["subject"]["new"]["display_name"], "nightly");
    let nothing = read("echo hello", 100);
    assert_eq!(nothing["below"], json!([]));
    assert!(
        nothing["summary"]
            .as_str()
            .unwrap()
            .contains("no statements about BITS, no jobs, no remarks")
    );
}

#[test]
fn an_error_says_what_it_means_and_names_the_setting() {
    let decode = |text: &str| -> Value {
        let request = json!({ "kind": "decode", "serial": 9, "text": text });
        serde_json::from_str(&answer(&request.to_string())).unwrap()
    };
    let empty = decode("it failed: 0x80200003");
    assert_eq!((&empty["kind"], &empty["serial"]), (&json!("decode"), &json!(9)));
    assert!(words(&empty["view"][0]).contains("BG_E_EMPTY"), "{empty}");
    assert_eq!(attributes(&empty["view"][0], "data-setting"), ["files"]);
    assert_eq!(
        decode("0x80200003, then 0x80190194")["view"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert!(words(&decode("nothing")["view"][0]).contains("No error number"));
}

#[test]
fn what_is_no_request_is_refused_in_a_sentence() {
    for request in ["", "{}", r#"{"kind":"run"}"#, r#"{"kind":"decode","serial":1}"#] {
        let answer: Value = serde_json::from_str(&answer(request)).unwrap();
        assert_eq!(answer["kind"], "refused");
        assert!(
            answer["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
        );
    }
}

const BATCH: &str = "@echo off\r\nrem nightly, h\u{E9}llo\r\nbitsadmin /create nightly\r\n\
    bitsadmin /addfile nightly https://h/a?sig=hunter2 C:\\a\r\n\
    bitsadmin  /SetPriority  nightly  LOW & rem why low\r\nbitsadmin /resume nightly\r\n";

/// The answer for the job of a script with an edit of its document.
fn revise(text: &str, edit: impl FnOnce(&mut Value)) -> Value {
    let mut document: Value = serde_json::from_str(read(text, 1)["documents"][0].as_str().unwrap()).unwrap();
    edit(&mut document);
    let request =
        json!({ "kind": "revise", "serial": 5, "text": text, "job": 0, "document": document.to_string() });
    let answer: Value = serde_json::from_str(&answer(&request.to_string())).unwrap();
    assert_eq!(
        (&answer["kind"], &answer["serial"]),
        (&json!("revise"), &json!(5))
    );
    answer
}

/// The script with the words of an answer put in, as the page does it.
fn put_in(text: &str, answer: &Value) -> String {
    let mut out = String::new();
    let mut at = 0;
    for edit in answer["edits"].as_array().unwrap() {
        let place = |number: usize| usize::try_from(edit[number].as_u64().unwrap()).unwrap();
        out += &text[at..place(0)];
        out += edit[2].as_str().unwrap();
        at = place(1);
    }
    out + &text[at..]
}

/// The lines of an answer with a class, without their numbers.
fn lines_with(answer: &Value, class: &str) -> Vec<String> {
    let view = answer["view"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let with = view.iter().filter(|line| line[1]["class"] == class);
    with.map(words).collect()
}

#[test]
fn a_changed_value_changes_its_word_of_the_script_alone() {
    let answer = revise(BATCH, |document| document["settings"]["priority"] = json!("high"));
    assert_eq!(put_in(BATCH, &answer), BATCH.replace("LOW", "HIGH"));
    assert_eq!(
        lines_with(&answer, "line changed"),
        ["bitsadmin  /SetPriority  nightly  HIGH & rem why low"]
    );
    assert_eq!(attributes(&answer["view"][4], "data-line"), ["5"]);
    assert_eq!(answer["view"].as_array().unwrap().len(), 6);
    assert!(
        answer["summary"].as_str().unwrap().starts_with("1 line changed;"),
        "{answer}"
    );
}

#[test]
fn a_value_that_is_cleared_or_new_takes_a_line_out_or_puts_one_in() {
    let text = BATCH.replace(" & rem why low", "");
    let cleared = revise(&text, |document| {
        document["settings"].as_object_mut().unwrap().remove("priority");
    });
    assert_eq!(
        lines_with(&cleared, "line removed"),
        ["bitsadmin  /SetPriority  nightly  LOW"]
    );
    assert_eq!(lines_with(&cleared, "line changed"), [""; 0]);
    assert!(
        cleared["summary"]
            .as_str()
            .unwrap()
            .starts_with("1 line taken out;"),
        "{cleared}"
    );
    let new = revise(&text, |document| {
        document["settings"]["minimum_retry_delay"] = json!(700)
    });
    let changed = lines_with(&new, "line changed");
    assert!(
        matches!(&*changed, [line] if line.contains("/SETMINRETRYDELAY") && line.contains("700")),
        "{changed:?}"
    );
    assert_eq!(put_in(&text, &new).lines().count(), text.lines().count() + 1);
}

#[test]
fn a_revised_script_keeps_its_secrets_and_no_answer_has_them() {
    let answer = revise(BATCH, |document| {
        document["files"][0]["local_name"] = json!("C:\\b");
    });
    assert!(!answer.to_string().contains("hunter2"), "{answer}");
    assert_eq!(put_in(BATCH, &answer), BATCH.replace("C:\\a", "C:\\b"));
    assert_eq!(answer["whole"], false, "an asterisk is not to be copied");
    assert!(answer["summary"].as_str().unwrap().contains("asterisks"));
    for name in ["https://h/b?sig={{secret1}}", "https://h/a?sig=hunter3"] {
        let refused = revise(BATCH, |document| {
            document["files"][0]["remote_name"] = json!(name)
        });
        assert!(
            refused["reason"].as_str().unwrap().contains("secret"),
            "{refused}"
        );
        assert!(!refused.to_string().contains("hunter"), "{refused}");
    }
}

#[test]
fn what_the_script_cannot_say_is_refused_in_a_sentence() {
    for (name, edit) in [
        (
            "ending",
            (|document| document["ending"] = json!("start_and_leave")) as fn(&mut Value),
        ),
        ("folders", |document| document["folders"] = json!("create")),
        ("owner", |document| {
            document["settings"]["priority"] = json!("no priority")
        }),
    ] {
        let answer = revise(&BATCH.replace("/resume nightly", "/complete nightly"), edit);
        let reason = answer["reason"].as_str().unwrap_or_default();
        assert!(reason.ends_with('.'), "{name}: {answer}");
        assert_eq!(answer.get("edits"), None);
    }
    let same = revise(BATCH, |_| {});
    assert_eq!(
        (&same["summary"], same.get("edits")),
        (&json!("Nothing is changed yet."), None)
    );
    let request = json!({ "kind": "revise", "serial": 1, "text": "echo", "job": 3, "document": "{}" });
    assert!(answer(&request.to_string()).contains("The script has no such job."));
}

#[test]
fn an_answer_does_not_depend_on_what_was_read_before() {
    let other = BATCH.replace("nightly", "weekly");
    let alone = |text: &str| {
        let text = text.to_owned();
        std::thread::spawn(move || read(&text, 100)).join().unwrap()
    };
    let (one, two) = (alone(BATCH), alone(&other));
    for (text, answer) in [(BATCH, &one), (BATCH, &one), (&other, &two), (BATCH, &one)] {
        assert_eq!(read(text, 100), *answer);
    }
    let request = json!({ "kind": "read", "serial": 3, "text": BATCH, "shell": "powershell", "lines": 100 });
    let forced: Value = serde_json::from_str(&answer(&request.to_string())).unwrap();
    assert_eq!(forced["shell"], "powershell");
    assert_eq!(read(BATCH, 100), one);
}

#[test]
fn of_a_long_script_the_lines_around_a_change_are_shown() {
    let text = format!(
        "{}{BATCH}{}",
        "rem before\r\n".repeat(500),
        "rem behind\r\n".repeat(500)
    );
    let answer = revise(&text, |document| document["settings"]["priority"] = json!("high"));
    assert_eq!(put_in(&text, &answer), text.replace("LOW", "HIGH"));
    let view = answer["view"].as_array().unwrap();
    let numbers: Vec<&str> = view
        .iter()
        .map(|line| line[1]["data-line"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, ["", "502", "503", "504", "505", "506", "507", "508"]);
    assert_eq!(answer["whole"], false);
}

#[test]
fn a_text_without_statements_and_a_page_are_told() {
    for (text, said) in [
        ("ver", "No command of BITS is found in this text."),
        (
            "schtasks /create /tr \"run.cmd /c bitsadmin /resume j & exit\"",
            "No command of BITS is read here; a part of the text that is not followed names one.",
        ),
        (
            "Unable to complete job - 0x80200002",
            "An error message stands in it: paste it into the box for errors below.",
        ),
        (
            "Start-BitsTransfer : The server does not support the necessary HTTP protocol.",
            "no statements about BITS, no jobs, no remarks. No command of BITS is found in this text. An error message",
        ),
        (
            "{\"bitsmith\":1,\"files\":[]}",
            "It looks like a job that Bitsmith saved: open its file with Open.",
        ),
        (
            "# Reset\n\n```cmd\nbitsadmin /reset\n```\n",
            "It looks like Markdown: ",
        ),
    ] {
        let summary = read(text, 10)["summary"].as_str().unwrap_or_default().to_owned();
        assert!(summary.contains(said), "{summary}");
    }
}

/// Scripts in which a secret stands in what the reader makes a word of, or under a name that says nothing of it.
const TOLD_BY_USE: &[&str] = &[
    "$cred = New-Object PSCredential('bob', (ConvertTo-SecureString 'SECRET1' -AsPlainText -Force))\nStart-BitsTransfer https://h/a C:\\a -Credential $cred",
    "$geheim = 'SECRET1'\n$sec = ConvertTo-SecureString $geheim -AsPlainText -Force\n$cred = New-Object PSCredential('bob', $sec)\nStart-BitsTransfer https://h/a C:\\a -Credential $cred",
    "$p=\"SECRET1\"\n$sec = $p | ConvertTo-SecureString -AsPlainText -Force",
    "$env:GEHEIM='SECRET1'\n$sec = ConvertTo-SecureString $env:GEHEIM -AsPlainText -Force",
    "$env:GEHEIM='SECRET1'\n$sec = ConvertTo-SecureString -String \"$env:GEHEIM\" -AsPlainText -Force",
    "function Get-It($u, $v) { $s = ConvertTo-SecureString $v -AsPlainText -Force; New-Object PSCredential($u, $s) }\nStart-BitsTransfer https://h/a C:\\a -Credential (Get-It bob 'SECRET1')",
    "function Get-It { param($u, $v)\n $s = ConvertTo-SecureString -String $v -AsPlainText -Force\n New-Object PSCredential($u, $s) }\n$c = Get-It -u bob -v SECRET1\nStart-BitsTransfer https://h/a C:\\a -Credential $c",
    "$v = 'SECRET1'\n$b = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes(\"bob:$v\"))\nStart-BitsTransfer https://h/a C:\\a -CustomHeaders \"Authorization: Basic $b\"",
    "$v = 'SECRET1'\n$pair = \"bob:$v\"\n$bytes = [Text.Encoding]::ASCII.GetBytes($pair)\n$b = [Convert]::ToBase64String($bytes)\n$h = \"Authorization: Basic $b\"\nStart-BitsTransfer https://h/a C:\\a -CustomHeaders $h",
    "$v = 'SECRET1'\n$c = [pscredential]::new('bob', (ConvertTo-SecureString $v -AsPlainText -Force))",
    "$v = 'SECRET1'\n$c = New-Object Net.NetworkCredential('bob', $v)",
    "$v = 'SECRET1'\nInvoke-It -User bob -Password $v",
    "$v = 'SEC' + 'RET1'\n$s = ConvertTo-SecureString $v -AsPlainText -Force",
    "$x = 'SECRET1'; $y = $x; $s = ConvertTo-SecureString $y -AsPlainText -Force",
    "$o = @{ u = 'bob'; v = 'SECRET1' }\n$s = ConvertTo-SecureString $o.v -AsPlainText -Force",
];

/// Where a text without its secrets has a part that is one.
fn told(text: &str, answer: &Value) -> Option<String> {
    let script = import(text, Reading::default());
    let shown = without_secrets(text, &script.secrets);
    let hidden = spans_with(text, &script.secrets);
    let words = hidden.iter().flat_map(|span| span.of(text).split_whitespace());
    let mut secret = words.filter(|word| word.len() > 3 && !shown.contains(word));
    let (lines, all) = (answer["lines"].to_string(), answer.to_string());
    let found = secret.find(|word| {
        // A word of English, or a piece of an expression around the secret, may stand in what the answer says by itself.
        let is_odd = word.contains(|c: char| c.is_ascii_digit()) && word.chars().all(char::is_alphanumeric);
        let said = json!(word).to_string();
        [&lines, &all]
            .iter()
            .take(if is_odd { 2 } else { 1 })
            .any(|part| part.contains(said.trim_matches('"')))
    });
    found.map(str::to_owned)
}

#[test]
fn nothing_that_is_hidden_comes_out_of_any_part_of_an_answer() {
    for text in table::WITH_SECRETS.iter().chain(TOLD_BY_USE) {
        let answer = read(text, 100);
        let all = answer.to_string();
        assert!(
            !all.contains("SECRET1") && !all.contains("'SEC'"),
            "{text}\n{answer}"
        );
        assert_eq!(told(text, &answer), None, "{text}\n{answer}");
    }
    // A header that asks for what signs in is a word that is left out; all else is shown.
    for text in table::WITHOUT_SECRETS {
        let shown = shown(&read(text, 100));
        assert!(
            shown.trim_end() == text.trim_end() || text.contains("Authorization: Bearer $("),
            "{text}\n{shown}"
        );
    }
}

/// The texts of a folder and of those in it.
fn texts_of(folder: &std::path::Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts_of(&path, out);
        } else if path.extension().is_some_and(|end| end == "cmd" || end == "ps1") {
            out.extend(std::fs::read_to_string(&path));
        }
    }
}

#[test]
fn nothing_that_is_hidden_of_a_golden_script_comes_out() {
    let mut texts = Vec::new();
    for folder in ["../tests/cases", "../tests/scripts"] {
        texts_of(std::path::Path::new(folder), &mut texts);
    }
    assert!(texts.len() > 60, "{}", texts.len());
    for text in texts {
        assert_eq!(told(&text, &read(&text, 500)), None, "{text}");
    }
}

#[test]
fn what_is_not_seen_is_shown_and_stands_alone() {
    for text in [
        "bitsadmin /transfer j https://h/\u{202E}gpj.exe C:\\x\u{202E}gpj.exe",
        "bitsadmin /create a\u{200B}b",
        "bitsadmin /create \"a\u{1b}[2Jb\"",
        "bitsadmin /create a\u{7}b\u{0}c",
        "Start-BitsTransfer -Source https://h/a -Destination C:\\a -DisplayName 'a\u{202E}b' -Asynchronous",
        "bits\u{200B}admin /create a",
        "\u{FEFF}bitsadmin /create a",
    ] {
        let answer = read(text, 100);
        assert_eq!(shown(&answer), text, "it is copied as it stands");
        let is_unseen = |c: char| bitsmith_core::invisible::is_unseen(c) && c != '\n';
        for part in ["lines", "below", "tokens"] {
            for said in strings(&answer[part]) {
                let is_alone = said.chars().count() == 1;
                assert!(is_alone || !said.contains(is_unseen), "{text}: {said:?}");
            }
        }
        assert!(!answer["summary"].as_str().unwrap().contains(is_unseen));
        let marks = attributes(&answer["lines"][0], "data-name");
        assert!(marks.iter().all(|mark| mark.starts_with("U+")) && !marks.is_empty());
    }
    let text = "bitsadmin /create a\u{202E}b\r\nbitsadmin /setpriority a\u{202E}b LOW\r\n";
    let answer = revise(text, |document| document["settings"]["priority"] = json!("high"));
    assert_eq!(
        lines_with(&answer, "line changed"),
        ["bitsadmin /setpriority a\u{202E}b HIGH"]
    );
    assert_eq!(attributes(&answer["view"][1], "data-name"), ["U+202E"]);
    let summary = answer["summary"].as_str().unwrap();
    assert!(
        summary.contains("nobody sees") && !summary.contains("asterisk"),
        "{summary}"
    );
}

/// All texts of a value.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(pairs) => pairs.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn what_a_sentence_quotes_is_isolated_and_no_grave_accent_is_shown() {
    let answer = read(
        "bitsadmin /create \u{5D0}b\nbitsadmin /setpriority \u{5D0}b LOW\nbitsadmin /list",
        100,
    );
    let below = answer["below"].to_string();
    assert!(below.contains("[\"bdi\",{},\"\u{5D0}b\"]"), "{below}");
    for text in strings(&answer["below"])
        .into_iter()
        .chain(strings(&answer["tokens"]))
    {
        assert!(!text.contains('`'), "{text}");
    }
}
