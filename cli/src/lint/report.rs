//! What was found, in the forms that people and programs read.

use super::file::Linted;
use super::judge::Judge;
use std::path::{Path, PathBuf};

mod github;
mod json;
mod sarif;
mod text;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// The diagnostics of `check`, with a path each.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Commands of GitHub's workflows.
    Github,
}

impl Format {
    /// All forms with their words.
    pub(crate) const ALL: &'static [(&'static str, Format)] = &[
        ("text", Format::Text),
        ("json", Format::Json),
        ("sarif", Format::Sarif),
        ("github", Format::Github),
    ];
}

/// The report on files, and on those that could not be read.
pub(super) fn report(
    linted: &[Linted],
    unreadable: &[(PathBuf, String)],
    judge: &dyn Judge,
    format: Format,
) -> String {
    match format {
        Format::Text => text::report(linted),
        Format::Json => json::report(linted),
        Format::Sarif => sarif::report(linted, unreadable, judge),
        Format::Github => github::report(linted),
    }
}

/// A path with slashes, as addresses and workflows write it.
fn slashed(path: &Path) -> String {
    let shown = path.display().to_string();
    let shown = if cfg!(windows) {
        shown.replace('\\', "/")
    } else {
        shown
    };
    shown.strip_prefix("./").map_or(shown.clone(), str::to_owned)
}
