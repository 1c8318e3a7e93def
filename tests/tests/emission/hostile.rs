//! Machines and users that mean no good or have no luck: records that were tampered with, scripts that run twice, a
//! BITS that does not answer, values that somebody else has set, parameters that are called like a secret.

use crate::exits::{machine, play, script};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, Folders};
use bitsmith_core::plan::{Plan, Reveal};
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{Fault, JobType, Refusal, Which};
use bitsmith_tests::machine::Content;
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell::run::{Outcome, Stream};

fn download(local: &str) -> Draft {
    let mut draft = Draft::default();
    draft
        .settings
        .insert(SettingId::DisplayName, Entries::one("Nightly"));
    let files = vec![vec!["https://example.com/a.zip".into()], vec![local.into()]];
    draft.settings.insert(SettingId::Files, Entries(files));
    draft
        .settings
        .insert(SettingId::Description, Entries::one("words"));
    draft.ending.new = NewEndingKind::CreateOnly;
    draft
}

fn change(id: SettingId, value: &str) -> Draft {
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = SelectorKind::All;
    draft.settings.insert(id, Entries::one(value));
    draft
}

fn plan(draft: &Draft) -> Plan {
    let evaluation = evaluate(draft, Reveal::Masked);
    evaluation
        .plan
        .unwrap_or_else(|| panic!("no plan: {:?}", evaluation.diagnostics))
}

fn several(drafts: &[Draft], script: Script) -> String {
    let plans: Vec<Plan> = drafts.iter().map(plan).collect();
    let request = Request {
        target: Target::PowerShell,
        script,
    };
    emit(&plans, request).expect("a script").text()
}

fn refuse(machine: &mut Machine, names: &[&str]) {
    machine.bits.refusals = names
        .iter()
        .map(|name| Refusal {
            which: Which::Named((*name).to_owned()),
            fault: Fault::AccessDenied,
        })
        .collect();
}

fn shown(machine: &Machine, outcome: &Outcome) -> String {
    let output: String = outcome
        .output
        .iter()
        .map(|value| value.to_text() + "\n")
        .collect();
    machine.shown(&[Stream::Output, Stream::Error, Stream::Warning]) + &output
}

fn record(draft: &Draft) -> String {
    let digest = plan(draft).digest();
    format!("C:\\Users\\user\\AppData\\Local\\Temp\\bitsmith-{digest}.txt")
}

#[test]
fn a_run_that_fails_keeps_the_record_of_the_run_before() {
    let draft = download("C:\\Data\\a.zip");
    let mut machine = machine();
    assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
    refuse(&mut machine, &["Set-BitsTransfer"]);
    assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 1);
    machine.bits.refusals.clear();
    assert_eq!(machine.bits.jobs.len(), 1);
    assert_eq!(play(&script(&draft, Script::Undo), &mut machine).exit_code(), 0);
    assert!(machine.bits.jobs.is_empty());
}

#[test]
fn the_jobs_of_several_runs_are_checked_and_undone() {
    let draft = download("C:\\Data\\a.zip");
    let mut machine = machine();
    for _ in 0..2 {
        assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
    }
    let outcome = play(&script(&draft, Script::Check), &mut machine);
    assert_eq!(outcome.exit_code(), 0);
    let text = shown(&machine, &outcome);
    for job in &machine.bits.jobs {
        assert!(text.contains(&job.guid), "{text}");
    }
    assert_eq!(play(&script(&draft, Script::Undo), &mut machine).exit_code(), 0);
    assert!(machine.bits.jobs.is_empty());
}

#[test]
fn the_same_document_twice_is_undone_whole() {
    let drafts = [download("C:\\Data\\a.zip"), download("C:\\Data\\a.zip")];
    let mut machine = machine();
    assert_eq!(play(&several(&drafts, Script::Main), &mut machine).exit_code(), 0);
    assert_eq!(machine.bits.jobs.len(), 2);
    assert_eq!(
        play(&several(&drafts, Script::Check), &mut machine).exit_code(),
        0
    );
    assert_eq!(play(&several(&drafts, Script::Undo), &mut machine).exit_code(), 0);
    assert!(machine.bits.jobs.is_empty());
}

