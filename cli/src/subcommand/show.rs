//! `bitsmith show`: everything that BITS says of one job.

use super::jobs::job_json;
use super::{Format, connected, failed, format_argument, format_of, guid_argument, guid_of, print_json};
use crate::console::{Console, Exit, Trouble};
use crate::shown::{ago, error, hidden, safe, size, state};
use bitsmith_backend::failure::Failure;
use bitsmith_backend::service::{FileStatus, Reading, State, Status};
use bitsmith_backend::words::value_words;
use bitsmith_core::catalog::{CATALOG, Held, SettingId, SettingValue};
use bitsmith_core::value::Word;
use clap::{ArgMatches, Command};
use serde_json::{Map, Value, json};

pub(crate) fn command(command: Command) -> Command {
    command
        .about("Show a job: its state, its files, its settings, its error explained")
        .arg(format_argument())
        .arg(guid_argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let guid = guid_of(matches)?;
    let mut service = match connected(console) {
        Ok(service) => service,
        Err(exit) => return Ok(exit),
    };
    let (status, files) = match service
        .status(&guid)
        .and_then(|status| Ok((status, service.files(&guid)?)))
    {
        Ok(read) => read,
        Err(failure) => return Ok(failed(&failure, console)),
    };
    let mut values = Vec::new();
    for spec in CATALOG.iter().filter(|spec| spec.held == Held::Settings) {
        match service.read(&guid, spec.id) {
            Ok(Reading::Value(value)) => values.push((spec.id, value)),
            // Half of a job would look like all of it.
            Err(Failure::NoAnswer) => return Ok(failed(&Failure::NoAnswer, console)),
            Ok(Reading::Unset | Reading::Untold) | Err(_) => {}
        }
    }
    match format_of(matches) {
        Format::Json => {
            let mut value = job_json(&guid, &status);
            value["files"] = files.iter().map(file_json).collect();
            let settings: Map<String, Value> = values
                .iter()
                .map(|(id, value)| (id.name().to_owned(), json!(value_words(value))))
                .collect();
            value["settings"] = Value::Object(settings);
            print_json(&value, console)
        }
        Format::Text => {
            console.print(&text(&guid.to_string(), &status, &files, &values))?;
            Ok(Exit::Fine)
        }
    }
}

fn file_json(status: &FileStatus) -> Value {
    json!({
        "remote_name": bitsmith_backend::words::visible(&status.file.remote_name),
        "local_name": status.file.local_name.display(),
        "ranges": status.file.range_list(),
        "bytes_transferred": status.bytes_transferred,
        "bytes_total": status.bytes_total,
        "is_completed": status.is_completed,
    })
}

fn text(guid: &str, status: &Status, files: &[FileStatus], values: &[(SettingId, SettingValue)]) -> String {
    let mut out = format!(
        "{guid}  {}\n{}, {}\n",
        safe(&status.display_name),
        status.job_type.label().to_lowercase(),
        state(status.state)
    );
    if let Some(owner) = &status.owner {
        out.push_str(&format!("owner: {}\n", safe(owner)));
    }
    if let Some(times) = &status.times {
        out.push_str(&format!(
            "made {}, changed {}\n",
            ago(times.creation),
            ago(times.modification)
        ));
    }
    if let Some(count) = status.error_count.filter(|count| *count > 0) {
        out.push_str(&format!("interrupted by errors: {count} times\n"));
    }
    if let Some(found) = &status.error {
        out.push_str(&format!("error: {}\n", error(found)));
    }
    out.push_str("files:\n");
    for file in files {
        let total = file.bytes_total.map_or("unknown".to_owned(), size);
        let done = if file.is_completed { ", complete" } else { "" };
        out.push_str(&format!(
            "  {}\n    as {}: {} of {total}{done}\n",
            hidden(&file.file.remote_name.display()),
            safe(&file.file.local_name.display()),
            size(file.bytes_transferred)
        ));
    }
    if !values.is_empty() {
        out.push_str("settings:\n");
    }
    for (id, value) in values {
        out.push_str(&format!("  {}: {}\n", id.label(), safe(&value_words(value))));
    }
    if let Some(next) = next(status.state) {
        out.push_str(&format!("next: bitsmith {next} {guid}\n"));
    }
    out
}

/// What is usually done next with a job in a state.
fn next(state: State) -> Option<&'static str> {
    match state {
        State::Suspended | State::Error => Some("resume"),
        State::Transferred => Some("complete"),
        State::Queued | State::Connecting | State::Transferring | State::TransientError => None,
        State::Acknowledged | State::Cancelled => None,
    }
}
