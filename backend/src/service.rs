//! What is asked of BITS: one method an operation of a plan, plus list, read, progress, error.

use crate::call::Assignment;
use crate::failure::{Failure, Hresult};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::job::Owner;
use bitsmith_core::value::{File, Guid, JobType};
use bitsmith_core::version::BitsVersion;
use std::sync::Arc;
use std::time::SystemTime;

/// What a call that succeeded returned. Success codes with information, such as BG_S_PARTIAL_COMPLETE, are neither errors nor silence.
pub type Outcome = Result<Hresult, Failure>;

/// BITS, or what stands in for it.
///
/// Every method is one conversation with BITS and blocks until it answers; [`crate`] callers reach it through a thread of its own.
pub trait Service {
    /// The interfaces and properties that this BITS has beyond those of its first version. Makes no job.
    fn features(&mut self) -> Result<Vec<Feature>, Failure>;

    /// Makes a job, suspended.
    fn create_job(&mut self, display_name: &str, job_type: JobType) -> Result<Guid, Failure>;

    /// The jobs that there are.
    fn jobs(&mut self, owner: Owner) -> Result<Vec<Guid>, Failure>;

    /// Gives a setter its value. Texts are literal.
    fn set(&mut self, job: &Guid, assignment: &Assignment) -> Outcome;

    /// Adds a file. Texts are literal.
    fn add_file(&mut self, job: &Guid, file: &File) -> Outcome;

    /// Makes the job run.
    fn resume(&mut self, job: &Guid) -> Outcome;

    /// Stops it for now.
    fn suspend(&mut self, job: &Guid) -> Outcome;

    /// Gives the files their names and ends the job.
    fn complete(&mut self, job: &Guid) -> Outcome;

    /// Ends the job and deletes what it downloaded.
    fn cancel(&mut self, job: &Guid) -> Outcome;

    /// What BITS holds of a setting.
    fn read(&mut self, job: &Guid, setting: SettingId) -> Result<Reading, Failure>;

    /// State, progress, error.
    fn status(&mut self, job: &Guid) -> Result<Status, Failure>;

    /// The files, in the order in which they were added, as far as BITS tells.
    fn files(&mut self, job: &Guid) -> Result<Vec<FileStatus>, Failure>;

    /// Has BITS call when something happens to the job, or with `None` call no more. Whoever asked goes on polling, which alone is
    /// the truth; the call only makes it look sooner.
    fn wake(&mut self, _job: &Guid, _wake: Option<Wake>) -> Result<Waking, Failure> {
        Ok(Waking::Polled)
    }
}

/// What BITS calls; it must return at once.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Whether BITS calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waking {
    /// It calls.
    Called,
    /// It does not: the job is somebody else's, or this BITS has no calls.
    Polled,
}

/// What a service has beyond the first version of BITS: an interface by its name, or a property by its id's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(pub &'static str);

impl Feature {
    /// What a setting needs, by the method of the catalog; `None` for what the first version of BITS has.
    pub fn of(setting: SettingId) -> Option<Feature> {
        let spec = setting.spec();
        let name = match spec.com.split_once('(') {
            Some((_, property)) => property.trim_end_matches(')'),
            None => spec.com.split("::").next()?,
        };
        (spec.since > BitsVersion::new(1, 0)).then_some(Feature(name))
    }
}

/// What BITS says of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// It has this value.
    Value(SettingValue),
    /// It has none.
    Unset,
    /// BITS never tells: credentials, write-only headers, what has no getter.
    Untold,
}

/// Where a job stands. `[com:BG_JOB_STATE]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It waits for its turn.
    Queued,
    /// It reaches for the server.
    Connecting,
    /// It transfers.
    Transferring,
    /// It does nothing until it is resumed.
    Suspended,
    /// It failed and does not go on by itself.
    Error,
    /// It failed and tries again.
    TransientError,
    /// All files are there and wait to be completed.
    Transferred,
    /// It was completed.
    Acknowledged,
    /// It was cancelled.
    Cancelled,
}

impl State {
    /// Whether BITS has done with the job.
    pub const fn is_final(self) -> bool {
        matches!(self, State::Acknowledged | State::Cancelled)
    }
}

/// What BITS tells of a job at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its name.
    pub display_name: String,
    /// Its type.
    pub job_type: JobType,
    /// Where it stands.
    pub state: State,
    /// Whose it is, as a SID; `None` where BITS does not tell.
    pub owner: Option<String>,
    /// Bytes so far.
    pub bytes_transferred: u64,
    /// Bytes in all; `None` until BITS knows.
    pub bytes_total: Option<u64>,
    /// Files so far.
    pub files_transferred: u32,
    /// Files in all.
    pub files_total: u32,
    /// When it was made, last changed, and transferred.
    pub times: Option<Times>,
    /// How often it was interrupted by errors.
    pub error_count: Option<u32>,
    /// The error, in the states Error and TransientError.
    pub error: Option<JobError>,
}

/// The clocks of a job. `[com:BG_JOB_TIMES]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When it was made.
    pub creation: SystemTime,
    /// When BITS last changed something of it.
    pub modification: SystemTime,
    /// When its files were there; `None` before that.
    pub transfer_completion: Option<SystemTime>,
}

/// The error of a job. [com:IBackgroundCopyError.GetError]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobError {
    /// The part of BITS that failed: the word of BG_ERROR_CONTEXT.
    pub context: &'static str,
    /// The code; `None` where BITS has lost it.
    pub code: Option<Hresult>,
    /// BITS's own sentence, where it has one.
    pub description: Option<String>,
    /// The file that it happened with: remote and local name.
    pub file: Option<(String, String)>,
}

/// What BITS tells of a file of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStatus {
    /// The file.
    pub file: File,
    /// Bytes so far.
    pub bytes_transferred: u64,
    /// Bytes in all; `None` until BITS knows.
    pub bytes_total: Option<u64>,
    /// Whether it is complete.
    pub is_completed: bool,
}
