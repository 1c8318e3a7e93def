//! The jobs of a script, put together from what its statements say of them.
//!
//! Both readers tell what a statement does to which job; what becomes of it (which entry of which part a word is, how
//! the job ends, which statement comes too late) is the same for both.

mod branches;
mod documented;
mod endings;
mod order;
mod places;

use super::conditions::{self, Conditions, Everywhere, More, Under};
use super::found::Found;
use super::patterns::{MADE_AND_STOPPED, RESUMED_AND_WAITED};
use super::wildcard;
use crate::catalog::{SettingId, SettingValue};
use crate::command::{Carries, Spelling, When};
use crate::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use crate::job::{Ask, ExistingEnding, Owner};
use crate::job_text::entry as entry_of_text;
use crate::remote_name::Protocol;
use crate::span::Span;
use crate::text::{Notation, Piece, Text};
use crate::value::{Control, Entries, Entry, Guid, Repeat, read_unit, short_seconds};
use branches::Branches;
use endings::{Decided, Move, Moves, taken_under_a_condition};
use order::{Before, is_started_apart};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(super) use branches::Branch;
pub use places::{Places, Said};

/// A job that a script makes or changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptJob {
    /// The job in the form.
    pub draft: Draft,
    /// The statement that makes it or names it first.
    pub span: Span,
    /// Where what is set stands in the script.
    said: BTreeMap<SettingId, Vec<Said>>,
    /// Whether a cmdlet makes it.
    pub by_cmdlet: bool,
    course: Course,
    /// What moves it along, where it is there already.
    moves: Moves,
    /// What was said since the owner changed last that the next change of it takes away.
    at_risk: Vec<Said>,
    /// Where each setting was said last by a statement.
    before: BTreeMap<SettingId, Before>,
    /// The branch that makes it.
    made_in: Branch,
    /// Whether a file says which files it has.
    pub has_list_of_files: bool,
    /// Whether a name of its files is given in a way that is refused, such as under a wrong parameter, or may be among
    /// parameters that are not known.
    pub has_refused_files: bool,
    /// Whether jobs are completed behind it of which nobody knows which they are, or all that there are.
    pub may_be_completed: bool,
    /// Whether the text compares a state with TRANSFERRED.
    is_compared: bool,
    /// The conditions that the statement stands under.
    under: Under,
    /// What is said only where a condition holds.
    conditional: BTreeSet<SettingId>,
    /// From which file on they stand under which conditions that the job does not stand under.
    files_under: Vec<(usize, More)>,
    /// What was said before and is said anew.
    said_anew: BTreeSet<SettingId>,
}

impl ScriptJob {
    /// Whether no statement has set or moved it yet.
    fn is_untouched(&self) -> bool {
        self.said.is_empty() && self.course == Course::default() && self.moves == Moves::default()
    }

    /// Where a setting is said, in the order of the statements.
    pub fn said(&self, setting: SettingId) -> &[Said] {
        self.said.get(&setting).map_or(&[], Vec::as_slice)
    }

    /// Whether a setting is said only where a condition holds.
    pub fn is_conditional(&self, setting: SettingId) -> bool {
        self.conditional.contains(&setting)
    }

    /// Whether a file may be added where one before it is not.
    pub fn may_lack_a_file(&self, row: usize) -> bool {
        let of_row = self.files_under.iter().rev().find(|(first, _)| *first <= row);
        let Some((_, own)) = of_row else { return false };
        let mut before = self.files_under.iter().filter(|(first, _)| *first < row);
        self.files_under.len() > MOST_ALIKE || before.any(|(_, other)| !own.are_within(other))
    }

    /// Whether several statements say a setting, and the last one wins.
    pub fn is_said_anew(&self, setting: SettingId) -> bool {
        self.said_anew.contains(&setting)
    }

    /// The words of the script that the places of the job come from.
    pub fn places(&self) -> Places {
        let ending = self.course.ended.filter(|_| !self.draft.is_new());
        Places::new(self.said.values().flatten(), self.span, ending)
    }

    /// Whether the script asks for the state of the job, and compares a state with the one of a job that is done.
    pub fn is_looked_at(&self) -> bool {
        self.course.is_asked && self.is_compared
    }

    fn note(&mut self, said: Said) {
        self.said.entry(said.setting).or_default().push(said);
        if said.setting.wiped_by_ownership() {
            self.at_risk.push(said);
        }
    }
}

/// What a script has done with a job so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Course {
    resumed: Option<Span>,
    completed: Option<Span>,
    /// The tool itself waits and completes.
    one_shot: bool,
    /// It may give the job back as well.
    may_return: bool,
    /// The statement that ended it for good, whatever holds, and its branch.
    gone: Option<(Span, Branch)>,
    /// The most seconds that the script waits, where it says so.
    bound: Option<u32>,
    last: Option<ExistingEnding>,
    /// The statement that said so.
    ended: Option<Span>,
    /// Whether a statement asks for its state.
    is_asked: bool,
    /// The branch of the statement that makes the job and does not go on before it has ended.
    waited_in: Option<Branch>,
    /// Whether that was said already.
    is_told: bool,
    /// The statement that started it last, and its branch.
    started_in: Option<(Span, Branch)>,
    /// What stops a job that is made here, whatever holds.
    stopped: Option<Span>,
    /// The statement that resumed it last, where it waits until the job has ended.
    waits: Option<Span>,
}

/// What a statement says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// The values: one, or several where the tool takes a list.
    pub(super) texts: Vec<Text>,
    /// Where they stand.
    pub(super) span: Span,
    /// How the tool spells the words of the catalog.
    pub(super) spellings: &'static [Spelling],
    /// How several entries are written in one text.
    pub(super) several: Several,
}

