//! What Wine's BITS does not have, and how that shows. [wine:job.c; wine-run]

use crate::job::{Job, refused};
use bitsmith_backend::call::Assignment;
use bitsmith_backend::com::Bits;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::service::{Feature, Reading, Service};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::document::read;
use bitsmith_core::text::Text;
use bitsmith_core::value::{
    CostFlags, DisplayName, File, HelperToken, HelperTokenFlags, HttpMethod, Length, NotifyCommand,
    NotifyFlags, Once, Priority, ProxySettings, ProxyUsage, Range, Seconds, Switch,
};
use bitsmith_tests::server::{Answer, Server, dead_address};

const E_NOTIMPL: u32 = 0x8000_4001;

#[test]
fn this_bits_is_known_without_making_a_job() {
    let found = Bits::connect().unwrap().features().unwrap();
    let names: Vec<&str> = found.iter().map(|feature| feature.0).collect();
    assert_eq!(
        names,
        [
            "IBackgroundCopyFile2",
            "IBackgroundCopyJob2",
            "IBackgroundCopyJob3",
            "IBackgroundCopyJob4",
            "IBackgroundCopyJobHttpOptions"
        ]
    );
}

/// What is not among the features is missing when it is called, under the name that the feature has.
#[test]
fn a_missing_interface_is_named() {
    let mut job = Job::new("missing");
    let job5 = "IBackgroundCopyJob5";
    for (value, name) in [
        (SettingValue::CostFlags(CostFlags(1)), job5),
        (SettingValue::DynamicContent(Switch(true)), job5),
        (
            SettingValue::HttpMethod(HttpMethod(Text::literal("POST"))),
            "IBackgroundCopyJobHttpOptions2",
        ),
        (
            SettingValue::MakeCustomHeadersWriteOnly(Once),
            "IBackgroundCopyJobHttpOptions3",
        ),
        (SettingValue::HelperToken(HelperToken::Set), "IBitsTokenOptions"),
        (
            SettingValue::HelperTokenFlags(HelperTokenFlags(0)),
            "IBitsTokenOptions",
        ),
    ] {
        let id = value.id();
        let feature = Feature::of(id).unwrap();
        assert!(!job.bits.features().unwrap().contains(&feature));
        assert_eq!(job.set(value), Err(Failure::Missing(name)), "{id:?}");
        if id != SettingId::MakeCustomHeadersWriteOnly {
            assert_eq!(job.read(id), Err(Failure::Missing(name)), "{id:?}");
        }
    }
    job.add("http://127.0.0.1/a", &job.folder.path().join("a"))
        .unwrap();
    let valid = Assignment::ValidationState { file: 0, valid: true };
    assert_eq!(
        job.bits.set(&job.guid, &valid),
        Err(Failure::Missing("IBackgroundCopyFile3"))
    );
}

#[test]
fn what_is_not_implemented_is_refused_with_its_code() {
    let mut job = Job::new("not implemented");
    for value in [
        SettingValue::DisplayName(DisplayName(Text::literal("other"))),
        SettingValue::ProxySettings(ProxySettings {
            usage: ProxyUsage::Override,
            list: vec![Text::literal("http://proxy:8080")],
            bypass: vec![Text::literal("<local>")],
        }),
        SettingValue::NotifyCmdLine(NotifyCommand {
            program: Text::literal("C:\\windows\\notepad.exe"),
            parameters: Text::default(),
        }),
        SettingValue::NotifyFlags(NotifyFlags(NotifyFlags::FILE_RANGES_TRANSFERRED)),
        SettingValue::TakeOwnership(Once),
        SettingValue::RemoveClientCertificate(Once),
    ] {
        let id = value.id();
        assert_eq!(job.set(value), refused(E_NOTIMPL), "{id:?}");
    }
    assert_eq!(job.bits.suspend(&job.guid), refused(E_NOTIMPL));
    for id in [
        SettingId::ProxySettings,
        SettingId::Priority,
        SettingId::NotifyCmdLine,
    ] {
        assert_eq!(job.read(id), refused(E_NOTIMPL), "{id:?}");
    }
    let status = job.status();
    assert_eq!(
        (status.owner, status.times, status.error_count),
        (None, None, None)
    );
}

/// Windows refuses it: 256 are the limit [com:IBackgroundCopyManager.CreateJob]. Documents with it are refused, so that no call comes to that.
#[test]
fn a_name_that_is_too_long_is_taken() {
    let name = "n".repeat(257);
    assert_eq!(Job::new(&name).status().display_name, name);
    for (characters, is_legal) in [(256, true), (257, false)] {
        let name = "n".repeat(characters);
        let typed = format!(
            r#"{{"bitsmith":1,"subject":{{"new":{{"job_type":"download","display_name":"{name}"}}}},"ending":"create_only"}}"#
        );
        let drafts = read(&typed).unwrap();
        assert_eq!(drafts[0].job().0.is_some(), is_legal, "{characters}");
    }
}

/// S_OK alone proves nothing: only what is read back does.
#[test]
fn some_setters_succeed_and_keep_nothing() {
    let mut job = Job::new("kept nothing");
    let delay = SettingValue::MinimumRetryDelay(Seconds(120));
    assert_eq!(job.set(delay), Ok(Hresult::S_OK));
    assert_eq!(
        job.read(SettingId::MinimumRetryDelay),
        Ok(Reading::Value(SettingValue::MinimumRetryDelay(Seconds(30))))
    );
    assert_eq!(job.set(SettingValue::Priority(Priority::Low)), Ok(Hresult::S_OK));
    let local = job.folder.path().join("ranges");
    let ranges = File {
        remote_name: Text::literal("http://127.0.0.1/a"),
        local_name: Text::literal(local.to_str().unwrap()),
        ranges: vec![Range {
            offset: 0,
            length: Length::Bytes(100),
        }],
    };
    assert_eq!(job.bits.add_file(&job.guid, &ranges), Ok(Hresult::S_OK));
    assert_eq!(job.status().files_total, 0);
}

/// BG_E_ERROR_INFORMATION_UNAVAILABLE, which is no failure of asking.
#[test]
fn a_refused_connection_has_no_code() {
    let (mut job, _) = Job::download(&dead_address(), "file");
    let error = job.run().error.unwrap();
    assert_eq!((error.context, error.code, error.file), ("unknown", None, None));
}

/// BG_E_EMPTY stands for all files being there.
#[test]
fn a_transferred_job_cannot_be_resumed() {
    let server = Server::new([("/file", Answer::Bytes(b"content".to_vec()))]);
    let (mut job, _) = Job::download(&server.address("/file"), "file");
    job.run();
    assert_eq!(job.bits.resume(&job.guid), refused(0x8020_0003));
}
