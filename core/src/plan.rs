//! The plan: BITS calls in order. It exists only for a job without errors.
//!
//! ```
//! use bitsmith_core::document::read;
//! use bitsmith_core::evaluate::evaluate;
//! use bitsmith_core::plan::{Operation, Reveal};
//! let draft = &read(r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } },
//!     "settings": { "priority": "low" }, "ending": "suspend" }"#).unwrap()[0];
//! let plan = evaluate(draft, Reveal::Masked).plan.unwrap();
//! let operations: Vec<&Operation> = plan.steps().iter().map(|step| &step.operation).collect();
//! assert!(matches!(operations[..], [Operation::FindJobs { .. }, Operation::Set(_), Operation::Suspend]));
//! ```

use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Place};
use crate::job::{
    Ask, Ending, ExistingEnding, Folders, JobSpec, NewEnding, Owner, Selector, Subject, Waiting,
};
use crate::job_text::texts;
use crate::profile::Profile;
use crate::secret::{Hole, Holes, mask_address, mask_command_line, mask_header};
use crate::text::{Piece, Text};
use crate::value::{File, Headers, HttpMethod, JobType, Priority, RemoteNames};
use std::hash::{Hash, Hasher};

/// A BITS call, or a wait.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Makes the job, suspended.
    CreateJob {
        /// Its name.
        display_name: Text,
        /// Its type.
        job_type: JobType,
    },
    /// Finds the jobs that are changed.
    FindJobs {
        /// Which.
        selector: Selector,
        /// Whose.
        owner: Owner,
    },
    /// Sets a value.
    Set(SettingValue),
    /// Adds a file, with its ranges where it has some.
    AddFile {
        /// Its number from 0 in the document.
        index: usize,
        /// The file.
        file: File,
    },
    /// Makes the job run.
    Resume,
    /// Stops it for now.
    Suspend,
    /// Waits until it has transferred its files, has an error, or the bound passes.
    Wait(Waiting),
    /// Gives the files their names and ends the job.
    Complete,
    /// Ends the job and deletes what it downloaded.
    Cancel,
    /// All in one blocking call of the tool: make, add, set, run, complete.
    Transfer,
}

/// An operation and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is called.
    pub operation: Operation,
    /// Where in the document it comes from.
    pub place: Place,
    /// Whether nobody asked for it: it says BITS's default where a tool has another one.
    pub implied: bool,
}

/// Operations in the order in which BITS takes them.
///
/// A plan is a proof: [`crate::evaluate::evaluate`] gives one only for a job without errors, and there is no other
/// way to make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    steps: Vec<Step>,
    job: JobSpec,
    profile: Profile,
    holes: Vec<Hole>,
    digest: u64,
}

impl Plan {
    /// The plan of a job that has been checked.
    pub(crate) fn of(job: &JobSpec, profile: Profile, reveal: Reveal) -> Plan {
        let mut holes = Holes::default();
        let masked = masked(job, &mut holes);
        let masked_steps = steps(&masked);
        let digest = digest(&masked_steps);
        let (job, steps, holes) = match reveal {
            Reveal::Masked => (masked, masked_steps, holes),
            Reveal::Shown => (job.clone(), steps(job), Holes::default()),
        };
        Plan {
            steps,
            job,
            profile,
            holes: holes.all().to_vec(),
            digest,
        }
    }

    /// The operations, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The job that it carries out; secrets are holes.
    pub fn job(&self) -> &JobSpec {
        &self.job
    }

    /// The machine it is for.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What names it: 16 hexadecimal digits of what it makes, finds, sets and adds, not of how it ends or of secrets. The
    /// record that the main script keeps for the undo script carries it.
    pub fn digest(&self) -> String {
        format!("{:016X}", self.digest)
    }

    /// What has to be asked for when it runs.
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    /// Whether it makes a job.
    pub fn is_new(&self) -> bool {
        self.job.subject == Subject::New
    }

    /// The values that are set, in order, with their places.
    pub fn values(&self) -> impl Iterator<Item = (&SettingValue, &Step)> {
        self.steps.iter().filter_map(|step| match &step.operation {
            Operation::Set(value) => Some((value, step)),
            _ => None,
        })
    }

    /// The parameters that its texts name, holes left out, in the order of their names.
    pub fn parameters(&self) -> Vec<String> {
        let mut holes: Vec<&str> = Vec::new();
        for hole in &self.holes {
            put(&mut holes, &hole.name);
        }
        self.pieces(&|piece| match piece {
            Piece::Parameter(name) if holes.binary_search(&name.as_str()).is_err() => Some(name),
            _ => None,
        })
    }

    /// The environment variables that its texts name, in the order of their names.
    pub fn environment(&self) -> Vec<String> {
        self.pieces(&|piece| match piece {
            Piece::Environment(name) => Some(name),
            _ => None,
        })
    }

