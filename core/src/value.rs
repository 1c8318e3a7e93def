//! What a BITS setter takes: one type a file, each with its parts, its reader and its writer.
//!
//! A value is typed into *parts* (proxy settings have three: usage, list, bypass). A part says which control draws
//! it, so that type, parser and form cannot disagree. Nothing here names a setting.
//!
//! ```
//! use bitsmith_core::value::{Entries, Seconds, Value};
//! assert_eq!(Seconds::read(&Entries::one("10m")), Ok(Seconds(600)));
//! assert!(Seconds::read(&Entries::one("soon")).is_err());
//! assert_eq!(Seconds(600).write(), Entries::one("600"));
//! ```

use crate::text::{Notation, Text, TextError};
use crate::version::BitsVersion;

mod certificate;
mod cost;
mod credential;
mod file;
mod file_state;
mod flags;
mod guid;
mod notify_command;
mod number;
mod prefix;
mod proxy;
mod scalar;
mod security;
mod word;

pub use certificate::{CertificateById, CertificateByName, StoreLocation};
pub use cost::CostFlags;
pub use credential::{
    AuthScheme, AuthTarget, Credential, Credentials, RemovedCredential, RemovedCredentials, User,
};
pub use file::{File, FileRanges, Files, Length, Range};
pub use file_state::{RemoteName, RemoteNames, ValidationState, ValidationStates};
pub use flags::{FileAclFlags, HelperTokenFlags, NotifyFlags, PeerCachingFlags};
pub use guid::Guid;
pub use notify_command::NotifyCommand;
pub use number::{Bytes, Milliseconds, Seconds, read_unit, short_seconds, write_unit};
pub use prefix::PrefixChange;
pub use proxy::{ProxySettings, ProxyUsage};
pub use scalar::{Description, DisplayName, Headers, HelperToken, HttpMethod, LocalName, Once, Switch};
pub use security::{RedirectPolicy, SecurityFlags};
pub use word::{JobType, Priority, StoredCredentialTarget, Word};

/// One thing typed into a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// As typed; texts in the notation of their part.
    Typed(String),
    /// A text that is known by its pieces already (an import, a document's list form).
    Pieces(Text),
}

impl Entry {
    /// What stands in a field for it.
    pub fn shown(&self) -> String {
        match self {
            Entry::Typed(text) => text.clone(),
            Entry::Pieces(text) => text.notation(Notation::Plain).unwrap_or_else(|| text.display()),
        }
    }

    /// The text, as typed in a notation or as its pieces say.
    ///
    /// # Errors
    /// Where what was typed is no text in that notation.
    pub fn text(&self, notation: Notation) -> Result<Text, TextError> {
        match self {
            Entry::Typed(typed) => Text::parse(typed, notation),
            Entry::Pieces(text) => Ok(text.clone()),
        }
    }

    fn typed(&self) -> Option<&str> {
        match self {
            Entry::Typed(text) => Some(text),
            Entry::Pieces(text) => text.as_literal(),
        }
    }

    /// Whether nothing was typed.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Entry::Typed(text) => text.is_empty(),
            Entry::Pieces(text) => text.is_empty(),
        }
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Entry {
        Entry::Typed(text.to_owned())
    }
}

impl From<String> for Entry {
    fn from(text: String) -> Entry {
        Entry::Typed(text)
    }
}

/// What was typed into one value: for each part its entries.
///
/// A part that takes one thing has at most one entry. Flags have one entry a word, lists one a line. In a value that
/// [repeats](Repeat::Rows) each part is a column: entry *i* of every part is row *i* (blank where nothing was typed).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entries(pub Vec<Vec<Entry>>);

impl Entries {
    /// The entries of a value with one part and one entry.
    pub fn one(entry: impl Into<Entry>) -> Entries {
        Entries(vec![vec![entry.into()]])
    }

    /// The entries of a value with one part: a list.
    pub fn list<E: Into<Entry>>(entries: impl IntoIterator<Item = E>) -> Entries {
        Entries(vec![entries.into_iter().map(Into::into).collect()])
    }

