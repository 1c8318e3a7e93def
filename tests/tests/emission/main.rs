//! What is emitted, judged by readers that share nothing with the emitters.

mod analyzer;
mod awkward;
mod cmd;
mod ended;
mod exits;
mod given;
mod headers;
mod hostile;
mod imported;
mod jobs;
mod powershell;
mod scripts;
mod secrets;
mod service;
mod structure;
mod undone;
mod values;
mod vetter;
#[cfg(unix)]
mod wine;
