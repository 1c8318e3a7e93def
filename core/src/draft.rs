//! The draft: the job as typed, legal or not.

use crate::catalog::{CATALOG, SettingId, SettingValue, Settings};
use crate::diagnostic::{At, Diagnostic, Edit, Place};
use crate::job::{
    Ask, Ending, ExistingEnding, Folders, JobSpec, Leftover, NewEnding, Owner, Selector, Subject, Waiting,
};
use crate::profile::{Profile, word_enum};
use crate::text::{Notation, Text};
use crate::value::{Entries, Entry, Guid, Seconds, Unit, read_unit};
use litemap::LiteMap;

word_enum! {
    /// Whether a job is made or jobs are changed.
    SubjectKind {
        New = "new", "New job";
        Existing = "existing", "Existing jobs";
    }
}

word_enum! {
    /// How existing jobs are found.
    SelectorKind {
        Guid = "guid", "By GUID";
        Name = "name", "By name";
        Pattern = "pattern", "By name pattern";
        All = "all", "All jobs";
    }
}

word_enum! {
    /// How a new job ends.
    NewEndingKind {
        CreateOnly = "create_only", "Create only";
        StartAndLeave = "start_and_leave", "Start and leave";
        WaitAndComplete = "wait_and_complete", "Wait and complete";
        OneShot = "one_shot", "One blocking command";
    }
}

/// What the job acts on, as typed. What belongs to the other kind is kept while a person tries both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectDraft {
    /// New or existing.
    pub kind: SubjectKind,
    /// How existing jobs are found.
    pub selector: SelectorKind,
    /// GUIDs, one an entry.
    pub guids: Vec<Entry>,
    /// An exact name.
    pub name: Entry,
    /// A name pattern.
    pub pattern: Entry,
    /// Whose jobs.
    pub owner: Owner,
}

/// How it ends, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingDraft {
    /// A new job.
    pub new: NewEndingKind,
    /// The bound of a waiting script.
    pub bound: String,
    /// What becomes of a job in error.
    pub on_error: Leftover,
    /// What becomes of a job when the bound passes.
    pub on_bound: Leftover,
    /// Existing jobs.
    pub existing: ExistingEnding,
}

/// The job as typed.
///
/// ```
/// use bitsmith_core::catalog::SettingId;
/// use bitsmith_core::draft::Draft;
/// use bitsmith_core::value::Entries;
/// let mut draft = Draft::default();
/// draft.settings.insert(SettingId::Priority, Entries::one("urgent"));
/// let (job, diagnostics) = draft.job();
/// assert!(job.is_none());
/// assert_eq!(diagnostics[0].place.id(), Some(SettingId::Priority));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The rule version whose output is wanted; `None`: the newest.
    pub rules: Option<u32>,
    /// The machine.
    pub profile: Profile,
    /// What it acts on.
    pub subject: SubjectDraft,
    /// What was typed into settings, with type, name and files.
    pub settings: LiteMap<SettingId, Entries>,
    /// How it ends.
    pub ending: EndingDraft,
    /// Folders of local names.
    pub folders: Folders,
    /// Whether a change asks.
    pub ask: Ask,
}

impl Default for Draft {
    /// A new job without name, files or settings that is waited for and completed.
    fn default() -> Draft {
        let waiting = Waiting::default();
        Draft {
            rules: None,
            profile: Profile::default(),
            subject: SubjectDraft {
                kind: SubjectKind::New,
                selector: SelectorKind::Guid,
                guids: Vec::new(),
                name: Entry::Typed(String::new()),
                pattern: Entry::Typed(String::new()),
                owner: Owner::Me,
            },
            settings: LiteMap::new(),
            ending: EndingDraft {
                new: NewEndingKind::WaitAndComplete,
                bound: "4h".to_owned(),
                on_error: waiting.on_error,
                on_bound: waiting.on_bound,
                existing: ExistingEnding::Leave,
            },
            folders: Folders::Expect,
            ask: Ask::No,
        }
    }
}

/// The rule of values that cannot be read.
pub const UNREADABLE: &str = "unreadable-value";

impl Draft {
    /// Whether it makes a job.
    pub fn is_new(&self) -> bool {
        self.subject.kind == SubjectKind::New
    }

    /// What was typed into a setting; nothing where it is not set.
    pub fn entries(&self, id: SettingId) -> Option<&Entries> {
        self.settings.get(&id)
    }

    /// The job, when every value can be read; and what cannot.
    pub fn job(&self) -> (Option<JobSpec>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut settings = Settings::default();
        for spec in CATALOG {
            let Some(entries) = self.settings.get(&spec.id) else {
                continue;
            };
            match SettingValue::read(spec.id, entries) {
                Ok(value) => settings.insert(value),
                Err(errors) => diagnostics.extend(errors.into_iter().map(|error| {
                    let at = At::Setting {
                        id: spec.id,
                        part: Some(error.part),
                        row: error.row,
                    };
                    Diagnostic::error(UNREADABLE, Place::new(at), sentence(&error.message), error.help)
                })),
            }
        }
        let subject = self.subject(&mut diagnostics);
        let ending = self.ending(&mut diagnostics);
        let job = match (subject, ending) {
            (Some(subject), Some(ending)) if diagnostics.is_empty() => Some(JobSpec {
                subject,
                settings,
                ending,
                folders: self.folders,
                ask: self.ask,
            }),
            _ => None,
        };
        (job, diagnostics)
    }

