//! A script followed to its jobs: variables, calls, what each call does to which job.
//!
//! Nothing is run. What a variable holds is known where the script says it in so many words; anything else stays a piece
//! of the text it stands in.

mod address;
mod bitsadmin;
mod counting;
mod cmd;
mod expandable;
mod handle;
mod launch;
mod line;
mod cmdlet;
mod mention;
mod outer;
mod password;
mod percent;
mod piped;
mod single_quotes;
mod started;
mod surprise;
mod upload;
mod waiting;
mod powershell;
mod variables;

use super::bitsadmin::PLACEHOLDER_AS_REDIRECTION;
use super::cmd::Mode;
use super::found::{Found, Pattern};
use super::jobs::{Jobs, ScriptJob};
use super::nested::{Inner, Map};
use super::patterns::{CMD_SYNTAX, COMMANDS_NEVER_RUN, MADE_IN_A_LOOP, TEXT_NOT_READ};
use super::{Called, Statement, hidden};
use crate::diagnostic::Severity;
use crate::parse::powershell::{Edition, TextPart, Value};
use crate::span::Span;
use crate::text::{Dialect, Piece, Text, is_environment_name};
use outer::{Outer, Part, StandsFor};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

pub(super) use address::ADDRESSES;
pub(crate) use bitsadmin::is_list_of_files;
pub(crate) use cmdlet::hexadecimal;
pub(super) use expandable::IN_TEXTS;
pub(crate) use mention::not_read;
pub(super) use password::PASSWORDS;
pub(super) use piped::PIPED;
pub(super) use powershell::is_doubt;
pub(super) use started::STARTED;
pub(super) use surprise::SURPRISES;
pub(super) use upload::UPLOADS;
pub(super) use waiting::WAITING;

/// What is known of a script while it is followed.
pub(super) struct Script<'a> {
    source: &'a str,
    jobs: Jobs<'a>,
    statements: Vec<Statement>,
    opaque: Vec<Span>,
    /// Opaque parts that run nothing that they name.
    passed_over: Vec<Span>,
    comments: Vec<Span>,
    found: Vec<Found>,
    /// Where the literals stand that are handed on to what signs in, and what they say.
    secrets: Vec<(Span, String)>,
    /// What was found already: loops come by again.
    seen: BTreeSet<(Span, &'static str)>,
    /// Where a text that stands inside of the source stands in it.
    map: Option<Rc<Map>>,
    edition: Edition,
    /// How deep texts stand inside of each other.
    depth: usize,
    /// Whether what is read stands in a function that nothing in the text calls.
    is_aside: bool,
    /// Whether what is read stands behind a label of cmd to which only jumps under conditions lead.
    is_by_jump: bool,
    /// How many loops stand around what is read whose rounds are not followed one by one.
    rounds: usize,
    /// What stands in the text that is read now for variables of the shell around it.
    outer: Outer,
    /// The runs of that text that the shell around it fills in, where it is one of cmd.
    filled: Vec<Span>,
    /// How many bytes were put in for variables, or followed another time.
    grown: Cell<usize>,
}

/// What became of a script.
pub(super) struct Followed {
    pub(super) jobs: Vec<ScriptJob>,
    pub(super) statements: Vec<Statement>,
    pub(super) opaque: Vec<Span>,
    pub(super) comments: Vec<Span>,
    pub(super) found: Vec<Found>,
    pub(super) secrets: Vec<(Span, String)>,
}

/// The deepest that one shell stands inside of the other.
const DEEPEST: usize = 4;

/// The most bytes that a script grows by: what its variables hold, each time that it is put in, and what is followed
/// another time.
const MOST_GROWN: usize = 4 << 20;
/// What growing counts besides the bytes.
const ONCE: usize = 256;

