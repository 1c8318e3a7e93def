//! What is told of a job in each state.

use crate::applying::tried;
use crate::server::{DOCUMENT, Service, Setup};
use bitsmith_backend::failure::Hresult;
use bitsmith_backend::scripted::{Course, Scripted};
use bitsmith_backend::service::{JobError, State};
use bitsmith_core::value::Guid;
use serde_json::json;

#[test]
fn each_state_is_explained_with_what_can_be_done_next() {
    let setup = Setup {
        bits: Scripted::new().taking(Course::Hangs),
        ..Setup::default()
    };
    let service = Service::of(&setup);
    let answer = tried(&service, DOCUMENT).json();
    let guid = answer["jobs"][0]["guid"].as_str().unwrap();
    // It reaches for the server the first time somebody looks.
    let connecting = service.get("/api/jobs").json();
    assert_eq!(connecting["jobs"][0]["means"], "It reaches for the server.");
    let error = JobError {
        context: "remote_file",
        code: Some(Hresult(0x8019_0194)),
        description: None,
        file: None,
    };
    for (state, word, means, next) in [
        (State::Transferring, "TRANSFERRING", "It transfers.", "suspend"),
        (State::Suspended, "SUSPENDED", "until it is resumed", "resume"),
        (State::Error, "ERROR", "0x80190194, BG_E_HTTP_ERROR_404", "resume"),
        (
            State::TransientError,
            "TRANSIENT_ERROR",
            "tries again by itself",
            "suspend",
        ),
        (State::Transferred, "TRANSFERRED", "complete it", "complete"),
    ] {
        let has_error = matches!(state, State::Error | State::TransientError);
        setup.bits.put(
            &Guid::parse(guid).unwrap(),
            state,
            has_error.then(|| error.clone()),
        );
        for job in [
            service.get(&format!("/api/jobs/{guid}")).json(),
            service.get("/api/jobs").json()["jobs"][0].clone(),
        ] {
            assert_eq!(
                (&job["state"], &job["next"]),
                (&json!(word), &json!([next, "cancel"]))
            );
            let said = job["means"].as_str().unwrap();
            assert!(said.contains(means), "{word}: {said}");
            assert_eq!(said.contains("HTTP 404"), has_error, "{word}: {said}");
        }
    }
}
