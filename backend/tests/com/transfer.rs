//! Transfers from a web server on this machine.

use crate::job::{Job, noise};
use bitsmith_backend::call::Assignment;
use bitsmith_backend::failure::Hresult;
use bitsmith_backend::secret::Secret;
use bitsmith_backend::service::{Service, State, Waking};
use bitsmith_core::catalog::SettingValue;
use bitsmith_core::text::Text;
use bitsmith_core::value::{AuthScheme, AuthTarget, Credential, Headers, User};
use bitsmith_tests::server::{Answer, Server, dead_address};
use std::fs;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

#[test]
fn a_file_arrives_byte_for_byte() {
    for length in [1, 4096, 3_000_017] {
        let content = noise(length);
        let server = Server::new([("/file.bin", Answer::Bytes(content.clone()))]);
        let (mut job, local) = Job::download(&server.address("/file.bin"), "file.bin");
        let status = job.run();
        assert_eq!((status.state, status.error), (State::Transferred, None));
        assert_eq!((status.files_transferred, status.files_total), (1, 1));
        assert_eq!(status.bytes_transferred, length as u64);
        assert!(
            !local.exists(),
            "the file has its name only when the job is completed"
        );
        assert_eq!(job.complete(), Ok(Hresult::S_OK));
        assert_eq!(fs::read(&local).unwrap(), content);
    }
}

#[test]
fn several_files_arrive_each_under_its_name() {
    let names = ["/a", "/b", "/c", "/d"];
    let content = |index: usize| noise(10_000 + index * 777);
    let pages = names
        .into_iter()
        .enumerate()
        .map(|(index, name)| (name, Answer::Bytes(content(index))));
    let server = Server::new(pages);
    let mut job = Job::new("several");
    for name in names {
        let local = job.folder.path().join(&name[1..]);
        job.add(&server.address(name), &local).unwrap();
    }
    let status = job.run();
    assert_eq!((status.state, status.files_transferred), (State::Transferred, 4));
    let files = job.bits.files(&job.guid).unwrap();
    assert!(
        files
            .iter()
            .all(|file| file.is_completed && file.bytes_total == Some(file.bytes_transferred))
    );
    job.complete().unwrap();
    for (index, name) in names.iter().enumerate() {
        assert_eq!(
            fs::read(job.folder.path().join(&name[1..])).unwrap(),
            content(index),
            "{name}"
        );
    }
}

#[test]
fn headers_reach_the_server() {
    let server = Server::new([("/file", Answer::Bytes(noise(10)))]);
    let (mut job, _) = Job::download(&server.address("/file"), "file");
    let lines = [
        "X-Bitsmith: a \"b\" & c; %d",
        "Accept-Language: de-DE",
        "X-Empty-Looking: .",
    ];
    job.set(SettingValue::CustomHeaders(Headers(
        lines.map(Text::literal).to_vec(),
    )))
    .unwrap();
    assert_eq!(job.run().state, State::Transferred);
    let asked = server.asked();
    let last = asked.last().unwrap();
    assert_eq!(last.header("X-Bitsmith"), ["a \"b\" & c; %d"]);
    assert_eq!(last.header("Accept-Language"), ["de-DE"]);
    assert_eq!(last.header("X-Empty-Looking"), ["."]);
}

#[test]
fn basic_credentials_reach_the_server() {
    let content = noise(2000);
    let server = Server::new([(
        "/secret",
        Answer::Basic("ann:pa55 w0rd:%&\"".to_owned(), content.clone()),
    )]);
    let (mut job, local) = Job::download(&server.address("/secret"), "secret");
    let set = Assignment::Credential {
        credential: Credential {
            target: AuthTarget::Server,
            scheme: AuthScheme::Basic,
            user: User::Named(Text::literal("ann")),
        },
        password: Some(Secret::new("pa55 w0rd:%&\"".to_owned())),
    };
    assert_eq!(job.bits.set(&job.guid, &set), Ok(Hresult::S_OK));
    let status = job.run();
    assert_eq!((status.state, status.error), (State::Transferred, None));
    job.complete().unwrap();
    assert_eq!(fs::read(local).unwrap(), content);
}