    /// The entries of one part.
    pub fn part(&self, part: usize) -> &[Entry] {
        self.0.get(part).map_or(&[], Vec::as_slice)
    }

    /// The entry in a column at a row.
    pub fn cell(&self, part: usize, row: usize) -> Option<&Entry> {
        self.part(part).get(row).filter(|entry| !entry.is_blank())
    }

    /// How many rows the longest column has.
    pub fn rows(&self) -> usize {
        self.0.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Puts entries into a part, adding empty parts before it where needed.
    pub fn set(&mut self, part: usize, entries: Vec<Entry>) {
        while self.0.len() <= part {
            self.0.push(Vec::new());
        }
        if let Some(slot) = self.0.get_mut(part) {
            *slot = entries;
        }
    }

    /// Puts an entry into a cell, filling the column with blanks up to it.
    pub fn set_cell(&mut self, part: usize, row: usize, entry: Entry) {
        while self.0.len() <= part {
            self.0.push(Vec::new());
        }
        if let Some(column) = self.0.get_mut(part) {
            while column.len() <= row {
                column.push(Entry::Typed(String::new()));
            }
            if let Some(slot) = column.get_mut(row) {
                *slot = entry;
            }
        }
    }
}

/// Whether a value is one thing or rows of the same parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// One value.
    One,
    /// Any number of rows, each with all parts.
    Rows,
}

/// One of a closed list of words that a part takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word of the document format.
    pub word: &'static str,
    /// The number that BITS has for it.
    pub number: u32,
    /// The name of that number in BITS's headers; empty where it has none.
    pub constant: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// What it does, in one sentence.
    pub help: &'static str,
    /// Other spellings that are read as this word.
    pub aliases: &'static [&'static str],
    /// The first BITS that has it, where that is a later one than the setting's.
    pub since: Option<BitsVersion>,
}

/// What a text in a part is: decides its notation and its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRule {
    /// How it is written down.
    pub notation: Notation,
    /// The most UTF-16 units BITS takes, terminator not counted.
    pub max: usize,
    /// Whether the empty text is a value.
    pub may_be_empty: bool,
    /// What kind of secret it may hold, which is then masked and asked for.
    pub secrecy: Secrecy,
}

/// Where in a text secrets are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// Nowhere: it holds none.
    None,
    /// It is an address: a password before the host, a signed query, a token in the path.
    Address,
    /// It is a header: its value.
    Header,
    /// It is a command line: the values of switches.
    CommandLine,
}

/// The unit a number is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds; read as `90`, `10m`, `2h`, `14d`.
    Seconds,
    /// Milliseconds; read as `500`, `500ms`, `2s`.
    Milliseconds,
    /// Bytes; read as `1048576`, `1 MiB`, `5 GB`.
    Bytes,
    /// A plain count.
    Count,
}

/// Which control draws a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// One of a list of words.
    Choice(&'static [Choice]),
    /// Any of a list of words; their numbers are bits.
    Flags(&'static [Choice]),
    /// A mask of bits with names for some combinations.
    CostMask {
        /// The single bits.
        bits: &'static [Choice],
        /// The combinations that have names.
        named: &'static [Choice],
    },
    /// A number in a unit.
    Number {
        /// Its unit.
        unit: Unit,
        /// The least.
        min: u64,
        /// The most.
        max: u64,
    },
    /// On or off.
    Switch,
    /// One text.
    Text(TextRule),
    /// A list of texts, one a line.
    Lines(TextRule),
    /// A SHA-1 hash: 40 hexadecimal digits.
    Hash,
    /// A GUID.
    Guid,
    /// Byte ranges: `offset:length,…`, length a number or `eof`.
    Ranges,
    /// A user name, or `implicit` for the current user.
    User,
}

/// A part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its name in documents; empty where the value has only this part.
    pub name: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// What it is, in one sentence.
    pub help: &'static str,
    /// Whether the value is nothing without it.
    pub required: bool,
    /// What draws it.
    pub control: Control,
}

impl Part {
    /// The only part of a value that has one.
    pub const fn only(control: Control) -> Part {
        Part {
            name: "",
            label: "",
            help: "",
            required: true,
            control,
        }
    }
}

