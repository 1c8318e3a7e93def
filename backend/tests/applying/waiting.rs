//! Waiting for a job: speed, estimate, stuck, and how it ends.

use crate::world::{Fast, NIGHTLY, Shelf, resolved, strict};
use bitsmith_backend::apply::{Finished, Removal, finish, make};
use bitsmith_backend::calls::Then;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::journal::{Journal, Stage};
use bitsmith_backend::monitor::{Clock, Progress, STUCK, Watcher};
use bitsmith_backend::scripted::{Course, Scripted};
use bitsmith_backend::service::{JobError, Service, State};
use bitsmith_core::job::Leftover;
use bitsmith_core::value::Seconds;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::time::Duration;

fn not_there() -> JobError {
    JobError {
        context: "remote_file",
        code: Some(Hresult(0x8019_0194)),
        description: None,
        file: None,
    }
}

fn waited(bits: Scripted, then: Then, stop: bool) -> (Finished, Vec<&'static str>, Stage, Duration, bool) {
    let mut journal = Journal::in_memory().expect("a journal");
    let shelf = Shelf::default();
    let mut there = bits.clone();
    let applied = make(
        &resolved(NIGHTLY),
        &mut there,
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .expect("it is made");
    let clock = Fast::default();
    let mut stuck = false;
    let finished = finish(
        &applied.guid,
        applied.entry,
        then,
        &mut there,
        &mut journal,
        (&clock, &AtomicBool::new(stop)),
        &mut |progress: &Progress| stuck |= progress.is_stuck,
    );
    let entry = journal
        .entry_of(&applied.guid)
        .expect("it is read")
        .expect("it is there");
    (finished, bits.calls(), entry.stage, clock.now(), stuck)
}

const FOUR_HOURS: Then = Then::Wait {
    bound: Some(Seconds(4 * 3600)),
    on_error: Leftover::Remove,
    on_bound: Leftover::Remove,
};

#[test]
fn a_job_is_completed_when_it_has_its_files() {
    let (finished, calls, stage, passed, _) =
        waited(Scripted::new().taking(Course::Transfers(5)), FOUR_HOURS, false);
    assert_eq!(finished, Finished::Completed(Hresult::S_OK));
    assert_eq!((calls.last(), stage), (Some(&"Complete"), Stage::Over));
    assert_eq!(passed, Duration::from_secs(16));
}

#[test]
fn a_job_in_error_is_removed_or_left_as_the_document_says() {
    for (on_error, removal, last) in [
        (Leftover::Remove, Removal::Removed, "Cancel"),
        (Leftover::Leave, Removal::Left, "Resume"),
    ] {
        let bits = Scripted::new().taking(Course::Fails(2, not_there()));
        let then = Then::Wait {
            bound: None,
            on_error,
            on_bound: Leftover::Leave,
        };
        let (finished, calls, ..) = waited(bits, then, false);
        assert_eq!(finished, Finished::Error(Some(not_there()), removal));
        assert_eq!(calls.last(), Some(&last));
    }
}

#[test]
fn a_job_without_headway_is_called_stuck_and_ends_with_the_bound() {
    let (finished, calls, stage, passed, stuck) =
        waited(Scripted::new().taking(Course::Hangs), FOUR_HOURS, false);
    assert_eq!(finished, Finished::Bound(Removal::Removed));
    assert!(stuck);
    assert_eq!((calls.last(), stage), (Some(&"Cancel"), Stage::Over));
    assert!(passed >= Duration::from_secs(4 * 3600) && passed < Duration::from_secs(4 * 3600 + 10));
}

#[test]
fn whoever_stops_waiting_leaves_the_job_to_bits() {
    let (finished, calls, stage, ..) = waited(Scripted::new().taking(Course::Hangs), FOUR_HOURS, true);
    assert_eq!((finished, stage), (Finished::Stopped, Stage::Running));
    assert!(!calls.contains(&"Cancel"));
}

#[test]
fn a_bits_that_calls_all_the_time_keeps_nobody_from_stopping() {
    let minute = Then::Wait {
        bound: Some(Seconds(60)),
        on_error: Leftover::Leave,
        on_bound: Leftover::Leave,
    };
    for (stop, end) in [(true, Finished::Stopped), (false, Finished::Bound(Removal::Left))] {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let bits = Scripted::new().taking(Course::Hangs).calling_back();
            let (finished, ..) = waited(bits.clone(), minute, stop);
            sender.send((finished, bits.asked())).expect("somebody waits");
        });
        let (finished, asked) = receiver
            .recv_timeout(Duration::from_secs(20))
            .expect("the waiting ends");
        assert_eq!(finished, end);
        assert!(asked < 400, "{asked} questions in a minute");
    }
}

