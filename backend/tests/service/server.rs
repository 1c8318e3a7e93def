//! A service of the tests' own, and a client that says exactly what it is told.

use bitsmith_backend::apply::Disk;
use bitsmith_backend::http::{
    Audit, Elevation, Lists, Machine, Options, POLICY, Page, Reach, Server, Workshop,
};
use bitsmith_backend::journal::Journal;
use bitsmith_backend::scripted::Scripted;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// A document that has no flaw but a choice or two.
pub(crate) const DOCUMENT: &str = r#"{ "bitsmith": 1,
    "subject": { "new": { "display_name": "Nightly", "job_type": "download" } },
    "files": [ { "remote_name": "https://example.com/a.zip", "local_name": "C:\\Users\\Ann\\Downloads\\a.zip" } ],
    "ending": "start_and_leave" }"#;

/// A service that runs until the test ends.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    /// The BITS behind it.
    pub(crate) bits: Scripted,
    lines: Arc<Mutex<Vec<String>>>,
    _runtime: tokio::runtime::Runtime,
    _journal: Arc<tempfile::TempDir>,
}

/// How a service of the tests is.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) bits: Scripted,
    pub(crate) reach: Reach,
    pub(crate) journal: Arc<tempfile::TempDir>,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup {
            bits: Scripted::new(),
            reach: Reach::Journal,
            journal: Arc::new(tempfile::tempdir().unwrap()),
        }
    }
}

/// The files of the machine of the tests.
struct Files;

impl Disk for Files {
    fn has(&self, path: &str) -> bool {
        follow(path).is_ok()
    }

    fn has_folder(&self, path: &str) -> bool {
        follow(path).is_ok_and(|there| !there.contains('.'))
    }

    fn make_folder(&self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

fn environment(name: &str) -> Option<String> {
    match name {
        "DOWNLOADS" => Some(r"C:\Users\Ann\Downloads".to_owned()),
        "SYSTEMROOT" => Some(r"C:\Windows".to_owned()),
        "MIRROR" => Some("https://anna:hunter2@example.com".to_owned()),
        _ => None,
    }
}

/// What the machine of the tests has: two folders, a link out of one of them, a program.
fn follow(name: &str) -> io::Result<String> {
    let lower = name.to_lowercase();
    if let Some(rest) = lower.strip_prefix(r"c:\users\ann\downloads\out") {
        return Ok(format!(r"C:\Windows{rest}"));
    }
    [
        r"C:\",
        r"C:\Users\Ann\Downloads",
        r"C:\Users\Ann\Downloads\old.zip",
        r"C:\Users\Ann\Reports",
        r"C:\Users\Ann\Reports\june.csv",
        r"C:\Tools\done.exe",
    ]
    .into_iter()
    .find(|there| there.to_lowercase() == lower)
    .map(str::to_owned)
    .ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn page(name: &str) -> Option<Cow<'static, [u8]>> {
    match name {
        "index.html" => Some(Cow::Borrowed(
            b"<!doctype html><html><head><meta charset=\"utf-8\"></head></html>",
        )),
        "a.js" => Some(Cow::Borrowed(b"'use strict';")),
        _ => None,
    }
}

/// How the service of the tests is started.
pub(crate) fn options(setup: &Setup, audit: Audit) -> Options {
    let setup = setup.clone();
    Options {
        port: 0,
        lists: Lists {
            destinations: vec![r"C:\Users\Ann\Downloads".to_owned()],
            sources: vec![r"C:\Users\Ann\Reports".to_owned()],
            programs: vec![r"C:\Tools\done.exe".to_owned()],
        },
        machine: Machine {
            follow,
            environment,
            disk: Box::new(Files),
        },
        reach: setup.reach,
        connect: Box::new(move || {
            Ok(Workshop {
                service: Box::new(setup.bits.clone()),
                journal: Journal::open(setup.journal.path()).map_err(|error| error.to_string())?,
            })
        }),
        elevation: Elevation::Plain,
        page: Page(page),
        audit,
    }
}

impl Service {
    pub(crate) fn start() -> Service {
        Service::of(&Setup::default())
    }

    pub(crate) fn of(setup: &Setup) -> Service {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        Service::run(runtime, options(setup, Box::new(|_| {})), setup)
    }

    pub(crate) fn run(runtime: tokio::runtime::Runtime, mut options: Options, setup: &Setup) -> Service {
        let lines: Arc<Mutex<Vec<String>>> = Arc::default();
        let written = lines.clone();
        options.audit = Box::new(move |line| written.lock().unwrap().push(line.to_owned()));
        let server = runtime.block_on(Server::bind(options)).unwrap();
        let address = server.address();
        runtime.spawn(server.run());
        let mut service = Service {
            address,
            token: String::new(),
            bits: setup.bits.clone(),
            lines,
            _runtime: runtime,
            _journal: setup.journal.clone(),
        };
        let page = service.send("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let (_, rest) = page
            .body
            .split_once("<meta name=\"bitsmith-service\" content=\"")
            .unwrap();
        service.token = rest.split('"').next().unwrap().to_owned();
        service
    }

    /// The audit lines so far.
    pub(crate) fn audit(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// Says a request, with `{host}`, `{port}` and `{token}` filled in, and reads the answer.
    pub(crate) fn send(&self, request: &str) -> Answer {
        self.send_bytes(self.filled(request).as_bytes())
    }

    pub(crate) fn filled(&self, text: &str) -> String {
        text.replace("{host}", &self.address.to_string())
            .replace("{port}", &self.address.port().to_string())
            .replace("{token}", &self.token)
    }

    pub(crate) fn send_bytes(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // Who is refused early may be cut off while speaking.
        let _ = stream.write_all(request);
        read_answer(&mut stream)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {{host}}\r\nAuthorization: Bearer {{token}}\r\n\r\n"
        ))
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        self.send_bytes(format!("{}{body}", self.filled(&post_head(path, body.len()))).as_bytes())
    }
}

/// The head of a good POST.
pub(crate) fn post_head(path: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {{host}}\r\nAuthorization: Bearer {{token}}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// An answer, taken apart.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(": ")?;
            own.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// That the answer has the headers that every answer has, and none that shares it.
    pub(crate) fn assert_sealed(&self, name: &str) {
        for (header, value) in [
            ("content-security-policy", POLICY),
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(self.header(header), Some(value), "{name}: {header}");
        }
        let head = self.head.to_lowercase();
        for never in ["access-control-", "set-cookie", "\nserver:"] {
            assert!(!head.contains(never), "{name}: {never}");
        }
    }
}

/// Reads to the end of the connection.
pub(crate) fn read_answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text
        .split_once("\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer ({read:?}): {text:?}"));
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
    Answer {
        status: status.unwrap_or_else(|| panic!("no status: {head}")),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// Does something a few times at once.
pub(crate) fn at_once<T: Send>(times: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for number in 0..times {
            let (sender, work) = (sender.clone(), &work);
            scope.spawn(move || sender.send(work(number)));
        }
    });
    drop(sender);
    receiver.into_iter().collect()
}
