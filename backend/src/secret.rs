//! A text that nobody may see: a password, or what was typed into a hole.

use zeroize::Zeroizing;

/// A secret, kept only while a job is applied and wiped when it is dropped. It has no `Debug`, `Display` or `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text in.
    pub fn new(text: String) -> Secret {
        Secret(Zeroizing::new(text))
    }

    /// The characters, for the call that needs them and for nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
