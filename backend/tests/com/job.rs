//! A job that is gone when its test ends.

use bitsmith_backend::call::Assignment;
use bitsmith_backend::com::Bits;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::service::{Outcome, Reading, Service, State, Status};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::text::Text;
use bitsmith_core::value::{File, Guid, JobType};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a transfer on this machine may take.
const LONGEST: Duration = Duration::from_secs(60);

/// A job and a folder for its files.
pub(crate) struct Job {
    pub(crate) bits: Bits,
    pub(crate) guid: Guid,
    pub(crate) folder: TempDir,
}

impl Job {
    /// A download.
    pub(crate) fn new(name: &str) -> Job {
        Job::of_type(name, JobType::Download)
    }

    pub(crate) fn of_type(name: &str, job_type: JobType) -> Job {
        let mut bits = Bits::connect().expect("BITS answers");
        let guid = bits.create_job(name, job_type).expect("a job is made");
        let folder = tempfile::tempdir().expect("a folder");
        Job { bits, guid, folder }
    }

    /// A download of one file to `name` in the folder, not yet resumed.
    pub(crate) fn download(remote: &str, name: &str) -> (Job, PathBuf) {
        let mut job = Job::new(name);
        let local = job.folder.path().join(name);
        assert_eq!(job.add(remote, &local), Ok(Hresult::S_OK));
        (job, local)
    }

    pub(crate) fn add(&mut self, remote: &str, local: &Path) -> Outcome {
        let file = file(remote, local.to_str().expect("a path of characters"));
        self.bits.add_file(&self.guid, &file)
    }

    pub(crate) fn set(&mut self, value: SettingValue) -> Outcome {
        self.bits.set(&self.guid, &Assignment::Value(value))
    }

    pub(crate) fn read(&mut self, setting: SettingId) -> Result<Reading, Failure> {
        self.bits.read(&self.guid, setting)
    }

    /// Sets a value and reads it back.
    pub(crate) fn keeps(&mut self, value: SettingValue) {
        assert_eq!(self.set(value.clone()), Ok(Hresult::S_OK), "{value:?}");
        assert_eq!(self.read(value.id()), Ok(Reading::Value(value)));
    }

    pub(crate) fn status(&mut self) -> Status {
        self.bits.status(&self.guid).expect("a status")
    }

    /// Resumes the job and waits until it does nothing more by itself.
    pub(crate) fn run(&mut self) -> Status {
        assert_eq!(self.bits.resume(&self.guid), Ok(Hresult::S_OK));
        let start = Instant::now();
        loop {
            let status = self.status();
            match status.state {
                State::Transferred | State::Error => return status,
                _ if start.elapsed() > LONGEST => panic!("still {status:?}"),
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Whether it has ended: Wine's BITS forgets such a job only when it next looks through its list.
    pub(crate) fn is_gone(&mut self) -> bool {
        let ended = |status: Status| matches!(status.state, State::Acknowledged | State::Cancelled);
        match self.bits.status(&self.guid) {
            Ok(status) => ended(status),
            failure => failure == refused(0x8020_0001),
        }
    }

    pub(crate) fn complete(&mut self) -> Outcome {
        self.bits.complete(&self.guid)
    }

    pub(crate) fn cancel(&mut self) -> Outcome {
        self.bits.cancel(&self.guid)
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        // A job that has ended cannot be cancelled.
        let _ = self.bits.cancel(&self.guid);
    }
}

/// A whole file.
pub(crate) fn file(remote: &str, local: &str) -> File {
    File {
        remote_name: Text::literal(remote),
        local_name: Text::literal(local),
        ranges: Vec::new(),
    }
}

/// What BITS says of a code.
pub(crate) fn refused<T>(code: u32) -> Result<T, Failure> {
    Err(Failure::Refused(Hresult(code)))
}

/// Bytes that no pattern fits, the same each time.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
    .take(length)
    .collect()
}
