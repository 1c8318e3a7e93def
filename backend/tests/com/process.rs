//! Jobs belong to BITS, not to the process that made them.

use crate::job::Job;
use bitsmith_backend::service::{Service, State};
use bitsmith_core::value::Guid;
use std::process::Command;

/// What the example `jobs` prints in a process of its own: GUID, state and name of each job.
fn jobs_seen_elsewhere(arguments: &[&str]) -> Vec<(Guid, String, String)> {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.ancestors().nth(2).unwrap();
    let program = profile.join("examples").join("jobs.exe");
    let output = Command::new(&program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let jobs = text.lines().map(|line| {
        let parts: Vec<&str> = line.split('\t').collect();
        (
            Guid::parse(parts[0]).unwrap(),
            parts[1].to_owned(),
            parts[2].to_owned(),
        )
    });
    jobs.collect()
}

#[test]
fn a_job_is_seen_from_a_second_process_until_it_is_cancelled() {
    let mut job = Job::new("seen elsewhere \u{E9}");
    let wanted = (
        job.guid.clone(),
        "Suspended".to_owned(),
        "seen elsewhere \u{E9}".to_owned(),
    );
    assert!(jobs_seen_elsewhere(&[]).contains(&wanted));
    job.cancel().unwrap();
    let left = jobs_seen_elsewhere(&[]);
    let is_over = |(guid, state, _): &(Guid, String, String)| *guid != job.guid || state == "Cancelled";
    assert!(left.iter().all(is_over), "{left:?}");
}

#[test]
fn a_job_outlives_the_process_that_made_it() {
    let name = format!("left behind by {}", std::process::id());
    let made = jobs_seen_elsewhere(&[&name]);
    let (guid, ..) = made.into_iter().find(|(_, _, found)| *found == name).unwrap();
    let mut here = Job::new("finds it");
    let status = here.bits.status(&guid).unwrap();
    assert_eq!((status.display_name, status.state), (name, State::Suspended));
    here.bits.cancel(&guid).unwrap();
}
