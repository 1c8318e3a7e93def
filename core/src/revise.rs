//! A script with one job of it changed: only the words of what changed are other ones; comments, layout and everything
//! that was not understood stay byte for byte.
//!
//! What comes out is read again, and has to be the job that was asked for, or the change is refused.
//!
//! ```
//! use bitsmith_core::catalog::SettingId;
//! use bitsmith_core::parse::{Reading, import};
//! use bitsmith_core::revise::revise;
//! use bitsmith_core::value::Entries;
//! let source = "rem nightly\r\nbitsadmin /create a & rem made\r\nbitsadmin /setpriority  a  LOW\r\n";
//! let script = import(source, Reading::default());
//! let mut draft = script.jobs[0].draft.clone();
//! draft.settings.insert(SettingId::Priority, Entries::one("high"));
//! let revised = revise(source, &script, 0, &draft, Reading::default()).unwrap();
//! assert_eq!(revised, source.replace("LOW", "HIGH"));
//! ```

mod cmd;
mod document;
mod powershell;
mod value;

pub use document::revised_by_document;

use crate::catalog::{CATALOG, SettingId, SettingValue};
use crate::command::Role;
use crate::draft::Draft;
use crate::parse::jobs::{ScriptJob, held};
use crate::parse::{Called, Import, Reading, Statement, import_again};
use crate::span::{Span, spliced};
use crate::text::Dialect;
use crate::value::Entries;
use std::collections::{BTreeMap, BTreeSet};

/// Other words for a span.
type Changes = BTreeMap<Span, String>;

/// Why a script cannot be changed in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchangeable {
    /// What stands in the way, and what to do.
    pub message: String,
}

impl Unchangeable {
    fn new(message: impl Into<String>) -> Unchangeable {
        Unchangeable {
            message: message.into(),
        }
    }
}

impl std::fmt::Display for Unchangeable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// A script with one job of it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Revised {
    /// The script.
    pub text: String,
    /// The other words, in order, with the spans of the script as it was that they take the place of.
    pub changes: Vec<(Span, String)>,
    /// What its reading found.
    pub script: Import,
}

/// The script in which the job of that number is the draft.
pub fn revise(
    source: &str,
    script: &Import,
    number: usize,
    draft: &Draft,
    reading: Reading,
) -> Result<String, Unchangeable> {
    revised(source, script, number, draft, reading).map(|revised| revised.text)
}

/// The same as [`revise`], with what was changed.
pub fn revised(
    source: &str,
    script: &Import,
    number: usize,
    draft: &Draft,
    reading: Reading,
) -> Result<Revised, Unchangeable> {
    let job = job_of(script, number)?;
    let changed: Vec<SettingId> = CATALOG
        .iter()
        .map(|spec| spec.id)
        .filter(|id| normal(*id, job.draft.entries(*id)) != normal(*id, draft.entries(*id)))
        .collect();
    let mut changes = Changes::new();
    for id in &changed {
        let id = *id;
        let entries = draft.entries(id);
        one_place(job, id)?;
        match (job.said(id).is_empty(), entries) {
            (true, None) => {}
            (true, Some(entries)) => put_in(source, script, number, id, entries, &mut changes)?,
            (false, entries) => replace(source, script, number, job, id, entries, &mut changes)?,
        }
    }
    let revised = written(source, &changes)?;
    let again = import_again(&revised, reading, script.shell);
    let is_as_wanted = |index: usize| {
        let wanted = match index == number {
            true => Some(draft),
            false => script.jobs.get(index).map(|job| &job.draft),
        };
        let job = again.jobs.get(index);
        job.zip(wanted)
            .is_some_and(|(job, wanted)| same(&job.draft, wanted))
    };
    let is_whole = again.jobs.len() == script.jobs.len();
    let mut others = (0..script.jobs.len()).filter(|index| !is_as_wanted(*index));
    let first_other = others.next();
    let is_it = is_whole && first_other.is_none();
    if let Some(job) = again.jobs.get(number) {
        let under = changed.iter().find(|id| job.is_conditional(**id));
        if let (Some(id), true) = (under, is_it) {
            return Err(Unchangeable::new(format!(
                "{} would stand where it is set only if a condition holds. Take the script that is made anew.",
                id.label()
            )));
        }
    }
    match is_it {
        true => Ok(Revised {
            text: revised,
            changes: changes.into_iter().collect(),
            script: again,
        }),
        false => Err(Unchangeable::new(match first_other {
            Some(other) if is_whole && other != number => format!(
                "The words that say it are said of job {} as well, which would change with it. Take the script that is made anew.",
                other.saturating_add(1)
            ),
            _ => "This change cannot be made in the words of the script alone. Take the script that is made anew."
                .to_owned(),
        })),
    }
}

