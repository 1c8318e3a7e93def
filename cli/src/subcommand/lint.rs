//! `bitsmith lint`: what is wrong with BITS commands, in files and folders.

use crate::console::{Console, Exit, Trouble};
use crate::lint::judge::Readers;
use crate::lint::report::Format;
use crate::lint::{self, Mending, Request};
use crate::profile;
use bitsmith_core::draft::Draft;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

pub(crate) fn command(command: Command) -> Command {
    command
        .about(
            "Say what is wrong with the BITS commands of scripts, Markdown and text files; exit code 1 where there is \
             an error",
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(Format::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>())
                .default_value("text")
                .help("For people, for programs, for code scanners, for GitHub's workflows"),
        )
        .arg(
            Arg::new("fix")
                .long("fix")
                .action(ArgAction::SetTrue)
                .help("Show what the safe fixes change"),
        )
        .arg(
            Arg::new("write")
                .long("write")
                .action(ArgAction::SetTrue)
                .requires("fix")
                .help("With --fix: write it into the files"),
        )
        .arg(profile::argument())
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .value_parser(value_parser!(PathBuf))
                .action(ArgAction::Append)
                .required(true)
                .help("Files, and folders with what is in them: .cmd, .bat, .ps1, .psm1, .md, .txt"),
        )
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let mut draft = Draft::default();
    profile::apply(matches, std::slice::from_mut(&mut draft))?;
    let word = matches.get_one::<String>("format").map_or("text", String::as_str);
    let format = Format::ALL.iter().find(|(name, _)| *name == word);
    let request = Request {
        paths: matches
            .get_many::<PathBuf>("path")
            .unwrap_or_default()
            .cloned()
            .collect(),
        profile: draft.profile,
        format: format.map_or(Format::Text, |(_, format)| *format),
        mending: match (matches.get_flag("fix"), matches.get_flag("write")) {
            (false, _) => Mending::Say,
            (true, false) => Mending::Show,
            (true, true) => Mending::Write,
        },
    };
    lint::run(&request, &Readers, console)
}
