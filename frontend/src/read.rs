//! What a person has pasted to be read, and what the reader said of it. Nothing here touches a browser.

use crate::ends::{Inserted, with_ends};
use bitsmith_core::document::{Secrets, quoted, write};
use bitsmith_core::draft::Draft;
use bitsmith_core::span::{Span, spliced};
use std::any::Any;
use std::rc::Rc;

/// How many lines of a script are shown at first, and how many more at a time.
pub const LINES: usize = 300;

/// The longest script that is read, in bytes: a longer one would keep the page from answering.
pub const LIMIT: usize = 1024 * 1024;

/// How long typing rests before a text is read, in milliseconds.
pub const REST: u32 = 150;

/// The longest script that is read as soon as it is pasted, in bytes. A longer one keeps the page from answering for so long that
/// another paste or key is worth waiting for.
pub const AT_ONCE: usize = 64 * 1024;

/// How a text came into its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// Key by key: more is to come.
    Typed,
    /// As a whole.
    Pasted,
    /// As a whole, before the caret, which stands so many UTF-16 units behind the beginning: with the ends of lines that the clipboard
    /// has, which the box does not.
    PutIn(usize),
}

/// What the right half of the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Half {
    /// The commands of the form.
    #[default]
    Commands,
    /// The boxes for scripts and error numbers.
    Reader,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// In a few words.
    pub title: String,
    /// What it means here.
    pub text: String,
    /// The page that says so, as source key.
    pub source: String,
    /// What is wrong with it, or to be known of it: how bad it is as a word, and sentences.
    pub remarks: Vec<(String, String)>,
}

/// Trees of elements, as the reader gave them. Two are equal where they are the same ones.
#[derive(Debug, Clone, Default)]
pub struct Trees(Option<Rc<dyn Any>>);

impl Trees {
    /// These.
    pub fn new(trees: impl Any) -> Trees {
        Trees(Some(Rc::new(trees)))
    }

    /// What they are, where they are of this type.
    pub fn of<T: Any>(&self) -> Option<&T> {
        self.0.as_ref()?.downcast_ref()
    }
}

impl PartialEq for Trees {
    fn eq(&self, other: &Trees) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => std::ptr::addr_eq(Rc::as_ptr(one), Rc::as_ptr(other)),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl Eq for Trees {}

/// A script that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// The shell that it is written for, as a word.
    pub shell: String,
    /// What was found, in a sentence.
    pub summary: String,
    /// Its first lines, drawn.
    pub lines: Trees,
    /// Whether it has more of them.
    pub is_cut: bool,
    /// The tokens in these lines.
    pub tokens: Vec<Token>,
    /// Its jobs, what it does, and what is to be said of it, drawn.
    pub below: Trees,
    /// Its jobs.
    pub jobs: Vec<Rc<Draft>>,
    /// Whether it holds what may be a secret.
    pub has_secrets: bool,
}

/// Where the job in the form comes from: a script that was pasted, and the number of the job in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Origin {
    /// The script.
    pub text: Rc<str>,
    /// The number of the job.
    pub job: usize,
    /// The job as it was opened, where that is known.
    pub opened: Option<Rc<Draft>>,
}

/// The pasted script with what was changed in the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revision {
    /// What changed, in a sentence; where `refusal` is set: why it cannot be done.
    pub said: String,
    /// Whether it cannot be done.
    pub refusal: bool,
    /// Its lines.
    pub lines: Trees,
    /// Whether these are all characters of the script.
    pub is_whole: bool,
    /// The words that change, in order: where they stand in the script, and what stands there instead.
    pub edits: Vec<(Span, String)>,
}

impl Revision {
    /// The script with the words put in.
    pub fn of(&self, text: &str) -> Option<String> {
        spliced(
            text,
            self.edits.iter().map(|(span, words)| (*span, words.as_str())),
        )
    }
}

