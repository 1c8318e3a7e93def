//! What is said of a document: with its place, the line, and what to do.

use crate::input::Input;
use crate::shown::safe;
use bitsmith_core::diagnostic::{Diagnostic, Position, Severity, caret_in_line};
use bitsmith_core::document::{DocumentErrors, Documents, MALFORMED, redacted};
use bitsmith_core::judge::masked;
use bitsmith_core::parse::Import;
use bitsmith_core::parse::found::Found;
use bitsmith_core::snippet::FileKind;
use bitsmith_core::span::Places;
use std::fmt::Write;

/// What was found in one input.
pub(crate) struct Findings<'i> {
    name: &'i str,
    /// The lines of the text with secrets blotted out.
    lines: Vec<String>,
}

impl<'i> Findings<'i> {
    pub(crate) fn of(input: &'i Input) -> Findings<'i> {
        Findings {
            name: &input.name,
            lines: lines(&redacted(&input.text)),
        }
    }

    /// Of a script: what looks like a secret in the lines that are shown is masked.
    pub(crate) fn of_script(input: &'i Input, script: &Import) -> Findings<'i> {
        Findings {
            name: &input.name,
            lines: lines(&masked(script, &input.text)),
        }
    }

    /// What was found in a script.
    pub(crate) fn found(&self, found: &[&Found], places: &Places) -> String {
        let mut out = String::new();
        for found in found {
            let title = format!("{}[{}]: {}", found.severity.word(), found.rule, found.message);
            let fix = found.fix.as_ref().map(|fix| fix.title.as_str());
            let at = Position::of(places, found.span.start);
            self.write(&mut out, Some(at), None, &title, &found.help, fix);
        }
        out
    }

    /// What is wrong with the form of documents.
    pub(crate) fn malformed(&self, errors: &DocumentErrors) -> String {
        let mut out = String::new();
        for error in &errors.0 {
            let title = format!("{}[{MALFORMED}]: {}", Severity::Error.word(), error.message);
            self.write(
                &mut out,
                Some(error.start),
                error.document,
                &title,
                &error.help,
                None,
            );
        }
        if let Some(FileKind::Script(_)) = FileKind::of_known(self.name) {
            let name = self.name;
            out.push_str(&safe(&format!(
                "{name} is a script by its name; `bitsmith import {name}` makes documents of it."
            )));
            out.push('\n');
        }
        out
    }

    /// What is to be said of documents that were read.
    pub(crate) fn diagnosed(&self, diagnostics: &[Diagnostic], documents: &Documents) -> String {
        let mut out = String::new();
        for diagnostic in diagnostics {
            let title = format!(
                "{}[{}]: {}",
                diagnostic.severity.word(),
                diagnostic.rule,
                diagnostic.message
            );
            let start = documents.locate(&diagnostic.place).map(|(start, _)| start);
            let fix = diagnostic.fix.as_ref().map(|fix| fix.title.as_str());
            self.write(
                &mut out,
                start,
                diagnostic.place.document,
                &title,
                &diagnostic.help,
                fix,
            );
        }
        out
    }

    fn write(
        &self,
        out: &mut String,
        at: Option<Position>,
        document: Option<usize>,
        title: &str,
        help: &str,
        fix: Option<&str>,
    ) {
        // Writing to a string cannot fail.
        let _ = match at {
            Some(at) => writeln!(
                out,
                "{}:{}:{}: {}\n{}",
                self.name,
                at.line,
                at.column,
                safe(title),
                caret_in_line(
                    self.lines
                        .get(at.line.saturating_sub(1))
                        .map_or("", String::as_str),
                    at
                )
            ),
            None => writeln!(out, "{}: {}", self.name, safe(title)),
        };
        if let Some(document) = document {
            let _ = writeln!(out, "in document {}", document.saturating_add(1));
        }
        if !help.is_empty() {
            let _ = writeln!(out, "help: {}", safe(help));
        }
        if let Some(fix) = fix {
            let _ = writeln!(out, "fix: {}", safe(fix));
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
