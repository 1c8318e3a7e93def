//! Calls of cmdlets with other words.

use super::value::{Words, words};
use super::{Changes, Unchangeable, about, carries};
use crate::catalog::{SettingId, SettingValue};
use crate::command::bitstransfer::Parameter;
use crate::command::{Purpose, When};
use crate::emit::powershell_parameters;
use crate::parse::cmdlet::{Call, Given};
use crate::parse::jobs::{ScriptJob, held};
use crate::parse::powershell::is_dash;
use crate::parse::{Called, Import, Statement};
use crate::quote::powershell::expression;
use crate::span::Span;
use crate::text::Text;
use crate::value::Entries;

/// A setting of a call gets other words.
pub(super) fn replace(
    source: &str,
    job: &ScriptJob,
    statement: &Statement,
    bound: &Call,
    id: SettingId,
    entries: Option<&Entries>,
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    if statement.map.is_some() {
        return Err(Unchangeable::new(
            "The statement stands inside of a word of another shell.",
        ));
    }
    let said = bound.parameters.iter();
    for given in said.filter(|given| carries(given.parameter.role, id)) {
        let Some(entries) = entries else {
            let Some(name) = given.name.filter(|name| !name.is_empty()) else {
                return Err(Unchangeable::new(format!(
                    "{} stands there without its name.",
                    id.label()
                )));
            };
            let start = source.get(..name.start).unwrap_or("").trim_end().len();
            changes.insert(Span::new(start, given.span.end), String::new());
            continue;
        };
        let said = value(job, statement, given, id, entries)
            .ok_or_else(|| Unchangeable::new(format!("{} has no words here for this value.", id.label())))?;
        // Behind a key of a hashtable a bare word would be a command.
        let is_key = given
            .name
            .is_some_and(|name| !name.of(source).starts_with(is_dash));
        // Words that say what they said stay as somebody wrote them.
        let now = job.draft.entries(id);
        if now.and_then(|now| value(job, statement, given, id, now)) == Some(said.clone()) {
            continue;
        }
        let word = match is_key && said.starts_with(|c: char| c.is_ascii_alphabetic()) {
            true => format!("'{said}'"),
            false => said,
        };
        if word != given.span.of(source) {
            changes.insert(given.span, word);
        }
    }
    Ok(())
}

/// The value of a parameter as an expression.
fn value(
    job: &ScriptJob,
    statement: &Statement,
    given: &Given,
    id: SettingId,
    entries: &Entries,
) -> Option<String> {
    let parameter = given.parameter;
    let span = statement.outer(given.span);
    let mut texts: Vec<Text> = Vec::new();
    for carries in parameter.role.carries().iter().filter(|one| held(one).0 == id) {
        if let When::JobType(types) = carries.when {
            let kind = job
                .draft
                .entries(SettingId::JobType)
                .and_then(|entries| entries.cell(0, 0))
                .map(crate::value::Entry::shown);
            if !types.contains(&kind.as_deref().unwrap_or("download")) {
                continue;
            }
        }
        let (_, part) = held(carries);
        let rows: Vec<usize> = job
            .said(id)
            .iter()
            .filter(|said| said.span == span && said.part == Some(part))
            .filter_map(|said| said.row)
            .collect();
        let spellings = parameter.accepted.spellings();
        if rows.is_empty() {
            match words(id, part, None, entries, spellings)? {
                Words::Number(number) => return Some(number.to_string()),
                Words::Mask(mask) => return Some(mask.to_string()),
                Words::Texts(list) => texts.extend(list),
            }
        }
        for row in rows {
            match words(id, part, Some(row), entries, spellings)? {
                Words::Texts(list) => texts.extend(list),
                Words::Number(number) => texts.push(Text::literal(number.to_string())),
                Words::Mask(mask) => texts.push(Text::literal(mask.to_string())),
            }
        }
    }
    if parameter.is_switch() {
        return match texts.as_slice() {
            [one] if one.as_literal() == Some("true") => Some("$true".to_owned()),
            [one] if one.as_literal() == Some("false") => Some("$false".to_owned()),
            _ => None,
        };
    }
    let is_words = !parameter.accepted.spellings().is_empty();
    if is_words && texts.len() > 1 {
        let names: Vec<&str> = texts.iter().filter_map(Text::as_literal).collect();
        return Some(format!("'{}'", names.join(",")));
    }
    let expressions: Vec<String> = texts
        .iter()
        .map(|text| expression(text).ok().map(|expression| expression.source))
        .collect::<Option<_>>()?;
    match expressions.as_slice() {
        [one] if is_words => texts.first()?.as_literal().map(|word| match one.is_empty() {
            true => String::new(),
            false => word.to_owned(),
        }),
        [one] => Some(one.clone()),
        [] => None,
        several => Some(format!("@({})", several.join(", "))),
    }
}

/// A setting that no call says yet: a parameter at the end of the call that makes or changes the job.
pub(super) fn put_in(
    script: &Import,
    number: usize,
    id: SettingId,
    entries: &Entries,
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    let setting = SettingValue::read(id, entries)
        .map_err(|_| Unchangeable::new(format!("{} has a value that BITS does not take.", id.label())))?;
    let call = about(script, number).find_map(|statement| match &statement.called {
        Called::Cmdlet(bound)
            if statement.map.is_none()
                && matches!(bound.cmdlet.purpose, Purpose::Creates | Purpose::Sets) =>
        {
            Some((statement, bound))
        }
        _ => None,
    });
    let Some((statement, bound)) = call else {
        return Err(Unchangeable::new("The script has no call that could say it."));
    };
    let takes = |name: &str| -> Option<&'static Parameter> { bound.cmdlet.named(name) };
    let parameters = powershell_parameters(&setting).map_err(Unchangeable::new)?;
    let mut said = String::new();
    for parameter in parameters {
        let name = parameter
            .trim_start_matches('-')
            .split([' ', ':'])
            .next()
            .unwrap_or("");
        if takes(name).is_none() {
            return Err(Unchangeable::new(format!(
                "{} has no parameter -{name}.",
                bound.cmdlet.name
            )));
        }
        said.push(' ');
        said.push_str(&parameter);
    }
    let at = Span::new(statement.span.end, statement.span.end);
    changes.entry(at).or_default().push_str(&said);
    Ok(())
}
