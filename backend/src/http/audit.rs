//! The audit line: one a request, with nothing in it that could be another line or a secret.

use std::fmt::Write;
use std::time::{Duration, SystemTime};

/// Where audit lines go, each without its end.
pub type Audit = Box<dyn Fn(&str) + Send + Sync>;

/// The most characters of a request that a line shows.
const SHOWN: usize = 200;

/// A line: when, what was asked, what was answered, how long it took.
pub(super) fn line(now: SystemTime, asked: &str, secret: &str, status: u16, took: Duration) -> String {
    let asked = asked.replace(secret, "[token]");
    let mut shown = String::new();
    for (count, c) in asked.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        if bitsmith_core::invisible::is_unseen(c) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "[U+{:04X}]", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    format!(
        "{} {shown} {status} {} ms",
        humantime::format_rfc3339_seconds(now),
        took.as_millis()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_one_line_without_the_token() {
        let line = line(
            SystemTime::UNIX_EPOCH,
            "GET /\n2026 POST /api/apply\u{1b}[2J\u{202e}/abc",
            "abc",
            404,
            Duration::from_millis(7),
        );
        assert_eq!(
            line,
            "1970-01-01T00:00:00Z GET /[U+000A]2026 POST /api/apply[U+001B][2J[U+202E]/[token] 404 7 ms"
        );
    }
}
