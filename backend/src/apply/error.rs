//! Why a plan was not applied, in sentences that name step, operation, number, name.

use crate::call::Step;
use crate::calls::describe;
use crate::code::com;
use crate::failure::Failure;
use crate::journal::{Entry, JournalError};
use crate::resolve::ResolveError;
use crate::service::Feature;
use bitsmith_core::catalog::SettingId;
use bitsmith_core::hresult;
use bitsmith_core::value::Guid;
use std::fmt;

/// Why a plan was not applied.
#[derive(Debug)]
pub enum ApplyError {
    /// The journal cannot be kept, and without it nothing is done.
    Journal(JournalError),
    /// A value cannot be made literal.
    Resolve(ResolveError),
    /// A job of the same plan is there. (J5)
    Found(Box<Entry>),
    /// Destinations are there already. (J9)
    Destinations(Vec<String>),
    /// The folder of a local name is not there.
    NoFolder(String),
    /// The folder of a local name cannot be made.
    FolderNotMade {
        /// The folder.
        folder: String,
        /// What the system says.
        reason: String,
    },
    /// This BITS lacks what settings need. (J8)
    Missing(Vec<(String, Feature)>),
    /// BITS failed before anything was done.
    Before(Failure),
    /// A step failed.
    Step(Box<StepError>),
}

/// A step that failed.
#[derive(Debug)]
pub struct StepError {
    /// Its number, from 1.
    pub step: usize,
    /// Of how many.
    pub of: usize,
    /// What it does, in words.
    pub operation: String,
    /// The call, as code.
    pub com: String,
    /// Why it failed.
    pub cause: Cause,
    /// What became of the job.
    pub aftermath: Aftermath,
}

impl StepError {
    /// A step of so many that failed.
    pub(super) fn at(
        (number, step): (usize, &Step),
        of: usize,
        cause: Cause,
        aftermath: Aftermath,
    ) -> ApplyError {
        ApplyError::Step(Box::new(StepError {
            step: number,
            of,
            operation: describe(&step.call),
            com: com(&step.call),
            cause,
            aftermath,
        }))
    }
}

/// Why a step failed.
#[derive(Debug)]
pub enum Cause {
    /// BITS failed.
    Failure(Failure),
    /// The journal failed, so that the step was not taken.
    Journal(JournalError),
    /// A value could not be made literal.
    Resolve(ResolveError),
    /// Whoever applies was asked to stop.
    Stopped,
}

/// What became of the job after a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aftermath {
    /// No job was made.
    NothingMade,
    /// BITS did not say whether it made the job.
    PerhapsMade,
    /// The job was cancelled, and BITS has it no more.
    Removed(Guid),
    /// The job is still there.
    Left {
        /// The job.
        guid: Guid,
        /// Why it could not be cancelled; `None`: it was, and BITS still has it.
        failure: Option<Failure>,
    },
    /// The job was there before; what was changed was put back.
    PutBack {
        /// The job.
        guid: Guid,
        /// What has its old value again.
        restored: Vec<SettingId>,
        /// What has not, and why.
        kept: Vec<(SettingId, String)>,
    },
    /// The job was there before and has nothing of the change: it is over.
    Over(Guid),
}

impl From<JournalError> for ApplyError {
    fn from(error: JournalError) -> ApplyError {
        ApplyError::Journal(error)
    }
}

