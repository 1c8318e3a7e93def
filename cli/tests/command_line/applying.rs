//! Documents carried out against a scripted BITS, as a person sees it.

use crate::bench::{Bench, HASTY, Shut};
use crate::blocking::half_made;
use crate::streams::run;
use bitsmith_backend::calls::calls;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::scripted::{Course, Scripted};
use bitsmith_backend::service::JobError;
use bitsmith_core::catalog::SettingId;
use bitsmith_core::document::read;
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_core::value::JobType;
use std::time::Duration;

pub(crate) const NIGHTLY: &str = r#"{
  "bitsmith": 1,
  "subject": { "new": { "display_name": "Nightly update", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip?sig=SECRETSIG", "local_name": "%TEMP%\\update.zip" } ],
  "settings": { "priority": "low", "no_progress_timeout": "1d",
    "credentials": [{ "target": "server", "scheme": "negotiate", "user": "anna" }] },
  "ending": "start_and_leave"
}"#;

pub(crate) const SLOWER: &str = r#"{ "bitsmith": 1, "subject": { "existing": { "name": "nightly update" } },
  "settings": { "priority": "high", "minimum_retry_delay": "2m" } }"#;

#[test]
fn the_plan_is_shown_on_every_system_and_nothing_is_done() {
    let bench = Bench::new(Scripted::new());
    let drafts = read(NIGHTLY).expect("a document");
    let masked = calls(&evaluate(&drafts[0], Reveal::Masked).plan.expect("a plan"));
    for left in [
        bench.run(&["apply", "--dry-run", "FILE"], NIGHTLY, ""),
        run(&["apply", "--dry-run", "-"], NIGHTLY.as_bytes()),
    ] {
        assert_eq!(left.code, 0, "{}", left.err);
        for says in [
            "  1. Makes the job `Nightly update`, download, suspended\n",
            "     IBackgroundCopyManager::CreateJob(\"Nightly update\", BG_JOB_TYPE_DOWNLOAD)\n",
            "sig={{secret1}}",
            "  6. Makes the job run\n",
            &format!("plan {}\n", masked.digest()),
        ] {
            assert!(left.out.contains(says), "{}", left.out);
        }
        assert!(
            !format!("{}{}", left.out, left.err).contains("SECRETSIG"),
            "{}",
            left.out
        );
    }
    assert!(bench.bits.calls().is_empty());
}

