//! `bitsmith import`: the jobs of a script, as documents.

use super::{Format, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use crate::finding::Findings;
use crate::input::{self, Input};
use crate::profile;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::document::read;
use bitsmith_core::judge::{Judged, import_json, judge};
use bitsmith_core::parse::detect::is_hardly;
use bitsmith_core::parse::{Import, Reading, import};
use bitsmith_core::profile::Profile;
use bitsmith_core::snippet::{FileKind, is_markdown};
use bitsmith_core::span::{Places, Span};
use bitsmith_core::text::Dialect;
use clap::{Arg, ArgMatches, Command};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(crate) fn command(command: Command) -> Command {
    command
        .about(
            "Read a script: its jobs as documents, its statements, and what is wrong with it. Nothing is run",
        )
        .arg(shell_argument())
        .arg(
            format_argument()
                .default_value("json")
                .help("For programs (`emit` and `check` read it) or for people"),
        )
        .arg(profile::argument())
        .arg(input::argument().help("The script; - is standard input"))
}

/// The argument `--shell cmd|powershell|auto`.
pub(super) fn shell_argument() -> Arg {
    Arg::new("shell")
        .long("shell")
        .value_name("SHELL")
        .value_parser(["auto", "cmd", "powershell"])
        .default_value("auto")
        .help("The shell that the script is written for; auto goes by the name of the file, else by its text")
}

/// How the options say that a script is read.
pub(super) fn reading(matches: &ArgMatches) -> Result<Reading, Trouble> {
    let shell = matches
        .get_one::<String>("shell")
        .and_then(|word| Dialect::from_word(word));
    let given = matches.get_many::<String>("profile").is_some();
    let mut profile = Profile::default();
    profile::set_all(matches, &mut profile)?;
    Ok(Reading {
        shell,
        profile: given.then_some(profile),
    })
}

/// How a file is read: as the options say, else as its name says, as `lint` does. Says where the text is hardly that.
pub(super) fn reading_of(reading: Reading, input: &Input, console: &mut Console<'_>) -> Reading {
    let kind = name_of(input).and_then(|name| FileKind::of_known(&name));
    let (None, Some(FileKind::Script(shell))) = (reading.shell, kind) else {
        return reading;
    };
    if is_hardly(&input.text, shell) {
        let (own, other, option) = match shell {
            Dialect::Cmd => ("cmd", "PowerShell", "powershell"),
            Dialect::PowerShell => ("PowerShell", "cmd", "cmd"),
        };
        console.say(&format!(
            "{} is read as a script of {own}, as its name says, and looks like one of {other}. Say --shell {option} if \
             it is one.\n",
            input.name
        ));
    }
    Reading {
        shell: Some(shell),
        ..reading
    }
}

/// Whether a file is Markdown, by its name or its fences, and not said to be a script.
pub(super) fn is_page(reading: Reading, input: &Input) -> bool {
    match name_of(input).map(|name| FileKind::of(&name)) {
        Some(FileKind::Script(_) | FileKind::Foreign) => false,
        Some(FileKind::Markdown) => reading.shell.is_none(),
        Some(FileKind::Plain) | None => reading.shell.is_none() && is_markdown(&input.text),
    }
}

/// Whether a file is a program in another language, by its name, and not said to be a script.
pub(super) fn is_foreign(reading: Reading, input: &Input) -> bool {
    reading.shell.is_none() && name_of(input).is_some_and(|name| FileKind::of(&name) == FileKind::Foreign)
}

/// The name of a file without its folder.
pub(super) fn name_of(input: &Input) -> Option<String> {
    let name = input.path.as_ref()?.file_name()?;
    Some(name.to_string_lossy().into_owned())
}

/// A page is no script, and its blocks are not one either; a program in another language is none.
pub(super) fn refuse_page(reading: Reading, input: &Input) -> Result<(), Trouble> {
    if is_foreign(reading, input) {
        return Err(Trouble::Said(format!(
            "{} is a program in another language, as its name says, and no script of cmd or PowerShell: what it calls is not read. \
             If it is a script all the same, say --shell cmd or --shell powershell.",
            input.name
        )));
    }
    match is_page(reading, input) {
        true => Err(Trouble::Said(format!(
            "{} is Markdown, and no script: `bitsmith explain` and `bitsmith lint` read the commands in it. Hand over one block \
             of it, in a file or as standard input. If it is a script all the same, say --shell cmd or --shell powershell.",
            input.name
        ))),
        false => Ok(()),
    }
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let reading = reading(matches)?;
    let input = input::read(matches, console)?;
    if input.text.trim_start().starts_with(['{', '[']) && read(&input.text).is_ok() {
        return Err(Trouble::Said(format!(
            "{} is a document already, and no script: `bitsmith check` and `bitsmith emit` read it.",
            input.name
        )));
    }
    refuse_page(reading, &input)?;
    let reading = reading_of(reading, &input, console);
    let script = import(&input.text, reading);
    let judged = judge(&script);
    match format_of(matches) {
        Format::Json => {
            print_json(&import_json(&script, &judged, &input.text), console)?;
        }
        Format::Text => {
            let found: Vec<_> = judged.iter().map(|judged| &judged.found).collect();
            console.print(&summary(&script))?;
            console.print(&Findings::of_script(&input, &script).found(&found, &Places::of(&input.text)))?;
        }
    }
    Ok(exit(&judged))
}

/// 1 where something in the script is an error.
pub(super) fn exit(judged: &[Judged]) -> Exit {
    match judged
        .iter()
        .any(|judged| judged.found.severity == Severity::Error)
    {
        true => Exit::Wrong,
        false => Exit::Fine,
    }
}

/// What is in the script, in a few lines.
fn summary(script: &Import) -> String {
    let mut out = String::new();
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    };
    let shell = match script.shell {
        Dialect::Cmd => "cmd",
        Dialect::PowerShell => "PowerShell",
    };
    // What stands in a loop is followed more than once.
    let places: BTreeSet<Span> = script.statements.iter().map(|statement| statement.span).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "A text of {shell}: {}, {}, {} not looked into.",
        count(script.jobs.len(), "job", "jobs"),
        count(places.len(), "statement about BITS", "statements about BITS"),
        count(script.opaque.len(), "part", "parts"),
    );
    for (number, job) in script.jobs.iter().enumerate() {
        let settings: Vec<&str> = job.draft.settings.iter().map(|(id, _)| id.label()).collect();
        let what = match job.draft.is_new() {
            true => "a new job",
            false => "a change of existing jobs",
        };
        let _ = writeln!(
            out,
            "Job {}: {what}. Set: {}.",
            number.saturating_add(1),
            match settings.is_empty() {
                true => "nothing".to_owned(),
                false => settings.join(", "),
            }
        );
    }
    out
}
