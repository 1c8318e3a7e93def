//! What the page makes of the local service's answers, without a browser and without a service.

use bitsmith_core::document::{EXAMPLE, read};
use bitsmith_frontend::apply::{Consent, Event, Served, sentences};
use bitsmith_frontend::components::job::size;
use bitsmith_frontend::state::{Action, State};
use serde_json::{Value, json};
use std::rc::Rc;

fn after(state: &State, event: Event) -> State {
    state.after(Action::Apply(event))
}

/// The example on a page of the local service, which can apply.
fn served() -> State {
    let state = State::new(read(EXAMPLE).unwrap().remove(0), true);
    let state = after(&state, Event::Served);
    after(&state, Event::Status(Rc::new(json!({ "applies": true }))))
}

fn plan() -> Value {
    json!({
        "digest": "d",
        "nonce": "n",
        "steps": [{ "call": "IBackgroundCopyJob::Resume()", "does": "Makes the job run" }],
        "acknowledge": [],
        "parameters": [],
        "differences": [],
        "obstacles": [],
    })
}

fn planned(change: impl FnOnce(&mut Value)) -> State {
    let mut value = plan();
    change(&mut value);
    after(&after(&served(), Event::Asked), Event::Planned(Rc::new(value)))
}

#[test]
fn a_page_that_the_service_did_not_serve_asks_nobody() {
    let state = State::new(read(EXAMPLE).unwrap().remove(0), true);
    assert_eq!(state.apply.served, Served::Hosted);
    assert!(state.apply.request("{}").is_none());
    assert!(!state.apply.is_ready());
}

#[test]
fn a_plan_is_applied_when_nothing_is_in_its_way() {
    assert!(!served().apply.is_ready(), "without a plan");
    let state = planned(|_| {});
    assert!(state.apply.is_ready());
    assert_eq!(
        state.apply.plan.as_ref().unwrap().calls[0].does,
        "Makes the job run"
    );
    assert!(
        !after(&state, Event::Asked).apply.is_ready(),
        "while it is waited for"
    );
    assert!(
        !planned(|plan| plan["obstacles"] = json!(["a share"]))
            .apply
            .is_ready()
    );
    let only_plans = after(
        &state,
        Event::Status(Rc::new(json!({ "applies": false, "reason": "No Windows." }))),
    );
    assert!(!only_plans.apply.is_ready());
    assert_eq!(only_plans.apply.reason.as_deref(), Some("No Windows."));
}

#[test]
fn every_acknowledgement_and_every_parameter_is_needed() {
    let state = planned(|plan| {
        plan["acknowledge"] = json!([{ "rule": "one", "message": "1" }, { "rule": "two", "message": "2" }]);
        plan["parameters"] = json!(["name"]);
    });
    let given = |state: &State, rule: &str, consent| after(state, Event::Acknowledged(rule.into(), consent));
    let state = given(&given(&state, "one", Consent::Given), "two", Consent::Given);
    assert!(!state.apply.is_ready());
    let state = after(&state, Event::Parameter("name".into(), "a.zip".into()));
    assert!(state.apply.is_ready());
    assert!(!given(&state, "one", Consent::Withheld).apply.is_ready());
    let request: Value = serde_json::from_str(&state.apply.request(r#"{"bitsmith":1}"#).unwrap()).unwrap();
    assert_eq!(
        request,
        json!({
            "document": { "bitsmith": 1 },
            "digest": "d",
            "nonce": "n",
            "acknowledged": ["one", "two"],
            "parameters": { "name": "a.zip" },
        })
    );
    let anew = after(&state, Event::Planned(Rc::new(plan())));
    assert!(
        anew.apply.acknowledged.is_empty(),
        "another plan is agreed to anew"
    );
}

#[test]
fn an_edit_takes_the_plan_away() {
    let state = planned(|_| {});
    for action in [Action::Empty, Action::Load(Default::default())] {
        let edited = state.after(action);
        assert!(edited.apply.plan.is_none());
        let back = edited.after(Action::Undo);
        assert!(back.apply.plan.is_none(), "a step back is an edit, too");
    }
}

#[test]
fn jobs_are_shown_as_far_as_they_are() {
    let jobs = json!({ "jobs": [{
        "guid": "{1}", "name": "Nightly", "state": "TRANSFERRING", "means": "It transfers.", "moves": true, "done": 5,
        "transfers": [{ "from": "https://h/a", "to": "C:\\a", "done": 5, "total": 10, "completed": false }],
        "next": ["suspend", "cancel"],
    }] });
    let state = after(&served(), Event::Jobs(Rc::new(jobs)));
    let job = &state.apply.jobs[0];
    assert_eq!((job.whole.done, job.whole.total), (5, None));
    assert_eq!(
        (job.parts[0].name.as_str(), job.parts[0].total),
        ("C:\\a", Some(10))
    );
    assert_eq!(job.next, ["suspend", "cancel"]);
}

#[test]
fn answers_are_sentences() {
    let state = after(
        &planned(|_| {}),
        Event::Applied(Rc::new(json!({ "jobs": [{
        "guid": "{1}", "notices": ["a notice"], "differences": ["a difference"]
    }] }))),
    );
    assert_eq!(state.apply.said, ["Applied.", "a notice", "a difference"]);
    assert!(state.apply.plan.is_none(), "a plan is applied once");
    let refusal = json!({ "error": "x", "message": "It is wrong.", "help": "Mend it." });
    assert_eq!(sentences(&refusal), "It is wrong. Mend it.");
    assert_eq!(
        sentences(&Value::Null),
        "The service said nothing that can be read."
    );
}

#[test]
fn sizes_are_said_as_people_say_them() {
    for (bytes, said) in [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1.0 KiB"),
        (1536, "1.5 KiB"),
        (10 * 1024 * 1024, "10.0 MiB"),
        (u64::MAX, "1677721.5 TiB"),
    ] {
        assert_eq!(size(bytes), said);
    }
}
