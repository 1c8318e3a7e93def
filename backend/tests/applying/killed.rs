//! A process that is killed at any step: its job is found again, and no other.

use crate::world::{NIGHTLY, Shelf, resolved, strict};
use bitsmith_backend::apply::{change, find, make};
use bitsmith_backend::call::{Assignment, Call};
use bitsmith_backend::calls::assignments;
use bitsmith_backend::capture::capture;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::journal::{Again, Begun, Intent, Journal, Kind, Stage};
use bitsmith_backend::recover::{Finish, Orphan, RecoverError, STALE, orphans, put_back, stale};
use bitsmith_backend::scripted::Scripted;
use bitsmith_backend::service::{Feature, FileStatus, Outcome, Reading, Service, State, Status};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::document::{Secrets, read, write};
use bitsmith_core::job::Owner;
use bitsmith_core::text::Text;
use bitsmith_core::value::{File, Guid, JobType};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// A BITS whose jobs outlive the process: after each call they stand in a file. At one call it stops, before or after the
/// call has its effect, and waits to be killed.
struct Kept {
    bits: Scripted,
    file: PathBuf,
    stop_at: (usize, bool),
    made: usize,
    /// What somebody else does while a job is asked for the first time.
    meanwhile: Option<Box<dyn FnOnce()>>,
}

const SAME_NAME: &str = "{00000000-0000-0000-0000-00000000000A}";

impl Kept {
    fn call<T>(&mut self, call: impl FnOnce(&mut Scripted) -> T) -> T {
        self.made += 1;
        if self.stop_at == (self.made, false) {
            wait_to_be_killed();
        }
        let outcome = call(&mut self.bits);
        let lines: Vec<String> = self
            .bits
            .living()
            .iter()
            .filter_map(|guid| {
                let job = self.bits.job(guid)?;
                let runs = job.state != State::Suspended;
                Some(format!("{guid}|{}|{}|{runs}", job.display_name, job.files.len()))
            })
            .collect();
        fs::write(&self.file, lines.join("\n")).expect("it is written");
        let same_name = Guid::parse(SAME_NAME).expect("a GUID");
        fs::write(self.file.with_extension("json"), held(&same_name, &mut self.bits)).expect("it is written");
        if self.stop_at == (self.made, true) {
            wait_to_be_killed();
        }
        outcome
    }
}

fn wait_to_be_killed() {
    println!("\nready to be killed");
    loop {
        std::thread::park();
    }
}

impl Service for Kept {
    fn features(&mut self) -> Result<Vec<Feature>, Failure> {
        self.bits.features()
    }
    fn create_job(&mut self, display_name: &str, job_type: JobType) -> Result<Guid, Failure> {
        self.call(|bits| bits.create_job(display_name, job_type))
    }
    fn jobs(&mut self, owner: Owner) -> Result<Vec<Guid>, Failure> {
        self.bits.jobs(owner)
    }
    fn set(&mut self, job: &Guid, assignment: &Assignment) -> Outcome {
        self.call(|bits| bits.set(job, assignment))
    }
    fn add_file(&mut self, job: &Guid, file: &File) -> Outcome {
        self.call(|bits| bits.add_file(job, file))
    }
    fn resume(&mut self, job: &Guid) -> Outcome {
        self.call(|bits| bits.resume(job))
    }
    fn suspend(&mut self, job: &Guid) -> Outcome {
        self.call(|bits| bits.suspend(job))
    }
    fn complete(&mut self, job: &Guid) -> Outcome {
        self.call(|bits| bits.complete(job))
    }
    fn cancel(&mut self, job: &Guid) -> Outcome {
        self.call(|bits| bits.cancel(job))
    }
    fn read(&mut self, job: &Guid, setting: SettingId) -> Result<Reading, Failure> {
        self.bits.read(job, setting)
    }
    fn status(&mut self, job: &Guid) -> Result<Status, Failure> {
        if let Some(meanwhile) = self.meanwhile.take() {
            meanwhile();
        }
        self.bits.status(job)
    }
    fn files(&mut self, job: &Guid) -> Result<Vec<FileStatus>, Failure> {
        self.bits.files(job)
    }
}

