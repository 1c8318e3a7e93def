//! The tools that only this project needs. They stand in `target/tools`; what takes minutes to build is also
//! kept in the user's cache folder, so that a fresh clone on the same machine does not build it again.
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{command, workspace};

/// The Trunk that builds the page: the last one that compiles with the Rust this project needs.
pub(crate) const TRUNK_VERSION: &str = "0.21.14";

/// The cargo-fuzz that runs the targets of `fuzz/`.
const CARGO_FUZZ_VERSION: &str = "0.13.2";

/// A Python package in an environment of its own.
struct PythonPackage {
    name: &'static str,
    version: &'static str,
    folder: &'static str,
}

/// The second opinion on what is emitted for PowerShell and cmd.
const VETTER: PythonPackage = PythonPackage {
    name: "vetter",
    version: "0.2.1",
    folder: "venv",
};

/// Asks the local service what its description allows and what it does not.
const SCHEMATHESIS: PythonPackage = PythonPackage {
    name: "schemathesis",
    version: "4.32.5",
    folder: "schemathesis",
};

/// `PATH` with our tools in front.
pub(crate) fn path() -> Result<OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    // wasm-opt is an npm package: Debian's is too old for the instructions that wasm-bindgen writes.
    let npm = workspace::browser_tests().join("node_modules").join(".bin");
    let folders = [bin(), npm].into_iter().chain(std::env::split_paths(&old));
    std::env::join_paths(folders).context("PATH holds a folder name that cannot be listed")
}

/// Whether a tool of ours, or one on `PATH`, has exactly this version.
pub(crate) fn has(name: &str, version: &str) -> bool {
    let ours = bin().join(program(name));
    let found = if ours.is_file() {
        Some(ours)
    } else {
        command::find(name)
    };
    found.is_some_and(|found| is_version(&found, version))
}

/// Builds Trunk.
pub(crate) fn install_trunk() -> Result<()> {
    let options = ["--locked", "--no-default-features", "--features", "rustls"];
    install(
        "trunk",
        "trunk",
        TRUNK_VERSION,
        &options,
        "about six minutes on two cores",
    )
}

/// Whether cargo-fuzz is there.
pub(crate) fn has_cargo_fuzz() -> bool {
    has("cargo-fuzz", CARGO_FUZZ_VERSION)
}

/// Builds cargo-fuzz.
pub(crate) fn install_cargo_fuzz() -> Result<()> {
    install(
        "cargo-fuzz",
        "cargo-fuzz",
        CARGO_FUZZ_VERSION,
        &[],
        "about two minutes on two cores",
    )
}

/// Builds the wasm-bindgen that fits the library in `Cargo.lock`.
pub(crate) fn install_wasm_bindgen() -> Result<()> {
    let version = workspace::locked_version("wasm-bindgen")?;
    // Not --locked: the list that the crate is published with has named versions that were withdrawn.
    install(
        "wasm-bindgen-cli",
        "wasm-bindgen",
        &version,
        &["--no-default-features"],
        "about two minutes on two cores",
    )
}

/// Chromium, or a browser that is close to it.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|program| program.is_file());
    }
    let mac = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ]
    .into_iter()
    .find_map(command::find)
    .or_else(|| mac.is_file().then(|| mac.to_owned()))
}

/// Python 3.
pub(crate) fn python() -> Option<PathBuf> {
    ["python3", "python"]
        .into_iter()
        .filter_map(command::find)
        .find(|python| {
            command::probe(python, &["--version"]).is_some_and(|text| text.starts_with("Python 3"))
        })
}

/// Whether the npm packages are those that their lock file names.
pub(crate) fn has_npm_packages() -> Result<bool> {
    let wanted = fs::read(workspace::browser_tests().join("package-lock.json"))?;
    Ok(fs::read(npm_stamp()).is_ok_and(|installed| installed == wanted))
}

