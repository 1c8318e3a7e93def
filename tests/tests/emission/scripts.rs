//! One-shot scripts, several jobs in one script, changes that ask or pretend, and the script that checks.

use crate::exits::{machine, play, script};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, ExistingEnding};
use bitsmith_core::plan::Reveal;
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{Fate, Fault, JobType, Refusal, Which};
use bitsmith_tests::machine::{Content, Machine};
use std::collections::{BTreeMap, BTreeSet};

fn download(name: &str, local: &str) -> Draft {
    let mut draft = Draft::default();
    draft.settings.insert(SettingId::DisplayName, Entries::one(name));
    let files = vec![vec!["https://example.com/a.zip".into()], vec![local.into()]];
    draft.settings.insert(SettingId::Files, Entries(files));
    draft
}

fn change(name: &str) -> Draft {
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = SelectorKind::Name;
    draft.subject.name = name.into();
    draft.settings.insert(SettingId::Priority, Entries::one("low"));
    draft
        .settings
        .insert(SettingId::PeerCachingFlags, Entries::one("1"));
    draft
}

#[test]
fn one_blocking_command_does_it_all() {
    let mut draft = download("Nightly", "C:\\Data\\a.zip");
    draft.ending.new = NewEndingKind::OneShot;
    draft
        .settings
        .insert(SettingId::Description, Entries::one("it's"));
    draft
        .settings
        .insert(SettingId::CostFlags, Entries::one("standard"));
    let text = script(&draft, Script::Main);
    let mut well = machine();
    assert_eq!(play(&text, &mut well).exit_code(), 0);
    assert!(well.bits.jobs.is_empty() && well.files.get("C:\\Data\\a.zip").is_some());
    let call = well
        .bits
        .calls
        .iter()
        .find(|call| call.name == "Start-BitsTransfer")
        .expect("one call");
    let said = |name: &str| {
        call.arguments
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(said("DisplayName"), Some("Nightly"));
    assert_eq!(said("Description"), Some("it's"));
    assert_eq!(said("Priority"), Some("Normal"));
    let mut wrong = machine();
    wrong.bits.fates.push_back(Fate::fails(Fault::Http(404)));
    assert_eq!(play(&text, &mut wrong).exit_code(), 1);
}

/// A record is named by what is made, not by how it ends.
#[test]
fn one_blocking_command_undoes_no_job_of_another_ending() {
    let mut draft = download("Nightly", "C:\\Data\\a.zip");
    draft.ending.new = NewEndingKind::CreateOnly;
    let mut machine = machine();
    assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
    let before = machine.bits.snapshot();
    draft.ending.new = NewEndingKind::OneShot;
    let undo = play(&script(&draft, Script::Undo), &mut machine);
    assert_eq!(undo.exit_code(), 5, "{:?}", machine.console);
    assert_eq!(machine.bits.snapshot(), before);
}

#[test]
fn several_jobs_are_carried_out_one_after_the_other() {
    let plans: Vec<_> = [download("A", "C:\\Data\\a.zip"), download("B", "C:\\Data\\b.zip")]
        .iter()
        .map(|draft| evaluate(draft, Reveal::Masked).plan.expect("a plan"))
        .collect();
    let request = Request {
        target: Target::PowerShell,
        script: Script::Main,
    };
    let text = emit(&plans, request).expect("a script").text();
    let mut machine = machine();
    machine
        .bits
        .fates
        .extend([Fate::fails(Fault::Http(404)), Fate::default()]);
    assert_eq!(
        play(&text, &mut machine).exit_code(),
        2,
        "the highest code of the parts"
    );
    assert!(machine.files.get("C:\\Data\\a.zip").is_none());
    assert!(
        machine.files.get("C:\\Data\\b.zip").is_some(),
        "the second job goes its own way"
    );
    assert!(machine.bits.jobs.is_empty());
}

#[test]
fn a_change_that_pretends_changes_nothing() {
    let mut draft = change("Nightly");
    draft.ask = Ask::Whatif;
    let mut machine = machine();
    machine.bits.create(JobType::Download, "Nightly").unwrap();
    let before = machine.bits.snapshot();
    let files = machine.files.paths().len();
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 0);
    assert_eq!(machine.bits.snapshot(), before);
    assert_eq!(machine.files.paths().len(), files, "nothing is written down");
    assert!(
        machine
            .bits
            .calls
            .iter()
            .any(|call| call.arguments.iter().any(|(name, _)| name == "WhatIf"))
    );
    let undo = play(&script(&draft, Script::Undo), &mut machine);
    assert_eq!(undo.exit_code(), 5, "nothing to undo");
}

/// A change that asks five times: cmdlets, a call of bitsadmin each, a file, the end.
fn asking() -> Draft {
    let mut draft = change("Nightly");
    draft.ask = Ask::Confirm;
    draft
        .settings
        .insert(SettingId::FileAclFlags, Entries::list(["owner", "dacl"]));
    draft
        .settings
        .insert(SettingId::NoProgressTimeout, Entries::one("1d"));
    let files = vec![
        vec!["https://example.com/b.zip".into()],
        vec!["C:\\Data\\b.zip".into()],
    ];
    draft.settings.insert(SettingId::Files, Entries(files));
    draft.ending.existing = ExistingEnding::Resume;
    draft
}

