//! Diagnostics: what is wrong, why BITS cares, what to do; and the fix, where there is one.
//!
//! ```
//! use bitsmith_core::diagnostic::{caret, position};
//! let source = "{\n  \"bitsmith\": 2 }";
//! let at = position(source, 16);
//! assert_eq!((at.line, at.column), (2, 15));
//! assert!(caret(source, at).ends_with('^'));
//! ```

use crate::catalog::SettingId;
use crate::invisible::is_unseen;
use crate::job::{Ask, ExistingEnding, Folders};
use crate::profile::Profile;
use crate::span::Places;
use crate::value::{Entries, Entry};
use std::fmt;

/// How bad it is. The order is the order of display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// BITS or the tool refuses it, or it does something else than it says. There is no script.
    Error,
    /// It works and may surprise or harm.
    Warning,
    /// Good to know.
    Information,
}

impl Severity {
    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
            Severity::Information => "Information",
        }
    }

    /// The word of the JSON form.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
        }
    }
}

/// The part of a draft that a diagnostic or a line of a script is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The job as a whole.
    Job,
    /// Which jobs.
    Subject,
    /// The profile.
    Profile,
    /// How it ends.
    Ending,
    /// Folders.
    Folders,
    /// Asking.
    Ask,
    /// A setting, perhaps one part of it, perhaps one row.
    Setting {
        /// Which.
        id: SettingId,
        /// Which part.
        part: Option<usize>,
        /// Which row: of files the file's number from 0.
        row: Option<usize>,
    },
}

/// Where, with the number of the document when there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The document's number from 0.
    pub document: Option<usize>,
    /// Where in it.
    pub at: At,
}

impl Place {
    /// A place in the only document.
    pub const fn new(at: At) -> Place {
        Place { document: None, at }
    }

    /// A setting.
    #[inline(never)]
    pub const fn setting(id: SettingId) -> Place {
        Place::new(At::Setting {
            id,
            part: None,
            row: None,
        })
    }

    /// A part of a setting.
    #[inline(never)]
    pub const fn part(id: SettingId, part: usize) -> Place {
        Place::new(At::Setting {
            id,
            part: Some(part),
            row: None,
        })
    }

    /// A cell of a setting with rows.
    #[inline(never)]
    pub const fn cell(id: SettingId, part: usize, row: usize) -> Place {
        Place::new(At::Setting {
            id,
            part: Some(part),
            row: Some(row),
        })
    }

    /// The setting that the place is about.
    pub const fn id(&self) -> Option<SettingId> {
        match self.at {
            At::Setting { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The same place in a document of several.
    pub const fn in_document(self, document: usize) -> Place {
        Place {
            document: Some(document),
            at: self.at,
        }
    }
}

/// A change of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A setting gets these entries.
    Set(SettingId, Entries),
    /// A cell gets this entry.
    SetCell(SettingId, usize, usize, Entry),
    /// A part gets these entries.
    SetPart(SettingId, usize, Vec<Entry>),
    /// A setting is no longer set.
    Clear(SettingId),
    /// A row is taken out.
    RemoveRow(SettingId, usize),
    /// A new job ends otherwise, by the word of documents.
    NewEnding(&'static str),
    /// Existing jobs end otherwise.
    ExistingEnding(ExistingEnding),
    /// The bound of a waiting script, as typed.
    Bound(String),
    /// Another profile.
    Profile(Profile),
    /// What is done with folders.
    Folders(Folders),
    /// Whether a change asks.
    Ask(Ask),
}

/// A change that makes a diagnostic go away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a button says it.
    pub title: String,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit.
    pub fn new(title: impl Into<String>, edit: Edit) -> Fix {
        Fix {
            title: title.into(),
            edits: vec![edit],
        }
    }
}

/// One thing to say about a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What is wrong and why BITS cares: one or two sentences.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The change that does it.
    pub fix: Option<Fix>,
    /// Whether what was chosen lowers security: who applies the job by a program says that it is meant.
    pub lowers_security: bool,
}

impl Diagnostic {
    /// A diagnostic without a fix.
    pub fn new(
        rule: &'static str,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            rule,
            severity,
            place,
            message: message.into(),
            help: help.into(),
            fix: None,
            lowers_security: false,
        }
    }

    /// An error.
    pub fn error(
        rule: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Diagnostic::new(rule, Severity::Error, place, message, help)
    }

    /// A warning.
    pub fn warning(
        rule: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Diagnostic::new(rule, Severity::Warning, place, message, help)
    }

    /// A hint.
    pub fn information(
        rule: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Diagnostic::new(rule, Severity::Information, place, message, help)
    }

