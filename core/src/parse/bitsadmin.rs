//! Calls of bitsadmin: an argument vector, tied to the verbs and arguments of the catalog.
//!
//! The vector may come from cmd or from a native call in PowerShell; nothing here knows how it was quoted.

mod bind;
mod likely;
mod number;
mod patterns;
mod swapped;
mod taken;
mod value;
mod verb;
mod word;

use super::cmd;
use super::found::Found;
use crate::command::Spelling;
use crate::command::bitsadmin::{Argument, Kind, Verb};
use crate::span::Span;
use crate::text::{Dialect, Text};

pub(super) use patterns::{
    BITS_AS_NUMBER, CMD_VARIABLE_IN_POWERSHELL, MALFORMED_GUID, MISSING_ARGUMENT, PATTERNS,
    PLACEHOLDER_AS_REDIRECTION, SHELL_VARIABLE_AS_TEXT, SWAPPED_NAMES, UNQUOTED_AMPERSAND,
};
pub use word::Word;

/// A call of bitsadmin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Where, from the program to the last argument.
    pub span: Span,
    /// Where the name of the program stands.
    pub program: Span,
    /// `/RAWRETURN`, `/WRAP` and `/NOWRAP` before the verb, each with its place.
    pub options: Vec<(&'static Verb, Span)>,
    /// The verb; `None` where none of that name exists, or a variable stands for it.
    pub verb: Option<&'static Verb>,
    /// Where the verb stands, with its family.
    pub verb_span: Span,
    /// Its arguments, each with what it is.
    pub arguments: Vec<Given>,
    /// What is wrong with it.
    pub findings: Vec<Found>,
}

/// An argument that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Which argument of the verb it is.
    pub argument: &'static Argument,
    /// Where its value stands; where its switch stands, if it has no value.
    pub span: Span,
    /// Where the switch before it stands.
    pub switch: Option<Span>,
    /// Its value; the switch itself, if it has no value.
    pub text: Text,
}

impl Statement {
    /// Whether an argument is a secret, or may be one that stands in the wrong place: of a verb that takes a password, where
    /// that is missing or a word stands where it is not taken, each word that is none of the verb's own.
    pub fn may_be_secret(&self, given: &Given) -> bool {
        if given.argument.role.is_secret() {
            return true;
        }
        let password = self.verb.and_then(Verb::secret_place);
        let takes_secret = password.is_some() || self.verb.is_some_and(Verb::names_credentials);
        if !takes_secret || matches!(given.argument.kind, Kind::Job) {
            return false;
        }
        let takes_word = |given: &Given| !given.argument.kind.spellings().is_empty();
        let is_word = |given: &Given| {
            let text = given.text.as_literal();
            text.is_some_and(|text| Spelling::read(given.argument.kind.spellings(), text).is_some())
        };
        let is_there = || self.arguments.iter().any(|given| given.argument.role.is_secret());
        let is_whole = (password.is_none() || is_there())
            && self
                .arguments
                .iter()
                .all(|given| !takes_word(given) || is_word(given));
        !is_whole && !is_word(given)
    }
}

/// What a call is read with.
#[derive(Clone, Copy)]
struct Reading<'a> {
    source: &'a str,
    shell: Dialect,
}

/// Reads a call: where its program stands, and its arguments. It gives several statements where the separators between
/// several calls are missing, and the finding stands with the first.
///
/// ```
/// use bitsmith_core::parse::bitsadmin::{Word, read};
/// use bitsmith_core::span::Span;
/// use bitsmith_core::text::Dialect;
/// let source = "bitsadmin /setpriority job HIGH";
/// let words = [Span::new(10, 22), Span::new(23, 26), Span::new(27, 31)].map(|span| Word::literal_at(span, source));
/// let statements = read(Span::new(0, 9), &words, source, Dialect::Cmd);
/// assert_eq!(statements[0].verb.unwrap().name, "/SETPRIORITY");
/// assert_eq!(statements[0].arguments[1].argument.name, "priority");
/// ```
pub fn read(program: Span, words: &[Word], source: &str, shell: Dialect) -> Vec<Statement> {
    let reading = Reading { source, shell };
    let mut statements: Vec<Statement> = Vec::new();
    let mut program = program;
    let mut rest = words;
    loop {
        // `bitsadmin bitsadmin /x` is looked at with the verb.
        let next = rest.iter().enumerate().skip(1).find(|(index, word)| {
            let verb = rest.get(index.saturating_add(1)).and_then(Word::literal);
            word.is_program() && verb.is_some_and(|verb| verb.starts_with('/'))
        });
        let own = next.map_or(rest, |(index, _)| rest.get(..index).unwrap_or(rest));
        let mut statement = verb::statement(reading, program, own);
        let Some((index, word)) = next else {
            statements.push(statement);
            return statements;
        };
        statement.findings.push(missing_separator(reading, word));
        statements.push(statement);
        program = word.span;
        rest = rest.get(index.saturating_add(1)..).unwrap_or(&[]);
    }
}

