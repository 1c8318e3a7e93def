//! Emitted batch files run in Wine's cmd against stand-ins that play each thing that can happen.

#![cfg(unix)]

mod changed;
mod checked;
mod compared;

use bitsmith_core::document;
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_tests::wine::{Job, JobFile, Outcome, Run, Scenario, Stand, run_all};

/// The script of a document.
fn script(document: &str, script: Script) -> String {
    let drafts = document::read(document).unwrap_or_else(|errors| panic!("{errors:?}"));
    let plans: Vec<_> = drafts
        .iter()
        .map(|draft| {
            let evaluation = evaluate(draft, Reveal::Masked);
            evaluation
                .plan
                .unwrap_or_else(|| panic!("{:?}", evaluation.diagnostics))
        })
        .collect();
    let request = Request {
        target: Target::Batch,
        script,
    };
    let emission = emit(&plans, request).unwrap_or_else(|errors| panic!("{errors:?}"));
    emission.text()
}

/// A script whose temporary files lie in the folder of the stand, so that nothing of another run is there.
fn apart(text: &str) -> String {
    format!("@set TEMP=%CD%\r\n{text}")
}

fn run(stand: &Stand, text: &str, arguments: &[&str]) -> Outcome {
    stand.run_batch(&apart(text), arguments)
}

/// A download of one file, with settings.
fn download(settings: &str, ending: &str) -> String {
    format!(
        r#"{{"bitsmith": 1,
            "subject": {{"new": {{"display_name": "Nightly & (more)", "job_type": "download"}}}},
            "files": [{{"remote_name": "https://example.com/a%20b.zip", "local_name": "C:\\windows\\temp\\a b.zip"}}],
            "settings": {settings},
            "ending": {ending}}}"#
    )
}

/// A row of the table of ends.
struct Row {
    what: &'static str,
    scenario: Scenario,
    settings: &'static str,
    ending: &'static str,
    exit: i32,
    left: usize,
    printed: Vec<&'static str>,
}

const WAIT: &str = r#""wait_and_complete""#;
const LEAVE: &str = r#"{"wait_and_complete": {"bound": "1m", "on_error": "leave", "on_bound": "leave"}}"#;
const BOUND: &str = r#"{"wait_and_complete": {"bound": "1m"}}"#;

const FILE: &str = r"C:\windows\temp\a b.zip";

/// What a job in error says: code and context, whose number is all that bitsadmin has of a description.
const FAILED: &[&str] = &["The job is in error:", "0x80190194", "Error Context: 0x00000005"];

/// What is said of a job that did not end in a minute.
const FAR: &[&str] = &["not done after 1 minute", "TRANSFERRING: 900 of 1000 bytes"];

/// What is said of a job that is left.
const LEFT: &[&str] = &["bitsadmin /complete {", "bitsadmin /cancel {"];

