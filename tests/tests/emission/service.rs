//! A BITS that stops for a while, and jobs whose names differ in little: what a script takes for a job that is gone, and
//! which jobs it takes for those that are meant.

use crate::exits::{machine, play, script};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::Script;
use bitsmith_core::job::{ExistingEnding, Owner};
use bitsmith_core::profile::Context;
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{Fate, Fault, JobType};
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell::run::Stream;
use bitsmith_tests::powershell::time::SECOND;

const GUID: &str = "{C775D194-090F-431F-B5FB-8334D00D1CB6}";

fn download(ending: NewEndingKind, bound: &str) -> Draft {
    let mut draft = Draft::default();
    draft
        .settings
        .insert(SettingId::DisplayName, Entries::one("Nightly"));
    let files = vec![
        vec!["https://example.com/a.zip".into()],
        vec!["C:\\Data\\a.zip".into()],
    ];
    draft.settings.insert(SettingId::Files, Entries(files));
    draft.ending.new = ending;
    draft.ending.bound = bound.into();
    draft
}

fn change(selector: SelectorKind, owner: Owner) -> Draft {
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = selector;
    draft.subject.owner = owner;
    draft.subject.guids = vec![GUID.into()];
    draft.subject.name = "Nightly".into();
    draft.subject.pattern = "Night*".into();
    draft.profile.context = Context::Elevated;
    draft.settings.insert(SettingId::Priority, Entries::one("low"));
    draft
}

fn stop(machine: &mut Machine, from: i64, to: i64) {
    let now = machine.bits.now;
    machine.bits.stopped = Some((now + from * SECOND, now.saturating_add(to.saturating_mul(SECOND))));
}

#[test]
fn a_service_that_restarts_is_waited_for() {
    let text = script(&download(NewEndingKind::WaitAndComplete, "1h"), Script::Main);
    let mut machine = machine();
    machine.bits.fates.push_back(Fate::transfers_after(100));
    stop(&mut machine, 3, 60);
    let outcome = play(&text, &mut machine);
    assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
    assert!(machine.files.get("C:\\Data\\a.zip").is_some());
    let warnings = machine.shown(&[Stream::Warning]);
    assert_eq!(
        warnings.matches("The service has not been started.").count(),
        1,
        "{warnings}"
    );
}

#[test]
fn a_service_that_stays_away_is_too_late_and_not_a_job_that_is_gone() {
    let text = script(&download(NewEndingKind::WaitAndComplete, "2m"), Script::Main);
    let mut machine = machine();
    stop(&mut machine, 3, i64::MAX / SECOND);
    let outcome = play(&text, &mut machine);
    assert_eq!(outcome.exit_code(), 3, "{:?}", machine.console);
    let warnings = machine.shown(&[Stream::Warning]);
    assert!(
        warnings.contains("To remove it: bitsadmin /cancel \"{"),
        "{warnings}"
    );
}

#[test]
fn a_failure_of_bits_is_not_taken_for_a_job_that_is_missing() {
    for selector in SelectorKind::ALL {
        for owner in Owner::ALL {
            for kind in [Script::Main, Script::Check] {
                let text = script(&change(*selector, *owner), kind);
                let case = format!("{}, {}, {}", selector.word(), owner.word(), kind.word());
                let mut stopped = machine();
                stopped.bits.elevated = true;
                stop(&mut stopped, 0, i64::MAX / SECOND);
                let outcome = play(&text, &mut stopped);
                assert_eq!(outcome.exit_code(), 1, "{case}: {:?}", stopped.console);
                let errors = stopped.shown(&[Stream::Error]);
                assert!(
                    errors.contains(&Fault::ServiceStopped.sentence()),
                    "{case}: {errors}"
                );
                for missing_names_fail in [false, true] {
                    let mut empty = machine();
                    empty.bits.elevated = true;
                    empty.bits.missing_names_fail = missing_names_fail;
                    let outcome = play(&text, &mut empty);
                    assert_eq!(outcome.exit_code(), 5, "{case}: {:?}", empty.console);
                }
            }
        }
    }
}

#[test]
fn a_check_of_a_made_job_says_that_bits_does_not_answer() {
    let text = script(&download(NewEndingKind::CreateOnly, ""), Script::Check);
    let mut machine = machine();
    stop(&mut machine, 0, i64::MAX / SECOND);
    assert_eq!(play(&text, &mut machine).exit_code(), 1, "{:?}", machine.console);
}

#[test]
fn only_jobs_of_exactly_the_name_are_taken() {
    for owner in Owner::ALL {
        let mut draft = change(SelectorKind::Name, *owner);
        draft.settings.clear();
        draft.ending.existing = ExistingEnding::Cancel;
        let mut machine = machine();
        machine.bits.elevated = true;
        for name in ["Nightly", "NIGHTLY", "Nightly 2", "nightly"] {
            machine.bits.create(JobType::Download, name).unwrap();
        }
        let outcome = play(&script(&draft, Script::Main), &mut machine);
        assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
        let left: Vec<&str> = machine
            .bits
            .jobs
            .iter()
            .map(|job| job.setting("display_name"))
            .collect();
        assert_eq!(left, ["NIGHTLY", "Nightly 2", "nightly"]);
    }
}

#[test]
fn a_check_takes_a_job_of_another_spelling_for_none() {
    let text = script(&download(NewEndingKind::CreateOnly, ""), Script::Check);
    for (name, code) in [("NIGHTLY", 5), ("Nightly", 1)] {
        let mut machine = machine();
        machine.bits.create(JobType::Download, name).unwrap();
        // The job of that name has no file, so the check finds a difference.
        assert_eq!(play(&text, &mut machine).exit_code(), code, "{name}");
    }
}

/// A value that BITS did not take looks like the one that was asked for but for the case of its letters.
#[test]
fn a_text_that_differs_in_case_was_not_taken() {
    let mut draft = change(SelectorKind::All, Owner::Me);
    draft.settings.clear();
    draft
        .settings
        .insert(SettingId::ReplyFileName, Entries::one("C:\\Data\\Reply.bin"));
    let mut machine = machine();
    machine.bits.bitsadmin.quiet_refusals = true;
    let guid = machine.bits.create(JobType::UploadReply, "Nightly").unwrap();
    let held = "C:\\DATA\\REPLY.BIN";
    machine.bits.set(&guid, "reply_file_name", held).unwrap();
    machine.bits.refusals = vec![bitsmith_tests::bits::Refusal {
        which: bitsmith_tests::bits::Which::Named("/setreplyfilename".to_owned()),
        fault: Fault::InvalidState,
    }];
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 1, "{:?}", machine.console);
    let outcome = play(&script(&draft, Script::Check), &mut machine);
    assert_eq!(outcome.exit_code(), 1, "{:?}", machine.console);
}
