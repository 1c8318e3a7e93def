//! Checkers that judge what Bitsmith emits. They share nothing with the product.

pub mod analyzer;
pub mod argv;
pub mod awkward;
pub mod bits;
pub mod cmd;
pub mod exit_table;
pub mod machine;
pub mod powershell;
pub mod recorded;
pub mod server;
pub mod skip;
pub mod table;
pub mod vetter;
#[cfg(unix)]
pub mod wine;