fn missing_separator(reading: Reading<'_>, word: &Word) -> Found {
    let (separator, place) = match reading.shell {
        Dialect::Cmd => ("& ", "Put & between the two calls."),
        Dialect::PowerShell => ("; ", "Put a semicolon between the two calls."),
    };
    let before = Span::new(word.span.start, word.span.start);
    patterns::MISSING_SEPARATOR
        .at(
            word.span,
            "A second call of bitsadmin begins here, and nothing separates it from the first: it is read as arguments of the first.",
            place,
        )
        .with_fix("Separate the calls", before, separator)
}

/// All calls of bitsadmin in a script of cmd, in the order of the text.
pub fn calls(script: &cmd::Script, source: &str) -> Vec<Statement> {
    let mut out = Vec::new();
    within(&script.statements, source, &mut out);
    out
}

fn within(statements: &[cmd::Statement], source: &str, out: &mut Vec<Statement>) {
    for (index, statement) in statements.iter().enumerate() {
        match &statement.form {
            cmd::Form::Command(command) => {
                let rest = statements.get(index.saturating_add(1)..).unwrap_or(&[]);
                call(command, behind_pipe(rest), source, out);
            }
            cmd::Form::Block(inner) => within(inner, source, out),
            cmd::Form::If(condition) => {
                within(&condition.then, source, out);
                within(&condition.otherwise, source, out);
            }
            cmd::Form::For(iteration) => {
                within(&iteration.source, source, out);
                within(&iteration.body, source, out);
            }
            cmd::Form::Label(_) | cmd::Form::Opaque => {}
        }
    }
}

/// The call that a command is, if it is one; `piped` is the statement behind its pipe.
fn call(command: &cmd::Command, piped: Option<&cmd::Statement>, source: &str, out: &mut Vec<Statement>) {
    if let Some(program) = cmd::program(command).filter(|program| program.name == "bitsadmin") {
        out.append(&mut called(command, &program, piped, source).1);
    }
}

/// The arguments that a command of cmd gives to bitsadmin, and the calls that they are; `piped` is the statement behind
/// its pipe.
pub(in crate::parse) fn called(
    command: &cmd::Command,
    program: &cmd::Program,
    piped: Option<&cmd::Statement>,
    source: &str,
) -> (cmd::Arguments, Vec<Statement>) {
    let vector = cmd::arguments(command, program.word);
    let words: Vec<Word> = vector
        .list
        .iter()
        .map(|argument| Word::from_cmd(argument, source))
        .map(|word| {
            if program.called {
                word.read_again(source)
            } else {
                word
            }
        })
        .collect();
    let mut statements = read(program.span, &words, source, Dialect::Cmd);
    if let Some(last) = statements.last_mut() {
        taken::check(last, source);
        last.findings.extend(vector.doubtful.map(|span| {
            patterns::DOUBTFUL_QUOTES.at(
                span,
                "Two quotation marks in a row inside of quotes: the two readers of Windows split this line differently, and which of them bitsadmin uses is not documented.",
                "Write \\\" for a quotation mark.",
            )
        }));
        let number = piped.and_then(|next| match &next.form {
            cmd::Form::Command(command) => command.words.first(),
            _ => None,
        });
        let number = number.filter(|word| word.literal().is_some_and(|text| number::parse(&text).is_some()));
        if let (Some(word), Some(given)) = (number, last.arguments.last()) {
            last.findings.push(number::piped(given, word.span, source));
        }
    }
    (vector, statements)
}

/// The statement that a pipe leads to, of those that stand behind one.
pub(in crate::parse) fn behind_pipe(rest: &[cmd::Statement]) -> Option<&cmd::Statement> {
    rest.first().filter(|next| next.join == cmd::Join::Pipe)
}

#[cfg(test)]
mod tests;
