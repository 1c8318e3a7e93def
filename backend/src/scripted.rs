//! A BITS that is not one: it stores everything, fails where it is told, and can block for ever.

use crate::call::Assignment;
use crate::failure::{Failure, Hresult};
use crate::service::{
    Feature, FileStatus, JobError, Outcome, Reading, Service, State, Status, Times, Wake, Waking,
};
use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::job::Owner;
use bitsmith_core::value::{Credential, File, Guid, HelperToken, JobType, ValidationState, ValidationStates};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// BG_E_INVALID_STATE.
const INVALID_STATE: Hresult = Hresult(0x8020_0002);
/// BG_E_EMPTY.
const EMPTY: Hresult = Hresult(0x8020_0003);

/// What becomes of a job that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course {
    /// It has its files after so many looks at it.
    Transfers(u32),
    /// It stops with this error after so many looks at it.
    Fails(u32, JobError),
    /// With each look at it so many bytes more are there, file after file; a look without bytes is one without headway, and
    /// so are all looks after the last of these. With all bytes it has its files.
    Steps(Vec<u64>),
    /// It makes no headway.
    Hangs,
}

/// A scripted BITS. A clone is another connection to the same one.
#[derive(Clone)]
pub struct Scripted {
    state: Arc<Mutex<World>>,
}

struct World {
    jobs: BTreeMap<Guid, Job>,
    made: u32,
    now: SystemTime,
    features: BTreeSet<Feature>,
    course: Course,
    calls: Vec<&'static str>,
    fail: BTreeMap<usize, Failure>,
    fail_setting: BTreeMap<SettingId, Failure>,
    /// Settings that are taken and not kept.
    ignored: BTreeSet<SettingId>,
    fail_cancel: Option<Failure>,
    block_at: Option<usize>,
    asked: usize,
    silent_from: Option<usize>,
    fail_questions: Option<Failure>,
    lists: Option<usize>,
    calls_back: bool,
    wake: Option<Wake>,
}

/// A job as the scripted BITS holds it.
#[derive(Clone)]
pub struct Job {
    /// Its name.
    pub display_name: String,
    /// Its type.
    pub job_type: JobType,
    /// Where it stands.
    pub state: State,
    /// What was set, but for what only acts.
    pub values: BTreeMap<SettingId, SettingValue>,
    /// Its files.
    pub files: Vec<File>,
    /// Its credentials.
    pub credentials: Vec<Credential>,
    /// Whether its headers were made write-only.
    pub write_only: bool,
    /// Whose it is.
    pub owner: String,
    looks: u32,
    error: Option<JobError>,
    creation: SystemTime,
    modification: SystemTime,
}

impl Default for Scripted {
    fn default() -> Scripted {
        Scripted::new()
    }
}

impl Scripted {
    /// A BITS with every interface and no job.
    pub fn new() -> Scripted {
        Scripted {
            state: Arc::new(Mutex::new(World {
                jobs: BTreeMap::new(),
                made: 0,
                now: SystemTime::now(),
                features: CATALOG.iter().filter_map(|spec| Feature::of(spec.id)).collect(),
                course: Course::Transfers(3),
                calls: Vec::new(),
                fail: BTreeMap::new(),
                fail_setting: BTreeMap::new(),
                ignored: BTreeSet::new(),
                fail_cancel: None,
                block_at: None,
                asked: 0,
                silent_from: None,
                fail_questions: None,
                lists: None,
                calls_back: false,
                wake: None,
            })),
        }
    }

    /// Call `number` from 1, counted over all calls that change something, fails.
    pub fn failing(self, number: usize, failure: Failure) -> Scripted {
        self.world().fail.insert(number, failure);
        self
    }

    /// Every call that sets this fails.
    pub fn refusing(self, setting: SettingId, failure: Failure) -> Scripted {
        self.world().fail_setting.insert(setting, failure);
        self
    }

    /// Every call that sets this succeeds and does nothing.
    pub fn ignoring(self, setting: SettingId) -> Scripted {
        self.world().ignored.insert(setting);
        self
    }

    /// Cancel fails.
    pub fn failing_cancel(self, failure: Failure) -> Scripted {
        self.world().fail_cancel = Some(failure);
        self
    }

