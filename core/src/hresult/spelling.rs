//! The spellings of error numbers: alone, in messages, by their names.

use super::{Code, Decoded, codes, find};
use crate::document::closest;
use crate::lower_case::begins;

/// Reads every code in a text: `0x80200011`, `80200011`, `-2145386479`, a name, a whole message that has one. A small number is an
/// HTTP status from 100 to 599 (as BITS says it), otherwise an error of Windows; it counts where it stands alone, behind a word
/// such as `HTTP` or `error`, or beside what its status says (`404 Not Found`).
pub fn decode(text: &str) -> Vec<Decoded> {
    let words = words(text);
    let alone = words.len() == 1;
    let mut found: Vec<Decoded> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let read = number(word.text)
            .or_else(|| named(word.text))
            .or_else(|| success(word.text).filter(|_| alone))
            .or_else(|| small(word, &words, at, alone));
        if let Some(number) = read
            && found.iter().all(|other| other.number != number)
        {
            found.push(Decoded {
                written: word.text.to_owned(),
                number,
            });
        }
    }
    found
}

/// What to do with a text in which no code was found, as a sentence.
///
/// ```
/// use bitsmith_core::hresult::not_found;
/// assert_eq!(not_found("BG_E_EMTY"), "Is BG_E_EMPTY meant?");
/// ```
pub fn not_found(text: &str) -> String {
    const WRITE: &str = "Write it as 0x80200011, -2145386479 or 404, or by its name, such as BG_E_EMPTY.";
    let words = words(text);
    let is_long = |digits: &str| digits.len() > 8 && is_hexadecimal(digits);
    if words
        .iter()
        .any(|word| hexadecimal(word.text).is_some_and(is_long))
    {
        return "An error number has eight hexadecimal digits at most.".to_owned();
    }
    let names: Vec<&'static str> = codes().map(|code| code.name).collect();
    let meant = words
        .iter()
        .filter(|word| word.text.contains('_'))
        .find_map(|word| closest(word.text, &names));
    match meant {
        Some(name) => format!("Is {name} meant?"),
        None => WRITE.to_owned(),
    }
}

/// A word of a text.
struct Word<'t> {
    text: &'t str,
    /// In lower case.
    folded: String,
    /// Whether it is a part of an address, whose numbers are none of errors.
    of_address: bool,
}

/// The words of a text. The version in `HTTP/1.1` is none.
fn words(text: &str) -> Vec<Word<'_>> {
    let is_of_number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '\u{2212}' | '_');
    let mut out = Vec::new();
    for run in text.split_whitespace() {
        let of_address = run.contains("://");
        let is_protocol = begins(run, "http/");
        let run = match is_protocol {
            true => run.get(..4).unwrap_or(run),
            false => run,
        };
        let all = run.split(|c: char| !is_of_number(c));
        out.extend(all.filter(|word| !word.is_empty()).map(|text| Word {
            text,
            folded: text.to_ascii_lowercase(),
            of_address,
        }));
    }
    out
}

/// The digits behind `0x`, without the letters that C writes behind a number.
fn hexadecimal(word: &str) -> Option<&str> {
    let digits = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X"))?;
    Some(digits.trim_end_matches(['l', 'L', 'u', 'U']))
}

fn is_hexadecimal(digits: &str) -> bool {
    digits.chars().all(|c| c.is_ascii_hexdigit())
}

/// A word that is a code whatever stands around it.
fn number(word: &str) -> Option<u32> {
    if let Some(hex) = hexadecimal(word) {
        let is_hex = (1..=8).contains(&hex.len()) && is_hexadecimal(hex);
        let number = is_hex.then(|| u32::from_str_radix(hex, 16).ok())??;
        return Some(match number {
            // An error of Windows as it is without COM.
            0..=0xFFFF if find(number).is_none() => windows(number),
            _ => number,
        });
    }
    if let Some(digits) = word.strip_prefix(['-', '\u{2212}']) {
        let is_decimal = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        return is_decimal
            .then(|| format!("-{digits}").parse::<i32>().ok())?
            .map(i32::cast_unsigned);
    }
    if word.chars().all(|c| c.is_ascii_digit()) && word.len() == 10 {
        // Codes with so many digits are failures; with zeros before it a number is none.
        return word.parse().ok().filter(|number| *number >= 0x8000_0000);
    }
    // `80070005` as messages have it: eight digits with a facility that BITS hands on.
    let is_bare = word.len() == 8 && is_hexadecimal(word);
    let starts = [
        "8000", "8001", "8004", "8007", "8009", "800b", "8019", "8020", "0020",
    ];
    let start = word.to_ascii_lowercase();
    (is_bare && starts.iter().any(|facility| start.starts_with(facility)))
        .then(|| u32::from_str_radix(word, 16).ok())?
}

