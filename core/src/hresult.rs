//! Error numbers in any spelling: name, sentence, causes, what to change, how to look further.
//!
//! ```
//! use bitsmith_core::hresult::{decode, find};
//! assert_eq!(decode("-2145386479")[0].name().as_deref(), Some("BG_E_MISSING_FILE_SIZE"));
//! assert_eq!(decode("it failed (Exception from HRESULT: 0x80200003)")[0].number, 0x8020_0003);
//! assert!(find(0x8020_0003).unwrap().sentence.contains("without files"));
//! ```

use crate::catalog::SettingId;

mod bits;
mod http;
mod report;
mod windows;

pub use report::{code_json, decoded_json};

/// What is known of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The number.
    pub number: u32,
    /// Its name in Microsoft's headers.
    pub name: &'static str,
    /// What it says.
    pub sentence: &'static str,
    /// What is likely behind it, likeliest first.
    pub causes: &'static [&'static str],
    /// What to change.
    pub cure: Option<Cure>,
    /// A command that shows more; what is to be filled in stands in capitals.
    pub look: Option<&'static str>,
}

/// What to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// A setting of the job.
    Setting(SettingId),
    /// Something outside the job, as a sentence.
    Situation(&'static str),
}

impl Cure {
    /// As a sentence.
    pub fn sentence(self) -> String {
        match self {
            Cure::Setting(id) => format!("Look at the job's {}.", lower_first(id.label())),
            Cure::Situation(sentence) => sentence.to_owned(),
        }
    }
}

/// A label within a sentence: `HTTP method` keeps its capitals.
fn lower_first(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => label.to_owned(),
    }
}

const fn code(number: u32, name: &'static str, sentence: &'static str) -> Code {
    Code {
        number,
        name,
        sentence,
        causes: &[],
        cure: None,
        look: None,
    }
}

impl Code {
    const fn causes(self, causes: &'static [&'static str]) -> Code {
        Code { causes, ..self }
    }

    const fn cure(self, cure: Cure) -> Code {
        Code {
            cure: Some(cure),
            ..self
        }
    }

    const fn look(self, look: &'static str) -> Code {
        Code {
            look: Some(look),
            ..self
        }
    }
}

/// Every code that is known, those of BITS first.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    bits::CODES.iter().chain(http::CODES).chain(windows::CODES)
}

/// What is known of a number.
pub fn find(number: u32) -> Option<&'static Code> {
    codes().find(|code| code.number == number)
}

/// A number that was read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// As it was written.
    pub written: String,
    /// The code.
    pub number: u32,
}

impl Decoded {
    /// What is known of it.
    pub fn code(&self) -> Option<&'static Code> {
        find(self.number)
    }

    /// Its name; of an HTTP status or an error of Windows that is not in the table what its number says.
    pub fn name(&self) -> Option<String> {
        name(self.number)
    }
}

/// The name of a code, or what its number says by itself: an HTTP status, an error of Windows.
pub fn name(number: u32) -> Option<String> {
    if let Some(code) = find(number) {
        return Some(code.name.to_owned());
    }
    match (number >> 16, number & 0xFFFF) {
        (0x8019, status @ 100..=599) => Some(format!("HTTP status {status}")),
        (0x8007, error) => Some(format!("error {error} of Windows")),
        _ => None,
    }
}

/// The sentence of a code; of an unknown one how to find out.
pub fn sentence(number: u32) -> String {
    if let Some(code) = find(number) {
        return code.sentence.to_owned();
    }
    match (number >> 16, number & 0xFFFF) {
        (0x8019, status @ 100..=599) => format!("The server answered with HTTP status {status}."),
        (0x8007, error) => format!("Windows says error {error}; `net helpmsg {error}` says what that is."),
        _ => format!("The code is not in the table; `certutil -error 0x{number:08X}` may know it."),
    }
}

