//! `bitsmith rules`: every rule.

use super::{Format, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use bitsmith_core::rules::RULES;
use clap::{ArgMatches, Command};
use serde_json::{Value, json};

pub(crate) fn command(command: Command) -> Command {
    command
        .about("List the rules that jobs are checked by")
        .arg(format_argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    match format_of(matches) {
        Format::Json => {
            let rules: Value = RULES
                .iter()
                .map(|rule| {
                    json!({
                        "rule": rule.name, "severity": rule.severity.word(), "what": rule.what, "why": rule.why,
                        "instead": rule.instead, "evidence": rule.evidence,
                    })
                })
                .collect();
            print_json(&json!({ "rules": rules }), console)
        }
        Format::Text => {
            let mut out = String::new();
            for rule in RULES {
                out.push_str(&format!(
                    "{} ({})\n  {}\n  {}\n  {}\n",
                    rule.name,
                    rule.severity.word(),
                    rule.what,
                    rule.why,
                    rule.instead
                ));
            }
            console.print(&out)?;
            Ok(Exit::Fine)
        }
    }
}