/// What was asked, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<T> {
    /// Nothing was asked.
    Nothing,
    /// The answer is not there yet.
    Waiting,
    /// It is.
    Answered(T),
    /// There is none; a sentence.
    Failed(String),
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The script.
    Script,
    /// The error.
    Error,
    /// The script with what was changed in the form.
    Revision,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A text of the clipboard is about to come into the box.
    Clip(String),
    /// A script was pasted or typed: what the box says now.
    Script(String, Entered),
    /// This is the script.
    Text(Rc<str>),
    /// More of its lines are wanted.
    More,
    /// A script was read: the answer to the request of that number.
    Read(u32, Rc<Script>),
    /// A token is looked at.
    Token(usize),
    /// A job is to be opened in the form.
    Open(usize),
    /// It may take the place of what is there.
    Replace,
    /// It may not.
    Keep,
    /// An error was pasted or typed.
    Error(String, Entered),
    /// It was decoded.
    Decoded(u32, Trees),
    /// It is there.
    Revised(u32, Rc<Revision>),
    /// The reader could not be loaded, or failed.
    Failed(Asked, u32, String),
}

/// What is pasted, and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// What the right half shows.
    pub half: Half,
    /// The script.
    pub text: Rc<str>,
    /// What was said of it.
    pub script: Standing<Rc<Script>>,
    /// The token that is looked at.
    pub token: Option<usize>,
    /// The job that would take the place of what is in the form.
    pub asked: Option<usize>,
    /// The job that is opened once the script is read, and what it is called.
    pub opening: Option<(usize, String)>,
    /// What the clipboard last put into the box.
    clip: String,
    /// The error.
    pub error: Rc<str>,
    /// What it means, drawn.
    pub codes: Standing<Trees>,
    /// What the reader is asked of the script.
    pub script_request: Request,
    /// What it is asked of the error.
    pub error_request: Request,
    /// The pasted script with what was changed in the form, and the number of the request that it is the answer to.
    pub revision: Standing<(u32, Rc<Revision>)>,
    /// What the reader is asked of that.
    pub revision_request: Request,
    lines: usize,
}

/// What the reader is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// What a script says.
    Script {
        /// The script.
        text: Rc<str>,
        /// How many of its lines are wanted.
        lines: usize,
    },
    /// What an error number means.
    Error(Rc<str>),
    /// How a script says what was changed in the form.
    Revision(Rc<Origin>, Rc<Draft>),
}

/// A request to the reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// Its number. Only an answer with this number is shown.
    pub serial: u32,
    /// What is asked; `None`: nothing.
    pub question: Option<Question>,
    /// How long typing rests before it is sent, in milliseconds.
    pub rest: u32,
}

impl Request {
    fn next(&mut self, question: Question, rest: u32) {
        *self = Request {
            serial: self.serial.wrapping_add(1),
            question: Some(question),
            rest,
        };
    }

    /// Nothing is asked any more: the answer that is still to come is to another text.
    fn none(&mut self) {
        if self.question.take().is_some() {
            self.serial = self.serial.wrapping_add(1);
        }
    }

