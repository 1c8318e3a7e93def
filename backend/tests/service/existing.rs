//! Jobs that are there, named by documents: which they are, what BITS fails at, what is still open.

use crate::applying::{applied, planned, tried, with_names};
use crate::server::{DOCUMENT, Service, Setup};
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::http::Reach;
use bitsmith_backend::journal::Journal;
use bitsmith_backend::scripted::Scripted;
use bitsmith_core::catalog::SettingId;
use bitsmith_core::value::JobType;
use serde_json::{Value, json};

const GUIDS: [&str; 2] = [
    "{00000000-0000-0000-0000-00000000000A}",
    "{00000000-0000-0000-0000-00000000000B}",
];

fn two_jobs() -> Scripted {
    Scripted::new()
        .with_job(GUIDS[0], "Nightly", JobType::Download)
        .with_job(GUIDS[1], "Nightly", JobType::Download)
}

fn any_job(bits: Scripted) -> Setup {
    Setup {
        bits,
        reach: Reach::AnyJob,
        ..Setup::default()
    }
}

/// A document that changes existing jobs.
fn changing(existing: &Value, settings: &Value) -> String {
    json!({ "bitsmith": 1, "subject": { "existing": existing }, "settings": settings }).to_string()
}

#[test]
fn the_order_in_which_bits_lists_jobs_says_nothing() {
    let setup = any_job(two_jobs().in_any_order());
    let service = Service::of(&setup);
    let document = changing(
        &json!({ "name": "Nightly" }),
        &json!({ "description": "changed" }),
    );
    for _ in 0..2 {
        let plan = planned(&service, &document);
        assert_eq!(plan["jobs"].as_array().unwrap().len(), 2, "{plan}");
        let answer = applied(&service, &document, &plan, "");
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[test]
fn a_bits_that_fails_is_not_a_job_that_is_not_there() {
    let by_guid = changing(&json!({ "guid": GUIDS[0] }), &json!({ "priority": "low" }));
    let by_name = changing(&json!({ "name": "Nightly" }), &json!({ "priority": "low" }));
    for (failure, status, word, sentence) in [
        (Failure::NoAnswer, 503, "no-answer", "BITS did not answer in time"),
        (
            Failure::Refused(Hresult(0x8007_0005)),
            409,
            "refused-by-bits",
            "BITS does not",
        ),
    ] {
        for document in [&by_guid, &by_name, &DOCUMENT.to_owned()] {
            let setup = any_job(two_jobs());
            let service = Service::of(&setup);
            let plan = planned(&service, document);
            let calls = setup.bits.calls();
            let _ = setup.bits.clone().failing_questions(failure);
            let answer = applied(&service, document, &plan, "");
            assert_eq!(
                (answer.status, &answer.json()["error"]),
                (status, &json!(word)),
                "{document}: {answer:?}"
            );
            let elsewhere = service.get(&format!("/api/jobs/{}", GUIDS[0]));
            assert_eq!(elsewhere.status, answer.status);
            assert_eq!(setup.bits.calls(), calls);
            if document == DOCUMENT {
                continue;
            }
            let obstacle = planned(&service, document)["obstacles"][0].to_string();
            assert!(
                obstacle.contains(sentence) && !obstacle.contains("/api/jobs"),
                "{obstacle}"
            );
        }
    }
}

#[test]
fn parameters_that_are_open_are_named_and_may_then_be_said() {
    let service = Service::start();
    let document = with_names(
        "https://example.com/{{file}}",
        r"C:\Users\Ann\Downloads\{{folder}}{{file}}",
        "download",
    );
    let plan = planned(&service, &document);
    let said = |parameters: Value| {
        applied(
            &service,
            &document,
            &plan,
            &format!(", \"parameters\": {parameters}"),
        )
    };
    for (parameters, open) in [
        (json!({}), json!(["file", "folder"])),
        (json!({ "file": "a.zip" }), json!(["folder"])),
    ] {
        let answer = said(parameters);
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (422, &json!("open-value")),
            "{answer:?}"
        );
        assert_eq!(answer.json()["parameters"], open);
        let message = answer.json()["message"].to_string();
        for name in open.as_array().unwrap() {
            assert!(message.contains(name.as_str().unwrap()), "{message}");
        }
    }
    let answer = said(json!({ "file": "a.zip", "folder": "", "fodler": "new" }));
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (422, &json!("no-such-parameter")),
        "{answer:?}"
    );
    assert!(answer.json()["message"].to_string().contains("fodler"));
    // Nothing of this has used the plan up.
    let answer = said(json!({ "file": "a.zip", "folder": "" }));
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[test]
fn jobs_that_a_parameter_hides_are_said_to_be_hidden() {
    let setup = any_job(two_jobs());
    let service = Service::of(&setup);
    for (existing, settings, name) in [
        (
            json!({ "name": "{{which}}" }),
            json!({ "priority": "low" }),
            "which",
        ),
        (
            json!({ "name": "Nightly" }),
            json!({ "description": "{{what}}" }),
            "what",
        ),
    ] {
        let document = changing(&existing, &settings);
        let plan = planned(&service, &document);
        let obstacle = plan["obstacles"][0].to_string();
        assert!(obstacle.contains(name), "{plan}");
        let more = format!(", \"parameters\": {}", json!({ name: "Nightly" }));
        let answer = applied(&service, &document, &plan, &more);
        assert_eq!(
            (answer.status, &answer.json()["parameters"]),
            (422, &json!([name])),
            "{answer:?}"
        );
    }
    assert_eq!(setup.bits.calls().len(), 0);
    // By GUID there is nothing to be shown first.
    let document = changing(
        &json!({ "guid": GUIDS[0] }),
        &json!({ "description": "{{what}}" }),
    );
    let plan = planned(&service, &document);
    assert_eq!(plan["obstacles"], json!([]));
    let answer = applied(&service, &document, &plan, r#", "parameters": { "what": "new" }"#);
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[test]
fn a_change_that_stops_in_the_middle_says_which_jobs_it_has_changed() {
    let setup = any_job(two_jobs().failing(2, Failure::Refused(Hresult(0x8007_0005))));
    let service = Service::of(&setup);
    let document = changing(
        &json!({ "name": "Nightly" }),
        &json!({ "description": "changed" }),
    );
    let answer = tried(&service, &document);
    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (409, &json!("not-applied")),
        "{answer:?}"
    );
    let json = answer.json();
    assert_eq!(json["jobs"][0]["guid"], GUIDS[0], "{json}");
    assert_eq!(json["jobs"].as_array().unwrap().len(), 1, "{json}");
    assert!(json["help"].to_string().contains(GUIDS[0]), "{json}");
}

#[test]
fn a_job_that_was_changed_once_is_not_one_that_was_made_here() {
    let mut setup = any_job(two_jobs().refusing(SettingId::Priority, Failure::Refused(Hresult(0x8007_0005))));
    let guid = json!({ "guid": GUIDS[0] });
    let service = Service::of(&setup);
    let answer = tried(&service, &changing(&guid, &json!({ "description": "changed" })));
    assert_eq!(answer.status, 200, "{answer:?}");
    // Its old value cannot be put back either, so that the journal keeps the change.
    let answer = tried(
        &service,
        &changing(&guid, &json!({ "description": "more", "priority": "low" })),
    );
    assert_eq!(answer.status, 409, "{answer:?}");
    setup.reach = Reach::Journal;
    let service = Service::of(&setup);
    assert_eq!(service.get("/api/jobs").json()["jobs"], json!([]));
    assert_eq!(service.get(&format!("/api/jobs/{}", GUIDS[0])).status, 403);
    let answer = service.post(&format!("/api/jobs/{}/cancel", GUIDS[0]), "{}");
    assert_eq!(answer.status, 403, "{answer:?}");
    assert_eq!(setup.bits.living().len(), 2);
}

#[test]
fn a_job_with_a_broken_off_change_is_listed_once_and_leaves_nothing_open() {
    let setup = Setup {
        bits: Scripted::new(),
        ..Setup::default()
    };
    let service = Service::of(&setup);
    let guid = tried(&service, DOCUMENT).json()["jobs"][0]["guid"].clone();
    let _ = setup
        .bits
        .clone()
        .refusing(SettingId::Description, Failure::Refused(Hresult(0x8007_0005)));
    let document = changing(
        &json!({ "guid": guid }),
        &json!({ "description": "new", "credentials": [{ "target": "server", "scheme": "negotiate", "user": "implicit" }] }),
    );
    let answer = tried(&service, &document);
    assert_eq!(answer.status, 409, "{answer:?}");
    let journal = Journal::open(setup.journal.path()).unwrap();
    assert_eq!(journal.open_entries().unwrap().len(), 2);
    let jobs = service.get("/api/jobs").json();
    assert_eq!(jobs["jobs"].as_array().unwrap().len(), 1, "{jobs}");
    let path = format!("/api/jobs/{}/cancel", guid.as_str().unwrap());
    assert_eq!(service.post(&path, "{}").status, 200);
    assert_eq!(journal.open_entries().unwrap(), []);
}

#[test]
fn an_address_that_is_no_text_names_no_job() {
    let service = Service::start();
    for path in ["/api/jobs/%ff", "/api/jobs/%c3%28"] {
        let answer = service.get(path);
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (404, &json!("no-such-job")),
            "{path}"
        );
        let answer = service.post(&format!("{path}/cancel"), "{}");
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (404, &json!("no-such-job")),
            "{path}"
        );
    }
}