/// What is wrong with what was typed into a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartError {
    /// Which part.
    pub part: usize,
    /// Which row or entry of it.
    pub row: Option<usize>,
    /// What is wrong and why.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl PartError {
    fn new(part: usize, message: impl Into<String>, help: impl Into<String>) -> PartError {
        PartError {
            part,
            row: None,
            message: message.into(),
            help: help.into(),
        }
    }

    fn at(mut self, row: usize) -> PartError {
        self.row = Some(row);
        self
    }
}

/// What a BITS setter takes.
pub trait Value: Sized {
    /// The parts, in the order of the setter's arguments.
    const PARTS: &'static [Part];
    /// Whether it is one value or rows.
    const REPEAT: Repeat = Repeat::One;
    /// Reads what was typed. Errors name the part.
    fn read(entries: &Entries) -> Result<Self, Vec<PartError>>;
    /// What [`Value::read`] reads back as this value.
    fn write(&self) -> Entries;
    /// The number that BITS takes, where the value is a set of bits.
    fn bits(&self) -> Option<u32> {
        None
    }
}

/// The one entry of a part that takes one thing.
fn single(entries: &Entries, part: usize) -> Result<Option<&Entry>, PartError> {
    match entries.part(part) {
        [] => Ok(None),
        [entry] if entry.is_blank() => Ok(None),
        [entry] => Ok(Some(entry)),
        _ => Err(PartError::new(
            part,
            "More than one value is given where BITS takes one",
            "Keep one.",
        )),
    }
}

/// A word or number that cannot hold variables.
fn plain(entry: &Entry, part: usize) -> Result<&str, PartError> {
    entry.typed().map(str::trim).ok_or_else(|| {
        PartError::new(
            part,
            "A variable cannot stand here",
            "Write the word or number itself.",
        )
    })
}

/// Reads a text under its rule: notation, control characters that no tool can carry (NUL), length.
fn read_text(entry: &Entry, part: usize, rule: TextRule) -> Result<Text, PartError> {
    let text = entry
        .text(rule.notation)
        .map_err(|error| PartError::new(part, error.message, error.help))?;
    if text.literals().any(|literal| literal.contains('\0')) {
        return Err(PartError::new(
            part,
            "The text holds the character NUL, which ends a string in Windows",
            "Take it out.",
        ));
    }
    let length = text.utf16_len();
    if length > rule.max {
        return Err(PartError::new(
            part,
            format!(
                "The text has {length} characters; BITS takes at most {}",
                rule.max
            ),
            "Shorten it.",
        ));
    }
    Ok(text)
}

fn write_text(text: &Text, notation: Notation) -> Entry {
    match text.notation(notation) {
        Some(typed) => Entry::Typed(typed),
        None => Entry::Pieces(text.clone()),
    }
}

/// Finds a word by its spelling: any case, `-` and space as `_`, aliases, or its number.
pub fn find_word(choices: &'static [Choice], typed: &str) -> Option<&'static Choice> {
    let same = |a: &str| {
        let fold = |s: &str| {
            s.chars()
                .filter(|c| !matches!(c, '_' | '-' | ' '))
                .map(|c| c.to_ascii_lowercase())
                .collect::<String>()
        };
        fold(a) == fold(typed)
    };
    choices
        .iter()
        .find(|choice| same(choice.word) || choice.aliases.iter().any(|alias| same(alias)))
}

/// The first version in a macro's words, where there is one.
macro_rules! since {
    () => {
        None
    };
    ($major:literal, $minor:literal) => {
        Some($crate::version::BitsVersion::new($major, $minor))
    };
}
use since;

fn unknown_word(part: usize, typed: &str, choices: &[&'static [Choice]]) -> PartError {
    let words: Vec<&str> = choices
        .iter()
        .flat_map(|list| list.iter())
        .map(|choice| choice.word)
        .collect();
    PartError::new(
        part,
        format!("BITS has no `{typed}` here"),
        format!("Use one of: {}.", words.join(", ")),
    )
}