#[test]
fn a_job_that_cannot_be_removed_stays_in_the_record() {
    let draft = download("C:\\Data\\a.zip");
    let mut machine = machine();
    refuse(&mut machine, &["Set-BitsTransfer", "Remove-BitsTransfer"]);
    let outcome = play(&script(&draft, Script::Main), &mut machine);
    assert_eq!(outcome.exit_code(), 1);
    let guid = machine.bits.jobs[0].guid.clone();
    let text = shown(&machine, &outcome);
    assert!(
        text.contains(&format!("bitsadmin /cancel \"{{{guid}}}\"")),
        "{text}"
    );
    machine.bits.refusals.clear();
    assert_eq!(play(&script(&draft, Script::Undo), &mut machine).exit_code(), 0);
    assert!(machine.bits.jobs.is_empty());
}

#[test]
fn a_silent_service_is_not_taken_for_a_job_that_is_gone() {
    let draft = download("C:\\Data\\a.zip");
    let mut machine = machine();
    assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
    refuse(&mut machine, &["Get-BitsTransfer"]);
    assert_eq!(play(&script(&draft, Script::Undo), &mut machine).exit_code(), 1);
    assert!(machine.files.get(&record(&draft)).is_some());
    machine.bits.refusals.clear();
    assert_eq!(play(&script(&draft, Script::Undo), &mut machine).exit_code(), 0);
    assert!(machine.bits.jobs.is_empty());
}

#[test]
fn a_job_of_which_nothing_is_heard_after_completing_is_left() {
    let mut draft = download("C:\\Data\\a.zip");
    draft.ending.new = NewEndingKind::WaitAndComplete;
    let text = script(&draft, Script::Main);
    let mut well = machine();
    assert_eq!(play(&text, &mut well).exit_code(), 0);
    let looks = well
        .bits
        .calls
        .iter()
        .filter(|call| call.name == "Get-BitsTransfer")
        .count();
    for (completes, silent, exit) in [(true, 1, 0), (true, 2, 0), (false, 1, 4), (false, 2, 4)] {
        let mut machine = machine();
        // The last look but one is for the job; all jobs are listed where it fails.
        for place in 0..silent {
            machine.bits.refusals.push(Refusal {
                which: Which::Nth("Get-BitsTransfer".to_owned(), looks - 1 + place),
                fault: Fault::AccessDenied,
            });
        }
        if !completes {
            machine.bits.refusals.push(Refusal {
                which: Which::Named("Complete-BitsTransfer".to_owned()),
                fault: Fault::AccessDenied,
            });
        }
        assert_eq!(
            play(&text, &mut machine).exit_code(),
            exit,
            "{completes} {silent}"
        );
    }
}

#[test]
fn a_record_that_was_tampered_with_is_refused_whole() {
    let new = download("C:\\Data\\a.zip");
    let changed = change(SettingId::Priority, "low");
    for (draft, line) in [
        (&changed, "{GUID} /setnotifycmdline C:\\evil.exe NULL"),
        (&changed, "{GUID} /setdisplayname \"x\""),
        (&changed, "{GUID} /setpriority LOW /resume"),
        (&changed, "{GUID} /setpriority"),
        (&changed, "{GUID} made"),
        (&changed, "{GUID} state RUNNING"),
        (&changed, "{GUID}"),
        (&changed, "GUID /setpriority LOW"),
        (&new, "{GUID} /setpriority LOW"),
        (&new, "{GUID} made too"),
        (&new, ""),
    ] {
        let mut machine = machine();
        let guid = machine.bits.create(JobType::Download, "Other").unwrap();
        let good = if draft.subject.kind == SubjectKind::Existing {
            "{GUID} /setpriority HIGH"
        } else {
            "{GUID} made"
        };
        let text = format!("{good}\r\n{line}\r\n").replace("GUID", &guid);
        machine.files.put(&record(draft), Content::Text(text));
        let before = machine.bits.snapshot();
        assert_eq!(
            play(&script(draft, Script::Undo), &mut machine).exit_code(),
            1,
            "{line}"
        );
        assert_eq!(machine.bits.snapshot(), before, "{line}");
        assert!(machine.files.get(&record(draft)).is_some(), "{line}");
    }
}