/// Follows a text of cmd; `text` is the source with blanks in the place of sentences.
pub(super) fn batch(source: &str, text: &str, sentences: &[Span], edition: Edition) -> Followed {
    let mut script = Script::new(source, edition);
    sentences.iter().for_each(|span| script.pass_over(*span));
    cmd::follow(&mut script, text, Mode::of(text));
    script.followed(Dialect::Cmd)
}

/// Follows a text of PowerShell; `text` is the source with blanks in the place of sentences.
pub(super) fn powershell(source: &str, text: &str, sentences: &[Span], edition: Edition) -> Followed {
    let mut script = Script::new(source, edition);
    sentences.iter().for_each(|span| script.pass_over(*span));
    powershell::follow(&mut script, text);
    script.followed(Dialect::PowerShell)
}

impl<'a> Script<'a> {
    fn new(source: &'a str, edition: Edition) -> Script<'a> {
        Script {
            source,
            jobs: Jobs::new(source),
            statements: Vec::new(),
            opaque: Vec::new(),
            passed_over: Vec::new(),
            comments: Vec::new(),
            found: Vec::new(),
            secrets: Vec::new(),
            seen: BTreeSet::new(),
            map: None,
            edition,
            depth: 0,
            is_aside: false,
            is_by_jump: false,
            rounds: 0,
            outer: Outer::default(),
            filled: Vec::new(),
            grown: Cell::new(0),
        }
    }

    /// Whether the script may grow by that much, so that a short text does not become an endless one.
    fn may_grow(&self, bytes: usize) -> bool {
        let grown = self.grown.get().saturating_add(bytes).saturating_add(ONCE);
        self.grown.set(grown);
        grown <= MOST_GROWN
    }

    /// Where something of the text that is read now stands in the source.
    fn at(&self, span: Span) -> Span {
        match &self.map {
            Some(map) => map.outer(span),
            None => span,
        }
    }

    fn statement(&mut self, called: Called, span: Span, job: Option<usize>) {
        self.statements.push(Statement {
            span: self.at(span),
            called,
            job,
            is_sure: self.jobs.conditions.are_none() && !self.is_aside && !self.is_by_jump,
            map: self.map.clone(),
        });
    }

    fn opaque(&mut self, span: Span) {
        let span = self.at(span);
        self.opaque.push(span);
    }

    /// What is opaque and runs nothing that it names: it looks for a text, or for something that runs.
    fn pass_over(&mut self, span: Span) {
        self.opaque(span);
        let span = self.at(span);
        self.passed_over.push(span);
    }

    /// What a command printed: it names commands and runs none.
    fn printed(&mut self, span: Span) {
        let span = self.at(span);
        self.passed_over.push(span);
    }

    /// A part that never runs; where it names a command of BITS, that is said.
    fn never_runs(&mut self, span: Span, source: &str) {
        let found = COMMANDS_NEVER_RUN.at(span, COMMANDS_NEVER_RUN.what, COMMANDS_NEVER_RUN.instead);
        self.leave_out(source, found);
    }

    /// A part of a function to which no call in the text comes.
    fn not_come_to(&mut self, span: Span, source: &str) {
        let found = COMMANDS_NEVER_RUN.at(
            span,
            "No call in the text comes to this branch of the function: it is not read.",
            "Read it with other parameters, where the function is called elsewhere.",
        );
        self.leave_out(
            source,
            Found {
                severity: Severity::Information,
                ..found
            },
        );
    }

    /// A part that is not read; what is said of it, where it names a command of BITS.
    fn leave_out(&mut self, source: &str, found: Found) {
        match mention::is_in(found.span.of(source)) {
            true => {
                self.pass_over(found.span);
                self.found(found);
            }
            false => self.opaque(found.span),
        }
    }

    /// What follows stands in one more loop whose rounds are not followed one by one.
    fn enter_rounds(&mut self) {
        self.rounds = self.rounds.saturating_add(1);
    }

    /// What follows does not stand in the last of them any more.
    fn leave_rounds(&mut self) {
        self.rounds = self.rounds.saturating_sub(1);
    }

    /// A statement makes a job; its name stands at a place.
    fn make(&mut self, statement: Span, place: Span) -> usize {
        if self.rounds > 0 {
            self.made_in_a_loop(place, false);
        }
        self.jobs.make(self.at(statement))
    }

    /// A job is made, or a file is added, in a loop of which one round is read.
    fn made_in_a_loop(&mut self, place: Span, is_file: bool) {
        let (made, shown) = match is_file {
            true => ("A file is added", "files"),
            false => ("A job is made", "jobs"),
        };
        self.say(
            &MADE_IN_A_LOOP,
            place,
            format!(
                "{made} in a loop whose rounds are not followed one by one, since what it goes through is not known or is too much: the document shows one of the {shown}."
            ),
        );
    }

    fn secret(&mut self, span: Span, text: String) {
        let span = self.at(span);
        self.secrets.push((span, text));
    }

    fn comment(&mut self, span: Span) {
        let span = self.at(span);
        self.comments.push(span);
    }

    fn found(&mut self, found: Found) {
        let found = match &self.map {
            Some(map) => Found {
                span: map.outer(found.span),
                fix: None,
                ..found
            },
            None => found,
        };
        if self.seen.insert((found.span, found.rule)) {
            self.found.push(found);
        }
    }

    /// Says of a place what its pattern says of all.
    fn flag(&mut self, pattern: &Pattern, span: Span) {
        self.say(pattern, span, pattern.what);
    }

    fn say(&mut self, pattern: &Pattern, span: Span, message: impl Into<String>) {
        self.found(pattern.at(span, message, pattern.instead));
    }

    /// Whether what stands inside of what is read now is not read any more.
    fn is_too_deep(&self) -> bool {
        self.depth >= DEEPEST
    }

    /// Reads a text of PowerShell that need not stand in the source as it is: what it brings and runs is told here.
    fn nested_text(&mut self, inner: Inner, outer: Outer, span: Span, read: fn(&mut Self, &str)) {
        let before = self.statements.len();
        self.nested(inner, outer, span, |script, text| {
            read(script, text);
            let own = script.statements.get(before..).unwrap_or_default().iter();
            let of_text: Vec<&Statement> = own
                .filter(|one| match (&one.map, &script.map) {
                    (Some(one), Some(own)) => Rc::ptr_eq(one, own),
                    _ => false,
                })
                .collect();
            let found = started::in_text(text, &of_text);
            found.into_iter().for_each(|found| script.found(found));
        });
    }

    /// Reads a text that stands inside of a word.
    fn nested(&mut self, inner: Inner, outer: Outer, span: Span, read: impl FnOnce(&mut Self, &str)) {
        if self.is_too_deep() {
            self.opaque(span);
            self.say(
                &TEXT_NOT_READ,
                span,
                "This stands in too many other texts that are run as commands, and is not read.",
            );
            return;
        }
        let map = self.map.replace(Rc::new(inner.map));
        let outer = std::mem::replace(&mut self.outer, outer);
        let filled = std::mem::replace(&mut self.filled, inner.filled);
        self.depth = self.depth.saturating_add(1);
        read(self, &inner.text);
        self.depth = self.depth.saturating_sub(1);
        self.outer = outer;
        self.filled = filled;
        self.map = map;
    }

    fn followed(self, shell: Dialect) -> Followed {
        let (jobs, numbers, mut found) = self.jobs.finish();
        let mut statements = self.statements;
        for statement in &mut statements {
            statement.job = statement.job.and_then(|job| numbers.get(job).copied().flatten());
        }
        found.extend(self.found);
        without_what_follows(&mut found);
        let called = statements.iter().map(|statement| statement.span);
        let mut unknown = mention::not_followed(self.source, &self.opaque, called, &self.passed_over);
        unknown.sort_by_key(|found| found.span);
        unknown.dedup_by_key(|found| found.span);
        found.extend(unknown);
        let told: BTreeSet<(Span, &str)> = found.iter().map(|found| (found.span, found.rule)).collect();
        let started = started::started(self.source, shell, &statements, &self.opaque);
        found.extend(
            started
                .into_iter()
                .filter(|found| !told.contains(&(found.span, found.rule))),
        );
        found.sort_by_key(|found| (found.span.start, found.span.end));
        // What stands in a loop comes by again.
        let mut opaque = self.opaque;
        opaque.sort();
        opaque.dedup();
        Followed {
            jobs,
            statements,
            opaque,
            comments: self.comments,
            found,
            secrets: self.secrets,
        }
    }
}

/// Takes out what is wrong only because cmd reads a placeholder as redirections.
fn without_what_follows(found: &mut Vec<Found>) {
    let mut placeholders: Vec<Span> = found
        .iter()
        .filter(|found| found.rule == PLACEHOLDER_AS_REDIRECTION.name)
        .map(|found| found.span)
        .collect();
    placeholders.sort();
    found.retain(|found| {
        let before = placeholders.partition_point(|span| span.start <= found.span.start);
        let last = before.checked_sub(1).and_then(|last| placeholders.get(last));
        found.rule != CMD_SYNTAX.name || !last.is_some_and(|span| span.holds(found.span))
    });
}

/// A value of PowerShell as a text of a job.
fn text(value: &Value, outer: &Outer) -> Text {
    let mut out = Text::default();
    for part in value.to_parts() {
        match part {
            TextPart::Units(units) => {
                for part in outer.parts(&String::from_utf16_lossy(&units)) {
                    match part {
                        Part::Mark(_, StandsFor::Text(text)) => {
                            text.pieces().iter().for_each(|piece| out.push(piece.clone()));
                        }
                        Part::Literal(literal) | Part::Mark(literal, StandsFor::Job(_)) => {
                            out.push(Piece::Literal(literal.to_owned()));
                        }
                    }
                }
            }
            TextPart::Unknown(value) => {
                let mark = match &*value {
                    Value::Opaque(unknown) => outer.text(&unknown.source),
                    _ => None,
                };
                match mark {
                    Some(text) => text.pieces().iter().for_each(|piece| out.push(piece.clone())),
                    None => out.push(piece(&value)),
                }
            }
        }
    }
    out
}

/// A value of PowerShell as a text, where some of it is known: a letter, or a variable of the environment.
pub(crate) fn partly_known(value: &Value) -> Option<Text> {
    let text = text(value, &Outer::default());
    let is_known = |piece: &Piece| !matches!(piece, Piece::Opaque { .. } | Piece::Parameter(_));
    text.pieces().iter().any(is_known).then_some(text)
}

/// The job whose GUID stands in a value for a variable of the shell around the text.
fn outer_job(value: &Value, outer: &Outer) -> Option<usize> {
    outer.job(value.to_text()?.trim_matches(['{', '}', ' ']))
}

/// What is not known of a value, kept as it was written.
fn piece(value: &Value) -> Piece {
    match value {
        Value::Variable { name, unknown } => match name.split_once(':') {
            Some((scope, variable)) if scope.eq_ignore_ascii_case("env") && is_environment_name(variable) => {
                Piece::Environment(variable.to_owned())
            }
            _ => expression(unknown.source.to_string()),
        },
        Value::ScriptBlock(unknown) | Value::Opaque(unknown) => expression(unknown.source.to_string()),
        _ => expression(String::new()),
    }
}

/// An expression of PowerShell as a piece of a text. One that holds a secret becomes a parameter, which scripts ask for.
fn expression(source: String) -> Piece {
    if hidden::is_in(&source) {
        return hidden::asked(&source);
    }
    Piece::Opaque {
        source,
        shell: Dialect::PowerShell,
    }
}