/// What the record holds, as the names of settings, and what of the job differs.
fn recorded_and_changed(machine: &Machine, before: &BTreeMap<String, String>) -> [BTreeSet<String>; 2] {
    let names = [
        ("/setpriority", "priority"),
        ("/setpeercachingflags", "peer_caching_flags"),
        ("/setaclflags", "file_acl_flags"),
        ("/setnoprogresstimeout", "no_progress_timeout"),
    ];
    let record = machine
        .files
        .paths()
        .into_iter()
        .find_map(|path| match machine.files.get(&path) {
            Some(Content::Text(text)) if path.contains("bitsmith-") => Some(text.clone()),
            _ => None,
        });
    let record = record.unwrap_or_default();
    let recorded = names
        .iter()
        .filter(|(verb, _)| record.contains(&format!(" {verb} ")))
        .map(|(_, name)| (*name).to_owned());
    let job = &machine.bits.jobs[0];
    let changed = names
        .iter()
        .filter(|(_, name)| job.setting(name) != before.get(*name).map_or("", String::as_str))
        .map(|(_, name)| (*name).to_owned());
    [recorded.collect(), changed.collect()]
}

fn asked_machine() -> (Machine, String) {
    let mut machine = machine();
    let guid = machine.bits.create(JobType::Download, "Nightly").unwrap();
    machine
        .bits
        .add_file(&guid, "https://example.com/a.zip", "C:\\Data\\a.zip", "")
        .unwrap();
    machine.bits.set(&guid, "file_acl_flags", "2").unwrap();
    machine.bits.fates.push_back(Fate::never_ends());
    (machine, guid)
}

#[test]
fn only_what_a_person_agreed_to_is_changed_named_and_undone() {
    let draft = asking();
    let text = script(&draft, Script::Main);
    let (mut all, _) = asked_machine();
    all.answers.extend(std::iter::repeat_n("y".to_owned(), 20));
    assert_eq!(play(&text, &mut all).exit_code(), 0);
    let questions = 20 - all.answers.len();
    assert_eq!(questions, 5);
    let mut declined = Vec::new();
    for no in 0..=questions {
        let (mut machine, guid) = asked_machine();
        let before = machine.bits.snapshot();
        let settings = before.jobs[&guid].settings.clone();
        for question in 0..questions {
            let answer = if no == questions || question == no {
                "n"
            } else {
                "y"
            };
            machine.answers.push_back(answer.to_owned());
        }
        assert_eq!(play(&text, &mut machine).exit_code(), 0, "no to {no}");
        let [recorded, changed] = recorded_and_changed(&machine, &settings);
        assert_eq!(recorded, changed, "no to {no}");
        declined.push(4 - changed.len());
        let added = machine.bits.jobs[0].files.len() - 1;
        let agreed = no != questions;
        let undo = play(&script(&draft, Script::Undo), &mut machine);
        assert_eq!(undo.exit_code(), if agreed { 0 } else { 5 }, "no to {no}");
        let mut after = machine.bits.snapshot();
        // A file cannot be taken out again.
        let files = &mut after.jobs.get_mut(&guid).unwrap().files;
        files.truncate(files.len() - added);
        assert_eq!(after, before, "no to {no}");
    }
    // One call carries two values, two carry one, the file and the end none; the last person says no to all.
    assert_eq!(declined.pop(), Some(4));
    declined.sort_unstable();
    assert_eq!(declined, [0, 0, 1, 1, 2]);
}

#[test]
fn changes_that_were_declined_are_not_among_those_that_were_made() {
    let text = script(&asking(), Script::Main);
    for no in 0..5 {
        let (mut machine, _) = asked_machine();
        machine.bits.refusals = vec![Refusal {
            which: Which::Named("Resume-BitsTransfer".to_owned()),
            fault: Fault::AccessDenied,
        }];
        for question in 0..5 {
            let answer = if question == no { "n" } else { "y" };
            machine.answers.push_back(answer.to_owned());
        }
        let outcome = play(&text, &mut machine);
        let output: Vec<String> = outcome.output.iter().map(|value| value.to_text()).collect();
        if no == 4 {
            assert_eq!(outcome.exit_code(), 0, "the end was declined");
            continue;
        }
        assert_eq!(outcome.exit_code(), 1);
        let made = output
            .iter()
            .skip_while(|line| !line.starts_with("These changes"))
            .skip(1);
        assert_eq!(made.count(), 3, "no to {no}: {output:?}");
    }
}

#[test]
fn the_check_says_what_differs_and_changes_nothing() {
    let draft = change("Nightly");
    let text = script(&draft, Script::Check);
    let mut machine = machine();
    assert_eq!(play(&text, &mut machine).exit_code(), 5);
    let guid = machine.bits.create(JobType::Download, "Nightly").unwrap();
    let before = machine.bits.snapshot();
    assert_eq!(play(&text, &mut machine).exit_code(), 1);
    assert_eq!(machine.bits.snapshot(), before);
    machine.bits.set(&guid, "priority", "LOW").unwrap();
    machine.bits.set(&guid, "peer_caching_flags", "1").unwrap();
    assert_eq!(play(&text, &mut machine).exit_code(), 0);
}

