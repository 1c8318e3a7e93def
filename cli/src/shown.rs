//! What BITS says, as a terminal may show it: other people's names without control characters, sizes, times, tables.

use bitsmith_backend::service::{JobError, State};
use bitsmith_core::hresult;
use bitsmith_core::invisible;
use std::time::{Duration, SystemTime};

/// A text of somebody else's: what would steer the terminal, or is not seen, is written out.
pub(crate) fn safe(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if invisible::is_unseen(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// A text of several lines, each of them as [`safe`].
pub(crate) fn safe_lines(text: &str) -> String {
    text.lines()
        .flat_map(|line| [safe(line), "\n".to_owned()])
        .collect()
}

/// A value as JSON over several lines, in which nothing steers the terminal: what does is escaped, as JSON allows in
/// its texts. `[rfc:8259]`
pub(crate) fn json(value: &serde_json::Value) -> String {
    json_text(&format!("{value:#}\n"))
}

/// JSON as [`json`] writes it, from a text that is JSON.
pub(crate) fn json_text(json: &str) -> String {
    let mut out = String::new();
    for c in json.chars() {
        let is_line = c == '\n';
        if !is_line && invisible::is_unseen(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// A size: `12 bytes`, `3.4 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let mut number = bytes as f64 / 1024.0;
    let mut unit = 0;
    while number >= 1024.0 && unit < UNITS.len() - 1 {
        number /= 1024.0;
        unit += 1;
    }
    format!("{number:.1} {}", UNITS[unit])
}

/// A time that passes: `45 s`, `3 min`, `2 h 5 min`, `4 d`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) if minutes % 60 != 0 => format!("{hours} h {} min", minutes % 60),
        (0, hours, _) => format!("{hours} h"),
        (days, ..) => format!("{days} d"),
    }
}

/// How long ago something was.
pub(crate) fn ago(time: SystemTime) -> String {
    let passed = SystemTime::now().duration_since(time).unwrap_or_default();
    format!("{} ago", duration(passed))
}

/// A state, as BITS spells it in lower case.
pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Queued => "queued",
        State::Connecting => "connecting",
        State::Transferring => "transferring",
        State::Suspended => "suspended",
        State::Error => "error",
        State::TransientError => "transient_error",
        State::Transferred => "transferred",
        State::Acknowledged => "acknowledged",
        State::Cancelled => "cancelled",
    }
}

/// The error of a job: the number with name and sentence, the file, what to do.
pub(crate) fn error(error: &JobError) -> String {
    let mut out = match error.code {
        Some(code) => code.explained(),
        None => "BITS no longer has the error.".to_owned(),
    };
    if let Some((remote, local)) = &error.file {
        out.push_str(&format!("\n  File: {} as {}", hidden(remote), safe(local)));
    }
    if let Some(known) = error.code.and_then(|code| hresult::find(code.0)) {
        for cause in known.causes {
            out.push_str(&format!("\n  Perhaps: {cause}"));
        }
        if let Some(cure) = known.cure {
            out.push_str(&format!("\n  {}", cure.sentence()));
        }
    }
    out
}

/// A remote name without what looks like a secret in it.
pub(crate) fn hidden(remote_name: &str) -> String {
    let text = bitsmith_core::text::Text::literal(remote_name);
    safe(&bitsmith_backend::words::visible(&text))
}

/// Lines of columns, two blanks between them.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells.map(|(cell, width)| format!("{cell:width$}")).collect();
        out.push_str(line.join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_steer_the_terminal() {
        assert_eq!(safe("a\u{1b}[2Jb\u{202e}c\n"), "a\\u{1b}[2Jb\\u{202e}c\\u{a}");
        assert_eq!(safe("Übung 日本"), "Übung 日本");
    }

    #[test]
    fn json_says_the_same_without_steering() {
        let value = serde_json::json!({ "a\u{9b}\u{202e}": ["\u{1b}\u{e0041}\n", 1] });
        let shown = json(&value);
        assert!(!shown.contains(|c: char| c != '\n' && (c.is_control() || invisible::name(c).is_some())));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
    }

    #[test]
    fn sizes_and_times_are_short() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1023, "1023 bytes"),
            (1024, "1.0 KiB"),
            (u64::MAX, "16777216.0 TiB"),
        ] {
            assert_eq!(size(bytes), text);
        }
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3600, "1 h"),
            (7500, "2 h 5 min"),
            (345_600, "4 d"),
        ] {
            assert_eq!(duration(Duration::from_secs(seconds)), text);
        }
    }
}
