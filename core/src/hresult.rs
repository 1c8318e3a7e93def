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
mod spelling;
mod windows;

pub use report::{code_json, decoded_json};
pub use spelling::{decode, not_found};

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
            Cure::Setting(id) => format!("Look at the setting “{}” of the job.", id.label()),
            Cure::Situation(sentence) => sentence.to_owned(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

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
