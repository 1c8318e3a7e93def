//! What is emitted, judged by readers that share nothing with the emitters.

mod awkward;
mod cmd;
mod exits;
mod hostile;
mod jobs;
mod powershell;
mod scripts;
mod secrets;
mod structure;
mod values;
mod vetter;
#[cfg(unix)]
mod wine;