/// A BITS with the jobs that a killed process left.
fn left_behind(file: &Path) -> Scripted {
    let mut bits = Scripted::new();
    for line in fs::read_to_string(file).unwrap_or_default().lines() {
        let parts: Vec<&str> = line.split('|').collect();
        bits = bits.with_job(parts[0], parts[1], JobType::Download);
        let guid = Guid::parse(parts[0]).expect("a GUID");
        for _ in 0..parts[2].parse::<usize>().expect("a number") {
            let file = File {
                remote_name: Text::literal("https://example.com/update.zip"),
                local_name: Text::literal("C:\\TEMP\\update.zip"),
                ranges: Vec::new(),
            };
            bits.add_file(&guid, &file).expect("it is added");
        }
        if parts[3] == "true" {
            bits.resume(&guid).expect("it runs");
        }
    }
    bits
}

/// What the process that is killed while it makes a job does.
fn apply_and_stop(folder: &Path, step: usize, after: bool) {
    // A job of the same name that was there before.
    let bits = Scripted::new().with_job(SAME_NAME, "Nightly update", JobType::Download);
    let mut service = Kept {
        bits,
        file: folder.join("jobs"),
        stop_at: (step, after),
        made: 0,
        meanwhile: None,
    };
    let mut journal = Journal::open(folder).expect("a journal");
    let shelf = Shelf::default();
    make(
        &resolved(NIGHTLY),
        &mut service,
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .expect("it is made");
    // It is killed while it waits for the job.
    wait_to_be_killed();
}

/// What a job holds, as a document.
fn held(job: &Guid, bits: &mut Scripted) -> String {
    let captured = capture(job, bits).expect("it is read");
    write(&[captured.draft], Secrets::Masked)
}

/// A job as it was before it was changed.
fn unchanged() -> Scripted {
    let mut bits = Scripted::new().with_job(SAME_NAME, "Nightly update", JobType::Download);
    let guid = Guid::parse(SAME_NAME).expect("a GUID");
    give(
        &guid,
        r#"{ "priority": "high", "description": "as it was", "custom_headers": ["X-Was: 1"] }"#,
        &mut bits,
    );
    bits
}

/// Sets what stands in the settings of a document.
fn give(job: &Guid, settings: &str, bits: &mut Scripted) {
    let document = format!(
        r#"{{ "bitsmith": 1, "subject": {{ "existing": {{ "guid": "{job}" }} }}, "settings": {settings} }}"#
    );
    let drafts = read(&document).unwrap_or_else(|errors| panic!("{errors}"));
    let values = drafts[0].job().0.expect("a job").settings.values();
    for assignment in values.iter().flat_map(assignments) {
        bits.set(job, &assignment).expect("it is set");
    }
}

/// Each kind of what is put back: had a value, had BITS's default, had none, is never told.
const CHANGE: &str = r#"{
  "bitsmith": 1,
  "subject": { "existing": { "guid": "{00000000-0000-0000-0000-00000000000A}" } },
  "settings": { "priority": "low", "description": "changed", "minimum_retry_delay": "2m",
    "custom_headers": ["X-Is: 2"],
    "client_certificate_by_id": { "store_location": "current_user", "store_name": "MY",
      "cert_hash": "0123456789ABCDEF0123456789ABCDEF01234567" },
    "credentials": [{ "target": "server", "scheme": "negotiate", "user": "anna" }] }
}"#;

/// What the process that is killed while it changes a job does.
fn change_and_stop(folder: &Path, step: usize, after: bool) {
    let mut service = Kept {
        bits: unchanged(),
        file: folder.join("jobs"),
        stop_at: (step, after),
        made: 0,
        meanwhile: None,
    };
    let mut journal = Journal::open(folder).expect("a journal");
    let shelf = Shelf::default();
    let order = resolved(CHANGE);
    let found = find(&order.target, &mut service).unwrap_or_else(|error| panic!("{error}"));
    let options = strict(&shelf);
    let changed = change(
        &order,
        &found,
        &mut service,
        &mut journal,
        &options,
        &mut |_, _, _| {},
    );
    assert!(changed.expect("it begins").failed.is_none());
}

