//! Watching a job: how fast, how long still, whether it is stuck, and how it ends.

use crate::failure::{Failure, Hresult};
use crate::service::{JobError, Service, State, Status, Waking};
use bitsmith_core::value::Guid;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a job is looked at. (Chromium's updater does so too.)
pub const POLL: Duration = Duration::from_secs(4);
/// How long a job makes no progress before it is called stuck.
pub const STUCK: Duration = Duration::from_secs(15 * 60);
/// Over how long the speed is taken.
const WINDOW: Duration = Duration::from_secs(30);

/// Time, so that tests need not wait for it.
pub trait Clock {
    /// The time that has passed since some moment.
    fn now(&self) -> Duration;
    /// Waits, at most so long.
    fn sleep(&self, time: Duration);
}

/// The machine's clock.
pub struct SystemClock(Instant);

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock(Instant::now())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// How a job gets on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What BITS says.
    pub status: Status,
    /// Bytes a second, over the last half minute; `None` until that can be said.
    pub speed: Option<u64>,
    /// How long still, at this speed.
    pub remaining: Option<Duration>,
    /// Whether it has made no progress for [`STUCK`] while it runs.
    pub is_stuck: bool,
}

/// Remembers what was seen of a job.
#[derive(Debug, Default)]
pub struct Watcher {
    seen: VecDeque<(Duration, u64)>,
    progressed: Option<Duration>,
    state: Option<State>,
}

impl Watcher {
    /// Takes in what BITS says at a time.
    pub fn see(&mut self, now: Duration, status: Status) -> Progress {
        let bytes = status.bytes_transferred;
        let last = self.seen.back().map(|(_, bytes)| *bytes);
        if last.is_some_and(|last| bytes < last) {
            // It began again from the start.
            self.seen.clear();
        }
        let changed = self.state != Some(status.state) && !is_waiting(status.state);
        if last != Some(bytes) || changed || self.progressed.is_none() {
            self.progressed = Some(now);
        }
        self.state = Some(status.state);
        self.seen.push_back((now, bytes));
        while self.seen.len() > 2
            && self
                .seen
                .front()
                .is_some_and(|(at, _)| now.saturating_sub(*at) > WINDOW)
        {
            self.seen.pop_front();
        }
        let speed = self.speed().filter(|_| status.state == State::Transferring);
        let left = status.bytes_total.map(|total| total.saturating_sub(bytes));
        let remaining = match (left, speed) {
            (Some(left), Some(speed)) => left.checked_div(speed).map(Duration::from_secs),
            _ => None,
        };
        let idle = now.saturating_sub(self.progressed.unwrap_or(now));
        Progress {
            is_stuck: runs(status.state) && idle >= STUCK,
            status,
            speed,
            remaining,
        }
    }

    fn speed(&self) -> Option<u64> {
        let ((from, first), (to, last)) = (self.seen.front()?, self.seen.back()?);
        let millis = u64::try_from(to.saturating_sub(*from).as_millis()).ok()?;
        last.saturating_sub(*first)
            .saturating_mul(1000)
            .checked_div(millis)
    }
}

/// Whether a state changes to and fro without any progress.
fn is_waiting(state: State) -> bool {
    matches!(state, State::Queued | State::Connecting | State::TransientError)
}

/// Whether BITS works at the job.
fn runs(state: State) -> bool {
    is_waiting(state) || state == State::Transferring
}

/// Why a job is no longer waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// All its files are there.
    Transferred,
    /// It is in error.
    Error(Option<JobError>),
    /// Somebody stopped it.
    Suspended,
    /// Somebody completed or cancelled it, or BITS no longer has it.
    Gone,
    /// The bound has passed.
    Bound,
    /// Whoever waits was asked to stop.
    Stopped,
    /// BITS does not answer.
    Lost(Failure),
}

/// How a job is waited for.
pub struct Waiting<'w> {
    /// The longest; `None`: as long as it takes.
    pub bound: Option<Duration>,
    /// How often it is looked at.
    pub poll: Duration,
    /// The time.
    pub clock: &'w dyn Clock,
    /// Says that the waiting shall end.
    pub stop: &'w AtomicBool,
}

/// How many looks in a row may fail before BITS is called lost: it may be restarted meanwhile.
const MISSES: u32 = 3;
/// How long it takes at most to notice that the waiting shall end.
const NOTICE: Duration = Duration::from_millis(200);

/// Watches a job until it has its files, is in error, or is no longer waited for. Where BITS calls, it is looked at sooner.
pub fn wait(
    job: &Guid,
    service: &mut dyn Service,
    waiting: &Waiting<'_>,
    tell: &mut dyn FnMut(&Progress),
) -> End {
    let called = Arc::new(AtomicBool::new(false));
    let call = called.clone();
    // A refusal is no reason to stop: looking is enough.
    let waking = service.wake(job, Some(Arc::new(move || call.store(true, Ordering::SeqCst))));
    let end = watch(job, service, waiting, &called, tell);
    if waking == Ok(Waking::Called) {
        // A job that has ended takes no callback away any more.
        let _ = service.wake(job, None);
    }
    end
}

fn watch(
    job: &Guid,
    service: &mut dyn Service,
    waiting: &Waiting<'_>,
    called: &AtomicBool,
    tell: &mut dyn FnMut(&Progress),
) -> End {
    let mut watcher = Watcher::default();
    let mut misses = 0;
    let start = waiting.clock.now();
    loop {
        match service.status(job) {
            Ok(status) => {
                misses = 0;
                let error = status.error.clone();
                let state = status.state;
                tell(&watcher.see(waiting.clock.now(), status));
                match state {
                    State::Transferred => return End::Transferred,
                    State::Error => return End::Error(error),
                    State::Suspended => return End::Suspended,
                    State::Acknowledged | State::Cancelled => return End::Gone,
                    State::Queued | State::Connecting | State::Transferring | State::TransientError => {}
                }
            }
            Err(Failure::Refused(Hresult::NOT_FOUND)) => return End::Gone,
            Err(failure) => {
                misses += 1;
                if misses >= MISSES {
                    return End::Lost(failure);
                }
            }
        }
        let mut slept = Duration::ZERO;
        loop {
            if waiting.stop.load(Ordering::SeqCst) {
                return End::Stopped;
            }
            let passed = waiting.clock.now().saturating_sub(start);
            if waiting.bound.is_some_and(|bound| passed >= bound) {
                return End::Bound;
            }
            // However often BITS calls, it is left in peace between two looks.
            let nap = NOTICE.min(waiting.poll.saturating_sub(slept));
            waiting.clock.sleep(nap);
            slept += nap;
            if slept >= waiting.poll || called.swap(false, Ordering::SeqCst) {
                break;
            }
        }
    }
}
