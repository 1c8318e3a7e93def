//! Jobs as values of PowerShell: what `Start-BitsTransfer` and `Get-BitsTransfer` give, and the GUID of it.
//!
//! A value knows no jobs; a handle is a variable with a name that no script can write.

use crate::parse::powershell::{TextPart, Unknown, Value};

/// What a value is of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Handle {
    /// The job, or jobs that are found together.
    Job(usize),
    /// Its GUID.
    Id(usize),
    /// Jobs that a filter leaves over: which, is known only when the script runs.
    Some,
}

const JOB: &str = "\0job ";
const ID: &str = "\0id ";
const SOME: &str = "\0some";
/// Some of all jobs that there are, whoever made them.
const OTHERS: &str = "\0some of all";

/// A handle as a value.
pub(super) fn value(handle: Handle, unknown: Unknown) -> Value {
    let name = match handle {
        Handle::Job(job) => format!("{JOB}{job}"),
        Handle::Id(job) => format!("{ID}{job}"),
        Handle::Some => SOME.to_owned(),
    };
    Value::Variable { name, unknown }
}

/// What a filter leaves over of all jobs that there are, whose they are.
pub(super) fn others(unknown: Unknown) -> Value {
    Value::Variable {
        name: OTHERS.to_owned(),
        unknown,
    }
}

/// Whether jobs are some of all that there are, whose they are.
pub(super) fn are_others(value: &Value) -> bool {
    match value {
        Value::Variable { name, .. } => name == OTHERS,
        Value::List(items) => items.iter().any(are_others),
        _ => false,
    }
}

/// The type of a credential: an object whose only known property is the name of its user.
const CREDENTIAL: &str = "UserName";

/// A credential of a user.
pub(super) fn credential(user: Value) -> Value {
    Value::Object(vec![(Value::text(CREDENTIAL), user)])
}

/// The name of the user of a credential.
pub(super) fn user(value: &Value) -> Option<&Value> {
    match value {
        Value::Object(_) => value.entry(CREDENTIAL),
        _ => None,
    }
}

const COMMAND: &str = "\0command ";
const ALIAS: &str = "\0alias ";

/// What `Get-Command` gives, by the name of the command.
pub(super) fn command(name: &str, unknown: Unknown) -> Value {
    with_name(COMMAND, name, unknown)
}

/// The name of a command that `Get-Command` gave.
pub(super) fn command_of(value: &Value) -> Option<&str> {
    name_behind(COMMAND, value)
}

/// What an alias stands for, as a value.
pub(super) fn alias(command: &str, unknown: Unknown) -> Value {
    with_name(ALIAS, command, unknown)
}

/// The command that an alias stands for.
pub(super) fn alias_of(value: &Value) -> Option<&str> {
    name_behind(ALIAS, value)
}

fn with_name(kind: &str, name: &str, unknown: Unknown) -> Value {
    Value::Variable {
        name: format!("{kind}{name}"),
        unknown,
    }
}

fn name_behind<'v>(kind: &str, value: &'v Value) -> Option<&'v str> {
    match value {
        Value::Variable { name, .. } => name.strip_prefix(kind),
        _ => None,
    }
}

/// The handle that a value is: alone, as the only element of a list, or a GUID between braces and blanks.
pub(super) fn of(value: &Value) -> Option<Handle> {
    match value {
        Value::Variable { name, .. } => named(name),
        Value::List(items) => match items.as_slice() {
            [one] => of(one),
            _ => None,
        },
        Value::Text(parts) => {
            let mut found = None;
            for part in parts {
                match part {
                    TextPart::Units(units) => {
                        if !units.iter().all(|unit| matches!(*unit, 0x7B | 0x7D | 0x20)) {
                            return None;
                        }
                    }
                    TextPart::Unknown(value) => match (of(value), found) {
                        (Some(handle), None) => found = Some(handle),
                        _ => return None,
                    },
                }
            }
            found
        }
        _ => None,
    }
}

/// Whether a value is a job, or several values of which some are one.
pub(super) fn are_some(value: &Value) -> bool {
    let is_one = |value: &Value| of(value).is_some();
    is_one(value) || matches!(value, Value::List(items) if items.iter().any(is_one))
}

/// Whether a value is a job, or several values that are one each.
pub(super) fn are(value: &Value) -> bool {
    of(value).is_some()
        || matches!(value, Value::List(items) if !items.is_empty() && items.iter().all(|item| of(item).is_some()))
}

fn named(name: &str) -> Option<Handle> {
    if name == SOME || name == OTHERS {
        return Some(Handle::Some);
    }
    if let Some(job) = name.strip_prefix(JOB) {
        return job.parse().ok().map(Handle::Job);
    }
    name.strip_prefix(ID)?.parse().ok().map(Handle::Id)
}
