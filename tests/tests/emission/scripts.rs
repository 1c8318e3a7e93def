//! One-shot scripts, several jobs in one script, changes that ask or pretend, and the script that checks.

use crate::exits::{machine, play, script};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::Ask;
use bitsmith_core::plan::Reveal;
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{Fate, Fault, JobType, Refusal, Which};

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
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 0);
    assert_eq!(machine.bits.snapshot(), before);
    assert!(
        machine
            .bits
            .calls
            .iter()
            .any(|call| call.arguments.iter().any(|(name, _)| name == "WhatIf"))
    );
}

#[test]
fn a_change_that_asks_takes_no_for_an_answer() {
    let mut draft = change("Nightly");
    draft.ask = Ask::Confirm;
    for (answer, flags) in [("n", "0"), ("y", "1")] {
        let mut machine = machine();
        let guid = machine.bits.create(JobType::Download, "Nightly").unwrap();
        machine.answers.push_back(answer.to_owned());
        assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
        assert_eq!(
            machine.bits.find(&guid).unwrap().setting("peer_caching_flags"),
            flags
        );
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
