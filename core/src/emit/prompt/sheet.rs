//! Prompt lines under construction.

use crate::diagnostic::{At, Diagnostic, Place, has_errors};
use crate::emit::cmd::{self, Words, password_on_command_line, secret_on_command_line, tokens};
use crate::emit::script::{Writer, token};
use crate::emit::{Emission, Line, Note, Target, Token, TokenKind};
use crate::quote::{self, Demand, Refusal, RefusalReason, check_line_length, prompt};
use crate::secret::is_hole;
use crate::shell_variable::is_always_set;
use crate::text::{Piece, Text};

/// A secret that a person writes into a line before it is pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blank {
    /// The variable that holds it.
    pub(super) variable: String,
    /// What it is for.
    pub(super) place: Place,
    /// What must hold of it for a line to be carried out.
    conditions: Vec<String>,
}

/// Prompt lines under construction.
pub(super) struct Sheet {
    writer: Writer,
    several: bool,
    document: usize,
    blanks: Vec<Blank>,
    /// The conditions of the line being written: blanks that are filled in, values that bitsadmin takes for values.
    needed: Vec<String>,
    passwords: usize,
    notes: Vec<Note>,
    diagnostics: Vec<Diagnostic>,
}

impl Sheet {
    /// No lines yet.
    pub(super) fn new(several: bool) -> Sheet {
        Sheet {
            writer: Writer::default(),
            several,
            document: 0,
            blanks: Vec::new(),
            needed: Vec::new(),
            passwords: 0,
            notes: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Begins the lines of a plan.
    pub(super) fn enter(&mut self, index: usize) {
        self.document = index;
        self.at(None);
    }

    /// The variable that holds the GUID of the plan's job.
    pub(super) fn variable(&self) -> String {
        match self.document {
            0 => "BITS_JOB".to_owned(),
            index => format!("BITS_JOB{}", index.saturating_add(1)),
        }
    }

    /// Takes the lines written so far.
    pub(super) fn take_lines(&mut self) -> Vec<Line> {
        std::mem::take(&mut self.writer).finish()
    }

    /// Adds lines that are complete.
    pub(super) fn extend(&mut self, lines: Vec<Line>) {
        self.writer.extend(lines);
    }

    /// What follows comes from this place.
    pub(super) fn at(&mut self, place: Option<Place>) {
        let place = place.map(|place| self.located(place));
        self.writer.from(place);
    }

    fn located(&self, place: Place) -> Place {
        match (self.several, place.document) {
            (true, None) => place.in_document(self.document),
            _ => place,
        }
    }

    /// A line of own words.
    pub(super) fn own(&mut self, line: &str) {
        self.writer.line(tokens(line));
    }

    /// A line that begins with own words. It is carried out only when the secrets in it have been filled in.
    pub(super) fn around(&mut self, before: &str, words: Vec<Token>) {
        let mut line = Vec::new();
        // Wine's cmd does not know the switch behind an `if not`.
        let (first, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.needed)
            .into_iter()
            .partition(|condition| condition.starts_with("/i"));
        for condition in first.into_iter().chain(others) {
            line.extend(tokens(&format!("if {condition} ")));
        }
        line.extend(tokens(before));
        line.extend(words);
        self.writer.line(line);
    }

    /// The line that gives a variable a text.
    pub(super) fn assign(&mut self, variable: &str, text: &Text, place: Place) {
        let refused = foreign(text).map(foreign_variable);
        match refused.map_or_else(|| prompt::assignment(variable, text), Err) {
            Ok(assignment) => self.around("set ", vec![token(TokenKind::Literal, assignment)]),
            Err(refusal) => self.refuse(refusal, place),
        }
    }

    /// A line that starts the job: every secret of the job must have been filled in.
    pub(super) fn start(&mut self, line: &str) {
        let document = self.located(Place::new(At::Job)).document;
        self.needed = self
            .blanks
            .iter()
            .filter(|blank| blank.place.document == document)
            .flat_map(|blank| blank.conditions.clone())
            .collect();
        self.around(line, Vec::new());
    }

    /// Secrets that are to be filled in.
    pub(super) fn blanks(&self) -> &[Blank] {
        &self.blanks
    }

    /// The line being written needs a secret.
    fn need(&mut self, variable: &str, place: Place, diagnostic: Diagnostic) {
        let condition = format!("defined {variable}");
        self.require(condition.clone());
        if !self.blanks.iter().any(|blank| blank.variable == variable) {
            let place = self.located(place);
            self.blanks.push(Blank {
                variable: variable.to_owned(),
                place,
                conditions: vec![condition],
            });
            self.diagnose(diagnostic);
        }
    }

    fn require(&mut self, condition: String) {
        if !self.needed.contains(&condition) {
            self.needed.push(condition);
        }
    }

    /// The line is carried out only where bitsadmin takes what the variables hold for a text. What Windows itself sets
    /// are paths and the names of accounts and computers: none begins with a slash, and no name is as long as a GUID.
    fn demand_of_bitsadmin(&mut self, text: &Text, kind: quote::Place) {
        for guard in prompt::bitsadmin_guards(text, kind).unwrap_or_default() {
            let name = guard.value.trim_matches('%').to_owned();
            let blank = self.blanks.iter_mut().find(|blank| blank.variable == name);
            let condition = match guard.demand {
                Demand::NotNull => format!("/i not \"{}\"==\"NULL\"", guard.value),
                Demand::NoLeadingSlash if blank.is_some() => format!("not \"%{name}:~0,1%\"==\"/\""),
                _ => continue,
            };
            if let Some(blank) = blank {
                blank.conditions.push(condition.clone());
            }
            self.require(condition);
        }
    }

    /// The variable that holds a secret of this plan.
    fn blank(&self, name: &str) -> String {
        if self.several {
            format!("{name}_{}", self.document.saturating_add(1))
        } else {
            name.to_owned()
        }
    }

    /// A text between quotes for a command of cmd's own, where quotes can hold it.
    pub(super) fn quoted(&self, text: &Text) -> Option<String> {
        foreign(text).is_none().then(|| prompt::quoted(text)).flatten()
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

    /// What the notes say.
    pub(super) fn messages(&self) -> Vec<String> {
        self.notes.iter().map(|note| note.message.clone()).collect()
    }

    /// The lines, or why there are none.
    pub(super) fn finish(mut self) -> Result<Emission, Vec<Diagnostic>> {
        let lines = self.take_lines();
        for line in &lines {
            if let Err(refusal) = check_line_length(&line.text()) {
                let place = line.origin.unwrap_or(Place::new(At::Job));
                self.refuse(refusal, place);
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

/// The first variable that may not be set, or whose value may not be read as written.
fn foreign(text: &Text) -> Option<&str> {
    text.pieces().iter().find_map(|piece| match piece {
        Piece::Environment(name) if !is_always_set(name) => Some(name.as_str()),
        _ => None,
    })
}

fn foreign_variable(name: &str) -> Refusal {
    Refusal {
        reason: RefusalReason::VariableName,
        message: format!(
            "The variable {name} may not be set, and at the prompt the name of an unset variable stays as it was typed."
        ),
        help: "Use a variable that Windows always sets, such as TEMP or USERPROFILE, or a script, which looks first.".into(),
    }
}

impl Words for Sheet {
    fn text(&mut self, text: &Text, kind: quote::Place, place: Place) -> Result<Token, Refusal> {
        if let Some(name) = foreign(text) {
            return Err(foreign_variable(name));
        }
        let mut pieces = Vec::new();
        for piece in text.pieces() {
            match piece {
                Piece::Parameter(name) if is_hole(name) => {
                    let variable = self.blank(name);
                    self.need(&variable, place, secret_on_command_line(place));
                    pieces.push(Piece::Environment(variable));
                }
                other => pieces.push(other.clone()),
            }
        }
        let text = Text::from_pieces(pieces);
        // The folder of HOMEPATH is a lone backslash where the home is the root of a drive.
        let ends = prompt::guards(&text)?.into_iter().any(|guard| {
            guard.demand == Demand::NoTrailingBackslash && guard.value.eq_ignore_ascii_case("%HOMEPATH%")
        });
        if ends {
            return Err(Refusal {
                reason: RefusalReason::VariableName,
                message: "The value of HOMEPATH may end in a backslash, which would escape the quotation mark behind it.".into(),
                help: "Use USERPROFILE, or a script, which looks first.".into(),
            });
        }
        self.demand_of_bitsadmin(&text, kind);
        prompt::word(&text).map(|word| token(TokenKind::Literal, word))
    }

    fn password(&mut self, _user: &Text, place: Place) -> Option<Token> {
        self.passwords = self.passwords.saturating_add(1);
        let variable = format!("BITS_PASSWORD{}", self.passwords);
        self.need(&variable, place, password_on_command_line(place));
        let text = Text::from_pieces([Piece::Environment(variable)]);
        self.demand_of_bitsadmin(&text, quote::Place::Value);
        prompt::word(&text)
            .ok()
            .map(|word| token(TokenKind::Variable, word))
    }

    fn diagnose(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.place = self.located(diagnostic.place);
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    fn refuse(&mut self, refusal: Refusal, place: Place) {
        self.diagnose(cmd::refused(Target::Prompt, refusal, place));
    }
}
