//! Every way out of the program masks the same secrets: documents, links, lines that are shown, diagnostics, scripts.

use crate::exits::{machine, play};
use bitsmith_core::document::{Secrets, diagnostics_json, from_link, read_located, redacted, to_link, write};
use bitsmith_core::emit::{Emission, Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_tests::bits::{Fate, Fault, JobType};

/// What must not be told; each stands in [`DOCUMENT`] once.
const TOLD: &[&str] = &[
    "PASS1",
    "SIGN2",
    "b8f5f167f44f4964e6c998dee827110c",
    "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "eyJhbGciOiJIUzI1NiJ9",
    "COOKIE3",
    "TOKEN4",
    "PASS5",
    "KEY6",
    "PASS7",
    "TOKEN8",
];

/// A change of a job, with a secret in every place that may hold one, and with findings of several rules.
const DOCUMENT: &str = r#"{ "bitsmith": 1,
  "subject": { "existing": { "guid": "C775D194-090F-431F-B5FB-8334D00D1CB6" } },
  "files": [
    { "remote_name": "https://u:PASS1@h.example.com/a b?sig=SIGN2&x=1", "local_name": "C:\\Data\\a" },
    { "remote_name": "https://h.example.com/token/b8f5f167f44f4964e6c998dee827110c/b", "local_name": "C:\\Data\\b" },
    { "remote_name": "https://h.example.com/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/c", "local_name": "C:\\Data\\c" },
    { "remote_name": "https://h.example.com/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc/d", "local_name": "C:\\Data\\d" } ],
  "settings": {
    "custom_headers": [ "Cookie: COOKIE3", "Authorization: Bearer TOKEN4" ],
    "notify_cmd_line": { "program": "C:\\Tools\\n.exe",
      "parameters": "C:\\Tools\\n.exe -p PASS5 --api-key=KEY6 /password:PASS7 \"--token=TOKEN8\"" } } }"#;

fn text(emission: &Emission) -> String {
    let readings = emission
        .lines
        .iter()
        .flat_map(|line| &line.tokens)
        .filter_map(|token| token.reading.clone());
    let notes = emission.notes.iter().map(|note| note.message.clone());
    let said = emission.diagnostics.iter().map(|one| format!("{one:?}"));
    emission.text() + &readings.chain(notes).chain(said).collect::<String>()
}

#[test]
fn no_way_out_tells_a_secret() {
    let documents = read_located(DOCUMENT).unwrap_or_else(|errors| panic!("{errors:?}"));
    let drafts = &documents.drafts;
    let shown = write(drafts, Secrets::Shown);
    let masked = write(drafts, Secrets::Masked);
    let linked = from_link(&to_link(&drafts[0]).unwrap()).unwrap();
    let mut ways = vec![
        ("document", masked.clone()),
        ("link", write(&[linked], Secrets::Shown)),
        ("lines of the source", redacted(DOCUMENT)),
    ];
    let evaluation = evaluate(&drafts[0], Reveal::Masked);
    assert!(evaluation.diagnostics.len() > 3);
    ways.push((
        "diagnostics",
        diagnostics_json(&evaluation.diagnostics, Some(&documents)).to_string(),
    ));
    let messages = evaluation.diagnostics.iter().map(|one| {
        let title = one.fix.as_ref().map_or("", |fix| &fix.title);
        format!("{} {} {title}", one.message, one.help)
    });
    ways.push(("messages", messages.collect()));
    // A blank in an address is an error; without it there are scripts.
    let source = DOCUMENT.replace("/a b?", "/a?");
    let drafts = read_located(&source).unwrap().drafts;
    for (reveal, told) in [(Reveal::Masked, false), (Reveal::Shown, true)] {
        let evaluation = evaluate(&drafts[0], reveal);
        let plan = evaluation
            .plan
            .unwrap_or_else(|| panic!("{:?}", evaluation.diagnostics));
        for target in [Target::PowerShell, Target::Batch, Target::Prompt] {
            for script in [Script::Main, Script::Undo, Script::Check] {
                let request = Request { target, script };
                let emission = emit(std::slice::from_ref(&plan), request)
                    .unwrap_or_else(|errors| panic!("{} {}: {errors:?}", target.word(), script.word()));
                if told {
                    let whole = script == Script::Main && target == Target::PowerShell;
                    assert!(!whole || TOLD.iter().all(|secret| text(&emission).contains(secret)));
                } else {
                    ways.push((target.word(), text(&emission)));
                }
            }
        }
    }
    for secret in TOLD {
        assert!(shown.contains(secret), "{secret} is in the document");
        for (way, said) in &ways {
            assert!(!said.contains(secret), "{way} tells {secret}: {said}");
        }
    }
    assert_eq!(
        write(&read_located(&masked).unwrap().drafts, Secrets::Masked),
        masked
    );
}

