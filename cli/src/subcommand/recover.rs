//! `bitsmith recover`: jobs that a crash left behind, or that lie idle: finish them, cancel them, or leave them.

use super::apply::wait;
use super::connected;
use crate::console::{Console, Exit, Trouble};
use crate::shown::{ago, safe, state};
use bitsmith_backend::apply::Applied;
use bitsmith_backend::calls::Then;
use bitsmith_backend::journal::{Journal, Stage};
use bitsmith_backend::recover::{Finish, Orphan, RecoverError, orphans, put_back, stale};
use bitsmith_backend::service::Service;
use bitsmith_core::job::Leftover;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::time::SystemTime;

pub(crate) fn command(command: Command) -> Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    command
        .about("Find the jobs that a crash left behind; each can be finished or cancelled")
        .arg(flag(
            "stale",
            "Jobs of Bitsmith that have not changed for three days instead",
        ))
        .arg(flag("finish", "Finish all that can be finished").conflicts_with("cancel"))
        .arg(flag("cancel", "Cancel all but those that were there before"))
}

/// What is done with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Finish,
    Cancel,
    Leave,
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let mut service = match connected(console) {
        Ok(service) => service,
        Err(exit) => return Ok(exit),
    };
    let service = service.as_mut();
    let mut journal = console.machine.journal().map_err(|error| error.to_string())?;
    let found = match matches.get_flag("stale") {
        true => stale(&mut journal, service, SystemTime::now()),
        false => orphans(&mut journal, service),
    };
    let found = match found {
        Ok(found) => found,
        Err(RecoverError::Journal(error)) => return Err(Trouble::Said(error.to_string())),
        Err(RecoverError::Failure(failure)) => return Ok(super::failed(&failure, console)),
    };
    if found.is_empty() {
        console.say("Nothing is left behind.\n");
        return Ok(Exit::Fine);
    }
    let mut exit = Exit::Fine;
    for orphan in &found {
        console.tell(&text(orphan));
        let choice = if matches.get_flag("finish") {
            Choice::Finish
        } else if matches.get_flag("cancel") {
            Choice::Cancel
        } else {
            chosen(orphan, console)
        };
        if !carry_out(choice, orphan, service, &mut journal, console)? {
            exit = Exit::Left;
        }
    }
    Ok(exit)
}

fn text(orphan: &Orphan) -> String {
    let what = match orphan.finish {
        Finish::Complete => "it has its files and was not completed",
        Finish::Wait => "it runs, and nobody waits for it",
        Finish::Resume => "it is whole and was not started",
        Finish::Never => "it was not made whole; it can only be cancelled",
        Finish::PutBack => "it was there before, and a change of it was broken off",
    };
    format!(
        "{}  {}  {}\n  begun {}, call {} of {}: {what}\n",
        orphan.guid,
        state(orphan.status.state),
        safe(&orphan.status.display_name),
        ago(orphan.entry.begun),
        orphan.entry.reached,
        orphan.entry.intent.steps
    )
}

fn chosen(orphan: &Orphan, console: &mut Console<'_>) -> Choice {
    let question = match orphan.finish {
        Finish::Never => "  [c]ancel or [l]eave? ",
        Finish::PutBack => "  [f]inish (put the old values back) or [l]eave? ",
        Finish::Complete | Finish::Wait | Finish::Resume => "  [f]inish, [c]ancel or [l]eave? ",
    };
    match console.ask(question).as_deref().map(str::trim) {
        Some("f" | "finish") => Choice::Finish,
        Some("c" | "cancel") => Choice::Cancel,
        _ => Choice::Leave,
    }
}

/// Does what was chosen. False: the job is left as it was.
fn carry_out(
    choice: Choice,
    orphan: &Orphan,
    service: &mut dyn Service,
    journal: &mut Journal,
    console: &mut Console<'_>,
) -> Result<bool, Trouble> {
    let guid = &orphan.guid;
    let said = |error: bitsmith_backend::journal::JournalError| Trouble::Said(error.to_string());
    // A question may stand for long before it is answered.
    if choice != Choice::Leave && !journal.adopt(&orphan.entry).map_err(said)? {
        console.say(&format!(
            "Another program has gone on with the job {guid} since it was listed. Nothing is done with it here: run \
             `bitsmith recover` again to see how it is now.\n"
        ));
        return Ok(false);
    }
    match (choice, orphan.finish) {
        (Choice::Finish, Finish::Complete | Finish::Wait | Finish::Resume) => {
            if orphan.finish == Finish::Resume
                && let Err(failure) = service.resume(guid)
            {
                console.say(&format!("bitsmith: {failure}\n"));
                return Ok(false);
            }
            let applied = Applied::begun(guid, orphan.entry.id);
            let then = Then::Wait {
                bound: None,
                on_error: Leftover::Leave,
                on_bound: Leftover::Leave,
            };
            Ok(wait(&applied, then, service, journal, console) == Exit::Fine)
        }
        (Choice::Finish, Finish::PutBack) => {
            let kept = match put_back(orphan, journal, service) {
                Ok(kept) => kept,
                Err(error) => {
                    // The journal keeps what it has, for another time.
                    console.say(&format!("bitsmith: {error}\n"));
                    return Ok(false);
                }
            };
            for (id, why) in &kept {
                console.say(&format!("Not put back: {}. {why}\n", id.label()));
            }
            console.tell(&format!(
                "The old values of the job {guid} are back, as far as the journal has them.\n"
            ));
            Ok(kept.is_empty())
        }
        (Choice::Cancel, Finish::Complete | Finish::Wait | Finish::Resume | Finish::Never) => {
            if let Err(failure) = service.cancel(guid) {
                console.say(&format!("bitsmith: {failure}\n"));
                return Ok(false);
            }
            journal.stage(orphan.entry.id, Stage::Over).map_err(said)?;
            console.tell(&format!("The job {guid} is cancelled.\n"));
            Ok(true)
        }
        (Choice::Leave, _) | (Choice::Finish, Finish::Never) | (Choice::Cancel, Finish::PutBack) => {
            console.say(&format!("The job {guid} stays as it is.\n"));
            Ok(false)
        }
    }
}
