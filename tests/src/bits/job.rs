//! One job: its type, state, files and settings, and the rules that BITS puts on them.

use super::fate::{Event, Fate};
use super::fault::Fault;
use crate::powershell::time::SECOND;
use std::collections::BTreeMap;

/// `BG_JOB_TYPE` `[idl:Bits.Idl]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "BITS's own names")]
pub enum JobType {
    Download,
    Upload,
    UploadReply,
}

/// `BG_JOB_STATE` `[idl:Bits.Idl]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "BITS's own names")]
pub enum State {
    Queued,
    Connecting,
    Transferring,
    Suspended,
    Error,
    TransientError,
    Transferred,
    Acknowledged,
    Cancelled,
}

impl State {
    /// The number and the name that the PowerShell module prints.
    pub fn name(self) -> (i64, &'static str) {
        match self {
            Self::Queued => (0, "Queued"),
            Self::Connecting => (1, "Connecting"),
            Self::Transferring => (2, "Transferring"),
            Self::Suspended => (3, "Suspended"),
            Self::Error => (4, "Error"),
            Self::TransientError => (5, "TransientError"),
            Self::Transferred => (6, "Transferred"),
            Self::Acknowledged => (7, "Acknowledged"),
            Self::Cancelled => (8, "Cancelled"),
        }
    }

    /// The word that bitsadmin prints `[ba:getstate; w32old]`.
    pub fn word(self) -> &'static str {
        match self {
            Self::TransientError => "TRANSIENT_ERROR",
            Self::Queued => "QUEUED",
            Self::Connecting => "CONNECTING",
            Self::Transferring => "TRANSFERRING",
            Self::Suspended => "SUSPENDED",
            Self::Error => "ERROR",
            Self::Transferred => "TRANSFERRED",
            Self::Acknowledged => "ACKNOWLEDGED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// One file of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name on the server.
    pub remote: String,
    /// The name on this machine.
    pub local: String,
    /// `offset:length` pairs, empty for the whole file.
    pub ranges: String,
    /// It has been transferred.
    pub done: bool,
}

/// The size that every file of the model has.
pub const FILE_SIZE: u64 = 1000;

/// One job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Lower case, without braces.
    pub guid: String,
    /// Its type.
    pub job_type: JobType,
    /// Its state.
    pub state: State,
    /// Its files in order.
    pub files: Vec<File>,
    /// Settings by their names in BITS, each in one form whatever tool set it.
    pub settings: BTreeMap<String, String>,
    /// Why it is in Error or TransientError.
    pub error: Option<Fault>,
    /// How often it stumbled.
    pub error_count: u32,
    /// When it was made, in ticks.
    pub created: i64,
    /// Completing it fails with this.
    pub complete_fault: Option<Fault>,
    resumed: Option<i64>,
    was_resumed: bool,
    fate: Option<Fate>,
    passed: usize,
}

/// Settings that every job has, with what BITS gives them.
const DEFAULTS: [(&str, &str); 22] = [
    ("description", ""),
    ("priority", "NORMAL"),
    ("notify_flags", "3"),
    ("notify_cmd_line", ""),
    ("minimum_retry_delay", "600"),
    ("no_progress_timeout", "1209600"),
    ("maximum_download_time", "7776000"),
    ("proxy_settings", "PRECONFIG"),
    ("use_stored_credentials", "NONE"),
    ("client_certificate", ""),
    ("custom_headers", ""),
    ("custom_headers_write_only", "FALSE"),
    ("http_method", "GET"),
    ("security_flags", "0"),
    ("file_acl_flags", "0"),
    ("peer_caching_flags", "0"),
    ("helper_token", "FALSE"),
    ("helper_token_flags", "0"),
    ("cost_flags", ""),
    ("dynamic_content", "FALSE"),
    ("reply_file_name", ""),
    ("validation_state", ""),
];

impl Job {
    pub(super) fn new(guid: &str, job_type: JobType, name: &str, owner: &str, now: i64) -> Self {
        let mut settings: BTreeMap<String, String> = DEFAULTS
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        settings.insert("display_name".to_owned(), name.to_owned());
        settings.insert("owner".to_owned(), owner.to_owned());
        if job_type != JobType::Download {
            settings.insert("http_method".to_owned(), String::new());
        }
        Self {
            guid: guid.to_owned(),
            job_type,
            state: State::Suspended,
            files: Vec::new(),
            settings,
            error: None,
            error_count: 0,
            created: now,
            complete_fault: None,
            resumed: None,
            was_resumed: false,
            fate: None,
            passed: 0,
        }
    }

    /// The value of a setting, empty when it has none.
    pub fn setting(&self, name: &str) -> &str {
        self.settings.get(name).map_or("", String::as_str)
    }