#[test]
fn a_failed_complete_is_said_and_found_again() {
    let steps = resolved(NIGHTLY).steps.len();
    let failure = Failure::Refused(Hresult(0x8007_0020));
    let (finished, _, stage, ..) = waited(Scripted::new().failing(steps + 1, failure), FOUR_HOURS, false);
    assert_eq!(
        (finished, stage),
        (Finished::NotCompleted(failure), Stage::Waiting)
    );
}

#[test]
fn speed_and_estimate_are_those_of_the_last_half_minute() {
    let mut bits = Scripted::new();
    let mut journal = Journal::in_memory().expect("a journal");
    let shelf = Shelf::default();
    let applied = make(
        &resolved(NIGHTLY),
        &mut bits,
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .expect("it is made");
    let mut status = bits.status(&applied.guid).expect("it is read");
    status.state = State::Transferring;
    status.bytes_total = Some(1_000_000);
    let mut watcher = Watcher::default();
    let mut at = |second: u64, bytes: u64| {
        status.bytes_transferred = bytes;
        watcher.see(Duration::from_secs(second), status.clone())
    };
    assert_eq!(at(0, 0).speed, None);
    let progress = at(10, 100_000);
    assert_eq!(progress.speed, Some(10_000));
    assert_eq!(progress.remaining, Some(Duration::from_secs(90)));
    for second in (14..60).step_by(4) {
        at(second, 100_000);
    }
    let progress = at(60, 100_000);
    assert_eq!((progress.speed, progress.remaining), (Some(0), None));
    assert!(!progress.is_stuck);
    assert!(at(10 + STUCK.as_secs(), 100_000).is_stuck);
    assert!(!at(11 + STUCK.as_secs(), 100_001).is_stuck);
    // From the start again.
    assert_eq!(at(12 + STUCK.as_secs(), 0).speed, None);
}

#[test]
fn bytes_speed_and_estimate_move_file_by_file() {
    let document = NIGHTLY.replace(
        "\"local_name\": \"%TEMP%\\\\update.zip\" }",
        "\"local_name\": \"%TEMP%\\\\update.zip\" },
         { \"remote_name\": \"https://example.com/b.zip\", \"local_name\": \"%TEMP%\\\\b.zip\" }",
    );
    let mut bits = Scripted::new().taking(Course::Steps(vec![0, 400, 400, 0, 800, 400]));
    let mut journal = Journal::in_memory().expect("a journal");
    let shelf = Shelf::default();
    let order = resolved(&document);
    let options = strict(&shelf);
    let applied = make(&order, &mut bits, &mut journal, &options, &mut |_, _, _| {}).expect("it is made");
    let mut other = bits.clone();
    let mut seen = Vec::new();
    let finished = finish(
        &applied.guid,
        applied.entry,
        FOUR_HOURS,
        &mut bits,
        &mut journal,
        (&Fast::default(), &AtomicBool::new(false)),
        &mut |progress: &Progress| {
            let files = other.files(&applied.guid).expect("they are read");
            let files: Vec<u64> = files.iter().map(|file| file.bytes_transferred).collect();
            seen.push((
                progress.status.bytes_transferred,
                (files[0], files[1], progress.status.files_transferred),
                progress.speed,
                progress.remaining.map(|time| time.as_secs()),
            ));
        },
    );
    assert_eq!(finished, Finished::Completed(Hresult::S_OK));
    // A look each 4 s.
    assert_eq!(
        seen,
        [
            (0, (0, 0, 0), None, None),
            (400, (400, 0, 0), Some(100), Some(16)),
            (800, (800, 0, 0), Some(100), Some(12)),
            (800, (800, 0, 0), Some(66), Some(18)),
            (1600, (1000, 600, 1), Some(100), Some(4)),
            (2000, (1000, 1000, 2), None, None),
        ]
    );
}
