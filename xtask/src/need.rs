//! What the commands need, and how each of it is got.
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{command, debian, tools, workspace};

/// One thing that must be there before a check can run.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Need {
    Chromium,
    Cxx,
    Mingw,
    Node,
    Npm,
    Python,
    Wine,
    Rustfmt,
    Clippy,
    WasmTarget,
    WindowsTarget,
    Trunk,
    WasmBindgen,
    NpmPackages,
    Vetter,
    Schemathesis,
    CargoFuzz,
}

use Need::*;

/// What `trunk serve` needs.
pub(crate) const SERVE: [Need; 3] = [WasmTarget, Trunk, WasmBindgen];

/// What building the release page needs.
pub(crate) const PAGE: [Need; 6] = [Node, Npm, WasmTarget, Trunk, WasmBindgen, NpmPackages];

/// What driving the release page in a browser needs.
pub(crate) const BROWSER: [Need; 7] = [Chromium, Node, Npm, WasmTarget, Trunk, WasmBindgen, NpmPackages];

/// What trying made-up bytes needs.
pub(crate) const FUZZ: [Need; 2] = [Cxx, CargoFuzz];

/// Everything.
pub(crate) const ALL: [Need; 17] = [
    Chromium,
    Cxx,
    Mingw,
    Node,
    Npm,
    Python,
    Wine,
    Rustfmt,
    Clippy,
    WasmTarget,
    WindowsTarget,
    Trunk,
    WasmBindgen,
    NpmPackages,
    Vetter,
    Schemathesis,
    CargoFuzz,
];

/// A program of the operating system: its Debian packages, and how to get it elsewhere.
struct System {
    packages: &'static [&'static str],
    elsewhere: &'static str,
}

impl Need {
    /// How the operating system provides this, where it does.
    fn system(self) -> Option<System> {
        let (packages, elsewhere): (&[&str], _) = match self {
            Chromium => (
                &["chromium", "fonts-dejavu-core"],
                "Chromium: install Chrome or Chromium, and where it is not found set CHROMIUM to its program file",
            ),
            Cxx => (
                &["g++"],
                "a C++ compiler, for `c++` (Fedora: dnf install gcc-c++; macOS: xcode-select --install)",
            ),
            Mingw => (
                &["gcc-mingw-w64-x86-64"],
                "mingw-w64, for `x86_64-w64-mingw32-gcc` (Fedora: dnf install mingw64-gcc; macOS: brew install mingw-w64)",
            ),
            Node => (
                &["nodejs"],
                "Node.js 18 or later: https://nodejs.org, or the system's package",
            ),
            Npm => (
                &["npm"],
                "npm, which comes with Node.js or as the system's package of that name",
            ),
            Python => (
                &["python3", "python3-venv"],
                "Python 3.9 or later with its venv module: https://www.python.org, or the system's package",
            ),
            Wine => (
                &["wine64", "wine"],
                "Wine 8 or later, 64 bits, for `wine` (Fedora: dnf install wine; macOS: brew install --cask wine-stable)",
            ),
            _ => return None,
        };
        Some(System { packages, elsewhere })
    }

    /// Whether it is there.
    fn is_there(self) -> Result<bool> {
        Ok(match self {
            Chromium => tools::chromium().is_some(),
            Cxx => command::find("c++").is_some(),
            Mingw => command::find("x86_64-w64-mingw32-gcc").is_some(),
            Node => node_major().is_some_and(|major| major >= 18),
            Npm => command::find("npm").is_some(),
            Python => tools::python()
                .is_some_and(|python| command::probe(python, &["-c", "import ensurepip"]).is_some()),
            Wine => command::find("wine").is_some(),
            Rustfmt => {
                command::find("rustfmt").is_some() && command::probe("rustfmt", &["--version"]).is_some()
            }
            Clippy => {
                command::find("cargo-clippy").is_some()
                    && command::probe("clippy-driver", &["--version"]).is_some()
            }
            WasmTarget => has_target("wasm32-unknown-unknown")?,
            WindowsTarget => has_target("x86_64-pc-windows-gnu")?,
            Trunk => tools::has("trunk", tools::TRUNK_VERSION),
            WasmBindgen => tools::has("wasm-bindgen", &workspace::locked_version("wasm-bindgen")?),
            NpmPackages => tools::has_npm_packages()?,
            Vetter => tools::has_vetter(),
            Schemathesis => tools::has_schemathesis(),
            CargoFuzz => tools::has_cargo_fuzz(),
        })
    }

