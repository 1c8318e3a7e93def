//! What is to be said of a script: what its reading found, and what the rules say of the jobs in it.

use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::draft::UNREADABLE;
use crate::job::Ask;
use crate::parse::found::Found;
use crate::parse::jobs::ScriptJob;
use crate::parse::{Called, Import, hidden};
use crate::span::Span;
use crate::text::Dialect;
use std::collections::{BTreeMap, BTreeSet};

mod elevated;
mod report;
mod unknown;

pub use report::{found_json, import_json};

/// A finding, with the job that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What is to be said, and where.
    pub found: Found,
    /// The number of the job.
    pub document: Option<usize>,
    /// The place in the job.
    pub place: Option<Place>,
    /// Whether what the script chose lowers security.
    pub lowers_security: bool,
}

/// Everything that is to be said of a script, in the order of its text.
///
/// ```
/// use bitsmith_core::judge::judge;
/// use bitsmith_core::parse::{Reading, import};
/// let source = "bitsadmin /setsecurityflags {C775D194-090F-431F-B5FB-8334D00D1CB6} 2";
/// let said = judge(&import(source, Reading::default()));
/// assert!(said.iter().any(|judged| judged.found.rule == "ignored-certificate-errors"));
/// ```
pub fn judge(script: &Import) -> Vec<Judged> {
    let found = script.found.iter().cloned();
    let mut out: Vec<Judged> = found
        .chain(elevated::found(script))
        .map(|found| Judged {
            found,
            document: None,
            place: None,
            lowers_security: false,
        })
        .collect();
    let errors = script
        .found
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let broken: BTreeSet<Span> = errors.map(|found| found.span).collect();
    let said: BTreeSet<(&str, usize, usize)> = script
        .found
        .iter()
        .map(|found| (found.rule, found.span.start, found.span.end))
        .collect();
    let misread = misread(script);
    let calls = script.statements.iter();
    let cmdlets = calls.filter(|statement| matches!(statement.called, Called::Cmdlet(_)));
    let by_cmdlets: BTreeSet<usize> = cmdlets.filter_map(|statement| statement.job).collect();
    for (number, job) in script.jobs.iter().enumerate() {
        let places = job.places();
        for diagnostic in unknown::judged(job, by_cmdlets.contains(&number)) {
            let span = places.of(diagnostic.place.at);
            // What the reading of the call says of the same words says it better.
            let is_said_by = |rule: &str| {
                let before = said.range(..=(rule, span.start, usize::MAX)).next_back();
                before
                    .is_some_and(|(found, start, end)| *found == rule && Span::new(*start, *end).holds(span))
            };
            let of_same_rule = || {
                let mut others = INSTEAD.iter().filter(|(_, rule)| *rule == diagnostic.rule);
                let stands_in = |rule: &str| {
                    let within = (rule, span.start, 0)..=(rule, span.end, usize::MAX);
                    said.range(within).next().is_some()
                };
                is_said_by(diagnostic.rule) || others.any(|(found, _)| is_said_by(found) || stands_in(found))
            };
            let is_elsewhere = diagnostic.rule == NO_FILES
                && (job.has_list_of_files || job.has_refused_files)
                || diagnostic.rule == UNCOMPLETED && job.may_be_completed;
            // An argument that is missing is missed right behind the last one.
            let behind = Span::new(span.end, span.end);
            let within = broken.range(Span::new(span.start, 0)..).next();
            let is_within =
                diagnostic.place.id().is_some() && within.is_some_and(|broken| span.holds(*broken));
            let is_broken = is_within || broken.contains(&span) || broken.contains(&behind);
            let is_expanded = script.shell == Dialect::Cmd && diagnostic.rule == OF_CMD;
            // It is said of the call that wants them.
            let is_of_calls = diagnostic.rule == elevated::RULE;
            let is_seen = diagnostic.rule == NOT_SEEN && job.is_looked_at();
            let is_misread = misread
                .range(..=span.start)
                .next_back()
                .filter(|(_, misread)| span.end <= misread.end)
                .is_some_and(|(_, misread)| span.start >= misread.from || diagnostic.rule == UNREADABLE);
            let is_said = is_elsewhere
                || is_of_calls
                || is_misread
                || is_expanded
                || is_seen
                || diagnostic.rule == UNREADABLE && is_broken
                || of_same_rule();
            if is_said {
                continue;
            }
            let mut diagnostic = of_script(diagnostic, job);
            if diagnostic.rule == COMMAND_LINE && stands_in_cmdlet(script, span) {
                diagnostic.message = OF_CMDLET.to_owned();
            }
            out.push(Judged {
                found: Found {
                    rule: diagnostic.rule,
                    severity: diagnostic.severity,
                    span,
                    message: diagnostic.message,
                    help: diagnostic.help,
                    fix: None,
                },
                document: Some(number),
                place: Some(diagnostic.place),
                lowers_security: diagnostic.lowers_security,
            });
        }
    }
    let of_jobs = out.iter_mut().filter(|judged| judged.document.is_some());
    hidden::conceal(of_jobs.map(|judged| &mut judged.found), &script.secrets);
    out.sort_by_key(|judged| (judged.found.span.start, judged.found.span.end));
    // Several jobs that are made alike say the same of the same words once.
    let mut seen: BTreeSet<(Span, &str, String)> = BTreeSet::new();
    out.retain(|judged| {
        let found = &judged.found;
        seen.insert((
            found.span,
            found.rule,
            format!("{}\n{}", found.message, found.help),
        ))
    });
    out
}

