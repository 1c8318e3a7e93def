//! Calls of cmdlets, explained from the command catalog.

use super::Token;
use super::shown::{and, carried, lower};
use super::value::entry_meaning;
use crate::catalog::SettingId;
use crate::command::bitstransfer::Parameter;
use crate::command::{Carries, Purpose, Role, When};
use crate::lower_case::begins;
use crate::parse::cmdlet::{Call, Given};
use crate::parse::jobs::entry_of;
use crate::parse::powershell::Value;
use crate::parse::{hidden, partly_known};
use crate::remote_name::Protocol;
use crate::secret::{Holes, mask};
use crate::span::Span;
use crate::text::Text;
use crate::value::Secrecy;
use crate::version::Module;

/// What stands at a place of the text that a call stands in.
type Written<'w> = &'w dyn Fn(Span) -> &'w str;

/// The tokens of a call.
pub(super) fn tokens(bound: &Call, written: Written<'_>) -> Vec<Token> {
    let cmdlet = bound.cmdlet;
    let mut tokens = vec![Token {
        span: bound.name,
        title: cmdlet.name.to_owned(),
        text: format!("{} It gives back: {}", purpose(bound), lower(cmdlet.output)),
        source: cmdlet.page,
        secret: false,
    }];
    for given in &bound.parameters {
        let parameter = given.parameter;
        let page = page(parameter).unwrap_or(cmdlet.page);
        if let Some(name) = given.name.filter(|name| !name.is_empty()) {
            tokens.push(Token {
                span: name,
                title: format!("-{}", parameter.name),
                text: name_text(parameter),
                source: page,
                secret: false,
            });
        }
        if given.name == Some(given.span) || given.span.is_empty() {
            continue;
        }
        let carries = carried_here(bound, given);
        let (text, secret) = value_text(given, carries, written);
        tokens.push(Token {
            span: given.span,
            title: carries.map_or_else(|| parameter.name.to_owned(), carried),
            text,
            source: page,
            secret,
        });
    }
    tokens
}

fn purpose(bound: &Call) -> String {
    match bound.cmdlet.purpose {
        Purpose::Creates => "It makes a job. Alone it waits for the files and completes the job; with -Asynchronous or -Suspended it returns the job at once.".to_owned(),
        Purpose::AddsFiles => "It adds files to jobs.".to_owned(),
        Purpose::Transfers => "It makes a job and completes it.".to_owned(),
        Purpose::Sets => "It changes settings of jobs.".to_owned(),
        Purpose::Reads(_) => "It reads settings of jobs.".to_owned(),
        Purpose::Help => "It prints how it is used.".to_owned(),
        Purpose::Reports(what) | Purpose::Controls(what) | Purpose::Manages(what) | Purpose::Option(what) => {
            what.to_owned()
        }
    }
}

/// What a parameter is for, its default, and since when it is there.
fn name_text(parameter: &Parameter) -> String {
    let mut said = vec![match parameter.role {
        Role::Setting(carries) => by_type(carries).unwrap_or_else(|| {
            let first = carries.first();
            first.map_or_else(String::new, |carries| carries.setting.spec().doc.to_owned())
        }),
        Role::Selector(reason)
        | Role::Ending(reason)
        | Role::Output(reason)
        | Role::Machine(reason)
        | Role::Secret(reason)
        | Role::Common(reason) => reason.to_owned(),
    }];
    if !parameter.default.is_empty() {
        said.push(format!("The cmdlet's default is {}.", parameter.default));
    }
    if parameter.since > Module::Windows7 {
        said.push(format!("The module has it from {} on.", parameter.since.label()));
    }
    if !parameter.aliases.is_empty() {
        let aliases: Vec<String> = parameter
            .aliases
            .iter()
            .map(|alias| format!("-{alias}"))
            .collect();
        said.push(format!("Also {}.", aliases.join(", ")));
    }
    said.join(" ")
}

/// What a parameter is that carries another part for another type of job: the source, the destination. `None` for others.
fn by_type(carries: &'static [Carries]) -> Option<String> {
    let said: Vec<String> = carries
        .iter()
        .filter_map(|one| match one.when {
            When::JobType(types) => Some(format!("the {} of {}", lower(one.spec()?.label), types_of(types))),
            When::Always | When::Row { .. } => None,
        })
        .collect();
    (said.len() > 1).then(|| format!("For each file {}.", and(&said)))
}

/// What jobs of a type are called.
fn types_of(types: &[&str]) -> &'static str {
    match types.contains(&"download") {
        true => "a download",
        false => "an upload",
    }
}

