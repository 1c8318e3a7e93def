//! A reader of the part of PowerShell that an emitter writes, made from the engine's recorded readings.
//!
//! What it does not know it refuses ([`Unread`]); it never guesses. It shares nothing with the product.

pub mod binder;
mod commands;
mod compound;
pub mod convert;
mod declared;
mod expressions;
mod letters;
mod literal;
mod numbers;
pub mod parameters;
mod primary;
mod reader;
pub mod run;
mod shape;
mod statements;
mod strings;
pub mod syntax;
pub mod time;
pub mod value;
mod wide;
pub mod wildcard;

pub use literal::evaluate_literal;
pub use shape::shape;
pub use syntax::{Script, Span};
pub use wide::Wide;

use std::fmt;

/// Why a text was not read: it does not parse, or it is outside what this reader knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The UTF-16 unit where the reader stopped.
    pub at: usize,
    /// What stood in the way.
    pub why: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.at, self.why)
    }
}

impl std::error::Error for Unread {}

/// Reads a whole script.
pub fn read(text: &str) -> Result<Script, Unread> {
    let units: Vec<u16> = text.encode_utf16().collect();
    reader::Reader::new(&units).script()
}
