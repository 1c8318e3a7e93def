//! Input files and their encodings.

use crate::console::{Console, Trouble};
use clap::{Arg, ArgMatches, value_parser};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
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

/// UTF-8 with or without a byte order mark, UTF-16 with one; anything else is Windows-1252.
fn decode(name: &str, bytes: &[u8], console: &mut Console<'_>) -> Result<String, Trouble> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let rest = bytes.get(mark..).unwrap_or_default();
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(rest) {
        return Ok(text.into_owned());
    }
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return Err(Trouble::Said(format!(
            "{name} begins as {} and then is not: it is damaged.",
            encoding.name()
        )));
    }
    console.say(&format!(
        "bitsmith: {name} is neither UTF-8 nor UTF-16 with a byte order mark; it is read as Windows-1252.\n"
    ));
    Ok(WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned())
}
