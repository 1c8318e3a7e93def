//! `bitsmith serve`: the page and the local service.

use crate::console::{Console, Exit, Trouble};
use bitsmith_backend::connect::connect;
use bitsmith_backend::http::{Elevation, Lists, Machine, Options, Page, Reach, Server, Workshop};
use bitsmith_backend::journal::Journal;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::io::Write;

/// The page as `cargo xtask dist` builds it; nothing where it was not built before this program.
#[derive(RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Dist;

fn file(name: &str) -> Option<Cow<'static, [u8]>> {
    Dist::get(name).map(|file| file.data)
}

pub(crate) fn command(command: Command) -> Command {
    let list = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .action(ArgAction::Append)
            .help(help)
    };
    command
        .about(
            "Serve the page on this machine; on Windows it can apply jobs then, within what is allowed here",
        )
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .value_parser(value_parser!(u16))
                .default_value("0")
                .help("The port; 0 is one that is free"),
        )
        .arg(list(
            "allow-destination",
            "DIR",
            "A folder in which files may be written; without it, your Downloads",
        ))
        .arg(list(
            "allow-source",
            "DIR",
            "A folder from which files may be uploaded; without it, none",
        ))
        .arg(list(
            "allow-notify",
            "PROGRAM",
            "A program that BITS may be told to start; without it, none. Its parameters are the page's: name no shell",
        ))
        .arg(
            Arg::new("any-job")
                .long("any-job")
                .action(ArgAction::SetTrue)
                .help("Let the page act on jobs that bitsmith did not make"),
        )
        .arg(
            Arg::new("allow-elevated")
                .long("allow-elevated")
                .action(ArgAction::SetTrue)
                .help("Start although the program is elevated"),
        )
        .arg(
            Arg::new("open")
                .long("open")
                .action(ArgAction::SetTrue)
                .help("Open the page in the browser"),
        )
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let options = Options {
        port: matches.get_one("port").copied().unwrap_or(0),
        lists: lists(matches, console)?,
        machine: Machine::this(),
        reach: if matches.get_flag("any-job") {
            Reach::AnyJob
        } else {
            Reach::Journal
        },
        connect: Box::new(|| {
            Ok(Workshop {
                service: Box::new(connect().map_err(|reason| reason.to_string())?),
                journal: Journal::of_user().map_err(|error| error.to_string())?,
            })
        }),
        elevation: elevation(matches),
        page: Page(file),
        // Where standard error cannot be written, there is nobody to tell.
        audit: Box::new(|line| {
            let _ = writeln!(std::io::stderr(), "{line}");
        }),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| format!("The service cannot start: {error}."))?;
    runtime.block_on(async {
        let server = Server::bind(options).await.map_err(|error| error.to_string())?;
        let address = format!("http://{}/", server.address());
        console.print(&format!("{address}\n"))?;
        console.say("Press Ctrl+C to stop.\n");
        if matches.get_flag("open")
            && let Err(error) = open::that_detached(&address)
        {
            console.say(&format!(
                "bitsmith: no browser could be opened: {error}. Open {address} yourself.\n"
            ));
        }
        tokio::select! {
            () = server.run() => {}
            // Without the signal the service runs until it is ended otherwise.
            Ok(()) = tokio::signal::ctrl_c() => {}
        }
        Ok(Exit::Fine)
    })
}

/// What was allowed. Off Windows nothing is written, read or started, so there is nothing to allow.
fn lists(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Lists, Trouble> {
    let named = |name: &str| -> Vec<String> {
        matches
            .get_many::<String>(name)
            .unwrap_or_default()
            .cloned()
            .collect()
    };
    if !cfg!(windows) {
        let given = ["allow-destination", "allow-source", "allow-notify"]
            .into_iter()
            .filter(|name| matches.contains_id(name));
        for name in given {
            console.say(&format!(
                "bitsmith: --{name} allows nothing here: only on Windows is there a BITS that could use it.\n"
            ));
        }
        return Ok(Lists::default());
    }
    let mut destinations = named("allow-destination");
    if destinations.is_empty() {
        let downloads = directories::UserDirs::new()
            .and_then(|folders| folders.download_dir()?.to_str().map(str::to_owned))
            .ok_or_else(|| {
                "Your Downloads folder is not known; name one with --allow-destination.".to_owned()
            })?;
        destinations.push(downloads);
    }
    Ok(Lists {
        destinations,
        sources: named("allow-source"),
        programs: named("allow-notify"),
    })
}

#[cfg(windows)]
fn elevation(matches: &ArgMatches) -> Elevation {
    match (is_elevated::is_elevated(), matches.get_flag("allow-elevated")) {
        (false, _) => Elevation::Plain,
        (true, false) => Elevation::Elevated,
        (true, true) => Elevation::Allowed,
    }
}

/// Off Windows the service changes nothing, so that rights are nothing to it.
#[cfg(not(windows))]
fn elevation(_: &ArgMatches) -> Elevation {
    Elevation::Plain
}
