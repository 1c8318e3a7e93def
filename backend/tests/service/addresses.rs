//! What the addresses answer, and their description.

use crate::server::{DOCUMENT, Service, Setup, options};
use bitsmith_backend::http::{Elevation, Options, Server, StartError, openapi};
use serde_json::Value;

#[test]
fn the_page_carries_the_token_and_its_files_do_not() {
    let service = Service::start();
    let page = service.send("GET / HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: none\r\n\r\n");
    assert_eq!(page.status, 200);
    page.assert_sealed("the page");
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.body.matches(&service.token).count(), 1);
    let script = service.send("GET /a.js HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    assert_eq!((script.status, script.body.as_str()), (200, "'use strict';"));
    assert_eq!(
        script.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
}

#[test]
fn every_host_of_loopback_with_the_port_is_taken() {
    let service = Service::start();
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let answer = service.send(&format!(
            "GET /api/status HTTP/1.1\r\nHost: {host}:{{port}}\r\nOrigin: http://{host}:{{port}}\r\n\
             Sec-Fetch-Site: same-origin\r\nAuthorization: Bearer {{token}}\r\n\r\n"
        ));
        assert_eq!(answer.status, 200, "{host}");
        answer.assert_sealed(host);
    }
}

#[test]
fn check_says_what_is_wrong_with_a_document() {
    let service = Service::start();
    for (document, rule) in [
        (r#"{ "bitsmith": 2 }"#, "malformed-document"),
        (
            r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } }, "ending": "leave" }"#,
            "nothing-to-do",
        ),
    ] {
        let answer = service.post("/api/check", &format!("{{ \"document\": {document} }}"));
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["diagnostics"][0]["rule"], rule);
    }
}

#[test]
fn emit_writes_the_script_that_the_command_line_writes() {
    let service = Service::start();
    let answer = service.post(
        "/api/emit",
        &format!("{{ \"document\": {DOCUMENT}, \"target\": \"powershell\", \"script\": \"undo\" }}"),
    );
    assert_eq!(answer.status, 200, "{answer:?}");
    let drafts = bitsmith_core::document::read(DOCUMENT).unwrap();
    let plan = bitsmith_core::evaluate::evaluate(&drafts[0], Default::default())
        .plan
        .unwrap();
    let request = bitsmith_core::emit::Request {
        target: bitsmith_core::emit::Target::PowerShell,
        script: bitsmith_core::emit::Script::Undo,
    };
    let script = bitsmith_core::emit::emit(&[plan], request).unwrap();
    assert_eq!(answer.json()["text"], script.text());
    let wrong = service.post(
        "/api/emit",
        &format!("{{ \"document\": {DOCUMENT}, \"target\": \"bash\" }}"),
    );
    assert_eq!(wrong.status, 422);
}

#[test]
fn decode_says_what_the_numbers_of_a_text_mean() {
    let service = Service::start();
    let text = "job failed: 0x80190194, then -2145386481";
    let answer = service.post("/api/decode", &serde_json::json!({ "text": text }).to_string());
    assert_eq!(answer.status, 200, "{answer:?}");
    let codes = answer.json()["codes"].clone();
    let known = |hresult: u32| bitsmith_core::hresult::find(hresult).unwrap();
    for (index, written, number) in [(0, "0x80190194", 0x8019_0194), (1, "-2145386481", 0x8020_000F)] {
        let code = &codes[index];
        assert_eq!(
            (&code["written"], &code["name"]),
            (&written.into(), &known(number).name.into())
        );
        assert_eq!(code["hresult"], format!("0x{number:08X}"));
        assert_eq!(code["sentence"], bitsmith_core::hresult::sentence(number));
        assert_eq!(code["causes"], serde_json::json!(known(number).causes));
    }
    assert_eq!(codes.as_array().map(Vec::len), Some(2));
    assert_eq!(service.post("/api/decode", r#"{ "text": 5 }"#).status, 422);
}

#[test]
fn import_and_explain_read_a_script_and_answer_no_secret() {
    let service = Service::start();
    let body = r#"{ "text": "bitsadmin /create nightly\r\nbitsadmin /setcredentials nightly SERVER BASIC ann hunter2" }"#;
    let import = service.post("/api/import", body);
    assert_eq!(import.status, 200, "{import:?}");
    assert_eq!(import.json()["shell"], "cmd");
    assert_eq!(
        import.json()["documents"][0]["subject"]["new"]["display_name"],
        "nightly"
    );
    let explanation = service.post("/api/explain", body);
    assert_eq!(explanation.json()["steps"].as_array().map(Vec::len), Some(2));
    for answer in [import, explanation] {
        assert!(!answer.body.contains("hunter2"), "{}", answer.body);
        answer.assert_sealed("a script");
    }
    for (body, status) in [
        (r#"{ "text": "", "shell": "bash" }"#, 422),
        (r#"{ "text": "", "profile": {} }"#, 422),
        (r#"{ "text": "bits", "shell": "auto" }"#, 200),
    ] {
        assert_eq!(service.post("/api/import", body).status, status, "{body}");
        assert_eq!(service.post("/api/explain", body).status, status, "{body}");
    }
}

#[test]
fn plan_says_each_call_and_what_lowers_security() {
    let service = Service::start();
    let document = DOCUMENT.replace(
        "\"ending\"",
        r#""settings": { "security_flags": { "flags": ["ignore_unknown_ca"] } }, "ending""#,
    );
    let plan = service
        .post("/api/plan", &format!("{{ \"document\": {document} }}"))
        .json();
    let calls: Vec<&str> = plan["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|step| step["call"].as_str()?.split('(').next())
        .collect();
    assert_eq!(
        calls,
        [
            "IBackgroundCopyManager::CreateJob",
            "IBackgroundCopyJob::AddFile",
            "IBackgroundCopyJobHttpOptions::SetSecurityFlags",
            "IBackgroundCopyJob::Resume"
        ]
    );
    assert_eq!(plan["acknowledge"][0]["rule"], "ignored-certificate-errors");
    let again = service
        .post("/api/plan", &format!("{{ \"document\": {document} }}"))
        .json();
    assert_eq!(plan["digest"], again["digest"]);
    assert_ne!(plan["nonce"], again["nonce"]);
}

#[test]
fn the_service_does_not_start_elevated_unless_told_so() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let start = |elevation| {
        let options = Options {
            elevation,
            ..options(&Setup::default(), Box::new(|_| {}))
        };
        runtime.block_on(Server::bind(options))
    };
    assert!(matches!(start(Elevation::Elevated), Err(StartError::Elevated)));
    assert!(start(Elevation::Allowed).is_ok());
}

#[test]
fn the_committed_description_is_the_one_that_is_served() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    let written = format!("{:#}\n", openapi());
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        std::fs::write(file, &written).unwrap();
    }
    let committed = std::fs::read_to_string(file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        committed == written,
        "docs/openapi.json is old: BITSMITH_BLESS=1 writes it anew"
    );
    let served: Value = Service::start().get("/api/openapi.json").json();
    assert_eq!(served, openapi());
}