/// Installs the npm packages: Playwright, axe-core, binaryen.
pub(crate) fn install_npm_packages() -> Result<()> {
    let folder = workspace::browser_tests();
    println!("Installing Playwright, axe-core and binaryen by npm");
    let npm = command::find("npm").context("npm is missing")?;
    command::run(
        Command::new(npm)
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::copy(folder.join("package-lock.json"), npm_stamp())?;
    Ok(())
}

/// Whether vetter is installed.
pub(crate) fn has_vetter() -> bool {
    has_python_package(&VETTER)
}

/// Installs vetter into a Python environment of its own.
pub(crate) fn install_vetter() -> Result<()> {
    install_python_package(&VETTER)
}

/// Whether schemathesis is installed.
pub(crate) fn has_schemathesis() -> bool {
    has_python_package(&SCHEMATHESIS)
}

/// Installs schemathesis into a Python environment of its own.
pub(crate) fn install_schemathesis() -> Result<()> {
    install_python_package(&SCHEMATHESIS)
}

/// The program schemathesis.
pub(crate) fn schemathesis() -> PathBuf {
    SCHEMATHESIS.program("schemathesis")
}

impl PythonPackage {
    fn environment(&self) -> PathBuf {
        workspace::tools().join(self.folder)
    }

    fn program(&self, name: &str) -> PathBuf {
        self.environment()
            .join(if cfg!(windows) { "Scripts" } else { "bin" })
            .join(program(name))
    }

    fn stamp(&self) -> PathBuf {
        self.environment().join(format!("{}-version", self.name))
    }
}

fn has_python_package(package: &PythonPackage) -> bool {
    fs::read_to_string(package.stamp()).is_ok_and(|version| version == package.version)
}

fn install_python_package(package: &PythonPackage) -> Result<()> {
    println!("Installing {} {}", package.name, package.version);
    let folder = package.environment();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let python = python().context("Python 3 is missing")?;
    command::run(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    command::run(
        Command::new(package.program("python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("{}=={}", package.name, package.version)),
    )?;
    fs::write(package.stamp(), package.version)?;
    Ok(())
}

fn bin() -> PathBuf {
    workspace::tools().join("bin")
}

fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

fn npm_stamp() -> PathBuf {
    workspace::browser_tests()
        .join("node_modules")
        .join(".installed-from")
}

fn is_version(file: &Path, version: &str) -> bool {
    command::probe(file, &["--version"]).is_some_and(|text| names_version(&text, version))
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

/// The folder where a built tool is kept between clones, where the user has a cache folder.
fn cache(package: &str, version: &str) -> Option<PathBuf> {
    let of = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let base = of("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            of("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            of("HOME").map(|home| home.join("Library").join("Caches"))
        } else {
            of("HOME").map(|home| home.join(".cache"))
        }
    })?;
    let machine = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let folder = base
        .join("bitsmith")
        .join("tools")
        .join(format!("{package}-{version}-{machine}"));
    fs::create_dir_all(&folder).ok()?;
    Some(folder)
}

/// Builds a tool, unless the cache has it, and copies it to `target/tools/bin`.
fn install(package: &str, name: &str, version: &str, options: &[&str], time: &str) -> Result<()> {
    let folder = cache(package, version).unwrap_or_else(|| workspace::tools().join("built"));
    let built = folder.join("bin").join(program(name));
    if !is_version(&built, version) {
        println!("Building {package} {version}: this takes {time}, once");
        command::run(
            command::cargo()
                .args(["install", package, "--version", version, "--force", "--root"])
                .arg(&folder)
                .args(options),
        )
        .with_context(|| {
            format!("{package} {version} could not be built; put that version on PATH by other means and start again")
        })?;
    }
    if !is_version(&built, version) {
        bail!("{} does not say that it is version {version}", built.display());
    }
    fs::create_dir_all(bin())?;
    let target = bin().join(program(name));
    // A running program can be replaced but not written to.
    if target.exists() {
        fs::remove_file(&target)?;
    }
    fs::copy(&built, &target).with_context(|| format!("cannot write {}", target.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::names_version;

    #[test]
    fn version_is_a_whole_word() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
        assert!(names_version("wasm-bindgen 0.2.130 (abc)", "0.2.130"));
        assert!(!names_version("trunk 0.21.141", "0.21.14"));
        assert!(!names_version("", "0.21.14"));
    }
}
