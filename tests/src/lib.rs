//! Checkers that judge what Bitsmith emits. They share nothing with the product.

pub mod powershell;