#[test]
fn a_killed_change_is_put_back_from_the_journal_as_far_as_it_came() {
    if let Ok(task) = std::env::var(CHILD) {
        let parts: Vec<&str> = task.split('|').collect();
        let step = parts[1].parse().expect("a number");
        change_and_stop(Path::new(parts[0]), step, parts[2] == "true");
        return;
    }
    let guid = Guid::parse(SAME_NAME).expect("a GUID");
    let order = resolved(CHANGE);
    let before = held(&guid, &mut unchanged());
    let credentials = order.steps.iter().position(|step| match &step.call {
        Call::Set(assignment) => assignment.id() == SettingId::Credentials,
        _ => false,
    });
    let credentials = credentials.expect("they are set") + 1;
    for step in 1..=order.steps.len() {
        for after in [false, true] {
            let folder = tempfile::tempdir().expect("a folder");
            let name = "killed::a_killed_change_is_put_back_from_the_journal_as_far_as_it_came";
            kill(name, folder.path(), step, after);
            let mut bits = left_behind(&folder.path().join("jobs"));
            match fs::read_to_string(folder.path().join("jobs.json")) {
                Ok(values) => {
                    let document: serde_json::Value = serde_json::from_str(&values).expect("JSON");
                    give(&guid, &document["settings"].to_string(), &mut bits);
                }
                // It was killed before the first call.
                Err(_) => bits = unchanged(),
            }
            let is_changed = held(&guid, &mut bits) != before;
            let calls = step - usize::from(!after);
            // Credentials are not told, so that what is held looks as before.
            assert_eq!(
                is_changed,
                calls > usize::from(credentials == 1),
                "step {step}, {after}"
            );
            let mut journal = Journal::open(folder.path()).expect("a journal");
            let found = orphans(&mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
            let [orphan] = found.as_slice() else {
                panic!("step {step}: {found:?}");
            };
            assert_eq!((&orphan.guid, orphan.finish), (&guid, Finish::PutBack));
            let kept = put_back(orphan, &mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
            let kept: Vec<SettingId> = kept.iter().map(|(id, _)| *id).collect();
            let untold = [SettingId::Credentials];
            assert_eq!(kept, untold[..usize::from(step >= credentials)], "step {step}");
            assert_eq!(held(&guid, &mut bits), before, "step {step}, {after}");
            assert!(!bits.calls().contains(&"Cancel"));
        }
    }
}

#[test]
fn nothing_is_closed_while_bits_does_not_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "killed::a_killed_change_is_put_back_from_the_journal_as_far_as_it_came";
    kill(name, folder.path(), 3, true);
    let mut journal = Journal::open(folder.path()).expect("a journal");
    let found = orphans(&mut journal, &mut unchanged()).unwrap_or_else(|error| panic!("{error}"));
    let calls = unchanged().calls().len();
    let mut bits = unchanged().failing(calls + 1, Failure::NoAnswer);
    let lost = put_back(&found[0], &mut journal, &mut bits);
    assert!(
        matches!(lost, Err(RecoverError::Failure(Failure::NoAnswer))),
        "{lost:?}"
    );
    assert_eq!(bits.calls().len(), calls + 1);
    let again = orphans(&mut journal, &mut unchanged()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again[0].entry, found[0].entry);
}

#[test]
fn what_was_changed_again_since_is_not_put_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "killed::a_killed_change_is_put_back_from_the_journal_as_far_as_it_came";
    kill(name, folder.path(), resolved(CHANGE).steps.len(), true);
    let mut bits = unchanged();
    let guid = Guid::parse(SAME_NAME).expect("a GUID");
    let values = fs::read_to_string(folder.path().join("jobs.json")).expect("it was changed");
    let document: serde_json::Value = serde_json::from_str(&values).expect("JSON");
    give(&guid, &document["settings"].to_string(), &mut bits);
    let mut journal = Journal::open(folder.path()).expect("a journal");
    let shelf = Shelf::default();
    let later = |document: &str, journal: &mut Journal, bits: &mut Scripted| {
        let order = resolved(document);
        let found = find(&order.target, bits).unwrap_or_else(|error| panic!("{error}"));
        change(&order, &found, bits, journal, &strict(&shelf), &mut |_, _, _| {}).expect("it begins")
    };
    // What fails and is put back was not changed.
    let calls = bits.calls().len();
    let mut failing = bits
        .clone()
        .failing(calls + 2, Failure::Refused(Hresult::NOT_FOUND));
    let of_both = AGAIN.replace("\"high\"", "\"high\", \"description\": \"changed again\"");
    assert!(later(&of_both, &mut journal, &mut failing).failed.is_some());
    assert!(later(AGAIN, &mut journal, &mut bits).failed.is_none());
    let found = orphans(&mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
    let kept = put_back(&found[0], &mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
    let since = "It was changed again since.".to_owned();
    assert!(kept.contains(&(SettingId::Priority, since)), "{kept:?}");
    // Credentials are not told.
    let is_known = |id| matches!(id, SettingId::Priority | SettingId::Credentials);
    assert!(kept.iter().all(|(id, _)| is_known(*id)), "{kept:?}");
    let now: serde_json::Value = serde_json::from_str(&held(&guid, &mut bits)).expect("JSON");
    let before: serde_json::Value = serde_json::from_str(&held(&guid, &mut unchanged())).expect("JSON");
    assert_eq!(now["settings"]["priority"], "high");
    assert_eq!(now["settings"]["description"], before["settings"]["description"]);
    let again = orphans(&mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again, []);
}

/// A later change of the same job.
const AGAIN: &str = r#"{
  "bitsmith": 1,
  "subject": { "existing": { "guid": "{00000000-0000-0000-0000-00000000000A}" } },
  "settings": { "priority": "high" }
}"#;

#[test]
fn of_two_changes_that_were_broken_off_the_later_is_put_back_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let guid = Guid::parse(SAME_NAME).expect("a GUID");
    let mut bits = unchanged();
    let before = held(&guid, &mut bits);
    for priority in ["low", "high"] {
        let mut journal = Journal::open(folder.path()).expect("a journal");
        let change = Intent {
            kind: Kind::Change,
            guid: Some(guid.clone()),
            before: Some(held(&guid, &mut bits)),
            settings: vec![Some(SettingId::Priority)],
            ..intent("Nightly update")
        };
        let Ok(Begun::Entry(id)) = journal.begin(&change, Again::Make) else {
            panic!("it is written");
        };
        journal.reached(id, 1).expect("it is written");
        give(&guid, &format!("{{ \"priority\": \"{priority}\" }}"), &mut bits);
    }
    let mut journal = Journal::open(folder.path()).expect("a journal");
    let found = orphans(&mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.len(), 2);
    for orphan in &found {
        let kept = put_back(orphan, &mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(kept, []);
    }
    assert_eq!(held(&guid, &mut bits), before);
}

const CHILD: &str = "BITSMITH_KILLED_TEST";

#[test]
fn a_killed_process_leaves_exactly_its_own_job_to_recover() {
    if let Ok(task) = std::env::var(CHILD) {
        let parts: Vec<&str> = task.split('|').collect();
        apply_and_stop(
            Path::new(parts[0]),
            parts[1].parse().expect("a number"),
            parts[2] == "true",
        );
        return;
    }
    let steps = resolved(NIGHTLY).steps.len();
    let mut kills = 0;
    for step in 1..=steps + 1 {
        for after in [false, true] {
            let folder = tempfile::tempdir().expect("a folder");
            let name = "killed::a_killed_process_leaves_exactly_its_own_job_to_recover";
            kill(name, folder.path(), step, after);
            kills += 1;
            let mut bits = left_behind(&folder.path().join("jobs"));
            let mut journal = Journal::open(folder.path()).expect("a journal");
            let found = orphans(&mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
            let mut left = bits.living();
            left.retain(|guid| guid.braced() != SAME_NAME);
            let guids: Vec<Guid> = found.iter().map(|orphan| orphan.guid.clone()).collect();
            assert_eq!(guids, left, "step {step}, after {after}");
            let finish = found.first().map(|orphan| orphan.finish);
            let wanted = match (step, after) {
                (1, false) => None,
                (step, false) if step == steps => Some(Finish::Resume),
                (step, _) if step >= steps => Some(Finish::Wait),
                _ => Some(Finish::Never),
            };
            assert_eq!(finish, wanted, "step {step}, after {after}");
            // Once they are cancelled there is nothing left to find.
            for orphan in &found {
                bits.cancel(&orphan.guid).expect("it is cancelled");
            }
            let again = orphans(&mut journal, &mut bits).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(again, []);
            assert_eq!(journal.open_entries().expect("entries"), []);
        }
    }
    println!("{kills} processes killed");
}

/// Runs a test of this file as a process of its own, and kills it (SIGKILL) where it stops.
fn kill(name: &str, folder: &Path, step: usize, after: bool) {
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, format!("{}|{step}|{after}", folder.display()))
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let out = BufReader::new(child.stdout.take().expect("its output"));
    let ready = out
        .lines()
        .map_while(Result::ok)
        .any(|line| line == "ready to be killed");
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    assert!(ready, "step {step} was not reached");
}

/// A job that is about to be made.
fn intent(display_name: &str) -> Intent {
    Intent {
        kind: Kind::Make,
        key: "key".to_owned(),
        display_name: display_name.to_owned(),
        guid: None,
        steps: 3,
        others: Vec::new(),
        before: None,
        settings: Vec::new(),
    }
}

#[test]
fn a_job_that_somebody_works_on_is_no_orphan() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bits = Scripted::new();
    let mut journal = Journal::open(folder.path()).expect("a journal");
    let shelf = Shelf::default();
    let applied = make(
        &resolved(NIGHTLY),
        &mut bits,
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .expect("it is made");
    let mut other = Journal::open(folder.path()).expect("a journal");
    assert_eq!(orphans(&mut other, &mut bits).expect("it is read"), []);
    drop(journal);
    let found = orphans(&mut other, &mut bits).expect("it is read");
    assert_eq!(
        found
            .iter()
            .map(|orphan: &Orphan| &orphan.guid)
            .collect::<Vec<_>>(),
        [&applied.guid]
    );
    let mut third = Journal::open(folder.path()).expect("a journal");
    assert!(other.adopt(&found[0].entry).expect("it is taken over"));
    assert_eq!(orphans(&mut other, &mut bits).expect("it is read"), []);
    // Who listed it before does not take it away.
    assert!(!third.adopt(&found[0].entry).expect("it is looked at"));
}

#[test]
fn a_job_that_somebody_is_making_is_not_what_was_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bits = Scripted::new();
    let begun = |folder: &Path| {
        let mut journal = Journal::open(folder).expect("a journal");
        let Ok(Begun::Entry(id)) = journal.begin(&intent("Nightly"), Again::Make) else {
            panic!("it is written");
        };
        journal.reached(id, 1).expect("it is written");
        (journal, id)
    };
    // One was killed before BITS made its job; the other's job is made, and its GUID not yet written down.
    let (killed, id) = begun(folder.path());
    drop(killed);
    let (mut maker, making) = begun(folder.path());
    let guid = bits.create_job("Nightly", JobType::Download).expect("a job");
    let mut journal = Journal::open(folder.path()).expect("a journal");
    assert_eq!(orphans(&mut journal, &mut bits).expect("it is read"), []);
    assert_eq!(journal.open_entries().expect("entries").len(), 2);
    maker.made(making, &guid).expect("it is written");
    assert_eq!(orphans(&mut journal, &mut bits).expect("it is read"), []);
    let open = journal.open_entries().expect("entries");
    assert!(
        open.len() == 1 && open[0].id == making && making != id,
        "{open:?}"
    );
}

