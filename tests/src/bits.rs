//! A model of BITS: jobs, their settings under BITS's own names, and the life cycle (`bits/` has its two front ends).
//!
//! It knows the documented rules and limits; it transfers nothing. Time is given to it, so that scripts that wait run
//! at once. Permissions are reduced to one question: whose job it is, and whether the caller may change others'.

pub mod bitsadmin;
pub mod bitstransfer;
pub mod fate;
pub mod fault;
pub mod job;
mod job_object;
pub mod served;
mod verbs;

pub use fate::{Event, Fate};
pub use fault::{Fault, Refusal, Which};
pub use job::{File, Job, JobType, State};

use crate::powershell::time::ticks;
use std::collections::{BTreeMap, VecDeque};

/// All jobs of the machine, and what is going to happen to them.
#[derive(Clone, Debug)]
pub struct Model {
    /// Jobs that are there.
    pub jobs: Vec<Job>,
    /// Jobs that were completed or cancelled.
    pub ended: Vec<Job>,
    /// What happens to the jobs that are resumed next; jobs beyond it transfer without trouble.
    pub fates: VecDeque<Fate>,
    /// Calls that are refused.
    pub refusals: Vec<Refusal>,
    /// Somebody else completes the caller's jobs just before this cmdlet or verb.
    pub finished_before: Option<String>,
    /// Calls made so far.
    pub calls: Vec<Call>,
    /// Who calls.
    pub user: String,
    /// The caller may see and change others' jobs.
    pub elevated: bool,
    /// A name that no job has is an error of `Get-BitsTransfer` rather than no output; which it is, is not documented.
    pub missing_names_fail: bool,
    /// How bitsadmin speaks.
    pub bitsadmin: bitsadmin::Manner,
    /// When the service does not run, from and to in ticks: each call fails.
    pub stopped: Option<(i64, i64)>,
    /// Local files that completed jobs left.
    pub delivered: Vec<String>,
    /// The time in ticks.
    pub now: i64,
    /// Number of GUIDs given.
    pub guids: u64,
}

/// One call of a cmdlet or of bitsadmin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The cmdlet, or the verb with its slash in lower case.
    pub name: String,
    /// Parameters by name, or words by place.
    pub arguments: Vec<(String, String)>,
    /// The call was refused.
    pub refused: bool,
}

/// What can be compared before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Jobs by GUID.
    pub jobs: BTreeMap<String, JobSnapshot>,
}

/// One job of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobSnapshot {
    /// Its type.
    pub job_type: JobType,
    /// Whether it is suspended, running, or done; running states are not told apart.
    pub state: &'static str,
    /// Its settings.
    pub settings: BTreeMap<String, String>,
    /// Remote name, local name and ranges of each file.
    pub files: Vec<(String, String, String)>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            jobs: Vec::new(),
            ended: Vec::new(),
            fates: VecDeque::new(),
            refusals: Vec::new(),
            finished_before: None,
            calls: Vec::new(),
            user: "DESKTOP\\user".to_owned(),
            elevated: false,
            missing_names_fail: false,
            bitsadmin: bitsadmin::Manner::default(),
            stopped: None,
            delivered: Vec::new(),
            now: ticks(2025, 3, 1, 36_000),
            guids: 0,
        }
    }
}

impl Model {
    /// What is there now.
    pub fn snapshot(&self) -> Snapshot {
        let jobs = self.jobs.iter().map(|job| {
            let files = job
                .files
                .iter()
                .map(|one| (one.remote.clone(), one.local.clone(), one.ranges.clone()));
            let snapshot = JobSnapshot {
                job_type: job.job_type,
                state: match job.state {
                    State::Suspended => "suspended",
                    State::Queued | State::Connecting | State::Transferring | State::TransientError => {
                        "running"
                    }
                    State::Error => "error",
                    State::Transferred => "transferred",
                    State::Acknowledged | State::Cancelled => "ended",
                },
                settings: job.settings.clone(),
                files: files.collect(),
            };
            (job.guid.clone(), snapshot)
        });
        Snapshot { jobs: jobs.collect() }
    }

    /// A GUID that no job has had.
    pub fn new_guid(&mut self) -> String {
        self.guids += 1;
        format!(
            "b175{:04x}-0000-4000-8000-{:012x}",
            self.guids & 0xFFFF,
            self.guids
        )
    }

    /// Lets time pass and jobs go on.
    pub fn advance_to(&mut self, now: i64) {
        self.now = self.now.max(now);
        let mut all = std::mem::take(&mut self.jobs);
        for job in &mut all {
            job.advance(self.now);
        }
        for job in all {
            let gone = matches!(job.state, State::Acknowledged | State::Cancelled);
            if gone {
                self.ended.push(job)
            } else {
                self.jobs.push(job)
            }
        }
    }

    /// Notes a call; the fault when it is to be refused.
    pub fn note(&mut self, name: &str, arguments: Vec<(String, String)>) -> Result<(), Fault> {
        let is_meant = |before: &String| before.eq_ignore_ascii_case(name);
        if self.finished_before.as_ref().is_some_and(is_meant) {
            self.finish_by_another();
        }
        let count = self.calls.len() + 1;
        let same = self
            .calls
            .iter()
            .filter(|call| call.name.eq_ignore_ascii_case(name))
            .count()
            + 1;
        let refused = self
            .refusals
            .iter()
            .find(|one| one.which.is_meant(name, count, same))
            .map(|one| one.fault);
        let stops = |(from, to): (i64, i64)| (from..to).contains(&self.now);
        let refused = match self.stopped {
            Some(span) if stops(span) => Some(Fault::ServiceStopped),
            _ => refused,
        };
        self.calls.push(Call {
            name: name.to_owned(),
            arguments,
            refused: refused.is_some(),
        });
        refused.map_or(Ok(()), Err)
    }

