//! The checks of `cargo xtask test`.
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::count::Count;
use crate::failed::{FailedTests, passed_test};
use crate::need::{self, Need};
use crate::{api, command, page, serve, tools, workspace};

/// One check, or one runner of many tests.
struct Step {
    name: &'static str,
    what: &'static str,
    needs: &'static [Need],
    run: fn() -> Result<Count>,
    advice: &'static str,
}

const STEPS: [Step; 11] = [
    Step {
        name: "fmt",
        what: "format",
        needs: &[Need::Rustfmt],
        run: format,
        advice: "run `cargo fmt --all`",
    },
    Step {
        name: "clippy",
        what: "lints, this machine",
        needs: &[Need::Clippy],
        run: || clippy(&["--workspace", "--all-targets"]),
        advice: "mend what is named above; a lint that is wrong here gets an `expect` with the reason",
    },
    Step {
        name: "clippy-wasm",
        what: "lints, wasm",
        needs: &[Need::Clippy, Need::WasmTarget],
        run: || {
            clippy(&[
                "-p",
                "bitsmith-core",
                "-p",
                "bitsmith-frontend",
                "-p",
                "bitsmith-reader",
                "--target",
                "wasm32-unknown-unknown",
            ])
        },
        advice: "mend what is named above; the page is built for this target",
    },
    Step {
        name: "clippy-windows",
        what: "lints, Windows",
        // SQLite is C.
        needs: &[Need::Mingw, Need::Clippy, Need::WindowsTarget],
        run: || {
            let target = ["--target", "x86_64-pc-windows-gnu"];
            clippy(&[&["-p", "bitsmith-core", "-p", "bitsmith"][..], &target].concat())?;
            // The tests that ask BITS itself are compiled on this target only.
            clippy(&[&["-p", "bitsmith-backend", "--all-targets"][..], &target].concat())
        },
        advice: "mend what is named above; users run the program on this target",
    },
    Step {
        name: "doc",
        what: "documentation",
        needs: &[],
        run: document,
        advice: "mend the links and sentences named above",
    },
    Step {
        name: "test",
        what: "Rust tests",
        needs: &[
            Need::Mingw,
            Need::Python,
            Need::Wine,
            Need::WindowsTarget,
            Need::Vetter,
        ],
        run: rust_tests,
        advice: "`cargo test -p PACKAGE NAME` runs one test again",
    },
    Step {
        name: "api",
        what: "the local service, asked by schemathesis",
        needs: &[Need::Python, Need::Schemathesis],
        run: || api::test().map(|()| Count::ONE_PASSED),
        advice: "the output above names the request; `cargo run -p bitsmith-backend --example scripted_service` starts the service",
    },
    Step {
        name: "package",
        what: "the core stands alone",
        needs: &[],
        run: package,
        advice: "the core may use nothing outside its folder but published crates",
    },
    Step {
        name: "page",
        what: "release page",
        needs: &need::PAGE,
        run: || page::dist_once().map(|()| Count::ONE_PASSED),
        advice: "`cargo xtask dist` builds it again",
    },
    Step {
        name: "serve",
        what: "the page while it is worked on",
        needs: &need::SERVE,
        run: || serve::try_out().map(|()| Count::ONE_PASSED),
        advice: "`cargo xtask serve` shows more",
    },
    Step {
        name: "browser",
        what: "browser tests",
        needs: &need::BROWSER,
        run: browser_tests,
        advice: "`cargo xtask dist`, then `npx playwright test FILE` in tests/browser runs one file again",
    },
];

/// The file to which a Rust test adds a line `name: reason` for a part of it that could not run here.
const SKIP_LOG: &str = "BITSMITH_SKIP_LOG";

/// The file with what failed, shown once more at the end.
const FAILED: &str = "failed";

/// What the programs of Rust tests are given: what is counted, refused for which reason and the like, is shown although
/// the test has passed.
const TEST_OPTIONS: [&str; 1] = ["--show-output"];

