//! Calls of bitsadmin with other words.

use super::value::{Words, words};
use super::{Changes, Unchangeable, about, carries};
use crate::catalog::{SettingId, SettingValue};
use crate::command::Purpose;
use crate::command::bitsadmin::{Argument, Kind, setter};
use crate::emit::bitsadmin_words;
use crate::parse::bitsadmin::{Given, Statement as Call};
use crate::parse::cmd::Mode;
use crate::parse::jobs::{ScriptJob, held};
use crate::parse::reorder::lines_of;
use crate::parse::{Called, Import, Statement};
use crate::quote::{Place, batch, bitsadmin_word, powershell, prompt};
use crate::span::Span;
use crate::text::{Dialect, Text};
use crate::value::Entries;

/// A setting of a call gets other words.
#[expect(
    clippy::too_many_arguments,
    reason = "each is one thing that the words depend on"
)]
pub(super) fn replace(
    source: &str,
    script: &Import,
    job: &ScriptJob,
    statement: &Statement,
    call: &Call,
    id: SettingId,
    entries: Option<&Entries>,
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    let carries_it = |given: &&Given| carries(given.argument.role, id);
    let Some(entries) = entries else {
        if call
            .verb
            .is_some_and(|verb| verb.purpose == Purpose::Sets && verb.settings() == [id])
        {
            changes.insert(whole_lines(source, statement.span)?, String::new());
            return Ok(());
        }
        return match call.arguments.iter().any(|given| carries_it(&given))
            || call
                .verb
                .and_then(|verb| verb.means)
                .is_some_and(|means| means.setting == id)
        {
            true => Err(Unchangeable::new(format!(
                "{} stands in a call that does more, so it cannot be taken out by itself.",
                id.label()
            ))),
            false => Ok(()),
        };
    };
    for given in call.arguments.iter().filter(carries_it) {
        let span = statement.outer(given.span);
        let row = job
            .said(id)
            .iter()
            .find(|said| said.span == span)
            .and_then(|said| said.row);
        for carries in given
            .argument
            .role
            .carries()
            .iter()
            .filter(|one| held(one).0 == id)
        {
            let (_, part) = held(carries);
            let text = value(
                words(id, part, row, entries, given.argument.kind.spellings()),
                given.argument.kind,
            )
            .ok_or_else(|| {
                Unchangeable::new(format!(
                    "{} has no words in bitsadmin for this value.",
                    id.label()
                ))
            })?;
            if text != given.text {
                let word = quoted(source, script, &text, given.argument.kind)?;
                if changes
                    .insert(span, word.clone())
                    .is_some_and(|before| before != word)
                {
                    return Err(Unchangeable::new(
                        "The same words of the script say several values.",
                    ));
                }
            }
        }
    }
    Ok(())
}

/// What an argument says.
fn value(words: Option<Words>, kind: Kind) -> Option<Text> {
    Some(match words? {
        Words::Number(number) => Text::literal(number.to_string()),
        Words::Mask(mask) => Text::literal(format!("0x{mask:04X}")),
        Words::Texts(texts) => match (kind, texts.as_slice()) {
            (Kind::List(_), []) => Text::literal("NULL"),
            (Kind::List(between), texts) => joined(texts, &between.to_string()),
            (Kind::Letters(_), texts) => joined(texts, ""),
            (_, [one]) => one.clone(),
            _ => return None,
        },
    })
}

fn joined(texts: &[Text], between: &str) -> Text {
    let mut out = Text::default();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            out.push(crate::text::Piece::Literal(between.to_owned()));
        }
        text.pieces().iter().for_each(|piece| out.push(piece.clone()));
    }
    out
}

/// A text as a word of the script's shell.
fn quoted(source: &str, script: &Import, text: &Text, kind: Kind) -> Result<String, Unchangeable> {
    let is_own = matches!(
        kind,
        Kind::OneOf(_) | Kind::Letters(_) | Kind::Number | Kind::Mask | Kind::Bits(_) | Kind::List(_)
    );
    let place = match kind {
        Kind::NewName | Kind::Job => Place::JobName,
        _ => Place::Value,
    };
    if !is_own {
        bitsadmin_word(text, place).map_err(|refusal| Unchangeable::new(refusal.to_string()))?;
    }
    let word = match script.shell {
        Dialect::Cmd => match Mode::of(source) {
            Mode::Batch => batch::word(text),
            Mode::Prompt => prompt::word(text),
        },
        Dialect::PowerShell => powershell::expression(text).map(|expression| expression.source),
    };
    word.map_err(|refusal| Unchangeable::new(refusal.to_string()))
}

fn whole_lines(source: &str, span: Span) -> Result<Span, Unchangeable> {
    lines_of(source, span).ok_or_else(|| {
        Unchangeable::new(
            "The statement does not have its line for itself, so it cannot be taken out or put in there.",
        )
    })
}

