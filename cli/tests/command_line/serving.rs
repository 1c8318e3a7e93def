//! `bitsmith serve`, as the program itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// Ends the program with the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn said(host: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn serve_prints_an_address_without_a_token_and_writes_a_line_for_each_request() {
    let mut program = Program(
        Command::new(env!("CARGO_BIN_EXE_bitsmith"))
            .args(["serve", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut address = String::new();
    BufReader::new(program.0.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    let host = address
        .trim()
        .strip_prefix("http://")
        .and_then(|rest| rest.strip_suffix('/'))
        .unwrap();
    assert!(host.starts_with("127.0.0.1:") && host.len() < 16, "{address}");

    let page = said(host, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    match page.split_once("bitsmith-service\" content=\"") {
        Some((_, rest)) => {
            let token = rest.split('"').next().unwrap();
            let status = said(
                host,
                &format!("GET /api/status HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n"),
            );
            assert!(status.starts_with("HTTP/1.1 200 "), "{status}");
            assert_eq!(status.contains("\"applies\":false"), !cfg!(windows), "{status}");
        }
        // Built without the page, the program says how to get one.
        None => assert!(page.contains("cargo xtask dist"), "{page}"),
    }
    let refused = said(host, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert!(refused.starts_with("HTTP/1.1 421 "), "{refused}");

    let lines: Vec<String> = BufReader::new(program.0.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .take_while(|line| !line.contains(" 421 "))
        .collect();
    assert!(lines.iter().any(|line| line.contains("GET / 200")), "{lines:?}");
}
