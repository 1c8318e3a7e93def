//! What is on the disk before a job is made: destinations and their folders. (J9)

use super::{ApplyError, Destinations, Options};
use crate::call::{Assignment, Call};
use crate::resolve::Resolved;
use bitsmith_core::catalog::SettingValue;
use bitsmith_core::job::Folders;
use bitsmith_core::value::JobType;
use std::fs;
use std::io;
use std::path::Path;

/// The files of a machine.
pub trait Disk {
    /// Whether anything has this name.
    fn has(&self, path: &str) -> bool;
    /// Whether there is such a folder.
    fn has_folder(&self, path: &str) -> bool;
    /// Makes a folder with all above it.
    fn make_folder(&self, path: &str) -> io::Result<()>;
}

/// The files of this machine.
pub struct ThisDisk;

impl Disk for ThisDisk {
    fn has(&self, path: &str) -> bool {
        // A link to nowhere is there, too.
        fs::symlink_metadata(Path::new(path)).is_ok()
    }

    fn has_folder(&self, path: &str) -> bool {
        Path::new(path).is_dir()
    }

    fn make_folder(&self, path: &str) -> io::Result<()> {
        fs::create_dir_all(Path::new(path))
    }
}

/// Looks at every name that BITS will write, before anything is done, and makes folders where the document says so.
pub(super) fn prepare(order: &Resolved, job_type: JobType, options: &Options<'_>) -> Result<(), ApplyError> {
    for folder in look(order, job_type, options)? {
        options
            .disk
            .make_folder(&folder)
            .map_err(|error| ApplyError::FolderNotMade {
                folder: folder.clone(),
                reason: error.to_string(),
            })?;
    }
    Ok(())
}

/// Looks at every name that BITS will write; the folders that are to be made.
pub(super) fn look(
    order: &Resolved,
    job_type: JobType,
    options: &Options<'_>,
) -> Result<Vec<String>, ApplyError> {
    let names = written(order, job_type);
    if options.destinations == Destinations::Keep {
        let there: Vec<String> = names
            .iter()
            .filter(|name| options.disk.has(name))
            .cloned()
            .collect();
        if !there.is_empty() {
            return Err(ApplyError::Destinations(there));
        }
    }
    let mut missing: Vec<String> = Vec::new();
    for folder in names.iter().filter_map(|name| folder(name)) {
        if options.disk.has_folder(folder) || missing.iter().any(|other| other == folder) {
            continue;
        }
        match order.folders {
            Folders::Expect => return Err(ApplyError::NoFolder(folder.to_owned())),
            Folders::Create => missing.push(folder.to_owned()),
        }
    }
    Ok(missing)
}

/// The names that BITS writes: the local names of downloads, the reply file.
fn written(order: &Resolved, job_type: JobType) -> Vec<String> {
    let calls = order.steps.iter().map(|step| &step.call);
    calls
        .filter_map(|call| match call {
            Call::AddFile { file, .. } if job_type == JobType::Download => file.local_name.as_literal(),
            Call::Set(Assignment::Value(SettingValue::ReplyFileName(name))) => name.0.as_literal(),
            _ => None,
        })
        .map(str::to_owned)
        .collect()
}

/// The folder of a local name; the root of a drive is always taken to be there.
fn folder(name: &str) -> Option<&str> {
    let (folder, _) = name.rsplit_once(['\\', '/'])?;
    (!folder.is_empty() && !folder.ends_with(':')).then_some(folder)
}
