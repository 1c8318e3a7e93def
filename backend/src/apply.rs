//! Carrying calls out: a job made, or jobs changed, with nothing half-made left behind. (J1 to J9)

use crate::call::{Call, Step};
use crate::calls::{describe, feature};
use crate::failure::{Failure, Hresult};
use crate::journal::{Again, Journal};
use crate::readback::{Difference, compare};
use crate::resolve::Resolved;
use crate::service::{Feature, Service};
use bitsmith_core::value::Guid;
use std::sync::atomic::{AtomicBool, Ordering};

mod error;
mod disk;
mod find;
mod put_back;
mod make;
mod change;
mod finish;

pub(crate) use change::puts_back;
pub use change::{Changed, change};
pub use disk::{Disk, ThisDisk};
use error::Cause;
pub(crate) use error::applied_before;
pub use error::{Aftermath, ApplyError, StepError};
pub use find::{FindError, Found, find};
pub(crate) use find::{living, unnamed};
pub use finish::{Finished, Removal, finish};
pub use make::make;
pub(crate) use put_back::{PutBack, put_back};

/// What becomes of a setting that this BITS does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unsupported {
    /// The plan is refused before anything is done.
    #[default]
    Refuse,
    /// The rest is applied, and it is reported.
    Skip,
}

/// What becomes of a destination that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Destinations {
    /// The plan is refused.
    #[default]
    Keep,
    /// BITS puts its file in its place.
    Replace,
}

/// How a plan is applied.
#[derive(Clone, Copy)]
pub struct Options<'o> {
    /// Settings that this BITS does not have.
    pub unsupported: Unsupported,
    /// Destinations that are there.
    pub destinations: Destinations,
    /// Whether a job of the same plan may be made again.
    pub again: Again,
    /// The files of this machine.
    pub disk: &'o dyn Disk,
    /// Says that the work shall end: what was begun is taken back.
    pub stop: &'o AtomicBool,
}

impl Options<'_> {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// Something that BITS said with a call that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What the call did, in words.
    pub operation: String,
    /// What BITS answered.
    pub answer: Hresult,
}

/// A setting that this BITS does not have, left out as was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// What the call would have done, in words.
    pub operation: String,
    /// What BITS lacks, or answered.
    pub failure: Failure,
}

/// What was done to a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The job.
    pub guid: Guid,
    /// Its entry in the journal.
    pub entry: i64,
    /// What BITS said beside `all is well`.
    pub notices: Vec<Notice>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// What BITS holds otherwise than it was asked to.
    pub differences: Vec<Difference>,
}

impl Applied {
    /// A job of which nothing is to be said yet.
    pub fn begun(guid: &Guid, entry: i64) -> Applied {
        Applied {
            guid: guid.clone(),
            entry,
            notices: Vec::new(),
            skipped: Vec::new(),
            differences: Vec::new(),
        }
    }

    /// Takes in what came of a step: whether it was done, or left out as was asked. Hands back what ends it all.
    fn took(
        &mut self,
        step: &Step,
        outcome: Result<Hresult, Cause>,
        options: &Options<'_>,
    ) -> Result<bool, Cause> {
        match outcome {
            Ok(Hresult::S_OK) => Ok(true),
            Ok(answer) => {
                self.notices.push(Notice {
                    operation: describe(&step.call),
                    answer,
                });
                Ok(true)
            }
            Err(Cause::Failure(failure))
                if options.unsupported == Unsupported::Skip && is_unsupported(&step.call, failure) =>
            {
                self.skipped.push(Skipped {
                    operation: describe(&step.call),
                    failure,
                });
                Ok(false)
            }
            Err(cause) => Err(cause),
        }
    }

    /// Compares what was done with what BITS holds; where it cannot be read, nothing is said of it.
    fn compare(&mut self, order: &Resolved, done: &[&Step], service: &mut dyn Service) {
        let literal: Vec<Step> = done
            .iter()
            .filter_map(|step| {
                Some(Step {
                    call: order.literal(&step.call).ok()?,
                    place: step.place,
                })
            })
            .collect();
        self.differences = compare(&literal, &self.guid, service);
    }
}