#[test]
fn without_credentials_a_server_that_asks_for_them_is_an_error() {
    let server = Server::new([("/secret", Answer::Basic("ann:pa55".to_owned(), noise(5)))]);
    let (mut job, _) = Job::download(&server.address("/secret"), "secret");
    assert_eq!(job.run().error.unwrap().code, Some(Hresult(0x8019_0191)));
}

/// The status stands in the lower half of the code. [idl:BitsMsg.h]
#[test]
fn an_error_of_the_server_is_told_with_its_file() {
    for (status, code) in [(404, 0x8019_0194), (400, 0x8019_0190), (503, 0x8019_01F7)] {
        let server = Server::new([("/file", Answer::Status(status))]);
        let (mut job, local) = Job::download(&server.address("/file"), "file");
        let found = job.run();
        assert_eq!(found.state, State::Error);
        let error = found.error.unwrap();
        assert_eq!(error.code, Some(Hresult(code)));
        assert_eq!(error.context, "remote_file");
        let local = local.to_str().unwrap().to_owned();
        assert_eq!(error.file, Some((server.address("/file"), local)));
    }
}

#[test]
fn one_missing_file_of_several_is_the_one_that_is_told() {
    let server = Server::new([("/there", Answer::Bytes(noise(100)))]);
    let mut job = Job::new("half");
    let folder = job.folder.path().to_owned();
    job.add(&server.address("/there"), &folder.join("there")).unwrap();
    job.add(&server.address("/not-there"), &folder.join("not-there"))
        .unwrap();
    let error = job.run().error.unwrap();
    assert_eq!(error.code, Some(Hresult(0x8019_0194)));
    assert_eq!(error.file.unwrap().0, server.address("/not-there"));
}

#[test]
fn a_refused_connection_is_an_error() {
    let (mut job, local) = Job::download(&dead_address(), "file");
    let status = job.run();
    assert_eq!(status.state, State::Error);
    assert!(status.error.is_some());
    assert!(!local.exists());
}

#[test]
fn a_redirect_is_followed() {
    let content = noise(500);
    let server = Server::new([
        ("/old", Answer::Redirect("/new".to_owned())),
        ("/new", Answer::Bytes(content.clone())),
    ]);
    let (mut job, local) = Job::download(&server.address("/old"), "file");
    assert_eq!(job.run().state, State::Transferred);
    job.complete().unwrap();
    assert_eq!(fs::read(local).unwrap(), content);
}

#[test]
fn a_transfer_that_stands_still_shows_what_has_arrived_and_can_be_cancelled() {
    let server = Server::new([("/slow", Answer::Stalled(noise(70_000)))]);
    let (mut job, local) = Job::download(&server.address("/slow"), "slow");
    job.bits.resume(&job.guid).unwrap();
    let seen = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        let status = job.status();
        status.state == State::Transferring && status.bytes_transferred > 0
    });
    assert!(seen, "{:?}", job.status());
    assert!(job.cancel().is_ok());
    assert!(!local.exists());
}

#[test]
fn bits_calls_when_a_job_has_been_transferred() {
    let server = Server::new([("/file", Answer::Bytes(noise(1000)))]);
    let (mut job, _) = Job::download(&server.address("/file"), "file");
    let (send, calls) = mpsc::channel();
    let wake = Arc::new(move || {
        let _ = send.send(());
    });
    assert_eq!(job.bits.wake(&job.guid, Some(wake)), Ok(Waking::Called));
    assert_eq!(job.run().state, State::Transferred);
    calls.recv_timeout(Duration::from_secs(20)).expect("BITS calls");
    assert_eq!(job.bits.wake(&job.guid, None), Ok(Waking::Polled));
}

/// The last who registers would be the only one who is called. [com:IBackgroundCopyJob.SetNotifyInterface]
#[test]
fn the_call_of_somebody_else_is_left_alone() {
    let mut job = Job::new("called");
    let (send, _calls) = mpsc::channel();
    let first = Arc::new(move || {
        let _ = send.send(());
    });
    assert_eq!(job.bits.wake(&job.guid, Some(first)), Ok(Waking::Called));
    assert_eq!(
        job.bits.wake(&job.guid, Some(Arc::new(|| {}))),
        Ok(Waking::Polled)
    );
    job.bits.wake(&job.guid, None).unwrap();
    assert_eq!(
        job.bits.wake(&job.guid, Some(Arc::new(|| {}))),
        Ok(Waking::Called)
    );
    job.bits.wake(&job.guid, None).unwrap();
}
