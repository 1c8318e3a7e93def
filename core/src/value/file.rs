//! Files of a job: remote name, local name, ranges.

use super::scalar::limit;
use super::{
    Control, Entries, Entry, Part, PartError, Repeat, Secrecy, TextRule, Value, plain, read_text, write_text,
};
use crate::text::{Notation, Text};
use std::fmt::Write;

/// How much of a file a range has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Length {
    /// So many bytes.
    Bytes(u64),
    /// To the end of the file (BG_LENGTH_TO_EOF). [idl:bits2_0.idl]
    ToEof,
}

/// A range of a remote file. `[com:BG_FILE_RANGE]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// Where it begins, in bytes from the start.
    pub offset: u64,
    /// How much of it.
    pub length: Length,
}

/// A file of a job. `[com:BG_FILE_INFO]`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct File {
    /// Its name on the server: an HTTP or HTTPS URL, or an SMB path. At most 2,200 characters.
    pub remote_name: Text,
    /// Its full path on this machine. At most 260 characters.
    pub local_name: Text,
    /// The ranges that are fetched, in the order they are written; empty: the whole file.
    pub ranges: Vec<Range>,
}

/// The files of a job, in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Files(pub Vec<File>);

const REMOTE: TextRule = TextRule {
    notation: Notation::Plain,
    max: limit::REMOTE_NAME,
    may_be_empty: false,
    secrecy: Secrecy::Address,
};
const LOCAL: TextRule = TextRule {
    notation: Notation::LocalPath,
    max: limit::PATH,
    may_be_empty: false,
    // The two names of a file are easily swapped.
    secrecy: Secrecy::Address,
};

impl Value for Files {
    const PARTS: &'static [Part] = &[
        Part {
            name: "remote_name",
            label: "Remote name",
            help: "The file on the server: an http or https address, or an SMB path.",
            required: true,
            control: Control::Text(REMOTE),
        },
        Part {
            name: "local_name",
            label: "Local name",
            help: "The file on this machine, as a full path.",
            required: true,
            control: Control::Text(LOCAL),
        },
        Part {
            name: "ranges",
            label: "Ranges",
            help: "Parts of the file: offset:length, separated by commas; eof as length means to the end.",
            required: false,
            control: Control::Ranges,
        },
    ];
    const REPEAT: Repeat = Repeat::Rows;

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let mut files = Vec::new();
        let mut errors = Vec::new();
        for row in 0..entries.rows() {
            let mut text = |part, rule, what: &str| match entries.cell(part, row) {
                Some(entry) => read_text(entry, part, rule).unwrap_or_else(|error| {
                    errors.push(error.at(row));
                    Text::default()
                }),
                None => {
                    errors.push(
                        PartError::new(
                            part,
                            format!("The file has no {what}"),
                            format!("Write the {what}, or leave the file out."),
                        )
                        .at(row),
                    );
                    Text::default()
                }
            };
            let remote_name = text(0, REMOTE, "remote name");
            let local_name = text(1, LOCAL, "local name");
            let ranges = match entries.cell(2, row).map(read_ranges).transpose() {
                Ok(ranges) => ranges.unwrap_or_default(),
                Err(error) => {
                    errors.push(error.at(row));
                    Vec::new()
                }
            };
            files.push(File {
                remote_name,
                local_name,
                ranges,
            });
        }
        if errors.is_empty() {
            Ok(Files(files))
        } else {
            Err(errors)
        }
    }

    fn write(&self) -> Entries {
        Entries(vec![
            self.0
                .iter()
                .map(|file| write_text(&file.remote_name, REMOTE.notation))
                .collect(),
            self.0
                .iter()
                .map(|file| write_text(&file.local_name, LOCAL.notation))
                .collect(),
            self.0
                .iter()
                .map(|file| Entry::Typed(write_ranges(&file.ranges)))
                .collect(),
        ])
    }
}

/// The ranges of one file, as the catalog lists them; they are kept with their [`File`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct FileRanges(pub Vec<Range>);

impl Value for FileRanges {
    const PARTS: &'static [Part] = &[Part::only(Control::Ranges)];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        match entries.cell(0, 0) {
            Some(entry) => read_ranges(entry)
                .map(FileRanges)
                .map_err(|error| vec![PartError { part: 0, ..error }]),
            None => Ok(FileRanges::default()),
        }
    }

    fn write(&self) -> Entries {
        Entries::one(write_ranges(&self.0))
    }
}

/// Reads `offset:length,…`; a length is a number or `eof`.
fn read_ranges(entry: &Entry) -> Result<Vec<Range>, PartError> {
    let typed = plain(entry, 2)?;
    typed
        .split(',')
        .map(|range| {
            let (offset, length) = range.trim().split_once(':')?;
            let length = match length {
                "eof" | "EOF" | "Eof" => Length::ToEof,
                digits => Length::Bytes(number(digits)?),
            };
            Some(Range {
                offset: number(offset)?,
                length,
            })
        })
        .collect::<Option<Vec<Range>>>()
        .ok_or_else(|| {
            PartError::new(
                2,
                format!("`{typed}` is not a list of ranges"),
                "Write offset:length, separated by commas, such as 0:100,2000:eof.",
            )
        })
}

fn number(digits: &str) -> Option<u64> {
    digits
        .chars()
        .all(|c| c.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// The list of ranges as bitsadmin and documents' readers take it: `0:100,2000:eof`.
pub(crate) fn write_ranges(ranges: &[Range]) -> String {
    let mut out = String::new();
    for range in ranges {
        if !out.is_empty() {
            out.push(',');
        }
        // Writing to a string cannot fail.
        let _ = match range.length {
            Length::Bytes(length) => write!(out, "{}:{length}", range.offset),
            Length::ToEof => write!(out, "{}:eof", range.offset),
        };
    }
    out
}

impl File {
    /// The ranges as bitsadmin takes them: `0:100,2000:eof`.
    pub fn range_list(&self) -> String {
        write_ranges(&self.ranges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_offset_and_length() {
        let entries = Entries(vec![
            vec!["http://h/a".into()],
            vec!["C:\\a".into()],
            vec!["0:100,2000:eof".into()],
        ]);
        let files = Files::read(&entries).unwrap();
        assert_eq!(
            files.0[0].ranges[1],
            Range {
                offset: 2000,
                length: Length::ToEof
            }
        );
        assert_eq!(Files::read(&files.write()), Ok(files));
        for wrong in ["0-100", "0", "a:b", "0:+5", "0:100,", "18446744073709551616:1"] {
            let entries = Entries(vec![
                vec!["http://h/a".into()],
                vec!["C:\\a".into()],
                vec![wrong.into()],
            ]);
            assert!(Files::read(&entries).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_row_without_a_name_is_an_error_at_its_cell() {
        let entries = Entries(vec![vec!["http://h/a".into()], vec!["".into()]]);
        let errors = Files::read(&entries).unwrap_err();
        assert_eq!((errors[0].part, errors[0].row), (1, Some(0)));
    }
}
