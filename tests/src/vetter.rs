//! A second opinion: what the Python package `vetter` reads in scripts.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What it reads in a file: the commands, as `tests/vetter/read.py` describes them; or why it cannot read the file.
pub type Reading = Result<Vec<Value>, String>;

/// The Python that has vetter, where `cargo xtask test` put it.
#[must_use]
pub fn python() -> Option<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tests.parent()?.join("target").join("tools").join("venv");
    let python = if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    };
    (folder.join("vetter-version").is_file() && python.is_file()).then_some(python)
}

/// Reads every `.ps1` and `.cmd` file of a folder.
///
/// # Errors
/// When the program does not run to its end.
pub fn read(python: &Path, folder: &Path) -> Result<BTreeMap<String, Reading>, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("vetter")
        .join("read.py");
    let output = Command::new(python)
        .arg(&script)
        .arg(folder)
        .output()
        .map_err(|error| format!("{}: {error}", python.display()))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let Value::Object(files) = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?
    else {
        return Err("not an object".to_owned());
    };
    let reading = |file: &Value| match file.get("commands").and_then(Value::as_array) {
        Some(commands) => Ok(commands.clone()),
        None => Err(file.get("error").map_or("no error".to_owned(), Value::to_string)),
    };
    Ok(files
        .iter()
        .map(|(name, file)| (name.clone(), reading(file)))
        .collect())
}