/// An error of Windows as a code.
fn windows(error: u32) -> u32 {
    0x8007_0000 | error
}

/// An HTTP status as a code.
fn status(number: u32) -> Option<u32> {
    (100..=599).contains(&number).then_some(0x8019_0000 | number)
}

/// A code of success that is written with all its digits, and no code otherwise: `2097175`.
fn success(word: &str) -> Option<u32> {
    let is_decimal = word.len() > 5 && word.chars().all(|c| c.is_ascii_digit());
    let number = is_decimal.then(|| word.parse().ok())??;
    find(number).map(|code| code.number)
}

/// The name of a code, as headers have it.
fn named(word: &str) -> Option<u32> {
    codes()
        .find(|code| code.name.eq_ignore_ascii_case(word))
        .map(|code: &Code| code.number)
}

/// What a small number is said to be by what stands around it.
fn small(word: &Word<'_>, words: &[Word<'_>], at: usize, alone: bool) -> Option<u32> {
    let is_decimal = word.text.len() <= 5 && word.text.chars().all(|c| c.is_ascii_digit());
    let number: u32 = is_decimal
        .then(|| word.text.parse().ok())?
        .filter(|number| *number <= 0xFFFF)?;
    let either = || status(number).unwrap_or(windows(number));
    if alone {
        return Some(if number == 0 { 0 } else { either() });
    }
    if word.of_address {
        return None;
    }
    let before = words.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
    let behind = words.get(at.saturating_add(1)..).unwrap_or_default();
    let is_among = |among: &[&str]| {
        before
            .iter()
            .any(|word| !word.of_address && among.contains(&word.folded.as_str()))
    };
    let is_next = |word: &str| behind.first().is_some_and(|next| next.folded == word);
    // `exit code 5` is a number of the program's own, and `error 5 of 12` counts errors.
    if is_among(&["exit", "exited", "exitcode", "line", "lines"]) || is_next("of") {
        return None;
    }
    if is_among(&[
        "win32",
        "win32error",
        "windows",
        "system",
        "helpmsg",
        "winhttp",
        "wininet",
    ]) {
        return Some(windows(number));
    }
    if is_among(&[
        "http",
        "https",
        "status",
        "statuscode",
        "httpstatus",
        "httpstatuscode",
    ]) || says(number, before, behind)
    {
        return status(number);
    }
    let last = before.last().map_or("", |word| word.folded.as_str());
    let is_error = |word: &str| matches!(word, "error" | "err" | "errorcode" | "lasterror" | "hresult");
    let is_said = is_error(last)
        || matches!(last, "code" | "number" | "no" | "nr" | "is" | "was")
            && before.iter().any(|word| is_error(&word.folded));
    is_said.then(either)
}

/// How many words before a number say what it is.
const NEAR: usize = 3;

/// Whether what a status says stands beside its number. `[rfc:9110]`
fn says(number: u32, before: &[Word<'_>], behind: &[Word<'_>]) -> bool {
    PHRASES
        .iter()
        .filter(|(status, _)| *status == number)
        .any(|(_, phrase)| {
            let is_phrase = |words: &[Word<'_>]| {
                let mut said = phrase.split(' ');
                words.iter().all(|word| said.next() == Some(word.folded.as_str()))
            };
            let count = phrase.split(' ').count();
            behind.get(..count).is_some_and(is_phrase)
                || before
                    .len()
                    .checked_sub(count)
                    .and_then(|first| before.get(first..))
                    .is_some_and(is_phrase)
        })
}