    /// Call `number` from 1 never answers.
    pub fn blocking(self, number: usize) -> Scripted {
        self.world().block_at = Some(number);
        self
    }

    /// From question `number` from 1 on, counted over all calls that change nothing, no question is answered.
    pub fn silent_from(self, number: usize) -> Scripted {
        {
            let mut world = self.world();
            world.silent_from = Some(world.asked.saturating_add(number));
        }
        self
    }

    /// From now on every question, a call that changes nothing, fails.
    pub fn failing_questions(self, failure: Failure) -> Scripted {
        self.world().fail_questions = Some(failure);
        self
    }

    /// Every second list of its jobs is in the other order: BITS promises none.
    pub fn in_any_order(self) -> Scripted {
        self.world().lists = Some(0);
        self
    }

    /// It calls whoever asked for that, each time it is looked at: something happens to its jobs all the time.
    pub fn calling_back(self) -> Scripted {
        self.world().calls_back = true;
        self
    }

    /// How many questions were asked: calls that change nothing.
    pub fn asked(&self) -> usize {
        self.world().asked
    }

    /// It has no interface or property of this name.
    pub fn without(self, feature: &str) -> Scripted {
        self.world().features.retain(|has| has.0 != feature);
        self
    }

    /// What becomes of jobs that run.
    pub fn taking(self, course: Course) -> Scripted {
        self.world().course = course;
        self
    }

    /// A job that is there from the start.
    pub fn with_job(self, guid: &str, display_name: &str, job_type: JobType) -> Scripted {
        if let Some(guid) = Guid::parse(guid) {
            let mut world = self.world();
            let job = world.new_job(display_name, job_type);
            world.jobs.insert(guid, job);
        }
        self
    }

    /// A job that is there is somebody else's.
    pub fn of_somebody_else(self, guid: &str) -> Scripted {
        if let Some(guid) = Guid::parse(guid)
            && let Some(job) = self.world().jobs.get_mut(&guid)
        {
            job.owner = SOMEBODY_ELSE.to_owned();
        }
        self
    }

    /// Time passes.
    pub fn later(&self, time: Duration) {
        self.world().now += time;
    }

    /// The names of the calls that changed something, in order, those that failed included.
    pub fn calls(&self) -> Vec<&'static str> {
        self.world().calls.clone()
    }

    /// The job of that GUID, final ones included.
    pub fn job(&self, guid: &Guid) -> Option<Job> {
        self.world().jobs.get(guid).cloned()
    }

    /// Puts a job into a state.
    pub fn put(&self, guid: &Guid, state: State, error: Option<JobError>) {
        if let Some(job) = self.world().jobs.get_mut(guid) {
            job.state = state;
            job.error = error;
        }
    }

    /// The jobs that are not over.
    pub fn living(&self) -> Vec<Guid> {
        let world = self.world();
        let living = world.jobs.iter().filter(|(_, job)| !job.state.is_final());
        living.map(|(guid, _)| guid.clone()).collect()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a question, and lets it fail or wait for ever where it was told to.
    fn question(&self) -> Result<MutexGuard<'_, World>, Failure> {
        let mut world = self.world();
        world.asked = world.asked.saturating_add(1);
        if world.silent_from.is_some_and(|from| world.asked >= from) {
            drop(world);
            block();
        }
        match world.fail_questions {
            Some(failure) => Err(failure),
            None => Ok(world),
        }
    }

    /// Counts a call that changes something, and lets it fail or block where it was told to.
    fn enter(&self, name: &'static str) -> Result<MutexGuard<'_, World>, Failure> {
        let mut world = self.world();
        world.calls.push(name);
        let number = world.calls.len();
        if world.block_at == Some(number) {
            drop(world);
            block();
        }
        match world.fail.get(&number) {
            Some(failure) => Err(*failure),
            None => Ok(world),
        }
    }
}

fn block() -> ! {
    loop {
        std::thread::park();
    }
}

impl World {
    fn new_job(&mut self, display_name: &str, job_type: JobType) -> Job {
        Job {
            display_name: display_name.to_owned(),
            job_type,
            state: State::Suspended,
            values: BTreeMap::new(),
            files: Vec::new(),
            credentials: Vec::new(),
            write_only: false,
            owner: ME.to_owned(),
            looks: 0,
            error: None,
            creation: self.now,
            modification: self.now,
        }
    }

