//! Plans carried out, and what is refused of them.

use crate::server::{Answer, DOCUMENT, Service, Setup, at_once};
use bitsmith_backend::calls::calls;
use bitsmith_backend::code::com;
use bitsmith_backend::http::Reach;
use bitsmith_backend::scripted::{Course, Scripted};
use bitsmith_backend::service::State;
use bitsmith_core::document::read;
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_core::value::{Guid, JobType};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A job of somebody else.
const FOREIGN: &str = "{C775D194-090F-431F-B5FB-8334D00D1CB6}";

pub(crate) fn planned(service: &Service, document: &str) -> Value {
    let answer = service.post("/api/plan", &format!("{{ \"document\": {document} }}"));
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

pub(crate) fn applied(service: &Service, document: &str, plan: &Value, more: &str) -> Answer {
    service.post(
        "/api/apply",
        &format!(
            "{{ \"document\": {document}, \"digest\": {}, \"nonce\": {}{more} }}",
            plan["digest"], plan["nonce"]
        ),
    )
}

/// Plans and applies, with everything acknowledged.
pub(crate) fn tried(service: &Service, document: &str) -> Answer {
    let plan = planned(service, document);
    let rules: Vec<&Value> = plan["acknowledge"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["rule"])
        .collect();
    applied(
        service,
        document,
        &plan,
        &format!(", \"acknowledged\": {}", json!(rules)),
    )
}

/// The document with a setting more.
fn with_setting(setting: &str) -> String {
    DOCUMENT.replace(
        "\"ending\"",
        &format!("\"settings\": {{ {setting} }}, \"ending\""),
    )
}

pub(crate) fn with_names(remote: &str, local: &str, job_type: &str) -> String {
    json!({
        "bitsmith": 1,
        "subject": { "new": { "display_name": "Nightly", "job_type": job_type } },
        "files": [{ "remote_name": remote, "local_name": local }],
        "ending": "start_and_leave",
    })
    .to_string()
}

#[test]
fn a_plan_is_applied_once_and_its_job_is_there() {
    let service = Service::start();
    let plan = planned(&service, DOCUMENT);
    assert_eq!(service.bits.calls().len(), 0, "a plan calls nothing that changes");
    assert_eq!(plan["before"], Value::Null);
    let answer = applied(&service, DOCUMENT, &plan, "");
    assert_eq!(answer.status, 200, "{answer:?}");
    let guid = answer.json()["jobs"][0]["guid"].as_str().unwrap().to_owned();
    assert_eq!(service.bits.living(), [Guid::parse(&guid).unwrap()]);
    let jobs = service.get("/api/jobs").json();
    assert_eq!(jobs["jobs"][0]["guid"], guid);
    let again = applied(&service, DOCUMENT, &plan, "");
    assert_eq!(
        (again.status, &again.json()["error"]),
        (409, &json!("stale-plan"))
    );
    let anew = tried(&service, DOCUMENT);
    assert_eq!(
        (anew.status, &anew.json()["error"]),
        (409, &json!("applied-before"))
    );
    assert_eq!(anew.json()["guid"], guid);
    let plan = planned(&service, DOCUMENT);
    assert_eq!(
        plan["before"],
        anew.json(),
        "a plan says what applying it would answer"
    );
    assert_eq!(plan["obstacles"], json!([]));
    assert_eq!(
        applied(&service, DOCUMENT, &plan, ", \"again\": true").status,
        200
    );
    assert_eq!(service.bits.living().len(), 2);
}

#[test]
fn a_plan_tells_of_the_job_that_it_made_until_that_is_over() {
    let service = Service::start();
    let before = |document: &str| planned(&service, document)["before"].clone();
    let guid = tried(&service, DOCUMENT).json()["jobs"][0]["guid"].clone();
    let waiting = DOCUMENT.replace("start_and_leave", "wait_and_complete");
    let other = DOCUMENT.replace("a.zip\" }", "b.zip\" }");
    assert_ne!(waiting, other);
    for (document, guid) in [(DOCUMENT, &guid), (&waiting, &guid), (&other, &Value::Null)] {
        assert_eq!(before(document)["guid"], *guid, "{document}");
    }
    let message = before(DOCUMENT)["message"].to_string();
    assert!(
        message.contains("applied before") && message.contains("`Nightly`"),
        "{message}"
    );
    // Somebody else ends it, of which the journal knows nothing.
    let guid = Guid::parse(guid.as_str().unwrap()).unwrap();
    let mut bits = service.bits.clone();
    bitsmith_backend::service::Service::cancel(&mut bits, &guid).unwrap();
    assert_eq!(before(DOCUMENT), Value::Null);
}

#[test]
fn the_digest_of_a_plan_is_that_of_the_masked_calls_that_are_shown() {
    let service = Service::start();
    let document =
        with_setting(r#""priority": "low", "custom_headers": ["X-Api-Key: hunter2", "X-Token: hunter3"]"#);
    let plan = planned(&service, &document);
    let drafts = read(&document).unwrap_or_else(|errors| panic!("{errors}"));
    let masked = calls(&evaluate(&drafts[0], Reveal::Masked).plan.unwrap());
    assert_eq!(plan["digest"], masked.digest());
    let shown: Vec<&Value> = plan["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["call"])
        .collect();
    let printed: Vec<String> = masked.steps.iter().map(|step| com(&step.call)).collect();
    assert_eq!(json!(shown), json!(printed));
    assert!(printed.contains(&"IBackgroundCopyJob::SetPriority(BG_JOB_PRIORITY_LOW)".to_owned()));
    assert!(!plan.to_string().contains("hunter"), "{plan}");
}

#[test]
fn plans_that_are_not_this_one_are_refused() {
    let service = Service::start();
    let plan = planned(&service, DOCUMENT);
    let other = DOCUMENT.replace("a.zip\" }", "b.zip\" }");
    assert_ne!(other, DOCUMENT);
    let wrong = |key: &str, value: &str| {
        let mut plan = plan.clone();
        plan[key] = json!(value);
        plan
    };
    for (name, document, plan) in [
        ("another document", other.as_str(), plan.clone()),
        ("another digest", DOCUMENT, wrong("digest", &"0".repeat(32))),
        ("no digest", DOCUMENT, wrong("digest", "")),
        ("another nonce", DOCUMENT, wrong("nonce", &"0".repeat(64))),
        ("no nonce", DOCUMENT, wrong("nonce", "")),
        ("the token as nonce", DOCUMENT, wrong("nonce", &service.token)),
    ] {
        let answer = applied(&service, document, &plan, "");
        assert_eq!(answer.status, 409, "{name}: {answer:?}");
        answer.assert_sealed(name);
    }
    let of_other = planned(&service, &other);
    let mixed = {
        let mut plan = plan.clone();
        plan["nonce"] = of_other["nonce"].clone();
        plan
    };
    assert_eq!(
        applied(&service, DOCUMENT, &mixed, "").status,
        409,
        "the nonce of another plan"
    );
    let without = service.post("/api/apply", &format!("{{ \"document\": {DOCUMENT} }}"));
    assert_eq!(without.status, 422);
    assert!(service.bits.living().is_empty());
    assert!(service.bits.calls().is_empty());
}

#[test]
fn a_nonce_of_an_earlier_run_is_worth_nothing() {
    let setup = Setup::default();
    let plan = planned(&Service::of(&setup), DOCUMENT);
    let service = Service::of(&setup);
    assert_eq!(applied(&service, DOCUMENT, &plan, "").status, 409);
    assert!(service.bits.living().is_empty());
}

#[test]
fn what_lowers_security_is_acknowledged_or_refused() {
    let service = Service::start();
    let document =
        with_setting(r#""security_flags": { "flags": ["ignore_unknown_ca", "allow_https_to_http"] }"#);
    let plan = planned(&service, &document);
    for acknowledged in [
        r#"[]"#,
        r#"["ignored-certificate-errors"]"#,
        r#"["https-to-http-redirect", "all"]"#,
    ] {
        let answer = applied(
            &service,
            &document,
            &plan,
            &format!(", \"acknowledged\": {acknowledged}"),
        );
        assert_eq!(answer.status, 422, "{acknowledged}: {answer:?}");
        assert_eq!(answer.json()["error"], "not-acknowledged");
    }
    assert!(service.bits.calls().is_empty());
    let both = r#", "acknowledged": ["https-to-http-redirect", "ignored-certificate-errors"]"#;
    assert_eq!(applied(&service, &document, &plan, both).status, 200);
}

/// What a variable of this machine makes of a job is known when its plan is made, and said then.
#[test]
fn what_a_variable_lowers_is_in_the_plan() {
    let service = Service::start();
    let document = with_names("{{env:MIRROR}}/a.zip", r"%DOWNLOADS%\a.zip", "download");
    let plan = planned(&service, &document);
    let rules: Vec<&Value> = plan["acknowledge"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["rule"])
        .collect();
    assert_eq!(rules, ["password-in-address"], "{plan}");
    assert!(!plan.to_string().contains("hunter2"), "{plan}");
    let answer = applied(&service, &document, &plan, "");
    assert_eq!(answer.json()["error"], "not-acknowledged", "{answer:?}");
    let known = r#", "acknowledged": ["password-in-address"]"#;
    assert_eq!(applied(&service, &document, &plan, known).status, 200);
}

#[test]
fn files_programs_and_protocols_that_were_not_allowed_are_refused() {
    const ADDRESS: &str = "https://example.com/a.zip";
    const HERE: &str = r"C:\Users\Ann\Downloads\a.zip";
    let notify = |program: &str| telling(program, "", "job_transferred");
    let told = |parameters: &str| telling(DONE, parameters, "job_transferred");
    let table = [
        (
            "another folder",
            with_names(ADDRESS, r"C:\Windows\a.zip", "download"),
        ),
        ("another drive", with_names(ADDRESS, r"D:\a.zip", "download")),
        (
            "a folder with the same beginning",
            with_names(ADDRESS, r"C:\Users\Ann\Downloads2\a.zip", "download"),
        ),
        (
            "a link out of the folder",
            with_names(ADDRESS, r"C:\Users\Ann\Downloads\out\a.zip", "download"),
        ),
        (
            "a short name",
            with_names(ADDRESS, r"C:\Users\Ann\DOWNLO~1\a.zip", "download"),
        ),
        (
            "a short name in the folder",
            with_names(ADDRESS, r"C:\Users\Ann\Downloads\OLD~1.ZIP", "download"),
        ),
        (
            "a share",
            with_names(ADDRESS, r"\\server\share\a.zip", "download"),
        ),
        (
            "a variable that leads elsewhere",
            with_names(ADDRESS, r"%SYSTEMROOT%\a.zip", "download"),
        ),
        (
            "an upload of what may be written only",
            with_names(ADDRESS, HERE, "upload"),
        ),
        (
            "an upload of what is not there",
            with_names(ADDRESS, r"C:\Users\Ann\Reports\none.csv", "upload"),
        ),
        (
            "a download over what may be read only",
            with_names(ADDRESS, r"C:\Users\Ann\Reports\a.zip", "download"),
        ),
        (
            "a file of a share",
            with_names(r"\\server\share\a.zip", HERE, "download"),
        ),
        (
            "a file of a share as address",
            with_names("file://server/share/a.zip", HERE, "download"),
        ),
        ("another program", notify(r"C:\Windows\System32\cmd.exe")),
        ("a share's program", notify(r"\\server\share\done.exe")),
        ("a program that is not there", notify(r"C:\Tools\other.exe")),
        (
            "another program as the allowed one's name",
            told(r"C:\Windows\System32\cmd.exe /c calc"),
        ),
        (
            "another program's name in quotes",
            told(r#""C:\Windows\System32\cmd.exe" C:\Tools\done.exe"#),
        ),
        ("parameters without the program", told("/c calc")),
        (
            "a blank as the program's name",
            told(r" C:\Tools\done.exe /c calc"),
        ),
        (
            "a name that goes on behind its quotes",
            told(r#""C:\Tools\done.exe"\..\cmd.exe"#),
        ),
        (
            "a variable as the program's name",
            told(r"{{env:SYSTEMROOT}}\System32\cmd.exe /c calc"),
        ),
        (
            "another program's name for a command that is silent for now",
            telling(DONE, "cmd.exe /c calc", "disable"),
        ),
        (
            "a registered class",
            with_setting(r#""notification_clsid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}""#),
        ),
    ];
    let service = Service::start();
    for (name, document) in &table {
        let plan = planned(&service, document);
        assert!(
            !plan["obstacles"][0].is_null(),
            "{name}: the plan says so already"
        );
        let answer = tried(&service, document);
        assert_eq!(answer.status, 403, "{name}: {answer:?}");
        answer.assert_sealed(name);
    }
    for (name, local) in [
        ("a way up", r"C:\Users\Ann\Downloads\..\a.zip"),
        ("a way up with the other slash", "C:/Users/Ann/Downloads/../a.zip"),
        ("the form without limits", r"\\?\C:\Users\Ann\Downloads\a.zip"),
        ("a device", r"\\.\pipe\a"),
        ("a stream", r"C:\Users\Ann\Downloads\a.zip:b"),
        ("a reserved name", r"C:\Users\Ann\Downloads\nul.zip"),
        ("a dot at the end", r"C:\Users\Ann\Downloads\a.zip."),
        ("a blank at the end", r"C:\Users\Ann\Downloads\a.zip "),
    ] {
        // Some of these are errors of the document, which no plan has; the rest is not allowed.
        let body = format!("{{ \"document\": {} }}", with_names(ADDRESS, local, "download"));
        let plan = service.post("/api/plan", &body);
        match plan.status {
            422 => {}
            200 => assert_eq!(
                tried(&service, &with_names(ADDRESS, local, "download")).status,
                403,
                "{name}"
            ),
            other => panic!("{name}: {other}"),
        }
    }
    for scheme in ["ftp://h/a", "javascript:alert(1)", "gopher://h/a", "res://a"] {
        let body = format!("{{ \"document\": {} }}", with_names(scheme, HERE, "download"));
        assert_eq!(service.post("/api/plan", &body).status, 422, "{scheme}");
    }
    assert!(service.bits.calls().is_empty(), "{:?}", service.bits.calls());
    assert!(service.bits.living().is_empty());
}

/// The program that the service of the tests may have started.
const DONE: &str = r"C:\Tools\done.exe";

/// The document with a program that is told something.
fn telling(program: &str, parameters: &str, flag: &str) -> String {
    with_setting(&format!(
        "\"notify_cmd_line\": {}, \"notify_flags\": [\"{flag}\"]",
        json!({ "program": program, "parameters": parameters })
    ))
}

#[test]
fn what_an_allowed_program_is_told_is_named_and_acknowledged() {
    for (flag, rule) in [
        ("job_transferred", "notify-program"),
        ("disable", "disabled-notification-with-command"),
        ("file_transferred", "notify-flags-that-never-run-the-command"),
    ] {
        let service = Service::start();
        let document = telling(DONE, r"C:\Tools\done.exe --upload C:\Users\Ann", flag);
        let plan = planned(&service, &document);
        assert_eq!(plan["obstacles"], json!([]), "{flag}: {plan}");
        let acknowledge = plan["acknowledge"].as_array().unwrap();
        let of_rule = acknowledge.iter().find(|one| one["rule"] == rule);
        let of_rule = of_rule.unwrap_or_else(|| panic!("{flag}: {plan}"));
        if flag == "job_transferred" {
            let message = of_rule["message"].as_str().unwrap();
            assert!(message.contains(r"done.exe --upload C:\Users\Ann`"), "{message}");
        }
        let silent = applied(&service, &document, &plan, "");
        assert_eq!(
            (silent.status, &silent.json()["error"]),
            (422, &json!("not-acknowledged")),
            "{flag}"
        );
        // What was acknowledged is what was shown, word for word.
        let other = document.replace("--upload", "--delete");
        let acknowledged = format!(", \"acknowledged\": [\"{rule}\"]");
        let answer = applied(&service, &other, &plan, &acknowledged);
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (409, &json!("stale-plan"))
        );
        assert!(service.bits.calls().is_empty());
        assert_eq!(
            applied(&service, &document, &plan, &acknowledged).status,
            200,
            "{flag}"
        );
    }
}

#[test]
fn a_parameter_does_not_make_another_program_of_an_allowed_one() {
    let service = Service::start();
    let document = telling(DONE, "{{word}} --job", "job_transferred");
    for (word, status) in [("cmd.exe", 403), ("", 403), (" done.exe", 403), ("done.exe", 200)] {
        let plan = planned(&service, &document);
        let more = format!(
            ", \"acknowledged\": [\"notify-program\"], \"parameters\": {}",
            json!({ "word": word })
        );
        let answer = applied(&service, &document, &plan, &more);
        assert_eq!(answer.status, status, "{word}: {answer:?}");
    }
    assert_eq!(service.bits.living().len(), 1);
}

#[test]
fn what_was_allowed_is_done() {
    let upload = with_names(
        "https://example.com/drop/june.csv",
        r"C:\Users\Ann\Reports\june.csv",
        "upload",
    );
    let variable = with_names("https://example.com/a.zip", r"%DOWNLOADS%\b.zip", "download");
    let notify = with_setting(
        r#""notify_cmd_line": { "program": "c:\\tools\\DONE.exe", "parameters": "" }, "notify_flags": ["job_transferred"]"#,
    );
    for document in [upload, variable, notify] {
        let service = Service::start();
        let answer = tried(&service, &document);
        assert_eq!(answer.status, 200, "{document}: {answer:?}");
    }
}

#[test]
fn a_destination_that_is_there_stays() {
    let service = Service::start();
    let document = with_names(
        "https://example.com/a.zip",
        r"C:\Users\Ann\Downloads\old.zip",
        "download",
    );
    // The plan says so before anybody applies it.
    let plan = planned(&service, &document);
    let obstacles = plan["obstacles"].as_array().expect("a list");
    assert_eq!(obstacles.len(), 1, "{plan}");
    assert!(
        obstacles[0]
            .as_str()
            .is_some_and(|said| said.contains("old.zip: there already")),
        "{plan}"
    );
    let answer = tried(&service, &document);
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (409, &json!("destination-there"))
    );
    assert!(service.bits.living().is_empty());
}

#[test]
fn secrets_are_not_taken_from_a_page() {
    let service = Service::start();
    let document = with_setting(r#""custom_headers": ["Authorization: Bearer hunter2"]"#);
    let plan = planned(&service, &document);
    assert!(!plan.to_string().contains("hunter2"));
    let answer = tried(&service, &document);
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (422, &json!("open-value"))
    );
    assert!(!answer.body.contains("hunter2"));
    assert!(service.bits.living().is_empty());
    assert!(service.audit().iter().all(|line| !line.contains("hunter2")));
}

#[test]
fn parameters_are_filled_in_and_judged_as_they_then_are() {
    let service = Service::start();
    let document = with_names(
        "https://example.com/{{name}}",
        r"C:\Users\Ann\Downloads\{{name}}",
        "download",
    );
    for (value, status) in [
        ("a.zip", 200),
        (r"..\..\a.zip", 403),
        (r"out\a.zip", 403),
        ("", 403),
    ] {
        let plan = planned(&service, &document);
        assert_eq!(plan["parameters"], json!(["name"]));
        let answer = applied(
            &service,
            &document,
            &plan,
            &format!(", \"parameters\": {}", json!({ "name": value })),
        );
        assert!(
            answer.status == status || (status == 403 && answer.status == 422),
            "{value}: {answer:?}"
        );
    }
    assert_eq!(service.bits.living().len(), 1);
}

#[test]
fn a_parameter_does_not_get_by_a_rule_or_an_acknowledgement() {
    let service = Service::start();
    let named = with_names("{{name}}", r"C:\Users\Ann\Downloads\a.zip", "download");
    let header = with_setting(r#""custom_headers": ["X-Lane: {{name}}"]"#);
    for (document, value, more, error) in [
        (&header, "2\r\nX-Smuggled: 1", "", "open-value"),
        (&named, "https://example.com/\r\nX", "", "open-value"),
        (&named, "https://a:hunter2@example.com/a", "", "not-acknowledged"),
        (
            &named,
            "https://a:hunter2@example.com/b",
            ", \"acknowledged\": [\"password-in-address\"]",
            "",
        ),
    ] {
        let plan = planned(&service, document);
        let said = format!("{more}, \"parameters\": {}", json!({ "name": value }));
        let answer = applied(&service, document, &plan, &said);
        assert_eq!(
            answer.status,
            if error.is_empty() { 200 } else { 422 },
            "{answer:?}"
        );
        assert_eq!(
            answer.json()["error"].as_str().unwrap_or_default(),
            error,
            "{answer:?}"
        );
        assert!(!answer.body.contains("hunter2"), "{answer:?}");
        if error == "not-acknowledged" {
            let (refusal, mut rules) = (answer.json(), Vec::new());
            for one in refusal["acknowledge"].as_array().unwrap() {
                let message = one["message"].as_str().unwrap();
                assert!(
                    refusal["message"].as_str().unwrap().contains(message),
                    "{refusal}"
                );
                rules.push(one["rule"].clone());
            }
            assert_eq!(rules, ["password-in-address"]);
            // What is not carried out does not use the plan up.
            let said = format!("{said}, \"acknowledged\": [\"password-in-address\"]");
            assert_eq!(applied(&service, document, &plan, &said).status, 200);
        }
    }
}

#[test]
fn two_hundred_applies_at_once_make_one_job() {
    let service = Service::start();
    let plans: Vec<Value> = (0..200).map(|_| planned(&service, DOCUMENT)).collect();
    let answers = at_once(200, |number| {
        applied(&service, DOCUMENT, &plans[number], "").status
    });
    assert_eq!(
        answers.iter().filter(|status| **status == 200).count(),
        1,
        "{answers:?}"
    );
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 199);
    assert_eq!(service.bits.living().len(), 1);
    let plan = planned(&service, DOCUMENT);
    let answers = at_once(50, |_| {
        applied(&service, DOCUMENT, &plan, ", \"again\": true").status
    });
    assert_eq!(
        answers.iter().filter(|status| **status == 200).count(),
        1,
        "{answers:?}"
    );
    assert_eq!(service.bits.living().len(), 2, "one nonce is one job");
}

#[test]
fn jobs_of_others_are_reached_only_where_that_was_said() {
    let bits = Scripted::new().with_job(FOREIGN, "Update", JobType::Download);
    let mut setup = Setup {
        bits,
        ..Setup::default()
    };
    let service = Service::of(&setup);
    assert_eq!(service.get("/api/jobs").json()["jobs"], json!([]));
    assert_eq!(service.get(&format!("/api/jobs/{FOREIGN}")).status, 403);
    for deed in ["suspend", "resume", "complete", "cancel"] {
        let answer = service.post(&format!("/api/jobs/{FOREIGN}/{deed}"), "{}");
        assert_eq!(answer.status, 403, "{deed}: {answer:?}");
    }
    let change = json!({
        "bitsmith": 1,
        "subject": { "existing": { "guid": FOREIGN } },
        "settings": { "priority": "low" },
        "ending": "cancel",
    })
    .to_string();
    assert_eq!(tried(&service, &change).status, 403);
    let by_name = change.replace("\"guid\"", "\"name\"").replace(FOREIGN, "Update");
    let plan = planned(&service, &by_name);
    assert_eq!(plan["jobs"], json!([]), "{plan}");
    assert_eq!(tried(&service, &by_name).status, 404);
    assert_eq!(setup.bits.living().len(), 1);
    assert!(setup.bits.calls().is_empty(), "{:?}", setup.bits.calls());

    setup.reach = Reach::AnyJob;
    let service = Service::of(&setup);
    assert_eq!(service.get("/api/jobs").json()["jobs"][0]["name"], "Update");
    let plan = planned(&service, &by_name);
    assert_eq!(plan["jobs"], json!([{ "guid": FOREIGN, "name": "Update" }]));
    let of_all = by_name
        .replace("\"Update\"", "\"Update\", \"owner\": \"all_users\"")
        .replace(
            "\"bitsmith\":1",
            "\"bitsmith\":1, \"profile\": { \"context\": \"elevated\" }",
        );
    let answer = tried(&service, &of_all);
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (403, &json!("not-by-guid"))
    );
    let answer = service.post(&format!("/api/jobs/{FOREIGN}/cancel"), "{}");
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(setup.bits.living().is_empty());
}

#[test]
fn names_and_patterns_change_the_jobs_that_were_shown_and_no_others() {
    let setup = Setup {
        bits: Scripted::new().with_job(FOREIGN, "Nightly", JobType::Download),
        ..Setup::default()
    };
    let service = Service::of(&setup);
    let make = |name: &str| {
        let document = DOCUMENT
            .replace("Nightly", name)
            .replace("a.zip\" }", &format!("{name}.zip\" }}"));
        let answer = tried(&service, &document);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["jobs"][0]["guid"].as_str().unwrap().to_owned()
    };
    let (nightly, weekly) = (make("Nightly"), make("Weekly"));
    let describing = |existing: &str, text: &str| {
        format!(
            "{{ \"bitsmith\": 1, \"subject\": {{ \"existing\": {existing} }}, \"settings\": {{ \"description\": \"{text}\" }} }}"
        )
    };
    let described = |guid: &str| {
        service.get(&format!("/api/jobs/{guid}")).json()["document"]["settings"]["description"].clone()
    };
    for (existing, text, guids) in [
        (r#"{ "name": "nightly" }"#, "by name", vec![&nightly]),
        (r#"{ "pattern": "*LY" }"#, "by pattern", vec![&nightly, &weekly]),
        (r#"{ "all": true }"#, "all", vec![&nightly, &weekly]),
    ] {
        let document = describing(existing, text);
        let plan = planned(&service, &document);
        let jobs = plan["jobs"].as_array().unwrap();
        let shown: Vec<&str> = jobs.iter().map(|job| job["guid"].as_str().unwrap()).collect();
        assert_eq!(shown, guids, "{existing}: {plan}");
        let rules: Vec<&Value> = plan["acknowledge"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["rule"])
            .collect();
        let more = format!(", \"acknowledged\": {}", json!(rules));
        let answer = applied(&service, &document, &plan, &more);
        assert_eq!(answer.status, 200, "{existing}: {answer:?}");
        for guid in guids {
            assert_eq!(described(guid), text);
        }
        // The one that bitsmith did not make is as it was.
        assert!(
            setup
                .bits
                .job(&Guid::parse(FOREIGN).unwrap())
                .unwrap()
                .values
                .is_empty()
        );
    }
    // Another job of the name came between.
    let document = describing(r#"{ "name": "nightly" }"#, "too late");
    let plan = planned(&service, &document);
    let second = DOCUMENT.replace("a.zip\" }", "second.zip\" }");
    assert_eq!(tried(&service, &second).status, 200);
    let answer = applied(&service, &document, &plan, "");
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (409, &json!("stale-plan")),
        "{answer:?}"
    );
    assert_eq!(described(&nightly), "all");
    // And one went.
    let plan = planned(&service, &describing(r#"{ "name": "weekly" }"#, "gone"));
    assert_eq!(
        service.post(&format!("/api/jobs/{weekly}/cancel"), "{}").status,
        200
    );
    let answer = applied(
        &service,
        &describing(r#"{ "name": "weekly" }"#, "gone"),
        &plan,
        "",
    );
    assert_eq!(answer.status, 404, "{answer:?}");
}

#[test]
fn a_name_that_is_still_open_is_not_applied() {
    let service = Service::start();
    assert_eq!(tried(&service, DOCUMENT).status, 200);
    let document = json!({
        "bitsmith": 1,
        "subject": { "existing": { "name": "{{which}}" } },
        "settings": { "priority": "low" },
    })
    .to_string();
    let plan = planned(&service, &document);
    assert_eq!(
        (&plan["parameters"], &plan["jobs"]),
        (&json!(["which"]), &json!([]))
    );
    let answer = applied(
        &service,
        &document,
        &plan,
        r#", "parameters": { "which": "Nightly" }"#,
    );
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (422, &json!("open-value")),
        "{answer:?}"
    );
    assert!(!service.bits.calls().contains(&"Cancel"));
}

#[test]
fn a_guid_that_is_none_names_no_job() {
    let service = Service::start();
    for guid in ["x", "%2e%2e", "..", "C775D194", "%00", &"a".repeat(1000)] {
        assert_eq!(service.get(&format!("/api/jobs/{guid}")).status, 404, "{guid}");
    }
}

#[test]
fn a_job_is_changed_by_its_document_with_what_it_had_before_shown() {
    let service = Service::start();
    let guid = tried(&service, DOCUMENT).json()["jobs"][0]["guid"]
        .as_str()
        .unwrap()
        .to_owned();
    let change = json!({
        "bitsmith": 1,
        "subject": { "existing": { "guid": guid } },
        "settings": { "description": "changed" },
    })
    .to_string();
    let plan = planned(&service, &change);
    assert_eq!(plan["differences"].as_array().unwrap().len(), 1, "{plan}");
    let answer = tried(&service, &change);
    assert_eq!(answer.status, 200, "{answer:?}");
    let job = service.get(&format!("/api/jobs/{guid}")).json();
    assert_eq!(job["document"]["settings"]["description"], "changed", "{job}");
}

#[test]
fn a_job_is_suspended_resumed_and_completed_step_by_step() {
    let setup = Setup {
        bits: Scripted::new().taking(Course::Transfers(3)),
        ..Setup::default()
    };
    let service = Service::of(&setup);
    let guid = tried(&service, DOCUMENT).json()["jobs"][0]["guid"]
        .as_str()
        .unwrap()
        .to_owned();
    let act = |deed: &str| service.post(&format!("/api/jobs/{guid}/{deed}"), "{}");
    assert_eq!(act("suspend").status, 200);
    let job = service.get(&format!("/api/jobs/{guid}")).json();
    assert_eq!(
        (&job["state"], &job["next"]),
        (&json!("SUSPENDED"), &json!(["resume", "cancel"]))
    );
    assert_eq!(act("resume").status, 200);
    let stream = service.get("/api/events");
    assert_eq!(stream.header("content-type"), Some("application/x-ndjson"));
    stream.assert_sealed("the stream");
    let lines: Vec<Value> = stream
        .body
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(lines.len() > 1, "{stream:?}");
    let last = &lines.last().unwrap()["jobs"][0];
    assert_eq!(
        (&last["state"], &last["next"]),
        (&json!("TRANSFERRED"), &json!(["complete", "cancel"]))
    );
    assert_eq!(act("complete").status, 200);
    assert_eq!(service.get("/api/jobs").json()["jobs"], json!([]));
    assert_eq!(
        setup.bits.job(&Guid::parse(&guid).unwrap()).unwrap().state,
        State::Acknowledged
    );
}

#[test]
fn events_tell_bytes_speed_and_estimate_file_by_file() {
    let setup = Setup {
        bits: Scripted::new().taking(Course::Steps(vec![0, 500, 300, 700, 500])),
        ..Setup::default()
    };
    let service = Service::of(&setup);
    let document = DOCUMENT.replace(
        "} ],",
        r#"}, { "remote_name": "https://example.com/b.zip", "local_name": "C:\\Users\\Ann\\Downloads\\b.zip" } ],"#,
    );
    assert_eq!(tried(&service, &document).status, 200);
    let stream = service.get("/api/events");
    let lines = stream.body.lines().filter(|line| line.starts_with('{'));
    let jobs: Vec<Value> = lines
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["jobs"][0].clone())
        .collect();
    let seen: Vec<[u64; 3]> = jobs
        .iter()
        .map(|job| {
            let done = |value: &Value| value["done"].as_u64().unwrap();
            [done(job), done(&job["transfers"][0]), done(&job["transfers"][1])]
        })
        .collect();
    assert_eq!(
        seen,
        [
            [0, 0, 0],
            [500, 500, 0],
            [800, 800, 0],
            [1500, 1000, 500],
            [2000, 1000, 1000]
        ]
    );
    assert_eq!(jobs[3]["transfers"][0]["completed"], true);
    for job in &jobs[1..4] {
        // A look a second, and what the machine needs.
        let (speed, remaining) = (job["speed"].as_u64().unwrap(), job["remaining"].as_u64().unwrap());
        assert!((50..=600).contains(&speed), "{job}");
        assert_eq!(remaining, (2000 - job["done"].as_u64().unwrap()) / speed, "{job}");
    }
    assert!(
        jobs[0]["speed"].is_null() && jobs[4]["speed"].is_null(),
        "{jobs:?}"
    );
}

#[test]
fn a_job_whose_document_waits_is_completed_by_the_service() {
    let setup = Setup {
        bits: Scripted::new().taking(Course::Transfers(1)),
        ..Setup::default()
    };
    let service = Service::of(&setup);
    let document = DOCUMENT.replace("\"start_and_leave\"", "\"wait_and_complete\"");
    let guid = tried(&service, &document).json()["jobs"][0]["guid"]
        .as_str()
        .unwrap()
        .to_owned();
    let guid = Guid::parse(&guid).unwrap();
    let start = Instant::now();
    while setup.bits.job(&guid).unwrap().state != State::Acknowledged {
        assert!(start.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn without_bits_everything_but_applying_is_there() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut options = crate::server::options(&Setup::default(), Box::new(|_| {}));
    options.connect = Box::new(|| Err("This is not Windows.".to_owned()));
    let service = Service::run(runtime, options, &Setup::default());
    let status = service.get("/api/status").json();
    assert_eq!(
        (&status["applies"], &status["reason"]),
        (&json!(false), &json!("This is not Windows."))
    );
    assert_eq!(service.get("/api/jobs").json()["jobs"], json!([]));
    let answer = tried(&service, DOCUMENT);
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (403, &json!("plan-only"))
    );
    assert_eq!(service.get("/api/events").status, 200);
}