#[test]
fn values_that_bitsadmin_cannot_put_back_are_not_written_down() {
    for (id, new, key, before) in [
        (SettingId::Description, "new", "description", "a\r\nb"),
        (SettingId::Description, "new", "description", "it\u{2019}s"),
        (
            SettingId::Description,
            "new",
            "description",
            "a \"quoted\" & more",
        ),
        (SettingId::Description, "new", "description", "NULL"),
        (SettingId::Description, "new", "description", "ends in \\"),
        (SettingId::DisplayName, "new", "display_name", "NULL"),
        (SettingId::DisplayName, "new", "display_name", "/cancel"),
        (SettingId::DisplayName, "new", "display_name", "\" /reset \""),
        (SettingId::DisplayName, "new", "display_name", "{not a guid}"),
    ] {
        let draft = change(id, new);
        let mut machine = machine();
        let guid = machine.bits.create(JobType::Download, "Other").unwrap();
        machine.bits.set(&guid, key, before).unwrap();
        let outcome = play(&script(&draft, Script::Main), &mut machine);
        assert_eq!(outcome.exit_code(), 0, "{before}");
        let text = shown(&machine, &outcome);
        assert!(text.contains("cannot put back"), "{before}: {text}");
        assert!(machine.files.get(&record(&draft)).is_none(), "{before}");
    }
}

#[test]
fn values_with_signs_of_shells_are_put_back_exactly() {
    for before in [
        "%TEMP% & ^del | <x> $(y) 'z'",
        "  two  blanks  ",
        "100%",
        "a;b,c=d",
    ] {
        let draft = change(SettingId::Description, "new");
        let mut machine = machine();
        let guid = machine.bits.create(JobType::Download, "Other").unwrap();
        machine.bits.set(&guid, "description", before).unwrap();
        assert_eq!(play(&script(&draft, Script::Main), &mut machine).exit_code(), 0);
        assert_eq!(machine.bits.find(&guid).unwrap().setting("description"), "new");
        let outcome = play(&script(&draft, Script::Undo), &mut machine);
        assert_eq!(outcome.exit_code(), 0, "{}", shown(&machine, &outcome));
        assert_eq!(machine.bits.find(&guid).unwrap().setting("description"), before);
    }
}

#[test]
fn a_change_that_pretends_makes_no_folder() {
    let mut draft = change(SettingId::Priority, "low");
    let files = vec![
        vec!["https://example.com/a.zip".into()],
        vec!["C:\\New\\a.zip".into()],
    ];
    draft.settings.insert(SettingId::Files, Entries(files));
    draft.folders = Folders::Create;
    for (ask, made) in [(Ask::Whatif, false), (Ask::No, true)] {
        draft.ask = ask;
        let mut machine = machine();
        machine.bits.create(JobType::Download, "Other").unwrap();
        let outcome = play(&script(&draft, Script::Main), &mut machine);
        assert_eq!(outcome.exit_code(), 0, "{ask:?} {}", shown(&machine, &outcome));
        assert_eq!(machine.files.get("C:\\New").is_some(), made, "{ask:?}");
    }
}

