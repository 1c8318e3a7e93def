//! What somebody else could try, what is answered, and that nothing comes of it.

use crate::applying::planned;
use crate::server::{DOCUMENT, Service, post_head};
use std::io::Write;
use std::time::{Duration, Instant};

/// A request by its parts. `{host}`, `{port}` and `{token}` are filled in.
struct Attack {
    name: &'static str,
    request: String,
    status: u16,
}

fn attack(name: &'static str, request: impl Into<String>, status: u16) -> Attack {
    Attack {
        name,
        request: request.into(),
        status,
    }
}

/// A GET of the status with these lines instead of the host and the token.
fn asking(lines: &str) -> String {
    format!("GET /api/status HTTP/1.1\r\n{lines}\r\n")
}

/// A POST that is good but for its body and perhaps a line more.
fn saying(path: &str, lines: &str, body: &str) -> String {
    let head = post_head(path, body.len());
    let head = head.strip_suffix("\r\n").unwrap();
    format!("{head}{lines}\r\n{body}")
}

fn attacks() -> Vec<Attack> {
    const HOST: &str = "Host: {host}\r\n";
    const TOKEN: &str = "Authorization: Bearer {token}\r\n";
    let planning = format!(r#"{{ "document": {DOCUMENT} }}"#);
    let planning = planning.as_str();
    let deep = format!(r#"{{ "document": {}1{} }}"#, "[".repeat(16), "]".repeat(16));
    let file = r#"{ "remote_name": "https://example.com/a", "local_name": "C:\\a" }"#;
    let files = vec![file; 201].join(",");
    let many = format!(
        r#"{{ "document": {{ "bitsmith": 1, "subject": {{ "new": {{ "display_name": "a", "job_type": "download" }} }}, "files": [{files}] }} }}"#
    );
    let long = "a".repeat(17 * 1024);
    let lines: String = (0..80).map(|number| format!("X-{number}: a\r\n")).collect();
    vec![
        attack(
            "a rebinding name as host",
            asking(&format!("Host: evil.example:{{port}}\r\n{TOKEN}")),
            421,
        ),
        attack(
            "the host without the port",
            asking(&format!("Host: 127.0.0.1\r\n{TOKEN}")),
            421,
        ),
        attack(
            "the host with another port",
            asking(&format!("Host: 127.0.0.1:1\r\n{TOKEN}")),
            421,
        ),
        attack(
            "another spelling of loopback",
            asking(&format!("Host: 127.1:{{port}}\r\n{TOKEN}")),
            421,
        ),
        attack(
            "all addresses as host",
            asking(&format!("Host: 0.0.0.0:{{port}}\r\n{TOKEN}")),
            421,
        ),
        attack(
            "a user before the host",
            asking(&format!("Host: a@{{host}}\r\n{TOKEN}")),
            421,
        ),
        attack("no host", asking(TOKEN), 400),
        attack("two hosts", asking(&format!("{HOST}{HOST}{TOKEN}")), 400),
        attack(
            "a good host and a foreign one",
            asking(&format!("{HOST}Host: evil.example\r\n{TOKEN}")),
            400,
        ),
        attack(
            "a whole address as target",
            format!("GET http://evil.example/api/status HTTP/1.1\r\n{HOST}{TOKEN}\r\n"),
            400,
        ),
        attack("no token", asking(HOST), 401),
        attack(
            "an empty token",
            asking(&format!("{HOST}Authorization: Bearer \r\n")),
            401,
        ),
        attack(
            "the token as basic password",
            asking(&format!("{HOST}Authorization: Basic {{token}}\r\n")),
            401,
        ),
        attack(
            "the token in the query",
            format!("GET /api/status?token={{token}} HTTP/1.1\r\n{HOST}\r\n"),
            401,
        ),
        attack(
            "the token in a cookie",
            asking(&format!("{HOST}Cookie: token={{token}}\r\n")),
            401,
        ),
        attack(
            "the token in another header",
            asking(&format!("{HOST}X-Token: {{token}}\r\n")),
            401,
        ),
        attack(
            "the token in the body",
            format!(
                "POST /api/check HTTP/1.1\r\n{HOST}Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{{\"token\": \"\"}}"
            ),
            401,
        ),
        attack("the token twice", asking(&format!("{HOST}{TOKEN}{TOKEN}")), 401),
        attack(
            "a foreign origin",
            asking(&format!("{HOST}{TOKEN}Origin: http://evil.example\r\n")),
            403,
        ),
        attack(
            "an origin of another port",
            asking(&format!("{HOST}{TOKEN}Origin: http://127.0.0.1:1\r\n")),
            403,
        ),
        attack(
            "the origin of a sandbox",
            asking(&format!("{HOST}{TOKEN}Origin: null\r\n")),
            403,
        ),
        attack(
            "an origin by https",
            asking(&format!("{HOST}{TOKEN}Origin: https://{{host}}\r\n")),
            403,
        ),
        attack(
            "a fetch from another site",
            asking(&format!("{HOST}{TOKEN}Sec-Fetch-Site: cross-site\r\n")),
            403,
        ),
        attack(
            "a fetch from another port",
            asking(&format!("{HOST}{TOKEN}Sec-Fetch-Site: same-site\r\n")),
            403,
        ),
        attack(
            "a link from another site to the page",
            format!("GET / HTTP/1.1\r\n{HOST}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n\r\n"),
            403,
        ),
        attack(
            "a preflight from another site",
            format!(
                "OPTIONS /api/plan HTTP/1.1\r\n{HOST}Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"
            ),
            403,
        ),
        attack(
            "a preflight with the token",
            format!("OPTIONS /api/plan HTTP/1.1\r\n{HOST}{TOKEN}\r\n"),
            405,
        ),
        attack(
            "a form",
            saying("/api/plan", "", planning)
                .replace("application/json", "application/x-www-form-urlencoded"),
            415,
        ),
        attack(
            "JSON as plain text",
            saying("/api/plan", "", planning).replace("application/json", "text/plain"),
            415,
        ),
        attack(
            "two content types",
            saying("/api/plan", "Content-Type: text/plain\r\n", planning),
            415,
        ),
        attack(
            "no content type",
            saying("/api/plan", "", planning).replace("Content-Type: application/json\r\n", ""),
            415,
        ),
        attack(
            "a body that says it is too large",
            format!(
                "POST /api/plan HTTP/1.1\r\n{HOST}{TOKEN}Content-Type: application/json\r\nContent-Length: 1048577\r\n\r\n"
            ),
            413,
        ),
        attack(
            "a body whose length fits no number",
            format!(
                "POST /api/plan HTTP/1.1\r\n{HOST}{TOKEN}Content-Type: application/json\r\nContent-Length: 99999999999999999999999\r\n\r\n"
            ),
            413,
        ),
        attack(
            "a long header",
            asking(&format!("{HOST}{TOKEN}X: {long}\r\n")),
            431,
        ),
        attack("many headers", asking(&format!("{HOST}{TOKEN}{lines}")), 431),
        attack(
            "a long path",
            format!("GET /{long} HTTP/1.1\r\n{HOST}{TOKEN}\r\n"),
            431,
        ),
        attack("a deep body", saying("/api/plan", "", &deep), 422),
        attack("201 files", saying("/api/plan", "", &many), 422),
        attack(
            "a field that nobody knows",
            saying(
                "/api/plan",
                "",
                &planning.replace("{ \"document\"", "{ \"force\": true, \"document\""),
            ),
            422,
        ),
        attack(
            "a field that the document does not have",
            saying(
                "/api/plan",
                "",
                &planning.replace("\"bitsmith\"", "\"run\": 1, \"bitsmith\""),
            ),
            422,
        ),
        attack(
            "a field twice",
            saying(
                "/api/plan",
                "",
                &planning.replace("{ \"document\"", "{ \"document\": 1, \"document\""),
            ),
            422,
        ),
        attack("a body that is no JSON", saying("/api/plan", "", "document"), 400),
        attack("an empty body", saying("/api/plan", "", ""), 400),
        attack(
            "JSON and something behind it",
            saying("/api/plan", "", &format!("{planning} {{}}")),
            400,
        ),
        attack(
            "two lengths",
            saying("/api/plan", "Content-Length: 0\r\n", planning),
            400,
        ),
        attack(
            "a length and an encoding",
            saying("/api/plan", "Transfer-Encoding: chunked\r\n", planning),
            400,
        ),
        attack(
            "an encoding",
            format!(
                "POST /api/plan HTTP/1.1\r\n{HOST}{TOKEN}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            411,
        ),
        attack(
            "a signed length",
            saying("/api/plan", "", "").replace("Content-Length: 0", "Content-Length: +0"),
            400,
        ),
        attack(
            "a folded header",
            asking(&format!("{HOST}{TOKEN}X: a\r\n b\r\n")),
            400,
        ),
        attack(
            "a blank before the colon",
            asking(&format!("{HOST}{TOKEN}X : a\r\n")),
            400,
        ),
        attack(
            "a line that ends with LF alone",
            asking(&format!("{HOST}{TOKEN}X: a\nY: b\r\n")),
            400,
        ),
        attack(
            "a NUL in a header",
            asking(&format!("{HOST}{TOKEN}X: a\u{0}\r\n")),
            400,
        ),
        attack("HTTP/2 from the start", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        attack("no HTTP", "\u{16}\u{3}\u{1}\r\n\r\n", 400),
        attack(
            "an upgrade to a web socket",
            asking(&format!(
                "{HOST}{TOKEN}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            )),
            400,
        ),
        attack(
            "an upgrade to HTTP/2",
            asking(&format!(
                "{HOST}{TOKEN}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            )),
            400,
        ),
        attack(
            "a tunnel",
            format!("CONNECT evil.example:443 HTTP/1.1\r\n{HOST}{TOKEN}\r\n"),
            400,
        ),
        attack(
            "a body that is encoded",
            saying("/api/plan", "Content-Encoding: gzip\r\n", planning),
            415,
        ),
        attack(
            "a POST to the page",
            format!("POST / HTTP/1.1\r\n{HOST}Content-Length: 0\r\n\r\n"),
            405,
        ),
        attack(
            "a deed that there is not",
            saying(
                "/api/jobs/{C775D194-090F-431F-B5FB-8334D00D1CB6}/delete",
                "",
                "{}",
            ),
            405,
        ),
        attack(
            "a question for everything",
            format!("OPTIONS * HTTP/1.1\r\n{HOST}\r\n"),
            405,
        ),
        attack(
            "a trace",
            format!("TRACE /api/status HTTP/1.1\r\n{HOST}{TOKEN}\r\n"),
            405,
        ),
        attack(
            "a change by GET",
            format!("GET /api/plan HTTP/1.1\r\n{HOST}{TOKEN}\r\n"),
            405,
        ),
        attack(
            "another method",
            format!("PUT /api/plan HTTP/1.1\r\n{HOST}{TOKEN}Content-Length: 0\r\n\r\n"),
            405,
        ),
        attack(
            "a way up",
            format!("GET /../Cargo.toml HTTP/1.1\r\n{HOST}\r\n"),
            404,
        ),
        attack(
            "an encoded way up",
            format!("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n{HOST}\r\n"),
            404,
        ),
        attack(
            "a way up from the interface",
            format!("GET /api/../index.html HTTP/1.1\r\n{HOST}{TOKEN}\r\n"),
            404,
        ),
        attack(
            "two slashes before the interface",
            format!("GET //api/status HTTP/1.1\r\n{HOST}\r\n"),
            404,
        ),
        attack(
            "the interface in capitals",
            format!("GET /API/status HTTP/1.1\r\n{HOST}\r\n"),
            404,
        ),
    ]
}

#[test]
fn attacks_are_refused_with_their_status_and_every_answer_is_sealed() {
    let service = Service::start();
    let attacks = attacks();
    for attack in &attacks {
        let answer = service.send(&attack.request);
        assert_eq!(answer.status, attack.status, "{}: {answer:?}", attack.name);
        answer.assert_sealed(attack.name);
        let refusal = answer.json();
        for part in ["error", "message", "help"] {
            assert!(refusal[part].is_string(), "{}: {refusal}", attack.name);
        }
        assert!(!answer.body.contains(&service.token), "{}", attack.name);
    }
    assert_eq!(service.get("/api/status").status, 200, "the service is as it was");
    let lines = service.audit();
    assert_eq!(lines.len(), attacks.len() + 2, "one line a request");
    for line in lines {
        assert!(!line.contains(&service.token), "{line}");
        assert!(line.chars().all(|c| !c.is_control()), "{line:?}");
    }
}

#[test]
fn a_second_request_behind_the_first_is_not_heard() {
    let service = Service::start();
    let one = "GET /api/status HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n";
    let before = service.audit().len();
    let answer = service.send(&format!("{one}{one}"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body.matches("HTTP/1.1").count(), 0, "{answer:?}");
    assert_eq!(service.audit().len(), before + 1);
}

#[test]
fn what_would_be_a_line_of_the_audit_is_none() {
    let service = Service::start();
    service.send("GET /%0a2026 HTTP/1.1\r\nHost: {host}\r\n\r\n");
    service.send("GET /a\u{1b}[2J HTTP/1.1\r\nHost: {host}\r\n\r\n");
    service.send("GET /{token} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    service.send("GET /a?token={token} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let lines = service.audit();
    assert_eq!(lines.len(), 5, "{lines:?}");
    for line in &lines {
        assert!(
            !line.contains(&service.token) && line.chars().all(|c| !c.is_control()),
            "{line:?}"
        );
    }
}

#[test]
fn who_does_not_wait_for_the_answer_is_in_the_audit_with_what_was_done() {
    let service = Service::start();
    let plan = planned(&service, DOCUMENT);
    let body = format!(
        r#"{{ "document": {DOCUMENT}, "digest": {}, "nonce": {} }}"#,
        plan["digest"], plan["nonce"]
    );
    let request = service.filled(&post_head("/api/apply", body.len())) + &body;
    let mut stream = service.connect();
    stream.write_all(request.as_bytes()).unwrap();
    drop(stream);
    let start = Instant::now();
    let line = loop {
        let lines = service.audit();
        if let Some(line) = lines.iter().find(|line| line.contains("POST /api/apply")) {
            break line.clone();
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{lines:?}");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(line.contains(" 200 "), "{line}");
    assert_eq!(service.bits.living().len(), 1);
}

#[test]
fn ten_wrong_tokens_are_heard_and_then_nobody_for_a_while() {
    let service = Service::start();
    for _ in 0..10 {
        let wrong = "GET /api/status HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer 0000\r\n\r\n";
        let answer = service.send(wrong);
        assert_eq!(answer.status, 401);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let answer = service.get("/api/status");
    assert_eq!(answer.status, 429);
    answer.assert_sealed("429");
    let rest: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=61).contains(&rest), "{rest}");
}

#[test]
fn a_token_of_an_earlier_run_is_worth_nothing() {
    let (earlier, service) = (Service::start(), Service::start());
    assert_ne!(earlier.token, service.token);
    let answer = service.send(&format!(
        "GET /api/status HTTP/1.1\r\nHost: {{host}}\r\nAuthorization: Bearer {}\r\n\r\n",
        earlier.token
    ));
    assert_eq!(answer.status, 401);
}

#[test]
fn nobody_reaches_the_service_from_outside_this_machine() {
    let service = Service::start();
    assert!(service.address.ip().is_loopback());
    let outside = std::net::UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        // Nothing is sent: it only says which address the machine has.
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    if let Ok(outside) = outside
        && !outside.ip().is_loopback()
    {
        let to = std::net::SocketAddr::new(outside.ip(), service.address.port());
        assert!(std::net::TcpStream::connect_timeout(&to, std::time::Duration::from_secs(2)).is_err());
    }
}