    /// Gets it, where it is not the operating system's.
    fn get(self) -> Result<()> {
        match self {
            Rustfmt => rustup(&["component", "add", "rustfmt"]),
            Clippy => rustup(&["component", "add", "clippy"]),
            WasmTarget => rustup(&["target", "add", "wasm32-unknown-unknown"]),
            WindowsTarget => rustup(&["target", "add", "x86_64-pc-windows-gnu"]),
            Trunk => tools::install_trunk(),
            WasmBindgen => tools::install_wasm_bindgen(),
            NpmPackages => tools::install_npm_packages(),
            Vetter => tools::install_vetter(),
            Schemathesis => tools::install_schemathesis(),
            CargoFuzz => tools::install_cargo_fuzz(),
            Chromium | Cxx | Mingw | Node | Npm | Python | Wine => Ok(()),
        }
    }
}

/// Gets whatever of the list is missing, or says what to install and how.
pub(crate) fn provide(needs: &[Need]) -> Result<()> {
    let missing = missing_system(needs)?;
    if !missing.is_empty() && debian::can_install() {
        let packages: Vec<&str> = missing
            .iter()
            .filter_map(|need| need.system())
            .flat_map(|system| system.packages)
            .copied()
            .collect();
        debian::install(&packages)?;
    }
    let missing = missing_system(needs)?;
    if !missing.is_empty() {
        let list: Vec<String> = missing
            .iter()
            .filter_map(|need| need.system())
            .map(|system| {
                format!(
                    "  {}\n    Debian, Ubuntu: apt-get install {}",
                    system.elsewhere,
                    system.packages.join(" ")
                )
            })
            .collect();
        bail!(
            "these are missing, install them and start again:\n{}",
            list.join("\n")
        );
    }
    for need in needs.iter().filter(|need| need.system().is_none()) {
        if !need.is_there()? {
            need.get()?;
            if !need.is_there()? {
                bail!("{need:?} was installed and is not found");
            }
        }
    }
    Ok(())
}

fn missing_system(needs: &[Need]) -> Result<Vec<Need>> {
    let mut missing = Vec::new();
    for need in needs.iter().filter(|need| need.system().is_some()) {
        if !need.is_there()? {
            missing.push(*need);
        }
    }
    Ok(missing)
}

/// Whether the standard library for a target is installed.
fn has_target(target: &str) -> Result<bool> {
    let folder = command::read(Command::new("rustc").args(["--print", "target-libdir", "--target", target]))?;
    Ok(std::path::Path::new(folder.trim()).is_dir())
}

fn rustup(arguments: &[&str]) -> Result<()> {
    command::run(Command::new("rustup").args(arguments)).with_context(|| {
        format!(
            "run `rustup {}` by hand; without rustup, install the same for your toolchain",
            arguments.join(" ")
        )
    })
}

fn node_major() -> Option<u32> {
    let version = command::probe("node", &["--version"])?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{ALL, BROWSER, FUZZ, PAGE, SERVE};

    #[test]
    fn every_list_is_part_of_the_whole_and_system_programs_come_first() {
        for need in SERVE.iter().chain(&PAGE).chain(&BROWSER).chain(&FUZZ) {
            assert!(ALL.contains(need), "{need:?}");
        }
        for list in [&SERVE[..], &PAGE, &BROWSER, &FUZZ, &ALL] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
