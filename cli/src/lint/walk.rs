//! The files that paths name: files themselves, folders with what is in them.

use super::name_of;
use crate::shown::safe;
use bitsmith_core::snippet::FileKind;
use ignore::{WalkBuilder, WalkState};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The files, each once: in the order of the paths, those of a folder by name.
    pub(super) files: Vec<PathBuf>,
    /// Folders that hold nothing to look at.
    pub(super) empty: Vec<PathBuf>,
    /// What cannot be read, and why.
    pub(super) trouble: Vec<(PathBuf, String)>,
}

/// Finds the files. A file that is named is taken whatever it is called.
pub(super) fn files(paths: &[PathBuf]) -> Walked {
    let mut walked = Walked::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        let found = match fs::metadata(path) {
            Err(error) => {
                let reason = match path.as_os_str() == "-" {
                    true => {
                        "lint takes files and folders, and no standard input; `bitsmith import` reads it."
                            .to_owned()
                    }
                    false => format!("{} cannot be read: {error}.", name_of(path)),
                };
                walked.trouble.push((path.clone(), reason));
                continue;
            }
            Ok(metadata) if metadata.is_dir() => {
                let found = folder(path, &mut walked.trouble);
                if found.is_empty() {
                    walked.empty.push(path.clone());
                }
                found
            }
            Ok(_) => vec![path.clone()],
        };
        for file in found {
            if seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                walked.files.push(file);
            }
        }
    }
    walked
}

/// The scripts, pages and texts of a folder, as git sees it: without what is ignored, and without names that begin with
/// a dot.
fn folder(path: &Path, trouble: &mut Vec<(PathBuf, String)>) -> Vec<PathBuf> {
    let (to, from) = mpsc::channel();
    WalkBuilder::new(path).build_parallel().run(|| {
        let to = to.clone();
        Box::new(move |entry| {
            let sent = match entry {
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    let name = entry.file_name().to_string_lossy();
                    let taken = is_file && FileKind::of_known(&name).is_some();
                    taken.then(|| Ok(entry.into_path()))
                }
                Err(error) => Some(Err(error.to_string())),
            };
            match sent.map(|sent| to.send(sent)) {
                Some(Err(_)) => WalkState::Quit,
                _ => WalkState::Continue,
            }
        })
    });
    drop(to);
    let mut found = Vec::new();
    let mut errors = Vec::new();
    for sent in from {
        match sent {
            Ok(file) => found.push(file),
            Err(error) => errors.push(error),
        }
    }
    found.sort();
    errors.sort();
    trouble.extend(errors.into_iter().map(|error| {
        (
            path.to_owned(),
            format!("{} cannot be read: {}.", name_of(path), safe(&error)),
        )
    }));
    found
}