fn table() -> Vec<Row> {
    let row = |what, scenario, ending, exit, left, printed| Row {
        what,
        scenario,
        settings: "{}",
        ending,
        exit,
        left,
        printed,
    };
    let refused = |what, verb, settings| Row {
        settings,
        ..row(
            what,
            Scenario::new().refuse(verb),
            WAIT,
            1,
            0,
            vec!["The call /", verb],
        )
    };
    let s = Scenario::new;
    vec![
        row("all well", s(), WAIT, 0, 0, vec!["The job is done.", FILE]),
        refused("a word is refused", "setpriority", r#"{"priority": "high"}"#),
        refused(
            "a text is refused",
            "setdescription",
            r#"{"description": "Say (so)"}"#,
        ),
        refused(
            "letters are refused",
            "setaclflags",
            r#"{"file_acl_flags": ["owner", "dacl"]}"#,
        ),
        refused(
            "a number is refused",
            "setminretrydelay",
            r#"{"minimum_retry_delay": "20m"}"#,
        ),
        refused("the name is refused", "setdisplayname", "{}"),
        refused("the file is refused", "addfile", "{}"),
        refused("no job can be made", "create", "{}"),
        row(
            "nobody is logged on",
            s().refuse("resume").code("0x800704DD"),
            WAIT,
            1,
            0,
            vec!["The call /resume", "0x800704DD"],
        ),
        row(
            "the job is in error",
            s().play("error"),
            WAIT,
            2,
            0,
            FAILED.to_vec(),
        ),
        row(
            "a job in error is left",
            s().play("error"),
            LEAVE,
            2,
            1,
            [FAILED, LEFT].concat(),
        ),
        row(
            "a transient error passes",
            s().play("transient").after(4),
            WAIT,
            0,
            0,
            vec!["TRANSIENT_ERROR: ", "The job is done.", FILE],
        ),
        row("the bound passes", s().play("forever"), BOUND, 3, 0, FAR.to_vec()),
        row(
            "a late job is left",
            s().play("forever"),
            LEAVE,
            3,
            1,
            [FAR, LEFT].concat(),
        ),
        row(
            "completing fails",
            s().refuse("complete"),
            WAIT,
            4,
            1,
            vec!["Nothing was thrown away", "bitsadmin /complete {"],
        ),
        row(
            "the job is gone",
            s().play("gone"),
            WAIT,
            5,
            0,
            vec!["is gone, or someone else finished it"],
        ),
        row(
            "someone else finished it",
            s().play("acknowledged"),
            WAIT,
            5,
            0,
            vec!["is gone, or someone else finished it"],
        ),
        row(
            "someone else cancelled it",
            s().play("cancelled"),
            WAIT,
            5,
            0,
            vec!["is gone, or someone else finished it"],
        ),
    ]
}

fn plays(tongue: &str) {
    let mut played = Vec::new();
    for row in table() {
        let Some(stand) = Stand::new(&row.scenario.clone().tongue(tongue)) else {
            return;
        };
        let text = apart(&script(&download(row.settings, row.ending), Script::Main));
        played.push((stand, text, row));
    }
    let runs: Vec<Run<'_>> = played
        .iter()
        .map(|(stand, text, _)| Run {
            stand,
            text,
            arguments: &[],
        })
        .collect();
    for (outcome, (_, _, row)) in run_all(&runs).iter().zip(&played) {
        let story = format!("{}, {tongue}: {}\n{}", row.what, outcome.stdout, outcome.stderr);
        assert_eq!(outcome.exit, row.exit, "{story}");
        assert_eq!(outcome.left().len(), row.left, "{story}");
        // Who says it in other words does not say the number.
        let said =
            |text: &&&str| tongue == "other" && text.starts_with("0x8007") || outcome.stdout.contains(**text);
        let unsaid: Vec<_> = row.printed.iter().filter(|text| !said(text)).collect();
        assert!(unsaid.is_empty(), "{unsaid:?}: {story}");
        assert_eq!(outcome.stderr, "", "{story}");
    }
}

#[test]
fn every_end_has_its_exit_code() {
    plays("plain");
}

/// Waiting backs off from one second to fifteen, each with a line that says how far the job is, and ends with the bound;
/// by `ping`, and by `timeout` where that fails.
#[test]
fn a_file_that_waits_asks_ever_less_often() {
    let text = apart(&script(&download("{}", BOUND), Script::Main));
    for (scenario, program, switch, more) in [
        (Scenario::new(), "ping", "-n", 1),
        (Scenario::new().refuse("ping"), "timeout", "/t", 0),
    ] {
        let Some(stand) = Stand::new(&scenario.play("forever")) else {
            return;
        };
        let outcome = stand.run_batch(&text, &[]);
        assert_eq!(outcome.exit, 3, "{}", outcome.stdout);
        let waits: Vec<u32> = outcome
            .calls
            .iter()
            .filter(|call| call.program == program)
            .map(|call| {
                let words = call.arguments().expect("two readers agree");
                let place = words.iter().position(|word| *word == switch).expect("a time");
                words[place + 1].parse::<u32>().expect("a number") - more
            })
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 15, 15, 15], "{}", outcome.stdout);
        let progress = outcome.stdout.lines().filter(|line| line.ends_with(" bytes"));
        // One more is said when it is too late.
        assert_eq!(progress.count(), waits.len() + 1, "{}", outcome.stdout);
    }
}

#[test]
fn a_refusal_in_other_words_with_exit_code_zero_is_noticed() {
    plays("other");
}

#[test]
fn a_refusal_with_a_negative_exit_code_is_noticed() {
    plays("hresult");
}

/// Two jobs that are there before.
fn stand_with_jobs(scenario: &Scenario) -> Option<Stand> {
    let stand = Stand::new(scenario)?;
    for number in [7, 8] {
        let mut job = Job {
            guid: guid(number),
            name: format!("Old \" & calc & \" {number}"),
            state: "SUSPENDED".into(),
            files: vec![JobFile {
                remote: "https://example.com/a".into(),
                local: "C:\\a".into(),
                ranges: String::new(),
            }],
            ..Job::default()
        };
        job.settings.insert("priority".into(), vec!["LOW".into()]);
        job.settings.insert("notifyflags".into(), vec!["11".into()]);
        stand.add_job(&job);
    }
    Some(stand)
}

fn guid(number: u32) -> String {
    format!("{{B175ADC0-0000-4000-9000-{number:012}}}")
}

fn change(guids: &[u32], settings: &str, ending: &str) -> String {
    let guids: Vec<String> = guids
        .iter()
        .map(|number| format!("\"{}\"", guid(*number)))
        .collect();
    format!(
        r#"{{"bitsmith": 1, "subject": {{"existing": {{"guid": [{}]}}}}, "settings": {settings}, "ending": "{ending}"}}"#,
        guids.join(", ")
    )
}

const SETTINGS: &str = r#"{"priority": "high", "notify_flags": ["job_transferred"], "minimum_retry_delay": "20m",
    "file_acl_flags": ["group", "sacl"], "proxy_settings": {"usage": "no_proxy"}, "security_flags": {"flags": ["enable_crl_check"]}}"#;

/// GUID, name, state, settings.
type Shape = (String, String, String, Vec<(String, String)>);