/// The statements that lack an argument, and those that cmd reads otherwise for their placeholders, by where they begin: each
/// word behind the first placeholder may stand in the place of another.
fn misread(script: &Import) -> BTreeMap<usize, Misread> {
    let from = |found: &Found| match found.rule {
        PLACEHOLDER => Some((found.span, found.span.start)),
        // What is there of the call stands in its place.
        MISSING => Some((found.span, usize::MAX)),
        _ => None,
    };
    let found: Vec<(Span, usize)> = script.found.iter().filter_map(from).collect();
    if found.is_empty() {
        return BTreeMap::new();
    }
    let statements = script.statements.iter().map(|statement| statement.span);
    let statements: BTreeMap<usize, usize> = statements.map(|span| (span.start, span.end)).collect();
    found
        .into_iter()
        .filter_map(|(span, from)| {
            let (start, end) = statements.range(..=span.start).next_back()?;
            let end = span.end.max(*end);
            Some((*start, Misread { from, end }))
        })
        .collect()
}

/// What is misread of a statement.
struct Misread {
    /// Where the first placeholder stands, if there is one.
    from: usize,
    end: usize,
}

/// The script as it may be shown: each character of a secret is an asterisk, and each that would steer a terminal; all
/// others stand where they stood.
///
/// ```
/// use bitsmith_core::judge::masked;
/// use bitsmith_core::parse::{Reading, import};
/// let source = "bitsadmin /setcredentials a SERVER BASIC bob hunter2 & rem";
/// let shown = masked(&import(source, Reading::default()), source);
/// assert_eq!(shown, "bitsadmin /setcredentials a SERVER BASIC bob ******* & rem");
/// ```
pub fn masked(script: &Import, source: &str) -> String {
    hidden::masked_with(source, &script.secrets)
}

/// What a document does not take and the cmdlets do: a job without a name, folders, wildcards, relative paths, files that come
/// through the pipeline. [ps:Start-BitsTransfer]
const TAKEN_BY_CMDLETS: &[&str] = &[
    "missing-display-name",
    "folder-as-local-name",
    "wildcard-in-file-name",
    "relative-local-name",
    NO_FILES,
    "share-without-file",
    ASKS,
];
/// What is said of a new job that is to be confirmed or only pretended.
const ASKS: &str = "ask-for-new-job";
/// What the reading of a call finds, and the rule of jobs that would say something else of the same words.
const INSTEAD: &[(&str, &str)] = &[
    ("upload-without-type", "swapped-names"),
    ("hashtable-as-text", "header-without-colon"),
    ("cmd-variable-in-powershell", "relative-local-name"),
    ("cmd-variable-in-powershell", "shell-variable-as-text"),
];
/// What cmd computes, such as %CD%, is no mistake in a script of cmd.
const OF_CMD: &str = "command-prompt-variable";
/// What is said of a job that is completed without a look at its state.
const NOT_SEEN: &str = "completing-unfinished-jobs";
/// What is said of placeholders that cmd takes for files.
const PLACEHOLDER: &str = "placeholder-as-redirection";
/// What is said of a call that lacks an argument.
const MISSING: &str = "missing-argument";
/// What is said of a job that the script leaves running.
const UNCOMPLETED: &str = "uncompleted-job";
/// What is said of a job without files.
const NO_FILES: &str = "no-files";
/// What to do where a cmdlet makes a job without a name.
const NAMELESS: &str = "Add -DisplayName to the call, or name the job before a script is made of it: which name the cmdlet gives is not documented.";
/// What is said of a notification command whose parameters do not begin with the program, and of one that a cmdlet takes.
const COMMAND_LINE: &str = "notify-parameters-without-program";
const OF_CMDLET: &str = "The parameters do not begin with the program: as BITS takes them, the program takes its first argument for its own name. Whether the cmdlet puts the program before them is not documented.";

