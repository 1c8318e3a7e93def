//! What BITS holds against what was asked for.

use crate::call::{Assignment, Call, Step};
use crate::failure::Failure;
use crate::service::{Reading, Service};
use crate::words::{value_words, visible};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::text::Text;
use bitsmith_core::value::{Entries, File, Guid, HelperToken, ValidationState};
use std::collections::BTreeMap;
use std::fmt;

/// One thing that BITS holds otherwise than it was asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Of which setting.
    pub setting: SettingId,
    /// What was asked for, in words without secrets.
    pub asked: String,
    /// What BITS says.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: asked {}, BITS says {}",
            self.setting.label(),
            self.asked,
            self.found
        )
    }
}

/// Compares what the steps asked for, literal, with what the job has. What BITS does not tell, never or this time, is left out.
pub fn compare(steps: &[Step], job: &Guid, service: &mut dyn Service) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut wanted: Vec<File> = Vec::new();
    let mut renamed = Renamed::default();
    let mut validated: Vec<ValidationState> = Vec::new();
    for step in steps {
        match &step.call {
            Call::Set(Assignment::Value(SettingValue::ReplaceRemotePrefix(change))) => {
                let old = change.old_prefix.display();
                renamed.prefixes.push((old.clone(), change.new_prefix.display()));
                for file in &mut wanted {
                    if let Some(rest) = file.remote_name.display().strip_prefix(&old) {
                        file.remote_name = Text::literal(format!("{}{rest}", change.new_prefix.display()));
                    }
                }
            }
            Call::Set(Assignment::Value(asked)) => {
                let setting = asked.id();
                let found = match service.read(job, setting) {
                    Err(Failure::NoAnswer) => return differences,
                    Err(_) | Ok(Reading::Untold) => continue,
                    Ok(Reading::Value(found)) if found == *asked => continue,
                    Ok(Reading::Value(found)) => value_words(&found),
                    Ok(Reading::Unset) if is_nothing(asked) => continue,
                    Ok(Reading::Unset) => "none".to_owned(),
                };
                differences.push(Difference {
                    setting,
                    asked: value_words(asked),
                    found,
                });
            }
            Call::AddFile { file, .. } => wanted.push(file.clone()),
            Call::Set(Assignment::RemoteName { file, remote_name }) => {
                renamed.names.insert(*file, remote_name.clone());
                if let Some(file) = wanted.get_mut(*file) {
                    file.remote_name = remote_name.clone();
                }
            }
            Call::Set(Assignment::ValidationState { file, valid }) => validated.push(ValidationState {
                file: u32::try_from(*file).unwrap_or(u32::MAX),
                valid: *valid,
            }),
            _ => {}
        }
    }
    if !validated.is_empty() {
        let found = match service.read(job, SettingId::ValidationState) {
            Ok(Reading::Value(SettingValue::ValidationState(found))) => Some(found.0),
            Ok(Reading::Unset) => Some(Vec::new()),
            _ => None,
        };
        differences.extend(
            found
                .into_iter()
                .flat_map(|found| compare_validation(&validated, &found)),
        );
    }
    if (!wanted.is_empty() || !renamed.is_empty())
        && let Ok(there) = service.files(job)
    {
        let there: Vec<File> = there.into_iter().map(|status| status.file).collect();
        if wanted.is_empty() {
            differences.extend(renamed.compare(&there));
        }
        differences.extend(compare_files(&wanted, there));
    }
    differences
}

/// Remote names that were given to files which were there before.
#[derive(Default)]
struct Renamed {
    /// By the number of the file; the last one counts.
    names: BTreeMap<usize, Text>,
    /// Old and new prefixes.
    prefixes: Vec<(String, String)>,
}

impl Renamed {
    fn is_empty(&self) -> bool {
        self.names.is_empty() && self.prefixes.is_empty()
    }

    fn compare(&self, there: &[File]) -> Vec<Difference> {
        let names = self.names.iter().filter_map(|(number, asked)| {
            let found = there.get(*number).map(|file| &file.remote_name);
            (found != Some(asked)).then(|| Difference {
                setting: SettingId::RemoteName,
                asked: visible(asked),
                found: found.map_or_else(|| "no such file".to_owned(), visible),
            })
        });
        // A new prefix that begins as the old one does leaves names that do.
        let prefixes = self
            .prefixes
            .iter()
            .filter(|(old, new)| !new.starts_with(old.as_str()));
        let left = prefixes.filter_map(|(old, new)| {
            let file = there
                .iter()
                .find(|file| file.remote_name.display().starts_with(old.as_str()))?;
            Some(Difference {
                setting: SettingId::ReplaceRemotePrefix,
                asked: visible(&Text::literal(new.as_str())),
                found: visible(&file.remote_name),
            })
        });
        names.chain(left).collect()
    }
}

fn compare_validation(asked: &[ValidationState], found: &[ValidationState]) -> Vec<Difference> {
    let words = |state: &ValidationState| {
        let valid = if state.valid { "valid" } else { "not valid" };
        format!("file {} {valid}", state.file)
    };
    asked
        .iter()
        .filter_map(|asked| {
            let found = found.iter().find(|found| found.file == asked.file);
            (found.map(|found| found.valid) != Some(asked.valid)).then(|| Difference {
                setting: SettingId::ValidationState,
                asked: words(asked),
                found: found.map_or_else(|| "nothing of it".to_owned(), words),
            })
        })
        .collect()
}

/// Files in any order: BITS need not list them in the order in which they were added.
fn compare_files(wanted: &[File], mut there: Vec<File>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for file in wanted {
        match there.iter().position(|other| other == file) {
            Some(place) => {
                there.swap_remove(place);
            }
            None => {
                let same = there.iter().find(|other| other.local_name == file.local_name);
                differences.push(Difference {
                    setting: SettingId::Files,
                    asked: file_words(file),
                    found: same.map_or_else(|| "no such file".to_owned(), file_words),
                });
            }
        }
    }
    differences
}

fn file_words(file: &File) -> String {
    let ranges = match file.ranges.as_slice() {
        [] => String::new(),
        _ => format!(" ({})", file.range_list()),
    };
    format!(
        "{} as {}{ranges}",
        visible(&file.remote_name),
        file.local_name.display()
    )
}

/// Whether BITS's own default is this value, so that a job without it has it.
pub fn is_nothing(value: &SettingValue) -> bool {
    *value == SettingValue::HelperToken(HelperToken::Clear)
        || default_of(value.id()).is_some_and(|default| default == *value)
}

/// What BITS has where a setting is not set; `None` where that is no value.
pub fn default_of(id: SettingId) -> Option<SettingValue> {
    let entries = match id.spec().default.placeholder {
        "" => Entries::default(),
        placeholder => Entries::one(placeholder),
    };
    SettingValue::read(id, &entries).ok()
}