/// How one text of a tool holds several entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Several {
    /// It holds one.
    No,
    /// With this character between them.
    Between(char),
    /// Each letter is one.
    Letters,
}

/// Which jobs a statement finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selected {
    /// By GUID.
    Guids(Vec<Entry>),
    /// By name.
    Name(Text),
    /// By a pattern.
    Pattern(Text),
    /// All.
    All,
}

/// By how many patterns jobs are completed at most that are told apart.
const MOST_PATTERNS: usize = 16;
/// How many jobs of other branches a variable holds at most.
const MOST_INSTEAD: usize = 8;

/// How jobs are found, in one spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Selector {
    Guids(Vec<String>),
    Name(Text),
    Pattern(Text),
    All,
}

impl Selector {
    fn of(selected: &Selected) -> Selector {
        let guid = |entry: &Entry| {
            let shown = entry.shown();
            Guid::parse(shown.trim()).map_or(shown, |guid| guid.braced().to_ascii_uppercase())
        };
        match selected {
            Selected::Guids(guids) => Selector::Guids(guids.iter().map(guid).collect()),
            Selected::Name(name) => Selector::Name(name.clone()),
            Selected::Pattern(pattern) => Selector::Pattern(pattern.clone()),
            Selected::All => Selector::All,
        }
    }
}

/// A name as jobs are looked up by it: in any case, as the names of variables are.
fn folded(name: &Text) -> Text {
    Text::from_pieces(name.pieces().iter().map(|piece| match piece {
        Piece::Literal(literal) => Piece::Literal(literal.to_lowercase()),
        Piece::Environment(name) => Piece::Environment(name.to_lowercase()),
        Piece::Opaque { source, shell } => Piece::Opaque {
            source: source.to_lowercase(),
            shell: *shell,
        },
        Piece::Parameter(name) => Piece::Parameter(name.clone()),
    }))
}

/// The most jobs of one name that are told apart.
const MOST_ALIKE: usize = 8;

/// What a statement does with a job: it moves it along, or sets a setting to a value.
#[derive(Debug, Clone, PartialEq)]
enum Happens {
    Moves(usize, ExistingEnding),
    Sets(usize, SettingId, Entries),
}

/// How many things that happen under conditions are held against each other.
const MOST_HAPPENS: usize = 512;

/// The jobs of a script so far.
#[derive(Debug, Clone)]
pub(super) struct Jobs<'a> {
    source: &'a str,
    jobs: Vec<ScriptJob>,
    /// Those that are made here.
    made: Vec<usize>,
    /// The newest job of each name that a statement gave.
    called: BTreeMap<Text, usize>,
    /// The jobs that were given these names before the newest.
    others: BTreeMap<Text, Vec<usize>>,
    /// The jobs that exist, by how they are found, and by the loop whose variable finds them.
    selected: BTreeMap<(Owner, Selector, Option<Rc<str>>), usize>,
    /// How the loops begin whose variables these are, of those that are not followed round by round.
    pub(super) rounds: BTreeMap<char, Rc<str>>,
    /// How many there were where jobs were completed last of which nobody knows which they are.
    before_completion: usize,
    /// By what patterns jobs were completed, in lower case, and how many there were then.
    completed: Vec<(String, usize)>,
    /// Jobs of other branches that the variable of a job may hold as well.
    instead: BTreeMap<usize, Vec<usize>>,
    /// How many there were where the text compared a state last.
    before_comparison: usize,
    /// How many there were where jobs were resumed last that the text did not make, or that nobody knows.
    before_resumption: usize,
    /// The conditions around the statement that is read.
    pub(super) conditions: Conditions,
    found: Vec<Found>,
    /// What is found unless all of it happens on every way: of what, and under which conditions.
    undecided: Vec<(Found, Vec<Happens>, More)>,
    /// Under which conditions the same happens.
    happens: Vec<(Happens, BTreeSet<More>)>,
    branches: Branches,
    /// What was found of a statement already: loops come by again.
    seen: BTreeSet<(Span, &'static str)>,
}

