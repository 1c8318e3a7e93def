//! What the page makes of the local service's answers, without a browser and without a service.

use bitsmith_core::document::{EXAMPLE, read};
use bitsmith_frontend::apply::{Call, Consent, Event, Job, Plan, Progress, Served, sentences};
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
    after(&state, Event::Status(None))
}

fn plan() -> Plan {
    Plan {
        digest: "d".into(),
        nonce: "n".into(),
        calls: vec![Call {
            code: "IBackgroundCopyJob::Resume()".into(),
            does: "Makes the job run".into(),
        }],
        ..Plan::default()
    }
}

fn planned(change: impl FnOnce(&mut Plan)) -> State {
    let mut plan = plan();
    change(&mut plan);
    after(&after(&served(), Event::Asked), Event::Planned(Rc::new(plan)))
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
        !planned(|plan| plan.obstacles = vec!["a share".into()])
            .apply
            .is_ready()
    );
    let only_plans = after(&state, Event::Status(Some("No Windows.".into())));
    assert!(!only_plans.apply.is_ready());
    assert_eq!(only_plans.apply.reason.as_deref(), Some("No Windows."));
}

#[test]
fn every_acknowledgement_and_every_parameter_is_needed() {
    let state = planned(|plan| {
        plan.acknowledge = vec![("one".into(), "1".into()), ("two".into(), "2".into())];
        plan.parameters = vec!["name".into()];
    });
    let given = |state: &State, rule: &str, consent| after(state, Event::Acknowledged(rule.into(), consent));
    let state = given(&given(&state, "two", Consent::Given), "one", Consent::Given);
    assert!(!state.apply.is_ready());
    let state = after(&state, Event::Parameter("name".into(), "a \"b\"\\\u{1}".into()));
    let state = after(&state, Event::Parameter("of another plan".into(), "x".into()));
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
            "parameters": { "name": "a \"b\"\\\u{1}" },
            "again": false,
        })
    );
    let anew = after(&state, Event::Planned(Rc::new(plan())));
    assert!(
        anew.apply.acknowledged.is_empty(),
        "another plan is agreed to anew"
    );
}

#[test]
fn another_job_of_the_same_plan_is_made_by_those_who_want_it() {
    let state = planned(|plan| plan.before = Some("This plan was applied before.".into()));
    assert!(!state.apply.is_ready());
    let wanted = after(&state, Event::Again(Consent::Given));
    assert!(wanted.apply.is_ready());
    let request: Value = serde_json::from_str(&wanted.apply.request("{}").unwrap()).unwrap();
    assert_eq!(request["again"], true);
    assert!(!after(&wanted, Event::Again(Consent::Withheld)).apply.is_ready());
    let anew = after(&wanted, Event::Planned(state.apply.plan.clone().unwrap()));
    assert!(!anew.apply.is_ready(), "another plan is agreed to anew");
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
fn jobs_are_those_that_were_told_last() {
    let job = |name: &str| Job {
        guid: "{1}".into(),
        state: "TRANSFERRING".into(),
        means: "It transfers.".into(),
        moves: true,
        speed: Some(2),
        remaining: None,
        whole: Progress {
            name: name.into(),
            done: 5,
            total: None,
        },
        parts: Vec::new(),
        next: vec!["suspend".into(), "cancel".into()],
    };
    let told = |name| Event::Jobs(Rc::new(vec![job(name)]));
    let state = after(&after(&served(), told("Nightly")), told("Daily"));
    assert_eq!(*state.apply.jobs, [job("Daily")]);
}

#[test]
fn answers_are_sentences() {
    let notices = vec!["a notice".to_owned(), "a difference".to_owned()];
    let state = after(&planned(|_| {}), Event::Applied(notices));
    assert_eq!(state.apply.said, ["Applied.", "a notice", "a difference"]);
    assert!(state.apply.plan.is_none(), "a plan is applied once");
    assert_eq!(sentences("It is wrong.", "Mend it."), "It is wrong. Mend it.");
    assert_eq!(sentences("", ""), "The service said nothing that can be read.");
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
