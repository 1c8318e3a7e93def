//! The local service, asked everything that its description allows and much that it does not, by schemathesis.
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{command, tools, workspace};

/// The program that serves.
const EXAMPLE: &str = "scripted_service";

/// The fewest requests that count as a test.
const FEWEST: usize = 5_000;

/// Builds the service in front of a BITS that is not one, and says where its program stands.
pub(crate) fn service() -> Result<PathBuf> {
    let messages = command::read(
        command::cargo()
            .args([
                "build",
                "--quiet",
                "--locked",
                "-p",
                "bitsmith-backend",
                "--example",
                EXAMPLE,
            ])
            .arg("--message-format=json-render-diagnostics")
            .current_dir(workspace::root()),
    )?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == EXAMPLE)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .context("cargo built no such program")
}

/// Runs schemathesis against the service.
pub(crate) fn test() -> Result<()> {
    let mut service = Command::new(service()?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run the service")?;
    let mut line = String::new();
    if let Some(stdout) = service.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    let asked = line
        .trim()
        .split_once(' ')
        .context("the service did not start")
        .and_then(|(address, token)| ask(address, token));
    // It ends with its input.
    drop(service.stdin.take());
    service.wait()?;
    let cases = asked?;
    ensure!(cases >= FEWEST, "only {cases} requests, and {FEWEST} are wanted");
    Ok(())
}

/// How many requests were made, all of them answered as the description says.
fn ask(address: &str, token: &str) -> Result<usize> {
    let folder = workspace::root().join("target").join("checks");
    std::fs::create_dir_all(&folder)?;
    let mut cases = None;
    let status = command::watch(
        Command::new(tools::schemathesis())
            .arg("--config-file")
            .arg(
                workspace::root()
                    .join("tests")
                    .join("api")
                    .join("schemathesis.toml"),
            )
            .args(["run", &format!("{address}api/openapi.json"), "--url"])
            .arg(address.trim_end_matches('/'))
            .args(["--header", &format!("Authorization: Bearer {token}")])
            .args(["--phases", "coverage,fuzzing", "--max-examples", "50"])
            .args(["--suppress-health-check", "all", "--no-color"])
            .current_dir(&folder),
        |line| cases = cases.or(generated(line)),
    )?;
    ensure!(status.success(), "schemathesis found what is shown above");
    cases.context("schemathesis says no number of requests")
}

/// The number in `8279 generated, 8279 passed`.
fn generated(line: &str) -> Option<usize> {
    let (number, rest) = line.trim().split_once(' ')?;
    if !rest.starts_with("generated") {
        return None;
    }
    number.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::generated;

    #[test]
    fn number_of_requests_is_read_from_the_summary() {
        assert_eq!(generated("  8279 generated, 8279 passed"), Some(8279));
        assert_eq!(generated("  12,345 generated, 3 found"), Some(12_345));
        assert_eq!(generated("Test cases:"), None);
    }
}
