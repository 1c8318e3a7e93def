//! The stand-ins for bitsadmin, ping and powershell play what their scenarios say.
#![cfg(unix)]

use bitsmith_tests::wine::{Job, JobFile, Outcome, Run, Scenario, Stand, run_all};

/// Creates a job, adds a file, starts it, looks four times, and ends it as the last word says.
const LOOP: &str = r#"@echo off
setlocal EnableExtensions DisableDelayedExpansion
set "BA=%SystemRoot%\System32\bitsadmin.exe"
for /f "delims=" %%i in ('%SystemRoot%\System32\bitsadmin.exe /rawreturn /create /download temporary') do set "JOB=%%i"
echo job %JOB%
%BA% /setdisplayname %JOB% "A & b, 100%%" >nul
echo setdisplayname %errorlevel%
%BA% /setpriority %JOB% high >nul
echo setpriority %errorlevel%
%BA% /addfile %JOB% "http://h/a%%20b" "C:\d\a b" >nul
echo addfile %errorlevel%
%BA% /resume %JOB% >nul
echo resume %errorlevel%
set N=0
:look
set /a N+=1
%SystemRoot%\System32\ping.exe -n 3 127.0.0.1 >nul
set "STATE="
for /f "delims=" %%i in ('%SystemRoot%\System32\bitsadmin.exe /rawreturn /getstate %JOB%') do set "STATE=%%i"
echo %STATE%
if %N% lss 4 goto :look
%BA% /complete %JOB% >nul
echo complete %errorlevel%
%BA% /cancel %JOB% >nul
echo cancel %errorlevel%
exit /b 0
"#;

/// The GUID of the first job.
const FIRST: &str = "{B175ADC0-0000-4000-8000-000000000001}";
const REFUSED_NO: &str = "Der Vorgang wurde nicht ausgefuehrt";

fn scenarios() -> Vec<(&'static str, Scenario, Vec<String>, &'static str)> {
    let lines = |text: &str| {
        text.split(' ')
            .map(|word| word.replace('~', " ").replace('#', FIRST))
            .collect()
    };
    vec![
        (
            "all goes well",
            Scenario::new(),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING TRANSFERRED TRANSFERRED TRANSFERRED complete~0 cancel~1",
            ),
            "ACKNOWLEDGED",
        ),
        (
            "the job fails",
            Scenario::new().play("error").after(3),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING TRANSFERRING ERROR ERROR complete~0 cancel~1",
            ),
            "ACKNOWLEDGED",
        ),
        (
            "a passing trouble",
            Scenario::new().play("transient").after(2),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING TRANSIENT_ERROR TRANSIENT_ERROR TRANSFERRED complete~0 cancel~1",
            ),
            "ACKNOWLEDGED",
        ),
        (
            "it never ends",
            Scenario::new().play("forever").refuse("complete"),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING TRANSFERRING TRANSFERRING TRANSFERRING complete~1 cancel~0",
            ),
            "CANCELLED",
        ),
        (
            "time decides",
            Scenario::new().after_seconds(7),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING TRANSFERRING TRANSFERRING TRANSFERRED complete~0 cancel~1",
            ),
            "ACKNOWLEDGED",
        ),
        (
            "someone cancels it",
            Scenario::new().play("gone"),
            lines(&format!(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING {0} {0} {0} complete~1 cancel~1",
                format!("Unable to find job named \"{FIRST}\".").replace(' ', "~")
            )),
            "CANCELLED",
        ),
        (
            "someone completes it",
            Scenario::new().play("acknowledged"),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING ACKNOWLEDGED ACKNOWLEDGED ACKNOWLEDGED complete~1 cancel~1",
            ),
            "ACKNOWLEDGED",
        ),
        (
            "a setting is refused",
            Scenario::new().refuse("setpriority"),
            lines(
                "job~# setdisplayname~0 setpriority~1 addfile~0 resume~0 CONNECTING TRANSFERRED TRANSFERRED TRANSFERRED complete~0 cancel~1",
            ),
            "ACKNOWLEDGED",
        ),
        (
            "a file is refused, so there is nothing to start",
            Scenario::new().refuse("addfile:1").tongue("hresult"),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~-2147024809 resume~-2145386493 SUSPENDED SUSPENDED SUSPENDED SUSPENDED complete~0 cancel~-2145386495",
            ),
            "ACKNOWLEDGED",
        ),
        (
            "refusals in other words",
            Scenario::new()
                .refuse("complete")
                .refuse("setpriority")
                .tongue("other"),
            lines(
                "job~# setdisplayname~0 setpriority~0 addfile~0 resume~0 CONNECTING TRANSFERRED TRANSFERRED TRANSFERRED complete~0 cancel~0",
            ),
            "CANCELLED",
        ),
    ]
}