/// What of the jobs can be told apart; settings that were not set before are as untouched as unset.
fn shape(outcome: &Outcome) -> Vec<Shape> {
    let untouched = [
        ("minretrydelay", "600"),
        ("proxysettings", "PRECONFIG"),
        ("securityflags", "0"),
        ("securityflags", "0x00000000"),
    ];
    outcome
        .jobs
        .iter()
        .map(|job| {
            let settings = job
                .settings
                .iter()
                .map(|(name, parts)| (name.clone(), parts.join("|")))
                .filter(|(name, value)| !untouched.contains(&(name.as_str(), value.as_str())))
                .collect();
            (job.guid.clone(), job.name.clone(), job.state.clone(), settings)
        })
        .collect()
}

#[test]
fn undo_puts_changed_jobs_back() {
    // Letters that were not there before cannot be taken away again.
    let settings = SETTINGS.replace(r#""file_acl_flags": ["group", "sacl"],"#, "");
    let document = change(&[7, 8], &settings, "resume");
    for scenario in [Scenario::new(), Scenario::new().hexadecimal()] {
        let Some(stand) = stand_with_jobs(&scenario) else {
            return;
        };
        let check = run(&stand, &script(&document, Script::Check), &[]);
        assert_eq!(check.exit, 1, "{}", check.stdout);
        assert!(
            check.stdout.contains("Priority: asked HIGH, found LOW - differs"),
            "{}",
            check.stdout
        );
        let before = shape(&check);
        let main = run(&stand, &script(&document, Script::Main), &[]);
        assert_eq!((main.exit, main.stderr.as_str()), (0, ""), "{}", main.stdout);
        assert_ne!(shape(&main), before);
        let check = run(&stand, &script(&document, Script::Check), &[]);
        assert_eq!(check.exit, 0, "{}", check.stdout);
        // Once more: the oldest values stay the ones before.
        let main = run(&stand, &script(&document, Script::Main), &[]);
        assert_eq!(main.exit, 0, "{}", main.stdout);
        let undo = run(&stand, &script(&document, Script::Undo), &[]);
        assert_eq!((undo.exit, undo.stderr.as_str()), (0, ""), "{}", undo.stdout);
        let mut after = shape(&undo);
        for (_, _, _, settings) in &mut after {
            for (name, value) in settings.iter_mut() {
                if name == "notifyflags" && value == "0x0000000B" {
                    *value = "11".into();
                }
            }
        }
        assert_eq!(after, before, "{}", undo.stdout);
        let undo = run(&stand, &script(&document, Script::Undo), &[]);
        assert_eq!(undo.exit, 5, "{}", undo.stdout);
    }
}

#[test]
fn a_missing_job_stops_a_change_before_it_begins() {
    let Some(stand) = stand_with_jobs(&Scenario::new()) else {
        return;
    };
    let outcome = run(
        &stand,
        &script(&change(&[7, 9, 8], SETTINGS, "cancel"), Script::Main),
        &[],
    );
    assert_eq!(outcome.exit, 5, "{}", outcome.stdout);
    assert!(outcome.stdout.contains(&guid(9)), "{}", outcome.stdout);
    assert_eq!(outcome.left().len(), 2);
    assert!(
        outcome
            .bitsadmin()
            .iter()
            .all(|words| words.contains(&"/getstate") || words.contains(&"/list"))
    );
}

#[test]
fn a_refused_change_says_what_was_changed_and_removes_nothing() {
    for tongue in ["plain", "other", "hresult"] {
        let scenario = Scenario::new().refuse("setminretrydelay:2").tongue(tongue);
        let Some(stand) = stand_with_jobs(&scenario) else {
            return;
        };
        let outcome = run(
            &stand,
            &script(&change(&[7, 8], SETTINGS, "cancel"), Script::Main),
            &[],
        );
        assert_eq!(outcome.exit, 1, "{}", outcome.stdout);
        assert!(
            outcome.stdout.contains(&format!("Changed {}: Priority", guid(8))),
            "{}",
            outcome.stdout
        );
        assert!(
            outcome.stdout.contains("It stopped at the job"),
            "{}",
            outcome.stdout
        );
        let left: Vec<&str> = outcome.left().iter().map(|job| job.guid.as_str()).collect();
        assert_eq!(left, [guid(8).as_str()]);
    }
}

#[test]
fn every_change_has_its_end() {
    for (ending, state) in [
        ("leave", "SUSPENDED"),
        ("resume", "QUEUED"),
        ("suspend", "SUSPENDED"),
        ("complete", "ACKNOWLEDGED"),
        ("cancel", "CANCELLED"),
    ] {
        let Some(stand) = stand_with_jobs(&Scenario::new()) else {
            return;
        };
        let outcome = run(
            &stand,
            &script(&change(&[7], SETTINGS, ending), Script::Main),
            &[],
        );
        assert_eq!(
            (outcome.exit, outcome.stderr.as_str()),
            (0, ""),
            "{}",
            outcome.stdout
        );
        let found = outcome
            .jobs
            .iter()
            .find(|job| job.guid == guid(7))
            .map(|job| job.state.as_str());
        let found = found.map(|state| if state == "CONNECTING" { "QUEUED" } else { state });
        assert_eq!(found, Some(state), "{ending}: {}", outcome.stdout);
        assert_eq!(
            outcome
                .jobs
                .iter()
                .filter(|job| job.state == "SUSPENDED" && job.guid == guid(8))
                .count(),
            1
        );
    }
}

#[test]
fn undo_removes_a_job_that_was_left() {
    let Some(stand) = Stand::new(&Scenario::new().play("forever")) else {
        return;
    };
    let document = download(r#"{"priority": "high"}"#, r#""start_and_leave""#);
    for _ in 0..2 {
        let main = run(&stand, &script(&document, Script::Main), &[]);
        assert_eq!((main.exit, main.stderr.as_str()), (0, ""), "{}", main.stdout);
    }
    assert_eq!(run(&stand, &script(&document, Script::Check), &[]).exit, 0);
    let undo = run(&stand, &script(&document, Script::Undo), &[]);
    assert_eq!((undo.exit, undo.left().len()), (0, 0), "{}", undo.stdout);
    assert_eq!(run(&stand, &script(&document, Script::Check), &[]).exit, 5);
}

#[test]
fn variables_of_the_machine_may_be_called_like_the_files_own() {
    for name in ["BITS_HOME", "BITS_JOB", "bits_exe"] {
        let Some(stand) = Stand::new(&Scenario::new()) else {
            return;
        };
        let document = download("{}", r#""create_only""#).replace(r"C:\\windows\\temp", &format!("%{name}%"));
        let text = format!(
            "@set {name}=C:\\windows\\temp\r\n{}",
            script(&document, Script::Main)
        );
        let main = run(&stand, &text, &[]);
        assert_eq!(
            (main.exit, main.stderr.as_str()),
            (0, ""),
            "{name}: {}",
            main.stdout
        );
        assert_eq!(
            main.left()[0].files[0].local,
            r"C:\windows\temp\a b.zip",
            "{name}"
        );
        let undo = run(
            &stand,
            &format!(
                "@set {name}=C:\\windows\\temp\r\n{}",
                script(&document, Script::Undo)
            ),
            &[],
        );
        assert_eq!((undo.exit, undo.left().len()), (0, 0), "{name}: {}", undo.stdout);
    }
}

#[test]
fn the_same_job_twice_is_undone_twice() {
    let Some(stand) = Stand::new(&Scenario::new().play("forever")) else {
        return;
    };
    let document = download("{}", r#""start_and_leave""#);
    let document = format!("[{document}, {document}]");
    let main = run(&stand, &script(&document, Script::Main), &[]);
    assert_eq!((main.exit, main.left().len()), (0, 2), "{}", main.stdout);
    let undo = run(&stand, &script(&document, Script::Undo), &[]);
    assert_eq!((undo.exit, undo.left().len()), (0, 0), "{}", undo.stdout);
}

#[test]
fn a_job_that_several_documents_change_gets_its_first_values_back() {
    let to = |priority: &str, ending| change(&[7], &format!(r#"{{"priority": "{priority}"}}"#), ending);
    for documents in [
        vec![to("high", "leave"), to("foreground", "leave")],
        vec![to("high", "resume"), to("normal", "leave"), to("high", "leave")],
    ] {
        let Some(stand) = stand_with_jobs(&Scenario::new()) else {
            return;
        };
        let document = format!("[{}]", documents.join(","));
        let before = shape(&run(&stand, "@exit /b 0\r\n", &[]));
        let main = run(&stand, &script(&document, Script::Main), &[]);
        assert_eq!((main.exit, main.stderr.as_str()), (0, ""), "{}", main.stdout);
        assert_ne!(shape(&main), before);
        let undo = run(&stand, &script(&document, Script::Undo), &[]);
        assert_eq!((undo.exit, undo.stderr.as_str()), (0, ""), "{}", undo.stdout);
        assert_eq!(shape(&undo), before, "{}", undo.stdout);
    }
}

/// Prompt lines as lines of a batch file, which wants the variables of loops doubled; none of them has another percent
/// sign before these letters.
fn as_batch(documents: &str, kinds: &[Script]) -> String {
    let drafts = document::read(documents).unwrap_or_else(|errors| panic!("{errors:?}"));
    let plans: Vec<_> = drafts
        .iter()
        .map(|draft| evaluate(draft, Reveal::Masked).plan.expect("a plan"))
        .collect();
    let mut text = "@echo off\r\n".to_owned();
    for script in kinds {
        let request = Request {
            target: Target::Prompt,
            script: *script,
        };
        let lines = emit(&plans, request)
            .unwrap_or_else(|errors| panic!("{errors:?}"))
            .text();
        text += &lines.replace("%i", "%%i").replace("%j", "%%j");
    }
    text + "exit /b 0\r\n"
}

#[test]
fn prompt_lines_are_undone_in_their_window() {
    let settings = r#"{"priority": "high", "notify_flags": ["job_transferred"], "proxy_settings": {"usage": "no_proxy"}}"#;
    let both = change(&[7, 8], settings, "resume");
    let to = |priority: &str| change(&[7], &format!(r#"{{"priority": "{priority}"}}"#), "leave");
    for documents in [both, format!("[{0}, {1}, {0}]", to("high"), to("normal"))] {
        let Some(stand) = stand_with_jobs(&Scenario::new()) else {
            return;
        };
        let before = shape(&run(&stand, "@exit /b 0\r\n", &[]));
        let undone = run(&stand, &as_batch(&documents, &[Script::Main, Script::Undo]), &[]);
        let story = format!("{}\n{}", undone.stdout, undone.stderr);
        assert_eq!(shape(&undone), before, "{story}");
        assert!(
            undone.bitsadmin().iter().any(|words| words.contains(&"HIGH")),
            "{story}"
        );
    }
}

/// No flags of a helper token cannot be set again: bitsadmin has no word for them.
#[test]
fn prompt_lines_keep_helper_token_flags_only_where_some_were_set() {
    let settings = r#"{"helper_token_flags": ["network"]}"#;
    let document =
        change(&[7], settings, "leave").replacen('{', r#"{"profile": {"context": "elevated"}, "#, 1);
    for (before, scenario, put_back) in [
        ("0", Scenario::new(), false),
        ("0", Scenario::new().hexadecimal(), false),
        ("1", Scenario::new(), true),
        ("1", Scenario::new().hexadecimal(), true),
    ] {
        let Some(stand) = Stand::new(&scenario) else {
            return;
        };
        let mut job = Job {
            guid: guid(7),
            name: "Old".into(),
            ..Job::default()
        };
        job.settings
            .insert("helpertokenflags".into(), vec![before.to_owned()]);
        stand.add_job(&job);
        let undone = run(&stand, &as_batch(&document, &[Script::Main, Script::Undo]), &[]);
        let calls = undone.bitsadmin();
        let sets = calls
            .iter()
            .filter(|words| words.contains(&"/sethelpertokenflags"))
            .count();
        assert_eq!(sets, 1 + usize::from(put_back), "{before}: {}", undone.stdout);
    }
}

/// A document, the scenario, exit code, jobs that are left, what is said.
type End = (&'static str, Scenario, String, i32, usize, &'static str);

fn play_ends(ends: Vec<End>, tongues: &[&str], before: &str) {
    let mut played = Vec::new();
    for tongue in tongues {
        for (what, scenario, document, exit, left, said) in &ends {
            let Some(stand) = Stand::new(&scenario.clone().tongue(tongue)) else {
                return;
            };
            let text = format!("{before}{}", apart(&script(document, Script::Main)));
            played.push((format!("{what}, {tongue}"), stand, text, *exit, *left, *said));
        }
    }
    let runs: Vec<Run<'_>> = played
        .iter()
        .map(|(_, stand, text, ..)| Run {
            stand,
            text,
            arguments: &[],
        })
        .collect();
    for (outcome, (what, _, _, exit, left, said)) in run_all(&runs).iter().zip(&played) {
        let story = format!("{what}: {}\n{}", outcome.stdout, outcome.stderr);
        assert_eq!((outcome.exit, outcome.left().len()), (*exit, *left), "{story}");
        assert!(outcome.stdout.contains(said), "{story}");
        assert_eq!(outcome.stderr, "", "{story}");
    }
}

#[test]
fn a_refused_completion_is_not_taken_for_a_job_that_is_gone() {
    let new = || Scenario::new().refuse("complete").refuse("getstate:4");
    let wait = || download("{}", WAIT);
    let ends = vec![
        (
            "BITS is silent",
            new().refuse("list"),
            wait(),
            4,
            1,
            "bitsadmin /complete",
        ),
        (
            "its list holds the job",
            new(),
            wait(),
            4,
            1,
            "bitsadmin /complete",
        ),
    ];
    play_ends(ends, &["plain", "hresult", "other"], "");
    // A call that exits 0 and finds no job is not told from one that completed it.
    let ends = vec![(
        "someone else was faster",
        Scenario::new().completed_before("complete"),
        wait(),
        5,
        0,
        "someone else",
    )];
    play_ends(ends, &["plain", "hresult"], "");
}

/// BITS as it is when its service is down.
fn down() -> Scenario {
    Scenario::new().refuse("cancel").refuse("getstate").refuse("list")
}

#[test]
fn a_silent_bits_is_not_taken_for_a_job_that_is_gone() {
    let wait = || download(r#"{"priority": "high"}"#, WAIT);
    let dies = || {
        let scenario = Scenario::new().refuse("setpriority").refuse("cancel");
        scenario.refuse("getstate:2")
    };
    let ends = vec![
        (
            "it dies when the job is made",
            dies().refuse("list"),
            wait(),
            1,
            1,
            "BITS does not say whether the job {",
        ),
        (
            "its list holds the job",
            dies(),
            wait(),
            1,
            1,
            "bitsadmin /cancel {",
        ),
        (
            "it is down when the job is made",
            down().refuse("create"),
            wait(),
            1,
            0,
            "The call /create ended with",
        ),
        (
            "nothing was made",
            Scenario::new().refuse("create"),
            wait(),
            1,
            0,
            "No job of this file is left.",
        ),
    ];
    play_ends(ends, &["plain", "hresult", "other"], "");
}

#[test]
fn the_record_of_a_job_is_kept_while_bits_is_silent() {
    let document = download("{}", r#""start_and_leave""#);
    for (scenario, said) in [
        (down(), "BITS does not say how the job {"),
        (
            Scenario::new().refuse("getstate"),
            "BITS does not say how the job {",
        ),
        (Scenario::new().refuse("cancel"), "The call /cancel was refused"),
        (
            Scenario::new().refuse("getstate:4").refuse("list"),
            "The job: BITS does not say.",
        ),
    ] {
        let Some(stand) = Stand::new(&Scenario::new().play("forever")) else {
            return;
        };
        let main = run(&stand, &script(&document, Script::Main), &[]);
        assert_eq!(main.exit, 0, "{}", main.stdout);
        for tongue in ["plain", "other"] {
            stand.becomes(&scenario.clone().play("forever").tongue(tongue));
            let undo = run(&stand, &script(&document, Script::Undo), &[]);
            let story = format!("{tongue}: {}", undo.stdout);
            assert_eq!((undo.exit, undo.stderr.as_str()), (1, ""), "{story}");
            let said = if tongue == "plain" { said } else { "BITS" };
            for said in [said, "bitsadmin /cancel {", "is kept"] {
                assert!(undo.stdout.contains(said), "{said}: {story}");
            }
        }
        stand.becomes(&Scenario::new().play("forever"));
        let undo = run(&stand, &script(&document, Script::Undo), &[]);
        assert_eq!((undo.exit, undo.left().len()), (0, 0), "{}", undo.stdout);
    }
}

#[test]
fn a_job_is_found_in_the_list_however_its_guid_is_written() {
    let Some(stand) = stand_with_jobs(&Scenario::new().refuse("getstate")) else {
        return;
    };
    let undo = script(&download("{}", r#""start_and_leave""#), Script::Undo);
    let (_, record) = undo.split_once("BITS_RECORD=").expect("it has a record");
    let (record, _) = record.split_once('"').expect("its name ends");
    let lower = guid(7).to_ascii_lowercase();
    let text = apart(&format!("@echo {lower} made>\"{record}\"\r\n{undo}"));
    let outcome = stand.run_batch(&text, &[]);
    assert_eq!(outcome.exit, 1, "{}", outcome.stdout);
    let said = format!("BITS does not say how the job {} is.", guid(7));
    assert!(outcome.stdout.contains(&said), "{}", outcome.stdout);
}

#[test]
fn a_silent_bits_is_not_taken_for_a_change() {
    let looks = |looks: &[u32]| {
        looks.iter().fold(Scenario::new(), |scenario, look| {
            scenario.refuse(&format!("getstate:{look}"))
        })
    };
    let guid = guid(7);
    let stopped = format!("It stopped at the job {guid}.");
    let untold = format!("BITS does not say how the job {guid} is. Nothing was changed.");
    let remove = format!("bitsadmin /cancel {guid}");
    for (ending, scenario, exit, said) in [
        (
            "cancel",
            looks(&[2]).refuse("cancel").refuse("list"),
            1,
            [&stopped, &remove],
        ),
        ("cancel", looks(&[2]).refuse("cancel"), 1, [&stopped, &remove]),
        ("cancel", Scenario::new(), 0, [&guid, &guid]),
        ("resume", looks(&[1]).refuse("list"), 1, [&untold, &untold]),
        ("resume", looks(&[1]), 1, [&untold, &untold]),
    ] {
        for tongue in ["plain", "hresult", "other"] {
            let Some(stand) = stand_with_jobs(&scenario.clone().tongue(tongue)) else {
                return;
            };
            let outcome = run(&stand, &script(&change(&[7], "{}", ending), Script::Main), &[]);
            let story = format!("{}\n{}", outcome.stdout, outcome.stderr);
            assert_eq!((outcome.exit, outcome.stderr.as_str()), (exit, ""), "{story}");
            assert!(said.iter().all(|said| outcome.stdout.contains(*said)), "{story}");
        }
    }
}

#[test]
fn a_bits_that_is_silent_while_a_file_waits_is_waited_for() {
    let silent = || {
        (3..10).fold(Scenario::new().after_seconds(20), |scenario, look| {
            scenario.refuse(&format!("getstate:{look}"))
        })
    };
    let wait = || download("{}", WAIT);
    let ends = vec![
        ("it lists the job", silent(), wait(), 0, 0, "The job is done."),
        (
            "it lists nothing",
            (1..6).fold(silent(), |scenario, list| {
                scenario.refuse(&format!("list:{list}"))
            }),
            wait(),
            0,
            0,
            "The job is done.",
        ),
        (
            "the job is gone",
            Scenario::new().play("gone"),
            wait(),
            5,
            0,
            "is gone",
        ),
    ];
    play_ends(ends, &["plain", "hresult", "other"], "");
}

#[test]
fn a_file_that_cannot_wait_leaves_the_job() {
    let new = || Scenario::new().play("forever");
    let ends = vec![
        (
            "nothing waits",
            new().refuse("ping").refuse("timeout"),
            download("{}", BOUND),
            1,
            1,
            "cannot wait",
        ),
        (
            "one of them waits",
            new().refuse("ping"),
            download("{}", BOUND),
            3,
            0,
            "of waiting.",
        ),
    ];
    play_ends(ends, &["plain"], "");
}

#[test]
fn one_blocking_command_is_not_told_from_a_file_that_was_there() {
    let here = |ending| download("{}", ending).replace(r"C:\\windows\\temp\\a b.zip", r"%HERE%\\a.zip");
    let once = || here(r#""one_shot""#);
    let here = "@set HERE=%CD%\r\n";
    play_ends(
        vec![
            ("it comes", Scenario::new(), once(), 0, 0, "The job is done."),
            (
                "it does not",
                Scenario::new().play("error"),
                once(),
                1,
                0,
                "/transfer",
            ),
        ],
        &["plain"],
        here,
    );
    play_ends(
        vec![
            ("it was there", Scenario::new(), once(), 1, 0, "there already"),
            (
                "it was there",
                Scenario::new().play("error"),
                once(),
                1,
                0,
                "there already",
            ),
        ],
        &["plain"],
        &format!("{here}@echo old>a.zip\r\n"),
    );
}

/// Variables of the caller that have the names of what cmd computes, or that tell it what to run.
const INHERITED: &[(&str, &str)] = &[
    ("ERRORLEVEL", "0"),
    ("RANDOM", "7"),
    ("CD", "C:\\nowhere"),
    ("DATE", "today"),
    ("TIME", "now"),
    ("CMDEXTVERSION", "0"),
    ("CMDCMDLINE", "x"),
    ("PROMPT", "x"),
    ("PATHEXT", ".TXT"),
    ("COMSPEC", "C:\\nowhere.exe"),
    ("DIRCMD", "/x"),
    ("COPYCMD", "/x"),
];

/// The lines of a caller that has set those, and every variable of the file's own.
fn caller(text: &str) -> String {
    let mut lines = String::new();
    let mut own: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("BITS_"))
        .collect();
    own.sort_unstable();
    own.dedup();
    for (name, value) in INHERITED
        .iter()
        .copied()
        .chain(own.into_iter().map(|name| (name, "7")))
    {
        lines += &format!("@set {name}={value}\r\n");
    }
    lines
}

#[test]
fn what_the_caller_has_set_changes_nothing() {
    let new = |settings, ending| download(settings, ending);
    let refused = r#"{"security_flags": {"flags": ["enable_crl_check"]}, "custom_headers": ["X-A: b"]}"#;
    let mut played = Vec::new();
    for tongue in ["plain", "other", "hresult"] {
        let s = || Scenario::new().tongue(tongue);
        for (document, scenario, exit, left) in [
            (new(refused, WAIT), s(), 0, 2),
            (new(refused, WAIT), s().refuse("setsecurityflags"), 1, 2),
            (new(refused, LEAVE), s().play("error"), 2, 3),
            (new(refused, BOUND), s().play("forever"), 3, 2),
            (new(refused, WAIT), s().refuse("complete"), 4, 3),
            (change(&[7, 8], SETTINGS, "resume"), s(), 0, 2),
            (
                change(&[7, 8], SETTINGS, "resume"),
                s().refuse("setpriority:2"),
                1,
                2,
            ),
            (change(&[7, 9], SETTINGS, "resume"), s(), 5, 2),
        ] {
            let Some(stand) = stand_with_jobs(&scenario) else {
                return;
            };
            let file = script(&document, Script::Main);
            let text = format!("{}{}", caller(&file), file).replacen("@set", "@set TEMP=%CD%\r\n@set", 1);
            played.push((stand, text, exit, left));
        }
    }
    let runs: Vec<Run<'_>> = played
        .iter()
        .map(|(stand, text, ..)| Run {
            stand,
            text,
            arguments: &[],
        })
        .collect();
    for (outcome, (_, _, exit, left)) in run_all(&runs).iter().zip(&played) {
        let story = format!("{}\n{}", outcome.stdout, outcome.stderr);
        assert_eq!((outcome.exit, outcome.left().len()), (*exit, *left), "{story}");
        assert_eq!(outcome.stderr, "", "{story}");
        let made = outcome
            .bitsadmin()
            .concat()
            .iter()
            .any(|word| word.contains("7-7-7"));
        assert!(!made, "the made-up name is not random: {story}");
    }
}

/// Without the line that takes it away, a variable of the caller says that every call went well.
#[test]
fn an_inherited_error_level_is_a_trap() {
    let document = download(r#"{"custom_headers": ["X-A: b"]}"#, r#""start_and_leave""#);
    let file = script(&document, Script::Main);
    let cleared = "set \"ERRORLEVEL=\"\r\n";
    assert!(file.contains(cleared));
    for (text, exit, left) in [(file.clone(), 1, 0), (file.replace(cleared, ""), 0, 1)] {
        let Some(stand) = Stand::new(&Scenario::new().refuse("setcustomheaders")) else {
            return;
        };
        let outcome = run(&stand, &format!("@set ERRORLEVEL=0\r\n{text}"), &[]);
        assert_eq!(
            (outcome.exit, outcome.left().len()),
            (exit, left),
            "{}",
            outcome.stdout
        );
    }
}

const GUID: &str = "6AF1F8FA-1C2A-4C3B-9A0B-0123456789ab";

#[test]
fn values_that_bitsadmin_takes_for_something_else_are_refused_when_the_file_runs() {
    let document =
        download(r#"{"description": "{{d}}"}"#, r#""create_only""#).replace("Nightly & (more)", "{{n}}");
    let braced = format!("{{{GUID}}}");
    // Description, name; whether they are taken.
    let rows: Vec<(&str, &str, bool)> = vec![
        ("plain", "Nightly", true),
        (&braced, "NULLs", true),
        ("a/b", &braced[..37], true),
        ("NULL", "Nightly", false),
        ("null", "Nightly", false),
        ("/x", "Nightly", false),
        ("plain", "NULL", false),
        ("plain", "/RAWRETURN", false),
        ("plain", GUID, false),
        ("plain", &braced, false),
    ];
    let file = apart(&script(&document, Script::Main));
    let arguments: Vec<[&str; 2]> = rows.iter().map(|(d, n, _)| [*d, *n]).collect();
    let Some(stands) = rows
        .iter()
        .map(|_| Stand::new(&Scenario::new()))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let runs: Vec<Run<'_>> = stands
        .iter()
        .zip(&arguments)
        .map(|(stand, arguments)| Run {
            stand,
            text: &file,
            arguments,
        })
        .collect();
    for (outcome, (description, name, taken)) in run_all(&runs).iter().zip(&rows) {
        let story = format!("{description} {name}: {}\n{}", outcome.stdout, outcome.stderr);
        assert_eq!(outcome.stderr, "", "{story}");
        assert_eq!(outcome.exit, i32::from(!taken), "{story}");
        if *taken {
            let job = outcome.left()[0];
            assert_eq!(
                (job.name.as_str(), job.setting("description")),
                (*name, Some(vec![*description]))
            );
        } else {
            assert_eq!(outcome.calls, [], "{story}");
            assert!(outcome.stdout.contains("Nothing was done."), "{story}");
        }
    }
}

#[test]
fn a_password_that_bitsadmin_takes_for_something_else_is_not_given_to_it() {
    let settings = r#"{"credentials": [{"target": "server", "scheme": "basic", "user": "u"}]}"#;
    // A percent sign is another thing at the prompt.
    let document = download(settings, r#""start_and_leave""#).replace("a%20b", "ab");
    let blank = "set \"BITS_PASSWORD1=\"";
    for (password, taken) in [("typed", true), ("NULL", false), ("null", false), ("/x", false)] {
        let filled = format!("set \"BITS_PASSWORD1={password}\"");
        for target in [Target::Batch, Target::Prompt] {
            let Some(stand) = Stand::new(&Scenario::new().play("forever")) else {
                return;
            };
            let text = match target {
                Target::Prompt => as_batch(&document, &[Script::Main]),
                _ => script(&document, Script::Main),
            };
            assert!(text.contains(blank));
            let outcome = run(&stand, &text.replace(blank, &filled), &[]);
            let calls = outcome.bitsadmin();
            let said = |verb: &str| calls.iter().any(|words| words.contains(&verb));
            let story = format!("{password} {}\n{}", outcome.stdout, outcome.stderr);
            assert_eq!(
                (said("/setcredentials"), said("/resume")),
                (taken, taken),
                "{story}"
            );
        }
    }
}

#[test]
fn prompt_lines_make_up_another_name_at_each_paste() {
    let Some(stand) = Stand::new(&Scenario::new()) else {
        return;
    };
    let document = download("{}", r#""create_only""#).replace("a%20b", "ab");
    let text = as_batch(&document, &[Script::Main, Script::Main]);
    // A file of the program's name in the current folder is not taken for it.
    let outcome = run(&stand, &format!("@echo @exit 9 >bitsadmin.cmd\r\n{text}"), &[]);
    let calls = outcome.bitsadmin();
    let mut names: Vec<&&str> = calls
        .iter()
        .filter(|words| words.contains(&"/create"))
        .filter_map(|words| words.last())
        .collect();
    names.dedup();
    assert_eq!(names.len(), 2, "{calls:?}");
    assert!(
        names.iter().all(|name| name.starts_with("bitsmith-")),
        "{names:?}"
    );
    assert_eq!(outcome.left().len(), 2, "{}", outcome.stdout);
}

/// An expression of an imported file is read after the values that it names have been looked at.
#[test]
fn a_value_in_an_imported_expression_is_looked_at_first() {
    let expression = r#"["C:\\windows\\temp\\", {"opaque": "%V:~0,9%", "shell": "cmd"}]"#;
    let document = download("{}", r#""create_only""#).replace(r#""C:\\windows\\temp\\a b.zip""#, expression);
    for (value, exit) in [("V=a b.zip", 0), ("V=a\"&echo ran&\"", 1), ("W=", 1)] {
        let Some(stand) = Stand::new(&Scenario::new()) else {
            return;
        };
        let set = value.replace('&', "^&").replace('"', "^\"");
        let outcome = run(
            &stand,
            &format!("@set {set}\r\n{}", script(&document, Script::Main)),
            &[],
        );
        let story = format!("{value}: {}\n{}", outcome.stdout, outcome.stderr);
        assert_eq!((outcome.exit, outcome.stderr.as_str()), (exit, ""), "{story}");
        assert!(
            !outcome.stdout.lines().any(|line| line.trim() == "ran"),
            "{story}"
        );
        assert_eq!(outcome.left().len(), usize::from(exit == 0), "{story}");
    }
}
