//! What a waiting PowerShell script does is part of its meaning: every row of the table, run against the model of BITS,
//! with a bitsadmin that says no by its exit code and with one that exits 0 and says it in other words.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{ExistingEnding, Leftover};
use bitsmith_core::plan::Reveal;
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{Fate, Fault, JobType, Refusal, State, Which};
use bitsmith_tests::exit_table::rows;
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::run::{End, Outcome, Session, Stream, run};

/// The script of a draft.
pub(crate) fn script(draft: &Draft, script: Script) -> String {
    let evaluation = evaluate(draft, Reveal::Masked);
    let plan = evaluation
        .plan
        .unwrap_or_else(|| panic!("no plan: {:?}", evaluation.diagnostics));
    let request = Request {
        target: Target::PowerShell,
        script,
    };
    emit(&[plan], request)
        .unwrap_or_else(|errors| panic!("{errors:?}"))
        .text()
}

/// A machine that has the folders the drafts below name.
pub(crate) fn machine() -> Machine {
    let mut machine = Machine::default();
    machine.files.make_folder("C:\\Data");
    machine.files.make_folder("C:\\Users\\user\\AppData\\Local\\Temp");
    machine
}

/// Runs a script that must be readable and runnable.
pub(crate) fn play(text: &str, machine: &mut Machine) -> Outcome {
    let read = powershell::read(text).unwrap_or_else(|unread| panic!("{unread}\n{text}"));
    run(&read, machine, &Session::default()).unwrap_or_else(|stuck| panic!("{stuck}\n{text}"))
}

/// A download of one file, with settings that cmdlets say and settings that bitsadmin says.
fn draft() -> Draft {
    let mut draft = Draft::default();
    draft
        .settings
        .insert(SettingId::DisplayName, Entries::one("Nightly"));
    draft.settings.insert(
        SettingId::Files,
        Entries(vec![
            vec!["https://example.com/a.zip".into()],
            vec!["C:\\Data\\a.zip".into()],
        ]),
    );
    draft
        .settings
        .insert(SettingId::Description, Entries::one("it's"));
    draft
        .settings
        .insert(SettingId::NoProgressTimeout, Entries::one("1d"));
    draft
        .settings
        .insert(SettingId::PeerCachingFlags, Entries::one("1"));
    draft
        .settings
        .insert(SettingId::FileAclFlags, Entries::list(["owner", "dacl"]));
    draft.ending.bound = "1h".into();
    draft
}

/// Somebody else's job, and one of ours with the same name: no row may touch them.
fn bystanders(machine: &mut Machine) -> Vec<String> {
    let ours = machine.bits.create(JobType::Download, "Nightly").unwrap();
    machine.bits.user = "OTHER\\user".to_owned();
    let theirs = machine.bits.create(JobType::Download, "Nightly").unwrap();
    machine.bits.user = "DESKTOP\\user".to_owned();
    vec![ours, theirs]
}

#[test]
fn every_row_of_the_table_is_played() {
    for quiet in [false, true] {
        for row in rows() {
            let mut draft = draft();
            if row.leave {
                draft.ending.on_error = Leftover::Leave;
                draft.ending.on_bound = Leftover::Leave;
            }
            let text = script(&draft, Script::Main);
            let mut machine = machine();
            machine.bits.bitsadmin.quiet_refusals = quiet;
            let others = bystanders(&mut machine);
            machine.bits.fates.extend(row.fate.clone());
            machine.bits.refusals = row.refusals.clone();
            let outcome = play(&text, &mut machine);
            let shown = machine.shown(&[Stream::Output, Stream::Error, Stream::Warning])
                + &outcome
                    .output
                    .iter()
                    .map(|value| value.to_text() + "\n")
                    .collect::<String>()
                + &outcome
                    .errors
                    .iter()
                    .map(|error| format!("{error:?}\n"))
                    .collect::<String>();
            let name = format!("{} (quiet: {quiet})", row.name);
            assert_eq!(outcome.exit_code(), row.exit, "{name}: {shown}");
            assert!(matches!(outcome.end, End::Exit(_)), "{name}");
            assert!(
                shown.contains(row.said),
                "{name}: `{}` is not in\n{shown}",
                row.said
            );
            let left: Vec<_> = machine
                .bits
                .jobs
                .iter()
                .filter(|job| !others.contains(&job.guid))
                .collect();
            assert_eq!(left.len(), row.left, "{name}: {left:?}\n{shown}");
            for guid in &others {
                assert!(
                    machine.bits.find(guid).is_some(),
                    "{name}: another job was touched"
                );
            }
            if row.name != "somebody else finishes it" {
                let done = machine.files.get("C:\\Data\\a.zip").is_some();
                assert_eq!(done, row.exit == 0, "{name}");
            }
        }
    }
}

