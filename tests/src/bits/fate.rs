//! What happens to a job after it is resumed, by the second.

use super::fault::Fault;
use super::job::State;

/// What happens to one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Seconds after the resume, and what happens then, in order.
    pub events: Vec<(i64, Event)>,
    /// Completing it fails with this.
    pub complete_fault: Option<Fault>,
}

/// Something that happens to a job without a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It goes into a state.
    Goes(State),
    /// It fails for good.
    Fails(Fault),
    /// It fails and will try again.
    Stumbles(Fault),
    /// Someone cancels it.
    Vanishes,
    /// Someone completes it.
    IsFinished,
}

impl Fate {
    fn of(events: Vec<(i64, Event)>) -> Self {
        let mut all = vec![
            (1, Event::Goes(State::Connecting)),
            (2, Event::Goes(State::Transferring)),
        ];
        all.extend(events);
        Self {
            events: all,
            complete_fault: None,
        }
    }

    /// All files arrive after so many seconds.
    pub fn transfers_after(seconds: i64) -> Self {
        Self::of(vec![(seconds.max(3), Event::Goes(State::Transferred))])
    }

    /// It ends in Error.
    pub fn fails(fault: Fault) -> Self {
        Self::of(vec![(4, Event::Fails(fault))])
    }

    /// It stumbles, tries again and arrives.
    pub fn stumbles_then_transfers(fault: Fault) -> Self {
        Self::of(vec![
            (3, Event::Stumbles(fault)),
            (63, Event::Goes(State::Queued)),
            (64, Event::Goes(State::Connecting)),
            (65, Event::Goes(State::Transferring)),
            (70, Event::Goes(State::Transferred)),
        ])
    }

    /// It goes on for ever.
    pub fn never_ends() -> Self {
        Self::of(Vec::new())
    }

    /// Someone cancels it after so many seconds.
    pub fn vanishes_after(seconds: i64) -> Self {
        Self::of(vec![(seconds, Event::Vanishes)])
    }

    /// It arrives and someone completes it before the script does.
    pub fn finished_by_another() -> Self {
        Self::of(vec![(5, Event::Goes(State::Transferred)), (5, Event::IsFinished)])
    }

    /// It arrives but completing it fails.
    pub fn complete_fails(fault: Fault) -> Self {
        Self {
            complete_fault: Some(fault),
            ..Self::transfers_after(5)
        }
    }
}

impl Default for Fate {
    fn default() -> Self {
        Self::transfers_after(5)
    }
}
