//! Checks that cannot run here because a program is missing.

use std::fs::OpenOptions;
use std::io::Write;

/// The one part that may be skipped where `CI=true`: PowerShell itself.
const MAY_BE_SKIPPED: &str = "pwsh";

/// Says that a part could not run: on standard error, and in the file that `BITSMITH_SKIP_LOG` names, where whoever runs
/// all tests counts it.
///
/// # Panics
/// Where `CI` is `true`, for every part but one.
pub fn say(name: &str, reason: &str) {
    let fails = std::env::var("CI").as_deref() == Ok("true") && name != MAY_BE_SKIPPED;
    assert!(!fails, "{name} could not run: {reason}");
    eprintln!("skipped: {name}: {reason}");
    if let Some(file) = std::env::var_os("BITSMITH_SKIP_LOG") {
        let line = format!("{name}: {reason}\n");
        let written = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&file)
            .and_then(|mut file| file.write_all(line.as_bytes()));
        if let Err(error) = written {
            panic!("{}: {error}", file.display());
        }
    }
}