#[test]
fn ctrl_c_removes_the_job() {
    let text = script(&draft(), Script::Main);
    for sleep in 1..4 {
        let mut machine = machine();
        machine.bits.fates.push_back(Fate::never_ends());
        machine.stop_at_sleep = Some(sleep);
        let outcome = play(&text, &mut machine);
        assert!(matches!(outcome.end, End::Stopped), "{outcome:?}");
        assert!(machine.bits.jobs.is_empty(), "after sleep {sleep}");
    }
}

#[test]
fn each_call_can_be_refused_and_nothing_is_left() {
    let text = script(&draft(), Script::Main);
    let mut machine = machine();
    play(&text, &mut machine);
    let calls = machine.bits.calls.len();
    assert!(calls > 10, "{calls} calls");
    for call in 1..=calls {
        for fault in [
            Fault::AccessDenied,
            Fault::NotLoggedOn,
            Fault::InvalidState,
            Fault::Other(0x8020_0049),
        ] {
            let mut machine = self::machine();
            let name = machine_call(&text, call);
            machine.bits.refusals = vec![Refusal {
                which: Which::Call(call),
                fault,
            }];
            let outcome = play(&text, &mut machine);
            let code = outcome.exit_code();
            match code {
                0 | 1 => assert!(
                    machine.bits.jobs.is_empty(),
                    "call {call} ({name}), exit {code}: {:?}",
                    machine.bits.jobs
                ),
                4 => assert_eq!(machine.bits.jobs.len(), 1, "call {call} ({name})"),
                other => panic!("call {call} ({name}): exit {other}"),
            }
        }
    }
}

/// Which call comes at a place.
fn machine_call(text: &str, place: usize) -> String {
    let mut machine = machine();
    play(text, &mut machine);
    machine.bits.calls[place - 1].name.clone()
}

#[test]
fn a_new_job_is_undone() {
    for ending in [NewEndingKind::CreateOnly, NewEndingKind::StartAndLeave] {
        let mut draft = draft();
        draft.ending.new = ending;
        let mut machine = machine();
        let others = bystanders(&mut machine);
        let before = machine.bits.snapshot();
        assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
        assert_eq!(machine.bits.jobs.len(), others.len() + 1);
        assert_eq!(play(&script(&draft, Script::Check), &mut machine).exit_code(), 0);
        assert_eq!(play(&script(&draft, Script::Undo), &mut machine).exit_code(), 0);
        assert_eq!(machine.bits.snapshot(), before, "{}", ending.word());
        assert_eq!(
            play(&script(&draft, Script::Undo), &mut machine).exit_code(),
            5,
            "there is nothing more to undo"
        );
    }
}

/// A GUID is given to one job only, and stays with it: what it is called now says nothing about who made it.
#[test]
fn a_job_that_was_renamed_is_undone_and_its_namesake_is_not() {
    let mut draft = draft();
    draft.ending.new = NewEndingKind::StartAndLeave;
    let mut machine = machine();
    let others = bystanders(&mut machine);
    let before = machine.bits.snapshot();
    machine.bits.fates.push_back(Fate::never_ends());
    assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
    let made = machine.bits.jobs.last().unwrap().guid.clone();
    assert!(!others.contains(&made));
    machine.bits.set(&made, "display_name", "Renamed").unwrap();
    assert_eq!(play(&script(&draft, Script::Check), &mut machine).exit_code(), 0);
    assert_eq!(play(&script(&draft, Script::Undo), &mut machine).exit_code(), 0);
    assert_eq!(machine.bits.snapshot(), before);
}

