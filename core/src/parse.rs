//! Scripts read back: words with their spans, statements, jobs.
//!
//! Each reader yields words that remember where they stand, how they were quoted and which pieces are variables.
//! Every character ends up understood, opaque, comment or blank. Names are looked up in the command catalog.

pub mod found;
pub(crate) mod reorder;
pub(crate) mod transcript;
mod prose;
mod conditions;
pub mod jobs;
pub mod nested;
pub mod cmd;
pub mod powershell;
pub mod detect;
pub mod bitsadmin;
pub mod cmdlet;
mod patterns;
pub mod hidden;
mod follow;
mod encoded;
mod wildcard;

pub(crate) use follow::not_read;
pub(crate) use follow::{hexadecimal, is_list_of_files, partly_known};
pub use patterns::{pattern_index, pattern_page, patterns};

use crate::profile::{Profile, Shell};
use crate::span::Span;
use crate::text::Dialect;
use found::Found;
use hidden::Secrets;
use jobs::ScriptJob;
use nested::Map;
use powershell::Edition;
use std::borrow::Cow;
use std::rc::Rc;

/// A command of a script that has to do with BITS.
#[derive(Debug, Clone, PartialEq)]
pub enum Called {
    /// A call of bitsadmin.
    Bitsadmin(bitsadmin::Statement),
    /// A call of a cmdlet of the module.
    Cmdlet(cmdlet::Call),
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
    /// Whether it runs whenever the script does, as far as the script says.
    pub is_sure: bool,
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
    /// The machine that it runs on; `None`: not known.
    pub profile: Option<Profile>,
    /// What in it is secret, which nothing that is said of it holds.
    pub secrets: Secrets,
}

/// How a script is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// The shell that it is written for; `None`: found out.
    pub shell: Option<Dialect>,
    /// The machine that it runs on; `None`: not known.
    pub profile: Option<Profile>,
}

impl Reading {
    /// The PowerShell that is meant.
    pub fn edition(&self) -> Edition {
        match self.profile.map(|profile| profile.shell) {
            Some(Shell::PowerShell51) => Edition::WindowsPowerShell51,
            Some(Shell::PowerShell72) => Edition::PowerShell72,
            Some(Shell::PowerShell7 | Shell::Cmd) | None => Edition::PowerShell73,
        }
    }
}

/// Reads a script: its jobs, its statements, and what is wrong with it. Whatever the text, there is a reading.
///
/// ```
/// use bitsmith_core::catalog::SettingId;
/// use bitsmith_core::parse::{Reading, import};
/// let script = import("bitsadmin /create nightly\r\nbitsadmin /setpriority nightly LOW\r\n", Reading::default());
/// assert_eq!(script.jobs.len(), 1);
/// assert!(script.jobs[0].draft.entries(SettingId::Priority).is_some());
/// ```
pub fn import(source: &str, reading: Reading) -> Import {
    read_as(source, reading, None)
}

/// Reads a script again that was read as one of a shell, and has to be now.
pub(crate) fn import_again(source: &str, reading: Reading, shell: Dialect) -> Import {
    read_as(source, reading, Some(shell))
}

fn read_as(source: &str, reading: Reading, shell: Option<Dialect>) -> Import {
    // What is said to be a script is one from its first line to its last.
    let (text, sentences) = match reading.shell {
        Some(_) => (Cow::Borrowed(source), Vec::new()),
        None => prose::without_sentences(source),
    };
    let shell = shell.or(reading.shell).unwrap_or_else(|| detect::detect(&text));
    let followed = match shell {
        Dialect::Cmd => follow::batch(source, &text, &sentences, reading.edition()),
        Dialect::PowerShell => follow::powershell(source, &text, &sentences, reading.edition()),
    };
    let mut jobs = followed.jobs;
    if let Some(profile) = reading.profile {
        for job in &mut jobs {
            job.draft.profile = profile;
        }
    }
    let mut found = followed.found;
    let secrets = hidden::secrets_of(&followed.statements, followed.secrets, source);
    hidden::conceal(found.iter_mut(), &secrets);
    for job in &mut jobs {
        hidden::ask_for_secrets(&mut job.draft, &secrets);
    }
    Import {
        shell,
        jobs,
        statements: followed.statements,
        opaque: followed.opaque,
        comments: followed.comments,
        found,
        profile: reading.profile,
        secrets,
    }
}

/// Whether a text holds what PowerShell says of an error of a cmdlet of BITS, which is no command.
pub fn has_error_message(source: &str) -> bool {
    prose::has_error(source)
}

/// Whether a line of a script goes on in the next one: a caret ends it in cmd, a backtick in PowerShell.
pub fn goes_on(line: &str) -> bool {
    line.trim_end().ends_with(['^', '`'])
}
