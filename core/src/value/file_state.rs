//! What is set for one file of a job that exists: its validation state, another remote name.

use super::number::read_number;
use super::scalar::limit;
use super::{
    Control, Entries, Entry, Part, PartError, Repeat, Secrecy, TextRule, Unit, Value, plain, read_text,
    write_text,
};
use crate::text::{Notation, Text};

/// Whether the content of a file is valid, by the file's number from 0. [com:IBackgroundCopyFile3.SetValidationState]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValidationState {
    /// The file's number, from 0.
    pub file: u32,
    /// Whether its content is valid.
    pub valid: bool,
}

/// Validation states of files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ValidationStates(pub Vec<ValidationState>);

/// Another remote name for a file, by the file's number from 0. [com:IBackgroundCopyFile2.SetRemoteName]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RemoteName {
    /// The file's number, from 0.
    pub file: u32,
    /// Its new remote name.
    pub remote_name: Text,
}

/// Other remote names of files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RemoteNames(pub Vec<RemoteName>);

const FILE: Part = Part {
    name: "file",
    label: "File number",
    help: "The file's number in the job, from 0.",
    required: true,
    control: Control::Number {
        unit: Unit::Count,
        min: 0,
        max: u32::MAX as u64,
    },
};
const NAME: TextRule = TextRule {
    notation: Notation::Plain,
    max: limit::REMOTE_NAME,
    may_be_empty: false,
    secrecy: Secrecy::Address,
};

fn missing(part: usize, row: usize, what: &str) -> PartError {
    PartError::new(
        part,
        format!("The entry has no {what}"),
        format!("Give the {what}, or leave the entry out."),
    )
    .at(row)
}

fn file_number(entries: &Entries, row: usize) -> Result<u32, PartError> {
    let entry = entries
        .cell(0, row)
        .ok_or_else(|| missing(0, row, "file number"))?;
    let one = Entries(vec![vec![entry.clone()]]);
    let number = read_number(&one, 0, Unit::Count, 0, u64::from(u32::MAX)).map_err(|error| error.at(row))?;
    number
        .and_then(|number| u32::try_from(number).ok())
        .ok_or_else(|| missing(0, row, "file number"))
}

fn rows<T>(
    entries: &Entries,
    read: impl Fn(usize) -> Result<T, PartError>,
    file: impl Fn(&T) -> u32,
) -> Result<Vec<T>, Vec<PartError>> {
    let mut values: Vec<T> = Vec::new();
    let mut errors = Vec::new();
    for row in 0..entries.rows() {
        match read(row) {
            Ok(value) if values.iter().any(|other| file(other) == file(&value)) => errors.push(
                PartError::new(
                    0,
                    format!("File {} is there twice", file(&value)),
                    "Keep one of the two.",
                )
                .at(row),
            ),
            Ok(value) => values.push(value),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(values)
    } else {
        Err(errors)
    }
}

impl Value for ValidationStates {
    const PARTS: &'static [Part] = &[
        FILE,
        Part {
            name: "valid",
            label: "Valid",
            help: "Whether the downloaded content is as it should be; false makes BITS download it again after a resume.",
            required: true,
            control: Control::Switch,
        },
    ];
    const REPEAT: Repeat = Repeat::Rows;

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        rows(
            entries,
            |row| {
                let file = file_number(entries, row)?;
                let entry: &Entry = entries.cell(1, row).ok_or_else(|| missing(1, row, "state"))?;
                let valid = match plain(entry, 1).map_err(|error| error.at(row))? {
                    "true" => true,
                    "false" => false,
                    other => {
                        return Err(PartError::new(
                            1,
                            format!("`{other}` is not a state"),
                            "Write true or false.",
                        )
                        .at(row));
                    }
                };
                Ok(ValidationState { file, valid })
            },
            |state| state.file,
        )
        .map(ValidationStates)
    }

    fn write(&self) -> Entries {
        Entries(vec![
            self.0.iter().map(|row| row.file.to_string().into()).collect(),
            self.0
                .iter()
                .map(|row| if row.valid { "true".into() } else { "false".into() })
                .collect(),
        ])
    }
}

impl Value for RemoteNames {
    const PARTS: &'static [Part] = &[
        FILE,
        Part {
            name: "remote_name",
            label: "Remote name",
            help: "The new address of the file.",
            required: true,
            control: Control::Text(NAME),
        },
    ];
    const REPEAT: Repeat = Repeat::Rows;

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        rows(
            entries,
            |row| {
                let file = file_number(entries, row)?;
                let entry = entries
                    .cell(1, row)
                    .ok_or_else(|| missing(1, row, "remote name"))?;
                let remote_name = read_text(entry, 1, NAME).map_err(|error| error.at(row))?;
                Ok(RemoteName { file, remote_name })
            },
            |name| name.file,
        )
        .map(RemoteNames)
    }

    fn write(&self) -> Entries {
        Entries(vec![
            self.0.iter().map(|row| row.file.to_string().into()).collect(),
            self.0
                .iter()
                .map(|row| write_text(&row.remote_name, NAME.notation))
                .collect(),
        ])
    }
}
