//! What the page knows, and everything that a person can do with it. Nothing here touches a browser.

use crate::apply::{Apply, Event};
use crate::edit::{self, Direction};
use crate::field;
use crate::output::{Mark, Output};
use crate::read::{self, Half, Origin, Read};
use crate::search;
use bitsmith_core::catalog::{CATALOG, Group, Held, SettingId, SettingSpec};
use bitsmith_core::diagnostic::{At, Diagnostic, Fix, Severity, in_order};
use bitsmith_core::draft::{Draft, EndingDraft, SubjectDraft, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, Folders};
use bitsmith_core::lower_case::folded;
use bitsmith_core::plan::{Plan, Reveal};
use bitsmith_core::profile::Profile;
use bitsmith_core::value::{Entries, Entry};
use litemap::LiteMap;
use std::rc::Rc;

/// How many steps back there are.
const STEPS: usize = 100;

/// Which colours the page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Those of the system.
    #[default]
    System,
    /// Dark text on light ground.
    Light,
    /// Light text on dark ground.
    Dark,
}

impl Theme {
    /// All of them, in the order in which the switch goes through them.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The one with that word.
    pub fn from_word(word: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.word() == word)
    }

    /// The next one of the switch.
    pub const fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }
}

/// What a narrow page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The form.
    #[default]
    Form,
    /// The script.
    Script,
}

/// Whether long lines of the script are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wrap {
    /// They are not: the script scrolls sideways.
    #[default]
    Off,
    /// They are.
    On,
}

/// How the script that is shown stands to the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It says the draft.
    Current,
    /// The draft has errors: it says the last draft without any.
    Errors,
    /// The target cannot say this draft.
    Refused,
}

/// Whether a message is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something could not be done.
    Failed,
}

/// A sentence about what a person just did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How it sounds.
    pub tone: Tone,
    /// What it says.
    pub words: String,
    /// A link that is to be copied by hand.
    pub link: Option<String>,
}

/// Where a job comes from that is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A link.
    Link,
    /// A file.
    File,
}

/// A job that would take the place of what is in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The job.
    pub draft: Draft,
    /// Where it comes from.
    pub source: Source,
    /// What is said once it is there.
    pub message: Message,
}

/// What the browser is asked to do with the job or the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Puts the script into the clipboard.
    Copy,
    /// Puts the pasted script with what was changed in the form into the clipboard.
    CopyRevision,
    /// Gives the script as a file.
    Download,
    /// Gives the job as a file.
    Save,
    /// Puts a link to the job into the clipboard.
    Share,
    /// Has the local service plan the job.
    Plan,
    /// Has the local service carry the plan out.
    Apply,
}

/// An element that takes the focus once it is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Focus {
    /// The number of the wish; each wish is carried out once.
    pub serial: u32,
    /// The id of the element.
    pub id: String,
}

/// What was edited, so that typing on at one place is one step back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Setting(SettingId, usize, Option<usize>),
    Subject,
    Ending,
    Once,
}

