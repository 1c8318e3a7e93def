//! Calls of cmdlets, explained from the command catalog.

use super::Token;
use super::shown::{and, carried, lower};
use super::value::entry_meaning;
use crate::command::bitstransfer::Parameter;
use crate::command::{Purpose, Role};
use crate::parse::cmdlet::{Call, Given};
use crate::parse::jobs::entry_of;
use crate::parse::powershell::Value;
use crate::parse::{hidden, partly_known};
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
        let (text, secret) = value_text(given, written);
        tokens.push(Token {
            span: given.span,
            title: title(parameter),
            text,
            source: page,
            secret,
        });
    }
    tokens
}

fn title(parameter: &Parameter) -> String {
    match parameter.role.carries() {
        [one, ..] => carried(one),
        [] => parameter.name.to_owned(),
    }
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
        Role::Setting(carries) => carries
            .first()
            .map_or_else(String::new, |carries| carries.setting.spec().doc.to_owned()),
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

fn page(parameter: &Parameter) -> Option<&'static str> {
    parameter
        .role
        .carries()
        .first()
        .and_then(|carries| carries.setting.spec().source.first().copied())
}

/// What a value means, and whether it holds a secret.
fn value_text(given: &Given, written: Written<'_>) -> (String, bool) {
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
        let meanings: Vec<String> = parameter
            .role
            .carries()
            .iter()
            .take(1)
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
        if !spec.default.words.is_empty() {
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
