//! Statements: commands, and what holds commands.

use super::Word;
use crate::diagnostic::Severity;
use crate::span::Span;

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// The statements in order, each with how it is joined to the one before it.
    pub statements: Vec<Statement>,
    /// `rem …`, `:: …` and what stands behind a label, in order.
    pub comments: Vec<Comment>,
    /// Operators, keywords and the like, in order of their end.
    pub marks: Vec<Mark>,
    /// What cmd would reject, and what may surprise.
    pub problems: Vec<Problem>,
    /// Lines that commands have printed, which were copied with them; they are opaque statements, too.
    pub printed: Vec<Span>,
}

/// How a statement is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Join {
    /// It begins a line.
    First,
    /// `&`
    Then,
    /// `&&`
    OnSuccess,
    /// `||`
    OnFailure,
    /// `|`
    Pipe,
}

impl Join {
    /// The operator; nothing at the beginning of a line.
    pub const fn operator(self) -> &'static str {
        match self {
            Join::First => "",
            Join::Then => "&",
            Join::OnSuccess => "&&",
            Join::OnFailure => "||",
            Join::Pipe => "|",
        }
    }
}

/// A label as jumps look it up: without its colon, in any case.
pub(in crate::parse) fn label_name(label: &str) -> String {
    label.trim_start_matches(':').to_lowercase()
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// How it is joined to the one before it.
    pub join: Join,
    /// Where.
    pub span: Span,
    /// What it is.
    pub form: Form,
    /// Where its streams go.
    pub redirections: Vec<Redirection>,
}

/// What a statement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A program or a command of cmd.
    Command(Command),
    /// `( … )`
    Block(Vec<Statement>),
    /// `if …`
    If(Condition),
    /// `for …`
    For(Iteration),
    /// `:name`
    Label(String),
    /// What could not be read.
    Opaque,
}

/// A command with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The command word, then the words behind it; none where only redirections stand.
    pub words: Vec<Word>,
    /// The blanks behind the last word, which the command gets too.
    pub(super) tail: Box<str>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The words that are compared or asked for.
    pub operands: Vec<Word>,
    /// `==`, `equ`, `exist`, `defined`, … in lower case.
    pub test: &'static str,
    /// Whether `not` stands before it.
    pub is_turned: bool,
    /// Whether `/i` stands before it.
    pub ignores_case: bool,
    /// What runs when it holds.
    pub then: Vec<Statement>,
    /// What runs when it does not.
    pub otherwise: Vec<Statement>,
}

/// A loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iteration {
    /// The switch, in lower case: `/f`, `/l`, `/d`, `/r`; empty: none.
    pub switch: &'static str,
    /// The options of `/f`, or the folder of `/r`.
    pub option: Option<Word>,
    /// Its variable.
    pub variable: char,
    /// What stands between the parentheses, where it is not a command.
    pub set: Vec<Word>,
    /// The command between the parentheses of `/f`, which a second cmd runs.
    pub source: Vec<Statement>,
    /// What is run each time.
    pub body: Vec<Statement>,
}

/// A redirection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection {
    /// The handle, where it is written.
    pub handle: Option<char>,
    /// `<`, `>`, `>>`, `<&` or `>&`.
    pub operator: &'static str,
    /// The file or the other handle.
    pub target: Option<Word>,
    /// Where, with the handle and the target.
    pub span: Span,
}

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Where.
    pub span: Span,
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// `&`, `(`, `>`, `@`, `==` and the like.
    Operator,
    /// `if`, `for`, `in`, `do`, `else` and the like.
    Keyword,
    /// What cmd drops: a caret that joins two lines or stands before a blank, a percent sign that begins nothing.
    Dropped,
    /// A prompt that was copied with its line.
    Prompt,
    /// The name of a label with its colon.
    Label,
    /// The variable of a `for` where it is declared.
    Variable,
}

/// A run of the text that belongs to no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Where.
    pub span: Span,
}

/// What cmd would reject, or what may surprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// An error where cmd stops; information where it does not.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What is wrong, in a sentence.
    pub message: &'static str,
}
