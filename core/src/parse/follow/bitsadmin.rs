//! What a call of bitsadmin does to the jobs of a script.

use super::{Script, password};
use crate::catalog::SettingId;
use crate::command::bitsadmin::{Kind, Verb};
use crate::command::{Carries, Purpose, Role, Tool, When};
use crate::diagnostic::Severity;
use crate::job::{ExistingEnding, Owner};
use crate::parse::bitsadmin::{Given as Argument, MISSING_ARGUMENT, Statement};
use crate::parse::found::Found;
use crate::parse::jobs::{Given, Selected, Several};
use crate::parse::patterns::{BY_VARIABLE, CANCELLING_ALL_JOBS, CHANGES_THE_MACHINE, FILES_OF_A_LIST};
use crate::span::Span;
use crate::text::Text;
use crate::value::{Entry, Guid};

/// Which job the job argument of a call means, where the script says it otherwise than by a text.
pub(super) type ByVariable<'f> = &'f dyn Fn(Span) -> Option<usize>;

/// What prints the state of a job. `[ba:getstate; ba:info]`
const STATES: &[&str] = &["/GETSTATE", "/INFO"];

/// Takes a call into the jobs of the script; the number of the job that it is about.
pub(super) fn take(script: &mut Script<'_>, call: &Statement, by_variable: ByVariable<'_>) -> Option<usize> {
    for found in &call.findings {
        script.found(found.clone());
    }
    password::say(script, call);
    let verb = call.verb?;
    say_of_all(script, call, verb);
    say_of_machine(script, call, verb);
    let span = script.at(call.span);
    let mut also = Vec::new();
    let job = match verb.purpose {
        Purpose::Creates | Purpose::Transfers => script.make(call.span, call.program),
        Purpose::AddsFiles
        | Purpose::Sets
        | Purpose::Controls(_)
        | Purpose::Reads(_)
        | Purpose::Reports(_) => {
            let argument = call
                .arguments
                .iter()
                .find(|given| matches!(given.argument.kind, Kind::Job))?;
            let job = which(script, call, argument, by_variable);
            if by_variable(argument.span).is_none() {
                also = script.jobs.alike(&argument.text, job);
            }
            job
        }
        Purpose::Manages(_) | Purpose::Help | Purpose::Option(_) => return None,
    };
    match verb.purpose {
        Purpose::Transfers => script.jobs.one_shot(job),
        Purpose::Controls(_) => {
            if let Some(to) = control(verb.name) {
                also.iter()
                    .for_each(|other| script.jobs.control(*other, to, span));
                script.jobs.control(job, to, span);
            }
        }
        Purpose::Reads(_) | Purpose::Reports(_) => {
            if STATES.contains(&verb.name) {
                also.iter().for_each(|other| script.jobs.asked(*other));
                script.jobs.asked(job);
            }
            return Some(job);
        }
        _ => {}
    }
    // Half of a pair of user and password is no credential: what was set before stays.
    let lacks = |found: &Found| found.rule == MISSING_ARGUMENT.name && found.severity == Severity::Error;
    if verb.secret_place().is_some() && call.findings.iter().any(lacks) {
        return Some(job);
    }
    let mut says = Vec::new();
    if let Some(means) = verb.means {
        says.push((
            Carries {
                setting: means.setting,
                part: "",
                when: When::Always,
            },
            Given {
                texts: vec![Text::literal(means.word)],
                span,
                spellings: &[],
                several: Several::No,
            },
        ));
    }
    for given in call.arguments.iter().filter(|given| !call.may_be_secret(given)) {
        says.extend(said(script, given));
    }
    also.iter().for_each(|other| script.jobs.say(*other, span, &says));
    script.jobs.say(job, span, &says);
    script.jobs.undocumented(Tool::Bitsadmin, &says);
    if let Some(list) = call.arguments.iter().find(|given| is_list_of_files(given)) {
        script.jobs.list_of_files(job);
        script.found(FILES_OF_A_LIST.at(
            list.span,
            "Which files the job gets stands in this file, which is not read; a document has no place for it.",
            FILES_OF_A_LIST.instead,
        ));
    }
    Some(job)
}