/// Everything a person can do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Types or chooses in a part of a setting, or in a cell of it.
    Put {
        /// Which setting.
        id: SettingId,
        /// Which part.
        part: usize,
        /// Which row, where the value has rows.
        row: Option<usize>,
        /// What stands there now.
        entries: Vec<Entry>,
    },
    /// Gives a setting the value that is empty.
    SetEmpty(SettingId),
    /// Leaves a setting to BITS.
    Clear(SettingId),
    /// Adds a row.
    AddRow(SettingId),
    /// Takes a row out.
    RemoveRow(SettingId, usize),
    /// Goes from a cell to the one below; behind the last row a new one is added.
    NextRow(SettingId, usize, usize),
    /// Moves a row.
    MoveRow(SettingId, usize, Direction),
    /// Pastes a list into rows, beginning with one.
    Paste(SettingId, usize, String),
    /// Pastes lines into a part of a row and of those below it.
    PasteDown(SettingId, usize, usize, String),
    /// Leaves the remote name of a row: the local name is proposed.
    Propose(SettingId, usize),
    /// Says what the job acts on.
    Subject(SubjectDraft),
    /// Says how it ends.
    Ending(EndingDraft),
    /// Says what is done with folders.
    Folders(Folders),
    /// Says whether a change asks.
    Ask(Ask),
    /// Says which machine it is for.
    Profile(Profile),
    /// Takes the fix of a diagnostic.
    Fix(Fix),
    /// Starts with an empty draft.
    Empty,
    /// Keeps the example as one's own.
    KeepExample,
    /// Opens a draft.
    Load(Draft),
    /// Opens the draft of a link.
    LoadLink(Draft),
    /// Opens a job from elsewhere, after a question where it would take the place of work.
    Offer(Rc<Offer>),
    /// It may take that place.
    TakeOffer,
    /// It may not.
    LeaveOffer,
    /// Brings back the text that was pasted, behind the number of its job that is in the form.
    Restore(String),
    /// Takes the last step back.
    Undo,
    /// Takes the last step that was taken back again.
    Redo,
    /// Shows another form of the script.
    Target(Target),
    /// Shows another script.
    Script(Script),
    /// Shows or masks secrets in this output.
    Reveal(Reveal),
    /// Breaks long lines or not.
    Wrap(Wrap),
    /// Points at a line or a field, or at nothing.
    Point(Option<At>),
    /// Goes into a line or a field.
    Hold(At),
    /// Opens or closes a group.
    Open(Group, Disclosure),
    /// Opens the help of a setting, or closes it.
    Help(Option<SettingId>),
    /// Looks for settings.
    Search(String),
    /// Goes to a field.
    GoTo(At),
    /// Goes to the first setting that was found.
    GoToFound,
    /// Goes to the next problem.
    NextProblem,
    /// Goes to the element with this id.
    Focus(&'static str),
    /// Goes to the keys and variables.
    Manual,
    /// Closes what is open: a question, the help of a setting.
    Escape,
    /// Changes the colours.
    Theme(Theme),
    /// Shows the form or the script on a narrow page.
    Pane(Pane),
    /// Has the browser do something.
    Run(Errand),
    /// Unfolds the lists of the machine on a narrow page, or folds them.
    Machine(Disclosure),
    /// Says something, or nothing any more.
    Say(Option<Message>),
    /// Hears from the local service.
    Apply(Event),
    /// Shows the commands or the boxes of the reader.
    Half(Half),
    /// Hears from the boxes of the reader.
    Read(read::Event),
    /// The pasted script is wanted with what was changed in the form.
    Revise,
    /// Judges the job from now on.
    Judge,
}

/// Whether something is unfolded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// It is.
    Open,
    /// It is not.
    Closed,
}

/// What the page knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The job as typed.
    pub draft: Rc<Draft>,
    /// What was typed into each setting; what did not change is the same place in memory.
    pub typed: Rc<LiteMap<SettingId, Rc<Entries>>>,
    /// What is to be said, errors first.
    pub problems: Rc<Vec<Diagnostic>>,
    /// The same by the setting that it is about.
    pub by_setting: Rc<LiteMap<SettingId, Rc<Vec<Diagnostic>>>>,
    /// The script that is shown.
    pub output: Output,
    /// How it stands to the draft.
    pub standing: Standing,
    /// Which script is shown.
    pub request: Request,
    /// Whether it shows secrets.
    pub reveal: Reveal,
    /// Whether there is a secret to show.
    pub has_secrets: bool,
    /// Whether long lines are broken.
    pub wrap: Wrap,
    /// What is pointed at.
    pub pointed: Option<At>,
    /// Where the focus is or was last.
    pub held: Option<At>,
    /// The groups that are unfolded, in their order.
    pub open: Rc<Vec<Group>>,
    /// Whose help is open.
    pub help: Option<SettingId>,
    /// What is looked for.
    pub search: Rc<str>,
    /// The colours.
    pub theme: Theme,
    /// What a narrow page shows.
    pub pane: Pane,
    /// Whether the draft is the example of the first visit.
    pub is_example: bool,
    /// What takes the focus.
    pub focus: Focus,
    /// What the browser is to do, with the number of the wish; each wish is carried out once.
    pub errand: Option<(u32, Errand)>,
    /// Whether the lists of the machine are unfolded on a narrow page.
    pub machine: Disclosure,
    /// What was just said.
    pub message: Option<Message>,
    /// The local service.
    pub apply: Apply,
    /// The script and the error number that are read.
    pub read: Read,
    /// The script that the job was opened from.
    pub origin: Option<Rc<Origin>>,
    /// A job that would take the place of what is in the form.
    pub offer: Option<Rc<Offer>>,
    /// The other outputs that can say what the one that is shown cannot.
    pub others: Vec<Target>,
    /// Whether the job was judged, and the script written. The page draws the form before that.
    pub is_judged: bool,
    linked: Option<Rc<Draft>>,
    plan: Option<Rc<Plan>>,
    problem: Option<usize>,
    past: Vec<Step>,
    future: Vec<Step>,
    spot: Option<Spot>,
}

