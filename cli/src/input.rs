//! Input files and their encodings.

use crate::console::{Console, Trouble};
use crate::encoding::{self, Encoding};
use clap::{Arg, ArgMatches, value_parser};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A text that was read.
pub(crate) struct Input {
    /// What it is called in messages.
    pub(crate) name: String,
    /// The file, unless it was standard input.
    pub(crate) path: Option<PathBuf>,
    /// Its characters, without a byte order mark.
    pub(crate) text: String,
}

/// More bytes than any document has, in any encoding.
pub(crate) const LIMIT: u64 = 64 * 1024 * 1024;

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
    let name = path.map_or("standard input".to_owned(), |path| path.display().to_string());
    let mut bytes = Vec::new();
    let read = match path {
        Some(path) => File::open(path).and_then(|file| file.take(LIMIT).read_to_end(&mut bytes)),
        None => console.stdin.take(LIMIT).read_to_end(&mut bytes),
    };
    if let Err(error) = read {
        return Err(Trouble::Said(format!("{name} cannot be read: {error}.")));
    }
    Ok(Input {
        text: decode(&name, &bytes, console)?,
        path: path.cloned(),
        name,
    })
}

fn decode(name: &str, bytes: &[u8], console: &mut Console<'_>) -> Result<String, Trouble> {
    let (text, encoding) = encoding::decode(bytes).map_err(|damaged| Trouble::Said(damaged.said_of(name)))?;
    if encoding == Encoding::Windows1252 {
        console.say(&encoding::read_as_windows_1252(name));
    }
    Ok(text)
}