#[test]
fn a_text_that_a_console_cannot_show_is_not_judged() {
    let draft = change(SettingId::Description, "gr\u{00FC}n");
    let mut machine = machine();
    let guid = machine.bits.create(JobType::Download, "Other").unwrap();
    machine.bits.set(&guid, "description", "gr?n").unwrap();
    let outcome = play(&script(&draft, Script::Check), &mut machine);
    assert_eq!(outcome.exit_code(), 0);
    assert!(shown(&machine, &outcome).contains("cannot be compared"));
}

#[test]
fn parameters_of_several_documents_are_told_apart() {
    let plans = [
        plan(&download("C:\\Data\\{{name}}.zip")),
        plan(&download("C:\\Data\\{{Name}}.zip")),
    ];
    for target in [Target::PowerShell, Target::Batch, Target::Prompt] {
        let request = Request {
            target,
            script: Script::Main,
        };
        let errors = emit(&plans, request).expect_err("two names for one variable");
        assert_eq!(errors[0].rule, "parameters-differing-in-case", "{target:?}");
        assert_eq!(errors[0].place.document, Some(1));
    }
}

#[test]
fn a_parameter_that_is_called_like_a_secret_does_not_get_it() {
    let mut draft = download("C:\\Data\\a.zip");
    draft.settings.insert(
        SettingId::CustomHeaders,
        Entries::list(["Authorization: Bearer hunter2"]),
    );
    assert!(evaluate(&draft, Reveal::Masked).plan.is_some());
    draft
        .settings
        .insert(SettingId::Description, Entries::one("see {{secret1}}"));
    let evaluation = evaluate(&draft, Reveal::Masked);
    assert!(evaluation.plan.is_none());
    assert!(
        evaluation
            .diagnostics
            .iter()
            .any(|one| one.rule == "reserved-parameter-name" && one.severity == Severity::Error)
    );
    draft.settings.insert(SettingId::Description, Entries::one("-"));
    draft.settings.insert(
        SettingId::CustomHeaders,
        Entries::list(["Authorization: Bearer {{secret1}}"]),
    );
    assert!(
        evaluate(&draft, Reveal::Masked).plan.is_some(),
        "what a mask wrote is read again"
    );
}

#[test]
fn secrets_stand_in_no_script() {
    let mut draft = change(SettingId::Priority, "low");
    draft.settings.insert(
        SettingId::CustomHeaders,
        Entries::list([
            "X-Functions-Key: hunter2",
            "X-Any: Bearer hunter2",
            "{{header}}: Basic hunter2",
        ]),
    );
    draft.settings.insert(
        SettingId::ReplaceRemotePrefix,
        Entries(vec![
            vec!["https://old.example.com/?sig=hunter2".into()],
            vec!["https://user:hunter2@example.com/{{x}}#token={{y}}hunter2".into()],
        ]),
    );
    for target in [Target::PowerShell, Target::Batch] {
        for script in [Script::Main, Script::Undo, Script::Check] {
            let emission = emit(&[plan(&draft)], Request { target, script }).expect("a script");
            assert!(!emission.text().contains("hunter2"), "{target:?} {script:?}");
            assert!(!format!("{:?}", emission.notes).contains("hunter2"));
            assert!(!format!("{:?}", emission.diagnostics).contains("hunter2"));
        }
    }
}

/// The script of a document.
fn written(document: &str, target: Target, script: Script) -> String {
    let draft = &bitsmith_core::document::read(document).expect("a document")[0];
    let plan = evaluate(draft, Reveal::Masked).plan.expect("a plan");
    emit(&[plan], Request { target, script })
        .expect("a script")
        .text()
}

/// The batch file of a document.
fn batch(document: &str, script: Script) -> String {
    written(document, Target::Batch, script)
}

const CHANGE: &str = r#"{ "bitsmith": 1, "subject": { "existing": { "guid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}" } },
    "files": [ { "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" } ],
    "settings": { "priority": "low" }, "folders": "create", "ask": "whatif" }"#;