#[test]
fn who_ends_while_orphans_are_looked_for_leaves_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bits = Scripted::new();
    let begun = |name: &str, bits: &mut Scripted| {
        let mut journal = Journal::open(folder.path()).expect("a journal");
        let Ok(Begun::Entry(id)) = journal.begin(&intent(name), Again::Make) else {
            panic!("it is written");
        };
        let guid = bits.create_job(name, JobType::Download).expect("a job");
        (journal, id, guid)
    };
    let (mut journal, broken_off, made) = begun("broken off", &mut bits);
    journal.made(broken_off, &made).expect("it is written");
    drop(journal);
    let (mut journal, going_on, guid) = begun("going on", &mut bits);
    let other = bits.clone();
    let mut service = Kept {
        bits,
        file: folder.path().join("jobs"),
        stop_at: (0, false),
        made: 0,
        meanwhile: Some(Box::new(move || {
            journal.made(going_on, &guid).expect("it is written");
            other.put(&guid, State::Transferring, None);
            journal.stage(going_on, Stage::Running).expect("it is written");
        })),
    };
    let mut journal = Journal::open(folder.path()).expect("a journal");
    let found = orphans(&mut journal, &mut service).expect("it is read");
    assert_eq!(
        found.iter().map(|orphan| &orphan.guid).collect::<Vec<_>>(),
        [&made]
    );
    let open = journal.open_entries().expect("entries");
    let open = open
        .iter()
        .map(|entry| (entry.id, entry.stage))
        .collect::<Vec<_>>();
    assert_eq!(open, [(broken_off, Stage::Working), (going_on, Stage::Running)]);
}

