//! Calls that only an administrator may make: their verb, a switch or a parameter of theirs says so in the catalog.

use crate::command::Purpose;
use crate::diagnostic::Severity;
use crate::parse::found::Found;
use crate::parse::powershell::Value;
use crate::parse::{Called, Import};
use crate::profile::Context;
use crate::span::Span;
use std::collections::BTreeSet;

/// The rule of jobs that says the same of a job.
pub(super) const RULE: &str = "missing-administrator-rights";

/// What is said of such calls, each once; nothing where the script runs with these rights.
pub(super) fn found(script: &Import) -> Vec<Found> {
    let context = script.profile.map(|profile| profile.context);
    if matches!(context, Some(Context::Elevated | Context::ServiceAccount)) {
        return Vec::new();
    }
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let mut out = Vec::new();
    for statement in &script.statements {
        let Some(what) = wants(&statement.called).filter(|_| seen.insert(statement.span)) else {
            continue;
        };
        // What may not run, and what is only looked at, may do without.
        let severity = match statement.is_sure && !is_look(&statement.called) {
            true => Severity::Warning,
            false => Severity::Information,
        };
        let message = format!("{what} needs an elevated administrator.");
        out.push(Found::new(
            severity,
            RULE,
            statement.span,
            message,
            "Run it elevated.",
        ));
    }
    out
}

/// Whether a call only prints something.
fn is_look(called: &Called) -> bool {
    match called {
        Called::Bitsadmin(call) => call
            .verb
            .is_some_and(|verb| matches!(verb.purpose, Purpose::Reports(_))),
        Called::Cmdlet(_) => false,
    }
}

/// What of a call only an administrator may do.
fn wants(called: &Called) -> Option<String> {
    match called {
        Called::Bitsadmin(call) => {
            let verb = call.verb?;
            if verb.elevated {
                return Some(verb.to_string());
            }
            let mut given = call.arguments.iter();
            let given = given.find(|given| given.argument.elevated)?;
            Some(format!("{verb} {}", given.argument.switch.unwrap_or_default()))
        }
        // A call that fails, or only says what it would do, wants nothing.
        Called::Cmdlet(call) if call.error.is_some() || call.is_on("WhatIf") => None,
        Called::Cmdlet(call) => {
            let mut given = call.parameters.iter();
            let given = given
                .find(|given| given.parameter.needs_administrator() && given.value == Value::Boolean(true))?;
            Some(format!("{} -{}", call.cmdlet.name, given.parameter.name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::judge::judge;
    use crate::parse::{Reading, import};
    use crate::profile::{Context, Profile};

    #[test]
    fn what_needs_an_administrator_says_so() {
        for (source, expected) in [
            ("bitsadmin /list /allusers", &["/LIST /ALLUSERS"][..]),
            ("bitsadmin /takeownership j", &["/TAKEOWNERSHIP"]),
            ("bitsadmin /cache /clear", &["/CACHE /CLEAR"]),
            ("bitsadmin /list", &[]),
            (
                "Get-BitsTransfer -AllUsers | Remove-BitsTransfer",
                &["Get-BitsTransfer -AllUsers"],
            ),
            (
                "Get-BitsTransfer -AllUsers | Where-Object { $_.JobState -eq 'Error' } | Remove-BitsTransfer",
                &["Get-BitsTransfer -AllUsers"],
            ),
            (
                "$old = Get-BitsTransfer -all | ? { $_.FilesTotal -gt 3 }\n$old | Suspend-BitsTransfer",
                &["Get-BitsTransfer -AllUsers"],
            ),
            (
                "Get-BitsTransfer -AllUsers | ? DisplayName -like 'a*' | Resume-BitsTransfer -Asynchronous",
                &["Get-BitsTransfer -AllUsers"],
            ),
            (
                "foreach ($j in Get-BitsTransfer -AllUsers) { if ($j.JobState -eq 'Error') { Remove-BitsTransfer $j } }",
                &["Get-BitsTransfer -AllUsers"],
            ),
            (
                "Get-BitsTransfer | ? JobState -eq Error | Set-BitsTransfer -SetOwnerToCurrentUser",
                &["Set-BitsTransfer -SetOwnerToCurrentUser"],
            ),
            ("Get-BitsTransfer -AllUsers:$false | Remove-BitsTransfer", &[]),
            (
                "Get-BitsTransfer | Set-BitsTransfer -SetOwnerToCurrentUser -WhatIf",
                &[],
            ),
        ] {
            let judged = judge(&import(source, Reading::default()));
            let found = judged
                .iter()
                .map(|one| &one.found)
                .filter(|found| found.rule == RULE);
            let said: Vec<&str> = found
                .filter_map(|found| found.message.strip_suffix(" needs an elevated administrator."))
                .collect();
            assert_eq!(said, expected, "{source}");
        }
    }

    #[test]
    fn who_has_the_rights_is_told_nothing() {
        for (context, is_said) in [
            (Context::Interactive, true),
            (Context::Elevated, false),
            (Context::ServiceAccount, false),
        ] {
            let profile = Profile {
                context,
                ..Profile::default()
            };
            let reading = Reading {
                profile: Some(profile),
                ..Reading::default()
            };
            let judged = judge(&import("bitsadmin /reset /allusers", reading));
            let is_found = judged.iter().any(|one| one.found.rule == RULE);
            assert_eq!(is_found, is_said, "{context:?}");
        }
    }
}
