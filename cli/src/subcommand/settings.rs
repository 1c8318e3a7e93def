//! `bitsmith settings`: every setting, and how each tool says it.

use super::{Format, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use bitsmith_core::catalog::{CATALOG, ONLY_FROM_CODE, SettingSpec};
use bitsmith_core::command::{Says, Tool, says};
use bitsmith_core::value::Repeat;
use clap::{ArgMatches, Command};
use serde_json::{Map, Value, json};

pub(crate) fn command(command: Command) -> Command {
    command
        .about("List every setting of a job, and how bitsadmin, PowerShell and COM say it")
        .arg(format_argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    match format_of(matches) {
        Format::Json => {
            let settings: Value = CATALOG.iter().map(setting).collect();
            let only_from_code: Value = ONLY_FROM_CODE
                .iter()
                .map(|one| {
                    json!({ "label": one.label, "com": one.com, "reason": one.reason, "source": one.source })
                })
                .collect();
            print_json(
                &json!({ "settings": settings, "only_from_code": only_from_code }),
                console,
            )
        }
        Format::Text => {
            console.print(&table())?;
            Ok(Exit::Fine)
        }
    }
}

/// The words with which a tool says a setting, each once.
fn carriers(says: &Says) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for carrier in says.carriers() {
        let word = carrier.to_string();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn setting(spec: &SettingSpec) -> Value {
    let tools: Map<String, Value> = Tool::ALL
        .iter()
        .map(|tool| {
            let says = says(spec.id, *tool);
            let value = match &says {
                Says::Cannot(silence) => json!({ "cannot": silence.reason, "source": silence.source }),
                Says::With(_) => json!({ "with": carriers(&says) }),
                Says::Only { when, .. } => json!({ "with": carriers(&says), "when": when }),
            };
            (tool.label().to_owned(), value)
        })
        .collect();
    let parts: Value = spec
        .parts
        .iter()
        .filter(|part| !part.name.is_empty())
        .map(|part| {
            json!({ "name": part.name, "label": part.label, "help": part.help, "required": part.required })
        })
        .collect();
    json!({
        "setting": spec.name,
        "label": spec.label,
        "group": spec.group.label(),
        "doc": spec.doc,
        "default": spec.default.words,
        "since": spec.since.to_string(),
        "jobs": spec.jobs.label(),
        "when": spec.phase.label(),
        "permission": spec.permission.label(),
        "list": spec.repeat == Repeat::Rows,
        "parts": parts,
        "tools": tools,
        "sources": spec.source,
    })
}

/// One line a setting and word: the name, then a column for each tool; where a tool cannot say it, a dash.
fn table() -> String {
    let head: Vec<String> = ["setting"]
        .into_iter()
        .chain(Tool::ALL.iter().map(|tool| tool.label()))
        .map(str::to_owned)
        .collect();
    let mut rows = vec![head];
    for spec in CATALOG {
        let columns: Vec<Vec<String>> = Tool::ALL
            .iter()
            .map(|tool| match says(spec.id, *tool) {
                Says::Cannot(_) => vec!["-".to_owned()],
                says => carriers(&says),
            })
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let name = if line == 0 { spec.name } else { "" };
            let cells = columns
                .iter()
                .map(|column| column.get(line).cloned().unwrap_or_default());
            rows.push([name.to_owned()].into_iter().chain(cells).collect());
        }
    }
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(String::len)
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let line: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        out.push_str(line.join("  ").trim_end());
        out.push('\n');
    }
    out
}
