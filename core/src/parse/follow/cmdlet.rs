//! What a call of a cmdlet does to the jobs of a script.

use super::handle::{self, Handle};
use super::{Script, expression, outer_job, text};
use crate::catalog::SettingId;
use crate::command::bitstransfer::{Accepted, Cmdlet};
use crate::command::{Carries, Purpose, Role, Tool, When, surface_minimum};
use crate::job::{Ask, ExistingEnding, Owner};
use crate::parse::cmdlet::{Call, Given as Bound};
use crate::parse::jobs::{Given, Selected, Several};
use crate::parse::patterns::{
    BY_VARIABLE, COMMAND_IN_PIECES, FILES_OF_A_LIST, JOB_NOT_KNOWN, NOTHING_RETURNED, OF_A_FILTER,
    REMOVED_BY_A_FILTER, SHORT_RETRY_DELAY, TOOLS_DEFAULT,
};
use crate::parse::powershell::{Unknown, Value};
use crate::span::Span;
use crate::text::Text;
use crate::value::{Entry, Guid};

/// Takes a call into the jobs of the script, once for each job that it names: the job that it is about, where it is one,
/// and what the call gives.
pub(super) fn take_each(
    script: &mut Script<'_>,
    bound: &Call,
    piped: Option<&Value>,
    span: Span,
    unknown: &Unknown,
) -> (Option<usize>, Value) {
    let given = bound.given(JOBS);
    let (Some(Value::List(items)), false) = (
        given.map(|given| &given.value).or(piped),
        bound.cmdlet.purpose == Purpose::Creates,
    ) else {
        return take(script, bound, piped, span, unknown.clone());
    };
    let is_of_jobs = given.is_some() || items.iter().any(|item| handle::of(item).is_some());
    if items.len() < 2 || !is_of_jobs {
        return take(script, bound, piped, span, unknown.clone());
    }
    let mut values = Vec::new();
    let mut one = bound.clone();
    for item in items {
        let jobs = one
            .parameters
            .iter_mut()
            .find(|given| given.parameter.name == JOBS);
        if let Some(given) = jobs {
            given.value = item.clone();
        }
        let piped = piped.map(|_| item);
        // It gives this job, not the text of the whole call.
        let unknown = match item {
            Value::Variable { unknown, .. } => unknown,
            _ => unknown,
        };
        values.push(take(script, &one, piped, span, unknown.clone()).1);
    }
    (None, Value::List(values))
}

/// The parameter that takes jobs.
pub(super) const JOBS: &str = "BitsJob";

