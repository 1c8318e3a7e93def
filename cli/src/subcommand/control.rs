//! `bitsmith suspend|resume|complete|cancel`: one call for one job.

use super::{connected, failed, guid_argument, guid_of};
use crate::console::{Console, Exit, Trouble};
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::service::{Outcome, Service};
use bitsmith_core::value::Guid;
use clap::{ArgMatches, Command};

pub(crate) fn suspend(command: Command) -> Command {
    command.about("Stop a job for now").arg(guid_argument())
}

pub(crate) fn resume(command: Command) -> Command {
    command.about("Make a job run").arg(guid_argument())
}

pub(crate) fn complete(command: Command) -> Command {
    command
        .about("End a job; the files that it has get their names, unfinished ones are deleted")
        .arg(guid_argument())
}

pub(crate) fn cancel(command: Command) -> Command {
    command
        .about("End a job and delete what it downloaded")
        .arg(guid_argument())
}

pub(crate) fn run_suspend(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    act(
        matches,
        console,
        |service, job| service.suspend(job),
        "is suspended",
        false,
    )
}

pub(crate) fn run_resume(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    act(
        matches,
        console,
        |service, job| service.resume(job),
        "runs",
        false,
    )
}

pub(crate) fn run_complete(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    act(
        matches,
        console,
        |service, job| service.complete(job),
        "is completed",
        true,
    )
}

pub(crate) fn run_cancel(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    act(
        matches,
        console,
        |service, job| service.cancel(job),
        "is cancelled",
        true,
    )
}

fn act(
    matches: &ArgMatches,
    console: &mut Console<'_>,
    call: fn(&mut dyn Service, &Guid) -> Outcome,
    now: &str,
    ends_it: bool,
) -> Result<Exit, Trouble> {
    let guid = guid_of(matches)?;
    let mut service = match connected(console) {
        Ok(service) => service,
        Err(exit) => return Ok(exit),
    };
    let answer = match call(service.as_mut(), &guid) {
        Ok(answer) => answer,
        Err(Failure::Refused(Hresult::NOT_FOUND)) => {
            console.say(&format!(
                "bitsmith: BITS has no job {guid}. `bitsmith jobs` lists those there are.\n"
            ));
            return Ok(Exit::NotDone);
        }
        Err(failure) => return Ok(failed(&failure, console)),
    };
    console.tell(&format!("The job {guid} {now}.\n"));
    if answer != Hresult::S_OK {
        console.say(&format!("BITS adds {}\n", answer.explained()));
    }
    if ends_it && let Ok(mut journal) = console.machine.journal() {
        // `recover` would find out by itself that the job is over.
        let _ = journal.over(&guid);
    }
    Ok(Exit::Fine)
}