    /// The same of a choice that lowers security.
    pub fn lowering_security(mut self) -> Diagnostic {
        self.lowers_security = true;
        self
    }

    /// The same with a fix.
    #[inline(never)]
    pub fn with_fix(mut self, fix: Fix) -> Diagnostic {
        self.fix = Some(fix);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity.word(), self.rule, self.message)?;
        if !self.help.is_empty() {
            write!(f, " {}", self.help)?;
        }
        Ok(())
    }
}

/// The diagnostics, errors first, then warnings; among those of one severity the order stays.
pub fn in_order(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (mut errors, others): (Vec<_>, Vec<_>) = diagnostics
        .into_iter()
        .partition(|diagnostic| diagnostic.severity == Severity::Error);
    let (warnings, hints): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|diagnostic| diagnostic.severity == Severity::Warning);
    errors.extend(warnings);
    errors.extend(hints);
    errors
}

/// Whether any of them is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// A place in a source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in UTF-16 units.
    pub column: usize,
    /// UTF-16 units from the start of the text.
    pub offset: usize,
}

impl Position {
    /// Where a byte is, of a text that is asked for many of them.
    pub fn of(places: &Places, byte: usize) -> Position {
        let (line, column) = places.line_and_column(byte);
        Position {
            line,
            column,
            offset: places.offset(byte),
        }
    }
}

/// Where a byte of a text is.
pub fn position(source: &str, byte: usize) -> Position {
    let before = source.get(..byte).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let units = |text: &str| text.encode_utf16().count();
    Position {
        line: before.matches('\n').count().saturating_add(1),
        column: units(before.get(line_start..).unwrap_or("")).saturating_add(1),
        offset: units(before),
    }
}

/// A line of a source text with a caret under a place; long lines are cut around it.
pub fn caret(source: &str, position: Position) -> String {
    let line = source.lines().nth(position.line.saturating_sub(1)).unwrap_or("");
    caret_in_line(line, position)
}

/// A line with its number, and a caret under a place of it; a long line is cut around it. What is not seen, or would steer a
/// terminal, is shown as one character each.
pub fn caret_in_line(line: &str, position: Position) -> String {
    const AROUND: usize = 60;
    let column = position.column.saturating_sub(1);
    // A long line may be shown once for each of many places: what stands before one is not gone through where it need not be.
    let (at, first) = match line.is_ascii() {
        true => (column.min(line.len()), column.min(line.len())),
        false => {
            let mut units: usize = 0;
            let before = line.char_indices().take_while(|(_, c)| {
                let is_before = units < column;
                units = units.saturating_add(c.len_utf16());
                is_before
            });
            let end = |(byte, c): (usize, char)| byte.saturating_add(c.len_utf8());
            before.fold((0_usize, 0), |(count, _), last| {
                (count.saturating_add(1), end(last))
            })
        }
    };
    let start = at.saturating_sub(AROUND);
    let (before, behind) = line.split_at_checked(first).unwrap_or((line, ""));
    let mut shown: Vec<char> = before.chars().rev().take(AROUND).collect();
    shown.reverse();
    shown.extend(
        behind
            .chars()
            .take(AROUND.saturating_mul(2).saturating_sub(shown.len())),
    );
    let shown: String = shown
        .into_iter()
        .map(|c| match c {
            c if c.is_control() => ' ',
            c if is_unseen(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect();
    let number = position.line.to_string();
    format!(
        "{number} | {shown}\n{} | {}^",
        " ".repeat(number.len()),
        " ".repeat(at.saturating_sub(start))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_the_place() {
        let source = "{\n  \"a\": \u{1F600}x\n}";
        let at = position(source, source.find('x').unwrap());
        assert_eq!((at.line, at.column, at.offset), (2, 10, 11));
        assert_eq!(caret(source, at), "2 |   \"a\": \u{1F600}x\n  |         ^");
        let steering = caret_in_line(
            "a\u{202E}\u{9B}2J\u{200B}",
            Position {
                line: 7,
                column: 3,
                offset: 2,
            },
        );
        assert_eq!(steering, "7 | a\u{FFFD} 2J\u{FFFD}\n  |   ^");
        let long = format!("{}x{}", "a".repeat(100), "b".repeat(100));
        for before in ["", "\u{e9}\u{1F600}"] {
            let line = format!("{before}{long}");
            let at = position(&line, line.find('x').unwrap());
            let (left, right) = ("a".repeat(60), "b".repeat(59));
            let expected = format!("1 | {left}x{right}\n  | {}^", " ".repeat(60));
            assert_eq!(caret_in_line(&line, at), expected);
        }
        let end = position("a\tb", 3);
        assert_eq!(caret("a\tb", end), "1 | a b\n  |    ^");
    }
}
