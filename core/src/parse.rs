//! Scripts read back: words with their spans, statements, jobs.
//!
//! Each reader yields words that remember where they stand, how they were quoted and which pieces are variables.
//! Every character ends up understood, opaque, comment or blank. Names are looked up in the command catalog.

pub mod found;
mod reorder;
pub mod jobs;
pub mod nested;
pub mod cmd;
pub mod powershell;
pub mod bitsadmin;
pub mod detect;
mod follow;

use crate::span::Span;
use crate::text::Dialect;
use found::Found;
use jobs::ScriptJob;
use nested::Map;
use std::rc::Rc;

/// A command of a script that has to do with BITS.
#[derive(Debug, Clone, PartialEq)]
pub enum Called {
    /// A call of bitsadmin.
    Bitsadmin(bitsadmin::Statement),
    /// A cmdlet of the module.
    Cmdlet(powershell::Bound),
}

/// A statement of a script that has to do with BITS.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where it stands in the script.
    pub span: Span,
    /// What is called. Its own spans are those of the text it stands in.
    pub called: Called,
    /// The job that it is about, by its number.
    pub job: Option<usize>,
    /// Where that text stands, if it stands inside of a word of another shell.
    pub map: Option<Rc<Map>>,
}

impl Statement {
    /// Where a span of what is called stands in the script.
    pub fn outer(&self, span: Span) -> Span {
        self.map.as_ref().map_or(span, |map| map.outer(span))
    }
}

/// A script that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The shell that it is written for.
    pub shell: Dialect,
    /// The jobs that it makes or changes.
    pub jobs: Vec<ScriptJob>,
    /// What has to do with BITS, in order.
    pub statements: Vec<Statement>,
    /// What was not understood or has nothing to do with BITS.
    pub opaque: Vec<Span>,
    /// Comments.
    pub comments: Vec<Span>,
    /// What is to be said of it.
    pub found: Vec<Found>,
}
