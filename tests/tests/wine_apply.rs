//! `bitsmith.exe` from end to end: documents applied to Wine's BITS, each command a process of its own.
#![cfg(unix)]

use bitsmith_tests::server::{Answer, Server};
use bitsmith_tests::skip;
use bitsmith_tests::wine::{self, BuildError, Wine};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// All went as asked; not done. (docs/command-line.md)
const FINE: i32 = 0;
const NO_BITS: i32 = 3;
const NOT_DONE: i32 = 4;

/// So often a command is begun again that Wine's BITS did not answer: it did nothing then. On a machine that is busy Wine
/// may take longer to start its services than the program waits, and may leave them hanging.
const TRIES: usize = 6;

/// The program, and a folder for one test. The journal is the user's: one test at a time.
struct Bench {
    wine: &'static Wine,
    program: &'static Path,
    folder: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

/// What a process did.
struct Ran {
    exit: i32,
    stdout: String,
    stderr: String,
}

/// None where it cannot run here, which is said.
fn bench() -> Option<Bench> {
    static ALONE: Mutex<()> = Mutex::new(());
    static PROGRAM: OnceLock<Result<PathBuf, BuildError>> = OnceLock::new();
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let wine = wine::wine()?;
    let build = || {
        let built = wine::build("bitsmith", &["build", "--package", "bitsmith"]);
        // That may have taken longer than Wine stays.
        wine.wake().expect("Wine starts");
        built
    };
    let program = match PROGRAM.get_or_init(build) {
        Ok(program) => program,
        Err(error @ BuildError::NoTarget) => {
            skip::say("wine_apply", &error.to_string());
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("bitsmith-apply-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    Some(Bench {
        wine,
        program,
        folder,
        _alone: alone,
    })
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Bench {
    /// A file of the folder as programs of Windows see it.
    fn local(&self, name: &str) -> String {
        format!("Z:{}", self.folder.join(name).display()).replace('/', "\\")
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(name)).ok()
    }

    /// A download of addresses to names in the folder.
    fn document(&self, name: &str, files: &[(String, &str)], settings: Value, ending: Value) -> Value {
        let files: Vec<Value> = files
            .iter()
            .map(|(remote, local)| json!({ "remote_name": remote, "local_name": self.local(local) }))
            .collect();
        json!({
            "bitsmith": 1,
            "subject": { "new": { "job_type": "download", "display_name": name } },
            "files": files,
            "settings": settings,
            "ending": ending,
        })
    }

    fn write(&self, document: &Value) {
        fs::write(self.folder.join("job.json"), document.to_string()).expect("the document is written");
    }

    fn apply(&self, document: &Value, switches: &[&str]) -> Ran {
        self.write(document);
        let document = self.local("job.json");
        self.run(&[&["apply", &document, "--yes"], switches].concat())
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut ran = self.run_once(arguments);
        for again in 1..TRIES {
            if ran.exit != NO_BITS {
                break;
            }
            self.revive(again);
            ran = self.run_once(arguments);
        }
        ran
    }

    /// Waits for a BITS that does not answer; the second time and from then on all of Wine is started anew.
    fn revive(&self, again: usize) {
        println!("Wine's BITS did not answer, try {again}");
        if again > 1 {
            self.wine.restart().expect("Wine starts again");
        }
    }

    fn run_once(&self, arguments: &[&str]) -> Ran {
        let file = |name: &str| self.folder.join(name);
        let mut command = self.wine.program(self.program);
        command
            .args(arguments)
            .stdout(File::create(file("stdout")).expect("a file for the output"))
            .stderr(File::create(file("stderr")).expect("a file for the errors"));
        let exit = wine::run(&mut command).expect("the program runs");
        let read = |name| fs::read_to_string(file(name)).expect("the output is text");
        Ran {
            exit,
            stdout: read("stdout"),
            stderr: read("stderr"),
        }
    }

    /// The jobs of a name that have not ended, as another process sees them.
    fn left(&self, name: &str) -> BTreeSet<String> {
        let listed = self.run(&["jobs", "--format", "json"]);
        assert_eq!(listed.exit, FINE, "{}", listed.stderr);
        let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
        let jobs = listed["jobs"].as_array().expect("a list").iter();
        jobs.filter(|job| {
            job["display_name"] == name && job["state"] != "cancelled" && job["state"] != "acknowledged"
        })
        .map(|job| job["guid"].as_str().expect("a GUID").to_owned())
        .collect()
    }
}

impl Ran {
    /// The GUIDs that were printed.
    fn guids(&self) -> BTreeSet<String> {
        let starts = self.stdout.match_indices('{');
        starts
            .filter_map(|(at, _)| self.stdout.get(at..at + 38))
            .filter(|guid| guid.ends_with('}'))
            .map(str::to_owned)
            .collect()
    }

    fn said(&self) -> String {
        format!("exit {}\n{}{}", self.exit, self.stdout, self.stderr)
    }
}

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
    let Some(bench) = bench() else { return };
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
}

#[test]
fn a_file_that_is_there_is_not_replaced_unless_that_is_said() {
    let Some(bench) = bench() else { return };
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
}

/// SetProxySettings is E_NOTIMPL in Wine: a real refusal in the middle of a job. [wine:job.c]
#[test]
fn a_refused_setting_leaves_nothing_behind() {
    let Some(bench) = bench() else { return };
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
}

/// IBackgroundCopyJob5 is not there in Wine: no job is made at all.
#[test]
fn a_missing_interface_is_found_before_a_job_is_made() {
    let Some(bench) = bench() else { return };
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
}

#[test]
fn an_error_of_the_server_is_explained_and_the_job_taken_away() {
    let Some(bench) = bench() else { return };
    let server = Server::new([]);
    let document = bench.document("not there", &[(server.address("/a"), "a")], json!({}), wait());
    let ran = bench.apply(&document, &[]);
    assert_eq!(ran.exit, NOT_DONE, "{}", ran.said());
    // Decoded: number, name, sentence.
    for said in ["0x80190194", "HTTP_ERROR_404", "404"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.said());
    }
    assert!(bench.left("not there").is_empty() && bench.bytes("a").is_none());
}

