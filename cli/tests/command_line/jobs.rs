//! Jobs listed, shown, controlled, captured, recovered.

use crate::applying::{NIGHTLY, SLOWER};
use crate::bench::Bench;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::scripted::{Course, Scripted};
use bitsmith_backend::service::{JobError, Service, State};
use bitsmith_core::value::JobType;
use indicatif::InMemoryTerm;
use std::time::Duration;

fn with_nightly(bits: Scripted) -> (Bench, String) {
    let bench = Bench::new(bits);
    let left = bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 0, "{}", left.err);
    let guid = bench.bits.living()[0].to_string();
    (bench, guid)
}

#[test]
fn jobs_are_listed_for_people_and_programs() {
    let empty = Bench::new(Scripted::new()).run(&["jobs"], "", "");
    assert_eq!(
        (empty.code, empty.out.as_str(), empty.err.as_str()),
        (0, "", "There are no jobs.\n")
    );
    let (bench, guid) = with_nightly(Scripted::new());
    let left = bench.run(&["jobs"], "", "");
    assert_eq!(left.out, format!("{guid}  connecting  0 bytes  Nightly update\n"));
    let left = bench.run(&["jobs", "--format", "json"], "", "");
    let json: serde_json::Value = serde_json::from_str(&left.out).expect("it is JSON");
    assert_eq!(json["jobs"][0]["guid"], guid);
    assert_eq!(json["jobs"][0]["state"], "transferring");
}

#[test]
fn jobs_of_others_are_listed_and_changed_where_all_users_are_meant() {
    let theirs = "{00000000-0000-0000-0000-00000000000A}";
    let bits = Scripted::new()
        .with_job(theirs, "Nightly update", JobType::Download)
        .of_somebody_else(theirs);
    let (bench, _) = with_nightly(bits);
    let mine = bench.bits.living()[1].to_string();
    for (arguments, listed) in [
        (&["jobs"][..], vec![&mine[..]]),
        (&["jobs", "--all-users"], vec![theirs, &mine]),
    ] {
        let left = bench.run(arguments, "", "");
        let guids: Vec<&str> = left
            .out
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert_eq!(guids, listed, "{arguments:?}");
    }
    let of_all = SLOWER
        .replace(
            "\"nightly update\"",
            "\"nightly update\", \"owner\": \"all_users\"",
        )
        .replace(
            "\"bitsmith\": 1",
            "\"bitsmith\": 1, \"profile\": { \"context\": \"elevated\" }",
        );
    for (document, changed) in [(SLOWER, 1), (&of_all, 2)] {
        let left = bench.run(&["apply", "--yes", "FILE"], document, "");
        assert_eq!(left.code, 0, "{}", left.err);
        assert_eq!(left.out.lines().count(), changed, "{}", left.out);
        assert_eq!(left.out.contains(theirs), changed == 2, "{}", left.out);
    }
}

#[test]
fn watching_says_what_changes_until_ctrl_c() {
    let (mut bench, guid) = with_nightly(Scripted::new().taking(Course::Transfers(3)));
    bench.pressed_after = Some(Duration::from_secs(30));
    let left = bench.run(&["jobs", "--watch"], "", "");
    assert_eq!(left.code, 0);
    let lines: Vec<&str> = left.out.lines().collect();
    assert_eq!(lines[0], format!("{guid} Nightly update: connecting"));
    assert_eq!(
        lines.last(),
        Some(&&format!("{guid} Nightly update: transferred, 1000 bytes of 1000 bytes")[..])
    );
}

#[test]
fn watching_on_a_terminal_shows_a_bar_a_job() {
    let (mut bench, _) = with_nightly(Scripted::new().taking(Course::Transfers(3)));
    bench.bits = bench.bits.with_job(
        "{00000000-0000-0000-0000-00000000000A}",
        "Weekly",
        JobType::Download,
    );
    bench.terminal = Some(InMemoryTerm::new(10, 100));
    bench.pressed_after = Some(Duration::from_secs(30));
    let left = bench.run(&["jobs", "--watch"], "", "");
    assert_eq!((left.code, left.out.as_str()), (0, ""));
    let frames = bench.frames.borrow();
    let both = |frame: &&String| {
        let bars = frame.lines().filter(|line| line.starts_with('['));
        bars.count() == 2 && frame.contains("Nightly update: ") && frame.contains("Weekly: suspended")
    };
    assert!(frames.iter().any(|frame| both(&frame)), "{frames:?}");
    let whole = "] 100 % Nightly update: transferred, 1000 bytes of 1000 bytes";
    assert!(frames.iter().any(|frame| frame.contains(whole)), "{frames:?}");
}

#[test]
fn one_job_is_shown_with_settings_files_and_error() {
    let (bench, guid) = with_nightly(Scripted::new());
    let error = JobError {
        context: "remote_file",
        code: Some(Hresult(0x8020_0011)),
        description: None,
        file: None,
    };
    bench.bits.put(&bench.bits.living()[0], State::Error, Some(error));
    let left = bench.run(&["show", &guid], "", "");
    assert_eq!(left.code, 0, "{}", left.err);
    for says in [
        "download, error\n",
        "error: 0x80200011 (BG_E_MISSING_FILE_SIZE)",
        "Look at the setting “Dynamic content” of the job.",
        "  Priority: low\n",
        "sig={{secret1}}",
        &format!("next: bitsmith resume {guid}\n"),
    ] {
        assert!(left.out.contains(says), "{says}: {}", left.out);
    }
    assert!(!left.out.contains("SECRETSIG"));
    let left = bench.run(&["show", "--format", "json", &guid], "", "");
    let json: serde_json::Value = serde_json::from_str(&left.out).expect("it is JSON");
    assert_eq!(json["error"]["code"], "0x80200011");
    assert_eq!(json["settings"]["priority"], "low");
    assert_eq!(json["files"][0]["local_name"], "C:\\Temp\\update.zip");
}