/// A setting that no call says yet: a call of its own, behind the last one that makes the job or sets something of it.
pub(super) fn put_in(
    source: &str,
    script: &Import,
    number: usize,
    id: SettingId,
    entries: &Entries,
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    if id == SettingId::Files {
        return add_files(source, script, number, entries, 0, changes);
    }
    if let Some((statement, call)) = transfer(script, number)
        && let Some((argument, part)) = switch(call, id)
    {
        let text = value(
            words(id, part, None, entries, argument.kind.spellings()),
            argument.kind,
        );
        let file = call
            .arguments
            .iter()
            .find(|given| carries(given.argument.role, SettingId::Files));
        if let (Some(text), Some(file), Some(switch)) = (text, file, argument.switch) {
            let word = quoted(source, script, &text, argument.kind)?;
            let start = statement.outer(file.span).start;
            let place = changes.entry(Span::new(start, start)).or_default();
            place.push_str(&format!("{switch} {word} "));
            return Ok(());
        }
    }
    let value = SettingValue::read(id, entries)
        .map_err(|_| Unchangeable::new(format!("{} has a value that BITS does not take.", id.label())))?;
    let calls = bitsadmin_words(&value).map_err(Unchangeable::new)?;
    let verb = setter(id).map(|verb| verb.name);
    for (verb_name, texts) in calls {
        let verb_name = verb
            .filter(|name| name.eq_ignore_ascii_case(verb_name))
            .unwrap_or(verb_name);
        insert(source, script, number, verb_name, &texts, changes)?;
    }
    Ok(())
}

/// The call that makes the job and waits for it.
fn transfer(script: &Import, number: usize) -> Option<(&Statement, &Call)> {
    about(script, number).find_map(|statement| match &statement.called {
        Called::Bitsadmin(call)
            if statement.map.is_none()
                && call.verb.is_some_and(|verb| verb.purpose == Purpose::Transfers) =>
        {
            Some((statement, call))
        }
        _ => None,
    })
}

/// The switch of a call that says a setting, and which part of it.
fn switch(call: &Call, id: SettingId) -> Option<(&'static Argument, usize)> {
    let argument = call
        .verb?
        .arguments
        .iter()
        .find(|argument| argument.switch.is_some() && carries(argument.role, id))?;
    let part = argument
        .role
        .carries()
        .iter()
        .map(held)
        .find(|(held, _)| *held == id)?
        .1;
    Some((argument, part))
}

/// Files that no call adds yet.
pub(super) fn add_files(
    source: &str,
    script: &Import,
    number: usize,
    entries: &Entries,
    from: usize,
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    for row in from..entries.rows() {
        let cell = |part| match words(SettingId::Files, part, Some(row), entries, &[]) {
            Some(Words::Texts(texts)) => texts.first().cloned(),
            _ => None,
        };
        let (Some(remote), Some(local)) = (cell(0), cell(1)) else {
            return Err(Unchangeable::new("A file lacks its remote or its local name."));
        };
        let ranges = cell(2).filter(|ranges| !ranges.is_empty());
        if let (None, Some((statement, call))) = (&ranges, transfer(script, number)) {
            let last = call.arguments.last().map_or(call.verb_span, |given| given.span);
            let end = statement.outer(last).end;
            for text in [&remote, &local] {
                let word = quoted(source, script, text, Kind::Text)?;
                let place = changes.entry(Span::new(end, end)).or_default();
                place.push_str(&format!(" {word}"));
            }
            continue;
        }
        match ranges {
            Some(ranges) => insert(
                source,
                script,
                number,
                "/addfilewithranges",
                &[remote, local, ranges],
                changes,
            )?,
            None => insert(source, script, number, "/addfile", &[remote, local], changes)?,
        }
    }
    Ok(())
}

/// Puts a call in, on a line of its own.
fn insert(
    source: &str,
    script: &Import,
    number: usize,
    verb: &str,
    texts: &[Text],
    changes: &mut Changes,
) -> Result<(), Unchangeable> {
    let calls = about(script, number).filter_map(|statement| match &statement.called {
        Called::Bitsadmin(call) if statement.map.is_none() => Some((statement, call)),
        _ => None,
    });
    let mut anchor: Option<(&Statement, &Call)> = None;
    let mut job: Option<Span> = None;
    for (statement, call) in calls {
        let Some(own) = call.verb else { continue };
        let named = call.arguments.iter().find(|given| match given.argument.kind {
            Kind::Job => true,
            Kind::NewName => own.purpose == Purpose::Creates,
            _ => false,
        });
        if let Some(named) = named
            && (job.is_none() || matches!(named.argument.kind, Kind::Job))
        {
            job = Some(named.span);
        }
        match own.purpose {
            Purpose::Creates | Purpose::AddsFiles | Purpose::Sets => anchor = Some((statement, call)),
            Purpose::Controls(_) => break,
            _ => {}
        }
    }
    let (Some((statement, call)), Some(job)) = (anchor, job) else {
        return Err(Unchangeable::new(
            "The script has no statement behind which this could stand.",
        ));
    };
    let lines = whole_lines(source, statement.span)?;
    let before = source.get(lines.start..statement.span.start).unwrap_or("");
    let mut line = format!("{before}{} {verb} {}", call.program.of(source), job.of(source));
    for text in texts {
        line.push(' ');
        let is_null = text.as_literal() == Some("NULL");
        let kind = if is_null { Kind::Number } else { Kind::Text };
        line.push_str(&quoted(source, script, text, kind)?);
    }
    let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let at = Span::new(lines.end, lines.end);
    let is_last = !source.get(..lines.end).unwrap_or("").ends_with('\n');
    let place = changes.entry(at).or_default();
    if is_last && place.is_empty() {
        place.push_str(end);
    }
    place.push_str(&line);
    if !is_last {
        place.push_str(end);
    }
    Ok(())
}
