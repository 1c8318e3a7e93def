//! Bytes that libFuzzer makes up, tried on the targets of `fuzz/`.
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::{command, tools, workspace};

/// How long each target is tried, in seconds, where nothing else is said.
const SECONDS: u32 = 60;

/// What libFuzzer is told: an input that takes ten seconds, or much memory, is a failure like a panic.
const LIMITS: [&str; 4] = [
    "-timeout=10",
    "-rss_limit_mb=1024",
    "-malloc_limit_mb=256",
    "-max_len=65536",
];

/// What is asked.
#[derive(Debug, PartialEq, Eq)]
struct Request<'a> {
    seconds: u32,
    targets: Vec<&'a str>,
}

/// Tries the named targets, or all.
pub(crate) fn fuzz(arguments: &[&str]) -> Result<ExitCode> {
    let all = targets()?;
    let request = read(arguments, &all)?;
    let mut failed = Vec::new();
    for target in &request.targets {
        println!("\n== {target}: {} s", request.seconds);
        if let Err(error) = try_out(target, request.seconds) {
            eprintln!("error: {error:#}");
            failed.push(*target);
        }
    }
    if failed.is_empty() {
        println!("\nNothing failed: {}.", request.targets.join(", "));
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "\nFailed: {}. The bytes are in fuzz/engine/artifacts; put them into fuzz/corpus once they are mended.",
        failed.join(", ")
    );
    Ok(ExitCode::FAILURE)
}

/// The targets, by name: each has a program.
fn targets() -> Result<Vec<String>> {
    let folder = workspace::root().join("fuzz/engine/fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn read<'a>(arguments: &[&'a str], all: &'a [String]) -> Result<Request<'a>> {
    let mut request = Request {
        seconds: SECONDS,
        targets: Vec::new(),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let seconds = match argument.strip_prefix("--seconds") {
            Some("") => arguments.next().copied(),
            Some(rest) => rest.strip_prefix('='),
            None => {
                if !all.iter().any(|target| target == argument) {
                    bail!("`{argument}` is no target; these are: {}", all.join(", "));
                }
                request.targets.push(argument);
                continue;
            }
        };
        request.seconds = seconds
            .and_then(|seconds| seconds.parse().ok())
            .filter(|seconds| *seconds > 0)
            .context("--seconds takes a number of seconds")?;
    }
    if request.targets.is_empty() {
        request.targets = all.iter().map(String::as_str).collect();
    }
    Ok(request)
}

/// Tries one target. What it makes up is kept beside the build, and what is committed is read first.
fn try_out(target: &str, seconds: u32) -> Result<()> {
    let build = workspace::root().join("target").join("fuzz");
    let made_up = build.join("corpus").join(target);
    fs::create_dir_all(&made_up)?;
    command::run(
        command::cargo()
            // Without a sanitizer it builds with the stable compiler.
            .args([
                "fuzz",
                "run",
                "--sanitizer",
                "none",
                "--fuzz-dir",
                "fuzz/engine",
                target,
            ])
            .arg(&made_up)
            .arg(workspace::root().join("fuzz/corpus").join(target))
            .arg("--")
            .arg(format!("-max_total_time={seconds}"))
            .args(LIMITS)
            .env("CARGO_TARGET_DIR", &build)
            .env("PATH", tools::path()?)
            .current_dir(workspace::root()),
    )
}

#[cfg(test)]
mod tests {
    use super::{Request, SECONDS, read, targets};

    #[test]
    fn targets_and_seconds_are_read_in_any_order() {
        let all = ["a".to_owned(), "b".to_owned()];
        let table: &[(&[&str], u32, &[&str])] = &[
            (&[], SECONDS, &["a", "b"]),
            (&["b"], SECONDS, &["b"]),
            (&["--seconds", "5"], 5, &["a", "b"]),
            (&["b", "--seconds=7", "a"], 7, &["b", "a"]),
        ];
        for (arguments, seconds, targets) in table {
            let expected = Request {
                seconds: *seconds,
                targets: targets.to_vec(),
            };
            assert_eq!(read(arguments, &all).unwrap(), expected);
        }
        for wrong in [
            &["c"][..],
            &["--seconds"],
            &["--seconds", "x"],
            &["--seconds=0"],
            &["--second", "1"],
        ] {
            assert!(read(wrong, &all).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn targets_are_those_that_have_a_program() {
        assert!(targets().unwrap().contains(&"document".to_owned()));
    }
}
