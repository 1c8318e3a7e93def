//! The command line of Bitsmith: documents in, scripts, findings and jobs out. Everything it knows of BITS is in the core
//! and the backend.

use clap::Command;
use std::ffi::OsString;
use std::io::{Read, Write};

mod machine;
mod console;
mod shown;
mod progress;
mod encoding;
mod input;
mod output;
mod finding;
mod profile;
mod lint;
mod subcommand;

use console::{Console, Exit};

pub use machine::{Machine, ThisMachine};

/// Runs the program on streams of the caller's and returns its exit code: 0 fine, 1 something in the input is wrong,
/// 2 usage or a file that cannot be read or written, 3 no BITS, 4 not done, 5 a job is left.
///
/// ```
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let code = bitsmith::run(["bitsmith", "new"], &mut std::io::empty(), &mut out, &mut err);
/// assert_eq!(code, 0);
/// assert!(out.starts_with(b"{"));
/// ```
pub fn run<A>(
    arguments: impl IntoIterator<Item = A>,
    stdin: &mut dyn Read,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8
where
    A: Into<OsString> + Clone,
{
    run_on(&ThisMachine::default(), arguments, stdin, stdout, stderr)
}

/// Runs the program as [`run`] does, on a machine of the caller's.
pub fn run_on<A>(
    machine: &dyn Machine,
    arguments: impl IntoIterator<Item = A>,
    stdin: &mut dyn Read,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8
where
    A: Into<OsString> + Clone,
{
    let mut console = Console {
        machine,
        stdin,
        stdout,
        stderr,
    };
    match command().try_get_matches_from(arguments) {
        Ok(matches) => {
            let outcome = match matches.subcommand() {
                Some((name, matches)) => subcommand::run(name, matches, &mut console),
                None => Ok(Exit::Unusable),
            };
            console.finish(outcome)
        }
        Err(error) if error.use_stderr() => {
            console.say(&error.render().to_string());
            Exit::Unusable.code()
        }
        Err(help) => {
            let outcome = console.print(&help.render().to_string()).map(|()| Exit::Fine);
            console.finish(outcome)
        }
    }
}

/// All options, for help and for completion.
fn command() -> Command {
    Command::new("bitsmith")
        .about("Describe a BITS job; get commands that do exactly that, or apply it")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(subcommand::commands())
        .after_help(
            "Exit codes: 0 fine; 1 the input was read and something in it is wrong; 2 usage, or a file that cannot be \
             read or written; 3 no BITS here; 4 not done, nothing is left behind; 5 a job is left to look at.",
        )
}