#[test]
fn a_job_of_ranges_is_made_by_bitsadmin() {
    let mut draft = download("Parts", "C:\\Data\\a.bin");
    let files = vec![
        vec![
            "https://example.com/a.bin".into(),
            "https://example.com/b.bin".into(),
        ],
        vec!["C:\\Data\\a.bin".into(), "C:\\Data\\b.bin".into()],
        vec!["0:100,200:eof".into(), "".into()],
    ];
    draft.settings.insert(SettingId::Files, Entries(files));
    draft.ending.new = NewEndingKind::CreateOnly;
    let mut machine = machine();
    assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
    let job = &machine.bits.jobs[0];
    assert_eq!(job.files[0].ranges, "0:100,200:eof");
    assert_eq!(job.files[1].local, "C:\\Data\\b.bin", "files keep their order");
    assert_eq!(job.setting("display_name"), "Parts");
    for verb in ["/create", "/addfilewithranges"] {
        let mut machine = self::machine();
        let fault = Fault::InvalidArgument;
        machine.bits.refusals = vec![Refusal {
            which: Which::Named(verb.to_owned()),
            fault,
        }];
        assert_eq!(
            play(&script(&draft, Script::Main), &mut machine).exit_code(),
            1,
            "{verb}"
        );
        assert!(machine.bits.jobs.is_empty(), "{verb}");
    }
}

fn several(drafts: &[Draft], kind: Script) -> String {
    let plans: Vec<_> = drafts
        .iter()
        .map(|draft| evaluate(draft, Reveal::Masked).plan.expect("a plan"))
        .collect();
    let request = Request {
        target: Target::PowerShell,
        script: kind,
    };
    emit(&plans, request).expect("a script").text()
}

#[test]
fn the_same_job_twice_is_undone_twice() {
    let mut draft = download("Nightly", "C:\\Data\\a.zip");
    draft.ending.new = NewEndingKind::CreateOnly;
    let mut started = draft.clone();
    started.ending.new = NewEndingKind::StartAndLeave;
    for drafts in [[draft.clone(), draft.clone()], [draft, started]] {
        let mut machine = machine();
        machine.bits.create(JobType::Download, "Nightly").unwrap();
        let before = machine.bits.snapshot();
        assert_eq!(play(&several(&drafts, Script::Main), &mut machine).exit_code(), 0);
        assert_eq!(machine.bits.jobs.len(), 3);
        assert_eq!(play(&several(&drafts, Script::Undo), &mut machine).exit_code(), 0);
        assert_eq!(machine.bits.snapshot(), before);
    }
}

#[test]
fn a_job_that_several_documents_change_gets_its_first_values_back() {
    let to = |priority: &str, ending| {
        let mut draft = change("Nightly");
        draft.settings.insert(SettingId::Priority, Entries::one(priority));
        draft.ending.existing = ending;
        draft
    };
    use ExistingEnding::{Leave, Resume};
    for drafts in [
        vec![to("low", Leave), to("high", Leave)],
        vec![to("low", Leave), to("high", Leave), to("low", Leave)],
        // The same changes, and so one record; how they end differs.
        vec![to("low", Leave), to("low", Resume)],
        vec![to("low", Resume), to("high", Leave), to("low", Leave)],
    ] {
        let (mut machine, _) = asked_machine();
        let before = machine.bits.snapshot();
        assert_eq!(play(&several(&drafts, Script::Main), &mut machine).exit_code(), 0);
        assert_ne!(machine.bits.snapshot(), before);
        let undo = play(&several(&drafts, Script::Undo), &mut machine);
        assert_eq!(undo.exit_code(), 0, "{:?}", machine.console);
        assert_eq!(machine.bits.snapshot(), before);
    }
}

/// It decides whether the transfer works at all: without it the job would be another.
#[test]
fn dynamic_content_is_said_or_refused() {
    let mut draft = download("Nightly", "C:\\Data\\a.zip");
    draft
        .settings
        .insert(SettingId::DynamicContent, Entries::one("true"));
    for (windows, expected) in [
        ("server-2025", None),
        ("server-2019", Some("powershell-dynamic-content")),
    ] {
        draft.profile.set("windows", windows).unwrap();
        let plan = evaluate(&draft, Reveal::Masked).plan.expect("a plan");
        let request = Request {
            target: Target::PowerShell,
            script: Script::Main,
        };
        let errors = emit(&[plan], request).err().unwrap_or_default();
        let rule = errors.first().map(|error| error.rule);
        assert_eq!(rule, expected, "{windows}");
        for error in &errors {
            assert!(error.fix.is_some(), "{error:?}");
        }
    }
    // What BITS does anyway needs no call.
    draft
        .settings
        .insert(SettingId::DynamicContent, Entries::one("false"));
    let mut machine = machine();
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
}
