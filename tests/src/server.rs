//! A web server on this machine that gives out what a test says and writes down what it was asked.

use std::io::Read;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use tiny_http::{Header, Method, Request, Response};

/// What is given out under a path.
#[derive(Debug, Clone)]
pub enum Answer {
    /// These bytes.
    Bytes(Vec<u8>),
    /// This status and nothing else.
    Status(u16),
    /// Another path.
    Redirect(String),
    /// These bytes to whoever signs in by Basic with this name and password, as text `name:password`; others are asked to.
    Basic(String, Vec<u8>),
    /// The first bytes at once, the rest never: a transfer that lasts until it is ended.
    Stalled(Vec<u8>),
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
}

impl Asked {
    /// The values of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        let headers = self.headers.iter();
        headers
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect()
    }
}

/// The server; it ends when it is dropped.
pub struct Server {
    server: Arc<tiny_http::Server>,
    asked: Arc<Mutex<Vec<Asked>>>,
    thread: Option<JoinHandle<()>>,
    port: u16,
}

impl Server {
    /// Serves paths on a free port of the loopback address; other paths are 404.
    ///
    /// # Panics
    /// Where no port can be had.
    #[must_use]
    pub fn new(pages: impl IntoIterator<Item = (&'static str, Answer)>) -> Server {
        let pages: Vec<(&'static str, Answer)> = pages.into_iter().collect();
        let server = Arc::new(tiny_http::Server::http("127.0.0.1:0").expect("a free port"));
        let port = server.server_addr().to_ip().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let thread = thread::spawn({
            let (server, asked) = (Arc::clone(&server), Arc::clone(&asked));
            move || {
                for request in server.incoming_requests() {
                    let note = Asked {
                        method: request.method().to_string(),
                        path: request.url().to_owned(),
                        headers: request
                            .headers()
                            .iter()
                            .map(|header| (header.field.to_string(), header.value.to_string()))
                            .collect(),
                    };
                    asked
                        .lock()
                        .expect("no test has panicked here")
                        .push(note.clone());
                    let page = pages.iter().find(|(path, _)| *path == note.path);
                    answer(request, &note, page.map(|(_, answer)| answer));
                }
            }
        });
        Server {
            server,
            asked,
            thread: Some(thread),
            port,
        }
    }

    /// The address of a path.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The requests so far.
    ///
    /// # Panics
    /// When the server has panicked.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("the server lives").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An address of this machine on which nobody listens.
///
/// # Panics
/// Where no port can be had.
#[must_use]
pub fn dead_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    format!("http://127.0.0.1:{port}/")
}

fn answer(request: Request, note: &Asked, answer: Option<&Answer>) {
    // A client that has gone away is no matter of the server.
    let _ = match answer {
        None => request.respond(Response::empty(404)),
        Some(Answer::Status(status)) => request.respond(Response::empty(*status)),
        Some(Answer::Bytes(bytes)) => give(request, bytes),
        Some(Answer::Redirect(path)) => {
            request.respond(Response::empty(302).with_header(header("Location", path)))
        }
        Some(Answer::Basic(user, bytes)) => {
            let wanted = format!("Basic {}", base64(user.as_bytes()));
            if note.header("Authorization") == [wanted] {
                give(request, bytes)
            } else {
                let asks = header("WWW-Authenticate", "Basic realm=\"test\"");
                request.respond(Response::empty(401).with_header(asks))
            }
        }
        Some(Answer::Stalled(bytes)) => {
            let body = Stalled {
                bytes: bytes.clone(),
                at: 0,
            };
            let length = bytes.len() + 1;
            // On a thread of its own, which ends with the client's connection or the test's process.
            thread::spawn(move || {
                let _ = request.respond(Response::new(200.into(), Vec::new(), body, Some(length), None));
            });
            Ok(())
        }
    };
}

fn give(request: Request, bytes: &[u8]) -> std::io::Result<()> {
    if *request.method() == Method::Head {
        return request
            .respond(Response::empty(200).with_header(header("Content-Length", &bytes.len().to_string())));
    }
    request.respond(Response::from_data(bytes))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("a header of ASCII")
}

/// Some bytes, then nothing for ever.
struct Stalled {
    bytes: Vec<u8>,
    at: usize,
}

impl Read for Stalled {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.bytes[self.at..];
        if rest.is_empty() {
            loop {
                thread::park();
            }
        }
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

/// Base64 with padding, for the one header that needs it.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk
            .iter()
            .fold(0u32, |number, byte| number << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place > chunk.len() {
                out.push('=');
            } else {
                out.push(char::from(DIGITS[(number >> (18 - 6 * place) & 63) as usize]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_padded() {
        for (text, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("ann:pa55", "YW5uOnBhNTU="),
        ] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }
}
