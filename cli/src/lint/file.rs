//! One file: read, judged, mended.

use super::findings::findings;
use super::fix::{Fixed, fixed};
use super::judge::Judge;
use super::{Mending, Request, name_of};
use crate::encoding::{self, Encoding};
use crate::input::limited;
use crate::output;
use bitsmith_core::parse::found::Found;
use bitsmith_core::parse::hidden::Secrets;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// A file that was looked at.
pub(crate) struct Linted {
    pub(super) path: PathBuf,
    /// What it is called in messages.
    pub(super) name: String,
    /// Its text; empty where there is nothing to say of it.
    pub(super) text: String,
    pub(super) encoding: Encoding,
    /// What its bytes were, in short.
    pub(super) bytes_hash: u64,
    /// What was found, at spans of the text, in their order.
    pub(super) found: Vec<Found>,
    /// What of the text is not shown.
    pub(super) secrets: Secrets,
    /// What becomes of it, where something can be mended.
    pub(super) fixed: Option<Fixed>,
    /// What is to be said of it on standard error.
    pub(super) notes: Vec<String>,
}

/// Looks at a file; why it cannot be read otherwise.
pub(super) fn lint(path: &Path, request: &Request, judge: &dyn Judge) -> Result<Linted, String> {
    let name = name_of(path);
    let bytes = read(path).map_err(|error| format!("{name} cannot be read: {error}."))?;
    let (text, encoding) = encoding::text(&name, &bytes)?;
    let mut notes = Vec::new();
    if encoding == Encoding::Windows1252 {
        notes.push(encoding::read_as_windows_1252(&name));
    }
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let said = findings(&file_name, &text, judge, &request.profile);
    let fixed = match request.mending {
        Mending::Say => None,
        Mending::Show | Mending::Write => fixed(&file_name, &text, &said, encoding, judge, &request.profile),
    };
    Ok(Linted {
        path: path.to_owned(),
        name,
        text: if said.found.is_empty() {
            String::new()
        } else {
            text
        },
        encoding,
        bytes_hash: hash(&bytes),
        found: said.found,
        secrets: said.secrets,
        fixed,
        notes,
    })
}

/// Writes another text into a file that is still as it was read.
pub(super) fn write(path: &Path, was: &u64, text: &str, encoding: Encoding) -> Result<(), String> {
    let name = name_of(path);
    let bytes = read(path).map_err(|error| format!("{name} cannot be read: {error}."))?;
    if hash(&bytes) != *was {
        return Err(format!(
            "{name} was changed by somebody else meanwhile, and is left as it is."
        ));
    }
    let bytes = encoding
        .encode(text)
        .ok_or_else(|| format!("{name} cannot hold the new text in its encoding."))?;
    match output::write(path, &bytes) {
        Ok(_) => Ok(()),
        Err(crate::console::Trouble::Said(reason)) => Err(reason),
        Err(crate::console::Trouble::NobodyReads) => Ok(()),
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    File::open(path).and_then(limited)
}

pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