/// What a value carries in a job of the type that the call says, or that its destination shows.
fn carried_here(bound: &Call, given: &Given) -> Option<&'static Carries> {
    let texts = |given: &Given| {
        given
            .value
            .items()
            .first()
            .and_then(Value::to_text)
            .map(Text::literal)
    };
    let carries = given.parameter.role.carries();
    let is_of = |what: SettingId| {
        move |given: &&Given| {
            given
                .parameter
                .role
                .carries()
                .iter()
                .any(|one| one.setting == what)
        }
    };
    let said = bound.parameters.iter().find(is_of(SettingId::JobType));
    let is_address = |part: &str| {
        let mut files = bound.parameters.iter().filter(is_of(SettingId::Files));
        let one = files.find(|given| {
            given
                .parameter
                .role
                .carries()
                .first()
                .is_some_and(|one| one.part == part)
        });
        one.and_then(texts).map(|text| Protocol::of(&text).is_http())
    };
    let is_upload = match said.and_then(|given| given.value.to_text()) {
        Some(said) => begins(&said, "upload"),
        None => is_address("remote_name") == Some(false) && is_address("local_name") == Some(true),
    };
    let fits = |one: &&Carries| match one.when {
        When::JobType(types) => types.contains(&"download") != is_upload,
        When::Always | When::Row { .. } => true,
    };
    carries.iter().find(fits)
}

fn page(parameter: &Parameter) -> Option<&'static str> {
    parameter
        .role
        .carries()
        .first()
        .and_then(|carries| carries.setting.spec().source.first().copied())
}

/// What a value means, and whether it holds a secret.
fn value_text(given: &Given, carries: Option<&'static Carries>, written: Written<'_>) -> (String, bool) {
    let parameter = given.parameter;
    let values = given.user().unwrap_or(&given.value).items();
    let mut said = Vec::new();
    let mut secret = parameter.role.is_secret();
    let mut is_told = false;
    for value in values {
        let number = match value {
            Value::Enumeration { number, names } if names.is_empty() => Some(number.to_string()),
            _ => None,
        };
        let known = number.or_else(|| value.to_text()).map(Text::literal);
        // A job is what its variable holds, whatever is known of it.
        let is_text = || !parameter.role.carries().is_empty();
        let Some(text) = known.or_else(|| partly_known(value).filter(|_| is_text())) else {
            // The words are the same for all of a list.
            if std::mem::replace(&mut is_told, true) {
                continue;
            }
            let shown = written(given.span)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            said.push(match shown.is_empty() {
                true => "Known only when the script runs.".to_owned(),
                false => format!("`{}`: known only when the script runs.", hidden::masked(&shown)),
            });
            continue;
        };
        let masked = mask(parameter.role.secrecy(), &text, &mut Holes::default());
        secret |= masked != text;
        let meanings: Vec<String> = carries
            .into_iter()
            .filter_map(|carries| {
                let (setting, index) = (carries.setting, carries.part_number()?);
                let entry = entry_of(carries, parameter.accepted.spellings(), &masked)?;
                Some(entry_meaning(setting, index, &entry))
            })
            .collect();
        match meanings.is_empty() {
            true => said.push(super::shown::quoted(&masked, Secrecy::None)),
            false => said.extend(meanings),
        }
    }
    said.dedup();
    if let Some(carries) = parameter.role.carries().first() {
        let spec = carries.setting.spec();
        // The cmdlet may have another default, which stands at the parameter.
        if !spec.default.words.is_empty() && parameter.default.is_empty() {
            said.push(format!(
                "Without it: {}.",
                lower(spec.default.words.trim_end_matches('.'))
            ));
        }
    }
    (said.join(" "), secret)
}

/// What the call does, in a sentence.
pub(super) fn step(bound: &Call) -> String {
    let is_on = |name: &str| {
        bound
            .parameters
            .iter()
            .any(|given| given.parameter.name == name && given.value == Value::Boolean(true))
    };
    let does = does(bound);
    match (is_on("WhatIf"), is_on("Confirm")) {
        (true, _) => format!("Does nothing, and says what it would do: {}", lower(&does)),
        (false, true) => format!("{does} It asks before."),
        (false, false) => does,
    }
}

fn does(bound: &Call) -> String {
    let given = bound.parameters.iter().map(|given| given.parameter);
    let given = given.filter(|parameter| matches!(parameter.role, Role::Setting(_)));
    let mut settings: Vec<String> = Vec::new();
    for parameter in given {
        let setting = match parameter.role.carries() {
            [one, ..] => lower(one.setting.label()),
            [] => parameter.name.to_owned(),
        };
        // Several parameters say parts of one.
        if !settings.contains(&setting) {
            settings.push(setting);
        }
    }
    let is_on = |name: &str| {
        bound
            .parameters
            .iter()
            .any(|given| given.parameter.name == name && given.value == Value::Boolean(true))
    };
    let with = match settings.is_empty() {
        true => String::new(),
        false => format!(" with {}", and(&settings)),
    };
    match bound.cmdlet.purpose {
        Purpose::Creates if is_on("Suspended") => format!("Makes a job{with}; it stands still."),
        Purpose::Creates if is_on("Asynchronous") => {
            format!("Makes a job{with} and starts it; somebody must complete it.")
        }
        Purpose::Creates => format!("Makes a job{with}, waits for its files and completes it."),
        Purpose::AddsFiles => "Adds files to jobs.".to_owned(),
        Purpose::Sets => match settings.is_empty() {
            true => "Changes nothing of the jobs.".to_owned(),
            false => format!("Sets {} of jobs.", and(&settings)),
        },
        Purpose::Controls(what) => {
            let verb = bound.cmdlet.name.split('-').next().unwrap_or_default();
            format!("{verb}s jobs: {}", lower(what))
        }
        _ => purpose(bound),
    }
}