/// What a person types as a password.
const TYPED: &str = "SECRET9";

const CHANGED_WITH_SECRET: &str = r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } }, "ask": "ASK",
    "files": [ { "remote_name": "https://example.com/a.zip?sig=SIGN1", "local_name": "C:\\Data\\a.zip" } ],
    "settings": { "replace_remote_prefix": { "old_prefix": "https://example.com/?sig=SIGN2", "new_prefix": "https://example.org/" } } }"#;

const MADE_WITH_SECRET: &str = r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "N", "job_type": "download" } },
    "files": [ { "remote_name": "https://example.com/a.zip?sig=SIGN1", "local_name": "C:\\Data\\a.zip" } ],
    "ending": "wait_and_complete" }"#;

fn script_of(document: &str, target: Target) -> String {
    let draft = &read_located(document).unwrap().drafts[0];
    let plan = evaluate(draft, Reveal::Masked).plan.expect("a plan");
    let script = Script::Main;
    emit(&[plan], Request { target, script }).unwrap().text()
}

/// Questions, announcements and BITS's own description of an error have it in them.
#[test]
fn what_was_typed_as_a_password_is_not_shown() {
    for (ask, answers, asked) in [
        ("whatif", 2, "?sig=***"),
        ("confirm", 4, "?sig=***"),
        ("", 1, "ERROR FILE:"),
    ] {
        let document = match ask {
            "" => MADE_WITH_SECRET.to_owned(),
            ask => CHANGED_WITH_SECRET.replace("ASK", ask),
        };
        let mut machine = machine();
        if ask.is_empty() {
            machine.bits.fates.push_back(Fate::fails(Fault::Http(404)));
        } else {
            machine.bits.create(JobType::Download, "Nightly").unwrap();
        }
        let secrets = if ask.is_empty() { 1 } else { 2 };
        machine
            .answers
            .extend((0..answers).map(|number| if number < secrets { TYPED } else { "y" }.to_owned()));
        let outcome = play(&script_of(&document, Target::PowerShell), &mut machine);
        let said: String = outcome.output.iter().map(|one| one.to_text() + "\n").collect();
        let shown = format!("{said}{:?}{:?}", machine.console, outcome.errors);
        assert_eq!(
            outcome.exit_code(),
            if ask.is_empty() { 2 } else { 0 },
            "{ask}: {shown}"
        );
        assert!(machine.answers.is_empty(), "{ask}");
        assert!(!shown.contains(TYPED), "{ask}: {shown}");
        assert!(shown.contains(asked), "{ask}: {shown}");
    }
    let batch = script_of(MADE_WITH_SECRET, Target::Batch);
    let lines: Vec<&str> = batch.lines().collect();
    let told = lines
        .iter()
        .position(|line| line.contains("/geterror"))
        .expect("what BITS says");
    assert_eq!(
        lines[told..told + 2],
        [
            r#""%BITS_EXE%" /nowrap /geterror %BITS_JOB% >"%BITS_LOG%" 2>&1"#,
            r#""%SystemRoot%\System32\find.exe" /v "://" <"%BITS_LOG%""#
        ]
    );
}