    fn open(&mut self, guid: &Guid) -> Result<&mut Job, Failure> {
        let now = self.now;
        match self.jobs.get_mut(guid) {
            None => Err(Failure::Refused(Hresult::NOT_FOUND)),
            Some(job) if job.state.is_final() => Err(Failure::Refused(INVALID_STATE)),
            Some(job) => {
                job.modification = now;
                Ok(job)
            }
        }
    }

    fn seen(&mut self, guid: &Guid) -> Result<&mut Job, Failure> {
        // BITS forgets a job once it is over and nobody holds it.
        match self.jobs.get_mut(guid) {
            Some(job) if !job.state.is_final() => Ok(job),
            _ => Err(Failure::Refused(Hresult::NOT_FOUND)),
        }
    }
}

impl Job {
    fn set(&mut self, assignment: &Assignment) -> Outcome {
        match assignment {
            Assignment::Credential { credential, .. } => {
                let same = |other: &Credential| {
                    (other.target, other.scheme) == (credential.target, credential.scheme)
                };
                self.credentials.retain(|other| !same(other));
                self.credentials.push(credential.clone());
            }
            Assignment::RemoveCredential(removed) => {
                let before = self.credentials.len();
                let same =
                    |other: &Credential| (other.target, other.scheme) == (removed.target, removed.scheme);
                self.credentials.retain(|other| !same(other));
                if self.credentials.len() == before {
                    return Ok(Hresult(1));
                }
            }
            Assignment::RemoteName { file, remote_name } => match self.files.get_mut(*file) {
                Some(file) => file.remote_name = remote_name.clone(),
                None => return Err(Failure::Refused(Hresult(0x8020_0029))),
            },
            Assignment::ValidationState { file, valid } => {
                let states = self.values.entry(SettingId::ValidationState);
                let states = states.or_insert(SettingValue::ValidationState(ValidationStates(Vec::new())));
                if let SettingValue::ValidationState(ValidationStates(states)) = states {
                    let file = u32::try_from(*file).unwrap_or(u32::MAX);
                    states.retain(|state| state.file != file);
                    states.push(ValidationState { file, valid: *valid });
                }
            }
            Assignment::Value(value) => return self.set_value(value),
        }
        Ok(Hresult::S_OK)
    }

    fn set_value(&mut self, value: &SettingValue) -> Outcome {
        match value {
            SettingValue::DisplayName(name) => {
                self.display_name = name.0.display();
            }
            SettingValue::TakeOwnership(_) => {
                self.owner = ME.to_owned();
                self.values.retain(|id, _| !id.wiped_by_ownership());
                self.credentials.clear();
            }
            SettingValue::MakeCustomHeadersWriteOnly(_) => self.write_only = true,
            SettingValue::RemoveClientCertificate(_) => {
                self.values.remove(&SettingId::ClientCertificateById);
                self.values.remove(&SettingId::ClientCertificateByName);
            }
            SettingValue::ReplaceRemotePrefix(change) => {
                let old = change.old_prefix.display();
                let mut found = false;
                for file in &mut self.files {
                    let name = file.remote_name.display();
                    if let Some(rest) = name.strip_prefix(&old) {
                        found = true;
                        let name = format!("{}{rest}", change.new_prefix.display());
                        file.remote_name = bitsmith_core::text::Text::literal(name);
                    }
                }
                // S_FALSE: no name began with it. [com:IBackgroundCopyJob3.ReplaceRemotePrefix]
                return Ok(Hresult(u32::from(!found)));
            }
            SettingValue::HelperToken(HelperToken::Clear) => {
                self.values.remove(&SettingId::HelperToken);
            }
            SettingValue::CustomHeaders(headers) if headers.0.is_empty() => {
                self.values.remove(&SettingId::CustomHeaders);
            }
            SettingValue::NotifyCmdLine(command) if command.program.is_empty() => {
                self.values.remove(&SettingId::NotifyCmdLine);
            }
            other => {
                self.values.insert(other.id(), other.clone());
            }
        }
        Ok(Hresult::S_OK)
    }

