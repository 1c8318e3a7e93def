//! Where a batch file goes: labels, jumps, called routines, ends.

use super::sequence::either;
use super::variable::{Given, Held};
use super::{Follower, mention};
use crate::parse::cmd::{Command, Form, Join, Mode, Program, Statement, label_name};
use crate::parse::conditions::Way;
use crate::parse::follow::counting::Rounds;
use crate::parse::follow::variables::Mark;
use crate::parse::patterns::COMMANDS_NOT_FOLLOWED;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The text itself, or a routine that is called, while it is followed.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// The statement it begins with.
    start: usize,
    /// Its arguments; `None`: those of the batch file, which nobody knows.
    pub(super) given: Option<Given>,
    /// How many `setlocal`s were open where it begins.
    scopes: usize,
    /// What variables hold at each jump to a label that is not reached yet.
    jumps: BTreeMap<usize, State>,
    /// The labels that a jump leads to which runs whenever the script does.
    sure: BTreeSet<usize>,
    /// What they hold where it returns.
    returned: Option<State>,
    /// The labels that it came to.
    visited: BTreeSet<usize>,
    /// The parts under a condition that the statement stands in that is followed, the outermost first.
    alternatives: Vec<usize>,
    /// The two ways of each jump that decides over two parts.
    forks: BTreeMap<usize, Way>,
}

/// What variables hold at a jump; `None`: too much to keep.
#[derive(Debug)]
struct State {
    values: Option<BTreeMap<String, Held>>,
    scopes: Vec<Mark>,
}

/// The deepest that routines are called from each other.
const DEEPEST: usize = 12;
/// The most that is followed in routines, in bytes, and kept for jumps.
const MOST: usize = 4 << 20;
/// What each of them counts at least.
const ONCE: usize = 64;
/// What a variable counts that is kept.
const VARIABLE: usize = 32;