/// Reads every code in a text: `0x80200011`, `80200011`, `-2145386479`, a whole message that has one. A small number alone is an
/// HTTP status from 100 to 599 (as BITS says it), otherwise an error of Windows.
pub fn decode(text: &str) -> Vec<Decoded> {
    let is_of_number = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let words: Vec<&str> = text
        .split(|c: char| !is_of_number(c))
        .filter(|word| !word.is_empty())
        .collect();
    let alone = words.len() == 1;
    let mut found: Vec<Decoded> = Vec::new();
    for word in words {
        let number = match number(word) {
            Some(number) => Some(number),
            None if alone => small(word).or_else(|| named(word)),
            None => named(word),
        };
        if let Some(number) = number
            && found.iter().all(|other| other.number != number)
        {
            found.push(Decoded {
                written: word.to_owned(),
                number,
            });
        }
    }
    found
}

/// A word that is a code whatever stands around it.
fn number(word: &str) -> Option<u32> {
    if let Some(hex) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        let is_hex = (1..=8).contains(&hex.len()) && hex.chars().all(|c| c.is_ascii_hexdigit());
        return is_hex.then(|| u32::from_str_radix(hex, 16).ok())?;
    }
    if let Some(digits) = word.strip_prefix('-') {
        let is_decimal = digits.chars().all(|c| c.is_ascii_digit());
        return is_decimal
            .then(|| word.parse::<i32>().ok())?
            .map(i32::cast_unsigned);
    }
    if word.chars().all(|c| c.is_ascii_digit()) && word.len() == 10 {
        return word.parse().ok();
    }
    // `80070005` as messages have it: eight digits with a facility that BITS hands on.
    let is_bare = word.len() == 8 && word.chars().all(|c| c.is_ascii_hexdigit());
    let starts = [
        "8000", "8001", "8004", "8007", "8009", "800b", "8019", "8020", "0020",
    ];
    let start = word.to_ascii_lowercase();
    (is_bare && starts.iter().any(|facility| start.starts_with(facility)))
        .then(|| u32::from_str_radix(word, 16).ok())?
}

/// A small number alone.
fn small(word: &str) -> Option<u32> {
    let number: u32 = word
        .chars()
        .all(|c| c.is_ascii_digit())
        .then(|| word.parse().ok())??;
    match number {
        100..=599 => Some(0x8019_0000 | number),
        0..=0xFFFF => Some(0x8007_0000 | number),
        _ => None,
    }
}

/// The name of a code, as headers have it.
fn named(word: &str) -> Option<u32> {
    codes()
        .find(|code| code.name.eq_ignore_ascii_case(word))
        .map(|code| code.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_spelling_is_read() {
        for (text, numbers) in [
            ("0x80200011", &[0x8020_0011u32][..]),
            ("0X80200011", &[0x8020_0011]),
            ("80200011", &[0x8020_0011]),
            ("-2145386479", &[0x8020_0011]),
            ("2149580817", &[0x8020_0011]),
            ("BG_E_EMPTY", &[0x8020_0003]),
            ("Exception from HRESULT: 0x800704DD", &[0x8007_04DD]),
            (
                "Exception from HRESULT: 0x80190194 (E_FAIL)",
                &[0x8019_0194, 0x8000_4005],
            ),
            ("ERROR CODE:    0x80072ee7 - The server name", &[0x8007_2EE7]),
            ("404", &[0x8019_0194]),
            ("5", &[0x8007_0005]),
            ("1245", &[0x8007_04DD]),
            ("file 5 of 12 failed", &[]),
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
    fn codes_are_there_once_and_say_whole_sentences() {
        let mut seen = BTreeSet::new();
        for code in codes() {
            assert!(seen.insert(code.number), "{} is there twice", code.name);
            assert!(code.sentence.ends_with('.'), "{}", code.name);
            assert!(
                code.causes.iter().all(|cause| cause.ends_with('.')),
                "{}",
                code.name
            );
            assert!(
                code.cure.is_none_or(|cure| cure.sentence().ends_with('.')),
                "{}",
                code.name
            );
        }
    }

    #[test]
    fn what_is_not_in_the_table_is_named_by_its_number() {
        assert_eq!(name(0x8019_01A5).as_deref(), Some("HTTP status 421"));
        assert!(sentence(0x8007_0015).contains("net helpmsg 21"));
        assert_eq!(name(0x8123_4567), None);
        assert!(sentence(0x8123_4567).contains("certutil -error 0x81234567"));
    }
}
