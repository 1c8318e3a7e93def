//! Input files and their encodings.

use crate::console::{Console, Trouble};
use crate::encoding::{self, Encoding};
use crate::shown::safe;
use clap::{Arg, ArgMatches, value_parser};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A text that was read.
pub(crate) struct Input {
    /// What it is called in messages.
    pub(crate) name: String,
    /// The file, unless it was standard input.
    pub(crate) path: Option<PathBuf>,
    /// Its characters, without a byte order mark.
    pub(crate) text: String,
    /// How its bytes say them.
    pub(crate) encoding: Encoding,
}

/// More bytes than any document or script has, in any encoding.
const LIMIT: u64 = 64 * 1024 * 1024;

/// The argument `FILE|-`.
pub(crate) fn argument() -> Arg {
    Arg::new("file")
        .value_name("FILE|-")
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .help("The document; - is standard input")
}

/// Reads the file that [`argument`] names.
pub(crate) fn read(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Input, Trouble> {
    let path = matches
        .get_one::<PathBuf>("file")
        .filter(|path| *path != Path::new("-"));
    match path {
        Some(path) => file(path, console),
        None => {
            let bytes = limited(&mut console.stdin);
            decoded("standard input".to_owned(), None, bytes, console)
        }
    }
}

/// Reads a file.
pub(crate) fn file(path: &Path, console: &mut Console<'_>) -> Result<Input, Trouble> {
    let bytes = File::open(path).and_then(limited);
    decoded(
        safe(&path.display().to_string()),
        Some(path.to_owned()),
        bytes,
        console,
    )
}

/// All bytes of an input, unless it has too many.
pub(crate) fn limited(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(LIMIT.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(io::Error::other(format!(
            "it has more than {} MiB",
            LIMIT / 1024 / 1024
        )));
    }
    Ok(bytes)
}

fn decoded(
    name: String,
    path: Option<PathBuf>,
    bytes: io::Result<Vec<u8>>,
    console: &mut Console<'_>,
) -> Result<Input, Trouble> {
    let bytes = bytes.map_err(|error| Trouble::Said(format!("{name} cannot be read: {error}.")))?;
    let (text, encoding) = encoding::text(&name, &bytes).map_err(Trouble::Said)?;
    if encoding == Encoding::Windows1252 {
        console.say(&encoding::read_as_windows_1252(&name));
    }
    Ok(Input {
        name,
        path,
        text,
        encoding,
    })
}
