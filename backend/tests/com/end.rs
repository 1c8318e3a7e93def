//! How jobs begin to run, and how they end.

use crate::job::{Job, noise, refused};
use bitsmith_backend::failure::Hresult;
use bitsmith_backend::service::{Service, State};
use bitsmith_tests::server::{Answer, Server};

/// BG_E_EMPTY. [com:IBackgroundCopyJob.Resume]
#[test]
fn a_job_without_files_cannot_be_resumed() {
    let mut job = Job::new("empty");
    assert_eq!(job.bits.resume(&job.guid), refused(0x8020_0003));
    assert_eq!(job.status().state, State::Suspended);
}

#[test]
fn a_completed_job_is_gone() {
    let server = Server::new([("/file", Answer::Bytes(noise(10)))]);
    let (mut job, _) = Job::download(&server.address("/file"), "file");
    job.run();
    assert_eq!(job.complete(), Ok(Hresult::S_OK));
    assert!(job.is_gone());
}

/// BG_E_INVALID_STATE, or BG_E_NOT_FOUND when BITS has forgotten it. [com:IBackgroundCopyJob.Complete; com:IBackgroundCopyManager.GetJob]
#[test]
fn a_job_cannot_be_completed_twice() {
    let server = Server::new([("/file", Answer::Bytes(noise(10)))]);
    let (mut job, local) = Job::download(&server.address("/file"), "file");
    job.run();
    job.complete().unwrap();
    let again = job.complete();
    assert!(
        [refused(0x8020_0001), refused(0x8020_0002)].contains(&again),
        "{again:?}"
    );
    assert!(local.exists());
}

#[test]
fn a_cancelled_job_is_gone_with_what_it_had_downloaded() {
    let server = Server::new([("/file", Answer::Bytes(noise(10)))]);
    let (mut job, local) = Job::download(&server.address("/file"), "file");
    job.run();
    assert!(job.cancel().is_ok());
    assert!(job.is_gone());
    assert!(!local.exists());
    let again = job.cancel();
    assert!(
        [refused(0x8020_0001), refused(0x8020_0002)].contains(&again),
        "{again:?}"
    );
}

/// A success that says more. [com:IBackgroundCopyJob.Cancel]
#[test]
fn the_code_of_a_success_is_kept() {
    let mut job = Job::new("nothing to delete");
    let local = job.folder.path().join("never");
    job.add("http://127.0.0.1/never", &local).unwrap();
    let cancelled = job.cancel().unwrap();
    assert!(
        [Hresult::S_OK, Hresult(0x0020_001A)].contains(&cancelled),
        "{cancelled}"
    );
}
