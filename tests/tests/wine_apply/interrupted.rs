//! Ctrl+C pressed while `bitsmith.exe apply` works: what is half made is taken back, what BITS does goes on.

use crate::bench::{Bench, FINE, NOT_DONE, Ran, steadily};
use bitsmith_tests::server::{Answer, Server};
use serde_json::{Value, json};
use std::fmt::Write;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

/// A job is left that somebody has to look at. (docs/command-line.md)
const LEFT: i32 = 5;

/// Applies a document, and presses Ctrl+C when a line begins with the mark: Wine makes of the signal what a console makes of
/// the keys. [wine:dlls/ntdll/unix/signal_x86_64.c]
fn interrupted(bench: &Bench, document: &Value, mark: &str) -> Ran {
    bench.write(document);
    let mut program = bench
        .wine
        .program(bench.program)
        .args(["apply", &bench.local("job.json"), "--yes"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let lines = BufReader::new(program.stderr.take().expect("it is piped")).lines();
    let (mut stderr, mut is_pressed) = (String::new(), false);
    for line in lines.map_while(Result::ok) {
        bench.hear(&line);
        if !is_pressed && line.starts_with(mark) {
            is_pressed = true;
            let pid = program.id().to_string();
            let sent = Command::new("kill").args(["-INT", &pid]).status();
            assert!(sent.expect("kill runs").success());
        }
        let _ = writeln!(stderr, "{line}");
    }
    let mut stdout = String::new();
    let out = program.stdout.as_mut().expect("it is piped");
    out.read_to_string(&mut stdout).expect("it is text");
    let exit = program.wait().expect("it ends").code().unwrap_or(-1);
    let ran = Ran { exit, stdout, stderr };
    assert!(is_pressed, "{mark} was not reached: {}", ran.said());
    ran
}

fn waiting() -> Value {
    json!({ "wait_and_complete": { "bound": "2m" } })
}

#[test]
fn ctrl_c_while_a_job_is_made_takes_it_back() {
    steadily(|bench| {
        let names: Vec<String> = (0..190).map(|number| format!("f{number}")).collect();
        let files: Vec<(String, &str)> = names
            .iter()
            .map(|name| (format!("http://127.0.0.1:9/{name}"), &name[..]))
            .collect();
        let document = bench.document("taken back", &files, json!({}), waiting());
        let ran = interrupted(bench, &document, "5 of 192:");
        assert_eq!(ran.exit, NOT_DONE, "{}", ran.said());
        for said in ["Stopped before step ", " of 192", "nothing is left of it"] {
            assert!(ran.stderr.contains(said), "{said}: {}", ran.said());
        }
        assert_eq!(ran.stdout, "");
        assert!(bench.left("taken back").is_empty());
        let recovered = bench.run(&["recover"]);
        assert_eq!(recovered.stderr, "Nothing is left behind.\n");
    });
}

#[test]
fn ctrl_c_while_a_job_is_waited_for_leaves_it_to_bits_and_says_so() {
    steadily(|bench| {
        let server = Server::new([("/slow", Answer::Stalled(vec![1; 5000]))]);
        let files = [(server.address("/slow"), "slow")];
        let document = bench.document("goes on", &files, json!({}), waiting());
        let ran = interrupted(bench, &document, "goes on: ");
        assert_eq!(ran.exit, LEFT, "{}", ran.said());
        let left = bench.left("goes on");
        assert_eq!(left, ran.guids());
        let guid = left.first().expect("one job");
        for said in [
            format!("BITS goes on with the job {guid}"),
            format!("`bitsmith complete {guid}`"),
            format!("`bitsmith cancel {guid}`"),
        ] {
            assert!(ran.stderr.contains(&said), "{said}: {}", ran.said());
        }
        // It was meant to be left.
        let recovered = bench.run(&["recover"]);
        assert_eq!(recovered.stderr, "Nothing is left behind.\n");
        assert_eq!(bench.run(&["cancel", guid]).exit, FINE);
        assert!(bench.bytes("slow").is_none());
    });
}
