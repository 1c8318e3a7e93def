//! What a waiting PowerShell script does is part of its meaning: every row of the table, run against the model of BITS,
//! with a bitsadmin that says no by its exit code and with one that exits 0 and says it in other words.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{ExistingEnding, Leftover};
use bitsmith_core::plan::Reveal;
use bitsmith_core::profile::Context;
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{Fate, Fault, JobType, Refusal, State, Which};
use bitsmith_tests::exit_table::rows;
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::run::{End, Outcome, Session, Stream, run};
use bitsmith_tests::powershell::time::SECOND;

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
    play_in(text, machine, &Session::default())
}

pub(crate) fn play_in(text: &str, machine: &mut Machine, session: &Session) -> Outcome {
    let read = powershell::read(text).unwrap_or_else(|unread| panic!("{unread}\n{text}"));
    run(&read, machine, session).unwrap_or_else(|stuck| panic!("{stuck}\n{text}"))
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
    for (quiet, constrained) in [(false, false), (true, false), (false, true)] {
        let session = Session {
            constrained,
            ..Session::default()
        };
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
            let outcome = play_in(&text, &mut machine, &session);
            let shown = machine.shown(&[Stream::Output, Stream::Error, Stream::Warning, Stream::Progress])
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
            let name = format!("{} (quiet: {quiet}, constrained: {constrained})", row.name);
            assert_eq!(outcome.exit_code(), row.exit, "{name}: {shown}");
            assert!(matches!(outcome.end, End::Exit(_)), "{name}");
            assert_eq!(row.unsaid(&shown), [""; 0], "{name}:\n{shown}");
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

/// Waiting backs off from one second to fifteen, and ends with the bound.
#[test]
fn a_script_that_waits_asks_ever_less_often() {
    for (bound, wanted) in [
        ("1s", vec![1]),
        ("10s", vec![1, 2, 4, 3]),
        ("1m", vec![1, 2, 4, 8, 15, 15, 15]),
        ("70s", vec![1, 2, 4, 8, 15, 15, 15, 10]),
    ] {
        let mut draft = draft();
        draft.ending.bound = bound.into();
        let mut machine = machine();
        machine.bits.fates.push_back(Fate::never_ends());
        let outcome = play(&script(&draft, Script::Main), &mut machine);
        assert_eq!(outcome.exit_code(), 3, "{bound}");
        let seconds: Vec<i64> = machine.sleeps.iter().map(|ticks| ticks / SECOND).collect();
        assert_eq!(seconds, wanted, "{bound}");
        let shown = machine.shown(&[Stream::Progress]);
        assert_eq!(shown.lines().count(), wanted.len(), "{bound}: {shown}");
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
    // It is the job that the script made, and it is not called as asked.
    let check = play(&script(&draft, Script::Check), &mut machine);
    let said: Vec<String> = check.output.iter().map(|line| line.to_text()).collect();
    assert_eq!(check.exit_code(), 1, "{said:?}");
    assert!(
        said.contains(&"Display name: differs, found Renamed".to_owned()),
        "{said:?}"
    );
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

/// A method stays, and so does the priority that it forces; everything else that was set with it goes back.
#[test]
fn a_change_of_the_method_is_undone_but_for_the_method_and_its_priority() {
    for priority in [None, Some("foreground")] {
        let mut draft = change();
        draft.settings.remove(&SettingId::Priority);
        draft.settings.insert(SettingId::HttpMethod, Entries::one("POST"));
        if let Some(priority) = priority {
            draft.settings.insert(SettingId::Priority, Entries::one(priority));
        }
        draft.ending.existing = ExistingEnding::Leave;
        let mut machine = machine();
        two_jobs(&mut machine);
        let mut before = machine.bits.snapshot();
        let outcome = play(&script(&draft, Script::Main), &mut machine);
        assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
        let undo = script(&draft, Script::Undo);
        for stays in ["# HTTP method: not undone.", "# Priority: not undone."] {
            let stays = stays.replace("# ", "#   ");
            assert!(undo.contains(&stays), "{stays}\n{undo}");
        }
        let outcome = play(&undo, &mut machine);
        assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
        for (guid, job) in &mut before.jobs {
            let name = machine.bits.find(guid).unwrap().setting("display_name");
            if name.starts_with("Nightly") {
                job.settings.insert("http_method".into(), "POST".into());
                job.settings.insert("priority".into(), "FOREGROUND".into());
            }
        }
        assert_eq!(machine.bits.snapshot(), before);
    }
}

#[test]
fn what_only_some_jobs_take_is_undone_too() {
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = SelectorKind::All;
    draft.profile.context = Context::Elevated;
    for (id, value) in [
        (SettingId::ReplyFileName, "C:\\Data\\new.bin"),
        (SettingId::HelperTokenFlags, "local_file"),
    ] {
        draft.settings.insert(id, Entries::one(value));
    }
    let mut machine = machine();
    let guid = machine.bits.create(JobType::UploadReply, "Nightly").unwrap();
    machine
        .bits
        .set(&guid, "reply_file_name", "C:\\Data\\old.bin")
        .unwrap();
    machine.bits.set(&guid, "helper_token_flags", "1").unwrap();
    let before = machine.bits.snapshot();
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
    assert_ne!(machine.bits.snapshot(), before);
    let outcome = play(&script(&draft, Script::Undo), &mut machine);
    assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
    assert_eq!(machine.bits.snapshot(), before);
}

#[test]
fn a_change_that_fails_half_way_says_what_was_changed() {
    let draft = change();
    let text = script(&draft, Script::Main);
    let mut whole = machine();
    two_jobs(&mut whole);
    assert_eq!(play(&text, &mut whole).exit_code(), 0);
    let changes: Vec<String> = whole
        .bits
        .calls
        .iter()
        .map(|call| call.name.clone())
        .filter(|name| {
            name.starts_with("/set") || name == "Set-BitsTransfer" || name == "Resume-BitsTransfer"
        })
        .collect();
    assert_eq!(changes.len(), 6, "{changes:?}");
    for (failing, name) in changes.iter().enumerate() {
        let nth = changes[..=failing].iter().filter(|one| *one == name).count();
        let mut machine = machine();
        let jobs = two_jobs(&mut machine);
        let before = machine.bits.snapshot();
        machine.bits.refusals = vec![Refusal {
            which: Which::Nth(name.clone(), nth),
            fault: Fault::AccessDenied,
        }];
        let outcome = play(&text, &mut machine);
        assert_eq!(outcome.exit_code(), 1, "{name} {nth}");
        assert_eq!(machine.bits.jobs.len(), 3, "a change never removes a job");
        let output: Vec<String> = outcome.output.iter().map(|value| value.to_text()).collect();
        let listed: Vec<&String> = output
            .iter()
            .skip_while(|line| *line != "These changes were made before:")
            .skip(1)
            .collect();
        assert_eq!(listed.len(), failing, "{name} {nth}: {output:?}");
        assert_eq!(output.contains(&"Nothing was changed.".to_owned()), failing == 0);
        let after = machine.bits.snapshot();
        for guid in &jobs {
            let differs = after.jobs[guid] != before.jobs[guid];
            let is_listed = listed
                .iter()
                .any(|line| line.starts_with(&format!("{{{guid}}}: ")));
            assert_eq!(differs, is_listed, "{guid}, {name} {nth}: {output:?}");
        }
        let whose = |guid: &str| listed.iter().filter(|line| line.contains(guid)).count();
        assert_eq!(whose(&jobs[0]), failing.min(changes.len() / 2));
        assert!(
            listed
                .iter()
                .all(|line| line.split_once(": ").is_some_and(|(_, what)| !what.is_empty()))
        );
    }
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
    // The policy under which the script runs already: another shell has its own.
    assert!(
        machine.shells[0]
            .line
            .contains("-ExecutionPolicy RemoteSigned -NoProfile -File "),
        "{}",
        machine.shells[0].line
    );
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

/// `exit` without a code is 0, and nothing was done.
#[test]
fn a_script_that_windows_powershell_cannot_take_over_fails() {
    let session = Session {
        version: (7, 4),
        ..Session::default()
    };
    for kind in [Script::Main, Script::Undo, Script::Check] {
        for no_module in [false, true] {
            let mut machine = machine();
            machine.proxied = !no_module;
            machine.no_module = no_module;
            machine.blocked_shells = true;
            let outcome = play_in(&script(&draft(), kind), &mut machine, &session);
            let story = format!("{}, no module: {no_module}", kind.word());
            assert_eq!(outcome.exit_code(), 1, "{story}");
            assert!(machine.bits.calls.is_empty(), "{story}");
            let shown = machine.shown(&[Stream::Error]) + &format!("{:?}", outcome.errors);
            assert!(
                shown.contains("Windows PowerShell did not run this script"),
                "{story}: {shown}"
            );
        }
    }
}
