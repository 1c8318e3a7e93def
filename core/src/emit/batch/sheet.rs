//! A batch file under construction: its lines, what it asks for, what it needs, what it cannot say.

use super::names::{Names, OWN};
use super::routine::Routine;
use crate::diagnostic::{At, Diagnostic, Place, has_errors};
use crate::emit::bitsadmin::Argument;
use crate::emit::cmd::{self, Words, password_on_command_line, secret_on_command_line, tokens};
use crate::emit::script::{Writer, token};
use crate::emit::{Emission, Line, Note, Target, Token, TokenKind};
use crate::plan::{Plan, put, put_all};
use crate::quote::{self, Demand, Guard, Refusal, batch, check_line_length};
use crate::secret::is_hole;
use crate::shell_variable::is_computed;
use crate::text::{Dialect, Piece, Text, is_environment_name};

/// A secret that a person writes into the file before it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blank {
    /// The variable that holds it.
    pub(super) variable: String,
    /// What it is, in words; no text of the job.
    pub(super) label: String,
    /// What it is for.
    pub(super) place: Place,
}

/// A batch file under construction.
pub(super) struct Sheet<'p> {
    writer: Writer,
    plans: &'p [Plan],
    names: Names,
    section: usize,
    pretends: bool,
    guards: Vec<Guard>,
    blanks: Vec<Blank>,
    imports: Vec<(String, Text)>,
    passwords: usize,
    routines: Vec<Routine>,
    notes: Vec<Note>,
    unread: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl<'p> Sheet<'p> {
    /// An empty file.
    pub(super) fn new(plans: &'p [Plan]) -> Sheet<'p> {
        Sheet {
            writer: Writer::default(),
            plans,
            names: Names::new(plans),
            section: 0,
            pretends: false,
            guards: Vec::new(),
            blanks: Vec::new(),
            imports: Vec::new(),
            passwords: 0,
            routines: Vec::new(),
            notes: Vec::new(),
            unread: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Begins the section of a plan.
    pub(super) fn enter(&mut self, index: usize) {
        self.section = index.saturating_add(1);
        self.pretends = false;
        self.at(None);
    }

    /// From here on secrets are shown as stars: the lines only say what would be called.
    pub(super) fn pretend(&mut self) {
        self.pretends = true;
    }

    /// Whether the lines only say what would be called.
    pub(super) fn pretends(&self) -> bool {
        self.pretends
    }

    /// Takes the lines written so far; what follows belongs to no plan.
    pub(super) fn take_lines(&mut self) -> Vec<Line> {
        self.section = 0;
        self.at(None);
        std::mem::take(&mut self.writer).finish()
    }

    /// Adds lines that are complete.
    pub(super) fn extend(&mut self, lines: Vec<Line>) {
        self.writer.extend(lines);
    }

    /// What follows comes from this place.
    pub(super) fn at(&mut self, place: Option<Place>) -> &mut Self {
        let place = place.map(|place| self.located(place));
        self.writer.from(place);
        self
    }

    fn located(&self, place: Place) -> Place {
        match (self.plans.len() > 1, self.section.checked_sub(1)) {
            (true, Some(document)) if place.document.is_none() => place.in_document(document),
            _ => place,
        }
    }

    /// A line of the file's own words. `#` stands for the number of the section.
    pub(super) fn own(&mut self, line: &str) -> &mut Self {
        let tokens = self.cut(line);
        self.writer.line(tokens);
        self
    }

    /// A line of the file's own words about names that are not its own: each `$` is the next of them, as it is.
    pub(super) fn own_about(&mut self, line: &str, names: &[&str]) -> &mut Self {
        let mut names = names.iter();
        let mut whole = String::new();
        for (at, own) in line.split('$').enumerate() {
            if at > 0 {
                whole.push_str(names.next().copied().unwrap_or_default());
            }
            whole.push_str(&own.replace(OWN, self.names.prefix()));
        }
        self.writer.line(tokens(&whole));
        self
    }

    /// Lines of the file's own words.
    pub(super) fn owns(&mut self, lines: &[&str]) -> &mut Self {
        for line in lines {
            self.own(line);
        }
        self
    }

    /// A line that begins and ends with own words and has other words between.
    pub(super) fn around(&mut self, before: &str, words: Vec<Token>, after: &str) -> &mut Self {
        let mut line = self.cut(before);
        line.extend(words);
        line.extend(self.cut(after));
        self.writer.line(line);
        self
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> &mut Self {
        self.writer.blank();
        self
    }

    /// A sentence for whoever runs the file. It holds no text of the job.
    pub(super) fn say(&mut self, sentence: &str) -> &mut Self {
        self.own(&format!("echo {sentence}"))
    }

    /// One token of the file's own.
    pub(super) fn own_token(&self, text: &str) -> Token {
        token(TokenKind::Variable, text.replace(OWN, self.names.prefix()))
    }

    fn cut(&self, line: &str) -> Vec<Token> {
        let number = self.section.to_string();
        let mut line = line.to_owned();
        if self.section > 0 && !line.starts_with("rem") {
            line = line.replace('#', &number);
        }
        if self.names.prefix() != OWN {
            line = line.replace(OWN, self.names.prefix());
        }
        tokens(&line)
    }

    /// The file needs a routine.
    pub(super) fn need(&mut self, routine: Routine) {
        if put(&mut self.routines, routine) {
            for other in routine.needs() {
                self.need(*other);
            }
        }
    }

    /// The routines that it needs.
    pub(super) fn routines(&self) -> Vec<Routine> {
        self.routines.clone()
    }

    /// Demands on the values of variables, in a fixed order.
    pub(super) fn guards(&self) -> &[Guard] {
        &self.guards
    }

    /// Secrets that are to be filled in.
    pub(super) fn blanks(&self) -> &[Blank] {
        &self.blanks
    }

    /// The variable of a parameter.
    pub(super) fn parameter(&self, name: &str) -> String {
        self.names.parameter(name, self.section)
    }

    /// Something that is not said.
    pub(super) fn note(&mut self, place: Place, message: impl Into<String>, source: &'static str) {
        let note = Note {
            place: self.located(place),
            message: message.into(),
            source,
        };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The notes so far.
    pub(super) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// A value that is set and not read back, and why.
    pub(super) fn unread(&mut self, label: &str, reason: &str) {
        put(&mut self.unread, format!("{label}: {reason}"));
    }

    /// What is set and not read back.
    pub(super) fn unread_values(&self) -> &[String] {
        &self.unread
    }

    /// Something to say.
    pub(super) fn diagnostic(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.place = self.located(diagnostic.place);
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// A text with the names of this file, and with what is asked for noted.
    fn adapted(&mut self, text: &Text, place: Place) -> Text {
        let pieces: Vec<Piece> = text
            .pieces()
            .iter()
            .map(|piece| match piece {
                Piece::Parameter(name) if is_hole(name) && self.pretends => Piece::Literal("***".to_owned()),
                Piece::Parameter(name) => {
                    let variable = self.parameter(name);
                    if is_hole(name) {
                        self.ask_for(name, &variable, place);
                    }
                    Piece::Parameter(variable)
                }
                Piece::Opaque {
                    shell: Dialect::Cmd, ..
                } if batch::word(&Text::from_pieces([piece.clone()])).is_ok() => self.import(piece),
                // What cmd computes is another value at each reading.
                Piece::Environment(name) if is_computed(name) => self.import(piece),
                other => other.clone(),
            })
            .collect();
        Text::from_pieces(pieces)
    }

    fn ask_for(&mut self, hole: &str, variable: &str, place: Place) {
        if self.blanks.iter().any(|blank| blank.variable == variable) {
            return;
        }
        let label = self
            .plans
            .get(self.section.saturating_sub(1))
            .into_iter()
            .flat_map(Plan::holes)
            .find(|one| one.name == hole)
            .map_or_else(|| "secret".to_owned(), |one| ascii(&one.label));
        let place = self.located(place);
        self.blanks.push(Blank {
            variable: variable.to_owned(),
            label,
            place,
        });
        self.diagnostic(secret_on_command_line(place));
    }

    /// An expression such as `%~dp0` means something else in a section that is called; it is taken down before.
    fn import(&mut self, piece: &Piece) -> Piece {
        let text = Text::from_pieces([piece.clone()]);
        let known = self.imports.iter().find(|(_, import)| *import == text);
        let variable = match known {
            Some((variable, _)) => variable.clone(),
            None => {
                let number = self.imports.len().saturating_add(1);
                let variable = format!("{}IMPORT{number}", self.names.prefix());
                self.imports.push((variable.clone(), text));
                variable
            }
        };
        Piece::Parameter(variable)
    }

    /// A text between quotes for a command of cmd's own; nothing where quotes cannot hold it.
    pub(super) fn quoted(&mut self, text: &Text, place: Place) -> Option<Token> {
        let text = self.adapted(text, place);
        self.demand(&text);
        batch::quoted(&text).map(|quoted| token(TokenKind::Literal, quoted))
    }

    /// The line that gives a variable of the file's own a text.
    pub(super) fn assign(&mut self, name: &str, text: &Text, place: Place) {
        let text = self.adapted(text, place);
        self.demand(&text);
        self.set_variable(&name.replace(OWN, self.names.prefix()), &text, place);
    }

    /// The variables that are read where expressions are taken down.
    pub(super) fn imported_names(&self) -> Vec<String> {
        let pieces = self.imports.iter().flat_map(|(_, text)| text.pieces());
        let named = pieces.flat_map(|piece| match piece {
            Piece::Opaque { source, .. } => expanded_names(source),
            Piece::Environment(name) => vec![name.clone()],
            Piece::Literal(_) | Piece::Parameter(_) => Vec::new(),
        });
        named.collect()
    }

    /// Whether a guard is about the value of an expression that is taken down.
    pub(super) fn is_import(&self, guard: &Guard) -> bool {
        self.imports
            .iter()
            .any(|(variable, _)| guard.value == format!("%{variable}%"))
    }

    /// The lines that take down the expressions of imported files.
    pub(super) fn write_imports(&mut self) {
        for (variable, text) in self.imports.clone() {
            self.set_variable(&variable, &text, Place::new(At::Job));
        }
    }

    fn set_variable(&mut self, variable: &str, text: &Text, place: Place) {
        match batch::assignment(variable, text) {
            Ok(assignment) => {
                self.around("set ", vec![token(TokenKind::Literal, assignment)], "");
            }
            Err(refusal) => self.refuse(refusal, place),
        }
    }

    /// The arguments of a call, each with a blank before it.
    pub(super) fn call_words(&mut self, arguments: &[Argument], place: Place) -> Vec<Token> {
        self.arguments(arguments, place)
    }

    fn demand(&mut self, text: &Text) {
        if let Ok(guards) = batch::guards(text) {
            put_all(&mut self.guards, guards);
        }
    }

    fn demand_of_bitsadmin(&mut self, text: &Text, kind: quote::Place) {
        if let Ok(guards) = batch::bitsadmin_guards(text, kind) {
            if guards.iter().any(|guard| guard.demand == Demand::NotGuid) {
                self.need(Routine::Guid);
            }
            put_all(&mut self.guards, guards);
        }
    }

    /// The file, or why there is none.
    pub(super) fn finish(mut self) -> Result<Emission, Vec<Diagnostic>> {
        let lines = std::mem::take(&mut self.writer).finish();
        for line in &lines {
            if let Err(refusal) = check_line_length(&line.text()) {
                let place = line.origin.unwrap_or(Place::new(At::Job));
                self.diagnostic(cmd::refused(Target::Batch, refusal, place));
            }
        }
        if has_errors(&self.diagnostics) {
            return Err(self.diagnostics);
        }
        Ok(Emission {
            lines,
            notes: self.notes,
            diagnostics: self.diagnostics,
        })
    }
}

/// The names between percent signs; `%1` and `%~dp0` are arguments of the file.
fn expanded_names(source: &str) -> Vec<String> {
    let inner = source.split('%').skip(1).step_by(2);
    inner
        .filter_map(|inner| inner.split(':').next())
        .filter(|name| is_environment_name(name) && !name.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// Only what every code page shows alike, and nothing that cmd reads as more than itself.
fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '-' | '_' | '.' => c,
            _ => '_',
        })
        .collect()
}

impl Words for Sheet<'_> {
    fn text(&mut self, text: &Text, kind: quote::Place, place: Place) -> Result<Token, Refusal> {
        let text = self.adapted(text, place);
        let word = batch::word(&text)?;
        self.demand(&text);
        self.demand_of_bitsadmin(&text, kind);
        Ok(token(TokenKind::Literal, word))
    }

    fn password(&mut self, _user: &Text, place: Place) -> Option<Token> {
        if self.pretends {
            return Some(token(TokenKind::Literal, "***"));
        }
        self.passwords = self.passwords.saturating_add(1);
        let number = self.passwords;
        let variable = format!("{}PASSWORD{number}", self.names.prefix());
        let place = self.located(place);
        self.blanks.push(Blank {
            variable: variable.clone(),
            label: format!("password {number}"),
            place,
        });
        self.diagnostic(password_on_command_line(place));
        let text = Text::from_pieces([Piece::Parameter(variable)]);
        self.demand(&text);
        self.demand_of_bitsadmin(&text, quote::Place::Value);
        batch::word(&text)
            .ok()
            .map(|word| token(TokenKind::Variable, word))
    }

    fn diagnose(&mut self, diagnostic: Diagnostic) {
        self.diagnostic(diagnostic);
    }

    fn refuse(&mut self, refusal: Refusal, place: Place) {
        self.diagnostic(cmd::refused(Target::Batch, refusal, place));
    }
}
