//! `bitsmith.exe` from end to end: documents applied to Wine's BITS, each command a process of its own.
#![cfg(unix)]

mod bench;
mod interrupted;
mod serving;

use bench::{FINE, NOT_DONE, steadily};
use bitsmith_tests::server::{Answer, Server};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

fn content() -> Vec<u8> {
    (0u32..400_009)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect()
}

fn wait() -> Value {
    json!({ "wait_and_complete": { "bound": "2m" } })
}

#[test]
fn a_document_downloads_its_files_and_leaves_no_job() {
    steadily(|bench| {
        let server = Server::new([
            ("/a", Answer::Bytes(content())),
            ("/b", Answer::Bytes(vec![7; 10])),
        ]);
        let files = [
            (server.address("/a"), "a \u{E9}.bin"),
            (server.address("/b"), "b.bin"),
        ];
        let document = bench.document(
            "end to end",
            &files,
            json!({ "custom_headers": ["X-Test: a b"] }),
            json!("start_and_leave"),
        );
        let ran = bench.apply(&document, &["--wait"]);
        assert_eq!(ran.exit, FINE, "{}", ran.said());
        assert_eq!(bench.bytes("a \u{E9}.bin"), Some(content()));
        assert_eq!(bench.bytes("b.bin"), Some(vec![7; 10]));
        assert!(
            server
                .asked()
                .iter()
                .all(|asked| asked.header("X-Test") == ["a b"])
        );
        assert!(bench.left("end to end").is_empty());
    });
}

#[test]
fn a_file_that_is_there_is_not_replaced_unless_that_is_said() {
    steadily(|bench| {
        let server = Server::new([("/a", Answer::Bytes(content()))]);
        let document = bench.document("replaces", &[(server.address("/a"), "a")], json!({}), wait());
        fs::write(bench.folder.join("a"), "mine").unwrap();
        let ran = bench.apply(&document, &[]);
        assert_eq!(ran.exit, NOT_DONE, "{}", ran.said());
        assert_eq!(bench.bytes("a"), Some(b"mine".to_vec()));
        assert!(server.asked().is_empty() && bench.left("replaces").is_empty());
        let ran = bench.apply(&document, &["--overwrite"]);
        assert_eq!(ran.exit, FINE, "{}", ran.said());
        assert_eq!(bench.bytes("a"), Some(content()));
    });
}

/// SetProxySettings is E_NOTIMPL in Wine: a real refusal in the middle of a job. [wine:job.c]
#[test]
fn a_refused_setting_leaves_nothing_behind() {
    steadily(|bench| {
        let server = Server::new([("/a", Answer::Bytes(content()))]);
        let settings = json!({ "proxy_settings": { "usage": "no_proxy" }, "description": "d" });
        let document = bench.document("proxy", &[(server.address("/a"), "a")], settings, wait());
        let ran = bench.apply(&document, &[]);
        assert_eq!(ran.exit, NOT_DONE, "{}", ran.said());
        assert!(
            ran.stderr.contains("0x80004001") && ran.stderr.contains("SetProxySettings"),
            "{}",
            ran.said()
        );
        assert!(bench.left("proxy").is_empty(), "{}", ran.said());
        assert!(server.asked().is_empty() && bench.bytes("a").is_none());

        let ran = bench.apply(&document, &["--skip-unsupported"]);
        assert_eq!(ran.exit, FINE, "{}", ran.said());
        assert!(ran.stderr.contains("left out: Proxy settings"), "{}", ran.said());
        assert_eq!(bench.bytes("a"), Some(content()));
    });
}

/// IBackgroundCopyJob5 is not there in Wine: no job is made at all.
#[test]
fn a_missing_interface_is_found_before_a_job_is_made() {
    steadily(|bench| {
        let files = [("http://127.0.0.1:9/a".to_owned(), "a")];
        let document = bench.document(
            "missing",
            &files,
            json!({ "cost_flags": ["transfer_always"] }),
            wait(),
        );
        let ran = bench.apply(&document, &[]);
        assert_eq!(ran.exit, NOT_DONE, "{}", ran.said());
        assert!(!ran.stderr.contains("1 of "), "{}", ran.said());
        let listed = bench.run(&["jobs"]);
        assert!(!listed.stdout.contains("missing"), "{}", listed.said());
    });
}

#[test]
fn an_error_of_the_server_is_explained_and_the_job_taken_away() {
    steadily(|bench| {
        let server = Server::new([]);
        let document = bench.document("not there", &[(server.address("/a"), "a")], json!({}), wait());
        let ran = bench.apply(&document, &[]);
        assert_eq!(ran.exit, NOT_DONE, "{}", ran.said());
        // Decoded: number, name, sentence.
        for said in ["0x80190194", "HTTP_ERROR_404", "404"] {
            assert!(ran.stderr.contains(said), "{said}: {}", ran.said());
        }
        assert!(bench.left("not there").is_empty() && bench.bytes("a").is_none());
    });
}

