//! The subcommands, one file each.

use crate::console::{Console, Exit, Trouble};
use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command};

mod check;
mod emit;
mod new;
mod rules;
mod schema;
mod serve;
mod settings;

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
    console.print(&format!("{value:#}\n"))?;
    Ok(Exit::Fine)
}