    /// The request as the reader takes it.
    pub fn json(&self) -> Option<String> {
        let serial = self.serial;
        Some(match self.question.as_ref()? {
            Question::Script { text, lines } => {
                let text = quoted(text);
                format!(r#"{{"kind":"read","serial":{serial},"text":{text},"shell":"auto","lines":{lines}}}"#)
            }
            Question::Error(text) => {
                let text = quoted(text);
                format!(r#"{{"kind":"decode","serial":{serial},"text":{text}}}"#)
            }
            Question::Revision(origin, draft) => {
                let (text, job) = (quoted(&origin.text), origin.job);
                // Holes keep the names that tell which secret of the script they stand for.
                let document = quoted(&write(std::slice::from_ref(draft), Secrets::Shown));
                format!(
                    r#"{{"kind":"revise","serial":{serial},"text":{text},"job":{job},"document":{document}}}"#
                )
            }
        })
    }
}

impl Default for Read {
    fn default() -> Read {
        Read {
            half: Half::Commands,
            text: Rc::from(""),
            script: Standing::Nothing,
            token: None,
            asked: None,
            opening: None,
            clip: String::new(),
            error: Rc::from(""),
            codes: Standing::Nothing,
            script_request: Request::default(),
            error_request: Request::default(),
            revision: Standing::Nothing,
            revision_request: Request::default(),
            lines: LINES,
        }
    }
}

impl Read {
    /// Takes in what happened.
    pub fn take(&mut self, event: Event) {
        match event {
            Event::Clip(text) => self.clip = text,
            Event::Script(text, entered) => {
                let clip = std::mem::take(&mut self.clip);
                let inserted = match entered {
                    Entered::PutIn(caret) if !clip.is_empty() => Some(Inserted { text: &clip, caret }),
                    _ => None,
                };
                self.text = Rc::from(with_ends(&self.text, &text, inserted));
                self.lines = LINES;
                self.read(entered);
            }
            Event::Text(text) => {
                self.text = text;
                self.lines = LINES;
                self.read(Entered::Pasted);
            }
            Event::More => {
                self.lines = self.lines.saturating_mul(2);
                // What is there stays until the answer comes.
                self.ask_script(0);
            }
            Event::Read(serial, script) => {
                if serial == self.script_request.serial {
                    self.script = Standing::Answered(script);
                }
            }
            Event::Token(token) => self.token = Some(token),
            Event::Open(job) => self.asked = Some(job),
            Event::Replace | Event::Keep => self.asked = None,
            Event::Error(text, entered) => {
                self.error = Rc::from(text);
                if self.error.trim().is_empty() {
                    self.codes = Standing::Nothing;
                    self.error_request.none();
                    return;
                }
                self.codes = Standing::Waiting;
                let question = Question::Error(self.error.clone());
                self.error_request.next(question, rest(&self.error, entered));
            }
            Event::Decoded(serial, codes) => {
                if serial == self.error_request.serial {
                    self.codes = Standing::Answered(codes);
                }
            }
            Event::Revised(serial, revision) => {
                if serial == self.revision_request.serial {
                    self.revision = Standing::Answered((serial, revision));
                }
            }
            Event::Failed(Asked::Revision, serial, sentence) => {
                if serial == self.revision_request.serial {
                    self.revision = Standing::Failed(sentence);
                }
            }
            Event::Failed(Asked::Script, serial, sentence) => {
                if serial == self.script_request.serial {
                    self.script = Standing::Failed(sentence);
                }
            }
            Event::Failed(Asked::Error, serial, sentence) => {
                if serial == self.error_request.serial {
                    self.codes = Standing::Failed(sentence);
                }
            }
        }
    }

    /// The job of that number.
    pub fn job(&self, number: usize) -> Option<&Rc<Draft>> {
        match &self.script {
            Standing::Answered(script) => script.jobs.get(number),
            _ => None,
        }
    }

    /// The draft of a script has changed, or there is none any more. A long script is revised only when that is asked for: the page
    /// does not answer meanwhile.
    pub fn follow(&mut self, origin: Option<&Rc<Origin>>, draft: &Rc<Draft>) {
        match origin {
            Some(origin) if origin.text.len() <= AT_ONCE => {
                let is_asked = matches!(&self.revision_request.question, Some(Question::Revision(of, as_it_is))
                    if Rc::ptr_eq(of, origin) && Rc::ptr_eq(as_it_is, draft));
                if !is_asked {
                    self.ask_revision(origin, draft, REST);
                }
            }
            _ => {
                self.revision = Standing::Nothing;
                self.revision_request.none();
            }
        }
    }

    /// Asks for the script with what was changed. What is there stays until the answer comes.
    pub fn ask_revision(&mut self, origin: &Rc<Origin>, draft: &Rc<Draft>, rest: u32) {
        if !matches!(self.revision, Standing::Answered(_)) {
            self.revision = Standing::Waiting;
        }
        let question = Question::Revision(origin.clone(), draft.clone());
        self.revision_request.next(question, rest);
    }

    /// Whether the job was opened from the text that stands in the box.
    pub fn is_of(&self, origin: &Origin) -> bool {
        Rc::ptr_eq(&self.text, &origin.text) || self.text == origin.text
    }

    /// The script of a job with what was changed in the form, where it is the one in the box and another job is to be opened.
    pub fn carried(&self, origin: Option<&Rc<Origin>>, to: usize) -> Option<String> {
        let origin = origin.filter(|origin| origin.job != to && self.is_of(origin))?;
        let revision = self.current_revision()?;
        (!revision.refusal && !revision.edits.is_empty())
            .then(|| revision.of(&origin.text))
            .flatten()
    }

    /// What to keep for the next time that the page is loaded: the text behind the number of its job that is in the form. `None` while
    /// it is not known whether it may be kept, nothing where it may not.
    pub fn kept(&self, origin: Option<&Rc<Origin>>) -> Option<String> {
        match &self.script {
            Standing::Waiting => None,
            Standing::Answered(script) if !script.has_secrets => {
                let job = origin.filter(|origin| self.is_of(origin));
                let job = job.map(|origin| origin.job.to_string()).unwrap_or_default();
                Some([job.as_str(), "\n", &self.text].concat())
            }
            _ => Some(String::new()),
        }
    }

    /// The script that may be copied: it says the draft as it is now.
    pub fn current_revision(&self) -> Option<&Rc<Revision>> {
        match &self.revision {
            Standing::Answered((serial, revision)) if *serial == self.revision_request.serial => {
                Some(revision)
            }
            _ => None,
        }
    }

    fn read(&mut self, entered: Entered) {
        self.token = None;
        self.asked = None;
        self.opening = None;
        if self.text.trim().is_empty() {
            self.script = Standing::Nothing;
            self.script_request.none();
            return;
        }
        if self.text.len() > LIMIT {
            self.script = Standing::Failed(format!(
                "The text has {} bytes, and the page reads {LIMIT}. Paste a part of it, or have the command line read the file: bitsmith explain FILE.",
                self.text.len()
            ));
            self.script_request.none();
            return;
        }
        self.script = Standing::Waiting;
        self.ask_script(rest(&self.text, entered));
    }

    fn ask_script(&mut self, rest: u32) {
        let question = Question::Script {
            text: self.text.clone(),
            lines: self.lines,
        };
        self.script_request.next(question, rest);
    }
}

/// How long typing rests before a text is read.
fn rest(text: &str, entered: Entered) -> u32 {
    match entered {
        Entered::Pasted | Entered::PutIn(_) if text.len() <= AT_ONCE => 0,
        _ => REST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(events: impl IntoIterator<Item = Event>) -> Read {
        let mut read = Read::default();
        for event in events {
            read.take(event);
        }
        read
    }

    #[test]
    fn an_answer_that_comes_late_is_not_shown_for_a_text_that_is_not_read() {
        let long = "a".repeat(LIMIT + 1);
        for text in ["", " \n", &long] {
            let read = after([
                Event::Script("bitsadmin /list".to_owned(), Entered::Typed),
                Event::Script(text.to_owned(), Entered::Typed),
            ]);
            for late in [
                Event::Read(1, Rc::default()),
                Event::Failed(Asked::Script, 1, "late".to_owned()),
            ] {
                let mut shown = read.clone();
                shown.take(late);
                assert_eq!(shown.script, read.script, "{} bytes", text.len());
                assert!(shown.script_request.json().is_none());
            }
        }
    }

    #[test]
    fn a_meaning_that_comes_late_is_not_shown_for_no_error() {
        let read = after([
            Event::Error("0x80200011".to_owned(), Entered::Typed),
            Event::Error(" ".to_owned(), Entered::Typed),
        ]);
        for late in [
            Event::Decoded(1, Trees::default()),
            Event::Failed(Asked::Error, 1, "late".to_owned()),
        ] {
            let mut shown = read.clone();
            shown.take(late);
            assert_eq!(shown.codes, Standing::Nothing);
            assert!(shown.error_request.json().is_none());
        }
    }

    #[test]
    fn a_text_that_comes_back_is_read_again() {
        let read = after(["404", "", "404"].map(|text| Event::Error(text.to_owned(), Entered::Typed)));
        assert_eq!(read.codes, Standing::Waiting);
        let json = read.error_request.json();
        assert_eq!(
            json.as_deref(),
            Some(r#"{"kind":"decode","serial":3,"text":"404"}"#)
        );
    }

    #[test]
    fn what_is_pasted_is_read_at_once_and_what_is_typed_or_long_after_a_rest() {
        for (length, entered, rest) in [
            (1, Entered::Typed, REST),
            (1, Entered::Pasted, 0),
            (AT_ONCE, Entered::Pasted, 0),
            (AT_ONCE + 1, Entered::Pasted, REST),
            (LIMIT, Entered::Typed, REST),
        ] {
            let read = after([Event::Script("a".repeat(length), entered)]);
            assert_eq!(read.script_request.rest, rest, "{length} bytes, {entered:?}");
            let read = after([Event::Error("4".repeat(length), entered)]);
            assert_eq!(read.error_request.rest, rest, "{length} bytes, {entered:?}");
        }
        let more = after([Event::Script("a".repeat(LIMIT), Entered::Typed), Event::More]);
        assert_eq!(more.script_request.rest, 0);
    }
}