#[test]
fn a_job_is_carried_on_by_other_processes() {
    steadily(|bench| {
        let server = Server::new([("/a", Answer::Bytes(content()))]);
        let document = bench.document(
            "carried on",
            &[(server.address("/a"), "a")],
            json!({}),
            json!("create_only"),
        );
        let made = bench.apply(&document, &[]);
        assert_eq!(made.exit, FINE, "{}", made.said());
        let left = bench.left("carried on");
        assert_eq!(left, made.guids());
        let guid = left.first().unwrap();
        assert_eq!(bench.run(&["resume", guid]).exit, FINE);
        let transferred = (0..30).any(|_| bench.run(&["show", guid]).stdout.contains("transferred"));
        assert!(transferred);
        assert_eq!(bench.run(&["complete", guid]).exit, FINE);
        assert_eq!(bench.bytes("a"), Some(content()));
        assert!(bench.left("carried on").is_empty());
    });
}

/// Wine's BITS takes any retry delay and tells 30 s.
#[test]
fn what_bits_holds_otherwise_is_said() {
    steadily(|bench| {
        let document = bench.document(
            "otherwise",
            &[("http://127.0.0.1:9/a".to_owned(), "a")],
            json!({ "minimum_retry_delay": 120 }),
            json!("create_only"),
        );
        let made = bench.apply(&document, &[]);
        assert_eq!(made.exit, FINE, "{}", made.said());
        assert!(
            made.stderr
                .contains("differs: Minimum retry delay: asked 120 s, BITS says 30 s"),
            "{}",
            made.said()
        );
        let guids = made.guids();
        assert_eq!(bench.run(&["cancel", guids.first().unwrap()]).exit, FINE);
    });
}

/// Of the settings that Wine's BITS keeps; it holds constants for the two clocks, and tells those too.
#[test]
fn a_captured_job_is_the_document_that_it_came_from() {
    steadily(|bench| {
        let files = [
            ("http://example.com/1".to_owned(), "one"),
            ("http://example.com/2%20x".to_owned(), "two \u{65E5}"),
            ("https://example.com/3".to_owned(), "three"),
        ];
        let settings = json!({
            "description": "a \"b\" & %c%",
            "custom_headers": ["X-One: 1", "Accept: text/html;q=0.5"],
            "security_flags": { "flags": ["enable_crl_check"], "redirect_policy": "allow_report" },
            "notify_flags": ["job_transferred", "job_error", "job_modification"],
        });
        let document = bench.document("captured \u{1F600}", &files, settings, json!("create_only"));
        let made = bench.apply(&document, &[]);
        assert_eq!(made.exit, FINE, "{}", made.said());
        let guids = made.guids();
        let guid = guids.first().unwrap();
        let captured = bench.run(&["capture", guid]);
        assert_eq!(captured.exit, FINE, "{}", captured.said());
        let mut captured: Value = serde_json::from_str(&captured.stdout).unwrap();
        let held = captured["settings"].as_object_mut().unwrap();
        assert_eq!(held.remove("minimum_retry_delay"), Some(json!(30)));
        assert_eq!(held.remove("no_progress_timeout"), Some(json!(900)));
        assert_eq!(captured, document);
        assert_eq!(bench.run(&["cancel", guid]).exit, FINE);
    });
}

#[test]
fn a_process_that_is_killed_at_any_step_leaves_what_recover_finds_and_no_more() {
    steadily(|bench| {
        let server = Server::new([("/slow", Answer::Stalled(vec![1; 5000]))]);
        // Made whole and left alone on purpose: no orphan.
        let bystander = bench.document(
            "bystander",
            &[("http://example.com/".to_owned(), "x")],
            json!({}),
            json!("create_only"),
        );
        assert_eq!(bench.apply(&bystander, &[]).exit, FINE);
        let settings =
            json!({ "description": "d", "custom_headers": ["X-A: 1"], "notify_flags": ["job_error"] });
        let steps = 6;
        let mut found_some = 0;
        for step in 1..=steps {
            let name = format!("killed at {step}");
            let document = bench.document(
                &name,
                &[(server.address("/slow"), &name)],
                settings.clone(),
                wait(),
            );
            bench.write(&document);
            let mut child = bench
                .wine
                .program(bench.program)
                .args(["apply", &bench.local("job.json"), "--yes"])
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mark = format!("{step} of {steps}:");
            let lines = BufReader::new(child.stderr.take().unwrap()).lines();
            let mut before = String::new();
            let mut reached = false;
            for line in lines.map_while(Result::ok) {
                bench.hear(&line);
                reached = line.starts_with(&mark);
                if reached {
                    child.kill().unwrap();
                    break;
                }
                before += &(line + "\n");
            }
            child.wait().unwrap();
            assert!(reached, "step {step} was not reached:\n{before}");

            let left = bench.left(&name);
            assert!(left.len() <= 1);
            let recovered = bench.run(&["recover"]);
            assert_eq!(recovered.guids(), left, "after step {step}: {}", recovered.said());
            found_some += left.len();
            let cancelled = bench.run(&["recover", "--cancel"]);
            assert_eq!(cancelled.exit, FINE, "{}", cancelled.said());
            assert!(bench.left(&name).is_empty(), "after step {step}");
        }
        // From the second step on the job is there.
        assert!(found_some >= steps - 1, "{found_some} orphans");
        let bystander = bench.left("bystander");
        assert_eq!(bystander.len(), 1);
        assert_eq!(bench.run(&["cancel", bystander.first().unwrap()]).exit, FINE);
    });
}