    fn finish_by_another(&mut self) {
        for job in &mut self.jobs {
            if job.setting("owner") == self.user {
                job.state = State::Acknowledged;
            }
        }
        self.advance_to(self.now);
    }

    /// The job of a GUID, without braces, if it is there and may be seen.
    pub fn find(&self, guid: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.guid.eq_ignore_ascii_case(guid))
    }

    /// The job of a GUID, also when it is gone.
    pub fn find_any(&self, guid: &str) -> Option<&Job> {
        self.find(guid)
            .or_else(|| self.ended.iter().find(|job| job.guid.eq_ignore_ascii_case(guid)))
    }

    /// The job of a GUID, for a change.
    fn change(&mut self, guid: &str) -> Result<&mut Job, Fault> {
        let (user, elevated) = (self.user.clone(), self.elevated);
        let place = self
            .jobs
            .iter()
            .position(|job| job.guid.eq_ignore_ascii_case(guid));
        let Some(place) = place else {
            let ended = self.ended.iter().any(|job| job.guid.eq_ignore_ascii_case(guid));
            return Err(if ended {
                Fault::InvalidState
            } else {
                Fault::NotFound
            });
        };
        let job = &mut self.jobs[place];
        if job.setting("owner") != user && !elevated {
            return Err(Fault::AccessDenied);
        }
        Ok(job)
    }

    /// Makes a suspended job; its GUID comes back.
    pub fn create(&mut self, job_type: JobType, name: &str) -> Result<String, Fault> {
        if name.is_empty() || name.encode_utf16().count() > 256 {
            return Err(Fault::InvalidArgument);
        }
        let guid = self.new_guid();
        self.jobs
            .push(Job::new(&guid, job_type, name, &self.user, self.now));
        Ok(guid)
    }

    /// Gives a setting its value.
    pub fn set(&mut self, guid: &str, name: &str, value: &str) -> Result<(), Fault> {
        self.change(guid)?.set(name, value)
    }

    /// Adds a file.
    pub fn add_file(&mut self, guid: &str, remote: &str, local: &str, ranges: &str) -> Result<(), Fault> {
        self.change(guid)?.add_file(remote, local, ranges)
    }

    /// Puts the start of remote names in place of another; letter case counts `[com:IBackgroundCopyJob3.ReplaceRemotePrefix]`.
    pub fn replace_prefix(&mut self, guid: &str, old: &str, new: &str) -> Result<(), Fault> {
        let job = self.change(guid)?;
        if job.job_type != JobType::Download || old.is_empty() {
            return Err(Fault::InvalidArgument);
        }
        for file in &mut job.files {
            if let Some(rest) = file.remote.strip_prefix(old) {
                file.remote = format!("{new}{rest}");
            }
        }
        Ok(())
    }

    /// Starts a job or lets it go on.
    pub fn resume(&mut self, guid: &str) -> Result<(), Fault> {
        let now = self.now;
        let fate = self.fates.front().cloned();
        let used = self.change(guid)?.resume(now, fate)?;
        if used {
            self.fates.pop_front();
        }
        Ok(())
    }

    /// Holds a job.
    pub fn suspend(&mut self, guid: &str) -> Result<(), Fault> {
        self.change(guid)?.state = State::Suspended;
        Ok(())
    }

    /// Takes a job out of the queue with all that it transferred.
    pub fn cancel(&mut self, guid: &str) -> Result<(), Fault> {
        self.change(guid)?.state = State::Cancelled;
        self.advance_to(self.now);
        Ok(())
    }

    /// Ends a job and keeps the files that are done; of an upload, only when all is done.
    pub fn complete(&mut self, guid: &str) -> Result<(), Fault> {
        let job = self.change(guid)?;
        if let Some(fault) = job.complete_fault {
            return Err(fault);
        }
        if job.job_type != JobType::Download && job.state != State::Transferred {
            return Err(Fault::InvalidState);
        }
        let done = job.state == State::Transferred;
        let files: Vec<String> = job
            .files
            .iter()
            .filter(|one| done || one.done)
            .map(|one| one.local.clone())
            .collect();
        if job.job_type == JobType::Download {
            job.files.iter_mut().for_each(|one| one.done |= done);
        }
        job.state = State::Acknowledged;
        job.settings.insert("completion_time".to_owned(), String::new());
        let download = job.job_type == JobType::Download;
        if download {
            self.delivered.extend(files);
        }
        self.advance_to(self.now);
        Ok(())
    }

    /// Makes the job the caller's; four settings go `[com:IBackgroundCopyJob.TakeOwnership]`.
    pub fn take_ownership(&mut self, guid: &str) -> Result<(), Fault> {
        let user = self.user.clone();
        if !self.elevated {
            return Err(Fault::AccessDenied);
        }
        self.change(guid)?.take_ownership(&user);
        Ok(())
    }
}