/// What statuses say that transfers end with, in lower case. `[rfc:9110]`
const PHRASES: &[(u32, &str)] = &[
    (301, "moved permanently"),
    (302, "found"),
    (400, "bad request"),
    (401, "unauthorized"),
    (403, "forbidden"),
    (404, "not found"),
    (405, "method not allowed"),
    (406, "not acceptable"),
    (407, "proxy authentication required"),
    (408, "request timeout"),
    (409, "conflict"),
    (410, "gone"),
    (411, "length required"),
    (412, "precondition failed"),
    (413, "content too large"),
    (413, "payload too large"),
    (413, "request entity too large"),
    (414, "uri too long"),
    (415, "unsupported media type"),
    (416, "range not satisfiable"),
    (416, "requested range not satisfiable"),
    (417, "expectation failed"),
    (500, "internal server error"),
    (501, "not implemented"),
    (502, "bad gateway"),
    (503, "service unavailable"),
    (504, "gateway timeout"),
    (505, "http version not supported"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read() {
        for (text, numbers) in [
            ("0x80200011", &[0x8020_0011u32][..]),
            ("0X80200011", &[0x8020_0011]),
            ("0x80200011L", &[0x8020_0011]),
            ("80200011", &[0x8020_0011]),
            ("-2145386479", &[0x8020_0011]),
            ("\u{2212}2145386479", &[0x8020_0011]),
            ("-2145844844", &[0x8019_0194]),
            ("2149580817", &[0x8020_0011]),
            ("BG_E_EMPTY", &[0x8020_0003]),
            ("failed with BG_E_EMPTY.", &[0x8020_0003]),
            ("BG_E_HTTP_ERROR_404", &[0x8019_0194]),
            ("ERROR_WINHTTP_TIMEOUT", &[0x8007_2EE2]),
            ("Exception from HRESULT: 0x800704DD", &[0x8007_04DD]),
            ("Exception from HRESULT: 0x80200013", &[0x8020_0013]),
            ("The job failed (0x80200013).", &[0x8020_0013]),
            ("HRESULT=-2145386479", &[0x8020_0011]),
            (
                "Exception from HRESULT: 0x80190194 (E_FAIL)",
                &[0x8019_0194, 0x8000_4005],
            ),
            ("ERROR CODE:    0x80072ee7 - The server name", &[0x8007_2EE7]),
            ("404", &[0x8019_0194]),
            ("HTTP 404", &[0x8019_0194]),
            ("http404 is no word", &[]),
            ("HTTP status 404.", &[0x8019_0194]),
            ("HTTP/1.1 404 Not Found", &[0x8019_0194]),
            ("status code: 503", &[0x8019_01F7]),
            ("StatusCode=407", &[0x8019_0197]),
            ("404 not found", &[0x8019_0194]),
            ("Not Found (404)", &[0x8019_0194]),
            (
                "The remote server returned an error: (403) Forbidden.",
                &[0x8019_0193],
            ),
            ("5", &[0x8007_0005]),
            ("0x5", &[0x8007_0005]),
            ("0x00000005", &[0x8007_0005]),
            ("0x0", &[0]),
            ("1245", &[0x8007_04DD]),
            ("error 12007", &[0x8007_2EE7]),
            ("Error code: 12002", &[0x8007_2EE2]),
            ("error 404", &[0x8019_0194]),
            ("Win32 error 5", &[0x8007_0005]),
            ("Win32 error 487", &[0x8007_01E7]),
            ("System error 5 has occurred.", &[0x8007_0005]),
            ("net helpmsg 193", &[0x8007_00C1]),
            ("file 5 of 12 failed", &[]),
            ("error 5 of 12", &[]),
            ("the process exited with code 5", &[]),
            ("error in line 12", &[]),
            ("500 files failed", &[]),
            ("https://h/404/error-5", &[]),
            ("HTTP 70000", &[]),
            ("2026-11-28", &[]),
            ("0x123456789", &[]),
            ("0x", &[]),
            ("-", &[]),
            ("", &[]),
        ] {
            let found: Vec<u32> = decode(text).iter().map(|code| code.number).collect();
            assert_eq!(found, numbers, "{text}");
        }
    }

    #[test]
    fn what_is_no_code_gets_an_answer_that_helps() {
        for (text, says) in [
            ("BG_E_EMTY", "Is BG_E_EMPTY meant?"),
            ("it says ERROR_WINHTTP_TIMOUT", "Is ERROR_WINHTTP_TIMEOUT meant?"),
            ("0x123456789", "eight hexadecimal digits at most"),
            ("it failed", "Write it as 0x80200011, -2145386479 or 404"),
            ("", "Write it as"),
        ] {
            assert!(decode(text).is_empty(), "{text}");
            assert!(not_found(text).contains(says), "{text}: {}", not_found(text));
        }
    }

    #[test]
    fn what_a_status_says_is_that_of_a_status() {
        for (number, phrase) in PHRASES {
            let known = status(*number).and_then(find);
            assert!(known.is_some(), "{number}");
            assert_eq!(*phrase, phrase.to_lowercase());
        }
    }
}