/// The tests that run programs in Wine.
const IN_WINE: &str = "wine_*";

/// The one part that may be skipped where `CI=true`.
const MAY_BE_SKIPPED: &str = "pwsh";

/// Gets what is missing, runs the checks, prints the counts.
pub(crate) fn test(only: Option<&str>) -> Result<ExitCode> {
    let steps = chosen(only)?;
    let mut needs: Vec<Need> = steps.iter().flat_map(|step| step.needs).copied().collect();
    needs.sort_unstable();
    needs.dedup();
    if let Err(error) = need::provide(&needs) {
        eprintln!("error: {error:#}");
        println!("{}", Count::ONE_FAILED);
        return Ok(ExitCode::FAILURE);
    }

    fs::write(scratch()?.join(FAILED), "")?;
    let mut total = Count::default();
    let mut failures = Vec::new();
    for step in steps {
        println!("\n== {}: {}", step.name, step.what);
        let start = Instant::now();
        let count = (step.run)().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Count::ONE_FAILED
        });
        println!(
            "-- {}: {count} ({:.0} s)",
            step.name,
            start.elapsed().as_secs_f64()
        );
        if count.failed > 0 {
            failures.push(step);
        }
        total += count;
    }
    println!();
    print!("{}", fs::read_to_string(scratch()?.join(FAILED))?);
    for step in &failures {
        println!(
            "{} failed: {}. `cargo xtask test --only {}` runs it alone.",
            step.name, step.advice, step.name
        );
    }
    println!("{total}");
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Step>> {
    let Some(only) = only else {
        return Ok(STEPS.iter().collect());
    };
    let names: Vec<&str> = only.split(',').map(str::trim).collect();
    if let Some(unknown) = names
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("`{unknown}` is no check; these are: {}", known.join(", "));
    }
    Ok(STEPS.iter().filter(|step| names.contains(&step.name)).collect())
}

fn format() -> Result<Count> {
    command::run(in_root(command::cargo()).args(["fmt", "--all", "--check"]))?;
    Ok(Count::ONE_PASSED)
}

fn clippy(choice: &[&str]) -> Result<Count> {
    command::run(
        in_root(command::cargo())
            .args(["clippy", "--locked"])
            .args(choice)
            .args(["--", "-D", "warnings"]),
    )?;
    Ok(Count::ONE_PASSED)
}