    fn pieces(&self, pick: &dyn Fn(&Piece) -> Option<&String>) -> Vec<String> {
        let mut found = Vec::new();
        for text in texts(&self.job) {
            for word in text.text.pieces().iter().filter_map(pick) {
                if found.binary_search(word).is_err() {
                    put(&mut found, word.clone());
                }
            }
        }
        found
    }
}

/// The parameters that the texts of plans name, holes left out, each once, in the order of their names.
pub(crate) fn parameters(plans: &[Plan]) -> Vec<String> {
    let mut found = Vec::new();
    put_all(&mut found, plans.iter().flat_map(Plan::parameters));
    found
}

/// Puts items where they belong in a list in order, each once.
pub(crate) fn put_all<T: Ord>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        put(list, item);
    }
}

/// Puts an item where it belongs in a list in order, unless it is there. Whether it was not.
pub(crate) fn put<T: Ord>(list: &mut Vec<T>, item: T) -> bool {
    match list.binary_search(&item) {
        Ok(_) => false,
        Err(at) => {
            list.insert(at, item);
            true
        }
    }
}

/// Whether secrets that were typed are written out in this one output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reveal {
    /// They are holes.
    #[default]
    Masked,
    /// The user wants to see them.
    Shown,
}

/// Every text of a value.
pub fn value_texts(value: &SettingValue) -> Vec<Text> {
    use crate::value::User;
    match value {
        SettingValue::DisplayName(name) => vec![name.0.clone()],
        SettingValue::Description(text) => vec![text.0.clone()],
        SettingValue::Files(files) => files
            .0
            .iter()
            .flat_map(|file| [file.remote_name.clone(), file.local_name.clone()])
            .collect(),
        SettingValue::ReplaceRemotePrefix(change) => {
            vec![change.old_prefix.clone(), change.new_prefix.clone()]
        }
        SettingValue::RemoteName(names) => names.0.iter().map(|name| name.remote_name.clone()).collect(),
        SettingValue::ReplyFileName(path) => vec![path.0.clone()],
        SettingValue::CustomHeaders(headers) => headers.0.clone(),
        SettingValue::HttpMethod(method) => vec![method.0.clone()],
        SettingValue::ClientCertificateById(certificate) => vec![certificate.store_name.clone()],
        SettingValue::ClientCertificateByName(certificate) => {
            vec![certificate.store_name.clone(), certificate.subject_name.clone()]
        }
        SettingValue::ProxySettings(proxy) => proxy.list.iter().chain(&proxy.bypass).cloned().collect(),
        SettingValue::Credentials(credentials) => credentials
            .0
            .iter()
            .filter_map(|credential| match &credential.user {
                User::Named(name) => Some(name.clone()),
                User::Implicit => None,
            })
            .collect(),
        SettingValue::NotifyCmdLine(command) => vec![command.program.clone(), command.parameters.clone()],
        SettingValue::JobType(_)
        | SettingValue::FileRanges(_)
        | SettingValue::ValidationState(_)
        | SettingValue::Priority(_)
        | SettingValue::MinimumRetryDelay(_)
        | SettingValue::NoProgressTimeout(_)
        | SettingValue::MaximumDownloadTime(_)
        | SettingValue::MakeCustomHeadersWriteOnly(_)
        | SettingValue::SecurityFlags(_)
        | SettingValue::RemoveClientCertificate(_)
        | SettingValue::RemoveCredentials(_)
        | SettingValue::UseStoredCredentials(_)
        | SettingValue::NotifyFlags(_)
        | SettingValue::NotificationClsid(_)
        | SettingValue::MinimumNotificationIntervalMs(_)
        | SettingValue::CostFlags(_)
        | SettingValue::DynamicContent(_)
        | SettingValue::HighPerformance(_)
        | SettingValue::MaxDownloadSize(_)
        | SettingValue::OnDemandMode(_)
        | SettingValue::FileAclFlags(_)
        | SettingValue::PeerCachingFlags(_)
        | SettingValue::TakeOwnership(_)
        | SettingValue::HelperToken(_)
        | SettingValue::HelperTokenFlags(_) => Vec::new(),
    }
}

/// The job with holes for what looks like a secret.
pub(crate) fn masked(job: &JobSpec, holes: &mut Holes) -> JobSpec {
    let mut job = job.clone();
    if let Some(files) = &mut job.settings.files {
        for file in &mut files.0 {
            file.remote_name = mask_address(&file.remote_name, holes);
        }
    }
    if let Some(RemoteNames(names)) = &mut job.settings.remote_name {
        for name in names {
            name.remote_name = mask_address(&name.remote_name, holes);
        }
    }
    if let Some(change) = &mut job.settings.replace_remote_prefix {
        change.old_prefix = mask_address(&change.old_prefix, holes);
        change.new_prefix = mask_address(&change.new_prefix, holes);
    }
    if let Some(Headers(headers)) = &mut job.settings.custom_headers {
        for header in headers {
            *header = mask_header(header, holes);
        }
    }
    if let Some(command) = &mut job.settings.notify_cmd_line {
        command.program = mask_command_line(&command.program, holes);
        command.parameters = mask_command_line(&command.parameters, holes);
    }
    job
}