/// Takes a call into the jobs of the script: the job that it is about, and what the call gives.
fn take(
    script: &mut Script<'_>,
    bound: &Call,
    piped: Option<&Value>,
    span: Span,
    unknown: Unknown,
) -> (Option<usize>, Value) {
    let span_of_script = script.at(span);
    let cmdlet = bound.cmdlet;
    // A call that fails finds and changes nothing; what it would make is worth a look.
    if bound.error.is_some() && cmdlet.purpose != Purpose::Creates {
        return (None, handle::value(Handle::Some, unknown));
    }
    if matches!(cmdlet.purpose, Purpose::Reports(_)) {
        return found(script, bound, span, unknown);
    }
    let job = match cmdlet.purpose {
        Purpose::Creates => {
            let job = script.make(span, bound.name);
            script.jobs.by_cmdlet(job);
            job
        }
        _ => match which(script, bound, piped, span) {
            Some(job) => {
                if cmdlet.purpose == Purpose::AddsFiles {
                    script.jobs.by_cmdlet(job);
                }
                job
            }
            None => return (None, Value::Opaque(unknown)),
        },
    };
    let mut refused = bound
        .refused
        .iter()
        .flat_map(|parameter| parameter.role.carries());
    if refused.any(|carries| carries.setting == SettingId::Files) {
        script.jobs.refused_files(job);
    }
    let mut says: Vec<(Carries, Given)> = Vec::new();
    // What comes through the pipeline names the files; a folder alone is none of them.
    let is_piped = piped.is_some() && bound.given("Source").is_none();
    let takes_files = match cmdlet.purpose {
        Purpose::Creates => true,
        Purpose::AddsFiles => !piped.is_some_and(handle::are_some),
        _ => false,
    };
    if is_piped && takes_files {
        script.jobs.list_of_files(job);
        if piped.is_some_and(Value::is_unknown) {
            script.found(FILES_OF_A_LIST.at(
                bound.name,
                "Which files the job gets comes through the pipeline, and is known only when the script runs.",
                "Look at what comes through the pipeline.",
            ));
        }
    }
    for parameter in &bound.parameters {
        if is_piped && parameter.parameter.name == "Destination" {
            continue;
        }
        match is_in_pieces(parameter) {
            // What it becomes is not known: neither is what was said before it any more.
            true => in_pieces(script, job, parameter),
            false => says.extend(said(script, parameter)),
        }
        match parameter.parameter.name {
            "WhatIf" if parameter.value == Value::Boolean(true) => script.jobs.ask(job, Ask::Whatif),
            "Confirm" if parameter.value == Value::Boolean(true) => script.jobs.ask(job, Ask::Confirm),
            _ => {}
        }
    }
    retry_delay(script, bound);
    let by_default = defaults(script, bound, &says);
    let settings: Vec<SettingId> = by_default.iter().map(|(carries, _)| carries.setting).collect();
    says.extend(by_default);
    script.jobs.say(job, span_of_script, &says);
    script.jobs.undocumented(Tool::PowerShell, &says);
    for setting in settings {
        script.jobs.by_default(job, setting);
    }
    let job_value = handle::value(Handle::Job(job), unknown.clone());
    let value = match cmdlet.purpose {
        Purpose::Creates => {
            let stays = bound.is_on("Suspended");
            let returns = bound.is_on("Asynchronous");
            if !stays && returns {
                script.jobs.control(job, ExistingEnding::Resume, span_of_script);
            } else if !stays {
                script.jobs.one_shot(job);
            }
            let is_in_doubt = |name: &str| bound.given(name).is_some_and(|given| given.value.is_unknown());
            if is_in_doubt("Asynchronous") || is_in_doubt("Suspended") {
                script.jobs.may_return(job);
            }
            if stays || returns { job_value } else { Value::Null }
        }
        Purpose::Controls(_) => {
            if let Some(to) = control(cmdlet) {
                script.jobs.control(job, to, span_of_script);
                // It returns when the jobs have ended. [ps:Resume-BitsTransfer]
                if to == ExistingEnding::Resume && !bound.is_on("Asynchronous") {
                    script.jobs.waits(job, span_of_script);
                }
            }
            job_value
        }
        _ => job_value,
    };
    (Some(job), value)
}

/// Looks at the seconds between two tries, of which the cmdlets take fewer than BITS does.
fn retry_delay(script: &mut Script<'_>, bound: &Call) {
    let mut parameters = bound.parameters.iter();
    let Some(given) = parameters.find(|given| given.parameter.role.has(SettingId::MinimumRetryDelay)) else {
        return;
    };
    if let Value::Number { number, .. } = &given.value
        && let Some(least) = surface_minimum(SettingId::MinimumRetryDelay, Tool::PowerShell)
        && let Some(seconds) = number.integer().filter(|seconds| *seconds < i128::from(least))
    {
        script.say(
            &SHORT_RETRY_DELAY,
            given.span,
            format!("The cmdlet's page wants {least} seconds or more, and here are {seconds}; bitsadmin takes less."),
        );
    }
}

/// Where a cmdlet moves a job: its verb is the ending's word, but for Remove.
pub(super) fn control(cmdlet: &Cmdlet) -> Option<ExistingEnding> {
    let verb = cmdlet.name.split('-').next()?;
    let verb = if verb == "Remove" { "cancel" } else { verb };
    ExistingEnding::ALL
        .iter()
        .copied()
        .find(|ending| ending.word().eq_ignore_ascii_case(verb))
}

/// Whether each element of a value carries a part of its own.
fn is_together(carries: &[Carries]) -> bool {
    carries.len() > 1 && carries.iter().all(|one| one.when == When::Always)
}

/// Whether a value has more elements than there are parts for them.
fn is_in_pieces(bound: &Bound) -> bool {
    let carries = bound.parameter.role.carries();
    is_together(carries) && bound.value.items().len() > carries.len()
}

