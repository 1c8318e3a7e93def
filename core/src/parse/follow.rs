//! A script followed to its jobs: variables, calls, what each call does to which job.
//!
//! Nothing is run. What a variable holds is known where the script says it in so many words; anything else stays a piece
//! of the text it stands in.

mod bitsadmin;
mod cmd;
mod handle;
mod line;
mod cmdlet;
mod outer;
mod surprise;
mod waiting;
mod powershell;
mod variables;

use super::cmd::Mode;
use super::found::{Found, Pattern};
use super::jobs::{Jobs, ScriptJob};
use super::nested::{Inner, Map};
use super::{Called, Statement, hidden};
use crate::parse::powershell::{Edition, TextPart, Value};
use crate::span::Span;
use crate::text::{Dialect, Piece, Text, is_environment_name};
use outer::{Outer, Part, StandsFor};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

pub(super) use surprise::SURPRISES;
pub(super) use waiting::WAITING;

/// What is known of a script while it is followed.
pub(super) struct Script<'a> {
    jobs: Jobs<'a>,
    statements: Vec<Statement>,
    opaque: Vec<Span>,
    comments: Vec<Span>,
    found: Vec<Found>,
    /// What was found already: loops come by again.
    seen: BTreeSet<(Span, &'static str)>,
    /// Where a text that stands inside of the source stands in it.
    map: Option<Rc<Map>>,
    edition: Edition,
    /// How deep texts stand inside of each other.
    depth: usize,
    /// What stands in the text that is read now for variables of the shell around it.
    outer: Outer,
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
}

/// The deepest that one shell stands inside of the other.
const DEEPEST: usize = 4;

/// The most bytes that a script grows by: what its variables hold, each time that it is put in, and what is followed
/// another time.
const MOST_GROWN: usize = 4 << 20;
/// What growing counts besides the bytes.
const ONCE: usize = 64;

/// Follows a text of cmd.
pub(super) fn batch(source: &str, mode: Mode, edition: Edition) -> Followed {
    let mut script = Script::new(source, edition);
    cmd::follow(&mut script, source, mode);
    script.followed()
}

/// Follows a text of PowerShell.
pub(super) fn powershell(source: &str, edition: Edition) -> Followed {
    let mut script = Script::new(source, edition);
    powershell::follow(&mut script, source);
    script.followed()
}

impl<'a> Script<'a> {
    fn new(source: &'a str, edition: Edition) -> Script<'a> {
        Script {
            jobs: Jobs::new(source),
            statements: Vec::new(),
            opaque: Vec::new(),
            comments: Vec::new(),
            found: Vec::new(),
            seen: BTreeSet::new(),
            map: None,
            edition,
            depth: 0,
            outer: Outer::default(),
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
            map: self.map.clone(),
        });
    }

    fn opaque(&mut self, span: Span) {
        let span = self.at(span);
        self.opaque.push(span);
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

    /// Reads a text that stands inside of a word.
    fn nested(&mut self, inner: Inner, outer: Outer, span: Span, read: impl FnOnce(&mut Self, &str)) {
        if self.depth >= DEEPEST {
            self.opaque(span);
            return;
        }
        let map = self.map.replace(Rc::new(inner.map));
        let outer = std::mem::replace(&mut self.outer, outer);
        self.depth = self.depth.saturating_add(1);
        read(self, &inner.text);
        self.depth = self.depth.saturating_sub(1);
        self.outer = outer;
        self.map = map;
    }

    fn followed(self) -> Followed {
        let (jobs, numbers, mut found) = self.jobs.finish();
        let mut statements = self.statements;
        for statement in &mut statements {
            statement.job = statement.job.and_then(|job| numbers.get(job).copied().flatten());
        }
        found.extend(self.found);
        found.sort_by_key(|found| (found.span.start, found.span.end));
        Followed {
            jobs,
            statements,
            opaque: self.opaque,
            comments: self.comments,
            found,
        }
    }
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
            TextPart::Unknown(value) => out.push(piece(&value)),
        }
    }
    out
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
        let digest = source.bytes().fold(0x811C_9DC5_u32, |digest, byte| {
            (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        return Piece::Parameter(format!("expression_{digest:08x}"));
    }
    Piece::Opaque {
        source,
        shell: Dialect::PowerShell,
    }
}
