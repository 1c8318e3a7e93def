//! Prompt lines under construction.

use crate::catalog::Permission;
use crate::diagnostic::{At, Diagnostic, Place, has_errors};
use crate::emit::cmd::{self, Words, tokens};
use crate::emit::script::{Writer, token};
use crate::emit::{Emission, Line, Note, Target, Token, TokenKind};
use crate::job::{Owner, Subject};
use crate::plan::Plan;
use crate::quote::{Demand, Refusal, RefusalReason, check_line_length, prompt};
use crate::secret::is_hole;
use crate::text::{Piece, Text};

/// Variables that Windows gives every process, with values that can be read between quotes. At the prompt a name that
/// is not set stays as it was typed.
const ALWAYS_SET: &[&str] = &[
    "ALLUSERSPROFILE",
    "APPDATA",
    "COMMONPROGRAMFILES",
    "COMPUTERNAME",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "OS",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "PROGRAMFILES(X86)",
    "PUBLIC",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "USERDOMAIN",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
];

/// Prompt lines under construction.
pub(super) struct Sheet {
    writer: Writer,
    several: bool,
    document: usize,
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

    /// A line that begins with own words.
    pub(super) fn around(&mut self, before: &str, words: Vec<Token>) {
        let mut line = tokens(before);
        line.extend(words);
        self.writer.line(line);
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

/// Whether a plan needs an administrator.
pub(super) fn needs_administrator(plan: &Plan) -> bool {
    let all_users = matches!(
        plan.job().subject,
        Subject::Existing {
            owner: Owner::AllUsers,
            ..
        }
    );
    all_users
        || plan
            .values()
            .any(|(value, _)| value.id().spec().permission == Permission::Administrator)
}

/// The first variable that may not be set, or whose value may not be read as written.
fn foreign(text: &Text) -> Option<&str> {
    text.pieces().iter().find_map(|piece| match piece {
        Piece::Environment(name) if !ALWAYS_SET.contains(&name.to_ascii_uppercase().as_str()) => {
            Some(name.as_str())
        }
        _ => None,
    })
}

impl Words for Sheet {
    fn text(&mut self, text: &Text, place: Place) -> Result<Token, Refusal> {
        if text
            .pieces()
            .iter()
            .any(|piece| matches!(piece, Piece::Parameter(name) if is_hole(name)))
        {
            return Err(Refusal {
                reason: RefusalReason::ParameterAtPrompt,
                message: "The value holds a secret that is asked for, and prompt lines cannot stop to ask.".into(),
                help: "Use the PowerShell script, which asks, or the batch file, which stops until it is filled in.".into(),
            });
        }
        if let Some(name) = foreign(text) {
            return Err(Refusal {
                reason: RefusalReason::VariableName,
                message: format!(
                    "The variable {name} may not be set, and at the prompt the name of an unset variable stays as it was typed."
                ),
                help: "Use a variable that Windows always sets, such as TEMP or USERPROFILE, or a script, which looks first.".into(),
            });
        }
        // The folder of HOMEPATH is a lone backslash where the home is the root of a drive.
        let ends = prompt::guards(text)?.into_iter().any(|guard| {
            guard.demand == Demand::NoTrailingBackslash && guard.value.eq_ignore_ascii_case("%HOMEPATH%")
        });
        if ends {
            return Err(Refusal {
                reason: RefusalReason::VariableName,
                message: "The value of HOMEPATH may end in a backslash, which would escape the quotation mark behind it.".into(),
                help: "Use USERPROFILE, or a script, which looks first.".into(),
            });
        }
        let _ = place;
        prompt::word(text).map(|word| token(TokenKind::Literal, word))
    }

    fn password(&mut self, _user: &Text, place: Place) -> Option<Token> {
        self.diagnose(Diagnostic::error(
            "prompt-password",
            place,
            "bitsadmin takes the password on its command line, and prompt lines cannot stop to ask for it.",
            "Use the PowerShell script, which asks for it, or implicit credentials.",
        ));
        None
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