/// Takes a setting out of a job that a value says in a way of which nobody knows what it becomes.
fn in_pieces(script: &mut Script<'_>, job: usize, bound: &Bound) {
    for carries in bound.parameter.role.carries() {
        script.jobs.forget(job, carries.setting);
    }
    script.say(
        &COMMAND_IN_PIECES,
        bound.span,
        format!(
            "The page takes the program name and any parameters as an array of strings, and does not say how the {} elements here become the one command line that BITS keeps: no document has it.",
            bound.value.items().len()
        ),
    );
}

/// What a parameter says of the settings of its job.
fn said(script: &Script<'_>, bound: &Bound) -> Vec<(Carries, Given)> {
    let parameter = bound.parameter;
    let Role::Setting(carries) = parameter.role else {
        return Vec::new();
    };
    let span = script.at(bound.span);
    let given = |texts: Vec<Text>| Given {
        texts,
        span,
        spellings: parameter.accepted.spellings(),
        several: match parameter.accepted {
            Accepted::AnyOf(_) => Several::Between(','),
            _ => Several::No,
        },
    };
    // A credential holds the user's name; the password is asked for anew.
    let texts = match parameter.clr_type {
        // No credential is given.
        "PSCredential" if bound.value == Value::Null => return Vec::new(),
        "PSCredential" => vec![user(script, &bound.value)],
        "Byte[]" => vec![hash(script, &bound.value)],
        _ => texts(script, &bound.value),
    };
    if is_together(carries) {
        return carries
            .iter()
            .zip(texts)
            .map(|(one, text)| (*one, given(vec![text])))
            .collect();
    }
    carries.iter().map(|one| (*one, given(texts.clone()))).collect()
}

fn texts(script: &Script<'_>, value: &Value) -> Vec<Text> {
    match value {
        Value::List(items) => items.iter().map(|item| text(item, &script.outer)).collect(),
        Value::Enumeration { names, number } => vec![Text::literal(match names.is_empty() {
            true => number.to_string(),
            false => names.join(","),
        })],
        Value::Boolean(true) => vec![Text::literal("true")],
        Value::Boolean(false) => vec![Text::literal("false")],
        value => vec![text(value, &script.outer)],
    }
}

/// The name in a credential, as an expression of PowerShell.
fn user(script: &Script<'_>, value: &Value) -> Text {
    if let Some(name) = handle::user(value) {
        return text(name, &script.outer);
    }
    let source = match value {
        Value::Variable { unknown, .. } => format!("{}.UserName", unknown.source),
        Value::Opaque(unknown) => format!("({}).UserName", unknown.source),
        value => return value.to_text().map_or_else(Text::default, Text::literal),
    };
    Text::from_pieces([expression(source)])
}

/// Bytes as hexadecimal digits.
fn hash(script: &Script<'_>, value: &Value) -> Text {
    hexadecimal(value).map_or_else(|| text(value, &script.outer), Text::literal)
}

/// A list of bytes as hexadecimal digits, where all of them are known.
pub(crate) fn hexadecimal(value: &Value) -> Option<String> {
    let Value::List(items) = value else {
        return None;
    };
    let digits = items.iter().map(|item| match item {
        Value::Number { number, .. } => Some(format!("{:02X}", u8::try_from(number.integer()?).ok()?)),
        _ => None,
    });
    digits.collect()
}

