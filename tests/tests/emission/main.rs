//! What is emitted, judged by readers that share nothing with the emitters.

mod jobs;
mod powershell;