#[test]
fn a_job_is_carried_on_by_other_processes() {
    let Some(bench) = bench() else { return };
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
}

/// Wine's BITS takes any retry delay and tells 30 s.
#[test]
fn what_bits_holds_otherwise_is_said() {
    let Some(bench) = bench() else { return };
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
}

/// Of the settings that Wine's BITS keeps; it holds constants for the two clocks, and tells those too.
#[test]
fn a_captured_job_is_the_document_that_it_came_from() {
    let Some(bench) = bench() else { return };
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
}

#[test]
fn a_process_that_is_killed_at_any_step_leaves_what_recover_finds_and_no_more() {
    let Some(bench) = bench() else { return };
    let server = Server::new([("/slow", Answer::Stalled(vec![1; 5000]))]);
    // Made whole and left alone on purpose: no orphan.
    let bystander = bench.document(
        "bystander",
        &[("http://example.com/".to_owned(), "x")],
        json!({}),
        json!("create_only"),
    );
    assert_eq!(bench.apply(&bystander, &[]).exit, FINE);
    let settings = json!({ "description": "d", "custom_headers": ["X-A: 1"], "notify_flags": ["job_error"] });
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
        let mut reached = false;
        for again in 1..=TRIES {
            let mut child = bench
                .wine
                .program(bench.program)
                .args(["apply", &bench.local("job.json"), "--yes"])
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mark = format!("{step} of {steps}:");
            let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
            reached = lines.any(|line| line.is_ok_and(|line| line.starts_with(&mark)));
            if reached {
                child.kill().unwrap();
            }
            if child.wait().unwrap().code() != Some(NO_BITS) {
                break;
            }
            bench.revive(again);
        }
        assert!(reached, "step {step} was not reached");

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
}
