//! `bitsmith.exe serve`: what it is allowed when it is started, and what of that it does not take.

use crate::bench::{Bench, steadily};
use bitsmith_tests::wine;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

/// The program was called wrongly. (docs/command-line.md)
const UNUSABLE: i32 = 2;

/// A service that ends with the test.
struct Service<'b> {
    bench: &'b Bench,
    program: Child,
    host: String,
    token: String,
}

impl Drop for Service<'_> {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl<'b> Service<'b> {
    /// Wine's root may do everything, which the service wants to be told.
    fn start(bench: &'b Bench, options: &[&str]) -> Service<'b> {
        let mut program = bench
            .wine
            .program(bench.program)
            .args(["serve", "--allow-elevated"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        let stdout = program.stdout.take().expect("it is piped");
        let read = BufReader::new(stdout).read_line(&mut line);
        let mut service = Service {
            bench,
            program,
            host: String::new(),
            token: String::new(),
        };
        read.expect("it says its address");
        let address = line.trim().strip_prefix("http://");
        service.host = address
            .unwrap_or_else(|| panic!("{line}"))
            .trim_end_matches('/')
            .to_owned();
        let page = service.said("GET /", None);
        let (_, rest) = page.split_once("bitsmith-service\" content=\"").expect("a token");
        service.token = rest.split('"').next().unwrap_or_default().to_owned();
        service
    }

    /// A service that has reached BITS.
    fn with_bits(bench: &'b Bench, options: &[&str]) -> Service<'b> {
        let service = Service::start(bench, options);
        let status = service.get("/api/status");
        assert_eq!(status["applies"], true, "{status}");
        service
    }

    /// Asks, with a body of JSON where there is one.
    fn said(&self, request: &str, body: Option<&str>) -> String {
        let (host, token) = (&self.host, &self.token);
        let mut text = format!("{request} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n");
        if let Some(body) = body {
            let length = body.len();
            text += &format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
        }
        text += "\r\n";
        text += body.unwrap_or_default();
        let mut stream = TcpStream::connect(host).expect("it listens");
        stream.write_all(text.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        self.bench.hear(&answer);
        answer
    }

    fn get(&self, path: &str) -> Value {
        json_of(&self.said(&format!("GET {path}"), None))
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        json_of(&self.said(&format!("POST {path}"), Some(&body.to_string())))
    }

    /// Plans and applies, with everything acknowledged: what was in the way, and what came of it.
    fn tried(&self, document: &Value) -> (Vec<String>, Value) {
        let plan = self.post("/api/plan", &json!({ "document": document }));
        let list = |name: &str| plan[name].as_array().unwrap_or_else(|| panic!("{plan}"));
        let rules: Vec<&Value> = list("acknowledge").iter().map(|one| &one["rule"]).collect();
        let obstacles = list("obstacles").iter().filter_map(Value::as_str);
        let body = json!({
            "document": document,
            "digest": plan["digest"],
            "nonce": plan["nonce"],
            "acknowledged": rules,
        });
        (
            obstacles.map(str::to_owned).collect(),
            self.post("/api/apply", &body),
        )
    }
}

fn json_of(answer: &str) -> Value {
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body);
    serde_json::from_str(body.unwrap_or_default()).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

/// What becomes of a document.
enum Outcome {
    /// Its job is made.
    Made,
    /// BITS is told to, and Wine's has no such method. [wine:job.c]
    NotInWine,
    /// It is in the way of the plan and of the job.
    Refused(String),
}

/// A job of one file.
fn of(job_type: &str, remote: &str, local: &str, settings: Value) -> Value {
    json!({
        "bitsmith": 1,
        "subject": { "new": { "display_name": "served", "job_type": job_type } },
        "files": [{ "remote_name": remote, "local_name": local }],
        "settings": settings,
        "ending": "create_only",
    })
}

fn download(local: &str) -> Value {
    of("download", "http://127.0.0.1:9/a", local, json!({}))
}

#[test]
fn documents_are_taken_within_what_the_service_was_started_for_and_refused_outside_of_it() {
    steadily(|bench| {
        for folder in ["in", "out", "other"] {
            fs::create_dir(bench.folder.join(folder)).expect("a folder");
        }
        for file in ["out\\report.csv", "in\\report.csv", "done.exe", "other.exe"] {
            fs::write(bench.folder.join(file.replace('\\', "/")), "x").expect("a file");
        }
        let local = |name: &str| bench.local(name);
        let service = Service::with_bits(
            bench,
            &[
                "--allow-destination",
                // Where the way leads is what counts.
                &local("other\\..\\in"),
                "--allow-source",
                &local("out"),
                "--allow-notify",
                &local("done.exe"),
            ],
        );
        let status = service.get("/api/status");
        for (list, allowed) in [
            ("destinations", "in"),
            ("sources", "out"),
            ("programs", "done.exe"),
        ] {
            assert_eq!(status[list], json!([local(allowed)]), "{list}");
        }
        let notifying = |program: &str| {
            let settings = json!({
                "notify_cmd_line": { "program": local(program), "parameters": "" },
                "notify_flags": ["job_transferred"],
            });
            of("download", "http://127.0.0.1:9/a", &local("in\\a"), settings)
        };
        let upload = |name: &str| of("upload", "http://127.0.0.1:9/a", &local(name), json!({}));
        let outside = |name: &str, option: &str| {
            let name = local(name);
            Outcome::Refused(format!(
                "{name} is in no folder that the service was started with {option} for"
            ))
        };
        for (document, outcome) in [
            (download(&local("in\\a")), Outcome::Made),
            (download(&local("IN\\a")), Outcome::Made),
            (upload("out\\report.csv"), Outcome::Made),
            (notifying("done.exe"), Outcome::NotInWine),
            (
                download(&local("other\\a")),
                outside("other\\a", "--allow-destination"),
            ),
            (
                download(&local("out\\a")),
                outside("out\\a", "--allow-destination"),
            ),
            (
                download(&local("inside\\a")),
                outside("inside\\a", "--allow-destination"),
            ),
            (
                download(&local("in\\..\\other\\a")),
                Outcome::Refused("\"..\" in it leads to another folder".to_owned()),
            ),
            (
                upload("in\\report.csv"),
                outside("in\\report.csv", "--allow-source"),
            ),
            (
                notifying("other.exe"),
                Outcome::Refused("the service was not started with --allow-notify for it".to_owned()),
            ),
        ] {
            let (obstacles, answer) = service.tried(&document);
            let said = answer["message"].as_str().unwrap_or_default();
            match outcome {
                Outcome::Made => {
                    let guid = answer["jobs"][0]["guid"]
                        .as_str()
                        .unwrap_or_else(|| panic!("{document}: {answer}"));
                    let ended = service.post(&format!("/api/jobs/{guid}/cancel"), &json!({}));
                    assert_eq!(ended["error"], Value::Null, "{ended}");
                    assert!(obstacles.is_empty(), "{document}: {obstacles:?}");
                }
                Outcome::NotInWine => {
                    assert!(
                        said.contains("0x80004001") && said.contains("SetNotifyCmdLine"),
                        "{answer}"
                    );
                    assert!(obstacles.is_empty(), "{document}: {obstacles:?}");
                }
                Outcome::Refused(because) => {
                    assert!(said.contains(&because), "{because}: {answer}");
                    assert!(
                        matches!(&obstacles[..], [one] if one.starts_with(said)),
                        "{obstacles:?}"
                    );
                }
            }
        }
        assert!(bench.left("served").is_empty());
    });
}

/// Makes a job of which the journal knows nothing.
fn made_by_another_program(bench: &Bench, name: &str) -> String {
    let arguments = ["build", "--package", "bitsmith-backend", "--example", "jobs"];
    let jobs = wine::build("jobs", &arguments).expect("it is built");
    let made = bench.wine.program(&jobs).arg(name).status().expect("it runs");
    assert!(made.success());
    let guids = bench.left(name);
    assert_eq!(guids.len(), 1);
    guids.into_iter().next().expect("one job")
}

#[test]
fn jobs_of_other_programs_are_out_of_reach_unless_any_job_is_meant() {
    steadily(|bench| {
        let guid = made_by_another_program(bench, "of another program");
        let change = json!({
            "bitsmith": 1,
            "subject": { "existing": { "guid": guid } },
            "settings": { "description": "changed" },
            "ending": "leave",
        });
        let is_listed = |service: &Service<'_>| {
            let jobs = service.get("/api/jobs");
            let jobs = jobs["jobs"].as_array().expect("a list").clone();
            jobs.iter().any(|job| job["guid"] == guid[..])
        };
        let deed = |service: &Service<'_>, deed: &str| {
            service.post(&format!("/api/jobs/{guid}/{deed}"), &json!({}))["error"].clone()
        };
        let service = Service::with_bits(bench, &["--allow-destination", &bench.local("")]);
        assert!(!is_listed(&service));
        assert_eq!(service.get(&format!("/api/jobs/{guid}"))["error"], "foreign-job");
        for named in ["suspend", "resume", "complete", "cancel"] {
            assert_eq!(deed(&service, named), "foreign-job", "{named}");
        }
        assert_eq!(service.tried(&change).1["error"], "foreign-job");
        drop(service);
        assert_eq!(bench.left("of another program").len(), 1);

        let service = Service::with_bits(bench, &["--allow-destination", &bench.local(""), "--any-job"]);
        assert!(is_listed(&service));
        let answer = service.tried(&change).1;
        assert_eq!(answer["jobs"][0]["guid"], guid[..], "{answer}");
        let told = service.get(&format!("/api/jobs/{guid}"));
        assert_eq!(told["document"]["settings"]["description"], "changed", "{told}");
        assert_eq!(deed(&service, "cancel"), Value::Null);
        assert!(bench.left("of another program").is_empty());
    });
}

/// Programs run as administrator in Wine.
#[test]
fn an_elevated_program_does_not_serve_unless_told_so_and_then_allows_downloads_alone() {
    steadily(|bench| {
        let ran = bench.run(&["serve"]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (UNUSABLE, ""), "{}", ran.said());
        assert!(ran.stderr.contains("--allow-elevated"), "{}", ran.stderr);
        let status = Service::start(bench, &[]).get("/api/status");
        let count = |list: &str| status[list].as_array().map(Vec::len);
        assert_eq!(
            ["destinations", "sources", "programs"].map(count),
            [Some(1), Some(0), Some(0)],
            "{status}"
        );
    });
}

#[test]
fn what_cannot_be_allowed_is_said_and_nothing_is_served() {
    steadily(|bench| {
        fs::create_dir(bench.folder.join("in")).expect("a folder");
        fs::write(bench.folder.join("a.txt"), "x").expect("a file");
        for (option, name, because) in [
            ("--allow-destination", "none", "there is no such folder"),
            ("--allow-destination", "in\\..\\none", "there is no such folder"),
            ("--allow-destination", "a.txt", "it is no folder"),
            ("--allow-source", "none", "there is no such folder"),
            ("--allow-source", "a.txt", "it is no folder"),
            ("--allow-notify", "none.exe", "there is no such program"),
            ("--allow-notify", "in", "it is a folder"),
        ] {
            let name = bench.local(name);
            let ran = bench.run(&["serve", "--allow-elevated", option, &name]);
            assert_eq!(ran.exit, UNUSABLE, "{option} {name}: {}", ran.said());
            assert_eq!(ran.stdout, "", "{option} {name}");
            let said = format!("bitsmith: {option} cannot allow {name}: {because}.");
            assert!(ran.stderr.starts_with(&said), "{said}: {}", ran.stderr);
        }
    });
}
