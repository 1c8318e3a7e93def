//! Text as UTF-16 code units, the way PowerShell and Windows hold it: half a surrogate pair is a value too.

use std::fmt;

/// A string of UTF-16 code units.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wide(pub Vec<u16>);

impl Wide {
    /// The units as a Rust string; half pairs become U+FFFD.
    pub fn lossy(&self) -> String {
        String::from_utf16_lossy(&self.0)
    }

    /// Adds the units of a Rust string.
    pub fn push_str(&mut self, text: &str) {
        self.0.extend(text.encode_utf16());
    }

    /// Whether this is `word`, the letters A to Z in either case.
    pub fn is(&self, word: &str) -> bool {
        self.lossy().eq_ignore_ascii_case(word)
    }

    /// The number of UTF-16 units.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no unit at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Wide {
    fn from(text: &str) -> Self {
        Self(text.encode_utf16().collect())
    }
}

impl From<&[u16]> for Wide {
    fn from(units: &[u16]) -> Self {
        Self(units.to_vec())
    }
}

impl fmt::Display for Wide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lossy())
    }
}

impl fmt::Debug for Wide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.lossy())
    }
}