/// Says so where a call ends jobs without naming one.
fn say_of_all(script: &mut Script<'_>, call: &Statement, verb: &Verb) {
    let names_one = verb
        .arguments
        .iter()
        .any(|argument| matches!(argument.kind, Kind::Job));
    if !matches!(verb.purpose, Purpose::Controls(_)) || names_one {
        return;
    }
    let whose = match call.arguments.is_empty() {
        true => "of the user who runs it",
        false => "of all users but Local System",
    };
    script.say(
        &CANCELLING_ALL_JOBS,
        call.span,
        format!("All jobs {whose} are cancelled, those of other programs too: what they have downloaded is deleted, and it cannot be undone."),
    );
}

/// Says so where a call changes the machine and not a job.
fn say_of_machine(script: &mut Script<'_>, call: &Statement, verb: &Verb) {
    if verb.for_all.is_empty() {
        return;
    }
    let switches = call
        .arguments
        .iter()
        .filter(|given| given.argument.kind == Kind::Switch);
    let more = switches.filter_map(|given| given.argument.role.not_a_setting());
    let said: Vec<&str> = std::iter::once(verb.for_all).chain(more).collect();
    script.say(&CHANGES_THE_MACHINE, call.span, said.join(" "));
}

/// Whether an argument is a file that says which files a job has.
pub(crate) fn is_list_of_files(given: &Argument) -> bool {
    let carries = given.argument.role.carries();
    given.argument.kind == Kind::Path
        && carries
            .iter()
            .any(|one| one.setting == SettingId::Files && one.part.is_empty())
}

/// What an argument says of the settings of its job.
fn said(script: &Script<'_>, given: &Argument) -> Vec<(Carries, Given)> {
    let Role::Setting(carries) = given.argument.role else {
        return Vec::new();
    };
    if is_list_of_files(given) {
        return Vec::new();
    }
    let null = given.argument.null.is_some()
        && given
            .text
            .as_literal()
            .is_some_and(|text| text.eq_ignore_ascii_case("NULL"));
    let is_user = carries.iter().any(|one| one.part == "user");
    let texts = match null && !is_user {
        true => Vec::new(),
        // A switch alone.
        false if matches!(given.argument.kind, Kind::Switch) => vec![Text::literal("true")],
        false => vec![given.text.clone()],
    };
    let value = Given {
        texts,
        span: script.at(given.span),
        spellings: given.argument.kind.spellings(),
        several: match given.argument.kind {
            Kind::List(between) => Several::Between(between),
            Kind::Letters(_) => Several::Letters,
            _ => Several::No,
        },
    };
    carries.iter().map(|one| (*one, value.clone())).collect()
}

/// Where a verb moves a job.
fn control(verb: &str) -> Option<ExistingEnding> {
    let name = verb.trim_start_matches('/');
    ExistingEnding::ALL
        .iter()
        .copied()
        .find(|ending| ending.word().eq_ignore_ascii_case(name))
}

/// The job that is meant: made in this script under that name, or one that exists.
fn which(
    script: &mut Script<'_>,
    call: &Statement,
    argument: &Argument,
    by_variable: ByVariable<'_>,
) -> usize {
    if let Some(job) = by_variable(argument.span) {
        return job;
    }
    let text = &argument.text;
    let span = script.at(call.span);
    if let Some(guid) = text.as_literal().and_then(braced) {
        let entry = Entry::Typed(guid.braced().to_owned());
        return script.jobs.select(Selected::Guids(vec![entry]), Owner::Me, span);
    }
    if let Some(job) = script.jobs.named(text) {
        return job;
    }
    // A variable that nothing in the script explains stands for the job that was made before, where one was.
    if text.as_literal().is_none()
        && let Some(job) = script.jobs.newest_made()
    {
        script.found(BY_VARIABLE.at(
            argument.span,
            "Which job this is, is known only when the script runs; it is taken for the job that is made before.",
            "",
        ));
        return job;
    }
    script.jobs.select(Selected::Name(text.clone()), Owner::Me, span)
}

/// bitsadmin takes a GUID in braces for one; without braces it is a name. `[help1809]`
fn braced(text: &str) -> Option<Guid> {
    text.starts_with('{').then(|| Guid::parse(text))?
}
