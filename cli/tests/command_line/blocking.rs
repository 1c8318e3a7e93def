//! A BITS that never answers lets every command return, with its exit code and a sentence.

use crate::applying::{NIGHTLY, SLOWER};
use crate::bench::{Bench, HASTY};
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::scripted::{Course, Scripted};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::value::JobType;
use std::time::{Duration, Instant};

const GUID: &str = "{00000000-0000-0000-0000-00000000000A}";
/// A few calls that are not answered, and what a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs a command and looks at how it ends.
fn ends(bench: &mut Bench, arguments: &[&str], document: &str, code: u8, name: &str) -> String {
    bench.bounds = Some(HASTY);
    let start = Instant::now();
    let left = bench.run(arguments, document, "");
    assert!(start.elapsed() < PATIENCE, "{name}: {arguments:?}");
    assert_eq!(left.code, code, "{name}: {arguments:?}: {}", left.err);
    assert!(
        left.err.contains("did not answer in time"),
        "{name}: {}",
        left.err
    );
    left.out
}

fn one_job() -> Scripted {
    Scripted::new().with_job(GUID, "Nightly update", JobType::Download)
}

#[test]
fn a_call_that_changes_something_and_is_not_answered_ends_the_command() {
    for (arguments, document, code) in [
        (&["apply", "--yes", "FILE"][..], NIGHTLY, 5),
        (&["apply", "--yes", "FILE"], SLOWER, 5),
        (&["suspend", GUID], "", 3),
        (&["resume", GUID], "", 3),
        (&["complete", GUID], "", 3),
        (&["cancel", GUID], "", 3),
    ] {
        ends(
            &mut Bench::new(one_job().blocking(1)),
            arguments,
            document,
            code,
            "call 1",
        );
    }
}

#[test]
fn a_question_that_is_not_answered_ends_the_command_wherever_it_comes() {
    for arguments in [
        &["jobs"][..],
        &["jobs", "--all-users"],
        &["jobs", "--format", "json"],
        &["jobs", "--watch"],
        &["show", GUID],
        &["show", "--format", "json", GUID],
        &["capture", GUID],
    ] {
        // How much it asks of a BITS that answers; who watches does not come to an end.
        let questions = if arguments.contains(&"--watch") {
            4
        } else {
            let bench = Bench::new(one_job());
            assert_eq!(bench.run(arguments, "", "").code, 0);
            bench.bits.asked()
        };
        assert!(questions > 1, "{arguments:?}");
        for number in [1, 2, questions / 2, questions] {
            let mut bench = Bench::new(one_job().silent_from(number));
            let name = format!("question {number} of {questions}");
            let out = ends(&mut bench, arguments, "", 3, &name);
            // Nothing is shown that looks like all there is.
            assert!(out.is_empty() || arguments.contains(&"--watch"), "{name}: {out}");
        }
    }
}

#[test]
fn an_apply_whose_questions_are_not_answered_does_nothing_or_says_what_is_left() {
    for document in [NIGHTLY, SLOWER] {
        let bench = Bench::new(one_job());
        assert_eq!(bench.run(&["apply", "--yes", "FILE"], document, "").code, 0);
        let (questions, calls) = (bench.bits.asked(), bench.bits.calls().len());
        for number in 1..=questions {
            let mut bench = Bench::new(one_job().silent_from(number));
            bench.bounds = Some(HASTY);
            let start = Instant::now();
            let left = bench.run(&["apply", "--yes", "FILE"], document, "");
            assert!(start.elapsed() < PATIENCE, "question {number}");
            let done = bench.bits.calls().len();
            let code = match done {
                0 => 3,
                // What was done is done; that it could not be read back does not undo it.
                all if all == calls => 0,
                _ => 5,
            };
            assert_eq!(left.code, code, "question {number}, {done} calls: {}", left.err);
            assert_eq!(
                code != 0,
                left.err.contains("did not answer in time"),
                "{}",
                left.err
            );
        }
    }
}

#[test]
fn waiting_for_a_job_that_nobody_tells_of_any_more_says_who_finds_it() {
    let bench = Bench::new(Scripted::new().taking(Course::Hangs));
    assert_eq!(bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "").code, 0);
    let questions = bench.bits.asked();
    let bits = Scripted::new().taking(Course::Hangs).silent_from(questions + 3);
    let mut bench = Bench::new(bits);
    ends(
        &mut bench,
        &["apply", "--yes", "--wait", "FILE"],
        NIGHTLY,
        5,
        "waiting",
    );
    assert_eq!(bench.bits.living().len(), 1);
}

/// A machine with a job that was not made whole.
pub(crate) fn half_made() -> Bench {
    let refused = Failure::Refused(Hresult::NOT_IMPLEMENTED);
    let gone = Failure::Refused(Hresult(0x8007_06BA));
    let bits = Scripted::new()
        .refusing(SettingId::Priority, refused)
        .failing_cancel(gone);
    let bench = Bench::new(bits);
    assert_eq!(bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "").code, 5);
    bench
}

/// A machine with a job whose change was broken off.
fn half_changed() -> Bench {
    let mut bench = Bench::new(one_job().blocking(2));
    ends(&mut bench, &["apply", "--yes", "FILE"], SLOWER, 5, "a change");
    bench
}

#[test]
fn recover_returns_and_leaves_what_it_found_for_another_time() {
    for (arguments, code) in [(&["recover"][..], 3), (&["recover", "--stale"], 3)] {
        let mut bench = half_made();
        bench.bits = bench.bits.clone().silent_from(1);
        ends(&mut bench, arguments, "", code, "a question");
    }
    for (make, arguments) in [
        (half_made as fn() -> Bench, &["recover", "--cancel"][..]),
        (half_changed, &["recover", "--finish"]),
    ] {
        let mut bench = make();
        let next = bench.bits.calls().len() + 1;
        bench.bits = bench.bits.clone().blocking(next);
        ends(&mut bench, arguments, "", 5, "a call");
        let left = bench.run(&["recover"], "", "l\n");
        assert_eq!(left.code, 5, "it is found again: {}", left.err);
    }
}
