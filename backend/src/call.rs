//! Calls: what a plan asks of BITS, one COM call each.

use crate::secret::Secret;
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::diagnostic::Place;
use bitsmith_core::text::Text;
use bitsmith_core::value::{Credential, File, JobType, RemovedCredential};

/// One call, with the place of the document that it comes from.
#[derive(Clone, PartialEq, Eq)]
pub struct Step {
    /// What is called.
    pub call: Call,
    /// Where it comes from.
    pub place: Place,
}

/// One COM call. Texts are as the plan has them until they are resolved for this machine, then literal.
#[derive(Clone, PartialEq, Eq)]
pub enum Call {
    /// Makes the job, suspended. [com:IBackgroundCopyManager.CreateJob]
    CreateJob {
        /// Its name.
        display_name: Text,
        /// Its type.
        job_type: JobType,
    },
    /// Sets one value.
    Set(Assignment),
    /// Adds a file, with ranges where it has some. [com:IBackgroundCopyJob.AddFile; com:IBackgroundCopyJob3.AddFileWithRanges]
    AddFile {
        /// Its number from 0 in the document.
        index: usize,
        /// The file.
        file: File,
    },
    /// Makes the job run. [com:IBackgroundCopyJob.Resume]
    Resume,
    /// Stops it for now. [com:IBackgroundCopyJob.Suspend]
    Suspend,
    /// Gives the files their names and ends the job. [com:IBackgroundCopyJob.Complete]
    Complete,
    /// Ends the job and deletes what it downloaded. [com:IBackgroundCopyJob.Cancel]
    Cancel,
}

/// What one setter of BITS is given.
#[derive(Clone, PartialEq, Eq)]
pub enum Assignment {
    /// A setting that one call says.
    Value(SettingValue),
    /// One of the credentials. [com:IBackgroundCopyJob2.SetCredentials]
    Credential {
        /// For whom, by which scheme, as which user.
        credential: Credential,
        /// The password; `None` before it was asked for, and for the current user.
        password: Option<Secret>,
    },
    /// Takes one of the credentials away. [com:IBackgroundCopyJob2.RemoveCredentials]
    RemoveCredential(RemovedCredential),
    /// Gives a file another remote name. [com:IBackgroundCopyFile2.SetRemoteName]
    RemoteName {
        /// The file's number from 0, in the order in which it was added.
        file: usize,
        /// The name.
        remote_name: Text,
    },
    /// Says whether a file's content is right. [com:IBackgroundCopyFile3.SetValidationState]
    ValidationState {
        /// The file's number from 0, in the order in which it was added.
        file: usize,
        /// Whether it is.
        valid: bool,
    },
}

impl Assignment {
    /// The setting that it belongs to.
    pub fn id(&self) -> SettingId {
        match self {
            Assignment::Value(value) => value.id(),
            Assignment::Credential { .. } => SettingId::Credentials,
            Assignment::RemoveCredential(_) => SettingId::RemoveCredentials,
            Assignment::RemoteName { .. } => SettingId::RemoteName,
            Assignment::ValidationState { .. } => SettingId::ValidationState,
        }
    }
}