#[test]
fn a_job_is_controlled_by_its_guid_and_by_nothing_else() {
    let (bench, guid) = with_nightly(Scripted::new());
    let bare = guid.trim_matches(['{', '}']).to_lowercase();
    for (command, now) in [
        ("suspend", "is suspended"),
        ("resume", "runs"),
        ("cancel", "is cancelled"),
    ] {
        let left = bench.run(&[command, &bare], "", "");
        assert_eq!(
            (left.code, left.out),
            (0, format!("The job {guid} {now}.\n")),
            "{}",
            left.err
        );
    }
    let left = bench.run(&["resume", &guid], "", "");
    assert_eq!(left.code, 4);
    assert!(left.err.contains("BG_E_INVALID_STATE"), "{}", left.err);
    for command in ["show", "suspend", "resume", "complete", "cancel", "capture"] {
        let left = bench.run(&[command, "Nightly update"], "", "");
        assert_eq!(left.code, 2, "{}", left.err);
        assert!(left.err.contains("`bitsmith jobs` lists"), "{}", left.err);
    }
    let left = bench.run(&["cancel", "{00000000-0000-0000-0000-0000000000FF}"], "", "");
    assert_eq!(left.code, 4);
    assert!(left.err.contains("BITS has no job"), "{}", left.err);
}

#[test]
fn completing_too_early_is_said() {
    let (bench, guid) = with_nightly(Scripted::new());
    let left = bench.run(&["complete", &guid], "", "");
    assert_eq!(left.code, 0);
    assert!(left.err.contains("BG_S_PARTIAL_COMPLETE"), "{}", left.err);
}

#[test]
fn a_captured_job_is_a_document_without_its_secrets() {
    let (bench, guid) = with_nightly(Scripted::new());
    let left = bench.run(&["capture", &guid], "", "");
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(
        left.out.contains("sig={{secret1}}") && !left.out.contains("SECRETSIG"),
        "{}",
        left.out
    );
    assert!(left.err.contains("note: Credentials"), "{}", left.err);
    let again = bench.run(&["apply", "--dry-run", "FILE"], &left.out, "");
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.out.contains("Priority: low"), "{}", again.out);
}

#[test]
fn a_captured_name_does_not_steer_the_terminal() {
    let guid = "{00000000-0000-0000-0000-00000000000A}";
    let name = "a\u{1b}[2J\u{9b}2J\u{202e}b\u{e0041}";
    let bench = Bench::new(Scripted::new().with_job(guid, name, JobType::Download));
    let left = bench.run(&["capture", guid], "", "");
    assert_eq!(left.code, 0, "{}", left.err);
    let shown = format!("{}{}", left.out, left.err);
    let is_seen = |c: char| c == '\n' || !bitsmith_core::invisible::is_unseen(c);
    assert!(shown.chars().all(is_seen), "{shown:?}");
    let document: serde_json::Value = serde_json::from_str(&left.out).expect("it is JSON");
    assert_eq!(document["subject"]["new"]["display_name"], name);
}

#[test]
fn what_was_left_behind_is_finished_cancelled_or_left() {
    let failing = || {
        // Cancel fails, so the job of a refused plan stays.
        let bits = Scripted::new()
            .refusing(
                bitsmith_core::catalog::SettingId::Priority,
                Failure::Refused(Hresult::NOT_IMPLEMENTED),
            )
            .failing_cancel(Failure::Refused(Hresult(0x8007_06BA)));
        let bench = Bench::new(bits);
        assert_eq!(bench.run(&["apply", "--yes", "FILE"], NIGHTLY, "").code, 5);
        bench
    };
    let bench = failing();
    let left = bench.run(&["recover"], "", "l\n");
    assert_eq!(left.code, 5, "{}", left.err);
    assert!(
        left.out
            .contains("it was not made whole; it can only be cancelled"),
        "{}",
        left.out
    );
    assert!(left.err.contains("[c]ancel or [l]eave? "), "{}", left.err);
    // Cancel fails still.
    let left = bench.run(&["recover", "--cancel"], "", "");
    assert_eq!(left.code, 5);
    assert!(left.err.contains("RPC_S_SERVER_UNAVAILABLE"), "{}", left.err);
    // Somebody else took it away.
    let guid = bench.bits.living()[0].clone();
    bench.bits.put(&guid, State::Cancelled, None);
    let left = bench.run(&["recover"], "", "");
    assert_eq!((left.code, left.err.as_str()), (0, "Nothing is left behind.\n"));

    // The waiting was lost: Complete failed once.
    let bits = Scripted::new().failing(7, Failure::Refused(Hresult(0x8007_0020)));
    let bench = Bench::new(bits);
    let left = bench.run(&["apply", "--yes", "--wait", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 5, "{}", left.err);
    assert!(left.err.contains("ERROR_SHARING_VIOLATION"), "{}", left.err);
    let left = bench.run(&["recover"], "", "f\n");
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(
        left.out.ends_with("is completed; its files are there.\n"),
        "{}",
        left.out
    );
    assert_eq!(bench.bits.living(), []);
}

#[test]
fn stale_jobs_are_those_of_this_program() {
    let (bench, guid) = with_nightly(Scripted::new().taking(Course::Hangs));
    let mut bits = bench.bits.clone();
    bits.create_job("Somebody else's", bitsmith_core::value::JobType::Download)
        .expect("it is made");
    let left = bench.run(&["recover", "--stale"], "", "");
    assert_eq!((left.code, left.out.as_str()), (0, ""));
    let left = bench.run(&["suspend", &guid], "", "");
    assert_eq!(left.code, 0);
}
