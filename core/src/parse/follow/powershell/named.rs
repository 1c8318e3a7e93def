//! Texts that name commands of BITS and are run, or written to a file, and not followed.

use super::{Follower, last_text};
use crate::parse::follow::mention;
use crate::parse::patterns::COMMANDS_NOT_FOLLOWED;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Command, RedirectionTarget, TextPart, Value, Word, WordKind};
use crate::span::Span;

/// Commands that write what they get to a file.
const WRITERS: [&str; 7] = [
    "set-content",
    "sc",
    "add-content",
    "ac",
    "out-file",
    "new-item",
    "ni",
];

/// How the names of files end that hold commands.
const SCRIPTS: [&str; 7] = [".cmd", ".bat", ".ps1", ".psm1", ".vbs", ".js", ".hta"];

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Notes of a variable that one of the texts that it gets names a command of BITS.
    pub(super) fn note_naming(&mut self, name: &str, value: &Value) {
        if self.is_naming(value) {
            self.naming.insert(plain(name));
        }
    }

    /// Whether a value is a text that names a command of BITS, or may be one.
    pub(super) fn is_naming(&self, value: &Value) -> bool {
        match value {
            Value::List(items) => items.iter().any(|item| self.is_naming(item)),
            Value::Text(parts) => parts.iter().any(|part| match part {
                TextPart::Units(units) => mention::is_in(&String::from_utf16_lossy(units)),
                TextPart::Unknown(value) => self.is_naming(value),
            }),
            Value::Variable { unknown, .. } | Value::Opaque(unknown) => {
                self.is_variable_naming(&unknown.source)
            }
            _ => false,
        }
    }

    /// Whether an expression takes a variable that is not known, and one of whose texts names a command of BITS.
    fn is_variable_naming(&self, source: &str) -> bool {
        let mut names = source.split('$').skip(1).map(|after| {
            let after = after.trim_start_matches('{');
            let end = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':')));
            after.get(..end.unwrap_or(after.len())).unwrap_or("")
        });
        !self.naming.is_empty() && names.any(|name| self.naming.contains(&plain(name)))
    }

    /// Whether a variable stands in a value that may be a text that names a command of BITS, and is not known.
    pub(super) fn is_one_of_named(&self, word: &Word<'_>) -> bool {
        let is_open = |part: &TextPart| matches!(part, TextPart::Unknown(value) if self.is_naming(value));
        self.value(word).to_parts().iter().any(is_open)
    }

    /// What runs texts, or writes them to a file, and is not followed: it is opaque, and what the texts name is said.
    pub(super) fn not_followed(&mut self, words: &[Word<'_>], piped: Option<&Value>, span: Span) {
        self.script.opaque(span);
        // What stands there itself is named where it stands.
        if mention::is_in(span.of(self.source)) {
            return;
        }
        let is_named = |word: &Word<'_>| match &word.kind {
            WordKind::Parameter { argument, .. } => argument
                .as_ref()
                .is_some_and(|word| self.is_naming(&self.value(word))),
            _ => self.is_naming(&self.value(word)),
        };
        if piped.is_some_and(|piped| self.is_naming(piped)) || words.iter().any(is_named) {
            self.say_of_named(span);
        }
    }

    /// Says of a place that a text there names a command of BITS.
    pub(super) fn say_of_named(&mut self, span: Span) {
        self.script.say(
            &COMMANDS_NOT_FOLLOWED,
            span,
            "This runs a text, or writes one, that names a command of BITS or may name one, and it is not followed: whether that runs, and what it does then, is not known.",
        );
    }

    /// Whether a word names a file that holds commands.
    pub(super) fn is_script(&self, word: &Word<'_>) -> bool {
        let word = match &word.kind {
            WordKind::Parameter { argument, .. } => match argument {
                Some(argument) => argument,
                None => return false,
            },
            _ => word,
        };
        let name = last_text(&self.value(word)).unwrap_or_default().to_lowercase();
        SCRIPTS.iter().any(|ending| name.ends_with(ending))
    }

    /// A command that writes what it gets to a file of commands; whether it is one.
    pub(super) fn writes(
        &mut self,
        name: &str,
        arguments: &[Word<'_>],
        piped: Option<&Value>,
        span: Span,
    ) -> bool {
        let is_writer = WRITERS.contains(&name) && arguments.iter().any(|word| self.is_script(word));
        if is_writer {
            self.not_followed(arguments, piped, span);
        }
        is_writer
    }

    /// What a command gives goes into a file.
    pub(super) fn redirected(&mut self, command: &Command<'_>, given: &Value) {
        let is_file = |target: &RedirectionTarget<'_>| match target {
            RedirectionTarget::File { to, .. } => self.is_script(to),
            RedirectionTarget::Merge(_) => false,
        };
        let into_file = command.redirections.iter().any(|one| is_file(&one.target));
        if into_file && self.is_naming(given) {
            let last = command.redirections.last().map_or(command.span, |one| one.span);
            let span = command.span.to(last);
            self.script.opaque(span);
            if !mention::is_in(span.of(self.source)) {
                self.say_of_named(span);
            }
        }
    }

    /// A program that is not known is called with words behind it.
    pub(super) fn hidden_program(&mut self, program: &Word<'_>, arguments: &[Word<'_>], span: Span) {
        let before = self.script.found.len();
        self.not_followed(std::slice::from_ref(program), None, span);
        if self.script.found.len() > before {
            return;
        }
        let texts = arguments.iter().flat_map(|word| match &word.kind {
            WordKind::Splat(name) => self.texts(&self.variable(name).unwrap_or(Value::Null)),
            _ => self.texts(&self.value(word)),
        });
        if mention::is_before_verb(texts) {
            self.script.say(
                &COMMANDS_NOT_FOLLOWED,
                span,
                "Which program runs here is known only when the script runs, and a verb of bitsadmin stands behind it: what it does is not known.",
            );
        }
    }

    /// The texts that a program gets for a value; what is not known is none that is looked for.
    fn texts(&self, value: &Value) -> Vec<String> {
        value
            .items()
            .iter()
            .map(|item| item.to_text().unwrap_or_default())
            .collect()
    }
}