    fn look(&mut self, course: &Course) {
        if !matches!(
            self.state,
            State::Queued | State::Connecting | State::Transferring
        ) {
            return;
        }
        self.looks += 1;
        self.state = match course {
            Course::Transfers(looks) if self.looks >= *looks => State::Transferred,
            Course::Steps(_) if self.bytes_on(course) == self.size() => State::Transferred,
            Course::Fails(looks, error) if self.looks >= *looks => {
                self.error = Some(error.clone());
                State::Error
            }
            _ if self.looks == 1 => State::Connecting,
            _ => State::Transferring,
        };
    }

    fn size(&self) -> u64 {
        SIZE * u64::from(self.count())
    }

    /// How many bytes are there.
    fn bytes(&self, course: &Course) -> u64 {
        match self.state {
            State::Transferred => self.size(),
            State::Transferring => self.bytes_on(course),
            // What was there stays while somebody has stopped it.
            State::Suspended if matches!(course, Course::Steps(_)) => self.bytes_on(course),
            _ => 0,
        }
    }

    /// How many bytes a course brings after so many looks.
    fn bytes_on(&self, course: &Course) -> u64 {
        match course {
            Course::Transfers(looks) => self.size() * u64::from(self.looks) / u64::from((*looks).max(1)),
            Course::Steps(steps) => {
                let looks = usize::try_from(self.looks).unwrap_or(usize::MAX);
                steps.iter().take(looks).sum::<u64>().min(self.size())
            }
            Course::Fails(..) | Course::Hangs => 0,
        }
    }

    /// Whether the server has said how much it is.
    fn knows_size(&self) -> bool {
        matches!(self.state, State::Transferring | State::Transferred)
    }

    fn count(&self) -> u32 {
        u32::try_from(self.files.len()).unwrap_or(u32::MAX)
    }
}

/// Whoever asks.
const ME: &str = "S-1-5-21-1-2-3-1001";
const SOMEBODY_ELSE: &str = "S-1-5-21-1-2-3-1002";

/// The size that every file has.
const SIZE: u64 = 1000;

impl Service for Scripted {
    fn features(&mut self) -> Result<Vec<Feature>, Failure> {
        Ok(self.question()?.features.iter().copied().collect())
    }

    fn create_job(&mut self, display_name: &str, job_type: JobType) -> Result<Guid, Failure> {
        let mut world = self.enter("CreateJob")?;
        world.made += 1;
        let text = format!("{:08X}-0000-4000-8000-00000000B175", world.made);
        let guid = Guid::parse(&text).ok_or(Failure::Unsayable("The GUID is none."))?;
        let job = world.new_job(display_name, job_type);
        world.jobs.insert(guid.clone(), job);
        Ok(guid)
    }

    fn jobs(&mut self, owner: Owner) -> Result<Vec<Guid>, Failure> {
        let mut world = self.question()?;
        let turned = world.lists.is_some_and(|lists| lists % 2 == 1);
        world.lists = world.lists.map(|lists| lists.saturating_add(1));
        let listed = world
            .jobs
            .iter()
            .filter(|(_, job)| !job.state.is_final() && (owner == Owner::AllUsers || job.owner == ME));
        let mut living: Vec<Guid> = listed.map(|(guid, _)| guid.clone()).collect();
        if turned {
            living.reverse();
        }
        Ok(living)
    }

    fn set(&mut self, job: &Guid, assignment: &Assignment) -> Outcome {
        let mut world = self.enter("Set")?;
        if let Some(failure) = world.fail_setting.get(&assignment.id()) {
            return Err(*failure);
        }
        let needed = Feature::of(assignment.id());
        if let Some(feature) = needed.filter(|feature| !world.features.contains(feature)) {
            return Err(Failure::Missing(feature.0));
        }
        if world.ignored.contains(&assignment.id()) {
            return Ok(Hresult::S_OK);
        }
        world.open(job)?.set(assignment)
    }

    fn add_file(&mut self, job: &Guid, file: &File) -> Outcome {
        let mut world = self.enter("AddFile")?;
        let job = world.open(job)?;
        if job.job_type != JobType::Download && !job.files.is_empty() {
            // BG_E_TOO_MANY_FILES
            return Err(Failure::Refused(Hresult(0x8020_001C)));
        }
        job.files.push(file.clone());
        Ok(Hresult::S_OK)
    }

