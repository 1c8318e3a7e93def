//! The job: what it acts on, its settings, how it ends. Values are legal one by one; rules check them together.
//!
//! ```
//! use bitsmith_core::draft::Draft;
//! use bitsmith_core::job::{Ending, NewEnding, Subject};
//! let (job, _) = Draft::default().job();
//! let job = job.unwrap();
//! assert_eq!(job.subject, Subject::New);
//! assert!(matches!(job.ending, Ending::New(NewEnding::WaitAndComplete(_))));
//! ```

use crate::catalog::Settings;
use crate::profile::word_enum;
use crate::text::Text;
use crate::value::{Files, Guid, JobType, Seconds};

/// A job, or a change of jobs, with legal values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobSpec {
    /// What it acts on.
    pub subject: Subject,
    /// What is set; for a new job with type, name and files.
    pub settings: Settings,
    /// How it ends.
    pub ending: Ending,
    /// Whether folders are looked for or made.
    pub folders: Folders,
    /// Whether a change asks or pretends.
    pub ask: Ask,
}

impl JobSpec {
    /// The type of a new job; `None` for existing jobs, whose type is not known.
    pub fn job_type(&self) -> Option<JobType> {
        match self.subject {
            Subject::New => Some(self.settings.job_type.unwrap_or(JobType::Download)),
            Subject::Existing { .. } => None,
        }
    }

    /// The files.
    pub fn files(&self) -> &[crate::value::File] {
        self.settings.files.as_ref().map_or(&[], |Files(files)| files)
    }
}

/// What a job acts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A job that is made; its type and name are settings.
    New,
    /// Jobs that exist.
    Existing {
        /// Which.
        selector: Selector,
        /// Whose.
        owner: Owner,
    },
}

/// Which existing jobs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Selector {
    /// Those with these GUIDs.
    Guids(Vec<Guid>),
    /// Those with exactly this name, in any upper and lower case.
    Name(Text),
    /// Those whose name fits a pattern of `*`, `?` and `[a-z]`.
    Pattern(Text),
    /// All.
    All,
}

word_enum! {
    /// Whose jobs are looked through.
    Owner {
        Me = "me", "My jobs";
        AllUsers = "all_users", "Jobs of all users";
    }
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A new job.
    New(NewEnding),
    /// Existing jobs.
    Existing(ExistingEnding),
}

/// How a script for a new job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewEnding {
    /// The job stays suspended.
    CreateOnly,
    /// The job runs; somebody else completes it.
    StartAndLeave,
    /// The script waits and completes the job.
    WaitAndComplete(Waiting),
    /// The tool's own blocking form.
    OneShot,
}

/// How a script waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Waiting {
    /// The longest it waits.
    pub bound: Seconds,
    /// What becomes of a job in error.
    pub on_error: Leftover,
    /// What becomes of a job when the bound passes.
    pub on_bound: Leftover,
}

impl Default for Waiting {
    fn default() -> Waiting {
        Waiting {
            bound: Seconds(4 * 3600),
            on_error: Leftover::Remove,
            on_bound: Leftover::Remove,
        }
    }
}

word_enum! {
    /// What becomes of a job that did not get done.
    Leftover {
        Remove = "remove", "Remove the job";
        Leave = "leave", "Leave the job";
    }
}

word_enum! {
    /// How a change of existing jobs ends.
    ExistingEnding {
        Leave = "leave", "Leave as they are";
        Resume = "resume", "Resume";
        Suspend = "suspend", "Suspend";
        Complete = "complete", "Complete";
        Cancel = "cancel", "Cancel";
    }
}

word_enum! {
    /// What a script does with the folder of a local name.
    Folders {
        Expect = "expect", "Stop when a folder is missing";
        Create = "create", "Make missing folders";
    }
}

word_enum! {
    /// Whether a change asks before, or only says what it would do.
    Ask {
        No = "no", "Change without asking";
        Whatif = "whatif", "Only say what would change";
        Confirm = "confirm", "Ask before each change";
    }
}
