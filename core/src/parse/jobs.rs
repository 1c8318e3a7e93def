//! The jobs of a script, put together from what its statements say of them.
//!
//! Both readers tell what a statement does to which job; what becomes of it (which entry of which part a word is, how
//! the job ends, which statement comes too late) is the same for both.

use super::found::Found;
use super::patterns::{AFTER_ITS_PHASE, BEFORE_OWNERSHIP, SAID_TWICE};
use crate::catalog::{Phase, SettingId, SettingValue};
use crate::command::{Carries, Spelling, When};
use crate::diagnostic::At;
use crate::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use crate::job::{Ask, ExistingEnding, Owner};
use crate::job_text::entry as entry_of_text;
use crate::span::Span;
use crate::text::{Notation, Piece, Text};
use crate::value::{Control, Entries, Entry, Guid, Repeat, read_unit};
use std::collections::BTreeMap;

/// A job that a script makes or changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptJob {
    /// The job in the form.
    pub draft: Draft,
    /// The statement that makes it or names it first.
    pub span: Span,
    /// Where what is set stands in the script.
    pub said: Vec<Said>,
    /// Whether a cmdlet makes it.
    pub by_cmdlet: bool,
    course: Course,
    /// What was said since the owner changed last that the next change of it takes away.
    at_risk: Vec<Said>,
}

/// Where a value of a job stands in the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The setting.
    pub setting: SettingId,
    /// Its part; `None` where the word is the whole value.
    pub part: Option<usize>,
    /// Its row.
    pub row: Option<usize>,
    /// The words.
    pub span: Span,
}

impl ScriptJob {
    /// The words of the script that a place of the job comes from; else the statement that makes it.
    pub fn place(&self, at: At) -> Span {
        let At::Setting { id, part, row } = at else {
            return self.span;
        };
        let fits = |exact: bool| {
            self.said.iter().find(|said| {
                said.setting == id
                    && (!exact
                        || ((said.part.is_none() || part.is_none() || said.part == part)
                            && (said.row.is_none() || row.is_none() || said.row == row)))
            })
        };
        fits(true)
            .or_else(|| fits(false))
            .map_or(self.span, |said| said.span)
    }