/// What a step back or forth brings.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    draft: Rc<Draft>,
    origin: Option<Rc<Origin>>,
}

impl State {
    /// The page with a draft that is judged.
    pub fn new(draft: Draft, is_example: bool) -> State {
        State::unjudged(draft, is_example).after(Action::Judge)
    }

    /// The page with a draft that is not judged yet.
    pub fn unjudged(draft: Draft, is_example: bool) -> State {
        let mut state = State {
            draft: Rc::new(draft),
            typed: Rc::default(),
            problems: Rc::default(),
            by_setting: Rc::default(),
            output: Output::default(),
            standing: Standing::Errors,
            request: Request {
                target: Target::PowerShell,
                script: Script::Main,
            },
            reveal: Reveal::Masked,
            has_secrets: false,
            wrap: Wrap::Off,
            pointed: None,
            held: None,
            open: Rc::default(),
            help: None,
            search: Rc::from(""),
            theme: Theme::System,
            pane: Pane::Form,
            is_example,
            focus: Focus::default(),
            errand: None,
            machine: Disclosure::Closed,
            message: None,
            apply: Apply::default(),
            read: Read::default(),
            origin: None,
            offer: None,
            others: Vec::new(),
            is_judged: false,
            linked: None,
            plan: None,
            problem: None,
            past: Vec::new(),
            future: Vec::new(),
            spot: None,
        };
        state.open_groups_in_use();
        state.share();
        state
    }