#[test]
fn a_batch_undo_takes_only_what_its_plan_records() {
    let undo = batch(CHANGE, Script::Undo);
    let known: Vec<&str> = undo
        .lines()
        .filter(|line| line.contains("for %%v in ("))
        .collect();
    assert_eq!(known.len(), 1);
    assert!(known[0].contains("(state /setpriority)"), "{known:?}");
}

#[test]
fn a_batch_change_that_pretends_makes_no_folder() {
    let main = batch(CHANGE, Script::Main);
    assert!(
        !main
            .lines()
            .any(|line| line.contains("mkdir") && line.contains("Data")),
        "{main}"
    );
    assert!(main.contains("would be made"), "{main}");
}

/// The lists behind the word are texts, which only the PowerShell script writes down and puts back.
#[test]
fn a_batch_undo_leaves_lists_of_proxies_to_the_powershell_script() {
    let document = CHANGE.replace(r#""priority": "low""#, r#""proxy_settings": "no_proxy""#);
    let undo = batch(&document, Script::Undo);
    let lines: Vec<&str> = undo.lines().map(str::trim).collect();
    let known = lines
        .iter()
        .position(|line| line.contains("(state /setproxysettings)"))
        .expect("what is known");
    assert_eq!(
        lines[known + 1],
        r#"if /i "%%b%%c"=="/setproxysettingsOVERRIDE" set "BITS_KNOWN=""#
    );
}

/// A quotation mark would end the comparison, and the file with it.
#[test]
fn an_answer_is_looked_at_without_its_quotation_marks() {
    let main = batch(&CHANGE.replace("whatif", "confirm"), Script::Main);
    let lines: Vec<&str> = main.lines().collect();
    let asked = lines
        .iter()
        .position(|line| line.starts_with("set /p "))
        .expect("a question");
    assert_eq!(
        lines[asked + 1..asked + 3],
        [
            r#"if defined BITS_ANSWER set "BITS_ANSWER=%BITS_ANSWER:"=%""#,
            r#"if /i "%BITS_ANSWER:~0,1%"=="y" goto :agreed1"#
        ]
    );
}

const BY_NAME: &str = r#"{ "bitsmith": 1, "subject": { "existing": { "name": "Nightly" } },
    "settings": { "priority": "low", "cost_flags": ["transfer_standard"] }, "ending": "suspend" }"#;

const MADE: &str = r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "Nightly", "job_type": "download" } },
    "files": [ { "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" } ],
    "settings": { "cost_flags": ["transfer_standard"] }, "ending": "start_and_leave" }"#;

/// Windows clients are delivered with a policy under which no file of formats is read. [psdoc:about_Execution_Policies]
#[test]
fn the_module_is_called_under_a_policy_that_lets_it_load() {
    for target in [Target::Batch, Target::Prompt] {
        for document in [BY_NAME, MADE] {
            let text = written(document, target, Script::Main);
            let calls: Vec<&str> = text
                .lines()
                .filter(|line| line.contains("powershell.exe"))
                .collect();
            assert!(!calls.is_empty());
            for call in calls {
                assert!(
                    call.contains(" -NoProfile -ExecutionPolicy RemoteSigned -Command \""),
                    "{call}"
                );
            }
        }
    }
}

/// What a refused call prints has several words; GUIDs, numbers and words of BITS are one.
#[test]
fn prompt_lines_keep_no_refusal() {
    for (document, count) in [(BY_NAME, 2), (MADE, 1)] {
        let main = written(document, Target::Prompt, Script::Main);
        let kept: Vec<&str> = main.lines().filter(|line| line.contains("for /f ")).collect();
        assert_eq!(kept.len(), count, "{main}");
        for line in kept {
            let (loops, body) = line.split_once(" do ").expect("a body");
            assert!(loops.contains("for /f \"tokens=1*\" %i in ('"), "{line}");
            assert!(body.starts_with("@if \"%j\"==\"\" set \"BITS_"), "{line}");
            assert!(body.ends_with("=%i\""), "{line}");
        }
    }
}
