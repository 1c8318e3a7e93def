//! Every setting of a BITS job, the rules between them, and commands that say exactly that.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

pub mod span;
pub mod text;
pub mod lower_case;
pub mod version;
pub mod value;
pub mod catalog;
pub mod command;
pub mod secret;
pub mod profile;
pub mod job;
pub mod invisible;
pub mod diagnostic;
pub mod remote_name;
pub mod local_name;
pub mod shell_variable;
pub mod program_line;
pub mod job_text;
pub mod draft;
pub mod document;
pub mod rules;
pub mod plan;
pub mod quote;
pub mod emit;
pub mod parse;
pub mod snippet;
pub mod hresult;
pub mod evaluate;
pub mod judge;
pub mod explain;
pub mod revise;