    fn resume(&mut self, job: &Guid) -> Outcome {
        let mut world = self.enter("Resume")?;
        let job = world.open(job)?;
        if job.files.is_empty() {
            return Err(Failure::Refused(EMPTY));
        }
        if matches!(
            job.state,
            State::Suspended | State::Error | State::TransientError | State::Transferred
        ) {
            job.state = State::Queued;
            job.looks = 0;
            job.error = None;
        }
        Ok(Hresult::S_OK)
    }

    fn suspend(&mut self, job: &Guid) -> Outcome {
        let mut world = self.enter("Suspend")?;
        world.open(job)?.state = State::Suspended;
        Ok(Hresult::S_OK)
    }

    fn complete(&mut self, job: &Guid) -> Outcome {
        let mut world = self.enter("Complete")?;
        let job = world.open(job)?;
        let whole = job.state == State::Transferred;
        if !whole && job.job_type != JobType::Download {
            return Err(Failure::Refused(INVALID_STATE));
        }
        job.state = State::Acknowledged;
        // BG_S_PARTIAL_COMPLETE
        Ok(if whole {
            Hresult::S_OK
        } else {
            Hresult(0x0020_0017)
        })
    }

    fn cancel(&mut self, job: &Guid) -> Outcome {
        let mut world = self.enter("Cancel")?;
        if let Some(failure) = world.fail_cancel {
            return Err(failure);
        }
        world.open(job)?.state = State::Cancelled;
        Ok(Hresult::S_OK)
    }

    fn read(&mut self, job: &Guid, setting: SettingId) -> Result<Reading, Failure> {
        let mut world = self.question()?;
        let job = world.seen(job)?;
        Ok(match setting {
            SettingId::DisplayName => Reading::Value(SettingValue::DisplayName(
                bitsmith_core::value::DisplayName(bitsmith_core::text::Text::literal(&job.display_name)),
            )),
            SettingId::JobType => Reading::Value(SettingValue::JobType(job.job_type)),
            SettingId::CustomHeaders if job.write_only => Reading::Untold,
            SettingId::Credentials
            | SettingId::RemoveCredentials
            | SettingId::RemoveClientCertificate
            | SettingId::ReplaceRemotePrefix
            | SettingId::RemoteName
            | SettingId::MakeCustomHeadersWriteOnly
            | SettingId::TakeOwnership
            | SettingId::Files
            | SettingId::FileRanges => Reading::Untold,
            other => match job.values.get(&other) {
                Some(value) => Reading::Value(value.clone()),
                None => Reading::Unset,
            },
        })
    }

    fn wake(&mut self, _job: &Guid, wake: Option<Wake>) -> Result<Waking, Failure> {
        let mut world = self.world();
        if !world.calls_back {
            return Ok(Waking::Polled);
        }
        world.wake = wake;
        Ok(Waking::Called)
    }

    fn status(&mut self, job: &Guid) -> Result<Status, Failure> {
        let mut world = self.question()?;
        if let Some(wake) = &world.wake {
            wake();
        }
        let course = world.course.clone();
        let job = world.seen(job)?;
        job.look(&course);
        let bytes = job.bytes(&course);
        Ok(Status {
            display_name: job.display_name.clone(),
            job_type: job.job_type,
            state: job.state,
            owner: Some(job.owner.clone()),
            bytes_transferred: bytes,
            bytes_total: job.knows_size().then(|| job.size()),
            files_transferred: u32::try_from(bytes / SIZE).unwrap_or(u32::MAX),
            files_total: job.count(),
            times: Some(Times {
                creation: job.creation,
                modification: job.modification,
                transfer_completion: None,
            }),
            error_count: Some(u32::from(job.error.is_some())),
            error: job.error.clone(),
        })
    }

    fn files(&mut self, job: &Guid) -> Result<Vec<FileStatus>, Failure> {
        let mut world = self.question()?;
        let course = world.course.clone();
        let job = world.seen(job)?;
        let mut left = job.bytes(&course);
        let mut one = |file: &File| {
            let bytes = left.min(SIZE);
            left -= bytes;
            FileStatus {
                file: file.clone(),
                bytes_transferred: bytes,
                bytes_total: job.knows_size().then_some(SIZE),
                is_completed: bytes == SIZE,
            }
        };
        Ok(job.files.iter().map(&mut one).collect())
    }
}
