//! What is captured from a job is what was applied to it.

use crate::values::{calls_with, one_of_each, values};
use crate::world::{NIGHTLY, made, of_calls, resolved};
use bitsmith_backend::calls::Then;
use bitsmith_backend::capture::capture;
use bitsmith_backend::readback::is_nothing;
use bitsmith_backend::scripted::Scripted;
use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::document::{Secrets, read, write};
use proptest::prelude::*;

/// What BITS never tells, or what acts on something else and is no value.
const NEVER_TOLD: &[SettingId] = &[
    SettingId::Credentials,
    SettingId::RemoveCredentials,
    SettingId::RemoveClientCertificate,
    SettingId::ReplaceRemotePrefix,
    SettingId::RemoteName,
    SettingId::MakeCustomHeadersWriteOnly,
    SettingId::TakeOwnership,
];
/// What comes with the job or its files.
const WITH_THE_JOB: &[SettingId] = &[
    SettingId::JobType,
    SettingId::DisplayName,
    SettingId::Files,
    SettingId::FileRanges,
];

fn comes_back(values: &[SettingValue]) {
    let mut bits = Scripted::new();
    let order = of_calls(&calls_with(values.to_vec(), 2, Then::Leave));
    let applied = made(&order, &mut bits).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(applied.differences, []);
    let captured = capture(&applied.guid, &mut bits).expect("it is read");
    // As a document, and read again.
    let drafts = read(&write(&[captured.draft], Secrets::Shown)).unwrap_or_else(|errors| panic!("{errors}"));
    let job = drafts[0].job();
    let job = job.0.unwrap_or_else(|| panic!("{:?}", job.1));
    let came: Vec<SettingValue> = job
        .settings
        .values()
        .into_iter()
        .filter(|value| !WITH_THE_JOB.contains(&value.id()))
        .collect();
    let mut asked: Vec<SettingValue> = values
        .iter()
        .filter(|value| !WITH_THE_JOB.contains(&value.id()) && !is_nothing(value))
        .cloned()
        .collect();
    asked.sort_by_key(|value| value.id());
    let mut came_sorted = came;
    came_sorted.sort_by_key(|value| value.id());
    assert_eq!(came_sorted, asked);
    assert_eq!(job.files().len(), 2);
    assert_eq!(
        job.settings.display_name.map(|name| name.0.display()).as_deref(),
        Some("A job")
    );
}

fn told() -> impl Iterator<Item = &'static bitsmith_core::catalog::SettingSpec> {
    CATALOG
        .iter()
        .filter(|spec| !NEVER_TOLD.contains(&spec.id) && !WITH_THE_JOB.contains(&spec.id))
}

#[test]
fn every_setting_that_bits_tells_comes_back() {
    let all: Vec<SettingValue> = one_of_each()
        .into_iter()
        .filter(|value| told().any(|spec| spec.id == value.id()))
        .collect();
    assert_eq!(all.len(), CATALOG.len() - NEVER_TOLD.len() - WITH_THE_JOB.len());
    comes_back(&all);
    for value in all {
        comes_back(&[value]);
    }
}

fn some_values() -> impl Strategy<Value = Vec<SettingValue>> {
    let each: Vec<_> = told().map(|spec| proptest::option::of(values(spec))).collect();
    each.prop_map(|values| values.into_iter().flatten().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn generated_jobs_come_back(values in some_values()) {
        comes_back(&values);
    }
}

#[test]
fn what_bits_does_not_tell_is_a_hole_or_a_note() {
    let mut bits = Scripted::new();
    let document = NIGHTLY.replace(
        "\"priority\"",
        "\"make_custom_headers_write_only\": true, \"priority\"",
    );
    let applied = made(&resolved(&document), &mut bits).unwrap_or_else(|error| panic!("{error}"));
    let captured = capture(&applied.guid, &mut bits).expect("it is read");
    let text = write(&[captured.draft], Secrets::Shown);
    assert!(
        text.contains("{{secret1}}") && text.contains("make_custom_headers_write_only"),
        "{text}"
    );
    assert!(!text.contains("HIDDEN") && !text.contains("anna"), "{text}");
    let notes = captured.notes.join("\n");
    assert!(
        notes.contains("write-only") && notes.contains("Credentials"),
        "{notes}"
    );
}

#[test]
fn the_secret_reaches_bits_and_nothing_that_is_shown() {
    use bitsmith_backend::calls::describe;
    use bitsmith_backend::code::com;
    let mut bits = Scripted::new();
    let order = resolved(NIGHTLY);
    let mut shown = format!("{} {}", order.digest(), order.key());
    for step in &order.steps {
        shown.push_str(&format!("\n{} {}", describe(&step.call), com(&step.call)));
    }
    assert!(!shown.contains("HIDDEN") && !shown.contains("abc"), "{shown}");
    assert!(shown.contains("Bearer {{secret1}}"), "{shown}");
    let applied = made(&order, &mut bits).unwrap_or_else(|error| panic!("{error}"));
    let job = bits.job(&applied.guid).expect("it is there");
    let Some(SettingValue::CustomHeaders(headers)) = job.values.get(&SettingId::CustomHeaders) else {
        panic!("no headers");
    };
    assert_eq!(
        headers.0[0].as_literal(),
        Some("Authorization: Bearer HIDDEN-secret1")
    );
    assert_eq!(job.files[0].local_name.as_literal(), Some("C:\\TEMP\\update.zip"));
}