/// What the caller is told while calls are made: the number of the call from 1, of how many, and the call, its secrets still holes.
pub type Tell<'t> = dyn FnMut(usize, usize, &Call) + 't;

/// The entry of the journal that steps are written into.
struct Ledger<'l> {
    journal: &'l mut Journal,
    entry: i64,
}

/// Takes a step of a job: it is written down, then made.
fn take(
    order: &Resolved,
    (number, step): (usize, &Step),
    job: &Guid,
    ledger: &mut Ledger<'_>,
    service: &mut dyn Service,
) -> Result<Hresult, Cause> {
    ledger
        .journal
        .reached(ledger.entry, number)
        .map_err(Cause::Journal)?;
    let call = order.literal(&step.call).map_err(Cause::Resolve)?;
    carry_out(&call, job, service).map_err(Cause::Failure)
}

/// Makes one call.
fn carry_out(call: &Call, job: &Guid, service: &mut dyn Service) -> Result<Hresult, Failure> {
    match call {
        Call::CreateJob { .. } => Err(Failure::Unsayable("A job is made once.")),
        Call::Set(assignment) => service.set(job, assignment),
        Call::AddFile { file, .. } => service.add_file(job, file),
        Call::Resume => service.resume(job),
        Call::Suspend => service.suspend(job),
        Call::Complete => service.complete(job),
        Call::Cancel => service.cancel(job),
    }
}

/// Whether a failure says that this BITS does not have what a setter needs. Files and the job itself are never left out.
fn is_unsupported(call: &Call, failure: Failure) -> bool {
    let lacking = match failure {
        Failure::Missing(_) => true,
        Failure::Refused(hresult) => [
            Hresult::NOT_IMPLEMENTED,
            Hresult::NO_INTERFACE,
            Hresult::UNKNOWN_PROPERTY,
        ]
        .contains(&hresult),
        Failure::Unsayable(_) | Failure::NoAnswer => false,
    };
    lacking && matches!(call, Call::Set(_))
}

/// Why a new job would be refused before anything is done, as far as a look tells: what this BITS has not, names that are
/// taken, folders that are not there, a job that the same plan made before. (J5, J8, J9)
pub fn obstacles(
    order: &Resolved,
    service: &mut dyn Service,
    journal: &Journal,
    options: &Options<'_>,
) -> Vec<ApplyError> {
    let Some(job_type) = order.job_type() else {
        return Vec::new();
    };
    let missing = missing(order, service, options).err();
    let disk = disk::look(order, job_type, options).err();
    let before = match options.again {
        Again::Make => None,
        Again::Refuse => match make::made_before(order, service, journal) {
            Ok(entry) => entry.map(|entry| ApplyError::Found(Box::new(entry))),
            Err(error) => Some(error),
        },
    };
    missing.into_iter().chain(disk).chain(before).collect()
}

/// The steps whose interface or property this BITS does not have, with its name, where they may be left out. (J8)
fn missing(
    order: &Resolved,
    service: &mut dyn Service,
    options: &Options<'_>,
) -> Result<Vec<(usize, Feature)>, ApplyError> {
    let features = service.features().map_err(ApplyError::Before)?;
    let lacks = |step: &Step| feature(&step.call).filter(|feature| !features.contains(feature));
    let steps = order.steps.iter().enumerate();
    let missing: Vec<(usize, &Step, Feature)> = steps
        .filter_map(|(number, step)| Some((number, step, lacks(step)?)))
        .collect();
    let is_refused =
        |step: &Step| options.unsupported == Unsupported::Refuse || !matches!(step.call, Call::Set(_));
    if missing.iter().any(|(_, step, _)| is_refused(step)) {
        let named = missing
            .into_iter()
            .map(|(_, step, feature)| (describe(&step.call), feature));
        return Err(ApplyError::Missing(named.collect()));
    }
    let missing = missing.into_iter();
    Ok(missing.map(|(number, _, feature)| (number, feature)).collect())
}