#[test]
fn a_job_is_made_once_somebody_has_said_yes() {
    let mut bench = Bench::new(Scripted::new());
    for typed in ["", "n\n", "\n", "whatever\n"] {
        let left = bench.run(&["apply", "FILE"], NIGHTLY, typed);
        assert_eq!(left.code, 4, "{}", left.err);
        assert!(
            left.err.contains("Make this job? [y/N] ") && left.err.ends_with("Nothing was done.\n"),
            "{}",
            left.err
        );
    }
    assert!(bench.bits.calls().is_empty());
    let left = bench.run(&["apply", "FILE"], NIGHTLY, "y\n");
    assert_eq!(left.code, 0, "{}", left.err);
    assert_eq!(
        left.out,
        "The job {00000001-0000-4000-8000-00000000B175} `Nightly update` runs.\n"
    );
    let shown = format!("{}{}", left.out, left.err);
    assert!(
        !shown.contains("SECRETSIG") && !shown.contains("HIDDEN"),
        "{shown}"
    );
    let job = bench.bits.job(&bench.bits.living()[0]).expect("it is there");
    assert_eq!(
        job.files[0].remote_name.as_literal(),
        Some("https://example.com/update.zip?sig=SECRETSIG")
    );
    // Nobody to ask.
    bench.is_interactive = false;
    let left = bench.run(&["apply", "FILE"], NIGHTLY, "y\n");
    assert_eq!(left.code, 2, "{}", left.err);
    assert!(
        left.err.contains("--yes") && left.err.contains("--dry-run"),
        "{}",
        left.err
    );
    let left = bench.run(&["apply", "--yes", "--new", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 2, "{}", left.err);
    assert!(left.err.contains("password of anna"), "{}", left.err);
    assert_eq!(bench.bits.living().len(), 1);
}

#[test]
fn parameters_are_given_or_asked_for() {
    let bench = Bench::new(Scripted::new());
    let document = NIGHTLY.replace("Nightly update", "{{day}} update {{number}}");
    let left = bench.run(
        &["apply", "--yes", "--parameter", "day=Sunday", "FILE"],
        &document,
        "7\n",
    );
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(left.out.contains("`Sunday update 7`"), "{}", left.out);
    let left = bench.run(&["apply", "--yes", "--parameter", "day", "FILE"], &document, "");
    assert_eq!(left.code, 2);
    assert!(left.err.contains("NAME=VALUE"), "{}", left.err);
}

#[test]
fn a_parameter_that_no_document_has_or_that_is_given_twice_is_not_dropped() {
    let bench = Bench::new(Scripted::new());
    let document = NIGHTLY.replace("Nightly update", "{{day}} update").replace(
        "\"settings\": {",
        "\"settings\": { \"custom_headers\": [\"X-Api-Key: {{secret9}}\"],",
    );
    for (given, says) in [
        (&["day=Sunday", "night=Monday"][..], "no parameter `night`"),
        (&["day=Sunday", "Day=Monday"], "no parameter `Day`"),
        (&["day=Sunday", "secret9=abc"], "Secrets are asked for."),
        (&["day=Sunday", "day=Monday"], "`day` twice"),
    ] {
        let switches = given.iter().flat_map(|pair| ["--parameter", pair]);
        let arguments: Vec<&str> = ["apply", "--yes", "FILE"].into_iter().chain(switches).collect();
        let left = bench.run(&arguments, &document, "");
        assert_eq!(left.code, 2, "{given:?}: {}", left.err);
        assert!(left.err.contains(says), "{given:?}: {}", left.err);
    }
    assert!(bench.bits.calls().is_empty());
}

#[test]
fn what_values_make_of_a_job_is_judged_before_it_is_made() {
    let bench = Bench::new(Scripted::new());
    let header = NIGHTLY.replace(
        "\"settings\": {",
        "\"settings\": { \"custom_headers\": [\"X-Lane: {{lane}}\"],",
    );
    for arguments in [&["--yes"][..], &[], &["--dry-run"]] {
        let lane = ["apply", "--parameter", "lane=2\r\nX-Smuggled: 1", "FILE"];
        let left = bench.run(&[&lane, arguments].concat(), &header, "y\n");
        assert_eq!(
            left.code,
            if arguments == ["--dry-run"] { 0 } else { 4 },
            "{}",
            left.err
        );
        assert!(
            left.err.contains(
                "With its values filled in, the job cannot be applied. Header 1 holds a line break"
            ),
            "{}",
            left.err
        );
    }
    assert!(bench.bits.calls().is_empty());
    // What it may not have been meant to be is said, and asked again.
    let address = NIGHTLY.replace("https://example.com/update.zip?sig=SECRETSIG", "{{address}}");
    let given = [
        "apply",
        "--parameter",
        "address=https://anna:SECRETWORD@example.com/a",
        "FILE",
    ];
    for (arguments, typed, code, made) in [
        (&given[..], "y\n", 4, 0),
        (&given, "y\ny\n", 0, 1),
        (&[&given[..], &["--yes"]].concat(), "", 0, 1),
    ] {
        let bench = Bench::new(Scripted::new());
        let left = bench.run(arguments, &address, typed);
        assert_eq!(left.code, code, "{}", left.err);
        assert!(
            left.err.contains("warning[password-in-address]: "),
            "{}",
            left.err
        );
        assert!(!left.err.contains("SECRETWORD"), "{}", left.err);
        assert_eq!(bench.bits.living().len(), made);
    }
}

#[test]
fn what_is_begun_goes_on_where_nobody_reads_what_was_done() {
    for kind in [std::io::ErrorKind::BrokenPipe, std::io::ErrorKind::StorageFull] {
        let is_told =
            |err: &str| (kind == std::io::ErrorKind::StorageFull) == err.contains("cannot be written");
        let bench = Bench::new(Scripted::new().taking(Course::Transfers(3)));
        let two = format!("[{NIGHTLY}, {}]", NIGHTLY.replace("Nightly", "Weekly"));
        let (code, err) = bench.run_into(&mut Shut(kind), &["apply", "--yes", "--wait", "FILE"], &two, "");
        assert_eq!(code, 0, "{err}");
        assert!(is_told(&err), "{err}");
        let completed = |call: &&&str| **call == "Complete";
        assert_eq!(bench.bits.calls().iter().filter(completed).count(), 2, "{err}");

        let bench = half_made();
        let (_, err) = bench.run_into(&mut Shut(kind), &["recover", "--cancel"], "", "");
        assert!(is_told(&err), "{err}");
        assert_eq!(bench.bits.calls().last(), Some(&"Cancel"));
    }
}

#[test]
fn waiting_shows_progress_and_completes() {
    let bench = Bench::new(Scripted::new().taking(Course::Transfers(4)));
    let left = bench.run(&["apply", "--yes", "--wait", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(
        left.out.ends_with("is completed; its files are there.\n"),
        "{}",
        left.out
    );
    for says in [
        "Nightly update: connecting\n",
        "Nightly update: transferring, 500 bytes of 1000 bytes, 125 bytes a second, about 4 s still\n",
        "Nightly update: transferred, 1000 bytes of 1000 bytes\n",
    ] {
        assert!(left.err.contains(says), "{}", left.err);
    }
    assert_eq!(bench.bits.living(), []);
}

#[test]
fn lines_tell_bytes_files_speed_and_estimate_as_they_move() {
    let bench = Bench::new(Scripted::new().taking(Course::Steps(vec![0, 400, 400, 0, 800, 400])));
    let two = NIGHTLY.replace(
        "} ],\n  \"settings\"",
        "},\n { \"remote_name\": \"https://example.com/b.zip\", \"local_name\": \"%TEMP%\\\\b.zip\" } ],\n  \"settings\"",
    );
    let left = bench.run(&["apply", "--yes", "--wait", "FILE"], &two, "");
    assert_eq!(left.code, 0, "{}", left.err);
    let lines: Vec<&str> = left
        .err
        .lines()
        .filter(|line| line.starts_with("Nightly update: "))
        .collect();
    assert_eq!(
        lines,
        [
            "Nightly update: connecting, file 0 of 2",
            "Nightly update: transferring, 400 bytes of 2.0 KiB, file 0 of 2, 100 bytes a second, about 16 s still",
            "Nightly update: transferring, 800 bytes of 2.0 KiB, file 0 of 2, 100 bytes a second, about 12 s still",
            "Nightly update: transferring, 1.6 KiB of 2.0 KiB, file 1 of 2, 100 bytes a second, about 4 s still",
            "Nightly update: transferred, 2.0 KiB of 2.0 KiB, file 2 of 2",
        ]
    );
}

#[test]
fn each_file_of_a_job_on_the_way_is_shown_as_far_as_it_is() {
    let bench = Bench::new(Scripted::new().taking(Course::Steps(vec![0, 1400])));
    let two = NIGHTLY.replace(
        "} ],\n  \"settings\"",
        "},\n { \"remote_name\": \"https://example.com/b.zip\", \"local_name\": \"%TEMP%\\\\b.zip\" } ],\n  \"settings\"",
    );
    assert_eq!(bench.run(&["apply", "--yes", "FILE"], &two, "").code, 0);
    let guid = bench.bits.living()[0].to_string();
    bench.run(&["show", &guid], "", "");
    let left = bench.run(&["show", &guid], "", "");
    for says in [
        "as C:\\Temp\\update.zip: 1000 bytes of 1000 bytes, complete\n",
        "as C:\\Temp\\b.zip: 400 bytes of 1000 bytes\n",
    ] {
        assert!(left.out.contains(says), "{says}: {}", left.out);
    }
}

#[test]
fn a_failed_job_is_explained_and_removed() {
    let error = JobError {
        context: "remote_file",
        code: Some(Hresult(0x8019_0194)),
        description: None,
        file: Some((
            "https://example.com/update.zip?sig=SECRETSIG".to_owned(),
            "C:\\Temp\\update.zip".to_owned(),
        )),
    };
    let bench = Bench::new(Scripted::new().taking(Course::Fails(2, error)));
    let left = bench.run(&["apply", "--yes", "--wait", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 4, "{}", left.err);
    for says in [
        "0x80190194 (BG_E_HTTP_ERROR_404): HTTP 404: the server has no file under this address.",
        "The job was cancelled; nothing is left of it.",
        "Look at the setting “Files” of the job.",
    ] {
        assert!(left.err.contains(says), "{}", left.err);
    }
    assert!(!left.err.contains("SECRETSIG"), "{}", left.err);
    assert_eq!(bench.bits.living(), []);
}

#[test]
fn ctrl_c_while_waiting_says_what_continues() {
    let mut bench = Bench::new(Scripted::new().taking(Course::Hangs));
    bench.pressed_after = Some(Duration::from_secs(60));
    let left = bench.run(&["apply", "--yes", "--wait", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 5, "{}", left.err);
    assert!(
        left.err.contains("BITS goes on with the job {") && left.err.contains("`bitsmith complete {"),
        "{}",
        left.err
    );
    assert_eq!(bench.bits.living().len(), 1);
}

#[test]
fn ctrl_c_before_that_leaves_no_half_made_job() {
    use bitsmith_backend::monitor::Clock;
    let mut bench = Bench::new(Scripted::new());
    bench.pressed_after = Some(Duration::ZERO);
    bench.sleep(Duration::ZERO);
    let left = bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 4, "{}", left.err);
    assert!(left.err.contains("Stopped before step 1 of 6"), "{}", left.err);
    assert_eq!(bench.bits.living(), []);
}

#[test]
fn refusals_name_the_reason_and_the_way_out() {
    let refused = Failure::Refused(Hresult::NOT_IMPLEMENTED);
    let here = "C:\\Temp\\update.zip";
    let table: Vec<(Bench, &[&str], u8, &[&str])> = vec![
        (
            Bench::new(Scripted::new().refusing(SettingId::Credentials, refused)),
            &["apply", "--yes", "FILE"],
            4,
            &[
                "Step 3 of 6 failed: Signs in at the server by Negotiate as anna, whose password is asked for.",
                "IBackgroundCopyJob2::SetCredentials(BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NEGOTIATE, \"anna\", password)",
                "0x80004001 (E_NOTIMPL)",
                "nothing is left of it",
            ],
        ),
        (
            Bench::new(Scripted::new().refusing(SettingId::Credentials, refused)),
            &["apply", "--yes", "--skip-unsupported", "FILE"],
            0,
            &["left out: Signs in at the server"],
        ),
        (
            Bench::new(Scripted::new()).having(here),
            &["apply", "--yes", "FILE"],
            4,
            &["there already", "--overwrite"],
        ),
        (
            Bench::new(Scripted::new()).having(here),
            &["apply", "--yes", "--overwrite", "FILE"],
            0,
            &[],
        ),
        (
            Bench::new(Scripted::new().without("IBackgroundCopyJob2")),
            &["apply", "--yes", "FILE"],
            4,
            &["needs IBackgroundCopyJob2", "--skip-unsupported"],
        ),
        (
            Bench::new(
                Scripted::new()
                    .refusing(SettingId::Priority, refused)
                    .failing_cancel(Failure::Refused(Hresult(0x8007_06BA))),
            ),
            &["apply", "--yes", "FILE"],
            5,
            &["still there", "RPC_S_SERVER_UNAVAILABLE", "`bitsadmin /cancel {"],
        ),
    ];
    for (bench, arguments, code, says) in table {
        let left = bench.run(arguments, NIGHTLY, "");
        assert_eq!(left.code, code, "{arguments:?}: {}", left.err);
        for says in says {
            assert!(left.err.contains(says), "{says}: {}", left.err);
        }
        assert_eq!(left.out.is_empty(), code != 0, "{}", left.out);
    }
}

#[test]
fn the_same_plan_again_is_said() {
    let bench = Bench::new(Scripted::new());
    assert_eq!(bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "").code, 0);
    let left = bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 4, "{}", left.err);
    assert!(
        left.err.contains("applied before") && left.err.contains("--new"),
        "{}",
        left.err
    );
    assert_eq!(
        bench.run(&["apply", "--yes", "--new", "FILE"], NIGHTLY, "").code,
        0
    );
    assert_eq!(bench.bits.living().len(), 2);
}

#[test]
fn a_plan_says_what_applying_it_would_be_refused_for() {
    let elsewhere = NIGHTLY.replace("%TEMP%", "C:\\\\Data\\\\{{which}}");
    let refusals = |err: &str| {
        let lines = err.lines().filter(|line| line.starts_with("bitsmith: "));
        lines.collect::<Vec<_>>().join("\n")
    };
    let bench = Bench::new(Scripted::new()).having("C:\\Data\\old\\update.zip");
    let dry = |arguments: &[&str], document: &str| {
        let left = bench.run(
            &[&["apply", "--dry-run"], arguments, &["FILE"]].concat(),
            document,
            "",
        );
        assert_eq!(left.code, 0, "{}", left.err);
        assert!(left.out.starts_with("plan "), "{}", left.out);
        refusals(&left.err)
    };
    assert_eq!(dry(&[], NIGHTLY), "");
    // A name that is still open is not looked at.
    assert_eq!(dry(&[], &elsewhere), "");
    let old = ["--parameter", "which=old"];
    assert!(dry(&old, &elsewhere).contains("there already"));
    assert_eq!(dry(&[&old[..], &["--overwrite"]].concat(), &elsewhere), "");

    assert_eq!(bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "").code, 0);
    let refused = refusals(&bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "").err);
    assert!(refused.contains("--new"), "{refused}");
    assert_eq!(dry(&[], NIGHTLY), refused);
    assert_eq!(dry(&["--new"], NIGHTLY), "");
    assert_eq!(dry(&[], &NIGHTLY.replace("\"low\"", "\"high\"")), "");
    // Nor is anybody asked for what would be of no use.
    let asked = bench.asked.borrow().len();
    let left = bench.run(&["apply", "FILE"], NIGHTLY, "y\n");
    assert_eq!(left.code, 4, "{}", left.err);
    assert_eq!(refusals(&left.err), refused);
    assert!(!left.err.contains("Make this job?"), "{}", left.err);
    assert_eq!(bench.asked.borrow().len(), asked);
    assert_eq!(bench.bits.living().len(), 1);
}

