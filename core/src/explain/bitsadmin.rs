//! Calls of bitsadmin, explained from the command catalog.

use super::Token;
use super::shown::{and, carried, lower, quoted};
use super::value::entry_meaning;
use crate::catalog::SettingId;
use crate::command::bitsadmin::{Kind, Verb};
use crate::command::{Purpose, Role};
use crate::parse::bitsadmin::{Given, Statement};
use crate::parse::jobs::entry_of;
use crate::text::Text;
use crate::value::Secrecy;
use crate::version::BitsVersion;

/// The tokens of a call.
pub(super) fn tokens(call: &Statement) -> Vec<Token> {
    let mut tokens = vec![Token {
        span: call.program,
        title: "bitsadmin".to_owned(),
        text: "The program bitsadmin.exe: it makes, changes and watches BITS jobs. Microsoft calls it deprecated in favour of the BITS cmdlets.".to_owned(),
        source: "ba:bitsadmin",
        secret: false,
    }];
    for (option, span) in &call.options {
        tokens.push(Token {
            span: *span,
            title: option.name.to_owned(),
            text: purpose(option.purpose, option),
            source: option.page,
            secret: false,
        });
    }
    let Some(verb) = call.verb else {
        return tokens;
    };
    tokens.push(Token {
        span: call.verb_span,
        title: verb.to_string(),
        text: verb_text(verb),
        source: verb.page,
        secret: false,
    });
    for given in &call.arguments {
        if let Some(switch) = given.switch {
            tokens.push(Token {
                span: switch,
                title: given.argument.switch.unwrap_or(given.argument.name).to_owned(),
                text: role(given.argument.role),
                source: page(given.argument.role).unwrap_or(verb.page),
                secret: false,
            });
            if switch == given.span {
                continue;
            }
        }
        let mut token = argument(verb, given);
        if call.may_be_secret(given) && null_of(given).is_none() && !token.secret {
            token.secret = true;
            token.text =
                "It stands where no such word belongs, and may be a secret; it is not shown.".to_owned();
        }
        tokens.push(token);
    }
    tokens
}

/// What a verb does, since when, and who may.
fn verb_text(verb: &Verb) -> String {
    let mut said = vec![purpose(verb.purpose, verb)];
    if verb.min_bits() > BitsVersion::new(1, 0) {
        said.push(format!("First in BITS {}.", verb.min_bits()));
    }
    if let Some(build) = verb.absent_in_build {
        said.push(format!("The bitsadmin of build {build} does not have it yet."));
    }
    if verb.elevated {
        said.push("It needs an administrator.".to_owned());
    }
    if !verb.note.is_empty() {
        said.push(verb.note.to_owned());
    }
    said.push(format!("Syntax: {}", verb.syntax()));
    said.join(" ")
}

fn purpose(purpose: Purpose, verb: &Verb) -> String {
    match purpose {
        Purpose::Creates => "It makes a job, which stands still until it is resumed.".to_owned(),
        Purpose::AddsFiles => "It adds files to a job.".to_owned(),
        Purpose::Transfers => {
            "It makes a job, adds its files, waits for them and completes the job.".to_owned()
        }
        Purpose::Sets => format!("It sets {} of a job.", labels(&verb.settings())),
        Purpose::Reads(reads) => {
            let settings: Vec<SettingId> = reads.iter().map(|read| read.setting).collect();
            format!("It prints {} of a job.", labels(&settings))
        }
        Purpose::Help => "It prints how bitsadmin is used.".to_owned(),
        Purpose::Reports(reason)
        | Purpose::Controls(reason)
        | Purpose::Manages(reason)
        | Purpose::Option(reason) => reason.to_owned(),
    }
}

fn labels(settings: &[SettingId]) -> String {
    let labels: Vec<String> = settings.iter().map(|id| lower(id.label())).collect();
    format!("the {}", and(&labels))
}

/// What an argument is for.
fn role(role: Role) -> String {
    match role {
        Role::Setting(carries) => carries
            .first()
            .map_or_else(String::new, |carries| carries.setting.spec().doc.to_owned()),
        Role::Selector(reason)
        | Role::Ending(reason)
        | Role::Output(reason)
        | Role::Machine(reason)
        | Role::Secret(reason)
        | Role::Common(reason) => reason.to_owned(),
    }
}

fn page(role: Role) -> Option<&'static str> {
    role.carries()
        .first()
        .and_then(|carries| carries.setting.spec().source.first().copied())
}

/// An argument: what it is, what this value means.
fn argument(verb: &Verb, given: &Given) -> Token {
    let argument = given.argument;
    let mut title = argument.name.replace('_', " ");
    let mut said = Vec::new();
    let mut secret = argument.role.is_secret();
    match argument.role {
        Role::Secret(_) if null_of(given).is_some() => {
            secret = false;
            said.extend(null_of(given).map(|null| format!("NULL: {null}")));
        }
        Role::Secret(reason) => said.push(format!(
            "{reason} It stands in the command line, where other programs and histories keep it; here it is not shown."
        )),
        Role::Selector(_) if matches!(argument.kind, Kind::Job) => said.push(which_job(&given.text)),
        Role::Setting(carries) => {
            if let Some(null) = null_of(given) {
                said.push(format!("NULL: {null}"));
            } else {
                for one in carries {
                    let Some(index) = one.part_number() else { continue };
                    let setting = one.setting;
                    let spec = setting.spec();
                    title = carried(one);
                    let masked = crate::secret::mask(
                        argument.role.secrecy(),
                        &given.text,
                        &mut crate::secret::Holes::default(),
                    );
                    secret |= masked != given.text;
                    if let Some(entry) = entry_of(one, argument.kind.spellings(), &masked) {
                        said.push(entry_meaning(setting, index, &entry));
                    }
                    if !spec.default.words.is_empty() {
                        said.push(format!("Without it: {}.", lower(spec.default.words.trim_end_matches('.'))));
                    }
                    said.push(format!(
                        "BITS {} and later; set by {}, {}.",
                        spec.since,
                        spec.permission.label(),
                        spec.phase.label()
                    ));
                }
            }
        }
        other => said.push(role(other)),
    }
    Token {
        span: given.span,
        title,
        text: said.join(" "),
        source: page(argument.role).unwrap_or(verb.page),
        secret,
    }
}