    /// Bytes transferred and in all; BITS knows the size only once it has connected.
    pub fn bytes(&self) -> (u64, u64) {
        let done = self.files.iter().filter(|one| one.done).count() as u64 * FILE_SIZE;
        let known = self.was_resumed && self.state != State::Queued && self.state != State::Connecting;
        (
            done,
            if known {
                self.files.len() as u64 * FILE_SIZE
            } else {
                u64::MAX
            },
        )
    }

    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        let default = DEFAULTS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value);
        let limit = match name {
            "display_name" => 256,
            "description" => 1024,
            "notify_cmd_line" => 4000 + 261,
            "custom_headers" => 16_383,
            "proxy_settings" => 8000 + 10,
            _ => usize::MAX,
        };
        if value.encode_utf16().count() > limit {
            return Err(Fault::StringTooLong);
        }
        match name {
            // The usual method does nothing; it takes no other one away [com:IBackgroundCopyJobHttpOptions2.SetHttpMethod].
            "http_method" if value == "GET" && self.job_type == JobType::Download => return Ok(()),
            "display_name" if value.is_empty() => return Err(Fault::InvalidArgument),
            "http_method" | "dynamic_content" if self.was_resumed && default != Some(value) => {
                return Err(Fault::ReadOnlyAfterResume);
            }
            "dynamic_content" if self.job_type != JobType::Download => return Err(Fault::InvalidArgument),
            "reply_file_name" if self.job_type != JobType::UploadReply => return Err(Fault::NotImplemented),
            // A method of its own locks the priority [com:IBackgroundCopyJobHttpOptions2.SetHttpMethod].
            "priority" if self.has_own_method() && value != "FOREGROUND" => {
                return Err(Fault::Other(0x8020_0071));
            }
            "use_stored_credentials" if value == "SERVER" => {
                return Err(Fault::StoredCredentialsNotSupported);
            }
            "file_acl_flags" if self.state == State::Transferred => return Err(Fault::InvalidState),
            "custom_headers_write_only" if value == "FALSE" && self.setting(name) == "TRUE" => return Ok(()),
            _ => {}
        }
        self.settings.insert(name.to_owned(), value.to_owned());
        if name == "http_method" && self.has_own_method() {
            self.settings
                .insert("priority".to_owned(), "FOREGROUND".to_owned());
        }
        Ok(())
    }

    fn has_own_method(&self) -> bool {
        let method = self.setting("http_method");
        let usual = method.is_empty() || method == "GET" && self.job_type == JobType::Download;
        !usual
    }

    pub(super) fn add_file(&mut self, remote: &str, local: &str, ranges: &str) -> Result<(), Fault> {
        if self.job_type != JobType::Download && !self.files.is_empty() {
            return Err(Fault::TooManyFiles);
        }
        if self.files.len() == 200 {
            return Err(Fault::TooManyFilesInJob);
        }
        if !ranges.is_empty() && self.job_type != JobType::Download {
            return Err(Fault::NotImplemented);
        }
        if remote.is_empty() || local.is_empty() || remote.encode_utf16().count() > 2200 {
            return Err(Fault::InvalidArgument);
        }
        let (remote, local, ranges) = (remote.to_owned(), local.to_owned(), ranges.to_owned());
        self.files.push(File {
            remote,
            local,
            ranges,
            done: false,
        });
        Ok(())
    }

    /// Whether the fate offered was taken.
    pub(super) fn resume(&mut self, now: i64, fate: Option<Fate>) -> Result<bool, Fault> {
        if self.files.is_empty() {
            return Err(Fault::Empty);
        }
        if matches!(
            self.state,
            State::Queued | State::Connecting | State::Transferring
        ) {
            return Ok(false);
        }
        self.was_resumed = true;
        self.error = None;
        if self.files.iter().all(|one| one.done) {
            self.state = State::Transferred;
            return Ok(false);
        }
        self.state = State::Queued;
        self.resumed = Some(now);
        self.passed = 0;
        let taken = fate.is_some() && self.fate.is_none();
        if self.fate.is_none() {
            self.fate = Some(fate.unwrap_or_default());
        }
        self.complete_fault = self.fate.as_ref().and_then(|fate| fate.complete_fault);
        Ok(taken)
    }

    /// Lets happen what is due.
    pub(super) fn advance(&mut self, now: i64) {
        let (Some(resumed), Some(fate)) = (self.resumed, self.fate.clone()) else {
            return;
        };
        while let Some((seconds, event)) = fate.events.get(self.passed) {
            let ended = matches!(
                self.state,
                State::Suspended | State::Error | State::Acknowledged | State::Cancelled
            );
            if ended || now < resumed + seconds * SECOND {
                return;
            }
            self.passed += 1;
            match event {
                Event::Goes(state) => {
                    self.state = *state;
                    if *state == State::Transferred {
                        self.error = None;
                        self.files.iter_mut().for_each(|one| one.done = true);
                    }
                }
                Event::Fails(fault) => {
                    self.state = State::Error;
                    self.error = Some(*fault);
                }
                Event::Stumbles(fault) => {
                    self.state = State::TransientError;
                    self.error = Some(*fault);
                    self.error_count += 1;
                }
                Event::Vanishes => self.state = State::Cancelled,
                Event::IsFinished => self.state = State::Acknowledged,
            }
        }
    }

    pub(super) fn take_ownership(&mut self, user: &str) {
        for name in ["client_certificate", "custom_headers", "notify_cmd_line"] {
            self.settings.insert(name.to_owned(), String::new());
        }
        self.settings.retain(|name, _| !name.starts_with("credentials "));
        self.settings.insert("owner".to_owned(), user.to_owned());
    }
}