    /// The page after an action.
    pub fn after(&self, action: Action) -> State {
        let mut state = self.clone();
        state.act(action);
        state
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether the draft is that of a link, as it came.
    pub fn is_linked(&self) -> bool {
        self.linked
            .as_ref()
            .is_some_and(|linked| Rc::ptr_eq(linked, &self.draft))
    }

    /// Whether there is a step to take again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The place whose field and lines light up.
    pub fn lit(&self) -> Option<At> {
        self.pointed.or(self.held)
    }

    /// How many problems of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// The counts of problems in words; empty where there are none.
    pub fn counts(&self) -> String {
        [
            (Severity::Error, "error"),
            (Severity::Warning, "warning"),
            (Severity::Information, "hint"),
        ]
        .into_iter()
        .map(|(severity, word)| (self.count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect::<Vec<_>>()
        .join(" · ")
    }

    /// The name of a file for the script that is shown.
    pub fn file_name(&self) -> String {
        let extension = self.request.target.extension();
        let stem = self.stem();
        match self.request.script {
            Script::Main => format!("{stem}.{extension}"),
            script => format!("{stem}-{}.{extension}", script.word()),
        }
    }

    /// The name of a file for the job.
    pub fn document_name(&self) -> String {
        format!("{}.json", self.stem())
    }

    /// The job's name as the name of a file.
    fn stem(&self) -> String {
        let name = folded(&name_of(&self.draft));
        let words: Vec<&str> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(8)
            .collect();
        let stem: String = words.join("-").chars().take(60).collect();
        // Windows has devices where these names stand before the first dot of a file's name.
        let is_device = match stem.split_at_checked(3) {
            Some(("con" | "prn" | "aux" | "nul", "")) => true,
            // Also with a small raised digit: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
            Some(("com" | "lpt", number)) => number.chars().count() == 1,
            _ => false,
        };
        match stem.as_str() {
            "" => "bits-job".to_owned(),
            _ if is_device => format!("bits-{stem}"),
            _ => stem,
        }
    }

    /// Takes pasted lines: whole rows, or one part of them.
    fn paste(&mut self, id: SettingId, part: Option<usize>, row: usize, text: &str) {
        if let Some(words) = edit::too_many(text) {
            self.message = Some(Message {
                tone: Tone::Failed,
                words,
                link: None,
            });
            return;
        }
        let mut count = 0;
        self.change(Spot::Once, |draft| {
            count = match part {
                None => edit::paste(draft, id, row, text),
                Some(part) => edit::paste_down(draft, id, part, row, text),
            }
        });
        if let Some(last) = count.checked_sub(1) {
            self.go(field::control_id(id, part.unwrap_or(0), Some(row + last)));
            self.message = Some(Message {
                tone: Tone::Done,
                words: if count == 1 {
                    "1 row pasted.".to_owned()
                } else {
                    format!("{count} rows pasted.")
                },
                link: None,
            });
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Put {
                id,
                part,
                row,
                entries,
            } => self.change(Spot::Setting(id, part, row), |draft| {
                edit::put(draft, id, part, row, entries);
            }),
            Action::SetEmpty(id) => self.change(Spot::Once, |draft| {
                draft.settings.insert(id, Entries(vec![vec!["".into()]]));
            }),
            Action::Clear(id) => {
                self.change(Spot::Once, |draft| {
                    draft.settings.remove(&id);
                });
                self.go_in_form(At::Setting {
                    id,
                    part: None,
                    row: None,
                });
            }
            Action::AddRow(id) => {
                let row = edit::rows(&self.draft, id);
                self.change(Spot::Once, |draft| {
                    edit::add_row(draft, id);
                });
                self.go(field::control_id(id, 0, Some(row)));
            }
            Action::RemoveRow(id, row) => {
                self.change(Spot::Once, |draft| edit::remove_row(draft, id, row));
                let left = edit::rows(&self.draft, id);
                self.go(match left.checked_sub(1) {
                    Some(last) => field::control_id(id, 0, Some(row.min(last))),
                    None => field::add_id(id),
                });
            }
            Action::NextRow(id, part, row) => {
                if row + 1 < edit::rows(&self.draft, id) {
                    self.go(field::control_id(id, part, Some(row + 1)));
                } else {
                    self.act(Action::AddRow(id));
                }
            }
            Action::MoveRow(id, row, direction) => {
                let mut to = row;
                self.change(Spot::Once, |draft| {
                    to = edit::move_row(draft, id, row, direction);
                });
                self.go(field::move_id(id, to, direction));
            }
            Action::Paste(id, row, text) => self.paste(id, None, row, &text),
            Action::PasteDown(id, part, row, text) => self.paste(id, Some(part), row, &text),
            Action::Propose(id, row) => {
                let mut draft = (*self.draft).clone();
                if edit::propose(&mut draft, id, row) {
                    self.change(Spot::Once, |old| *old = draft);
                }
            }
            Action::Subject(subject) => self.change(Spot::Subject, |draft| draft.subject = subject),
            Action::Ending(ending) => self.change(Spot::Ending, |draft| draft.ending = ending),
            Action::Folders(folders) => self.change(Spot::Once, |draft| draft.folders = folders),
            Action::Ask(ask) => self.change(Spot::Once, |draft| draft.ask = ask),
            Action::Profile(profile) => self.change(Spot::Once, |draft| draft.profile = profile),
            Action::Fix(fix) => {
                self.change(Spot::Once, |draft| {
                    for edit in &fix.edits {
                        draft.apply(edit);
                    }
                });
                self.open_groups_in_use();
            }
            Action::Empty => {
                let profile = self.draft.profile;
                let empty = Draft {
                    profile,
                    ..Draft::default()
                };
                self.load(empty, None);
                if let Some(id) = name_setting() {
                    self.go(field::control_id(id, 0, None));
                }
            }
            Action::KeepExample => {
                self.is_example = false;
                self.go(field::focus_id(At::Subject));
            }
            Action::Load(loaded) => {
                self.load(loaded, None);
                self.open_groups_in_use();
            }
            Action::LoadLink(loaded) => {
                self.act(Action::Load(loaded));
                self.linked = Some(self.draft.clone());
            }
            Action::Offer(offer) => {
                if self.is_replaceable() || self.is_linked() || *self.draft == offer.draft {
                    self.bring(&offer);
                } else {
                    self.offer = Some(offer);
                    self.message = None;
                    self.pane = Pane::Form;
                    self.search = Rc::from("");
                    self.go("take-offer".to_owned());
                }
            }
            Action::TakeOffer => {
                if let Some(offer) = self.offer.take() {
                    self.bring(&offer);
                    self.go("job".to_owned());
                }
            }
            Action::LeaveOffer => {
                self.offer = None;
                self.go("job".to_owned());
            }
            Action::Restore(pasted) => {
                if let Some((job, text)) = pasted.split_once('\n') {
                    self.read.take(read::Event::Text(Rc::from(text)));
                    if let Ok(job) = job.parse() {
                        let text = self.read.text.clone();
                        self.origin = Some(Rc::new(Origin {
                            text,
                            job,
                            opened: None,
                        }));
                        self.read.follow(self.origin.as_ref(), &self.draft);
                    }
                }
            }
            Action::Escape if self.offer.is_some() => self.act(Action::LeaveOffer),
            Action::Escape if self.read.asked.is_some() => self.act(Action::Read(read::Event::Keep)),
            Action::Escape => self.help = None,
            Action::Undo => {
                if let Some(step) = self.past.pop() {
                    let undone = self.step_to(step);
                    self.future.push(undone);
                }
            }
            Action::Redo => {
                if let Some(step) = self.future.pop() {
                    let redone = self.step_to(step);
                    self.past.push(redone);
                }
            }
            Action::Target(target) => {
                self.request.target = target;
                self.judge(Mark::Nothing);
            }
            Action::Script(script) => {
                self.request.script = script;
                self.judge(Mark::Nothing);
            }
            Action::Reveal(reveal) => {
                self.reveal = reveal;
                // The last plan without errors may hold what is no longer to be seen.
                self.plan = None;
                self.judge(Mark::Nothing);
            }
            Action::Wrap(wrap) => self.wrap = wrap,
            Action::Point(at) => self.pointed = at.map(field::settle),
            Action::Hold(at) => self.held = Some(field::settle(at)),
            Action::Open(group, disclosure) => self.unfold(group, disclosure),
            Action::Help(help) => self.help = help,
            Action::Search(query) => self.search = Rc::from(query),
            Action::GoTo(at) => self.go_to(at),
            Action::GoToFound => {
                let kind = self.draft.subject.kind;
                let found = CATALOG
                    .iter()
                    .find(|spec| has_place(spec.id, kind) && search::matches(spec, &self.search));
                if let Some(spec) = found {
                    self.go_to(At::Setting {
                        id: spec.id,
                        part: None,
                        row: None,
                    });
                }
            }
            Action::NextProblem => {
                let next = match self.problem {
                    Some(last) if last + 1 < self.problems.len() => last + 1,
                    _ => 0,
                };
                if let Some(at) = self.problems.get(next).map(|problem| problem.place.at) {
                    self.problem = Some(next);
                    self.go_to(at);
                }
            }
            Action::Focus(id) => self.go(id.to_owned()),
            Action::Manual => {
                self.pane = Pane::Form;
                self.search = Rc::from("");
                self.go("manual".to_owned());
            }
            Action::Theme(theme) => self.theme = theme,
            Action::Pane(pane) => {
                self.pane = pane;
                self.read.half = Half::Commands;
            }
            Action::Run(errand) => {
                let serial = self.errand.map_or(0, |(serial, _)| serial);
                self.errand = Some((serial.wrapping_add(1), errand));
            }
            Action::Machine(machine) => self.machine = machine,
            Action::Say(message) => self.message = message,
            Action::Apply(event) => self.apply.take(event),
            Action::Half(half) => {
                self.read.half = half;
                if half == Half::Reader {
                    self.pane = Pane::Script;
                    self.go("read-text".to_owned());
                } else {
                    self.go("read".to_owned());
                }
            }
            Action::Read(read::Event::Open(job)) if self.is_replaceable() => self.fill(job),
            Action::Read(read::Event::Replace) => {
                if let Some(job) = self.read.asked.take() {
                    self.fill_next(job);
                }
            }
            Action::Revise => {
                if let Some(origin) = &self.origin {
                    self.read.ask_revision(origin, &self.draft, 0);
                }
            }
            Action::Read(event) => {
                // The button that was pressed goes away, or is pressed again.
                let next = match event {
                    read::Event::Open(_) => Some("replace".to_owned()),
                    read::Event::Keep => self.read.asked.map(|job| format!("open-{job}")),
                    read::Event::More => Some("marked".to_owned()),
                    _ => None,
                };
                self.read.take(event);
                if let Some(next) = next {
                    self.go(next);
                }
                if let read::Standing::Answered(_) = self.read.script
                    && let Some((job, name)) = self.read.opening.take()
                {
                    // What was put into the script is not to make another job of that number.
                    if self.read.job(job).is_some_and(|job| name_of(job) == name) {
                        self.fill(job);
                    }
                }
            }
            Action::Judge => {
                self.is_judged = true;
                self.judge(Mark::Nothing);
            }
        }
    }

    /// Whether nothing is lost when another job takes the place of this one.
    fn is_replaceable(&self) -> bool {
        let empty = Draft {
            profile: self.draft.profile,
            ..Draft::default()
        };
        self.is_example && self.past.is_empty() || *self.draft == empty || self.is_as_opened()
    }

    /// Whether the job is that of a script, as it was opened.
    fn is_as_opened(&self) -> bool {
        let opened = self.origin.as_ref().and_then(|origin| origin.opened.as_ref());
        opened.is_some_and(|opened| *opened == self.draft)
    }

    /// Whether the job was changed since it came into the form, as far as that is known.
    pub fn is_changed(&self) -> bool {
        self.can_undo() && !self.is_as_opened() && !self.is_linked()
    }

    /// Opens a job from elsewhere.
    fn bring(&mut self, offer: &Offer) {
        let draft = offer.draft.clone();
        self.act(match offer.source {
            Source::Link => Action::LoadLink(draft),
            Source::File => Action::Load(draft),
        });
        self.message = Some(offer.message.clone());
    }

    /// Opens another job of the script that the one in the form is from: what was changed there goes into the script first.
    fn fill_next(&mut self, number: usize) {
        let name = self.read.job(number).map(|job| name_of(job));
        match (self.read.carried(self.origin.as_ref(), number), name) {
            (Some(text), Some(name)) => {
                self.read.take(read::Event::Text(Rc::from(text)));
                self.read.opening = Some((number, name));
            }
            _ => self.fill(number),
        }
    }

    /// Opens a job of the script in the form; the machine stays. The output is that of the script's own shell.
    fn fill(&mut self, number: usize) {
        let (Some(job), read::Standing::Answered(script)) = (self.read.job(number), &self.read.script) else {
            return;
        };
        let draft = Draft {
            profile: self.draft.profile,
            ..(**job).clone()
        };
        let opened = Rc::new(draft.clone());
        let origin = Origin {
            text: self.read.text.clone(),
            job: number,
            opened: Some(opened),
        };
        let (own, form) = match script.shell.as_str() {
            "cmd" => (Target::Batch, "a batch file"),
            _ => (Target::PowerShell, "a PowerShell script"),
        };
        self.load(draft, Some(Rc::new(origin)));
        self.open_groups_in_use();
        self.act(Action::Target(own));
        self.pane = Pane::Form;
        self.go("job".to_owned());
        self.message = Some(Message {
            tone: Tone::Done,
            words: format!(
                "The job is in the form, and the output is {form}; below it stands the pasted script with your changes. \
                 Undo brings back what was there."
            ),
            link: None,
        });
    }

    /// Opens a draft in the place of what is there.
    fn load(&mut self, draft: Draft, origin: Option<Rc<Origin>>) {
        self.is_example = false;
        self.offer = None;
        let before = self.come_from(origin);
        self.change_from(before, Spot::Once, |old| *old = draft);
        self.read.follow(self.origin.as_ref(), &self.draft);
    }

    fn change(&mut self, spot: Spot, change: impl FnOnce(&mut Draft)) {
        self.change_from(self.origin.clone(), spot, change);
    }

    /// Changes the draft; the step back brings the origin back, too.
    fn change_from(&mut self, origin: Option<Rc<Origin>>, spot: Spot, change: impl FnOnce(&mut Draft)) {
        let mut draft = (*self.draft).clone();
        change(&mut draft);
        if draft == *self.draft {
            return;
        }
        if spot == Spot::Once || self.spot != Some(spot) {
            if self.past.len() == STEPS {
                self.past.remove(0);
            }
            self.past.push(Step {
                draft: self.draft.clone(),
                origin,
            });
        }
        self.spot = Some(spot);
        self.future.clear();
        self.draft = Rc::new(draft);
        self.message = None;
        self.changed();
    }

    /// Goes to another step, and says where it was.
    fn step_to(&mut self, step: Step) -> Step {
        let left = Step {
            draft: std::mem::replace(&mut self.draft, step.draft),
            origin: self.come_from(step.origin),
        };
        self.spot = None;
        self.changed();
        left
    }

    /// Says which script the draft is from, and which one it was from before.
    fn come_from(&mut self, origin: Option<Rc<Origin>>) -> Option<Rc<Origin>> {
        if origin != self.origin {
            self.read.revision = read::Standing::Nothing;
        }
        std::mem::replace(&mut self.origin, origin)
    }

    /// Brings up to date what follows from the draft.
    fn changed(&mut self) {
        self.apply.forget();
        self.read.follow(self.origin.as_ref(), &self.draft);
        self.judge(Mark::Changes);
    }

    /// Judges the draft and writes the script, once the page is ready for them.
    fn judge(&mut self, mark: Mark) {
        if !self.is_judged {
            return self.share();
        }
        let judged = edit::judged(&self.draft);
        let evaluation = evaluate(judged.as_ref().unwrap_or(&self.draft), self.reveal);
        let mut problems = evaluation.diagnostics;
        let has_plan = evaluation.plan.is_some();
        if let Some(plan) = evaluation.plan {
            self.has_secrets = self.reveal == Reveal::Shown || !plan.holes().is_empty();
            self.plan = Some(Rc::new(plan));
        }
        let emission = self
            .plan
            .as_deref()
            .map(|plan| emit(std::slice::from_ref(plan), self.request));
        self.standing = if has_plan {
            Standing::Current
        } else {
            Standing::Errors
        };
        self.others.clear();
        match emission {
            Some(Ok(emission)) => {
                if has_plan {
                    problems.extend(emission.diagnostics);
                }
                if has_plan || mark == Mark::Nothing {
                    self.output = self.output.followed_by(emission.lines, emission.notes, mark);
                }
            }
            Some(Err(refused)) => {
                if has_plan {
                    problems.extend(refused);
                    self.standing = Standing::Refused;
                    self.others = self.able();
                }
                if mark == Mark::Nothing {
                    self.output = self.output.followed_by(Vec::new(), Vec::new(), mark);
                }
            }
            None => {
                if mark == Mark::Nothing {
                    self.output = self.output.followed_by(Vec::new(), Vec::new(), mark);
                }
            }
        }
        let problems = in_order(problems);
        if *self.problems != problems {
            self.problems = Rc::new(problems);
            self.problem = None;
        }
        self.share();
    }

    /// The outputs that can say the job.
    fn able(&self) -> Vec<Target> {
        let Some(plan) = self.plan.as_deref() else {
            return Vec::new();
        };
        let can = |target: &Target| {
            let request = Request {
                target: *target,
                ..self.request
            };
            emit(std::slice::from_ref(plan), request).is_ok()
        };
        Target::ALL.iter().copied().filter(can).collect()
    }

    /// Keeps what did not change at its place in memory, so that only what changed is drawn.
    fn share(&mut self) {
        let mut typed = LiteMap::new();
        for (id, entries) in &self.draft.settings {
            let old = self.typed.get(id).filter(|old| ***old == *entries);
            typed.insert(*id, old.cloned().unwrap_or_else(|| Rc::new(entries.clone())));
        }
        self.typed = Rc::new(typed);
        let mut found: LiteMap<SettingId, Vec<Diagnostic>> = LiteMap::new();
        for problem in self.problems.iter() {
            if let At::Setting { id, .. } = field::settle(problem.place.at) {
                found.entry(id).or_default().push(problem.clone());
            }
        }
        let mut by_setting = LiteMap::new();
        for (id, problems) in found {
            let old = self.by_setting.get(&id).filter(|old| ***old == problems);
            by_setting.insert(id, old.cloned().unwrap_or_else(|| Rc::new(problems)));
        }
        self.by_setting = Rc::new(by_setting);
    }

    fn unfold(&mut self, group: Group, disclosure: Disclosure) {
        let mut open = (*self.open).clone();
        match (disclosure, open.binary_search(&group)) {
            (Disclosure::Open, Err(at)) => open.insert(at, group),
            (Disclosure::Closed, Ok(at)) => {
                open.remove(at);
            }
            _ => return,
        }
        self.open = Rc::new(open);
    }

    fn open_groups_in_use(&mut self) {
        let draft = self.draft.clone();
        for spec in draft.settings.keys().map(|id| id.spec()) {
            if !is_first(spec) {
                self.unfold(spec.group, Disclosure::Open);
            }
        }
    }

    fn go_to(&mut self, at: At) {
        let at = field::settle(at);
        self.pane = Pane::Form;
        self.held = Some(at);
        if let At::Setting { id, .. } = at {
            self.search = Rc::from("");
            self.unfold(id.spec().group, Disclosure::Open);
        }
        self.go_in_form(at);
    }

    /// Goes to the element of a place; where a value has no such row, to the last one or to the button that adds one.
    fn go_in_form(&mut self, at: At) {
        let mut at = at;
        if let At::Setting { id, row, .. } = &mut at
            && field::repeats(id.spec())
        {
            let Some(last) = edit::rows(&self.draft, *id).checked_sub(1) else {
                self.go(field::add_id(*id));
                return;
            };
            *row = row.map(|row| row.min(last));
        }
        self.go(field::focus_id(at));
    }

    fn go(&mut self, id: String) {
        self.focus = Focus {
            serial: self.focus.serial.wrapping_add(1),
            id,
        };
    }
}

/// What a job is called; empty where it has no name.
pub fn name_of(draft: &Draft) -> String {
    name_setting()
        .and_then(|id| draft.entries(id))
        .and_then(|entries| entries.part(0).first())
        .map(Entry::shown)
        .unwrap_or_default()
}

/// A job in a sentence.
pub fn titled(draft: &Draft) -> String {
    let name = name_of(draft);
    match draft.subject.kind {
        SubjectKind::Existing => "the change of existing jobs".to_owned(),
        SubjectKind::New if name.is_empty() => "the job without a name".to_owned(),
        SubjectKind::New => ["“", &name, "”"].concat(),
    }
}

/// The setting that is the name of a new job.
pub fn name_setting() -> Option<SettingId> {
    use bitsmith_core::value::Control;
    CATALOG
        .iter()
        .find(|spec| {
            spec.held == Held::Subject
                && spec
                    .parts
                    .first()
                    .is_some_and(|part| matches!(part.control, Control::Text(_)))
        })
        .map(|spec| spec.id)
}

/// Whether a setting stands above the groups: what a job is, and its files.
pub fn is_first(spec: &SettingSpec) -> bool {
    matches!(spec.held, Held::Subject | Held::Files)
}

/// Whether a setting has a place in the form of a draft: what is fixed when a job is made cannot be changed later.
pub fn has_place(id: SettingId, kind: SubjectKind) -> bool {
    use bitsmith_core::value::Control;
    let spec = id.spec();
    match spec.held {
        Held::FileEntry => false,
        Held::Subject => {
            kind == SubjectKind::New
                || !spec
                    .parts
                    .iter()
                    .any(|part| matches!(part.control, Control::Choice(_)))
        }
        Held::Settings | Held::Files => true,
    }
}
