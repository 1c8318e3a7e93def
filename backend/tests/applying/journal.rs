//! The journal's file: its older form, a newer one, and several who open it at once.

use bitsmith_backend::journal::{Again, Begun, Intent, Journal, Kind, Stage};
use bitsmith_core::value::Guid;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::sync::Barrier;

const GUID: &str = "{00000000-0000-0000-0000-00000000000A}";

/// The first form, with a job that runs and a change that was broken off.
const FORM_1: &str = "
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        plan TEXT NOT NULL,
        display_name TEXT NOT NULL,
        guid TEXT,
        steps INTEGER NOT NULL,
        reached INTEGER NOT NULL DEFAULT 0,
        stage TEXT NOT NULL,
        others TEXT NOT NULL,
        before TEXT,
        holder TEXT NOT NULL,
        begun INTEGER NOT NULL,
        written INTEGER NOT NULL
    );
    CREATE INDEX entry_plan ON entry (plan);
    CREATE INDEX entry_guid ON entry (guid);
    INSERT INTO entry VALUES (1, 'make', 'aa', 'Nightly', '{00000000-0000-0000-0000-00000000000A}', 4, 4, 'running',
        '', NULL, 'holder-1-0-1.lock', 1700000000, 1700000001);
    INSERT INTO entry VALUES (2, 'change', 'bb', 'Weekly', '{00000000-0000-0000-0000-00000000000B}', 2, 1, 'working',
        '', '{}', 'holder-1-0-1.lock', 1700000002, 1700000003);
    PRAGMA user_version = 1;";

fn written(folder: &Path, schema: &str) {
    let database = Connection::open(folder.join("journal.sqlite")).expect("a file");
    database.execute_batch(schema).expect("it is written");
}

fn form(folder: &Path) -> i64 {
    let database = Connection::open(folder.join("journal.sqlite")).expect("a file");
    database
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a number")
}

/// The first form's entries, as they are read.
fn assert_kept(journal: &Journal) {
    let entries = journal.open_entries().expect("they are read");
    let [made, changed] = entries.as_slice() else {
        panic!("{entries:?}");
    };
    assert_eq!((made.intent.kind, made.stage), (Kind::Make, Stage::Running));
    assert_eq!(made.intent.guid, Guid::parse(GUID));
    assert_eq!(
        (changed.intent.kind, changed.stage),
        (Kind::Change, Stage::Working)
    );
    assert_eq!(
        (changed.intent.before.as_deref(), changed.reached),
        (Some("{}"), 1)
    );
    assert!(entries.iter().all(|entry| entry.intent.settings.is_empty()));
}

fn intent(number: usize) -> Intent {
    Intent {
        kind: Kind::Make,
        key: format!("key {number}"),
        display_name: "Nightly".to_owned(),
        guid: None,
        steps: 1,
        others: Vec::new(),
        before: None,
        settings: Vec::new(),
    }
}

#[test]
fn a_journal_of_the_first_form_keeps_its_entries() {
    let half = FORM_1.replace(
        "PRAGMA user_version",
        "ALTER TABLE entry ADD COLUMN settings TEXT NOT NULL DEFAULT ''; PRAGMA user_version",
    );
    let unnumbered = half.replace("user_version = 1", "user_version = 0");
    for (name, schema) in [
        ("whole", FORM_1),
        ("left between two forms", &half),
        ("left before its number", &unnumbered),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        written(folder.path(), schema);
        for _ in 0..2 {
            let journal = Journal::open(folder.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_kept(&journal);
        }
        assert_eq!(form(folder.path()), 2, "{name}");
    }
}

#[test]
fn eight_open_the_same_folder_at_once() {
    for round in 0..10 {
        for schema in ["", FORM_1] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("new");
            if !schema.is_empty() {
                fs::create_dir(&path).expect("a folder");
                written(&path, schema);
            }
            let barrier = Barrier::new(8);
            let outcomes: Vec<Result<Begun, String>> = std::thread::scope(|scope| {
                let open = |number| {
                    let (path, barrier) = (&path, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        let mut journal = Journal::open(path).map_err(|error| error.to_string())?;
                        journal
                            .begin(&intent(number), Again::Refuse)
                            .map_err(|error| error.to_string())
                    })
                };
                let threads: Vec<_> = (0..8).map(open).collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().expect("it ends"))
                    .collect()
            });
            for outcome in &outcomes {
                assert!(
                    matches!(outcome, Ok(Begun::Entry(_))),
                    "round {round}: {outcomes:?}"
                );
            }
            assert_eq!(form(&path), 2);
            let entries = Journal::open(&path).and_then(|journal| journal.open_entries());
            let there = if schema.is_empty() { 0 } else { 2 };
            assert_eq!(entries.expect("they are read").len(), there + 8);
        }
    }
}