/// What the word NULL means for an argument, where it stands.
fn null_of(given: &Given) -> Option<&'static str> {
    let is_null = given
        .text
        .as_literal()
        .is_some_and(|text| text.eq_ignore_ascii_case("NULL"));
    given.argument.null.filter(|_| is_null)
}

fn which_job(text: &Text) -> String {
    match text.as_literal() {
        Some(guid) if guid.starts_with('{') => {
            "The job with this GUID: there is one such job at most.".to_owned()
        }
        Some(_) => "The job of this name. Where several have it, bitsadmin asks for the GUID.".to_owned(),
        None => "The job that the variable holds when the script runs: its GUID or its name.".to_owned(),
    }
}

/// What the call does, in a sentence.
pub(super) fn step(call: &Statement) -> String {
    let Some(verb) = call.verb else {
        return "Calls bitsadmin with a verb that is not known.".to_owned();
    };
    let job = call
        .arguments
        .iter()
        .find(|given| matches!(given.argument.kind, Kind::Job))
        .map_or_else(
            || "a job".to_owned(),
            |given| format!("the job {}", quoted(&given.text, Secrecy::None)),
        );
    match verb.purpose {
        Purpose::Creates => format!("Makes {}.", new_job(call)),
        Purpose::Transfers => format!(
            "Makes {}, transfers {}, waits for it and completes it.",
            new_job(call),
            files(call)
        ),
        Purpose::AddsFiles => format!("Adds {} to {job}.", files(call)),
        Purpose::Sets => {
            let settings: Vec<String> = verb.settings().iter().map(|id| lower(id.label())).collect();
            let values: Vec<String> = call
                .arguments
                .iter()
                .filter_map(|given| match given.argument.role {
                    Role::Setting(_) if call.may_be_secret(given) => {
                        Some("a word that is not shown".to_owned())
                    }
                    Role::Setting(_) => Some(quoted(&given.text, given.argument.role.secrecy())),
                    Role::Secret(_) if null_of(given).is_some() => Some(quoted(&given.text, Secrecy::None)),
                    Role::Secret(_) => Some("a password".to_owned()),
                    _ => None,
                })
                .collect();
            match values.is_empty() {
                true => format!("Sets {} of {job}.", and(&settings)),
                false => format!("Sets {} of {job} to {}.", and(&settings), values.join(" ")),
            }
        }
        Purpose::Reads(reads) => {
            let labels: Vec<String> = reads.iter().map(|read| lower(read.setting.label())).collect();
            format!("Prints {} of {job}.", and(&labels))
        }
        Purpose::Controls(what)
            if call
                .arguments
                .iter()
                .any(|given| matches!(given.argument.kind, Kind::Job)) =>
        {
            let word = verb.name.trim_start_matches('/').to_ascii_lowercase();
            let mut letters = word.chars();
            let name: String = letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect();
            format!("{name}s {job}: {}", lower(what))
        }
        Purpose::Controls(what) | Purpose::Reports(what) | Purpose::Manages(what) | Purpose::Option(what) => {
            what.to_owned()
        }
        Purpose::Help => "Prints how bitsadmin is used.".to_owned(),
    }
}

fn carrying(call: &Statement, setting: SettingId, part: &str) -> Vec<Text> {
    call.arguments
        .iter()
        .filter(|given| {
            given
                .argument
                .role
                .carries()
                .iter()
                .any(|carries| carries.setting == setting && carries.part == part)
        })
        .map(|given| given.text.clone())
        .collect()
}

fn new_job(call: &Statement) -> String {
    let kind = carrying(call, SettingId::JobType, "");
    let kind = kind
        .first()
        .and_then(Text::as_literal)
        .map_or("download".to_owned(), |word| {
            word.trim_start_matches('/').to_ascii_lowercase()
        });
    let name = carrying(call, SettingId::DisplayName, "");
    match name.first() {
        Some(name) => format!("a job ({kind}) named {}", quoted(name, Secrecy::None)),
        None => format!("a job ({kind})"),
    }
}

fn files(call: &Statement) -> String {
    let remote = carrying(call, SettingId::Files, "remote_name");
    let local = carrying(call, SettingId::Files, "local_name");
    let pairs: Vec<String> = remote
        .iter()
        .zip(&local)
        .map(|(remote, local)| {
            format!(
                "{} and {}",
                quoted(remote, Secrecy::Address),
                quoted(local, Secrecy::Address)
            )
        })
        .collect();
    match pairs.as_slice() {
        [] => "the files of a list".to_owned(),
        [one] => format!("one file ({one})"),
        several => format!("{} files ({})", several.len(), several.join("; ")),
    }
}