#[test]
fn scenarios_are_played() {
    let rows = scenarios();
    let Some(stands) = rows
        .iter()
        .map(|(_, scenario, ..)| Stand::new(scenario))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let text = LOOP.replace('\n', "\r\n");
    let runs: Vec<_> = stands
        .iter()
        .map(|stand| Run {
            stand,
            text: &text,
            arguments: &[],
        })
        .collect();
    for ((name, _, expected, state), outcome) in rows.iter().zip(run_all(&runs)) {
        assert_eq!(
            outcome.stdout.lines().collect::<Vec<_>>(),
            *expected,
            "{name}: {outcome:?}"
        );
        assert_eq!(
            (outcome.exit, outcome.waited, outcome.jobs.len()),
            (0, 8, 1),
            "{name}"
        );
        let job = &outcome.jobs[0];
        assert_eq!((job.guid.as_str(), job.state.as_str()), (FIRST, *state), "{name}");
        assert_eq!(job.name, "A & b, 100%", "{name}");
        let priority = if name.contains("setting is") || name.contains("words") {
            None
        } else {
            Some(vec!["high"])
        };
        assert_eq!(job.setting("priority"), priority, "{name}");
        let files: &[JobFile] = if name.starts_with("a file") {
            &[]
        } else {
            &[JobFile {
                remote: "http://h/a%20b".into(),
                local: "C:\\d\\a b".into(),
                ranges: String::new(),
            }]
        };
        assert_eq!(job.files, files, "{name}");
        assert_eq!(outcome.bitsadmin().len(), 11, "{name}");
        assert!(outcome.left().is_empty(), "{name}");
    }
}

/// Lines of a batch file run against the stand-in.
fn run(scenario: &Scenario, jobs: &[Job], lines: &[&str]) -> Option<Outcome> {
    let stand = Stand::new(scenario)?;
    for job in jobs {
        stand.add_job(job);
    }
    Some(stand.run_batch(&format!("@echo off\r\n{}\r\n", lines.join("\r\n")), &[]))
}

fn existing(number: u32, name: &str) -> Job {
    Job {
        guid: format!("{{00000000-0000-4000-8000-{number:012}}}"),
        name: name.to_owned(),
        kind: "DOWNLOAD".to_owned(),
        state: "TRANSFERRING".to_owned(),
        settings: [("description".to_owned(), vec!["old \\ text".to_owned()])].into(),
        files: vec![JobFile {
            remote: "http://h/x".into(),
            local: "C:\\x".into(),
            ranges: String::new(),
        }],
    }
}

#[test]
fn jobs_that_were_there_before_are_found_and_changed() {
    let jobs = [existing(1, "a"), existing(2, "b b"), existing(3, "b b")];
    let lines = [
        "bitsadmin /rawreturn /getdescription {00000000-0000-4000-8000-000000000001}",
        "echo.",
        "bitsadmin /setdescription a \"new \\\\ \\\"text\\\"\" >nul",
        "bitsadmin /rawreturn /getdescription a",
        "echo.",
        "bitsadmin /setdescription \"b b\" x >nul",
        "echo %errorlevel%",
        "bitsadmin /setproxysettings a override \"p:1,q\" \"\" >nul",
        "bitsadmin /rawreturn /getproxyusage a",
        "echo.",
        "bitsadmin /rawreturn /getproxylist a",
        "echo.",
        "bitsadmin /setcustomheaders a \"X: 1\" \"Y: 2\" >nul",
        "bitsadmin /setcredentials a server basic u p >nul",
        "bitsadmin /replaceremoteprefix a http://h https://k >nul",
        "bitsadmin /rawreturn /getnotifyflags a",
    ];
    let Some(outcome) = run(&Scenario::new(), &jobs, &lines) else {
        return;
    };
    let printed: Vec<_> = outcome.stdout.lines().collect();
    assert_eq!(
        printed,
        ["old \\ text", "new \\\\ \"text\"", "1", "OVERRIDE", "p:1,q", "3"],
        "{outcome:?}"
    );
    assert_eq!(outcome.jobs[1..], jobs[1..]);
    let job = &outcome.jobs[0];
    assert_eq!(job.setting("description"), Some(vec!["new \\\\ \"text\""]));
    assert_eq!(job.setting("proxysettings"), Some(vec!["override", "p:1,q", ""]));
    assert_eq!(job.setting("customheaders"), Some(vec!["X: 1", "Y: 2"]));
    assert_eq!(
        job.setting("credentials.server.basic"),
        Some(vec!["server", "basic", "u", "p"])
    );
    assert_eq!(job.files[0].remote, "https://k/x");
    assert_eq!(outcome.left().len(), 3);
}