    fn subject(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Subject> {
        let subject = &self.subject;
        if subject.kind == SubjectKind::New {
            return Some(Subject::New);
        }
        let mut wrong = |message: &str, help: &str| {
            diagnostics.push(Diagnostic::error(
                UNREADABLE,
                Place::new(At::Subject),
                message,
                help,
            ));
            None
        };
        let selector = match subject.selector {
            SelectorKind::All => Some(Selector::All),
            SelectorKind::Guid => {
                let typed: Vec<String> = subject
                    .guids
                    .iter()
                    .map(Entry::shown)
                    .filter(|guid| !guid.trim().is_empty())
                    .collect();
                let guids: Option<Vec<Guid>> = typed.iter().map(|guid| Guid::parse(guid.trim())).collect();
                match guids {
                    Some(guids) if guids.is_empty() => wrong(
                        "No GUID is given, so there is no job to change.",
                        "Write the GUID of a job; `bitsadmin /list` and `Get-BitsTransfer` show it.",
                    ),
                    // The same job twice, in whatever spelling, is one job.
                    Some(guids) => Some(Selector::Guids(guids.into_iter().fold(
                        Vec::new(),
                        |mut once, guid| {
                            if !once.contains(&guid) {
                                once.push(guid);
                            }
                            once
                        },
                    ))),
                    None => wrong(
                        "One of the GUIDs is not one.",
                        "Write it as {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}.",
                    ),
                }
            }
            SelectorKind::Name | SelectorKind::Pattern => {
                let (entry, wrap): (_, fn(Text) -> Selector) = match subject.selector {
                    SelectorKind::Name => (&subject.name, Selector::Name),
                    _ => (&subject.pattern, Selector::Pattern),
                };
                match entry.text(Notation::Plain) {
                    Ok(text) if text.is_empty() => wrong(
                        "No name is given, so there is no job to change.",
                        "Write the name of the jobs.",
                    ),
                    Ok(text) if text.literals().any(|literal| literal.contains('\0')) => wrong(
                        "The name holds the character NUL, which ends a string in Windows.",
                        "Take it out.",
                    ),
                    Ok(text) => Some(wrap(text)),
                    Err(error) => wrong(&sentence(error.message), error.help),
                }
            }
        };
        selector.map(|selector| Subject::Existing {
            selector,
            owner: subject.owner,
        })
    }

    fn ending(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Ending> {
        let ending = &self.ending;
        if !self.is_new() {
            return Some(Ending::Existing(ending.existing));
        }
        Some(Ending::New(match ending.new {
            NewEndingKind::CreateOnly => NewEnding::CreateOnly,
            NewEndingKind::StartAndLeave => NewEnding::StartAndLeave,
            NewEndingKind::OneShot => NewEnding::OneShot,
            NewEndingKind::WaitAndComplete => {
                // 31 days: a longer bound than the counters of a batch file can carry is not a bound.
                let bound =
                    read_unit(&ending.bound, Unit::Seconds).filter(|bound| (1..=2_678_400).contains(bound));
                let Some(bound) = bound.and_then(|bound| u32::try_from(bound).ok()) else {
                    diagnostics.push(Diagnostic::error(
                        UNREADABLE,
                        Place::new(At::Ending),
                        format!("`{}` is not a time that a script can wait.", ending.bound),
                        "Write it as 90, 10m, 4h or 2d, from 1 second to 31 days.",
                    ));
                    return None;
                };
                NewEnding::WaitAndComplete(Waiting {
                    bound: Seconds(bound),
                    on_error: ending.on_error,
                    on_bound: ending.on_bound,
                })
            }
        }))
    }

    /// Carries out an edit.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Set(id, entries) => {
                self.settings.insert(*id, entries.clone());
            }
            Edit::SetCell(id, part, row, entry) => {
                self.settings
                    .entry(*id)
                    .or_default()
                    .set_cell(*part, *row, entry.clone());
            }
            Edit::SetPart(id, part, entries) => {
                self.settings.entry(*id).or_default().set(*part, entries.clone())
            }
            Edit::Clear(id) => {
                self.settings.remove(id);
            }
            Edit::RemoveRow(id, row) => {
                if let Some(entries) = self.settings.get_mut(id) {
                    for column in &mut entries.0 {
                        if *row < column.len() {
                            column.remove(*row);
                        }
                    }
                }
            }
            Edit::NewEnding(word) => {
                if let Some(kind) = NewEndingKind::from_word(word) {
                    self.ending.new = kind;
                }
            }
            Edit::ExistingEnding(ending) => self.ending.existing = *ending,
            Edit::Bound(bound) => self.ending.bound.clone_from(bound),
            Edit::Profile(profile) => self.profile = *profile,
            Edit::Folders(folders) => self.folders = *folders,
            Edit::Ask(ask) => self.ask = *ask,
        }
    }
}

/// A message with its full stop.
fn sentence(message: &str) -> String {
    if message.ends_with('.') {
        message.to_owned()
    } else {
        format!("{message}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unreadable_value_is_named_at_its_part() {
        let mut draft = Draft::default();
        draft
            .settings
            .insert(SettingId::MinimumRetryDelay, Entries::one("soon"));
        draft
            .settings
            .insert(SettingId::ProxySettings, Entries(vec![vec!["maybe".into()]]));
        draft.ending.bound = "for ever".into();
        let (job, diagnostics) = draft.job();
        assert!(job.is_none());
        assert_eq!(diagnostics.len(), 3);
        assert!(
            diagnostics
                .iter()
                .all(|d| d.message.ends_with('.') && d.help.ends_with('.'))
        );
    }

    #[test]
    fn existing_jobs_need_a_selector() {
        let mut draft = Draft::default();
        draft.subject.kind = SubjectKind::Existing;
        for kind in [SelectorKind::Guid, SelectorKind::Name, SelectorKind::Pattern] {
            draft.subject.selector = kind;
            assert!(draft.job().0.is_none(), "{}", kind.word());
        }
        draft.subject.selector = SelectorKind::All;
        assert!(draft.job().0.is_some());
    }
}
