//! Scripts read back: words with their spans, statements, jobs.
//!
//! Each reader yields words that remember where they stand, how they were quoted and which pieces are variables.
//! Every character ends up understood, opaque, comment or blank. Names are looked up in the command catalog.

pub mod bitsadmin;
pub mod cmd;
pub mod detect;
pub mod found;
pub mod powershell;
