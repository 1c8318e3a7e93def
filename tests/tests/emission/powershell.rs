//! PowerShell scripts: read, and run against the model of BITS.

use crate::jobs::{Random, emitted};
use bitsmith_core::emit::{Request, Script, Target};
use std::collections::BTreeMap;

const JOBS: u64 = 10_000;

#[test]
fn every_script_of_generated_jobs_is_ascii_can_be_read_and_pleases_the_analyzer() {
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    let mut steps = 0;
    for seed in 1..=JOBS {
        let mut random = Random::new(seed);
        let script = random.pick(&[Script::Main, Script::Main, Script::Undo, Script::Check]);
        let request = Request {
            target: Target::PowerShell,
            script,
        };
        let Some(job) = emitted(&mut random, request, &mut refused) else {
            panic!("seed {seed}: nothing was left of the job");
        };
        let text = job.emission.text();
        assert!(
            text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\r' | b'\n')),
            "{seed}: not ASCII"
        );
        match bitsmith_tests::analyzer::complaints(&text) {
            Ok(complaints) => assert!(complaints.is_empty(), "seed {seed}: {complaints:?}\n{text}"),
            Err(unread) => panic!("seed {seed}: {unread:?}\n{text}\n{:?}", job.draft),
        }
        steps += job.plan.steps().len();
    }
    println!("{JOBS} scripts read, of plans with {steps} steps; refused before: {refused:?}");
}