#[test]
fn jobs_of_this_program_are_stale_after_three_days() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bits = Scripted::new();
    let mut journal = Journal::open(folder.path()).expect("a journal");
    let shelf = Shelf::default();
    let document = NIGHTLY.replace(
        "{ \"wait_and_complete\": { \"bound\": \"4h\" } }",
        "\"create_only\"",
    );
    make(
        &resolved(&document),
        &mut bits,
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
    .expect("it is made");
    bits.create_job("Somebody else's", JobType::Download)
        .expect("it is made");
    drop(journal);
    let mut journal = Journal::open(folder.path()).expect("a journal");
    assert_eq!(orphans(&mut journal, &mut bits).expect("it is read"), []);
    for (passed, count) in [
        (STALE - Duration::from_secs(60), 0),
        (STALE + Duration::from_secs(60), 1),
    ] {
        let found = stale(&mut journal, &mut bits, SystemTime::now() + passed).expect("it is read");
        assert_eq!(found.len(), count);
    }
}

#[test]
fn a_job_that_somebody_makes_under_the_name_later_is_not_what_was_left() {
    for (reached, later, found) in [(1, 0, 1), (1, 540, 1), (1, 720, 0), (0, 0, 0)] {
        let folder = tempfile::tempdir().expect("a folder");
        let intent = intent("Nightly");
        let mut journal = Journal::open(folder.path()).expect("a journal");
        let begun = journal.begin(&intent, Again::Refuse).expect("it is written");
        let Begun::Entry(entry) = begun else {
            panic!("{begun:?}")
        };
        if reached > 0 {
            journal.reached(entry, reached).expect("it is written");
        }
        // The process ends here.
        drop(journal);
        let mut bits = Scripted::new();
        bits.later(Duration::from_secs(later));
        bits.create_job("Nightly", JobType::Download).expect("a job");
        let mut journal = Journal::open(folder.path()).expect("a journal");
        let orphans = orphans(&mut journal, &mut bits).expect("they are looked for");
        assert_eq!(orphans.len(), found, "call {reached}, {later} s later");
    }
}