#[test]
fn impossible_calls_are_refused() {
    let job = existing(1, "a");
    let upload = Job {
        kind: "UPLOAD".to_owned(),
        ..existing(2, "u")
    };
    let calls = [
        "/setpriority a URGENT",
        "/setminretrydelay a soon",
        "/setcredentials a server secret u p",
        "/setproxysettings a override list",
        "/addfile a http://h/y relative.txt",
        "/addfile u http://h/y C:\\y",
        "/complete u",
        "/nosuchverb a",
        "/setpriority nojob HIGH",
        "/create",
        "/create \"\"",
        "resume a",
    ];
    let lines: Vec<_> = calls
        .iter()
        .map(|call| format!("bitsadmin {call} >nul"))
        .collect();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let Some(outcome) = run(&Scenario::new(), &[job.clone(), upload.clone()], &lines) else {
        return;
    };
    for (call, seen) in calls.iter().zip(&outcome.calls) {
        assert_eq!(seen.exit, 1, "{call}");
    }
    assert_eq!(outcome.calls.len(), calls.len());
    assert_eq!(outcome.jobs, [job, upload]);
}

#[test]
fn one_call_transfers_play_the_scenario_too() {
    let line = "bitsadmin /transfer t /download /priority high http://h/a C:\\a http://h/b C:\\b";
    for (scenario, exit, state) in [
        (Scenario::new(), 0, "ACKNOWLEDGED"),
        (Scenario::new().play("error"), 1, "CANCELLED"),
    ] {
        let Some(outcome) = run(&scenario, &[], &[line]) else {
            return;
        };
        assert_eq!(
            (outcome.calls[0].exit, outcome.jobs[0].state.as_str()),
            (exit, state),
            "{outcome:?}"
        );
        assert_eq!(outcome.jobs[0].files.len(), 2);
    }
}

#[test]
fn waiting_and_powershell_follow_the_scenario() {
    let lines = [
        "ping -n 6 127.0.0.1 >nul",
        "%SystemRoot%\\System32\\timeout.exe /t 10 /nobreak >nul",
        "echo %errorlevel%",
        "powershell -NoProfile -Command \"exit\"",
        "echo %errorlevel%",
    ];
    let Some(outcome) = run(&Scenario::new(), &[], &lines) else {
        return;
    };
    assert_eq!(
        (outcome.waited, outcome.stdout.as_str()),
        (15, "0\r\n0\r\n"),
        "{outcome:?}"
    );
    let scenario = Scenario::new().refuse("timeout").refuse("powershell");
    let Some(outcome) = run(&scenario, &[], &lines) else {
        return;
    };
    assert_eq!(
        (outcome.waited, outcome.stdout.as_str()),
        (5, "1\r\n1\r\n"),
        "{outcome:?}"
    );
}

#[test]
fn flags_can_be_printed_as_hexadecimal_numbers() {
    let lines = [
        "bitsadmin /setsecurityflags a 11 >nul",
        "bitsadmin /rawreturn /getsecurityflags a",
    ];
    for (scenario, expected) in [
        (Scenario::new(), "11"),
        (Scenario::new().hexadecimal(), "0x0000000B"),
    ] {
        let Some(outcome) = run(&scenario, &[existing(1, "a")], &lines) else {
            return;
        };
        assert_eq!(outcome.stdout.trim(), expected, "{outcome:?}");
    }
}

#[test]
fn refusals_in_other_words_have_no_number_and_no_exit_code() {
    let scenario = Scenario::new().refuse("create").tongue("other");
    let lines = [
        "bitsadmin /rawreturn /create x",
        "echo %errorlevel%",
        "bitsadmin /rawreturn /getstate x",
    ];
    let Some(outcome) = run(&scenario, &[], &lines) else {
        return;
    };
    let printed: Vec<_> = outcome.stdout.lines().collect();
    assert!(
        printed[0].starts_with(REFUSED_NO) && !outcome.stdout.contains("0x"),
        "{outcome:?}"
    );
    assert_eq!(printed[1..], ["0", "Kein Auftrag heisst so: x"]);
    assert!(outcome.jobs.is_empty());
}
