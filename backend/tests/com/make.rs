//! Jobs are made and found.

use crate::job::{Job, refused};
use bitsmith_backend::com::Bits;
use bitsmith_backend::failure::Failure;
use bitsmith_backend::service::{Reading, Service, State};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::job::Owner;
use bitsmith_core::text::Text;
use bitsmith_core::value::{DisplayName, Guid, JobType};

/// Every name of a job is kept as it is, whatever it looks like to a shell.
#[test]
fn a_job_is_made_suspended_and_empty_under_its_name() {
    for name in [
        "Nightly update",
        "a \"quoted\" 'name' & %TEMP% $(x) `n",
        "\u{65E5}\u{672C}\u{8A9E} \u{1F600} e\u{301}",
        " blanks around ",
        &"\u{1F600}".repeat(128),
    ] {
        let mut job = Job::new(name);
        let status = job.status();
        assert_eq!(status.display_name, name);
        assert_eq!(status.state, State::Suspended);
        assert_eq!((status.files_total, status.files_transferred), (0, 0));
        assert_eq!(status.error, None);
        assert_eq!(
            job.read(SettingId::DisplayName),
            Ok(Reading::Value(SettingValue::DisplayName(DisplayName(
                Text::literal(name)
            ))))
        );
    }
}

#[test]
fn a_job_keeps_its_type() {
    for job_type in [JobType::Download, JobType::Upload, JobType::UploadReply] {
        let mut job = Job::of_type("type", job_type);
        assert_eq!(job.status().job_type, job_type);
        assert_eq!(
            job.read(SettingId::JobType),
            Ok(Reading::Value(SettingValue::JobType(job_type)))
        );
    }
}

#[test]
fn a_name_with_nul_is_refused_before_the_call() {
    let mut bits = Bits::connect().unwrap();
    let made = bits.create_job("before\0after", JobType::Download);
    assert!(matches!(made, Err(Failure::Unsayable(_))), "{made:?}");
    for job in bits.jobs(Owner::Me).unwrap() {
        let name = bits.status(&job).map(|status| status.display_name);
        assert_ne!(name.as_deref(), Ok("before"));
    }
}

#[test]
fn two_jobs_of_one_name_are_two_jobs() {
    let (one, two) = (Job::new("twice"), Job::new("twice"));
    assert_ne!(one.guid, two.guid);
}

#[test]
fn every_job_is_found_once_in_the_list() {
    let mut jobs: Vec<Job> = (0..5).map(|_| Job::new("listed")).collect();
    for owner in [Owner::Me, Owner::AllUsers] {
        let found = jobs[0].bits.jobs(owner).unwrap();
        for job in &jobs {
            assert_eq!(found.iter().filter(|guid| **guid == job.guid).count(), 1);
        }
    }
}

#[test]
fn a_job_is_found_by_its_guid_from_another_connection() {
    let job = Job::new("found");
    let mut other = Bits::connect().unwrap();
    assert_eq!(other.status(&job.guid).unwrap().display_name, "found");
}

/// BG_E_NOT_FOUND. [com:IBackgroundCopyManager.GetJob]
#[test]
fn a_guid_that_is_no_job_is_not_found() {
    let mut bits = Bits::connect().unwrap();
    let nobody = Guid::parse("01234567-89ab-cdef-0123-456789abcdef").unwrap();
    assert_eq!(bits.status(&nobody), refused(0x8020_0001));
    assert_eq!(bits.cancel(&nobody), refused(0x8020_0001));
}

#[test]
fn several_threads_reach_bits_at_once() {
    let threads: Vec<_> = (0..4)
        .map(|number| {
            std::thread::spawn(move || {
                let name = format!("thread {number}");
                let mut job = Job::new(&name);
                assert_eq!(job.status().display_name, name);
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}
