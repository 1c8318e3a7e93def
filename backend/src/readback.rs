//! What BITS holds against what was asked for.

use crate::call::{Assignment, Call, Step};
use crate::failure::Failure;
use crate::service::{Reading, Service};
use crate::words::{value_words, visible};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::text::Text;
use bitsmith_core::value::{Entries, File, Guid, HelperToken, ValidationState};
use std::collections::{BTreeMap, BTreeSet};
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
    let mut validated: Vec<ValidationState> = Vec::new();
    for step in steps {
        match &step.call {
            Call::Set(Assignment::Value(SettingValue::ReplaceRemotePrefix(_))) => {}
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
            Call::Set(Assignment::ValidationState { file, valid }) => validated.push(ValidationState {
                file: u32::try_from(*file).unwrap_or(u32::MAX),
                valid: *valid,
            }),
            _ => {}
        }
    }
    if !validated.is_empty() {
        match service.read(job, SettingId::ValidationState) {
            Err(Failure::NoAnswer) => return differences,
            Ok(Reading::Value(SettingValue::ValidationState(found))) => {
                differences.extend(compare_validation(&validated, &found.0));
            }
            Ok(Reading::Unset) => differences.extend(compare_validation(&validated, &[])),
            _ => {}
        }
    }
    if steps.iter().any(|step| is_of_files(&step.call))
        && let Ok(there) = service.files(job)
    {
        let there = there.into_iter().map(|status| status.file).collect();
        differences.extend(compare_files(steps, there));
    }
    differences
}

/// Whether a call adds a file or gives one another name.
fn is_of_files(call: &Call) -> bool {
    matches!(
        call,
        Call::AddFile { .. }
            | Call::Set(
                Assignment::RemoteName { .. } | Assignment::Value(SettingValue::ReplaceRemotePrefix(_))
            )
    )
}

/// Files as the steps leave them against those that are there. A file that was there before is looked at where it got another
/// name.
fn compare_files(steps: &[Step], there: Vec<File>) -> Vec<Difference> {
    let added: BTreeSet<&Text> = steps
        .iter()
        .filter_map(|step| match &step.call {
            Call::AddFile { file, .. } => Some(&file.local_name),
            _ => None,
        })
        .collect();
    let (mut new, old): (Vec<File>, Vec<File>) = there
        .into_iter()
        .partition(|file| added.contains(&file.local_name));
    // The numbers of files count those that were there first.
    let mut wanted = old.clone();
    let mut named: BTreeMap<usize, SettingId> = BTreeMap::new();
    let mut differences = Vec::new();
    for step in steps {
        match &step.call {
            Call::AddFile { file, .. } => wanted.push(file.clone()),
            Call::Set(Assignment::RemoteName { file, remote_name }) => match wanted.get_mut(*file) {
                Some(wanted) => {
                    wanted.remote_name = remote_name.clone();
                    named.insert(*file, SettingId::RemoteName);
                }
                None => differences.push(Difference {
                    setting: SettingId::RemoteName,
                    asked: visible(remote_name),
                    found: NO_FILE.to_owned(),
                }),
            },
            Call::Set(Assignment::Value(SettingValue::ReplaceRemotePrefix(change))) => {
                let (before, after) = (change.old_prefix.display(), change.new_prefix.display());
                for (number, file) in wanted.iter_mut().enumerate() {
                    // A name that was there may have been replaced already, and begin as it did.
                    let is_doubtful = number < old.len() && after.starts_with(&before);
                    let name = file.remote_name.display();
                    if let Some(rest) = name.strip_prefix(&before).filter(|_| !is_doubtful) {
                        file.remote_name = Text::literal(format!("{after}{rest}"));
                        named.insert(number, SettingId::ReplaceRemotePrefix);
                    }
                }
            }
            _ => {}
        }
    }
    for (number, (file, found)) in wanted.iter().zip(&old).enumerate() {
        if let Some(setting) = named.get(&number).filter(|_| file != found) {
            differences.push(Difference {
                setting: *setting,
                asked: visible(&file.remote_name),
                found: visible(&found.remote_name),
            });
        }
    }
    // In any order: BITS need not list files in the order in which they were added.
    for file in wanted.iter().skip(old.len()) {
        match new.iter().position(|other| other == file) {
            Some(place) => {
                new.swap_remove(place);
            }
            None => {
                let same = new.iter().find(|other| other.local_name == file.local_name);
                differences.push(Difference {
                    setting: SettingId::Files,
                    asked: file_words(file),
                    found: same.map_or_else(|| NO_FILE.to_owned(), file_words),
                });
            }
        }
    }
    differences
}

/// What is found where a file is missing.
const NO_FILE: &str = "no such file";

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
    default_of(value.id()).is_some_and(|default| default == *value)
}

/// What BITS has where a setting is not set; `None` where that is no value.
pub fn default_of(id: SettingId) -> Option<SettingValue> {
    // Without a token, as after a call that clears it. [com:IBitsTokenOptions.ClearHelperToken]
    if id == SettingId::HelperToken {
        return Some(SettingValue::HelperToken(HelperToken::Clear));
    }
    let entries = match id.spec().default.placeholder {
        "" => Entries::default(),
        placeholder => Entries::one(placeholder),
    };
    SettingValue::read(id, &entries).ok()
}
