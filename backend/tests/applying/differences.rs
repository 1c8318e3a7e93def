//! What BITS holds otherwise than it was asked to is said.

use crate::existing::{GUIDS, changing, three_jobs};
use crate::values::{calls_with, one_of_each};
use crate::world::{Shelf, made, of_calls, resolved, strict};
use bitsmith_backend::apply::{change, find};
use bitsmith_backend::call::{Assignment, Call, Step};
use bitsmith_backend::calls::Then;
use bitsmith_backend::journal::Journal;
use bitsmith_backend::readback::{compare, is_nothing};
use bitsmith_backend::scripted::Scripted;
use bitsmith_backend::service::Service;
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::diagnostic::Place;
use bitsmith_core::job::Selector;
use bitsmith_core::text::Text;
use bitsmith_core::value::{File, Guid, RemoteName, RemoteNames};

/// What BITS never tells, what acts once, and what comes with the job.
const NOT_TOLD: &[SettingId] = &[
    SettingId::JobType,
    SettingId::DisplayName,
    SettingId::Files,
    SettingId::FileRanges,
    SettingId::Credentials,
    SettingId::RemoveCredentials,
    SettingId::RemoveClientCertificate,
    SettingId::MakeCustomHeadersWriteOnly,
    SettingId::TakeOwnership,
    SettingId::ReplaceRemotePrefix,
];

#[test]
fn each_setting_that_bits_takes_and_does_not_keep_is_said() {
    let mut said = 0;
    for value in one_of_each() {
        let id = value.id();
        // Nothing is lost where BITS has it anyway.
        if NOT_TOLD.contains(&id) || is_nothing(&value) {
            continue;
        }
        let order = of_calls(&calls_with(vec![value.clone()], 2, Then::Leave));
        let applied = made(&order, &mut Scripted::new()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(applied.differences, [], "{id:?} kept");
        let mut bits = Scripted::new().ignoring(id);
        let applied = made(&order, &mut bits).unwrap_or_else(|error| panic!("{error}"));
        assert!(!applied.differences.is_empty(), "{value:?}");
        for difference in &applied.differences {
            // A file is told by its names.
            let of_file = id == SettingId::RemoteName && difference.setting == SettingId::Files;
            assert!(difference.setting == id || of_file, "{difference}");
            assert_ne!(difference.asked, difference.found);
        }
        said += 1;
    }
    assert!(said >= 20, "{said} settings");
}

#[test]
fn a_difference_says_what_was_asked_and_what_is_there() {
    let document =
        crate::world::NIGHTLY.replace("\"settings\": {", "\"settings\": { \"minimum_retry_delay\": 120,");
    let mut bits = Scripted::new().ignoring(SettingId::MinimumRetryDelay);
    let applied = made(&resolved(&document), &mut bits).unwrap_or_else(|error| panic!("{error}"));
    let said: Vec<String> = applied.differences.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["Minimum retry delay: asked 120 s, BITS says none"]);
}

/// The differences after a change of a job, which has two files.
fn after_change(value: SettingValue, ignored: Option<SettingId>) -> Vec<String> {
    let guid = Guid::parse(GUIDS[0]).expect("a GUID");
    let calls = changing(Selector::Guids(vec![guid.clone()]), &[value], &[]);
    let order = of_calls(&calls);
    let mut bits = three_jobs();
    for name in ["a", "b"] {
        let file = File {
            remote_name: Text::literal(format!("https://example.com/{name}")),
            local_name: Text::literal(format!("C:\\Data\\{name}")),
            ranges: Vec::new(),
        };
        bits.add_file(&guid, &file).expect("it is added");
    }
    if let Some(id) = ignored {
        bits = bits.ignoring(id);
    }
    let jobs = find(&order.target, &mut bits).expect("the job");
    let mut journal = Journal::in_memory().expect("a journal");
    let shelf = Shelf::default();
    let changed = change(
        &order,
        &jobs,
        &mut bits,
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .unwrap_or_else(|error| panic!("{error}"));
    assert!(changed.failed.is_none());
    let done = changed.done.iter();
    done.flat_map(|applied| &applied.differences)
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_file_that_comes_too_does_not_hide_the_names_of_those_before_it() {
    let guid = Guid::parse(GUIDS[0]).expect("a GUID");
    let file = |name: &str| File {
        remote_name: Text::literal(format!("https://example.com/{name}")),
        local_name: Text::literal(format!("C:\\Data\\{name}")),
        ranges: Vec::new(),
    };
    let step = |call| Step {
        call,
        place: Place::setting(SettingId::Files),
    };
    let rename = |file: usize, name: &str| {
        step(Call::Set(Assignment::RemoteName {
            file,
            remote_name: Text::literal(format!("https://example.com/{name}")),
        }))
    };
    let add = step(Call::AddFile {
        file: file("c"),
        index: 0,
    });
    let mut bits = three_jobs();
    bits.add_file(&guid, &file("a")).expect("it is added");
    bits.add_file(&guid, &file("b")).expect("it is added");
    let steps = [add, rename(0, "new"), rename(2, "newer")];
    // As the plan says it: the job has none of it yet.
    let before: Vec<SettingId> = compare(&steps, &guid, &mut bits)
        .iter()
        .map(|one| one.setting)
        .collect();
    assert_eq!(before, [SettingId::RemoteName, SettingId::Files]);
    bits.add_file(&guid, &file("c")).expect("it is added");
    for (number, name) in [(0, "new"), (2, "newer")] {
        let Call::Set(assignment) = rename(number, name).call else {
            panic!("{name}")
        };
        bits.set(&guid, &assignment).expect("it is set");
    }
    assert_eq!(compare(&steps, &guid, &mut bits), []);
}

#[test]
fn names_of_files_that_were_there_before_are_looked_at_too() {
    let name = SettingValue::RemoteName(RemoteNames(vec![RemoteName {
        file: 0,
        remote_name: Text::literal("https://example.com/new"),
    }]));
    assert_eq!(after_change(name.clone(), None), [""; 0]);
    let said = after_change(name, Some(SettingId::RemoteName));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("Remote name of one file: asked https://example.com/new, BITS says "),
        "{said:?}"
    );
}