#[test]
fn a_document_with_errors_is_not_applied() {
    let bench = Bench::new(Scripted::new());
    for (document, code) in [
        ("{", 1),
        (&NIGHTLY.replace("\"low\"", "\"urgent\"")[..], 1),
        (&NIGHTLY.replace("https:", "ftp:")[..], 1),
    ] {
        let left = bench.run(&["apply", "--yes", "FILE"], document, "");
        assert_eq!((left.code, left.out.as_str()), (code, ""), "{}", left.err);
        assert!(left.err.contains("error["), "{}", left.err);
    }
    assert!(bench.bits.calls().is_empty());
}

#[test]
fn existing_jobs_are_shown_by_guid_and_confirmed() {
    let guids = [
        "{00000000-0000-0000-0000-00000000000A}",
        "{00000000-0000-0000-0000-00000000000B}",
    ];
    let bits = Scripted::new()
        .with_job(guids[0], "Nightly update", JobType::Download)
        .with_job(guids[1], "Nightly \u{1b}[2Jupdate", JobType::Download);
    let bench = Bench::new(bits);
    let left = bench.run(&["apply", "FILE"], SLOWER, "n\n");
    assert_eq!(left.code, 4);
    assert!(
        left.err.contains(guids[0])
            && !left.err.contains(guids[1])
            && left.err.contains("Change this job? [y/N]"),
        "{}",
        left.err
    );
    assert!(bench.bits.calls().is_empty());
    let left = bench.run(&["apply", "FILE"], SLOWER, "y\n");
    assert_eq!(
        (left.code, left.out),
        (0, format!("The job {} is changed.\n", guids[0]))
    );
    let all = SLOWER.replace("\"name\": \"nightly update\"", "\"pattern\": \"night*\"");
    let left = bench.run(&["apply", "--yes", "FILE"], &all, "");
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(
        left.err.contains("\\u{1b}[2J") && !left.err.contains('\u{1b}'),
        "{}",
        left.err
    );
    let none = SLOWER.replace("nightly update", "no such job");
    let left = bench.run(&["apply", "--yes", "FILE"], &none, "");
    assert_eq!(left.code, 4);
    assert!(
        left.err.contains("BITS has no job named `no such job`"),
        "{}",
        left.err
    );
}

