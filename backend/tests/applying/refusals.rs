//! What is refused before anything is done.

use crate::world::{NIGHTLY, Shelf, resolved, strict};
use bitsmith_backend::apply::{Destinations, Unsupported, make};
use bitsmith_backend::journal::{Again, Journal, Stage};
use bitsmith_backend::scripted::Scripted;
use bitsmith_backend::service::State;

#[test]
fn a_destination_that_is_there_refuses_the_plan_unless_overridden() {
    let order = resolved(NIGHTLY);
    let mut shelf = Shelf::default();
    shelf.files.insert("C:\\TEMP\\update.zip".to_owned());
    let mut journal = Journal::in_memory().expect("a journal");
    let mut bits = Scripted::new();
    let mut options = strict(&shelf);
    let error =
        make(&order, &mut bits, &mut journal, &options, &mut |_, _, _| {}).expect_err("it is refused");
    let text = error.to_string();
    assert!(
        text.starts_with("C:\\TEMP\\update.zip: there already") && text.contains("--overwrite"),
        "{text}"
    );
    assert_eq!(
        (bits.calls().len(), journal.open_entries().expect("entries").len()),
        (0, 0)
    );
    options.destinations = Destinations::Replace;
    assert!(make(&order, &mut bits, &mut journal, &options, &mut |_, _, _| {}).is_ok());
}

#[test]
fn a_missing_folder_is_said_or_made_as_the_document_says() {
    let shelf = Shelf::default();
    let mut bits = Scripted::new();
    for (folders, folder, is_made) in [
        ("expect", "C:\\New", false),
        ("create", "C:\\New", true),
        ("create", "C:\\Locked", false),
    ] {
        let document = NIGHTLY
            .replace("%TEMP%", &folder.replace('\\', "\\\\"))
            .replace("\"ending\"", &format!("\"folders\": \"{folders}\", \"ending\""));
        shelf.missing.borrow_mut().insert(folder.to_owned());
        let mut journal = Journal::in_memory().expect("a journal");
        let outcome = make(
            &resolved(&document),
            &mut bits,
            &mut journal,
            &strict(&shelf),
            &mut |_, _, _| {},
        );
        assert_eq!(outcome.is_ok(), is_made, "{folders} {folder}");
        assert_eq!(
            !shelf.missing.borrow().contains(folder),
            is_made,
            "{folders} {folder}"
        );
        if let Err(error) = outcome {
            assert!(error.to_string().contains(folder), "{error}");
        }
    }
}

#[test]
fn a_missing_interface_refuses_the_plan_before_a_job_is_made() {
    let order = resolved(&NIGHTLY.replace("\"ending\"", "\"folders\": \"create\", \"ending\""));
    let shelf = Shelf::default();
    shelf.missing.borrow_mut().insert("C:\\TEMP".to_owned());
    let mut bits = Scripted::new().without("IBackgroundCopyJobHttpOptions");
    let mut journal = Journal::in_memory().expect("a journal");
    let mut options = strict(&shelf);
    let error =
        make(&order, &mut bits, &mut journal, &options, &mut |_, _, _| {}).expect_err("it is refused");
    let text = error.to_string();
    assert!(
        text.contains(
            "Custom headers: Authorization: Bearer {{secret1}}: needs IBackgroundCopyJobHttpOptions"
        ),
        "{text}"
    );
    assert!(bits.calls().is_empty());
    assert!(
        shelf.missing.borrow().contains("C:\\TEMP"),
        "no folder is made either"
    );
    options.unsupported = Unsupported::Skip;
    let applied =
        make(&order, &mut bits, &mut journal, &options, &mut |_, _, _| {}).expect("the rest is applied");
    assert_eq!(applied.skipped.len(), 1);
    assert_eq!(applied.differences, []);
}

#[test]
fn the_same_plan_again_finds_its_job_until_that_is_over() {
    let order = resolved(NIGHTLY);
    let shelf = Shelf::default();
    let mut bits = Scripted::new();
    let mut journal = Journal::in_memory().expect("a journal");
    let mut options = strict(&shelf);
    let mut apply = |options| {
        make(
            &order,
            &mut bits.clone(),
            &mut journal,
            &options,
            &mut |_, _, _| {},
        )
    };
    let first = apply(options).expect("it is made");
    let error = apply(options).expect_err("it is there").to_string();
    assert!(
        error.contains(first.guid.braced()) && error.contains("`Nightly update`") && error.contains("--new"),
        "{error}"
    );
    options.again = Again::Make;
    let second = apply(options).expect("another is made");
    assert_ne!(first.guid, second.guid);
    options.again = Again::Refuse;
    bits.put(&first.guid, State::Acknowledged, None);
    assert!(apply(options).is_err());
    bits.put(&second.guid, State::Cancelled, None);
    let third = apply(options).expect("none is in the way");
    assert_eq!(bits.living(), [third.guid]);
    let open = journal.open_entries().expect("entries");
    assert!(open.len() == 1 && open[0].stage == Stage::Waiting, "{open:?}");
    let _ = &mut bits;
}

#[test]
fn two_hundred_at_once_make_one_job() {
    let folder = tempfile::tempdir().expect("a folder");
    let bits = Scripted::new();
    let outcomes: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..200)
            .map(|_| {
                scope.spawn(|| {
                    let mut journal = Journal::open(folder.path()).expect("a journal");
                    let shelf = Shelf::default();
                    make(
                        &resolved(NIGHTLY),
                        &mut bits.clone(),
                        &mut journal,
                        &strict(&shelf),
                        &mut |_, _, _| {},
                    )
                    .is_ok()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("it ends"))
            .collect()
    });
    assert_eq!(outcomes.iter().filter(|made| **made).count(), 1);
    assert_eq!(bits.living().len(), 1);
}

#[test]
fn the_journal_holds_no_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut journal = Journal::open(folder.path()).expect("a journal");
    let shelf = Shelf::default();
    make(
        &resolved(NIGHTLY),
        &mut Scripted::new(),
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .expect("it is made");
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        bytes.extend(std::fs::read(file.expect("a file").path()).expect("it is read"));
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("Nightly update"));
    assert!(!holds("HIDDEN") && !holds("Bearer"));
}
