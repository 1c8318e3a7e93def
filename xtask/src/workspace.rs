//! Where things are.
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command;

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// Where tools go that only this project needs. It stands in the workspace, wherever Cargo builds.
pub(crate) fn tools() -> PathBuf {
    root().join("target").join("tools")
}

/// The npm package of the browser tests.
pub(crate) fn browser_tests() -> PathBuf {
    root().join("tests").join("browser")
}

/// The version of a package that `Cargo.lock` names.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let id = command::read(command::cargo().args(["pkgid", package]).current_dir(root()))
        .with_context(|| format!("Cargo.lock names no single {package}"))?;
    version_of_id(id.trim()).with_context(|| format!("`{}` names no version", id.trim()))
}

/// The version in a package id: `…#name@version` or `…/name#version`.
fn version_of_id(id: &str) -> Option<String> {
    let (_, fragment) = id.rsplit_once('#')?;
    let version = fragment.rsplit_once('@').map_or(fragment, |(_, version)| version);
    version
        .starts_with(|first: char| first.is_ascii_digit())
        .then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_of_id;

    #[test]
    fn version_stands_after_the_name_or_alone() {
        let full = "registry+https://example.org/index#wasm-bindgen@0.2.130";
        assert_eq!(version_of_id(full).as_deref(), Some("0.2.130"));
        assert_eq!(
            version_of_id("path+file:///home/me/core#0.1.0").as_deref(),
            Some("0.1.0")
        );
        assert_eq!(version_of_id("nothing"), None);
    }
}
