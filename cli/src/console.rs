//! The three streams, and how the program ends.

use crate::machine::Machine;
use crate::shown::safe_lines;
use std::io::{ErrorKind, Read, Write};

/// The streams of the program, and the machine it runs on.
pub(crate) struct Console<'s> {
    pub(crate) machine: &'s dyn Machine,
    pub(crate) stdin: &'s mut dyn Read,
    pub(crate) stdout: &'s mut dyn Write,
    pub(crate) stderr: &'s mut dyn Write,
}

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Fine,
    /// The input was read, and something in it is wrong.
    Wrong,
    /// The program was called wrongly, or a file cannot be read or written.
    Unusable,
    /// There is no BITS here, or it does not answer.
    NoBits,
    /// It was not done, and nothing is left behind.
    NotDone,
    /// A job is left that somebody has to look at.
    Left,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Wrong => 1,
            Exit::Unusable => 2,
            Exit::NoBits => 3,
            Exit::NotDone => 4,
            Exit::Left => 5,
        }
    }
}

/// Why the program stops with [`Exit::Unusable`].
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A sentence for the user.
    Said(String),
    /// Nobody reads standard output any more, as in `bitsmith schema | head`.
    NobodyReads,
}

impl From<String> for Trouble {
    fn from(message: String) -> Trouble {
        Trouble::Said(message)
    }
}

impl Console<'_> {
    /// Writes to standard output.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Trouble> {
        self.print_bytes(text.as_bytes())
    }

    /// Writes to standard output what was done to jobs. It is done whether that can be written or not, and so is what follows.
    pub(crate) fn tell(&mut self, text: &str) {
        match self.print(text) {
            Err(Trouble::Said(message)) => self.say(&format!("bitsmith: {message}\n{text}")),
            Ok(()) | Err(Trouble::NobodyReads) => {}
        }
    }

    /// Writes bytes to standard output.
    pub(crate) fn print_bytes(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let written = self.stdout.write_all(bytes).and_then(|()| self.stdout.flush());
        written.map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Trouble::NobodyReads,
            _ => Trouble::Said(format!("Standard output cannot be written: {error}.")),
        })
    }

    /// Writes to standard error. Where that cannot be written, there is nobody to tell.
    pub(crate) fn say(&mut self, text: &str) {
        let _ = self.stderr.write_all(text.as_bytes());
    }

    /// Asks for a line, where there is somebody to ask.
    pub(crate) fn ask(&mut self, question: &str) -> Option<String> {
        if !self.machine.is_interactive() {
            return None;
        }
        self.say(question);
        let mut line = Vec::new();
        let mut byte = [0];
        // A byte at a time: what comes after the line is for the next question.
        while let Ok(1) = self.stdin.read(&mut byte) {
            if byte == *b"\n" {
                return Some(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned());
            }
            line.extend(byte);
        }
        (!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned())
    }

    /// Asks whether something shall be done; no answer is no.
    pub(crate) fn confirm(&mut self, question: &str) -> bool {
        let answer = self.ask(&format!("{question} [y/N] "));
        answer.is_some_and(|answer| ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
    }

    /// Says what went wrong, and the exit code.
    pub(crate) fn finish(&mut self, outcome: Result<Exit, Trouble>) -> u8 {
        match outcome {
            Ok(exit) => exit.code(),
            Err(Trouble::NobodyReads) => Exit::Fine.code(),
            Err(Trouble::Said(message)) => {
                self.say(&format!("bitsmith: {}", safe_lines(&message)));
                Exit::Unusable.code()
            }
        }
    }
}