#[test]
fn a_newer_form_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let newer = FORM_1.replace("user_version = 1", "user_version = 3");
    written(folder.path(), &newer);
    let file = folder.path().join("journal.sqlite");
    let before = fs::read(&file).expect("it is read");
    let error = Journal::open(folder.path()).err().expect("it is refused");
    let error = error.to_string();
    assert!(
        error.contains("newer Bitsmith") && error.contains("version 3"),
        "{error}"
    );
    assert_eq!(form(folder.path()), 3);
    assert!(fs::read(&file).expect("it is read") == before, "its bytes");
}

#[test]
fn a_file_that_is_no_journal_is_named_and_stays_as_it_is() {
    for (content, says) in [
        (&b"not a database, and longer than the head of one, which has one hundred bytes at its beginning......."[..], "Move the file away"),
        (b"SQLite format 3\0", "Move the file away"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("journal.sqlite");
        fs::write(&file, content).expect("it is written");
        let error = Journal::open(folder.path()).err().expect("it is refused").to_string();
        assert!(error.contains(says) && error.contains("journal.sqlite"), "{error}");
        assert!(fs::read(&file).expect("it is read") == content, "its bytes");
    }
    let folder = tempfile::tempdir().expect("a folder");
    written(folder.path(), "CREATE TABLE entry (other TEXT);");
    let error = Journal::open(folder.path())
        .err()
        .expect("it is refused")
        .to_string();
    assert!(
        error.contains("Move the file away") && !error.contains("CREATE"),
        "{error}"
    );
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data"), "").expect("it is written");
    let error = Journal::open(&folder.path().join("data"))
        .err()
        .expect("it is refused")
        .to_string();
    assert!(error.contains("can be written"), "{error}");
}

#[test]
fn what_was_read_before_is_read_again_once_nobody_works_on_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut one = Journal::open(folder.path()).expect("a journal");
    let mut other = Journal::open(folder.path()).expect("a journal");
    let Ok(Begun::Entry(id)) = one.begin(&intent(0), Again::Refuse) else {
        panic!("it is written");
    };
    let read = other.open_entries().expect("they are read").remove(0);
    assert_eq!(other.unheld(&read).expect("it is read"), None);
    let guid = Guid::parse(GUID).expect("a GUID");
    one.made(id, &guid).expect("it is written");
    one.stage(id, Stage::Running).expect("it is written");
    drop(one);
    let now = other.unheld(&read).expect("it is read").expect("nobody holds it");
    assert_eq!(
        (now.intent.guid.as_ref(), now.stage),
        (Some(&guid), Stage::Running)
    );
    // What has gone on since it was read is neither closed nor taken over.
    other.close(&read).expect("it is looked at");
    assert!(!other.adopt(&read).expect("it is looked at"));
    let open = other.open_entries().expect("they are read");
    assert_eq!(open, std::slice::from_ref(&now));
    other.close(&now).expect("it is written");
    assert_eq!(other.open_entries().expect("they are read"), []);
}

#[test]
fn those_who_ask_whether_an_entry_is_held_do_not_hold_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut gone = Journal::open(folder.path()).expect("a journal");
    gone.begin(&intent(0), Again::Refuse).expect("it is written");
    // As a process that was killed leaves it: without taking its file away.
    let lock = fs::read_dir(folder.path())
        .expect("a folder")
        .filter_map(Result::ok)
        .find(|file| file.file_name().to_string_lossy().starts_with("holder-"))
        .expect("a lock");
    drop(gone);
    fs::write(lock.path(), "").expect("it is written");
    let held = std::thread::scope(|scope| {
        let ask = || {
            let journal = Journal::open(folder.path()).expect("a journal");
            let entries = journal.open_entries().expect("they are read");
            (0..2000).filter(|_| journal.is_held(&entries[0])).count()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("it ends"))
            .sum::<usize>()
    });
    assert_eq!(held, 0);
}