impl<'a> Jobs<'a> {
    /// No jobs yet.
    pub(super) fn new(source: &'a str) -> Jobs<'a> {
        Jobs {
            source,
            jobs: Vec::new(),
            made: Vec::new(),
            called: BTreeMap::new(),
            others: BTreeMap::new(),
            selected: BTreeMap::new(),
            rounds: BTreeMap::new(),
            before_completion: 0,
            completed: Vec::new(),
            instead: BTreeMap::new(),
            before_comparison: 0,
            before_resumption: 0,
            conditions: Conditions::default(),
            found: Vec::new(),
            undecided: Vec::new(),
            happens: Vec::new(),
            branches: Branches::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Statements follow that may not run, or another time; what to [`leave`](Self::leave) to.
    pub(super) fn enter(&mut self) -> Branch {
        self.branches.enter()
    }

    /// They are over.
    pub(super) fn leave(&mut self, before: Branch) {
        self.branches.leave(before);
    }

    /// A label, to which jumps come from anywhere.
    pub(super) fn label(&mut self) {
        self.branches.label();
    }

    /// A statement makes a job.
    pub(super) fn make(&mut self, span: Span) -> usize {
        let mut draft = Draft::default();
        draft.ending.new = NewEndingKind::CreateOnly;
        let job = self.push(draft, span);
        self.made.push(job);
        job
    }

    /// A statement names jobs that no statement before it made; the same jobs are one entry.
    pub(super) fn select(&mut self, selected: Selected, owner: Owner, span: Span) -> usize {
        let mut draft = Draft::default();
        draft.subject.kind = SubjectKind::Existing;
        draft.subject.owner = owner;
        let selector = Selector::of(&selected);
        let round = self.round_of(&selected);
        match selected {
            Selected::Guids(guids) => {
                draft.subject.selector = SelectorKind::Guid;
                draft.subject.guids = guids;
            }
            Selected::Name(name) => {
                draft.subject.selector = SelectorKind::Name;
                draft.subject.name = entry_of_text(&name, Notation::Plain);
            }
            Selected::Pattern(pattern) => {
                draft.subject.selector = SelectorKind::Pattern;
                draft.subject.pattern = entry_of_text(&pattern, Notation::Plain);
            }
            Selected::All => draft.subject.selector = SelectorKind::All,
        }
        let key = (owner, selector, round);
        if let Some(&job) = self.selected.get(&key) {
            // Where they are only looked at nothing happens to them.
            if let Some(found) = self.jobs.get_mut(job).filter(|job| job.is_untouched()) {
                found.span = span;
            }
            return job;
        }
        let job = self.push(draft, span);
        self.selected.insert(key, job);
        job
    }

    /// How the loop begins whose variable says which jobs these are: one that goes through something else says others.
    fn round_of(&self, selected: &Selected) -> Option<Rc<str>> {
        let texts: Vec<&Text> = match selected {
            Selected::Guids(guids) => guids
                .iter()
                .filter_map(|guid| match guid {
                    Entry::Pieces(text) => Some(text),
                    Entry::Typed(_) => None,
                })
                .collect(),
            Selected::Name(text) | Selected::Pattern(text) => vec![text],
            Selected::All => Vec::new(),
        };
        let pieces = texts.into_iter().flat_map(Text::pieces);
        let variables = pieces.filter_map(|piece| match piece {
            Piece::Opaque { source, .. } if source.starts_with('%') => source.chars().next_back(),
            _ => None,
        });
        variables
            .filter_map(|letter| self.rounds.get(&letter).cloned())
            .next()
    }

    fn push(&mut self, draft: Draft, span: Span) -> usize {
        self.jobs.push(ScriptJob {
            draft,
            span,
            said: BTreeMap::new(),
            by_cmdlet: false,
            course: Course::default(),
            moves: Moves::default(),
            at_risk: Vec::new(),
            before: BTreeMap::new(),
            made_in: self.branches.now(),
            has_list_of_files: false,
            has_refused_files: false,
            may_be_completed: false,
            is_compared: false,
            under: self.conditions.under(),
            conditional: BTreeSet::new(),
            files_under: Vec::new(),
            said_anew: BTreeSet::new(),
        });
        self.jobs.len().saturating_sub(1)
    }

    /// The job that a statement before made or renamed to this; the newest that is still there, if one is. bitsadmin and the
    /// cmdlets take any case.
    pub(super) fn named(&self, name: &Text) -> Option<usize> {
        let name = folded(name);
        let newest = self.called.get(&name).copied()?;
        if !self.is_over(newest) {
            return Some(newest);
        }
        let others = self.others.get(&name).into_iter().flatten().rev().copied();
        let left = others.into_iter().find(|other| !self.is_over(*other));
        Some(left.unwrap_or(newest))
    }

    /// The job that was made last.
    pub(super) fn newest_made(&self) -> Option<usize> {
        self.made.last().copied()
    }

    /// How many jobs were made so far.
    pub(super) fn count_made(&self) -> usize {
        self.made.len()
    }

    /// Whether a job was made behind the first so many.
    pub(super) fn is_made_since(&self, job: usize, first: usize) -> bool {
        self.made.get(first).is_some_and(|first| job >= *first) && self.is_made(job)
    }

    /// Whether the call that makes a job gives nothing, whatever holds.
    pub(super) fn gives_nothing(&self, job: usize) -> bool {
        let course = self.jobs.get(job).map(|job| &job.course);
        course.is_some_and(|course| course.one_shot && !course.may_return)
    }

    /// Whether the call waits for the job or gives it back is known only when the script runs.
    pub(super) fn may_return(&mut self, job: usize) {
        if let Some(job) = self.jobs.get_mut(job) {
            job.course.may_return = true;
        }
    }

    /// Whether a job is made here.
    pub(super) fn is_made(&self, job: usize) -> bool {
        self.jobs.get(job).is_some_and(|job| job.draft.is_new())
    }

    /// Whether what stands here runs only where a job stands, too.
    pub(super) fn is_there(&self, job: usize) -> bool {
        self.jobs
            .get(job)
            .is_some_and(|job| !self.conditions.are_over(&job.under))
    }

    /// Whose jobs a selection holds, where it holds all of them.
    pub(super) fn all_of(&self, job: usize) -> Option<Owner> {
        let subject = &self.jobs.get(job)?.draft.subject;
        (subject.kind == SubjectKind::Existing && subject.selector == SelectorKind::All)
            .then_some(subject.owner)
    }

    /// Whether a selection may hold several jobs: all but those that one GUID names.
    pub(super) fn may_be_several(&self, job: usize) -> bool {
        self.jobs.get(job).is_some_and(|job| {
            let subject = &job.draft.subject;
            let is_one = subject.selector == SelectorKind::Guid && subject.guids.len() == 1;
            subject.kind == SubjectKind::Existing && !is_one
        })
    }

    /// Whether a change asks.
    pub(super) fn ask(&mut self, job: usize, ask: Ask) {
        if let Some(job) = self.jobs.get_mut(job) {
            job.draft.ask = ask;
        }
    }

    /// A cmdlet makes the job.
    pub(super) fn by_cmdlet(&mut self, job: usize) {
        if let Some(job) = self.jobs.get_mut(job) {
            job.by_cmdlet = true;
        }
    }

    /// The tool itself waits and completes.
    pub(super) fn one_shot(&mut self, job: usize) {
        let branch = self.branches.now();
        if let Some(job) = self.jobs.get_mut(job) {
            job.course.one_shot = true;
            // What starts it may not wait for it.
            job.course.waited_in = (!is_started_apart(self.source, job.span)).then_some(branch);
        }
    }

    /// Jobs are completed of which nobody knows which they are, or all: those that were made before may be among them.
    pub(super) fn complete_some(&mut self) {
        self.before_completion = self.jobs.len();
    }

    /// Jobs are completed that a pattern finds: those that were made before may be among them.
    fn complete_found(&mut self, job: usize) {
        let count = self.jobs.len();
        let Some(subject) = self.jobs.get(job).map(|job| &job.draft.subject) else {
            return;
        };
        if subject.kind == SubjectKind::New || subject.selector != SelectorKind::Pattern {
            return;
        }
        let pattern = match &subject.pattern {
            Entry::Typed(pattern) => Some(pattern.as_str()),
            Entry::Pieces(text) => text.as_literal(),
        };
        let Some(pattern) = pattern.map(str::to_lowercase) else {
            return self.complete_some();
        };
        let has_room = self.completed.len() < MOST_PATTERNS;
        match self.completed.iter_mut().find(|(known, _)| *known == pattern) {
            Some((_, before)) => *before = count,
            None if has_room => self.completed.push((pattern, count)),
            None => self.complete_some(),
        }
    }

    /// Whether a job that is made here may have been completed by what does not name it.
    fn may_be_completed(&self, number: usize, job: &ScriptJob) -> bool {
        if !job.draft.is_new() {
            return false;
        }
        let name = job.draft.settings.get(&SettingId::DisplayName);
        let name = name.and_then(|entries| match entries.cell(0, 0)? {
            Entry::Typed(name) => Some(name.to_lowercase()),
            Entry::Pieces(text) => Some(text.as_literal()?.to_lowercase()),
        });
        // What has no name here has one that nobody knows.
        let fits =
            |pattern: &str| name.as_ref().and_then(|name| wildcard::fits(pattern, name)) != Some(false);
        number < self.before_completion
            || self
                .completed
                .iter()
                .any(|(pattern, before)| number < *before && fits(pattern))
    }

    /// A variable holds one of these jobs, which different branches make: what is done to the last is done to each.
    pub(super) fn one_of(&mut self, jobs: &[usize]) {
        if let Some((last, others)) = jobs.split_last() {
            let known = self.instead.entry(*last).or_default();
            let new = others.iter().filter(|other| *other != last);
            known.extend(new.take(MOST_INSTEAD.saturating_sub(known.len())));
        }
    }

    /// A job, and those that its variable may hold as well.
    fn each_of(&self, job: usize) -> Vec<usize> {
        let others = self.instead.get(&job).into_iter().flatten();
        std::iter::once(job).chain(others.copied()).collect()
    }

    /// A file says which files the job has.
    pub(super) fn list_of_files(&mut self, job: usize) {
        if let Some(job) = self.jobs.get_mut(job) {
            job.has_list_of_files = true;
        }
    }

    /// A name of the job's files is given in a way that is refused, or may be given in one that is not known.
    pub(super) fn refused_files(&mut self, job: usize) {
        if let Some(job) = self.jobs.get_mut(job) {
            job.has_refused_files = true;
        }
    }

    /// The script waits for the job so many seconds at most.
    pub(super) fn bound(&mut self, job: usize, seconds: u64) {
        for job in self.each_of(job) {
            if let Some(job) = self.jobs.get_mut(job) {
                job.course.bound = u32::try_from(seconds).ok().filter(|seconds| *seconds > 0);
            }
        }
    }

    /// A statement moves a job along.
    pub(super) fn control(&mut self, job: usize, to: ExistingEnding, span: Span) {
        for job in self.each_of(job) {
            self.control_one(job, to, span);
        }
    }

    fn control_one(&mut self, job: usize, to: ExistingEnding, span: Span) {
        if to == ExistingEnding::Complete {
            if self.all_of(job).is_some() || self.is_shared(job) {
                self.complete_some();
            }
            self.complete_found(job);
        }
        self.completed_at_once(job, to, span);
        if to != ExistingEnding::Cancel {
            self.ended_before(job, span);
        }
        if self.is_gone(job, span) {
            return;
        }
        self.first_changed(job, &[]);
        let now = self.branches.now();
        let number = job;
        if to == ExistingEnding::Resume && !self.is_made(number) {
            self.before_resumption = self.jobs.len();
        }
        let Some(job) = self.jobs.get_mut(job) else { return };
        let is_new = job.draft.is_new();
        let may_stop = is_new && job.made_in == now && job.course.completed.is_none();
        let is_download = applies(When::JobType(&["download"]), &job.draft, false);
        let course = &mut job.course;
        let ends = match to {
            ExistingEnding::Resume => course.resumed.is_none(),
            ExistingEnding::Complete => course.completed.is_none(),
            ExistingEnding::Cancel | ExistingEnding::Suspend | ExistingEnding::Leave => false,
        };
        let under = self.conditions.more(&job.under);
        let decides_otherwise = self.conditions.decides_otherwise(&job.under);
        if !is_new {
            // It is there, whatever condition its first statement stands under.
            let under = self.conditions.more(&Under::default());
            let decided = if self.conditions.ask_for_state() {
                Decided::ByState
            } else if self.conditions.decides_otherwise(&Under::default()) {
                Decided::Otherwise
            } else if under.is_none() {
                Decided::Never
            } else {
                Decided::ByCall
            };
            let stands_alone = self.conditions.may_not_run(&job.under);
            job.moves.push(Move {
                to,
                span,
                under: under.clone(),
                decided,
                stands_alone,
            });
            self.note_happens(Happens::Moves(number, to), under);
            return;
        }
        if ends && decides_otherwise {
            let found = taken_under_a_condition(span);
            if self.seen.insert((found.span, found.rule)) {
                let moves = vec![Happens::Moves(number, to)];
                self.undecided.push((found, moves, under.clone()));
            }
        }
        match to {
            ExistingEnding::Resume => {
                course.stopped = None;
                course.resumed.get_or_insert(span);
            }
            ExistingEnding::Complete => {
                course.stopped = None;
                course.completed.get_or_insert(span);
            }
            ExistingEnding::Cancel | ExistingEnding::Suspend if may_stop => course.stopped = Some(span),
            ExistingEnding::Cancel | ExistingEnding::Suspend | ExistingEnding::Leave => {}
        }
        course.waits = None;
        course.last = Some(to);
        // An upload is completed only where it is done. [com:IBackgroundCopyJob.Complete]
        let ends_it = match to {
            ExistingEnding::Cancel => true,
            ExistingEnding::Complete => is_download,
            ExistingEnding::Resume | ExistingEnding::Suspend | ExistingEnding::Leave => false,
        };
        if ends_it && under.is_none() {
            course.gone = Some((span, now));
        }
        if matches!(to, ExistingEnding::Resume | ExistingEnding::Complete) {
            self.note_happens(Happens::Moves(number, to), under);
        }
    }

    /// The statement that resumes a job goes on only when the job is complete or in error.
    pub(super) fn waits(&mut self, job: usize, statement: Span) {
        self.waited(job);
        for job in self.each_of(job) {
            if let Some(job) = self.jobs.get_mut(job) {
                job.course.waits = Some(statement);
            }
        }
    }

    /// Notes that something happens to a job under some conditions.
    fn note_happens(&mut self, what: Happens, under: More) {
        let has_room = self.happens.len() < MOST_HAPPENS;
        match self.happens.iter_mut().rfind(|(known, _)| *known == what) {
            Some((_, all)) => {
                all.insert(under);
            }
            None if has_room => self.happens.push((what, BTreeSet::from([under]))),
            None => {}
        }
    }

    /// What is found of things that do not happen on every way.
    fn decide(&mut self) {
        let everywhere: Vec<(Happens, Everywhere)> = std::mem::take(&mut self.happens)
            .into_iter()
            .map(|(what, all)| (what, self.conditions.everywhere(&all)))
            .collect();
        for (found, all, under) in std::mem::take(&mut self.undecided) {
            let is_everywhere = |what: &Happens| {
                let same = everywhere.iter().find(|(known, _)| known == what);
                same.is_some_and(|(_, everywhere)| self.conditions.is_decided_by_none(&under, everywhere))
            };
            if !all.iter().all(is_everywhere) {
                self.found.push(found);
            }
        }
        self.end_existing(&everywhere);
    }

    /// Whether other jobs were given the same name, which is known only when the script runs.
    fn is_shared(&self, job: usize) -> bool {
        let name = self
            .jobs
            .get(job)
            .and_then(|job| job.draft.settings.get(&SettingId::DisplayName)?.cell(0, 0));
        let is_open = |name: &Text| name.as_literal().is_none() && self.others.contains_key(&folded(name));
        matches!(name, Some(Entry::Pieces(name)) if is_open(name))
    }

    /// The jobs that may be meant where a name means this one, the newest: where the script makes it in one branch or another,
    /// it makes one of them.
    pub(super) fn alike(&self, name: &Text, newest: usize) -> Vec<usize> {
        let is_certain = |job: &usize| {
            let job = self.jobs.get(*job);
            job.is_none_or(|job| self.branches.is_behind(job.made_in))
        };
        let others = self
            .others
            .get(&folded(name))
            .filter(|_| name.as_literal().is_some());
        match others {
            Some(others) if !is_certain(&newest) && !others.iter().any(is_certain) => others.clone(),
            _ => Vec::new(),
        }
    }

    /// A statement asks for the state of a job.
    pub(super) fn asked(&mut self, job: usize) {
        for job in self.each_of(job) {
            if let Some(job) = self.jobs.get_mut(job) {
                job.course.is_asked = true;
            }
        }
    }

    /// The text compares a state with the one of a job that is done.
    pub(super) fn compared(&mut self) {
        self.before_comparison = self.jobs.len();
    }

    /// What one statement says of a job: each setting with the words that carry it. A setting is set as a whole by a
    /// statement; files are added.
    pub(super) fn say(&mut self, number: usize, statement: Span, says: &[(Carries, Given)]) {
        for number in self.each_of(number) {
            self.say_one(number, statement, says);
        }
    }

    fn say_one(&mut self, number: usize, statement: Span, says: &[(Carries, Given)]) {
        if !says.is_empty() {
            self.ended_before(number, statement);
        }
        if self.is_gone(number, statement) {
            return;
        }
        self.first_changed(number, says);
        let Some(job) = self.jobs.get_mut(number) else {
            return;
        };
        let mut begun: Vec<SettingId> = Vec::new();
        let mut again: Vec<SettingId> = Vec::new();
        let mut rows: Vec<(SettingId, &str, usize)> = Vec::new();
        let mut rows_before: Vec<(SettingId, usize)> = Vec::new();
        let mut before: Vec<(SettingId, Entries)> = Vec::new();
        let is_conditional = self.conditions.may_not_run(&job.under);
        let more = self.conditions.more(&job.under);
        let first_row = |entries: Option<&Entries>| entries.map_or(0, Entries::rows);
        let new_row = first_row(job.draft.settings.get(&SettingId::Files));
        // The type decides what the other words carry.
        let (types, others): (Vec<_>, Vec<_>) = says
            .iter()
            .partition(|(carries, _)| carries.setting == SettingId::JobType);
        let is_upload = !job.draft.is_new() && uploads(says);
        for (carries, given) in types.into_iter().chain(others) {
            if !applies(carries.when, &job.draft, is_upload) {
                continue;
            }
            let (setting, part) = held(carries);
            let first = !begun.contains(&setting);
            if first {
                begun.push(setting);
            }
            let Some(control) = setting.spec().parts.get(part).map(|part| part.control) else {
                continue;
            };
            let entries = entries(control, given);
            if setting.spec().repeat == Repeat::Rows {
                let slot = job.draft.settings.entry(setting).or_default();
                if first {
                    rows_before.push((setting, slot.rows()));
                }
                let row = match (setting, carries.when) {
                    // A statement may have several files, each with its own words.
                    (SettingId::Files, _) => slot.part(part).len().max(new_row),
                    (_, When::Row { part, word }) => {
                        let own = rows.iter().find(|(of, at, _)| *of == setting && *at == word);
                        match own {
                            Some((_, _, row)) => *row,
                            None => {
                                let row = new_row_with(slot, setting, part, word);
                                rows.push((setting, word, row));
                                row
                            }
                        }
                    }
                    _ if first => slot.rows(),
                    _ => slot.rows().saturating_sub(1),
                };
                for (index, entry) in entries.into_iter().enumerate() {
                    let row = row.saturating_add(index);
                    let slot = job.draft.settings.entry(setting).or_default();
                    slot.set_cell(part, row, entry);
                    job.note(Said {
                        setting,
                        part: Some(part),
                        row: Some(row),
                        span: given.span,
                    });
                }
                continue;
            }
            // A statement may have several words for one part.
            if !first && let Some(column) = slot_of(&mut job.draft, setting, part) {
                column.extend(entries);
                job.note(Said {
                    setting,
                    part: (!carries.part.is_empty()).then_some(part),
                    row: None,
                    span: given.span,
                });
                continue;
            }
            let had = first.then(|| job.draft.settings.remove(&setting)).flatten();
            if let Some(had) = had
                && job.said.remove(&setting).is_some()
            {
                job.at_risk.retain(|said| said.setting != setting);
                job.said_anew.insert(setting);
                before.push((setting, had));
                if !is_conditional {
                    again.push(setting);
                }
            }
            job.draft.settings.entry(setting).or_default().set(part, entries);
            job.note(Said {
                setting,
                part: (!carries.part.is_empty()).then_some(part),
                row: None,
                span: given.span,
            });
        }
        for (setting, had) in rows_before {
            if !is_conditional && setting == SettingId::Credentials {
                set_after_removal(job, had);
            }
            if let Some(entries) = job.draft.settings.get_mut(&setting) {
                once(entries, setting, had);
            }
            if setting == SettingId::Files
                && job.files_under.last().is_none_or(|(_, before)| *before != more)
                && job.files_under.len() <= MOST_ALIKE
            {
                job.files_under.push((had, more.clone()));
            }
        }
        if is_conditional && let Some(job) = self.jobs.get_mut(number) {
            // What is set anew to what it always is decides nothing.
            let is_same = |setting: &SettingId| {
                let now = job.draft.entries(*setting);
                let is_unchanged = before.iter().any(|(of, had)| of == setting && Some(had) == now);
                is_unchanged && !job.conditional.contains(setting)
            };
            let decided: Vec<SettingId> = begun
                .iter()
                .copied()
                .filter(|setting| !is_same(setting))
                .collect();
            job.conditional.extend(&decided);
            let is_in_loop = self.conditions.are_loops(&job.under);
            let found = conditions::settings(job, statement, &decided, &before, is_in_loop);
            let under = self.conditions.more(&job.under);
            let sets = decided.iter().map(|setting| {
                let is_one = setting.spec().repeat != Repeat::Rows;
                let entries = job.draft.entries(*setting).filter(|_| is_one)?;
                Some(Happens::Sets(number, *setting, entries.clone()))
            });
            // What is added to a list is never the same.
            let sets: Option<Vec<Happens>> = sets.collect();
            if let Some(found) = found.filter(|found| self.seen.insert((found.span, found.rule))) {
                match sets.clone() {
                    Some(sets) => self.undecided.push((found, sets, under.clone())),
                    None => self.found.push(found),
                }
            }
            for sets in sets.into_iter().flatten() {
                self.note_happens(sets, under.clone());
            }
        }
        for setting in begun {
            if setting.spec().repeat != Repeat::Rows {
                let had = before.iter().find(|(of, _)| *of == setting).map(|(_, had)| had);
                self.once(
                    number,
                    setting,
                    statement,
                    had.filter(|_| again.contains(&setting)),
                );
            }
            self.late(number, setting, statement);
        }
        let name = self.jobs.get(number).and_then(|job| {
            let entries = job.draft.settings.get(&SettingId::DisplayName)?;
            match entries.cell(0, 0)? {
                Entry::Typed(typed) => Some(Text::literal(typed.clone())),
                Entry::Pieces(text) => Some(text.clone()),
            }
        });
        if let Some(name) = name
            && self.is_made(number)
        {
            self.created_beside(number, &name);
            let name = folded(&name);
            let before = self.called.insert(name.clone(), number);
            if let Some(before) = before.filter(|before| *before != number) {
                let others = self.others.entry(name).or_default();
                others.push(before);
                // What another branch makes is no more than some.
                if others.len() > MOST_ALIKE {
                    others.remove(0);
                }
            }
        }
    }

    /// What a setting of a job is, nobody knows any more.
    pub(super) fn forget(&mut self, job: usize, setting: SettingId) {
        for number in self.each_of(job) {
            let Some(job) = self.jobs.get_mut(number) else {
                continue;
            };
            job.draft.settings.remove(&setting);
            job.said.remove(&setting);
            job.before.remove(&setting);
            job.at_risk.retain(|said| said.setting != setting);
            job.conditional.remove(&setting);
        }
    }

    /// Where the conditions are over that a job stands under, it stands where it is changed first. A variable that names it may
    /// name another one then; what it sets a second time stays under both.
    fn first_changed(&mut self, job: usize, sets: &[(Carries, Given)]) {
        let Some(job) = self.jobs.get_mut(job) else { return };
        let subject = &job.draft.subject;
        if subject.kind == SubjectKind::New || !self.conditions.are_over(&job.under) {
            return;
        }
        let is_open = |entry: &Entry| matches!(entry, Entry::Pieces(text) if text.as_literal().is_none());
        let is_by_variable = is_open(&subject.name) || subject.guids.iter().any(is_open);
        let is_new = |(carries, _): &(Carries, Given)| !job.said.contains_key(&held(carries).0);
        if job.is_untouched() || (is_by_variable && sets.iter().all(is_new)) {
            job.under = self.conditions.under();
        }
    }

    /// The jobs, with how each ends, which number each of them has now, and what was found. Jobs that exist and that are
    /// only looked at are none.
    pub(super) fn finish(mut self) -> (Vec<ScriptJob>, Vec<Option<usize>>, Vec<Found>) {
        self.decide();
        let stopped = self.jobs.iter().filter_map(|job| job.course.stopped);
        let stopped =
            stopped.map(|span| MADE_AND_STOPPED.at(span, MADE_AND_STOPPED.what, MADE_AND_STOPPED.instead));
        self.found.extend(stopped);
        let waits = self.jobs.iter().filter_map(|job| job.course.waits);
        let mut waits: Vec<Span> = waits.collect();
        waits.sort();
        waits.dedup();
        let waits = waits
            .into_iter()
            .map(|span| RESUMED_AND_WAITED.at(span, RESUMED_AND_WAITED.what, RESUMED_AND_WAITED.instead));
        self.found.extend(waits);
        let completed: Vec<bool> = (self.jobs.iter().enumerate())
            .map(|(number, job)| self.may_be_completed(number, job))
            .collect();
        let mut numbers = Vec::new();
        let mut jobs = Vec::new();
        for ((number, mut job), completed) in self.jobs.into_iter().enumerate().zip(completed) {
            // Whether the call that waits for a job completes it, too, its page does not say. [ps:Resume-BitsTransfer]
            job.may_be_completed = completed || job.course.waits.is_some();
            job.is_compared = number < self.before_comparison;
            let is_changed = job.draft.is_new() || !job.said.is_empty() || job.course.last.is_some();
            numbers.push(is_changed.then_some(jobs.len()));
            if is_changed {
                jobs.push(ended(job));
            }
        }
        (jobs, numbers, self.found)
    }
}

/// The entries of a part that has some.
fn slot_of(draft: &mut Draft, setting: SettingId, part: usize) -> Option<&mut Vec<Entry>> {
    let column = draft.settings.get_mut(&setting)?.0.get_mut(part)?;
    (!column.is_empty()).then_some(column)
}

/// The setting and part that hold what a word carries: ranges stand with their file.
pub(crate) fn held(carries: &Carries) -> (SettingId, usize) {
    let (setting, name) = match carries.setting {
        SettingId::FileRanges => (SettingId::Files, "ranges"),
        setting => (setting, carries.part),
    };
    let part = setting.spec().parts.iter().position(|part| part.name == name);
    (setting, part.unwrap_or(0))
}

/// Whether what is said of a job of unknown type can only be meant for an upload: its source is none that a download has, and its
/// destination an address.
fn uploads(says: &[(Carries, Given)]) -> bool {
    let of_download = |when: When| matches!(when, When::JobType(types) if types.contains(&"download"));
    let first = |name: &str| {
        let (_, given) = says.iter().find(|(carries, _)| {
            carries.setting == SettingId::Files && carries.part == name && of_download(carries.when)
        })?;
        given.texts.first()
    };
    is_upload(first("remote_name"), first("local_name"))
}

/// Whether a source and a destination can only be those of an upload: an address is the second one alone.
pub(crate) fn is_upload(source: Option<&Text>, destination: Option<&Text>) -> bool {
    let is_address = |name: &Text| Protocol::of(name).is_http();
    source.is_some_and(|source| !is_address(source)) && destination.is_some_and(is_address)
}

/// Whether a word carries the setting in this job; of a job whose type is not said, `is_upload` says whether it uploads.
pub(crate) fn applies(when: When, draft: &Draft, is_upload: bool) -> bool {
    match when {
        When::JobType(types) => {
            let entries = draft.settings.get(&SettingId::JobType);
            let typed = entries.and_then(|entries| entries.cell(0, 0)).map(Entry::shown);
            let default = if is_upload { "upload" } else { "download" };
            types.contains(&typed.as_deref().unwrap_or(default))
        }
        When::Always | When::Row { .. } => true,
    }
}

/// A new row in which a part is this word.
fn new_row_with(entries: &mut Entries, setting: SettingId, name: &str, word: &str) -> usize {
    let part = setting.spec().parts.iter().position(|part| part.name == name);
    let row = entries.rows();
    entries.set_cell(part.unwrap_or(0), row, Entry::Typed(word.to_owned()));
    row
}

/// Credentials that are set behind the removal of those for the same target and scheme: the job has them. The rows from a number
/// on are the new ones. [com:IBackgroundCopyJob2.SetCredentials]
fn set_after_removal(job: &mut ScriptJob, new: usize) {
    const REMOVED: SettingId = SettingId::RemoveCredentials;
    let Some(set) = job.draft.settings.get(&SettingId::Credentials) else {
        return;
    };
    let place =
        |setting: SettingId, name: &str| setting.spec().parts.iter().position(|part| part.name == name);
    let key = |entries: &Entries, setting: SettingId, row: usize| {
        ["target", "scheme"]
            .map(|name| place(setting, name).and_then(|part| entries.cell(part, row).cloned()))
    };
    let new: Vec<_> = (new..set.rows())
        .map(|row| key(set, SettingId::Credentials, row))
        .collect();
    let Some(removed) = job.draft.settings.get_mut(&REMOVED) else {
        return;
    };
    for row in (0..removed.rows()).rev() {
        let cells = key(removed, REMOVED, row);
        if cells.iter().any(Option::is_none) || !new.contains(&cells) {
            continue;
        }
        for column in removed.0.iter_mut().filter(|column| row < column.len()) {
            column.remove(row);
        }
        if let Some(said) = job.said.get_mut(&REMOVED) {
            said.retain(|said| said.row != Some(row));
            for said in said.iter_mut() {
                said.row = said.row.map(|other| {
                    if other > row {
                        other.saturating_sub(1)
                    } else {
                        other
                    }
                });
            }
        }
    }
    if removed.rows() == 0 {
        job.draft.settings.remove(&REMOVED);
        job.said.remove(&REMOVED);
    }
}

/// BITS keeps one row for the same words and numbers: the last one. The rows before the new ones differ already.
/// [com:IBackgroundCopyJob2.SetCredentials]
fn once(entries: &mut Entries, setting: SettingId, mut new: usize) {
    let keys: Vec<usize> = setting
        .spec()
        .parts
        .iter()
        .enumerate()
        .filter(|(_, part)| matches!(part.control, Control::Choice(_) | Control::Number { .. }))
        .map(|(index, _)| index)
        .collect();
    if keys.is_empty() {
        return;
    }
    let mut row = 0;
    while row < entries.rows() {
        let same = |later: usize| {
            keys.iter().all(|part| {
                entries.cell(*part, row).is_some() && entries.cell(*part, row) == entries.cell(*part, later)
            })
        };
        if (new.max(row.saturating_add(1))..entries.rows()).any(same) {
            if row < new {
                new = new.saturating_sub(1);
            }
            for column in &mut entries.0 {
                if row < column.len() {
                    column.remove(row);
                }
            }
        } else {
            row = row.saturating_add(1);
        }
    }
}

/// What a word is as an entry of the part that it carries; nothing where it stands for no flag at all.
pub(crate) fn entry_of(carries: &Carries, spellings: &'static [Spelling], text: &Text) -> Option<Entry> {
    let (setting, part) = held(carries);
    let control = setting.spec().parts.get(part)?.control;
    entry(control, spellings, text.clone())
}

/// What was given, as entries of a part.
fn entries(control: Control, given: &Given) -> Vec<Entry> {
    let texts = given.texts.iter().flat_map(|text| match given.several {
        Several::No => vec![text.clone()],
        Several::Between(between) => split(text, between),
        Several::Letters => match text.as_literal() {
            Some(letters) => letters.chars().map(|c| Text::literal(String::from(c))).collect(),
            None => vec![text.clone()],
        },
    });
    texts
        .filter_map(|text| entry(control, given.spellings, text))
        .collect()
}

/// One entry; nothing where the word stands for no flag at all.
fn entry(control: Control, spellings: &'static [Spelling], text: Text) -> Option<Entry> {
    let Some(literal) = text.as_literal() else {
        return Some(Entry::Pieces(text));
    };
    if let Some(word) = Spelling::read(spellings, literal) {
        return (!word.is_empty()).then(|| Entry::Typed(word.to_owned()));
    }
    Some(match control {
        Control::Text(_) | Control::Lines(_) => Entry::Pieces(text),
        Control::User if literal.eq_ignore_ascii_case("NULL") => Entry::Typed("implicit".to_owned()),
        Control::User => Entry::Pieces(text),
        Control::Number { unit, .. } => match read_unit(literal, unit) {
            Some(number) if literal.starts_with("0x") || literal.starts_with("0X") => {
                Entry::Typed(number.to_string())
            }
            _ => Entry::Typed(literal.to_owned()),
        },
        Control::Switch => Entry::Typed(literal.to_ascii_lowercase()),
        _ => Entry::Typed(literal.to_owned()),
    })
}

/// A text cut at a character; blank pieces fall out.
fn split(text: &Text, at: char) -> Vec<Text> {
    let mut out = vec![Text::default()];
    for piece in text.pieces() {
        let Piece::Literal(literal) = piece else {
            if let Some(last) = out.last_mut() {
                last.push(piece.clone());
            }
            continue;
        };
        for (index, part) in literal.split(at).enumerate() {
            if index > 0 {
                out.push(Text::default());
            }
            if let Some(last) = out.last_mut() {
                last.push(Piece::Literal(part.to_owned()));
            }
        }
    }
    out.retain(|text| text.as_literal().is_none_or(|literal| !literal.trim().is_empty()));
    out
}

/// The job with its ending, its values as the form writes them.
fn ended(mut job: ScriptJob) -> ScriptJob {
    let course = job.course;
    let ending = &mut job.draft.ending;
    if job.draft.subject.kind == SubjectKind::New {
        ending.new = if course.one_shot {
            NewEndingKind::OneShot
        } else if course.completed.is_some() {
            NewEndingKind::WaitAndComplete
        } else if course.resumed.is_some() {
            NewEndingKind::StartAndLeave
        } else {
            NewEndingKind::CreateOnly
        };
        if let Some(bound) = course
            .bound
            .filter(|_| ending.new == NewEndingKind::WaitAndComplete)
        {
            ending.bound = short_seconds(bound);
        }
    } else if let Some(last) = course.last {
        ending.existing = last;
    }
    for (setting, entries) in job.draft.settings.iter_mut() {
        if let Ok(value) = SettingValue::read(*setting, entries) {
            *entries = value.write();
        }
    }
    job
}
