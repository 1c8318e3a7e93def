//! Plans that the local service makes, asked over loopback: a connection, a request and an answer each.

use bitsmith_backend::http::{Elevation, Lists, Machine, Options, Page, Reach, Server, Workshop};
use bitsmith_backend::journal::Journal;
use bitsmith_backend::scripted::Scripted;
use bitsmith_benches::{every_setting, small, with_files};
use bitsmith_core::document::{Secrets, write};
use bitsmith_core::draft::Draft;
use divan::Bencher;
use divan::counter::ItemsCount;
use std::borrow::Cow;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

fn main() {
    divan::main();
}

/// A service in front of a scripted BITS, with its address and token.
struct Served {
    address: SocketAddr,
    token: String,
    _runtime: tokio::runtime::Runtime,
}

fn page(name: &str) -> Option<Cow<'static, [u8]>> {
    (name == "index.html").then_some(Cow::Borrowed(b"<meta charset=\"utf-8\">"))
}

fn served() -> Served {
    let runtime = tokio::runtime::Runtime::new().expect("the system gives threads");
    let options = Options {
        port: 0,
        lists: Lists::default(),
        machine: Machine::this(),
        reach: Reach::Journal,
        connect: Box::new(|| {
            Ok(Workshop {
                service: Box::new(Scripted::new()),
                journal: Journal::in_memory().map_err(|error| error.to_string())?,
            })
        }),
        elevation: Elevation::Plain,
        page: Page(page),
        audit: Box::new(|_| {}),
    };
    let server = runtime.block_on(Server::bind(options)).expect("a port is free");
    let address = server.address();
    runtime.spawn(server.run());
    let html = said(
        address,
        format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes(),
    );
    let token = html
        .split_once("bitsmith-service\" content=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .expect("the page holds the token");
    Served {
        address,
        token: token.to_owned(),
        _runtime: runtime,
    }
}

fn said(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("the service listens");
    stream.write_all(request).expect("the service reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the service answers");
    answer
}

fn plans(bencher: Bencher, draft: &Draft) {
    let service = served();
    let body = format!(
        "{{\"document\":{}}}",
        write(std::slice::from_ref(draft), Secrets::Shown)
    );
    let request = format!(
        "POST /api/plan HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        service.address,
        service.token,
        body.len()
    );
    bencher.counter(ItemsCount::new(1usize)).bench(|| {
        let answer = said(service.address, request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    });
}

#[divan::bench]
fn small_job(bencher: Bencher) {
    plans(bencher, &small());
}

#[divan::bench]
fn job_with_every_setting(bencher: Bencher) {
    plans(bencher, &every_setting());
}

#[divan::bench]
fn two_hundred_files(bencher: Bencher) {
    plans(bencher, &with_files(small(), 198));
}
