//! The subcommands, one file each.

use crate::console::{Console, Exit, Trouble};
use crate::shown;
use bitsmith_backend::failure::Failure;
use bitsmith_backend::service::Service;
use bitsmith_core::value::Guid;
use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command};

mod apply;
mod capture;
mod change;
mod check;
mod control;
mod decode;
mod emit;
mod errors;
mod explain;
mod import;
mod revise;
mod jobs;
mod lint;
mod new;
mod recover;
mod rules;
mod schema;
mod serve;
mod settings;
mod show;
mod words;

/// A subcommand: its options, and what it does.
struct Subcommand {
    name: &'static str,
    command: fn(Command) -> Command,
    run: fn(&ArgMatches, &mut Console<'_>) -> Result<Exit, Trouble>,
}

/// All subcommands, in the order of the help.
const ALL: &[Subcommand] = &[
    Subcommand {
        name: "emit",
        command: emit::command,
        run: emit::run,
    },
    Subcommand {
        name: "check",
        command: check::command,
        run: check::run,
    },
    Subcommand {
        name: "import",
        command: import::command,
        run: import::run,
    },
    Subcommand {
        name: "revise",
        command: revise::command,
        run: revise::run,
    },
    Subcommand {
        name: "explain",
        command: explain::command,
        run: explain::run,
    },
    Subcommand {
        name: "apply",
        command: apply::command,
        run: apply::run,
    },
    Subcommand {
        name: "jobs",
        command: jobs::command,
        run: jobs::run,
    },
    Subcommand {
        name: "show",
        command: show::command,
        run: show::run,
    },
    Subcommand {
        name: "suspend",
        command: control::suspend,
        run: control::run_suspend,
    },
    Subcommand {
        name: "resume",
        command: control::resume,
        run: control::run_resume,
    },
    Subcommand {
        name: "complete",
        command: control::complete,
        run: control::run_complete,
    },
    Subcommand {
        name: "cancel",
        command: control::cancel,
        run: control::run_cancel,
    },
    Subcommand {
        name: "capture",
        command: capture::command,
        run: capture::run,
    },
    Subcommand {
        name: "recover",
        command: recover::command,
        run: recover::run,
    },
    Subcommand {
        name: "words",
        command: words::command,
        run: words::run,
    },
    Subcommand {
        name: "lint",
        command: lint::command,
        run: lint::run,
    },
    Subcommand {
        name: "decode",
        command: decode::command,
        run: decode::run,
    },
    Subcommand {
        name: "errors",
        command: errors::command,
        run: errors::run,
    },
    Subcommand {
        name: "settings",
        command: settings::command,
        run: settings::run,
    },
    Subcommand {
        name: "rules",
        command: rules::command,
        run: rules::run,
    },
    Subcommand {
        name: "schema",
        command: schema::command,
        run: schema::run,
    },
    Subcommand {
        name: "new",
        command: new::command,
        run: new::run,
    },
    Subcommand {
        name: "serve",
        command: serve::command,
        run: serve::run,
    },
];

/// The options of all subcommands.
pub(crate) fn commands() -> Vec<Command> {
    ALL.iter()
        .map(|subcommand| (subcommand.command)(Command::new(subcommand.name)))
        .collect()
}

/// Runs the subcommand of that name.
pub(crate) fn run(name: &str, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    match ALL.iter().find(|subcommand| subcommand.name == name) {
        Some(subcommand) => (subcommand.run)(matches, console),
        None => Ok(Exit::Unusable),
    }
}

/// The form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

/// The argument `--format text|json`.
fn format_argument() -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["text", "json"])
        .default_value("text")
        .help("For people or for programs")
}

fn format_of(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        _ => Format::Text,
    }
}

/// A word of the core as a value of an option.
fn word(word: &'static str, label: &'static str) -> PossibleValue {
    PossibleValue::new(word).help(label)
}

/// Prints a value as JSON.
fn print_json(value: &serde_json::Value, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    console.print(&shown::json(value))?;
    Ok(Exit::Fine)
}

/// The argument `GUID`. A name is not taken: it may be several jobs'.
fn guid_argument() -> Arg {
    Arg::new("guid")
        .value_name("GUID")
        .required(true)
        .value_parser(|typed: &str| {
            Guid::parse(typed).ok_or(
                "a job is named by its GUID, which `bitsmith jobs` lists: {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}",
            )
        })
        .help("The job's GUID, with or without braces")
}

fn guid_of(matches: &ArgMatches) -> Result<Guid, Trouble> {
    let guid = matches.get_one::<Guid>("guid");
    guid.cloned()
        .ok_or_else(|| Trouble::Said("The GUID is missing.".to_owned()))
}

/// Connects to BITS, or says why not and how the program ends then.
fn connected(console: &mut Console<'_>) -> Result<Box<dyn Service>, Exit> {
    console.machine.connect().map_err(|unavailable| {
        console.say(&format!("bitsmith: {unavailable}\n"));
        Exit::NoBits
    })
}

/// Says a failure of BITS, and how the program ends then.
fn failed(failure: &Failure, console: &mut Console<'_>) -> Exit {
    console.say(&format!("bitsmith: {failure}\n"));
    match failure {
        Failure::NoAnswer => Exit::NoBits,
        Failure::Refused(_) | Failure::Missing(_) | Failure::Unsayable(_) => Exit::NotDone,
    }
}
