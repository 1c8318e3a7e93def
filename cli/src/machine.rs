//! The machine that the program runs on: its BITS, its files, its clock, whoever sits before it. Tests have another one.

use bitsmith_backend::apply::{Disk, ThisDisk};
use bitsmith_backend::connect::{Unavailable, connect};
use bitsmith_backend::journal::{Journal, JournalError};
use bitsmith_backend::monitor::{Clock, SystemClock};
use bitsmith_backend::secret::Secret;
use bitsmith_backend::service::Service;
use indicatif::ProgressDrawTarget;
use std::io::{IsTerminal, stderr, stdin};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the program needs of a machine.
pub trait Machine {
    /// Connects to BITS.
    fn connect(&self) -> Result<Box<dyn Service>, Unavailable>;
    /// The journal of the current user.
    fn journal(&self) -> Result<Journal, JournalError>;
    /// The files.
    fn disk(&self) -> &dyn Disk;
    /// The time.
    fn clock(&self) -> &dyn Clock;
    /// An environment variable.
    fn environment(&self, name: &str) -> Option<String>;
    /// Whether there is somebody to ask.
    fn is_interactive(&self) -> bool;
    /// Where something can be shown that changes in its place; `None` where standard error is no terminal.
    fn bars(&self) -> Option<ProgressDrawTarget>;
    /// Asks for something that is not shown while it is typed; `None` where nobody can be asked.
    fn secret(&self, question: &str) -> Option<Secret>;
    /// Becomes true when Ctrl+C is pressed; from this call on that does not end the program at once.
    fn stop(&self) -> &AtomicBool;
}

/// The machine itself.
#[derive(Default)]
pub struct ThisMachine {
    clock: SystemClock,
}

static STOP: AtomicBool = AtomicBool::new(false);
static HANDLER: Once = Once::new();

impl Machine for ThisMachine {
    fn connect(&self) -> Result<Box<dyn Service>, Unavailable> {
        connect().map(|service| Box::new(service) as Box<dyn Service>)
    }

    fn journal(&self) -> Result<Journal, JournalError> {
        Journal::of_user()
    }

    fn disk(&self) -> &dyn Disk {
        &ThisDisk
    }

    fn clock(&self) -> &dyn Clock {
        &self.clock
    }

    fn environment(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn is_interactive(&self) -> bool {
        stdin().is_terminal() && stderr().is_terminal()
    }

    fn bars(&self) -> Option<ProgressDrawTarget> {
        stderr().is_terminal().then(ProgressDrawTarget::stderr)
    }

    fn secret(&self, question: &str) -> Option<Secret> {
        if !self.is_interactive() {
            return None;
        }
        rpassword::prompt_password(question).ok().map(Secret::new)
    }

    fn stop(&self) -> &AtomicBool {
        HANDLER.call_once(|| {
            // Without a handler Ctrl+C ends the program at once, and `recover` finds what it left.
            let _ = ctrlc::set_handler(|| {
                if STOP.swap(true, Ordering::SeqCst) {
                    // The second time it means now.
                    std::process::exit(130);
                }
            });
        });
        &STOP
    }
}