/// Whether a place stands in the call of a cmdlet.
fn stands_in_cmdlet(script: &Import, span: Span) -> bool {
    let mut calls = script.statements.iter();
    calls.any(|call| matches!(call.called, Called::Cmdlet(_)) && call.span.holds(span))
}

/// What is said of a file whose local name another one has.
const SAME_NAME: &str = "same-local-name-twice";

/// A diagnostic of a job as it is said of the script that makes it.
fn of_script(mut diagnostic: Diagnostic, job: &ScriptJob) -> Diagnostic {
    if let (SAME_NAME, Severity::Error, At::Setting { row: Some(row), .. }) =
        (diagnostic.rule, diagnostic.severity, diagnostic.place.at)
        && job.may_lack_a_file(row)
    {
        diagnostic.severity = Severity::Warning;
        diagnostic
            .message
            .push_str(" Conditions decide whether both are added.");
    }
    if job.by_cmdlet && TAKEN_BY_CMDLETS.contains(&diagnostic.rule) {
        diagnostic.severity = Severity::Information;
        diagnostic.message = format!(
            "The cmdlet takes this, and a document does not: {}",
            diagnostic.message
        );
        diagnostic.fix = None;
        if diagnostic.rule == ASKS {
            // "Shows what would happen if the cmdlet runs. The cmdlet is not run." [ps:Start-BitsTransfer]
            diagnostic.message = match job.draft.ask {
                Ask::Whatif => "With -WhatIf the cmdlet says what it would do, and makes no job; a document of a new job has no such thing.",
                _ => "With -Confirm the cmdlet asks before it makes the job; a document of a new job has no such thing.",
            }
            .to_owned();
            diagnostic.help = "Leave it out of the document.".to_owned();
        }
        if diagnostic.rule == "missing-display-name" {
            diagnostic.help = NAMELESS.to_owned();
        }
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::SettingId;
    use crate::parse::{Reading, import};

    #[test]
    fn a_job_that_is_there_is_completed_after_a_look() {
        for (source, expected) in [
            (
                ":w\nbitsadmin /getstate j | find \"TRANSFERRED\" && goto ok\ngoto w\n:ok\nbitsadmin /complete j",
                None,
            ),
            (
                ":w\nfor /f %%s in ('bitsadmin /rawreturn /getstate j') do set S=%%s\nif not \"%S%\"==\"TRANSFERRED\" goto w\nbitsadmin /complete j",
                None,
            ),
            (
                "bitsadmin /getstate j\nbitsadmin /complete j",
                Some("bitsadmin /complete j"),
            ),
            (
                "bitsadmin /getstate i | find \"TRANSFERRED\"\nbitsadmin /resume j\nbitsadmin /complete j",
                Some("bitsadmin /complete j"),
            ),
        ] {
            let reading = Reading {
                shell: Some(Dialect::Cmd),
                ..Reading::default()
            };
            let judged = judge(&import(source, reading));
            let said: Vec<&str> = judged
                .iter()
                .filter(|judged| judged.found.rule == NOT_SEEN)
                .map(|judged| judged.found.span.of(source))
                .collect();
            assert_eq!(said, Vec::from_iter(expected), "{source}");
        }
    }

    #[test]
    fn what_conditions_decide_is_no_error_of_two_files() {
        for (source, expected) in [
            (
                "bitsadmin /create j\nbitsadmin /addfile j http://h/1 C:\\x\nbitsadmin /addfile j http://h/2 C:\\x",
                Some(Severity::Error),
            ),
            (
                "bitsadmin /create j\nif %A%==M (bitsadmin /addfile j http://h/1 C:\\x) else (bitsadmin /addfile j http://h/2 C:\\x)",
                Some(Severity::Warning),
            ),
            (
                "bitsadmin /create j\nif %A%==M bitsadmin /addfile j http://h/1 C:\\x\nif %A%==N bitsadmin /addfile j http://h/2 C:\\x",
                Some(Severity::Warning),
            ),
        ] {
            let judged = judge(&import(source, Reading::default()));
            let said = judged.iter().find(|judged| judged.found.rule == SAME_NAME);
            assert_eq!(said.map(|judged| judged.found.severity), expected, "{source}");
        }
    }

    #[test]
    fn credentials_that_are_set_behind_their_removal_are_set() {
        for (source, is_error, is_removed) in [
            (
                "bitsadmin /removecredentials j SERVER BASIC\nbitsadmin /setcredentials j SERVER BASIC ann %1",
                false,
                false,
            ),
            (
                "bitsadmin /removecredentials j PROXY NTLM\nbitsadmin /removecredentials j SERVER BASIC\nbitsadmin /setcredentials j SERVER BASIC ann %1",
                false,
                true,
            ),
            (
                "bitsadmin /setcredentials j SERVER BASIC ann %1\nbitsadmin /removecredentials j SERVER BASIC",
                true,
                true,
            ),
        ] {
            let script = import(source, Reading::default());
            let judged = judge(&script);
            let said = judged
                .iter()
                .any(|judged| judged.found.rule == "credentials-set-and-removed");
            assert_eq!(said, is_error, "{source}");
            let draft = &script.jobs[0].draft;
            let removed = draft.entries(SettingId::RemoveCredentials).is_some();
            assert_eq!(removed, is_removed, "{source}");
            assert!(draft.entries(SettingId::Credentials).is_some(), "{source}");
        }
    }

    /// A rule of jobs that a script of one shell breaks, and one of the other does not.
    #[test]
    fn what_the_shell_of_the_script_expands_is_no_mistake() {
        for (shell, source, expected) in [
            (
                Dialect::Cmd,
                "bitsadmin /transfer j https://h/a \"%CD%\\a\"",
                false,
            ),
            (
                Dialect::Cmd,
                "set job=drv_%RANDOM%\nbitsadmin /create %job%",
                false,
            ),
            (
                Dialect::PowerShell,
                "Start-BitsTransfer https://h/a \"$env:CD\\a\"",
                true,
            ),
        ] {
            let reading = Reading {
                shell: Some(shell),
                ..Reading::default()
            };
            let judged = judge(&import(source, reading));
            let is_said = judged.iter().any(|judged| judged.found.rule == OF_CMD);
            assert_eq!(is_said, expected, "{source}");
        }
    }

    /// A value that cannot be read hides nothing of the others, and nothing is said for want of it.
    #[test]
    fn one_wrong_value_hides_no_other_mistake() {
        for (source, expected) in [
            (
                "bitsadmin /create j\nbitsadmin /setpriority j URGENT\nbitsadmin /addfile j http://h/a b.zip\nbitsadmin /setsecurityflags j 2",
                &[
                    "unknown-word",
                    "relative-local-name",
                    "ignored-certificate-errors",
                ][..],
            ),
            (
                "bitsadmin /create j\nbitsadmin /addfile j http://h/a \nbitsadmin /addfile j http://h/b b.zip\nbitsadmin /resume j",
                &["missing-argument", "relative-local-name"],
            ),
            // It may be longer than the delay.
            (
                "bitsadmin /setminretrydelay j 5000000\nbitsadmin /setnoprogresstimeout j long",
                &["malformed-number"],
            ),
            (
                "bitsadmin /setminretrydelay j 5000000\nbitsadmin /setnoprogresstimeout j %1",
                &["unreadable-value"],
            ),
            // One mistake is told once, and what follows from it is not.
            (
                "bitsadmin /setaclflags j XY\nbitsadmin /setcredentials j SERVER BASIC bob",
                &["unknown-word", "missing-argument"],
            ),
            (
                "bitsadmin /create j\nbitsadmin /addfile j C:\\a https://h/a\nbitsadmin /setcustomheaders j \"A: b\"\nbitsadmin /setpriority j URGENT",
                &["swapped-names", "unknown-word"],
            ),
            // It may be the proxy's own list.
            (
                "bitsadmin /setproxysettings j OVERIDE p:80 NULL\nbitsadmin /setsecurityflags j 2",
                &["unknown-word", "ignored-certificate-errors"],
            ),
        ] {
            let reading = Reading {
                shell: Some(Dialect::Cmd),
                ..Reading::default()
            };
            let judged = judge(&import(source, reading));
            let rules: Vec<&str> = judged.iter().map(|one| one.found.rule).collect();
            for rule in expected {
                assert!(rules.contains(rule), "{rule}: {rules:?}\n{source}");
            }
            let is_unread = rules.contains(&UNREADABLE);
            assert_eq!(is_unread, expected.contains(&UNREADABLE), "{rules:?}\n{source}");
            let untold = [
                "retry-delay-exceeds-timeout",
                "no-files",
                "override-without-proxy-list",
                "http-setting-without-http",
            ];
            for rule in untold {
                assert!(!rules.contains(&rule), "{rule}: {rules:?}\n{source}");
            }
        }
    }

    /// cmd takes placeholders for files: each word behind them stands in the place of another one.
    #[test]
    fn of_a_line_with_placeholders_only_they_are_told() {
        for source in [
            "bitsadmin /setcredentials j SERVER BASIC <user> <password>",
            "bitsadmin /setcredentials <job> SERVER BASIC bob <password>",
            "bitsadmin /addfile <job> https://h/a C:\\a",
            "bitsadmin /addfile j <remote> <local>",
            "bitsadmin /setpriority <job> HIGH",
        ] {
            let judged = judge(&import(source, Reading::default()));
            let rules: Vec<&str> = judged.iter().map(|one| one.found.rule).collect();
            let told = rules.iter().filter(|rule| **rule != "password-on-command-line");
            assert_eq!(
                told.collect::<Vec<_>>(),
                [&"placeholder-as-redirection"],
                "{source}"
            );
        }
    }

    #[test]
    fn a_job_is_left_only_where_nothing_may_complete_it() {
        const START: &str = "$j = Start-BitsTransfer http://h/a C:\\a -Asynchronous";
        for (before, behind, is_left) in [
            ("", "", true),
            ("", "; Get-BitsTransfer | Complete-BitsTransfer", false),
            (
                "",
                "; Get-BitsTransfer | ? JobState -eq Transferred | Complete-BitsTransfer",
                false,
            ),
            ("Get-BitsTransfer | Complete-BitsTransfer; ", "", true),
            (
                "",
                "; Get-BitsTransfer | ? JobState -eq Error | Remove-BitsTransfer",
                true,
            ),
            ("", "; Get-BitsTransfer other | Complete-BitsTransfer", true),
        ] {
            let script = format!("{before}{START}{behind}");
            let said = judge(&import(&script, Reading::default()));
            let is_said = said.iter().any(|judged| judged.found.rule == UNCOMPLETED);
            assert_eq!(is_said, is_left, "{script}");
        }
    }

    /// `%%~nf` is another name in each round.
    #[test]
    fn jobs_that_are_made_in_rounds_are_completed_in_rounds() {
        const MADE: &str = "for %%f in (a.zip b.zip) do bitsadmin /create get_%%~nf & bitsadmin /addfile get_%%~nf http://h/%%f C:\\%%f & bitsadmin /resume get_%%~nf\n";
        for (behind, is_left) in [
            ("", true),
            ("for %%f in (a.zip b.zip) do bitsadmin /complete get_%%~nf", false),
            ("bitsadmin /complete get_a", true),
        ] {
            let script = format!("{MADE}{behind}");
            let said = judge(&import(&script, Reading::default()));
            let is_said = said.iter().any(|judged| judged.found.rule == UNCOMPLETED);
            assert_eq!(is_said, is_left, "{script}");
        }
    }
}
