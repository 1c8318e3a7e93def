//! The files of a job.

use crate::job::{Job, file, noise};
use bitsmith_backend::failure::Failure;
use bitsmith_backend::service::{Reading, Service};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::value::{File, Files};
use std::fs;

#[test]
fn files_come_back_in_the_order_in_which_they_were_added() {
    let mut job = Job::new("order");
    let files: Vec<File> = (0..7)
        .map(|number| {
            file(
                &format!("http://example.com/{number}"),
                &format!("C:\\files\\{number} \u{E9}.zip"),
            )
        })
        .collect();
    for file in &files {
        job.bits.add_file(&job.guid, file).unwrap();
    }
    let found: Vec<File> = job
        .bits
        .files(&job.guid)
        .unwrap()
        .into_iter()
        .map(|status| status.file)
        .collect();
    assert_eq!(found, files);
    assert_eq!(job.status().files_total, 7);
    assert_eq!(
        job.read(SettingId::Files),
        Ok(Reading::Value(SettingValue::Files(Files(files))))
    );
}

#[test]
fn a_file_name_with_nul_is_refused_and_no_file_added() {
    let mut job = Job::new("nul in a file");
    for (remote, local) in [
        ("http://example.com/a\0b", "C:\\a"),
        ("http://example.com/a", "C:\\a\0b"),
    ] {
        let added = job.bits.add_file(&job.guid, &file(remote, local));
        assert!(matches!(added, Err(Failure::Unsayable(_))), "{added:?}");
    }
    assert_eq!(job.status().files_total, 0);
}

#[test]
fn the_size_of_a_file_is_unknown_before_it_is_asked_for() {
    let (mut job, _) = Job::download("http://example.com/a", "a");
    let files = job.bits.files(&job.guid).unwrap();
    assert_eq!(
        (
            files[0].bytes_transferred,
            files[0].bytes_total,
            files[0].is_completed
        ),
        (0, None, false)
    );
    assert_eq!(job.status().bytes_total, None);
}

#[test]
fn a_local_file_is_copied_byte_for_byte() {
    let content = noise(300_001);
    let source = tempfile::tempdir().unwrap();
    let source_file = source.path().join("source.bin");
    fs::write(&source_file, &content).unwrap();
    let address = format!("file://{}", source_file.display());
    let (mut job, local) = Job::download(&address, "copy.bin");
    let status = job.run();
    assert_eq!(status.error, None);
    job.complete().unwrap();
    assert_eq!(fs::read(local).unwrap(), content);
}
