//! The head of a request, read and judged before anything else sees it: in time, in bounds, for this host, with one
//! meaning.
//!
//! A connection carries one request, so nothing can hide behind it.

use super::answer::Refusal;
use axum::http::StatusCode;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Instant, timeout_at};

/// The most bytes a head may have.
const LIMIT: usize = 16 * 1024;
/// The most headers it may have.
const HEADERS: usize = 64;
/// The most bytes a body may have.
pub(super) const BODY_LIMIT: usize = 1024 * 1024;
/// How long a client may take for the head, and again for the body.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What was read: the head and what came with it.
pub(super) struct Head {
    /// Every byte so far.
    pub(super) bytes: Vec<u8>,
    /// The path, without the query.
    pub(super) path: String,
}

/// A head that is not taken.
pub(super) enum Rejected {
    /// Nobody said anything.
    Silent,
    /// What was said is refused.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The method and the path, as far as they could be read.
        line: String,
    },
}

/// Reads a head.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin), hosts: &[String]) -> Result<Head, Rejected> {
    let deadline = Instant::now() + PATIENCE;
    let mut bytes = Vec::with_capacity(2048);
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if bytes.len() > LIMIT {
            return Err(refused(&bytes, too_large()));
        }
        match timeout_at(deadline, stream.read_buf(&mut bytes)).await {
            Ok(Ok(0)) if bytes.is_empty() => return Err(Rejected::Silent),
            Ok(Ok(0)) => {
                return Err(refused(
                    &bytes,
                    malformed("The request ends before its head does."),
                ));
            }
            Ok(Ok(_)) => {}
            Ok(Err(_)) => return Err(Rejected::Silent),
            Err(_) if bytes.is_empty() => return Err(Rejected::Silent),
            Err(_) => return Err(refused(&bytes, late())),
        }
    };
    let head = bytes.get(..end).unwrap_or_default();
    if head.len() > LIMIT {
        return Err(refused(&bytes, too_large()));
    }
    match judge(head, hosts) {
        Ok(path) => Ok(Head { bytes, path }),
        Err(refusal) => Err(refused(&bytes, refusal)),
    }
}

/// Whether a head means one thing, and that for this service. The path, where it does.
fn judge(head: &[u8], hosts: &[String]) -> Result<String, Refusal> {
    let lines_end_well = head.iter().enumerate().all(|(at, byte)| match byte {
        b'\n' => at > 0 && head.get(at - 1) == Some(&b'\r'),
        b'\r' => head.get(at + 1) == Some(&b'\n'),
        byte => *byte != 0,
    });
    if !lines_end_well || head.starts_with(b"\r\n") {
        return Err(malformed("A line of the head does not end as lines of HTTP do."));
    }
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Err(malformed("The head is not complete.")),
        Err(httparse::Error::TooManyHeaders) => return Err(too_large()),
        Err(error) => return Err(malformed(&format!("The head is no HTTP/1.1: {error}."))),
    }
    let all = |name: &str| -> Vec<&[u8]> {
        request
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value)
            .collect()
    };
    match all("host").as_slice() {
        [host] => {
            if !hosts.iter().any(|known| known.as_bytes() == *host) {
                return Err(Refusal::new(
                    StatusCode::MISDIRECTED_REQUEST,
                    "foreign-host",
                    "The request is for another host than this service.",
                    format!(
                        "Use the address http://{}/.",
                        hosts.first().map_or("", String::as_str)
                    ),
                ));
            }
        }
        hosts => {
            return Err(malformed(&format!(
                "The request names {} hosts, and one is needed.",
                hosts.len()
            )));
        }
    }
    let target = request.path.unwrap_or_default();
    let asks_all = target == "*" && request.method == Some("OPTIONS");
    if !asks_all && !target.starts_with('/') {
        return Err(malformed("The target of the request is no path."));
    }
    if !all("upgrade").is_empty() {
        return Err(malformed(
            "This service speaks HTTP/1.1 and changes to nothing else.",
        ));
    }
    let (lengths, encodings) = (all("content-length"), all("transfer-encoding"));
    match (lengths.as_slice(), encodings.as_slice()) {
        ([], []) => {}
        ([length], []) => {
            let digits = std::str::from_utf8(length)
                .ok()
                .filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
            let Some(digits) = digits else {
                return Err(malformed("Content-Length is no number."));
            };
            // A number that does not fit is too large as well.
            if !digits.parse().is_ok_and(|length: usize| length <= BODY_LIMIT) {
                return Err(body_too_large());
            }
        }
        ([], [_]) => {
            return Err(Refusal::new(
                StatusCode::LENGTH_REQUIRED,
                "length-required",
                "The request does not say how long its body is.",
                "Send Content-Length and no Transfer-Encoding.",
            ));
        }
        _ => {
            return Err(malformed(
                "The request says more than once how long its body is, and the answers could differ.",
            ));
        }
    }
    Ok(target.split(['?', '#']).next().unwrap_or_default().to_owned())
}

fn refused(bytes: &[u8], refusal: Refusal) -> Rejected {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let words: Vec<&str> = first.split([' ', '?']).take(2).collect();
    Rejected::Refused {
        refusal,
        line: words.join(" "),
    }
}

fn malformed(message: &str) -> Refusal {
    Refusal::new(
        StatusCode::BAD_REQUEST,
        "malformed-request",
        message,
        "Use a program that speaks HTTP/1.1.",
    )
}

fn too_large() -> Refusal {
    Refusal::new(
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        "head-too-large",
        format!("The head has more than {LIMIT} bytes or {HEADERS} headers."),
        "Send fewer headers.",
    )
}

/// The refusal of a body over the limit.
pub(super) fn body_too_large() -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body-too-large",
        format!("The body has more than {BODY_LIMIT} bytes."),
        "Send a smaller document.",
    )
}

/// The refusal of a client that takes too long.
pub(super) fn late() -> Refusal {
    Refusal::new(
        StatusCode::REQUEST_TIMEOUT,
        "too-slow",
        format!("The request was not there within {} seconds.", PATIENCE.as_secs()),
        "Send it at once.",
    )
}
