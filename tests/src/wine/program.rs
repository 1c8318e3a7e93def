//! Programs of this workspace, built for Windows and run in Wine.

use super::{LONGEST_BOOT, LONGEST_RUN, Wine, finish, windows_path};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The target that mingw links for.
const TARGET: &str = "x86_64-pc-windows-gnu";

/// Why there is no program.
#[derive(Debug)]
pub enum BuildError {
    /// Rust's library for Windows is not installed.
    NoTarget,
    /// Cargo did not build it.
    Failed(String),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::NoTarget => {
                write!(
                    f,
                    "Rust cannot build for Windows here: rustup target add {TARGET}"
                )
            }
            BuildError::Failed(what) => f.write_str(what),
        }
    }
}

/// Has Cargo build programs of this workspace for Windows: its subcommand with arguments that choose them. The one of that name
/// is given back.
///
/// # Errors
/// Where the target is missing, or the program is not built.
pub fn build(name: &str, arguments: &[&str]) -> Result<PathBuf, BuildError> {
    let failed =
        |what: &dyn fmt::Display| BuildError::Failed(format!("cargo {}: {what}", arguments.join(" ")));
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let library = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .map_err(|error| failed(&error))?;
    if !Path::new(String::from_utf8_lossy(&library.stdout).trim()).is_dir() {
        return Err(BuildError::NoTarget);
    }
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(arguments)
        .args(["--locked", "--target", TARGET])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(workspace)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&output.status));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let program = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name)
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .next_back();
    program.ok_or_else(|| failed(&format!("there is no {name} among what was built")))
}

/// Runs a program to its end, for at most five minutes.
///
/// # Errors
/// Where it does not start, or is ended because it runs longer.
pub fn run(command: &mut Command) -> io::Result<i32> {
    finish(command, LONGEST_RUN)
}

impl Wine {
    /// A command that runs a program in the prefix. Its arguments follow.
    #[must_use]
    pub fn program(&self, program: &Path) -> Command {
        let mut command = self.command(&self.loader);
        command
            .arg(program)
            .env("WINEPATH", windows_path(&self.library()));
        command
    }

    /// The folder of the library that Rust's standard library wants and old versions of Wine do not have.
    fn library(&self) -> PathBuf {
        self.folder.join("library")
    }

    /// Makes that library.
    pub(super) fn make_library(&self, compiler: &Path, source: &Path) -> io::Result<()> {
        fs::create_dir_all(self.library())?;
        let mut command = Command::new(compiler);
        command
            .args(["-shared", "-O1", "-s", "-o"])
            .arg(self.library().join("bcryptprimitives.dll"))
            .arg(source)
            .arg("-ladvapi32");
        match finish(&mut command, LONGEST_BOOT)? {
            0 => Ok(()),
            _ => Err(io::Error::other(format!("{} was not compiled", source.display()))),
        }
    }
}
