//! `bitsmith jobs`: the jobs that there are.

use super::{Format, connected, failed, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use crate::progress::{Shown, line};
use crate::shown::{safe, size, state, table};
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::monitor::{POLL, Watcher};
use bitsmith_backend::service::{Service, Status};
use bitsmith_core::job::Owner;
use bitsmith_core::value::{Guid, Word};
use clap::{Arg, ArgAction, ArgMatches, Command};
use indicatif::MultiProgress;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub(crate) fn command(command: Command) -> Command {
    command
        .about("List the jobs that there are")
        .arg(
            Arg::new("all-users")
                .long("all-users")
                .action(ArgAction::SetTrue)
                .help("Those of all users; for administrators"),
        )
        .arg(
            Arg::new("watch")
                .long("watch")
                .action(ArgAction::SetTrue)
                .conflicts_with("format")
                .help("Go on saying what changes, until Ctrl+C"),
        )
        .arg(format_argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let owner = match matches.get_flag("all-users") {
        true => Owner::AllUsers,
        false => Owner::Me,
    };
    let mut service = match connected(console) {
        Ok(service) => service,
        Err(exit) => return Ok(exit),
    };
    if matches.get_flag("watch") {
        return watch(owner, service.as_mut(), console);
    }
    let jobs = match all(owner, service.as_mut()) {
        Ok(jobs) => jobs,
        Err(failure) => return Ok(failed(&failure, console)),
    };
    match format_of(matches) {
        Format::Json => {
            let jobs: Value = jobs.iter().map(|(guid, status)| job_json(guid, status)).collect();
            print_json(&json!({ "jobs": jobs }), console)
        }
        Format::Text => {
            if jobs.is_empty() {
                console.say("There are no jobs.\n");
            }
            let rows: Vec<Vec<String>> = jobs
                .iter()
                .map(|(guid, status)| {
                    vec![
                        guid.to_string(),
                        state(status.state).to_owned(),
                        bytes(status),
                        safe(&status.display_name),
                    ]
                })
                .collect();
            console.print(&table(&rows))?;
            Ok(Exit::Fine)
        }
    }
}

/// All jobs; those that end while they are looked at are left out.
fn all(owner: Owner, service: &mut dyn Service) -> Result<Vec<(Guid, Status)>, Failure> {
    let mut jobs = Vec::new();
    for guid in service.jobs(owner)? {
        match service.status(&guid) {
            Ok(status) => jobs.push((guid, status)),
            Err(Failure::Refused(Hresult::NOT_FOUND)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(jobs)
}

fn bytes(status: &Status) -> String {
    match status.bytes_total {
        Some(total) => format!("{} of {}", size(status.bytes_transferred), size(total)),
        None => size(status.bytes_transferred),
    }
}

/// What BITS says of a job, for programs.
pub(super) fn job_json(guid: &Guid, status: &Status) -> Value {
    let mut value = json!({
        "guid": guid.braced(),
        "display_name": status.display_name,
        "job_type": status.job_type.word(),
        "state": state(status.state),
        "owner": status.owner,
        "bytes_transferred": status.bytes_transferred,
        "bytes_total": status.bytes_total,
        "files_transferred": status.files_transferred,
        "files_total": status.files_total,
        "error_count": status.error_count,
    });
    if let Some(error) = &status.error {
        value["error"] = json!({
            "code": error.code.map(|code| code.to_string()),
            "context": error.context,
            "description": error.description,
        });
    }
    value
}

/// What is shown of a job that is watched: its bar, or what was said last.
enum Watched {
    Bar(Shown),
    Line(String),
}

/// Shows a bar a job on a terminal, and says each change in a line otherwise, until it is stopped.
fn watch(owner: Owner, service: &mut dyn Service, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let machine = console.machine;
    let (clock, stop) = (machine.clock(), machine.stop());
    let bars = machine.bars().map(MultiProgress::with_draw_target);
    let mut watchers: BTreeMap<Guid, (Watcher, Watched)> = BTreeMap::new();
    loop {
        let jobs = match all(owner, service) {
            Ok(jobs) => jobs,
            Err(failure) => return Ok(failed(&failure, console)),
        };
        let gone: Vec<Guid> = watchers
            .keys()
            .filter(|guid| jobs.iter().all(|(other, _)| other != *guid))
            .cloned()
            .collect();
        for guid in gone {
            if let Some((_, Watched::Bar(shown))) = watchers.remove(&guid) {
                shown.clear();
            }
            over(&guid, bars.as_ref(), console)?;
        }
        for (guid, status) in jobs {
            let (watcher, watched) = watchers.entry(guid.clone()).or_insert_with(|| {
                let watched = match &bars {
                    Some(bars) => Watched::Bar(Shown::among(bars)),
                    None => Watched::Line(String::new()),
                };
                (Watcher::default(), watched)
            });
            let progress = watcher.see(clock.now(), status);
            match watched {
                Watched::Bar(shown) => shown.show(&progress, console),
                Watched::Line(said) => {
                    let now = line(&progress);
                    if *said != now {
                        console.print(&format!("{guid} {now}\n"))?;
                        *said = now;
                    }
                }
            }
        }
        let until = clock.now() + POLL;
        while clock.now() < until {
            if stop.load(Ordering::SeqCst) {
                return Ok(Exit::Fine);
            }
            clock.sleep(Duration::from_millis(200));
        }
    }
}

/// Says that a job is over; above the bars, where there are some.
fn over(guid: &Guid, bars: Option<&MultiProgress>, console: &mut Console<'_>) -> Result<(), Trouble> {
    match bars {
        // Nobody is there to be told where the terminal cannot be written.
        Some(bars) => {
            let _ = bars.println(format!("{guid} is over"));
            Ok(())
        }
        None => console.print(&format!("{guid} is over\n")),
    }
}
