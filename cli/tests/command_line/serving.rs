//! `bitsmith serve`, as the program itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// Ends the program with the test.
struct Program {
    child: Child,
    /// Host and port of the address that it printed.
    host: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    fn start(options: &[&str], change: impl FnOnce(&mut Command)) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bitsmith"));
        command
            .args(["serve", "--port", "0"])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        change(&mut command);
        let mut program = Program {
            child: command.spawn().unwrap(),
            host: String::new(),
        };
        let mut address = String::new();
        BufReader::new(program.child.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        let host = address
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix("/\n"));
        program.host = host.unwrap_or_else(|| panic!("{address:?}")).to_owned();
        program
    }

    /// The answer to a request, whose `{host}` is filled in.
    fn said(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let request = request.replace("{host}", &self.host);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The token in the page.
    fn token(&self) -> String {
        let page = self.said("GET / HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: none\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
        let (_, rest) = page.split_once("bitsmith-service\" content=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// The lines on standard error until one has a text.
    fn lines_until(&mut self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for line in BufReader::new(self.child.stderr.take().unwrap()).lines() {
            lines.push(line.unwrap());
            if lines.last().is_some_and(|line| line.contains(text)) {
                break;
            }
        }
        lines
    }
}

#[test]
fn serve_prints_an_address_without_a_token_and_writes_a_line_for_each_request() {
    let mut program = Program::start(&[], |_| {});
    let host = &program.host;
    assert!(host.starts_with("127.0.0.1:") && host.len() < 16, "{host}");
    let token = program.token();
    let status = program.said(&format!(
        "GET /api/status HTTP/1.1\r\nHost: {{host}}\r\nAuthorization: Bearer {token}\r\n\r\n"
    ));
    assert!(status.starts_with("HTTP/1.1 200 "), "{status}");
    assert_eq!(status.contains("\"applies\":false"), !cfg!(windows), "{status}");
    let refused = program.said("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert!(refused.starts_with("HTTP/1.1 421 "), "{refused}");

    let lines = program.lines_until(" 421 ");
    assert!(lines.iter().any(|line| line.contains("GET / 200")), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains(&token)), "{lines:?}");
}

#[test]
fn a_port_that_is_taken_is_said_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_bitsmith"))
        .args(["serve", "--port", &port])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), output.stdout.len()),
        (Some(2), 0),
        "{said}"
    );
    assert!(
        said.starts_with("bitsmith: The service cannot listen: "),
        "{said}"
    );
    assert!(said.ends_with("Name another port with --port.\n"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_the_service() {
    let mut program = Program::start(&[], |_| {});
    program.token();
    let script = format!("kill -INT {}", program.child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &script])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(program.child.wait().unwrap().code(), Some(0));
}

/// On Windows they are tried in Wine: `tests/tests/wine_apply/serving.rs`.
#[cfg(not(windows))]
#[test]
fn off_windows_serve_says_that_there_is_nothing_to_allow() {
    let options = ["--allow-destination", "/none", "--allow-notify", "/none"];
    let mut program = Program::start(&options, |_| {});
    let token = program.token();
    let status = program.said(&format!(
        "GET /api/status HTTP/1.1\r\nHost: {{host}}\r\nAuthorization: Bearer {token}\r\n\r\n"
    ));
    for list in ["destinations", "sources", "programs"] {
        assert!(status.contains(&format!("\"{list}\":[]")), "{status}");
    }
    let lines = program.lines_until("Ctrl+C");
    let said: Vec<&str> = lines
        .iter()
        .filter_map(|line| {
            line.split_once(" allows nothing here: ")
                .map(|(option, _)| option)
        })
        .collect();
    assert_eq!(
        said,
        ["bitsmith: --allow-destination", "bitsmith: --allow-notify"]
    );
}

/// On Linux the browser is opened by a program on PATH.
#[cfg(target_os = "linux")]
mod opening {
    use super::Program;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::time::{Duration, Instant};

    /// Serves where PATH has one program, which opens the browser, or none.
    fn opened(opener: Option<&str>) -> (Program, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        if let Some(script) = opener {
            let file = folder.path().join("xdg-open");
            fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&file, Permissions::from_mode(0o755)).unwrap();
        }
        let program = Program::start(&["--open"], |command| {
            command
                .env("PATH", folder.path())
                .env("ASKED", folder.path().join("asked"));
        });
        (program, folder)
    }

    /// What a program writes into a file, once it has written a line.
    fn line_of(file: &Path) -> String {
        let start = Instant::now();
        loop {
            match fs::read_to_string(file) {
                Ok(text) if text.ends_with('\n') => return text,
                _ => assert!(start.elapsed() < Duration::from_secs(30), "nothing was opened"),
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn open_hands_the_browser_the_address_that_is_printed_and_no_token() {
        let (mut program, folder) = opened(Some(r#"printf '%s|' "$@" >"$ASKED"; echo >>"$ASKED""#));
        let asked = line_of(&folder.path().join("asked"));
        assert_eq!(asked, format!("http://{}/|\n", program.host));
        // Whoever types an address gets the page, with the token in it.
        let token = program.token();
        assert!(token.len() > 40 && !asked.contains(&token), "{token}");
        let lines = program.lines_until("GET / 200");
        assert!(lines.iter().all(|line| !line.contains("browser")), "{lines:?}");
    }

    #[test]
    fn a_browser_that_cannot_be_opened_is_said_and_the_service_goes_on() {
        for opener in [None, Some("exit 4")] {
            let (mut program, _folder) = opened(opener);
            program.token();
            let lines = program.lines_until("GET / 200");
            let address = format!("Open http://{}/ yourself.", program.host);
            let said = lines.iter().find(|line| line.contains(&address));
            let said = said.unwrap_or_else(|| panic!("{opener:?}: {lines:?}"));
            assert!(
                said.starts_with("bitsmith: no browser could be opened: "),
                "{said}"
            );
        }
    }
}