fn document() -> Result<Count> {
    command::run(
        in_root(command::cargo())
            .args([
                "doc",
                "--quiet",
                "--locked",
                "--workspace",
                "--no-deps",
                "--document-private-items",
            ])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    Ok(Count::ONE_PASSED)
}

fn rust_tests() -> Result<Count> {
    let log = scratch()?.join("skipped");
    fs::write(&log, "")?;
    let mut count = Count::default();
    let mut failed = FailedTests::default();
    let status = command::watch(
        in_root(command::cargo())
            .args(["test", "--locked", "--workspace", "--no-fail-fast", "--"])
            .args(TEST_OPTIONS)
            .env("PATH", tools::path()?)
            .env(SKIP_LOG, &log),
        |line| {
            count += Count::of_rust_line(line).unwrap_or_default();
            failed.read(line);
        },
    )?;
    if !status.success() && count.failed == 0 {
        // Something did not compile, or a test ended its whole program.
        count.failed = 1;
    }
    for name in passed_again(&failed)? {
        if failed.forget(&name) {
            println!("again: {name} failed once and passed the second time");
            count.failed = count.failed.saturating_sub(1);
            count.passed += 1;
        }
    }
    fs::write(scratch()?.join(FAILED), failed.to_string())?;
    if count.passed == 0 && count.failed == 0 {
        bail!("no test has run");
    }
    if is_ci() {
        // An ignored test is a check that did not run.
        count.failed += std::mem::take(&mut count.skipped);
    }
    for line in fs::read_to_string(&log)?.lines() {
        let name = line.split(':').next().unwrap_or(line);
        let fails = is_ci() && name != MAY_BE_SKIPPED;
        println!(
            "skipped: {line}{}",
            if fails {
                " (a failure here, since CI=true)"
            } else {
                ""
            }
        );
        count.passed = count.passed.saturating_sub(1);
        if fails {
            count.failed += 1
        } else {
            count.skipped += 1
        }
    }
    Ok(count)
}

/// Of the tests that failed in Wine, those that pass when they run once more. Wine itself does not start a program now and
/// then on a busy machine; a script that is wrong is wrong again.
fn passed_again(failed: &FailedTests) -> Result<Vec<String>> {
    let mut passed = Vec::new();
    let all: Vec<&str> = failed.names().collect();
    let of_emission = all.iter().copied().filter(|name| name.starts_with("wine::"));
    for (test, names) in [(IN_WINE, all.clone()), ("emission", of_emission.collect())] {
        if names.is_empty() {
            continue;
        }
        command::watch(
            in_root(command::cargo())
                .args(["test", "--locked", "-p", "bitsmith-tests", "--test", test])
                .args(["--no-fail-fast", "--", "--exact"])
                .args(names)
                .env("PATH", tools::path()?),
            |line| passed.extend(passed_test(line).map(str::to_owned)),
        )?;
    }
    Ok(passed)
}

fn package() -> Result<Count> {
    command::run(in_root(command::cargo()).args([
        "package",
        "--quiet",
        "--locked",
        "--allow-dirty",
        "-p",
        "bitsmith-core",
    ]))?;
    Ok(Count::ONE_PASSED)
}

fn browser_tests() -> Result<Count> {
    let report = scratch()?.join("browser.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    page::dist_once()?;
    let status = page::playwright()?
        .env("BITSMITH_SERVICE", api::service()?)
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .status()
        .context("cannot run Playwright")?;
    let text = fs::read_to_string(&report).context("Playwright wrote no report")?;
    let mut count = Count::of_playwright_report(&serde_json::from_str(&text)?)
        .context("Playwright's report holds no counts")?;
    if is_ci() {
        count.failed += std::mem::take(&mut count.skipped);
    }
    if !status.success() && count.failed == 0 || count == Count::default() {
        count.failed += 1;
    }
    Ok(count)
}

fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

/// The folder for what a run leaves behind.
fn scratch() -> Result<PathBuf> {
    let folder = workspace::root().join("target").join("checks");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn in_root(mut command: Command) -> Command {
    command.current_dir(workspace::root());
    command
}

#[cfg(test)]
mod tests {
    use super::{STEPS, TEST_OPTIONS, chosen};
    use std::process::Command;

    const COUNTED: &str = "step::tests::counts_are_printed";

    #[test]
    fn counts_are_printed() {
        println!("refused for a reason: {}", STEPS.len());
    }

    #[test]
    fn counts_of_passing_tests_are_shown() {
        let run = Command::new(std::env::current_exe().unwrap())
            .args([COUNTED, "--exact"])
            .args(TEST_OPTIONS)
            .output()
            .unwrap();
        let shown = String::from_utf8(run.stdout).unwrap();
        let counted = format!("\nrefused for a reason: {}\n", STEPS.len());
        assert!(run.status.success() && shown.contains(&counted), "{shown}");
    }

    #[test]
    fn chosen_checks_run_in_their_own_order() {
        let names: Vec<&str> = chosen(Some("doc, fmt"))
            .unwrap()
            .iter()
            .map(|step| step.name)
            .collect();
        assert_eq!(names, ["fmt", "doc"]);
    }

    #[test]
    fn without_a_choice_all_checks_run() {
        assert_eq!(chosen(None).unwrap().len(), STEPS.len());
    }

    #[test]
    fn unknown_check_is_an_error_that_names_the_known() {
        let error = chosen(Some("fmt,lint")).err().unwrap().to_string();
        assert!(
            error.contains("`lint`") && error.contains("clippy-wasm"),
            "{error}"
        );
    }
}