/// A setting is changed where one place of the script says it, whatever happens.
fn one_place(job: &ScriptJob, id: SettingId) -> Result<(), Unchangeable> {
    let reason = if job.is_conditional(id) {
        "is set only where a condition holds, and a document cannot say in which case another value is meant"
    } else if job.is_said_anew(id) {
        "is set by several statements, and a document cannot say which of them is meant"
    } else {
        return Ok(());
    };
    Err(Unchangeable::new(format!(
        "{} {reason}. Change it in the script itself.",
        id.label()
    )))
}

/// A value as the form writes it.
fn normal(id: SettingId, entries: Option<&Entries>) -> Option<Entries> {
    let entries = entries?;
    Some(SettingValue::read(id, entries).map_or_else(|_| entries.clone(), |value| value.write()))
}

/// Whether two drafts say the same.
fn same(one: &Draft, other: &Draft) -> bool {
    let plain = |draft: &Draft| {
        let (job, diagnostics) = draft.job();
        (job, diagnostics.len())
    };
    one.subject.kind == other.subject.kind
        && one.ending == other.ending
        && CATALOG
            .iter()
            .all(|spec| normal(spec.id, one.entries(spec.id)) == normal(spec.id, other.entries(spec.id)))
        && plain(one).0.map(|job| job.subject) == plain(other).0.map(|job| job.subject)
}

fn written(source: &str, changes: &Changes) -> Result<String, Unchangeable> {
    let edits = changes.iter().map(|(span, text)| (*span, text.as_str()));
    spliced(source, edits)
        .ok_or_else(|| Unchangeable::new("Two changes of the script are in each other's way."))
}

/// The job of that number.
fn job_of(script: &Import, number: usize) -> Result<&ScriptJob, Unchangeable> {
    let job = script.jobs.get(number);
    job.ok_or_else(|| Unchangeable::new("The script has no such job."))
}

/// Whether a word of that role carries a setting.
fn carries(role: Role, id: SettingId) -> bool {
    role.carries().iter().any(|one| held(one).0 == id)
}

/// The statements about a job, in order.
fn about(script: &Import, number: usize) -> impl Iterator<Item = &Statement> {
    script
        .statements
        .iter()
        .filter(move |statement| statement.job == Some(number))
}

/// The statements that a job is about, and those that say a setting of it: of the jobs that branches make under one name a statement
/// behind them has only one.
fn saying<'s>(
    script: &'s Import,
    number: usize,
    job: &ScriptJob,
    id: SettingId,
) -> impl Iterator<Item = &'s Statement> {
    let said: BTreeSet<usize> = job.said(id).iter().map(|said| said.span.start).collect();
    script.statements.iter().filter(move |statement| {
        let span = statement.span;
        statement.job == Some(number) || said.range(span.start..span.end.max(span.start)).next().is_some()
    })
}

/// A setting that the script says gets other words, or loses them.
fn replace(
    source: &str,
    script: &Import,
    number: usize,
    job: &ScriptJob,
    id: SettingId,
    entries: Option<&Entries>,
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    for statement in saying(script, number, job, id) {
        match &statement.called {
            Called::Bitsadmin(call) => {
                cmd::replace(source, script, job, statement, call, id, entries, changes)?
            }
            Called::Cmdlet(bound) => {
                powershell::replace(source, job, statement, bound, id, entries, changes)?
            }
        }
    }
    // Rows that the script does not have yet.
    if let Some(entries) = entries {
        let had = job.draft.entries(id).map_or(0, Entries::rows);
        if entries.rows() > had && id == SettingId::Files {
            cmd::add_files(source, script, number, entries, had, changes)?;
        }
    }
    Ok(())
}

/// A setting that the script does not say yet.
fn put_in(
    source: &str,
    script: &Import,
    number: usize,
    id: SettingId,
    entries: &Entries,
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    let by_cmdlet = about(script, number).any(|statement| matches!(statement.called, Called::Cmdlet(_)));
    match script.shell {
        Dialect::PowerShell if by_cmdlet => powershell::put_in(script, number, id, entries, changes),
        _ => cmd::put_in(source, script, number, id, entries, changes),
    }
}