impl From<ResolveError> for ApplyError {
    fn from(error: ResolveError) -> ApplyError {
        ApplyError::Resolve(error)
    }
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApplyError::Journal(error) => write!(f, "{error} Nothing was done."),
            ApplyError::Resolve(error) => write!(f, "{error} Nothing was done."),
            ApplyError::Found(entry) => write!(
                f,
                "{} Nothing was done. `bitsmith jobs` shows the job; `--new` makes another one.",
                applied_before(entry)
            ),
            ApplyError::Destinations(paths) => write!(
                f,
                "{}: there already, and BITS would replace it. Nothing was done. Move it, name another local name, or say --overwrite.",
                paths.join(", ")
            ),
            ApplyError::NoFolder(folder) => write!(
                f,
                "The folder {folder} is not there, and BITS makes none. Nothing was done. Make it, or write `\"folders\": \"create\"` into the document."
            ),
            ApplyError::FolderNotMade { folder, reason } => {
                write!(
                    f,
                    "The folder {folder} cannot be made: {reason}. No job was made."
                )
            }
            ApplyError::Missing(missing) => {
                writeln!(
                    f,
                    "This BITS does not have what the plan needs. No job was made or changed."
                )?;
                for (operation, feature) in missing {
                    writeln!(f, "  {operation}: needs {}", feature.0)?;
                }
                write!(
                    f,
                    "Leave these settings out, or say --skip-unsupported to apply the rest."
                )
            }
            ApplyError::Before(failure) => write!(f, "{failure} Nothing was done."),
            ApplyError::Step(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ApplyError {}

/// That a plan made the job of an entry before. (J5)
pub(crate) fn applied_before(entry: &Entry) -> String {
    match &entry.intent.guid {
        Some(guid) => format!(
            "This plan was applied before: its job is {guid}, `{}`.",
            entry.intent.display_name
        ),
        None => "This plan was applied before, and its job has no GUID yet.".to_owned(),
    }
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (step, of) = (self.step, self.of);
        match &self.cause {
            Cause::Stopped => write!(f, "Stopped before step {step} of {of} ({}).", self.operation)?,
            cause => {
                writeln!(f, "Step {step} of {of} failed: {}.", self.operation)?;
                writeln!(f, "  {}", self.com)?;
                match cause {
                    Cause::Failure(failure) => {
                        write!(f, "{failure}")?;
                        if let Some(code) = failure.hresult().and_then(|code| hresult::find(code.0)) {
                            if let Some(cause) = code.causes.first() {
                                write!(f, " Likely: {cause}")?;
                            }
                            // The job is gone by then.
                            if let Some(look) = code.look.filter(|look| !look.contains("JOB")) {
                                write!(f, " `{look}` shows more.")?;
                            }
                        }
                    }
                    Cause::Journal(error) => write!(f, "{error}")?,
                    Cause::Resolve(error) => write!(f, "{error}")?,
                    Cause::Stopped => {}
                }
            }
        }
        write!(f, "\n{}", self.aftermath)
    }
}

impl fmt::Display for Aftermath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Aftermath::NothingMade => f.write_str("No job was made."),
            Aftermath::PerhapsMade => f.write_str(
                "Whether the job was made is not known; once BITS answers, `bitsmith recover` finds it.",
            ),
            Aftermath::Removed(_) => f.write_str("The job was cancelled; nothing is left of it."),
            Aftermath::Left { guid, failure } => {
                match failure {
                    Some(failure) => write!(
                        f,
                        "The job {guid} is still there, because Cancel failed too: {failure}"
                    )?,
                    None => write!(f, "The job {guid} was cancelled, and BITS still has it.")?,
                }
                write!(
                    f,
                    " `bitsmith cancel {guid}` or `bitsadmin /cancel {guid}` removes it."
                )
            }
            Aftermath::PutBack { guid, restored, kept } => {
                write!(f, "The job {guid} was there before and is not cancelled.")?;
                if restored.is_empty() && kept.is_empty() {
                    write!(f, " Nothing of it was changed.")?;
                }
                if !restored.is_empty() {
                    let names: Vec<&str> = restored.iter().map(|id| id.label()).collect();
                    write!(f, " Its old values are back: {}.", names.join(", "))?;
                }
                for (id, why) in kept {
                    write!(f, " Not put back: {}. {why}", id.label())?;
                }
                Ok(())
            }
            Aftermath::Over(guid) => write!(f, "The job {guid} is over; there is nothing to put back."),
        }
    }
}
