//! A BITS that never answers keeps nobody waiting.

use crate::world::{NIGHTLY, Shelf, resolved, strict};
use bitsmith_backend::apply::{ApplyError, make};
use bitsmith_backend::capture::capture;
use bitsmith_backend::failure::Failure;
use bitsmith_backend::journal::Journal;
use bitsmith_backend::scripted::Scripted;
use bitsmith_backend::thread::{Bounds, Threaded};
use std::time::{Duration, Instant};

const BOUNDS: Bounds = Bounds {
    connect: Duration::from_millis(500),
    call: Duration::from_millis(500),
};
/// Two waits and what a busy machine needs: far less than a wait for each call of a plan or of a hundred.
const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn a_call_that_never_returns_ends_the_plan_in_time() {
    let order = resolved(NIGHTLY);
    for step in 1..=order.steps.len() {
        let bits = Scripted::new().blocking(step);
        let there = bits.clone();
        let mut service = Threaded::connect(BOUNDS, move || Ok(there)).expect("it connects");
        let mut journal = Journal::in_memory().expect("a journal");
        let start = Instant::now();
        let shelf = Shelf::default();
        let error = make(
            &order,
            &mut service,
            &mut journal,
            &strict(&shelf),
            &mut |_, _, _| {},
        )
        .expect_err("it fails");
        assert!(start.elapsed() < PATIENCE, "{step}");
        let ApplyError::Step(error) = error else {
            panic!("{error}");
        };
        let text = error.to_string();
        assert_eq!(error.step, step);
        assert!(text.contains("did not answer in time"), "{text}");
        let said = if step == 1 {
            "bitsmith recover"
        } else {
            "bitsadmin /cancel {"
        };
        assert!(text.contains(said), "{text}");
        // A Cancel behind a call that hangs would come at some later time, unasked.
        assert!(!bits.calls().contains(&"Cancel"));
    }
}

#[test]
fn everything_after_it_fails_at_once() {
    use bitsmith_backend::service::Service;
    let bits = Scripted::new().blocking(1);
    let mut service = Threaded::connect(BOUNDS, move || Ok(bits)).expect("it connects");
    let guid = bitsmith_core::value::Guid::parse("00000000-0000-0000-0000-000000000001").expect("a GUID");
    assert_eq!(service.resume(&guid), Err(Failure::NoAnswer));
    let start = Instant::now();
    for _ in 0..100 {
        assert_eq!(service.cancel(&guid), Err(Failure::NoAnswer));
    }
    assert_eq!(capture(&guid, &mut service), Err(Failure::NoAnswer));
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn connecting_is_bounded() {
    let start = Instant::now();
    let connected = Threaded::connect(BOUNDS, || -> Result<Scripted, Failure> {
        loop {
            std::thread::park();
        }
    });
    assert_eq!(connected.err(), Some(Failure::NoAnswer));
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn a_job_is_made_through_the_thread_as_without_it() {
    let bits = Scripted::new();
    let there = bits.clone();
    let mut service = Threaded::connect(Bounds::default(), move || Ok(there)).expect("it connects");
    let mut journal = Journal::in_memory().expect("a journal");
    let shelf = Shelf::default();
    let applied = make(
        &resolved(NIGHTLY),
        &mut service,
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .expect("it is made");
    assert_eq!(bits.living(), [applied.guid]);
}
