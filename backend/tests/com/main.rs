//! The service of BITS through COM, against a real one.
//!
//! On Linux `cargo test -p bitsmith-tests --test wine_com` builds these for Windows and runs them in Wine. What only Wine does so is in
//! `wine.rs`; the rest is documented behaviour that Wine shares.
#![cfg(windows)]

mod end;
mod files;
mod job;
mod make;
mod process;
mod settings;
mod transfer;
mod wine;
