//! Output files: whole or not at all.

use crate::console::{Console, Trouble};
use crate::input::Input;
use clap::{Arg, ArgMatches, value_parser};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a script goes.
pub(crate) fn argument() -> Arg {
    Arg::new("output")
        .short('o')
        .long("output")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help("Where the script is written; without it, standard output")
}

/// Writes a script to where [`argument`] says, never over the document that it came of.
pub(crate) fn deliver(
    matches: &ArgMatches,
    script: &[u8],
    document: &Input,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    let named = matches.get_one::<PathBuf>("output");
    let Some(path) = named.filter(|path| *path != Path::new("-")) else {
        return console.print_bytes(script);
    };
    if document.path.as_deref().is_some_and(|input| is_same(input, path)) {
        return Err(Trouble::Said(format!(
            "{} is the document itself; name another file for the script.",
            path.display()
        )));
    }
    let written = write(path, script)?;
    console.say(&format!("The script is in {}.\n", written.display()));
    Ok(())
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Writes a file through another one beside it, so that nobody sees half of it. A file that was there keeps its
/// permissions. Returns the full path.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<PathBuf, Trouble> {
    // A link is followed: what it points to is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let trouble = |error: io::Error| Trouble::Said(format!("{} cannot be written: {error}.", path.display()));
    match fs::metadata(&target) {
        Ok(metadata) if metadata.is_dir() => {
            return Err(Trouble::Said(format!(
                "{} is a folder; name a file to write the script to.",
                path.display()
            )));
        }
        // A device or a pipe cannot be replaced by a file.
        Ok(metadata) if !metadata.is_file() => {
            let mut file = OpenOptions::new().write(true).open(&target).map_err(trouble)?;
            file.write_all(bytes).map_err(trouble)?;
        }
        _ => {
            let folder = folder_of(&target);
            if !folder.is_dir() {
                return Err(Trouble::Said(format!(
                    "{} cannot be written: its folder is not there.",
                    path.display()
                )));
            }
            // The error names the file beside it; the kind is what a person needs.
            replace(&target, folder, bytes).map_err(|error| trouble(error.kind().into()))?;
        }
    }
    Ok(std::path::absolute(path).unwrap_or(target))
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn replace(target: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let everybody = {
        use std::os::unix::fs::PermissionsExt;
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(everybody);
    let mut file = builder.prefix(".bitsmith-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Ok(metadata) = fs::metadata(target) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(target).map(drop).map_err(|error| error.error)
}