/// The order of operations: the phase that each setting declares, then the order of the catalog.
fn steps(job: &JobSpec) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut push = |operation, place, implied| {
        steps.push(Step {
            operation,
            place,
            implied,
        })
    };
    match &job.subject {
        Subject::New => {
            let display_name = job
                .settings
                .display_name
                .as_ref()
                .map(|name| name.0.clone())
                .unwrap_or_default();
            let job_type = job.job_type().unwrap_or(JobType::Download);
            push(
                Operation::CreateJob {
                    display_name,
                    job_type,
                },
                Place::setting(SettingId::DisplayName),
                false,
            );
        }
        Subject::Existing { selector, owner } => push(
            Operation::FindJobs {
                selector: selector.clone(),
                owner: *owner,
            },
            Place::new(At::Subject),
            false,
        ),
    }
    let order = |value: &SettingValue| (value.id().spec().phase, value.id());
    let mut values: Vec<SettingValue> = Vec::new();
    let implied_value = implied_priority(job).map(SettingValue::Priority);
    for value in job.settings.values().into_iter().chain(implied_value) {
        let at = values.partition_point(|other| order(other) < order(&value));
        values.insert(at, value);
    }
    for value in values {
        let implied = matches!(value, SettingValue::Priority(_)) && job.settings.priority.is_none();
        match value {
            SettingValue::JobType(_) | SettingValue::FileRanges(_) => {}
            SettingValue::DisplayName(_) if job.subject == Subject::New => {}
            SettingValue::Files(files) => {
                for (index, file) in files.0.into_iter().enumerate() {
                    let at = At::Setting {
                        id: SettingId::Files,
                        part: None,
                        row: Some(index),
                    };
                    push(Operation::AddFile { index, file }, Place::new(at), false);
                }
            }
            value => {
                let place = Place::setting(value.id());
                push(Operation::Set(value), place, implied);
            }
        }
    }
    let ending = Place::new(At::Ending);
    match job.ending {
        Ending::New(NewEnding::CreateOnly) | Ending::Existing(ExistingEnding::Leave) => {}
        Ending::New(NewEnding::StartAndLeave) | Ending::Existing(ExistingEnding::Resume) => {
            push(Operation::Resume, ending, false);
        }
        Ending::New(NewEnding::WaitAndComplete(waiting)) => {
            push(Operation::Resume, ending, false);
            push(Operation::Wait(waiting), ending, false);
            push(Operation::Complete, ending, false);
        }
        Ending::New(NewEnding::OneShot) => push(Operation::Transfer, ending, false),
        Ending::Existing(ExistingEnding::Suspend) => push(Operation::Suspend, ending, false),
        Ending::Existing(ExistingEnding::Complete) => push(Operation::Complete, ending, false),
        Ending::Existing(ExistingEnding::Cancel) => push(Operation::Cancel, ending, false),
    }
    steps
}

/// BITS's own default where a tool has another one: Start-BitsTransfer takes foreground, BITS normal. Not where BITS
/// itself takes foreground: another HTTP method. [ps:Start-BitsTransfer; com:IBackgroundCopyJobHttpOptions2.SetHttpMethod]
fn implied_priority(job: &JobSpec) -> Option<Priority> {
    let custom_method = job
        .settings
        .http_method
        .as_ref()
        .is_some_and(|method| !is_default_method(method, job.job_type()));
    let unset = job.subject == Subject::New && job.settings.priority.is_none();
    (unset && !custom_method).then_some(Priority::Normal)
}

/// Whether a method is the default of its type of job, which BITS takes for no method at all: GET for downloads. Of
/// uploads the default is not documented.
fn is_default_method(method: &HttpMethod, job_type: Option<JobType>) -> bool {
    job_type == Some(JobType::Download)
        && method
            .0
            .as_literal()
            .is_some_and(|method| method.eq_ignore_ascii_case("GET"))
}

impl Plan {
    /// The document's folder rule.
    pub fn folders(&self) -> Folders {
        self.job.folders
    }

    /// Whether a change asks.
    pub fn ask(&self) -> Ask {
        self.job.ask
    }
}

fn digest(steps: &[Step]) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    for step in steps {
        match step.operation {
            Operation::CreateJob { .. }
            | Operation::FindJobs { .. }
            | Operation::Set(_)
            | Operation::AddFile { .. } => step.operation.hash(&mut hasher),
            Operation::Resume
            | Operation::Suspend
            | Operation::Wait(_)
            | Operation::Complete
            | Operation::Cancel
            | Operation::Transfer => {}
        }
    }
    hasher.finish()
}

/// FNV-1a with 64 bits, the same on every machine.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.write(&(number as u64).to_le_bytes());
    }

    fn write_isize(&mut self, number: isize) {
        self.write(&(number as i64).to_le_bytes());
    }
}
