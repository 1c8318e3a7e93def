//! The command line of Bitsmith.

use std::io::{stderr, stdin, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(bitsmith::run(
        std::env::args_os(),
        &mut stdin().lock(),
        &mut stdout().lock(),
        &mut stderr(),
    ))
}
