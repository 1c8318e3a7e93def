//! `bitsmith capture`: a live job as a document.

use super::{connected, failed, guid_argument, guid_of};
use crate::console::{Console, Exit, Trouble};
use crate::shown::{json_text, safe};
use bitsmith_backend::capture::capture;
use bitsmith_core::document::{Secrets, write};
use clap::{ArgMatches, Command};

pub(crate) fn command(command: Command) -> Command {
    command
        .about("Write a document that makes a job like one that is there")
        .arg(guid_argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let guid = guid_of(matches)?;
    let mut service = match connected(console) {
        Ok(service) => service,
        Err(exit) => return Ok(exit),
    };
    match capture(&guid, service.as_mut()) {
        Ok(captured) => {
            console.print(&json_text(&write(&[captured.draft], Secrets::Masked)))?;
            for note in captured.notes {
                console.say(&format!("note: {}\n", safe(&note)));
            }
            Ok(Exit::Fine)
        }
        Err(failure) => Ok(failed(&failure, console)),
    }
}
