//! What a test needs to apply a plan: answers, a disk, a clock, options.

use bitsmith_backend::apply::{Applied, ApplyError, Destinations, Disk, Options, Unsupported, make};
use bitsmith_backend::calls::{Calls, calls};
use bitsmith_backend::journal::{Again, Journal};
use bitsmith_backend::monitor::Clock;
use bitsmith_backend::resolve::{Answers, Resolved, resolve};
use bitsmith_backend::secret::Secret;
use bitsmith_backend::service::Service;
use bitsmith_core::document::read;
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_core::secret::Hole;
use bitsmith_core::value::Credential;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Answers everything with what can be told apart.
pub(crate) struct Told;

impl Answers for Told {
    fn environment(&mut self, name: &str) -> Option<String> {
        (name != "NONE").then(|| format!("C:\\{name}"))
    }

    fn parameter(&mut self, name: &str) -> Option<String> {
        Some(format!("value of {name}"))
    }

    fn hole(&mut self, hole: &Hole) -> Option<Secret> {
        Some(Secret::new(format!("HIDDEN-{}", hole.name)))
    }

    fn password(&mut self, user: &str, _credential: &Credential) -> Option<Secret> {
        Some(Secret::new(format!("HIDDEN-{user}")))
    }
}

/// A disk in memory. Every folder is there unless it is named as missing.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) files: BTreeSet<String>,
    pub(crate) missing: RefCell<BTreeSet<String>>,
}

impl Disk for Shelf {
    fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    fn has_folder(&self, path: &str) -> bool {
        !self.missing.borrow().contains(path)
    }

    fn make_folder(&self, path: &str) -> io::Result<()> {
        if path.contains("Locked") {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        self.missing.borrow_mut().remove(path);
        Ok(())
    }
}

/// A clock that moves when somebody sleeps.
#[derive(Default)]
pub(crate) struct Fast(Cell<Duration>);

impl Clock for Fast {
    fn now(&self) -> Duration {
        self.0.get()
    }

    fn sleep(&self, time: Duration) {
        self.0.set(self.0.get() + time);
    }
}

/// The calls of a document without errors.
pub(crate) fn calls_of(document: &str) -> Calls {
    let drafts = read(document).unwrap_or_else(|errors| panic!("{errors}"));
    let evaluation = evaluate(&drafts[0], Reveal::Masked);
    let plan = evaluation
        .plan
        .unwrap_or_else(|| panic!("{:?}", evaluation.diagnostics));
    calls(&plan)
}

pub(crate) fn resolved(document: &str) -> Resolved {
    of_calls(&calls_of(document))
}

pub(crate) fn of_calls(calls: &Calls) -> Resolved {
    resolve(calls, &mut Told).unwrap_or_else(|error| panic!("{error}"))
}

static GOING: AtomicBool = AtomicBool::new(false);

/// Refuses what can be refused.
pub(crate) fn strict(disk: &Shelf) -> Options<'_> {
    Options {
        unsupported: Unsupported::Refuse,
        destinations: Destinations::Keep,
        again: Again::Refuse,
        disk,
        stop: &GOING,
    }
}

/// Makes a job with a journal of its own.
pub(crate) fn made(order: &Resolved, service: &mut dyn Service) -> Result<Applied, ApplyError> {
    let mut journal = Journal::in_memory().expect("a journal");
    make(
        order,
        service,
        &mut journal,
        &strict(&Shelf::default()),
        &mut |_, _, _| {},
    )
}

/// A job in which nothing is filled in.
pub(crate) const PLAIN: &str = r#"{
  "bitsmith": 1,
  "subject": { "new": { "display_name": "Plain", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/a", "local_name": "C:\\Data\\a" } ]
}"#;

pub(crate) const NIGHTLY: &str = r#"{
  "bitsmith": 1,
  "subject": { "new": { "display_name": "Nightly update", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip", "local_name": "%TEMP%\\update.zip" } ],
  "settings": { "priority": "low", "no_progress_timeout": "1d",
    "custom_headers": ["Authorization: Bearer abc"],
    "credentials": [{ "target": "server", "scheme": "negotiate", "user": "anna" }] },
  "ending": { "wait_and_complete": { "bound": "4h" } }
}"#;