#[test]
fn a_change_that_fails_puts_the_values_back() {
    let guid = "{00000000-0000-0000-0000-00000000000A}";
    let failure = Failure::Refused(Hresult(0x8007_0005));
    let bits = Scripted::new().with_job(guid, "Nightly update", JobType::Download);
    let bench = Bench::new(bits.refusing(SettingId::MinimumRetryDelay, failure));
    let left = bench.run(&["apply", "--yes", "FILE"], SLOWER, "");
    assert_eq!(left.code, 4, "{}", left.err);
    assert!(
        left.err.contains("E_ACCESSDENIED") && left.err.contains("Its old values are back: Priority."),
        "{}",
        left.err
    );
    assert!(!bench.bits.calls().contains(&"Cancel"));
}

#[test]
fn a_change_that_was_broken_off_is_put_back_by_recover() {
    let guid = "{00000000-0000-0000-0000-00000000000A}";
    let bits = Scripted::new()
        .with_job(guid, "Nightly update", JobType::Download)
        .blocking(2);
    let mut bench = Bench::new(bits);
    bench.bounds = Some(HASTY);
    let left = bench.run(&["apply", "--yes", "FILE"], SLOWER, "");
    assert_eq!(left.code, 5, "{}", left.err);
    assert!(left.err.contains("Not put back: Priority"), "{}", left.err);
    let held = |bench: &Bench| bench.run(&["show", guid], "", "").out;
    assert!(held(&bench).contains("Priority: high"), "{}", held(&bench));
    let left = bench.run(&["recover"], "", "l\n");
    assert_eq!(left.code, 5, "{}", left.err);
    assert!(
        left.out
            .contains("it was there before, and a change of it was broken off")
            && left
                .err
                .contains("[f]inish (put the old values back) or [l]eave? "),
        "{} {}",
        left.out,
        left.err
    );
    // A job that was there is not cancelled.
    assert_eq!(bench.run(&["recover", "--cancel"], "", "").code, 5);
    let left = bench.run(&["recover"], "", "f\n");
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(
        left.out.ends_with("are back, as far as the journal has them.\n"),
        "{}",
        left.out
    );
    assert!(held(&bench).contains("Priority: normal"), "{}", held(&bench));
    assert!(!bench.bits.calls().contains(&"Cancel"));
    let left = bench.run(&["recover"], "", "");
    assert_eq!((left.code, left.err.as_str()), (0, "Nothing is left behind.\n"));
}

#[test]
fn off_windows_each_command_says_what_it_needs() {
    let guid = "{00000000-0000-0000-0000-00000000000A}";
    for arguments in [
        &["apply", "--yes", "-"][..],
        &["jobs"],
        &["jobs", "--watch"],
        &["show", guid],
        &["suspend", guid],
        &["resume", guid],
        &["complete", guid],
        &["cancel", guid],
        &["capture", guid],
        &["recover"],
    ] {
        let left = run(arguments, NIGHTLY.as_bytes());
        assert_eq!(
            (left.code, left.out.as_str()),
            (3, ""),
            "{arguments:?}: {}",
            left.err
        );
        assert!(
            left.err.contains("BITS is a service of Windows") && left.err.contains("--dry-run"),
            "{}",
            left.err
        );
    }
}
