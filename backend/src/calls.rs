//! From a plan to calls, and how they are shown before anything is done.

use crate::call::{Assignment, Call, Step};
use crate::code::nameless;
use crate::service::Feature;
use crate::words::{value_words, visible};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::job::{Folders, JobSpec, Leftover, Owner, Selector};
use bitsmith_core::plan::{Operation, Plan};
use bitsmith_core::profile::Profile;
use bitsmith_core::secret::{Hole, is_hole};
use bitsmith_core::value::{HelperToken, Seconds, User, Word};
use sha2::{Digest, Sha256};

/// What is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A job that is made.
    New,
    /// Jobs that exist.
    Existing {
        /// Which.
        selector: Selector,
        /// Whose.
        owner: Owner,
    },
}

/// What is done once the calls are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing: the job stays as it is.
    Leave,
    /// The job is watched until it has its files, then completed.
    Wait {
        /// The longest; `None`: as long as it takes.
        bound: Option<Seconds>,
        /// What becomes of a job in error.
        on_error: Leftover,
        /// What becomes of a job when the bound passes.
        on_bound: Leftover,
    },
}

/// The calls of a plan, in order.
#[derive(Clone, PartialEq, Eq)]
pub struct Calls {
    /// What they act on.
    pub target: Target,
    /// One COM call each; of existing jobs, for each of them.
    pub steps: Vec<Step>,
    /// What follows.
    pub then: Then,
    /// Whether missing folders are made.
    pub folders: Folders,
    /// What has to be asked for: secrets.
    pub holes: Vec<Hole>,
    /// What has to be asked for: parameters.
    pub parameters: Vec<String>,
    /// The job that they come from, at which the rules look once more when its values are filled in.
    pub job: JobSpec,
    /// The machine that it is for.
    pub profile: Profile,
}

/// Takes a plan apart. What a plan says only because a tool has another default than BITS is left out: COM has none.
pub fn calls(plan: &Plan) -> Calls {
    let mut target = Target::New;
    let mut then = Then::Leave;
    let mut steps = Vec::new();
    for step in plan.steps().iter().filter(|step| !step.implied) {
        let mut push = |call| {
            steps.push(Step {
                call,
                place: step.place,
            })
        };
        match &step.operation {
            Operation::CreateJob {
                display_name,
                job_type,
            } => push(Call::CreateJob {
                display_name: display_name.clone(),
                job_type: *job_type,
            }),
            Operation::FindJobs { selector, owner } => {
                target = Target::Existing {
                    selector: selector.clone(),
                    owner: *owner,
                };
            }
            Operation::Set(value) => assignments(value).into_iter().map(Call::Set).for_each(push),
            Operation::AddFile { index, file } => push(Call::AddFile {
                index: *index,
                file: file.clone(),
            }),
            Operation::Resume => push(Call::Resume),
            Operation::Suspend => push(Call::Suspend),
            // Once the job has its files, not one of the calls that are made at once.
            Operation::Complete if then != Then::Leave => {}
            Operation::Complete => push(Call::Complete),
            Operation::Cancel => push(Call::Cancel),
            Operation::Wait(waiting) => {
                then = Then::Wait {
                    bound: Some(waiting.bound),
                    on_error: waiting.on_error,
                    on_bound: waiting.on_bound,
                };
            }
            Operation::Transfer => {
                push(Call::Resume);
                then = Then::Wait {
                    bound: None,
                    on_error: Leftover::Remove,
                    on_bound: Leftover::Remove,
                };
            }
        }
    }
    Calls {
        target,
        steps,
        then,
        folders: plan.folders(),
        holes: plan.holes().to_vec(),
        parameters: plan.parameters(),
        job: plan.job().clone(),
        profile: *plan.profile(),
    }
}

