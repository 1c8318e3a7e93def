//! A machine of the tests: a scripted BITS, answers prepared, time that passes when somebody waits.

use crate::streams::Left;
use bitsmith::{Machine, run_on};
use bitsmith_backend::apply::{Disk, ThisDisk};
use bitsmith_backend::connect::Unavailable;
use bitsmith_backend::failure::Failure;
use bitsmith_backend::journal::{Journal, JournalError};
use bitsmith_backend::monitor::{Clock, SystemClock};
use bitsmith_backend::scripted::Scripted;
use bitsmith_backend::secret::Secret;
use bitsmith_backend::service::Service;
use bitsmith_backend::thread::{Bounds, Threaded};
use indicatif::{InMemoryTerm, ProgressDrawTarget};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// For a BITS that does not answer.
pub(crate) const HASTY: Bounds = Bounds {
    connect: Duration::from_millis(400),
    call: Duration::from_millis(400),
};

pub(crate) struct Bench {
    pub(crate) bits: Scripted,
    pub(crate) is_interactive: bool,
    there: BTreeSet<String>,
    /// Ctrl+C is pressed once so much time has passed.
    pub(crate) pressed_after: Option<Duration>,
    /// How long a call is waited for, where BITS is reached through a thread.
    pub(crate) bounds: Option<Bounds>,
    /// The terminal that shows bars, where there is one.
    pub(crate) terminal: Option<InMemoryTerm>,
    /// What stood on it each time when somebody waited.
    pub(crate) frames: RefCell<Vec<String>>,
    /// The questions whose answer is not shown.
    pub(crate) asked: RefCell<Vec<String>>,
    folder: TempDir,
    now: Cell<Duration>,
    stop: AtomicBool,
}

impl Bench {
    pub(crate) fn new(bits: Scripted) -> Bench {
        Bench {
            bits,
            is_interactive: true,
            there: BTreeSet::new(),
            pressed_after: None,
            bounds: None,
            terminal: None,
            frames: RefCell::default(),
            asked: RefCell::default(),
            folder: tempfile::tempdir().expect("a folder"),
            now: Cell::new(Duration::ZERO),
            stop: AtomicBool::new(false),
        }
    }

    /// A file is there.
    pub(crate) fn having(mut self, path: &str) -> Bench {
        self.there.insert(path.to_owned());
        self
    }

    /// Runs the program with a document in a file and lines that somebody types.
    pub(crate) fn run(&self, arguments: &[&str], document: &str, typed: &str) -> Left {
        let mut out = Vec::new();
        let (code, err) = self.run_into(&mut out, arguments, document, typed);
        Left {
            code,
            out: String::from_utf8(out).expect("it is UTF-8"),
            err,
        }
    }

    /// The same, with standard output somewhere: the exit code, and what was written to standard error.
    pub(crate) fn run_into(
        &self,
        out: &mut dyn io::Write,
        arguments: &[&str],
        document: &str,
        typed: &str,
    ) -> (u8, String) {
        let path = self.folder.path().join("job.json");
        std::fs::write(&path, document).expect("it is written");
        let path = path.to_str().expect("a name");
        let arguments = ["bitsmith"]
            .iter()
            .chain(arguments)
            .map(|argument| match *argument {
                "FILE" => path,
                other => other,
            });
        let mut err = Vec::new();
        let code = run_on(self, arguments, &mut typed.as_bytes(), out, &mut err);
        (code, String::from_utf8(err).expect("it is UTF-8"))
    }
}

/// Standard output that nobody reads, or that cannot be written.
pub(crate) struct Shut(pub(crate) io::ErrorKind);

impl io::Write for Shut {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Machine for Bench {
    fn connect(&self) -> Result<Box<dyn Service>, Unavailable> {
        let bits = self.bits.clone();
        match self.bounds {
            None => Ok(Box::new(bits)),
            Some(bounds) => Threaded::connect(bounds, move || Ok::<_, Failure>(bits))
                .map(|service| Box::new(service) as Box<dyn Service>)
                .map_err(Unavailable::Failure),
        }
    }

    fn journal(&self) -> Result<Journal, JournalError> {
        Journal::open(&self.folder.path().join("data"))
    }

    fn disk(&self) -> &dyn Disk {
        self
    }

    fn clock(&self) -> &dyn Clock {
        self
    }

    fn environment(&self, name: &str) -> Option<String> {
        (name == "TEMP").then(|| "C:\\Temp".to_owned())
    }

    fn is_interactive(&self) -> bool {
        self.is_interactive
    }

    fn bars(&self) -> Option<ProgressDrawTarget> {
        let terminal = self.terminal.clone()?;
        Some(ProgressDrawTarget::term_like(Box::new(terminal)))
    }

    fn secret(&self, question: &str) -> Option<Secret> {
        self.asked.borrow_mut().push(question.to_owned());
        self.is_interactive
            .then(|| Secret::new(format!("HIDDEN {question}")))
    }

    fn stop(&self) -> &AtomicBool {
        &self.stop
    }
}

impl Clock for Bench {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn sleep(&self, time: Duration) {
        self.now.set(self.now.get() + time);
        if let Some(terminal) = &self.terminal {
            let (mut frames, now) = (self.frames.borrow_mut(), terminal.contents());
            if frames.last() != Some(&now) {
                frames.push(now);
            }
        }
        if self.pressed_after.is_some_and(|after| self.now.get() >= after) {
            self.stop.store(true, Ordering::SeqCst);
        }
    }
}

impl Disk for Bench {
    fn has(&self, path: &str) -> bool {
        self.there.contains(path)
    }

    fn has_folder(&self, _path: &str) -> bool {
        true
    }

    fn make_folder(&self, _path: &str) -> io::Result<()> {
        Ok(())
    }
}

/// A machine without BITS and without anybody to ask, wherever the tests run.
pub(crate) struct Elsewhere {
    clock: SystemClock,
    stop: AtomicBool,
}

impl Elsewhere {
    pub(crate) fn new() -> Elsewhere {
        Elsewhere {
            clock: SystemClock::default(),
            stop: AtomicBool::new(false),
        }
    }
}

impl Machine for Elsewhere {
    fn connect(&self) -> Result<Box<dyn Service>, Unavailable> {
        Err(Unavailable::NotWindows)
    }

    fn journal(&self) -> Result<Journal, JournalError> {
        Journal::in_memory()
    }

    fn disk(&self) -> &dyn Disk {
        &ThisDisk
    }

    fn clock(&self) -> &dyn Clock {
        &self.clock
    }

    fn environment(&self, _name: &str) -> Option<String> {
        None
    }

    fn is_interactive(&self) -> bool {
        false
    }

    fn bars(&self) -> Option<ProgressDrawTarget> {
        None
    }

    fn secret(&self, _question: &str) -> Option<Secret> {
        None
    }

    fn stop(&self) -> &AtomicBool {
        &self.stop
    }
}
