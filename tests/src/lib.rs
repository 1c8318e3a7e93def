//! Checkers that judge what Bitsmith emits. They share nothing with the product.

pub mod argv;
pub mod awkward;
pub mod cmd;
pub mod powershell;
pub mod recorded;
pub mod table;