/// What BITS's setters are given for a value: one call each.
pub fn assignments(value: &SettingValue) -> Vec<Assignment> {
    match value {
        SettingValue::Credentials(credentials) => credentials
            .0
            .iter()
            .map(|credential| Assignment::Credential {
                credential: credential.clone(),
                password: None,
            })
            .collect(),
        SettingValue::RemoveCredentials(removed) => removed
            .0
            .iter()
            .map(|removed| Assignment::RemoveCredential(*removed))
            .collect(),
        SettingValue::RemoteName(names) => names
            .0
            .iter()
            .map(|name| Assignment::RemoteName {
                file: index(name.file),
                remote_name: name.remote_name.clone(),
            })
            .collect(),
        SettingValue::ValidationState(states) => states
            .0
            .iter()
            .map(|state| Assignment::ValidationState {
                file: index(state.file),
                valid: state.valid,
            })
            .collect(),
        // They come with the calls that make the job and add its files.
        SettingValue::JobType(_) | SettingValue::Files(_) | SettingValue::FileRanges(_) => Vec::new(),
        SettingValue::DisplayName(_)
        | SettingValue::Description(_)
        | SettingValue::ReplaceRemotePrefix(_)
        | SettingValue::ReplyFileName(_)
        | SettingValue::Priority(_)
        | SettingValue::MinimumRetryDelay(_)
        | SettingValue::NoProgressTimeout(_)
        | SettingValue::MaximumDownloadTime(_)
        | SettingValue::CustomHeaders(_)
        | SettingValue::MakeCustomHeadersWriteOnly(_)
        | SettingValue::HttpMethod(_)
        | SettingValue::SecurityFlags(_)
        | SettingValue::ClientCertificateById(_)
        | SettingValue::ClientCertificateByName(_)
        | SettingValue::RemoveClientCertificate(_)
        | SettingValue::ProxySettings(_)
        | SettingValue::UseStoredCredentials(_)
        | SettingValue::NotifyFlags(_)
        | SettingValue::NotifyCmdLine(_)
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
        | SettingValue::HelperTokenFlags(_) => vec![Assignment::Value(value.clone())],
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Calls {
    /// What names them: 32 hexadecimal digits of the calls as they are shown, of what follows and of folders that are made.
    /// Secrets are not in it.
    pub fn digest(&self) -> String {
        digest(&self.target, &self.steps, self.then, self.folders)
    }

    /// The parameters that a person or a request may say. A hole that stands in the document is a secret.
    pub fn asked(&self) -> impl Iterator<Item = &String> {
        self.parameters.iter().filter(|name| !is_hole(name))
    }
}

/// The digest of calls as they are shown, and of what is done beside them.
pub(crate) fn digest(target: &Target, steps: &[Step], then: Then, folders: Folders) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{target:?}\n"));
    for step in steps {
        hash.update(nameless(&step.call));
        hash.update("\n");
    }
    hash.update(format!("{then:?} {folders:?}"));
    let bytes = hash.finalize();
    bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What BITS needs for a call beyond its first version.
pub fn feature(call: &Call) -> Option<Feature> {
    match call {
        Call::Set(assignment) => Feature::of(assignment.id()),
        Call::AddFile { file, .. } if !file.ranges.is_empty() => Feature::of(SettingId::FileRanges),
        Call::CreateJob { .. }
        | Call::AddFile { .. }
        | Call::Resume
        | Call::Suspend
        | Call::Complete
        | Call::Cancel => None,
    }
}

/// What a call does, in words. No secret is in it.
pub fn describe(call: &Call) -> String {
    match call {
        Call::CreateJob {
            display_name,
            job_type,
        } => format!(
            "Makes the job `{}`, {}, suspended",
            display_name.display(),
            job_type.label().to_lowercase()
        ),
        Call::AddFile { file, .. } => {
            let ranges = match file.ranges.as_slice() {
                [] => String::new(),
                _ => format!(", only the ranges {}", file.range_list()),
            };
            format!(
                "Adds the file {} as {}{ranges}",
                visible(&file.remote_name),
                file.local_name.display()
            )
        }
        Call::Resume => "Makes the job run".to_owned(),
        Call::Suspend => "Stops the job for now".to_owned(),
        Call::Complete => "Completes the job: its files get their names".to_owned(),
        Call::Cancel => "Cancels the job and deletes what it downloaded".to_owned(),
        Call::Set(assignment) => set_words(assignment),
    }
}

fn set_words(assignment: &Assignment) -> String {
    let label = assignment.id().label();
    match assignment {
        Assignment::Credential { credential, .. } => {
            let whose = match &credential.user {
                User::Implicit => "the current user".to_owned(),
                User::Named(name) => format!("{}, whose password is asked for", name.display()),
            };
            format!(
                "Signs in at the {} by {} as {whose}",
                credential.target.label().to_lowercase(),
                credential.scheme.label()
            )
        }
        Assignment::RemoveCredential(removed) => format!(
            "Takes the {} credentials for the {} away",
            removed.scheme.label(),
            removed.target.label().to_lowercase()
        ),
        Assignment::RemoteName { file, remote_name } => {
            format!("Gives file {file} the remote name {}", visible(remote_name))
        }
        Assignment::ValidationState { file, valid } => {
            let what = if *valid { "valid" } else { "not valid" };
            format!("Says that file {file} is {what}")
        }
        Assignment::Value(
            SettingValue::TakeOwnership(_)
            | SettingValue::MakeCustomHeadersWriteOnly(_)
            | SettingValue::RemoveClientCertificate(_),
        ) => label.to_owned(),
        // BITS takes the token of whoever calls. [com:IBitsTokenOptions.SetHelperToken]
        Assignment::Value(SettingValue::HelperToken(HelperToken::Set)) => {
            format!("{label}: the token of whoever runs this")
        }
        Assignment::Value(value) => format!("{label}: {}", value_words(value)),
    }
}