/// What the cmdlet says where the script says nothing: its defaults that differ from those of BITS.
fn defaults(script: &mut Script<'_>, bound: &Call, says: &[(Carries, Given)]) -> Vec<(Carries, Given)> {
    let said = |setting: SettingId, part: &str| {
        says.iter()
            .any(|(carries, _)| carries.setting == setting && carries.part == part)
    };
    let mut out = Vec::new();
    for parameter in bound.cmdlet.parameters {
        let Role::Setting([carries]) = parameter.role else {
            continue;
        };
        // The scheme of a credential that is there, and the priority that BITS would not choose. [ps:Start-BitsTransfer]
        let needed = match carries.setting {
            SettingId::Credentials => {
                carries.part == "scheme"
                    && says.iter().any(|(other, _)| {
                        other.setting == SettingId::Credentials
                            && other.part == "user"
                            && other.when == carries.when
                    })
            }
            SettingId::Priority => bound.cmdlet.purpose == Purpose::Creates,
            _ => false,
        };
        let is_said = bound.is_given(parameter)
            || says.iter().any(|(other, _)| {
                other.setting == carries.setting && other.part == carries.part && other.when == carries.when
            });
        // The scheme of a credential is Negotiate where nothing is said. [ps:Set-BitsTransfer]
        let default = match carries.setting {
            SettingId::Credentials => "Negotiate",
            _ => parameter.default,
        };
        if !needed || is_said || default.is_empty() || said(SettingId::HttpMethod, "") {
            continue;
        }
        script.say(
            &TOOLS_DEFAULT,
            bound.name,
            format!(
                "{} is not said: without it the cmdlet uses {}, and so does the job that is read here.",
                carries.setting.label(),
                default
            ),
        );
        out.push((
            *carries,
            Given {
                texts: vec![Text::literal(default)],
                span: script.at(bound.name),
                spellings: parameter.accepted.spellings(),
                several: Several::No,
            },
        ));
    }
    out
}

/// The jobs that `Get-BitsTransfer` finds.
fn found(script: &mut Script<'_>, bound: &Call, span: Span, unknown: Unknown) -> (Option<usize>, Value) {
    let place = script.at(span);
    let owner = match bound.given("AllUsers").map(|parameter| &parameter.value) {
        Some(Value::Boolean(true)) => Owner::AllUsers,
        _ => Owner::Me,
    };
    let job = if let Some(ids) = bound.given("JobId") {
        match handle::of(&ids.value) {
            Some(Handle::Id(job)) => return (Some(job), handle::value(Handle::Job(job), unknown)),
            Some(Handle::Some) => return (None, handle::value(Handle::Some, unknown)),
            _ => {}
        }
        let one = match &ids.value {
            Value::List(items) => items.first(),
            value => Some(value),
        };
        if let Some(job) = one.and_then(|value| outer_job(value, &script.outer)) {
            return (Some(job), handle::value(Handle::Job(job), unknown));
        }
        let texts = texts(script, &ids.value);
        // A variable that nothing in the script explains stands for the job that was made before, where one was.
        if let [one] = texts.as_slice()
            && one.as_literal().is_none()
        {
            let job = match script.jobs.newest_made() {
                Some(job) => {
                    script.say(&BY_VARIABLE, ids.span, BY_VARIABLE.what);
                    job
                }
                None => script.jobs.select(Selected::Name(one.clone()), owner, place),
            };
            return (Some(job), handle::value(Handle::Job(job), unknown));
        }
        let guids: Vec<Entry> = texts.into_iter().map(guid).collect();
        script.jobs.select(Selected::Guids(guids), owner, place)
    } else if let Some(names) = bound.given("Name") {
        let names = texts(script, &names.value);
        let [name] = names.as_slice() else {
            return (None, handle::value(Handle::Some, unknown));
        };
        by_pattern(script, name, owner, place)
    } else {
        script.jobs.select(Selected::All, owner, place)
    };
    (Some(job), handle::value(Handle::Job(job), unknown))
}

/// A job by what `-Name` takes: a pattern, in which a backtick makes the next character stand for itself.
fn by_pattern(script: &mut Script<'_>, pattern: &Text, owner: Owner, place: Span) -> usize {
    let Some(literal) = pattern.as_literal() else {
        return match script.jobs.named(pattern) {
            Some(job) => job,
            None => script
                .jobs
                .select(Selected::Pattern(pattern.clone()), owner, place),
        };
    };
    let mut name = String::new();
    let mut chars = literal.chars();
    let mut is_pattern = false;
    while let Some(c) = chars.next() {
        match c {
            '`' => name.extend(chars.next()),
            '*' | '?' | '[' => is_pattern = true,
            c => name.push(c),
        }
    }
    if is_pattern {
        return script
            .jobs
            .select(Selected::Pattern(pattern.clone()), owner, place);
    }
    by_name(script, Text::literal(name), owner, place)
}

/// A job by its name: one that is made in the script, or one that exists.
fn by_name(script: &mut Script<'_>, name: Text, owner: Owner, place: Span) -> usize {
    match script.jobs.named(&name) {
        Some(job) => job,
        None => script.jobs.select(Selected::Name(name), owner, place),
    }
}