impl Follower<'_, '_, '_> {
    /// The whole text.
    pub(super) fn whole(&mut self) {
        self.frames.push(Frame::default());
        self.run(0);
        self.rest();
        if self.mode == Mode::Prompt {
            return;
        }
        // What is behind labels that nothing leads to.
        let outline = Rc::clone(&self.outline);
        self.is_anywhere = self.goes_anywhere;
        for label in outline.labels() {
            if self.reached.contains(label) {
                continue;
            }
            if !self.goes_anywhere {
                self.dead(label.saturating_add(1));
                continue;
            }
            self.doubt_several();
            self.ended = false;
            self.run(*label);
            self.rest();
        }
    }

    /// What stands from a statement of the text on up to the next label never runs; where that is.
    fn dead(&mut self, from: usize) -> usize {
        let root = self.root;
        let behind = self.outline.label_from(from).unwrap_or(root.len());
        if self.told.insert(from) {
            for dead in root.get(from..behind).unwrap_or(&[]) {
                self.script.never_runs(dead.span, self.source);
            }
        }
        behind
    }

    /// The labels that the frame jumped to and that stand before the place where it jumped.
    fn rest(&mut self) {
        while let Some(next) = self.frame(|frame| frame.jumps.keys().next().copied()).flatten() {
            self.ended = true;
            self.run(next);
        }
    }

    fn frame<R>(&mut self, with: impl FnOnce(&mut Frame) -> R) -> Option<R> {
        self.frames.last_mut().map(with)
    }

    /// Follows the statements of the text from one on.
    fn run(&mut self, from: usize) {
        self.statements_from(from);
        self.stand_in(Vec::new());
    }

    /// The statement that follows stands in these parts under a condition.
    fn stand_in(&mut self, around: Vec<usize>) {
        let before = self
            .frame(|frame| std::mem::take(&mut frame.alternatives))
            .unwrap_or_default();
        let same = before
            .iter()
            .zip(&around)
            .take_while(|(before, now)| before == now)
            .count();
        for _ in before.iter().skip(same) {
            self.script.jobs.conditions.leave();
        }
        let alternatives = Rc::clone(&self.alternatives);
        for one in around
            .iter()
            .skip(same)
            .filter_map(|number| alternatives.get(*number))
        {
            let conditions = &mut self.script.jobs.conditions;
            let way = one.of_two.and_then(|(jump, is_second)| {
                let forks = &mut self.frames.last_mut()?.forks;
                let first = *forks.entry(jump).or_insert_with(|| conditions.fork(2));
                Some(if is_second { first.next() } else { first })
            });
            conditions.enter_way(one.about, way);
        }
        self.frame(|frame| frame.alternatives = around);
    }

    fn statements_from(&mut self, from: usize) {
        let root = self.root;
        let mut at = from;
        while let Some(statement) = root.get(at) {
            self.stand_in(self.alternatives.around(at));
            if let Form::Label(name) = &statement.form {
                at = match self.mode == Mode::Prompt || self.arrive(at, name, statement) {
                    true => at.saturating_add(1),
                    // What stands behind a label that nothing leads to yet is not looked at.
                    false => match self.next_jump(at) {
                        Some(next) => next,
                        None => return,
                    },
                };
                continue;
            }
            if self.ended {
                at = self.dead(at);
                continue;
            }
            let begin = at.saturating_add(1);
            let more = root.get(begin..).unwrap_or(&[]);
            let length = more
                .iter()
                .position(|next| next.join == Join::First || matches!(next.form, Form::Label(_)));
            let behind = begin.saturating_add(length.unwrap_or(more.len()));
            let unit = root.get(at..behind).unwrap_or(&[]);
            let length = unit.iter().map(|one| one.span.len()).sum();
            if self.frames.len() > 1 && !self.has_room(length) {
                self.goes_anywhere = true;
                self.return_from(true);
                return;
            }
            self.at = at;
            self.units.push(BTreeMap::new());
            self.list(unit);
            self.units.pop();
            self.ended |= std::mem::take(&mut self.is_left);
            at = behind;
        }
        if !self.ended {
            self.return_from(false);
        }
    }

    /// The next label behind a statement that the frame jumped to, or may have jumped to.
    fn next_jump(&self, at: usize) -> Option<usize> {
        let behind = at.saturating_add(1);
        let jumps = &self.frames.last()?.jumps;
        let jump = jumps.range(behind..).next().map(|(label, _)| *label);
        let next = match self.is_anywhere {
            true => self
                .outline
                .label_from(behind)
                .filter(|next| self.may_come_to(*next)),
            false => None,
        };
        jump.into_iter().chain(next).min()
    }

    /// Whether a jump that is not known may lead to a label that nothing else led to.
    fn may_come_to(&self, label: usize) -> bool {
        self.is_anywhere && self.frames.len() == 1 && !self.reached.contains(&label)
    }

    /// Comes to a label: whether what stands behind it is followed.
    fn arrive(&mut self, at: usize, name: &str, statement: &Statement) -> bool {
        let is_sure = !self.ended && !self.script.is_by_jump
            || self.frames.last().is_some_and(|frame| frame.sure.contains(&at));
        let state = self.frame(|frame| frame.jumps.remove(&at)).flatten();
        match state {
            Some(state) => self.meet(state),
            // `goto %1` may lead here as well as to the label before.
            None if self.ended && self.may_come_to(at) => {
                self.doubt_several();
                self.ended = false;
            }
            None if self.ended => return false,
            None => {}
        }
        let is_new = self.frame(|frame| frame.visited.insert(at)).unwrap_or(false);
        if !is_new {
            self.ended = true;
            return false;
        }
        self.reached.insert(at);
        // A routine is run as surely as its call.
        if self.frames.len() < 2 || self.frames.last().is_none_or(|frame| frame.start != at) {
            self.script.is_by_jump = !is_sure;
        }
        // A jump back begins another round, with what this one assigned.
        if let Some(last) = self
            .outline
            .last_jump(name)
            .filter(|last| *last > statement.span.end)
        {
            self.doubt_in(Span::new(statement.span.end, last));
        }
        self.waiting.label(name);
        // Who calls a routine is known.
        if self.frames.len() < 2 || self.frames.last().is_none_or(|frame| frame.start != at) {
            self.script.jobs.label();
        }
        self.rounds = Rounds::of(name, self.asked.len(), std::mem::take(&mut self.numbers));
        true
    }

    /// Comes from a jump, and perhaps from the statement before too.
    fn meet(&mut self, state: State) {
        let Some(values) = state.values else {
            if self.ended {
                self.scopes = state.scopes;
            }
            self.ended = false;
            self.doubt_several();
            return;
        };
        let mut names: BTreeSet<String> = self.environment.names().into_iter().collect();
        names.extend(values.keys().cloned());
        for name in names {
            let then = values.get(&name).cloned();
            let now = self.environment.get(&name).cloned();
            let held = match self.ended {
                true => then,
                false => either(now.clone(), then),
            };
            if held != now {
                self.put(&name, held);
            }
        }
        match self.ended {
            true => self.scopes = state.scopes,
            false => self.scopes.truncate(state.scopes.len()),
        }
        self.ended = false;
    }

    /// Whether there is room to keep or follow more.
    pub(super) fn has_room(&mut self, bytes: usize) -> bool {
        self.followed = self.followed.saturating_add(bytes).saturating_add(ONCE);
        self.followed <= MOST
    }

    /// What variables hold now.
    fn state(&mut self) -> State {
        let count = self.environment.values().len();
        let has_room = !self.is_lost && self.has_room(count.saturating_mul(VARIABLE));
        State {
            values: has_room.then(|| self.environment.values().clone()),
            scopes: self.scopes.clone(),
        }
    }

    /// `goto`
    pub(super) fn jump(&mut self, label: &str) {
        // At the prompt there are no labels. [cmd]
        if self.mode == Mode::Prompt {
            return;
        }
        if label_name(label) == "eof" {
            self.return_from(false);
            return;
        }
        self.leave_loops();
        let target = self.outline.target(label, self.at);
        // Without its label it ends the batch file. [cmd]
        self.goes_anywhere |= target.is_none();
        if let Some(target) = target {
            if target < self.at {
                self.waiting.jump(label);
            }
            self.bound(label);
            if self.branches == 0 && !self.script.is_by_jump {
                self.frame(|frame| frame.sure.insert(target));
            }
            let is_visited = self.frame(|frame| frame.visited.contains(&target));
            if is_visited == Some(false) {
                let state = self.state();
                self.frame(|frame| {
                    let met = match frame.jumps.remove(&target) {
                        Some(before) => before.and(state),
                        None => state,
                    };
                    frame.jumps.insert(target, met);
                });
            }
        }
        self.ended = true;
    }

    /// What stands around is left, where a condition holds that is no check of what a call said.
    fn leave_loops(&mut self) {
        if self.script.jobs.conditions.is_decided() {
            self.left = self.left.saturating_add(1);
        }
    }

    /// A jump to a label that nobody knows.
    pub(super) fn leave(&mut self) {
        self.ended |= self.mode == Mode::Batch;
        self.goes_anywhere = true;
    }

    /// `exit`; `is_of_file`: `exit /b`.
    pub(super) fn exit(&mut self, is_of_file: bool) {
        self.leave_loops();
        match is_of_file {
            true => self.return_from(false),
            false => self.ended = true,
        }
    }

    /// The frame returns, or the text is over; `is_lost`: nobody knows what it would have done.
    fn return_from(&mut self, is_lost: bool) {
        self.ended = true;
        let [_, .., frame] = self.frames.as_slice() else {
            return;
        };
        let base = frame.scopes;
        // What is open of it ends with it. [cmd]
        let own = self.scopes.get(base).copied();
        let mut state = self.state();
        if let (Some(own), Some(values)) = (own, &mut state.values) {
            for (name, old) in self.environment.changed(own) {
                match old {
                    Some(old) => values.insert(name, old),
                    None => values.remove(&name),
                };
            }
        }
        state.scopes.truncate(base);
        if is_lost {
            state.values = None;
        }
        self.frame(|frame| {
            frame.returned = Some(match frame.returned.take() {
                Some(before) => before.and(state),
                None => state,
            });
        });
    }

    /// `call :label`
    pub(super) fn call(&mut self, command: &Command, program: &Program, span: Span) {
        // The word holds its colon; a variable in it was looked up.
        let label = command.words.get(program.word).and_then(|word| word.literal());
        self.goes_anywhere |= label.is_none();
        let target =
            label
                .filter(|_| self.mode == Mode::Batch)
                .and_then(|label| match label_name(&label).as_str() {
                    "eof" => None,
                    label => self.outline.target(label, self.at),
                });
        let Some(target) = target else {
            self.script.opaque(span);
            self.doubt_several();
            return;
        };
        let is_open = self
            .frames
            .iter()
            .any(|frame| frame.start == target && target > 0);
        if is_open || self.frames.len() > DEEPEST || !self.has_room(0) {
            self.goes_anywhere |= !is_open;
            self.script.opaque(span);
            if self.is_of_bits(target) {
                self.script.say(
                    &COMMANDS_NOT_FOLLOWED,
                    span,
                    "The routine that is called here names commands of BITS, and is followed once only, or not so often: what this call does is not known.",
                );
            }
            self.doubt_several();
            return;
        }
        let behind = command.words.get(program.word.saturating_add(1)..).unwrap_or(&[]);
        let words: Vec<_> = behind
            .iter()
            .map(|word| (word.parts.clone(), self.job_of(&word.parts)))
            .collect();
        let at = self.at;
        let rounds = std::mem::take(&mut self.rounds);
        let loops = std::mem::take(&mut self.loops);
        let scopes = self.scopes.clone();
        self.frames.push(Frame {
            start: target,
            given: Some(Given::of(&words)),
            scopes: scopes.len(),
            ..Frame::default()
        });
        let around = self.script.jobs.enter();
        let is_by_jump = self.script.is_by_jump;
        self.run(target);
        self.rest();
        self.script.is_by_jump = is_by_jump;
        self.script.jobs.leave(around);
        let frame = self.frames.pop();
        self.at = at;
        self.rounds = rounds;
        self.loops = loops;
        // Where it never returns, `exit` ended cmd itself.
        self.ended = true;
        if let Some(state) = frame.and_then(|frame| frame.returned) {
            self.meet(state);
        }
        self.scopes = scopes;
    }

    /// Whether the text from a label to the next one names a command of BITS.
    fn is_of_bits(&mut self, label: usize) -> bool {
        if let Some(known) = self.of_bits.get(&label) {
            return *known;
        }
        let start = |at: usize| self.root.get(at).map(|label| label.span.start);
        let next = self.outline.label_from(label.saturating_add(1)).and_then(start);
        let text = Span::new(start(label).unwrap_or(0), next.unwrap_or(self.source.len()));
        let is_of_bits = mention::is_in(text.of(self.source));
        self.of_bits.insert(label, is_of_bits);
        is_of_bits
    }

    /// `shift`
    pub(super) fn shift(&mut self) {
        self.frame(|frame| frame.given = frame.given.as_ref().map(|_| Given::unknown()));
    }

    /// `setlocal`
    pub(super) fn open_scope(&mut self) {
        // cmd nests no more of them. [cmd]
        const MOST: usize = 32;
        if self.scopes.len() < MOST {
            let mark = self.environment.begin();
            self.scopes.push(mark);
        }
    }

    /// `endlocal`
    pub(super) fn close_scope(&mut self) {
        let base = self.frames.last().map_or(0, |frame| frame.scopes);
        if self.scopes.len() <= base {
            return;
        }
        if let Some(mark) = self.scopes.pop() {
            for (name, old) in self.environment.changed(mark) {
                self.put(&name, old);
            }
        }
    }

    /// A jump back ends a round: how long all of them wait is the bound of the job that they ask for.
    fn bound(&mut self, label: &str) {
        let Some(seconds) = self.rounds.seconds(label) else {
            return;
        };
        let first = std::mem::take(&mut self.rounds).first;
        let asked = self.asked.get(first..).unwrap_or_default();
        let jobs: BTreeSet<usize> = asked.iter().copied().collect();
        if let (Some(job), 1) = (jobs.first(), jobs.len()) {
            self.script.jobs.bound(*job, seconds);
        }
    }
}

impl State {
    /// What is left where two jumps come together.
    fn and(self, other: State) -> State {
        let values = self.values.zip(other.values).map(|(one, mut other)| {
            let mut values = BTreeMap::new();
            for (name, held) in one {
                let theirs = other.remove(&name);
                values.extend(either(Some(held), theirs).map(|held| (name, held)));
            }
            let left = other.into_keys().map(|name| (name, Held::Unknown));
            values.extend(left);
            values
        });
        let mut scopes = self.scopes;
        scopes.truncate(other.scopes.len());
        State { values, scopes }
    }
}