    fn note(&mut self, said: Said) {
        self.said.push(said);
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
    last: Option<ExistingEnding>,
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

/// A name as jobs are looked up by it: in any case.
fn folded(name: &Text) -> Text {
    match name.as_literal() {
        Some(literal) => Text::literal(literal.to_lowercase()),
        None => name.clone(),
    }
}

/// The jobs of a script so far.
#[derive(Debug, Clone)]
pub(super) struct Jobs<'a> {
    source: &'a str,
    jobs: Vec<ScriptJob>,
    /// Those that are made here.
    made: Vec<usize>,
    /// The newest job of each name that a statement gave.
    called: BTreeMap<Text, usize>,
    /// The jobs that exist, by how they are found.
    selected: BTreeMap<(Owner, Selector), usize>,
    found: Vec<Found>,
}

impl<'a> Jobs<'a> {
    /// No jobs yet.
    pub(super) fn new(source: &'a str) -> Jobs<'a> {
        Jobs {
            source,
            jobs: Vec::new(),
            made: Vec::new(),
            called: BTreeMap::new(),
            selected: BTreeMap::new(),
            found: Vec::new(),
        }
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
        let key = (owner, selector);
        if let Some(job) = self.selected.get(&key) {
            return *job;
        }
        let job = self.push(draft, span);
        self.selected.insert(key, job);
        job
    }

    fn push(&mut self, draft: Draft, span: Span) -> usize {
        self.jobs.push(ScriptJob {
            draft,
            span,
            said: Vec::new(),
            by_cmdlet: false,
            course: Course::default(),
            at_risk: Vec::new(),
        });
        self.jobs.len().saturating_sub(1)
    }

    /// The job that a statement before made or renamed to this; the newest. bitsadmin and the cmdlets take any case.
    pub(super) fn named(&self, name: &Text) -> Option<usize> {
        self.called.get(&folded(name)).copied()
    }

    /// The job that was made last.
    pub(super) fn newest_made(&self) -> Option<usize> {
        self.made.last().copied()
    }

    /// How many jobs were made so far.
    pub(super) fn count_made(&self) -> usize {
        self.made.len()
    }

    /// Whether a job is made here.
    pub(super) fn is_made(&self, job: usize) -> bool {
        self.jobs.get(job).is_some_and(|job| job.draft.is_new())
    }

    /// Whose jobs a selection holds, where it holds all of them.
    pub(super) fn all_of(&self, job: usize) -> Option<Owner> {
        let subject = &self.jobs.get(job)?.draft.subject;
        (subject.kind == SubjectKind::Existing && subject.selector == SelectorKind::All)
            .then_some(subject.owner)
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
        if let Some(job) = self.jobs.get_mut(job) {
            job.course.one_shot = true;
        }
    }

    /// A statement moves a job along.
    pub(super) fn control(&mut self, job: usize, to: ExistingEnding, span: Span) {
        let Some(job) = self.jobs.get_mut(job) else { return };
        let course = &mut job.course;
        match to {
            ExistingEnding::Resume => {
                course.resumed.get_or_insert(span);
            }
            ExistingEnding::Complete => {
                course.completed.get_or_insert(span);
            }
            ExistingEnding::Cancel | ExistingEnding::Suspend | ExistingEnding::Leave => {}
        }
        course.last = Some(to);
    }

    /// What one statement says of a job: each setting with the words that carry it. A setting is set as a whole by a
    /// statement; files are added.
    pub(super) fn say(&mut self, number: usize, statement: Span, says: &[(Carries, Given)]) {
        let Some(job) = self.jobs.get_mut(number) else {
            return;
        };
        let mut begun: Vec<SettingId> = Vec::new();
        let mut rows: Vec<(SettingId, &str, usize)> = Vec::new();
        let mut rows_before: Vec<(SettingId, usize)> = Vec::new();
        let first_row = |entries: Option<&Entries>| entries.map_or(0, Entries::rows);
        let new_row = first_row(job.draft.settings.get(&SettingId::Files));
        // The type decides what the other words carry.
        let (types, others): (Vec<_>, Vec<_>) = says
            .iter()
            .partition(|(carries, _)| carries.setting == SettingId::JobType);
        for (carries, given) in types.into_iter().chain(others) {
            if !applies(carries.when, &job.draft) {
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
            let had = first && job.draft.settings.remove(&setting).is_some();
            if had && job.said.iter().any(|said| said.setting == setting) {
                job.said.retain(|said| said.setting != setting);
                job.at_risk.retain(|said| said.setting != setting);
                self.found.push(SAID_TWICE.at(
                    statement,
                    format!(
                        "{} is set a second time; the last statement wins.",
                        setting.label()
                    ),
                    "Keep one of the two.",
                ));
            }
            job.draft.settings.entry(setting).or_default().set(part, entries);
            job.note(Said {
                setting,
                part: (!carries.part.is_empty()).then_some(part),
                row: None,
                span: given.span,
            });
        }
        for setting in &begun {
            if let Some((_, had)) = rows_before.iter().find(|(of, _)| of == setting)
                && let Some(entries) = job.draft.settings.get_mut(setting)
            {
                once(entries, *setting, *had);
            }
        }
        for setting in begun {
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
            self.called.insert(folded(&name), number);
        }
    }

    /// Says so where a setting comes after its phase.
    fn late(&mut self, number: usize, setting: SettingId, statement: Span) {
        let Some(job) = self.jobs.get(number) else { return };
        let spec = setting.spec();
        if let (Some(resumed), true) = (job.course.resumed, job.draft.is_new())
            && matches!(spec.phase, Phase::BeforeFiles | Phase::BeforeFirstResume)
            && setting != SettingId::Credentials
        {
            let mut found = AFTER_ITS_PHASE.at(
                statement,
                format!(
                    "{} comes after the job was resumed; BITS takes it {} and refuses it then.",
                    spec.label,
                    spec.phase.label()
                ),
                "Put the statement before the one that resumes the job.",
            );
            found.fix = super::reorder::moved_before(self.source, statement, resumed);
            self.found.push(found);
        }
        if spec.phase == Phase::WipesOthers
            && let Some(job) = self.jobs.get_mut(number)
        {
            for said in std::mem::take(&mut job.at_risk) {
                let mut found = BEFORE_OWNERSHIP.at(
                    said.span,
                    format!(
                        "{} is set before the owner changes, and BITS takes it away from the job then.",
                        said.setting.label()
                    ),
                    "Take the ownership first.",
                );
                found.fix = super::reorder::moved_before(self.source, statement, said.span);
                self.found.push(found);
            }
        }
    }

    /// The jobs, with how each ends, which number each of them has now, and what was found. Jobs that exist and that are
    /// only looked at are none.
    pub(super) fn finish(self) -> (Vec<ScriptJob>, Vec<Option<usize>>, Vec<Found>) {
        let mut numbers = Vec::new();
        let mut jobs = Vec::new();
        for job in self.jobs {
            let is_changed = job.draft.is_new() || !job.said.is_empty() || job.course != Course::default();
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

/// Whether a word carries the setting in this job.
fn applies(when: When, draft: &Draft) -> bool {
    match when {
        When::JobType(types) => {
            let entries = draft.settings.get(&SettingId::JobType);
            let typed = entries.and_then(|entries| entries.cell(0, 0)).map(Entry::shown);
            types.contains(&typed.as_deref().unwrap_or("download"))
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