/// The jobs of a selection that a filter by GUID leaves over.
pub(super) fn by_ids(script: &mut Script<'_>, job: usize, ids: &Value, span: Span) -> Option<usize> {
    let owner = script.jobs.all_of(job)?;
    let place = script.at(span);
    let guids: Vec<Entry> = texts(script, ids).into_iter().map(guid).collect();
    Some(script.jobs.select(Selected::Guids(guids), owner, place))
}

/// The jobs of a selection that a filter by name leaves over; nothing where they were selected by more than their owner.
pub(super) fn narrowed(
    script: &mut Script<'_>,
    job: usize,
    operator: &str,
    value: Text,
    span: Span,
) -> Option<usize> {
    let owner = script.jobs.all_of(job)?;
    let place = script.at(span);
    Some(match operator {
        "eq" => by_name(script, value, owner, place),
        _ => by_pattern(script, &value, owner, place),
    })
}

/// Says of jobs that nobody knows which they are.
pub(super) fn of_a_filter(script: &mut Script<'_>, place: Span) {
    script.say(&OF_A_FILTER, place, "Which jobs these are is decided by a filter when the script runs; a document has no place for that, so the statement stays as it is.");
}

/// The jobs that a call is about.
fn which(script: &mut Script<'_>, bound: &Call, piped: Option<&Value>, span: Span) -> Option<usize> {
    let given = bound.given(JOBS);
    let value = given.map(|given| &given.value).or(piped)?;
    let place = given.map(|given| given.span).filter(|place| !place.is_empty());
    let place = place.unwrap_or(span);
    match handle::of(value) {
        Some(Handle::Job(job) | Handle::Id(job)) => return Some(job),
        Some(Handle::Some) => {
            of_a_filter(script, place);
            match control(bound.cmdlet) {
                Some(ExistingEnding::Complete) => script.jobs.complete_some(),
                // It deletes finished files too. [ps:Remove-BitsTransfer]
                Some(ExistingEnding::Cancel)
                    if script.jobs.newest_made().is_none()
                        && handle::are_others(value)
                        && !bound.is_on("WhatIf") =>
                {
                    script.flag(&REMOVED_BY_A_FILTER, bound.name);
                }
                _ => {}
            }
            return None;
        }
        None => {}
    }
    if *value == Value::Null {
        // `$job = $null` before the job is made says nothing of the call that makes it.
        let newest = script.jobs.newest_made();
        if newest.is_some_and(|job| script.jobs.gives_nothing(job)) {
            nothing_returned(script, place);
        }
        return None;
    }
    // A job that its call has waited for is gone: another one is meant.
    let newest = script.jobs.newest_made();
    let Some(job) = newest.filter(|job| !script.jobs.gives_nothing(*job)) else {
        script.flag(&JOB_NOT_KNOWN, place);
        let id = id_of(value)?;
        let at = script.at(span);
        return Some(
            script
                .jobs
                .select(Selected::Guids(vec![Entry::Pieces(id)]), Owner::Me, at),
        );
    };
    script.say(
        &BY_VARIABLE,
        place,
        "Which job this is, is known only when the script runs; it is taken for the job that is made before.",
    );
    Some(job)
}

/// Says of a place that there is no job: the call that made it has waited for it.
pub(super) fn nothing_returned(script: &mut Script<'_>, place: Span) {
    script.say(&NOTHING_RETURNED, place, "Nothing is returned where the job is made: without -Asynchronous or -Suspended the cmdlet waits, completes the job and gives nothing.");
}

/// The GUID of a job that is not known, as an expression of PowerShell.
fn id_of(value: &Value) -> Option<Text> {
    let source = match value {
        Value::Variable { unknown, .. } => format!("{}.JobId", unknown.source),
        Value::Opaque(unknown) => format!("({}).JobId", unknown.source),
        Value::List(items) => match items.as_slice() {
            [one] => return id_of(one),
            _ => return None,
        },
        _ => return None,
    };
    Some(Text::from_pieces([expression(source)]))
}

fn guid(text: Text) -> Entry {
    match text.as_literal().and_then(Guid::parse) {
        Some(guid) => Entry::Typed(guid.braced().to_owned()),
        None => Entry::Pieces(text),
    }
}