/// Every setting whose value can be put back, on two jobs.
fn change() -> Draft {
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = SelectorKind::Pattern;
    draft.subject.pattern = "Night*".into();
    for (id, value) in [
        (SettingId::DisplayName, "Daily"),
        (SettingId::Description, "other \u{2019}words"),
        (SettingId::Priority, "high"),
        (SettingId::MinimumRetryDelay, "61"),
        (SettingId::NoProgressTimeout, "7200"),
        (SettingId::MaximumDownloadTime, "86400"),
        (SettingId::SecurityFlags, "0x0101"),
        (SettingId::NotifyFlags, "2"),
        (SettingId::PeerCachingFlags, "1"),
        (SettingId::FileAclFlags, "dacl"),
    ] {
        draft.settings.insert(id, Entries::one(value));
    }
    draft.settings.insert(
        SettingId::ProxySettings,
        Entries(vec![
            vec!["override".into()],
            vec!["http://proxy:8080".into()],
            vec!["<local>".into()],
        ]),
    );
    draft.ending.existing = ExistingEnding::Resume;
    draft
}

fn two_jobs(machine: &mut Machine) -> Vec<String> {
    ["Nightly A", "Nightly B", "Weekly"]
        .iter()
        .map(|name| {
            let guid = machine.bits.create(JobType::Download, name).unwrap();
            machine
                .bits
                .add_file(&guid, "https://example.com/a.zip", "C:\\Data\\a.zip", "")
                .unwrap();
            machine.bits.set(&guid, "description", "before").unwrap();
            machine.bits.set(&guid, "file_acl_flags", "2").unwrap();
            guid
        })
        .collect()
}

#[test]
fn a_change_of_existing_jobs_is_undone() {
    let draft = change();
    let mut machine = machine();
    let jobs = two_jobs(&mut machine);
    machine
        .bits
        .fates
        .extend([Fate::never_ends(), Fate::never_ends()]);
    let before = machine.bits.snapshot();
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
    for guid in &jobs[..2] {
        let job = machine.bits.find(guid).unwrap();
        assert_eq!(
            (job.setting("display_name"), job.setting("priority")),
            ("Daily", "HIGH")
        );
        assert_ne!(job.state, State::Suspended);
    }
    assert_eq!(
        machine.bits.snapshot().jobs[&jobs[2]],
        before.jobs[&jobs[2]],
        "a job that was not meant"
    );
    let undo = play(&script(&draft, Script::Undo), &mut machine);
    assert_eq!(undo.exit_code(), 0, "{:?}", machine.console);
    assert_eq!(machine.bits.snapshot(), before);
}

#[test]
fn a_change_that_fails_half_way_says_what_was_changed() {
    let draft = change();
    let mut machine = machine();
    let jobs = two_jobs(&mut machine);
    machine.bits.refusals = vec![Refusal {
        which: Which::Nth("Set-BitsTransfer".to_owned(), 2),
        fault: Fault::AccessDenied,
    }];
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 1);
    let shown: String = outcome
        .output
        .iter()
        .map(|value| value.to_text() + "\n")
        .collect::<String>()
        + &machine.shown(&[Stream::Output, Stream::Error]);
    assert!(shown.contains("These changes were made before:"), "{shown}");
    assert!(shown.contains(&format!("{{{}}}", jobs[0])), "{shown}");
    assert_eq!(machine.bits.jobs.len(), 3, "a change never removes a job");
}

#[test]
fn no_such_job_changes_nothing() {
    let draft = change();
    let mut machine = machine();
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 5);
    assert!(machine.bits.jobs.is_empty());
}

#[test]
fn a_proxied_module_hands_over_to_windows_powershell() {
    let text = script(&draft(), Script::Main);
    let mut machine = machine();
    machine.proxied = true;
    machine.shell_exit = 3;
    let read = powershell::read(&text).unwrap();
    let session = Session {
        version: (7, 4),
        ..Session::default()
    };
    let outcome = run(&read, &mut machine, &session).unwrap();
    assert_eq!(outcome.exit_code(), 3);
    assert_eq!(machine.shells.len(), 1);
    assert!(machine.bits.calls.is_empty());
    let pasted = Session {
        version: (7, 4),
        path: None,
        ..Session::default()
    };
    let outcome = run(&read, &mut machine, &pasted).unwrap();
    assert!(
        matches!(outcome.end, End::Finished),
        "a pasted script does not close the console"
    );
    assert!(machine.bits.calls.is_empty());
}
