//! The syntax tree of a script.

use super::fault::Fault;
use super::number::Number;
use crate::span::Span;
use std::borrow::Cow;

/// A script as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Script<'a> {
    /// Its body.
    pub block: Block<'a>,
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// Keywords, operators, brackets and separators, in order, but for those in strings.
    pub marks: Vec<Span>,
    /// What is wrong with it, in order.
    pub errors: Vec<Fault>,
}

impl<'a> std::ops::Deref for Script<'a> {
    type Target = Block<'a>;

    fn deref(&self) -> &Block<'a> {
        &self.block
    }
}

/// The body of a script, a function or a script block.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block<'a> {
    /// What `param ( … )` or the parentheses behind a function's name declare.
    pub parameters: Vec<Declared<'a>>,
    /// The statements, those of `begin`, `process` and `end` one after the other.
    pub statements: Vec<Statement<'a>>,
}

/// A declared parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared<'a> {
    /// Its name without the dollar sign.
    pub name: Cow<'a, str>,
    /// Its types and attributes.
    pub attributes: Vec<Word<'a>>,
    /// Its default.
    pub default: Option<Word<'a>>,
    /// Where it stands.
    pub span: Span,
}

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Its kind.
    pub kind: CommentKind,
    /// Where it stands, its signs with it.
    pub span: Span,
}

/// Kinds of comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentKind {
    /// From `#` to the end of the line.
    Line,
    /// `<# … #>`
    Block,
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement<'a> {
    /// What it is.
    pub kind: StatementKind<'a>,
    /// Where it stands.
    pub span: Span,
}

impl<'a> Statement<'a> {
    /// The expression that it is, where it is one alone: no pipe follows.
    pub fn as_expression(&self) -> Option<&Word<'a>> {
        let StatementKind::Pipeline { commands, .. } = &self.kind else {
            return None;
        };
        match commands.as_slice() {
            [
                Command {
                    body: CommandBody::Expression(word),
                    ..
                },
            ] => Some(word),
            _ => None,
        }
    }
}

/// Kinds of statements.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind<'a> {
    /// Commands joined by `|`.
    Pipeline {
        /// The commands.
        commands: Vec<Command<'a>>,
        /// Whether `&` ends it.
        background: bool,
    },
    /// `target = value`
    Assignment {
        /// .NET's name of the operator: `Equals`, `PlusEquals`, …
        operator: &'static str,
        /// What is assigned to.
        target: Box<Word<'a>>,
        /// What is assigned.
        value: Box<Statement<'a>>,
    },
    /// `left && right`, `left || right`
    Chain {
        /// `&&` or `||`.
        operator: &'static str,
        /// What runs first.
        left: Box<Statement<'a>>,
        /// What runs if the first succeeded, or failed.
        right: Box<Statement<'a>>,
        /// Whether `&` ends it.
        background: bool,
    },
    /// A statement with a keyword.
    Compound {
        /// Which one.
        compound: Compound,
        /// What it names: the variable of `foreach`, the name of a function, types of `catch`, labels of `switch`.
        names: Vec<Word<'a>>,
        /// What a function declares.
        parameters: Vec<Declared<'a>>,
        /// Its conditions and bodies in order.
        parts: Vec<Part<'a>>,
    },
    /// Text that was not read, and where blocks of statements stand in it, without their braces.
    Opaque(Vec<Span>),
}

/// Statements with a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its keyword")]
pub enum Compound {
    If,
    While,
    DoWhile,
    DoUntil,
    For,
    ForEach,
    Switch,
    Try,
    Trap,
    Function,
    Exit,
    Return,
    Throw,
    Break,
    Continue,
    Using,
}

impl Compound {
    /// .NET's name of it.
    pub const fn name(self) -> &'static str {
        match self {
            Compound::If => "If",
            Compound::While => "While",
            Compound::DoWhile => "DoWhile",
            Compound::DoUntil => "DoUntil",
            Compound::For => "For",
            Compound::ForEach => "ForEach",
            Compound::Switch => "Switch",
            Compound::Try => "Try",
            Compound::Trap => "Trap",
            Compound::Function => "FunctionDefinition",
            Compound::Exit => "Exit",
            Compound::Return => "Return",
            Compound::Throw => "Throw",
            Compound::Break => "Break",
            Compound::Continue => "Continue",
            Compound::Using => "Using",
        }
    }
}

/// A condition or body of a compound statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// What it is for.
    pub role: Role,
    /// Its statements.
    pub statements: Vec<Statement<'a>>,
}

/// What a part of a compound statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What decides, what is gone through, what is given back.
    Condition,
    /// What runs.
    Body,
    /// What runs where no condition held.
    Otherwise,
    /// What runs after an error.
    Catch,
    /// What runs at the end, however it came.
    Finally,
}

/// A command or an expression in a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Command<'a> {
    /// `&` or `.` before it.
    pub invocation: Option<Invocation>,
    /// Its words or its expression.
    pub body: CommandBody<'a>,
    /// Where its output goes.
    pub redirections: Vec<Redirection<'a>>,
    /// Where it stands.
    pub span: Span,
}

/// How a command is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invocation {
    /// `&`
    Call,
    /// `.`: in the scope of the caller.
    Dot,
}

/// What a command consists of.
#[derive(Debug, Clone, PartialEq)]
pub enum CommandBody<'a> {
    /// The name and the arguments.
    Words(Vec<Word<'a>>),
    /// An expression.
    Expression(Word<'a>),
}

/// Where a stream goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Redirection<'a> {
    /// Which stream.
    pub from: Stream,
    /// Where to.
    pub target: RedirectionTarget<'a>,
    /// Where it stands.
    pub span: Span,
}

/// Where a redirection leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum RedirectionTarget<'a> {
    /// Into a file.
    File {
        /// Whether behind what it holds.
        append: bool,
        /// Its name.
        to: Word<'a>,
    },
    /// Into another stream.
    Merge(Stream),
}

/// A stream of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is .NET's name of it")]
pub enum Stream {
    All,
    Output,
    Error,
    Warning,
    Verbose,
    Debug,
    Information,
}

impl Stream {
    /// .NET's name of it.
    pub const fn name(self) -> &'static str {
        match self {
            Stream::All => "All",
            Stream::Output => "Output",
            Stream::Error => "Error",
            Stream::Warning => "Warning",
            Stream::Verbose => "Verbose",
            Stream::Debug => "Debug",
            Stream::Information => "Information",
        }
    }
}

/// A word or an expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Word<'a> {
    /// What it is.
    pub kind: WordKind<'a>,
    /// Where it stands, quotes and brackets with it.
    pub span: Span,
}

/// How a string is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Not at all.
    Bare,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `@'…'@`
    HereSingle,
    /// `@"…"@`
    HereDouble,
}

/// A piece of a string that is put together when the script runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    /// Known text.
    Literal(Cow<'a, str>),
    /// A variable or `$( … )`.
    Nested(Word<'a>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<'a> {
    /// The key.
    pub key: Word<'a>,
    /// The value.
    pub value: Statement<'a>,
}

/// Kinds of words.
#[derive(Debug, Clone, PartialEq)]
pub enum WordKind<'a> {
    /// A string whose value is known.
    Text {
        /// How it is quoted.
        quoting: Quoting,
        /// Its value.
        value: Cow<'a, str>,
    },
    /// A string with variables or expressions in it.
    Expandable {
        /// How it is quoted.
        quoting: Quoting,
        /// Its pieces.
        pieces: Vec<Piece<'a>>,
    },
    /// `-Name`, `-Name:argument`
    Parameter {
        /// The name without dash and colon.
        name: Cow<'a, str>,
        /// The dash, the name and the colon.
        name_span: Span,
        /// What follows the colon.
        argument: Option<Box<Word<'a>>>,
    },
    /// A number.
    Constant(Number),
    /// `$name`, `${name}`
    Variable(Cow<'a, str>),
    /// `@name`
    Splat(Cow<'a, str>),
    /// `a, b`
    List(Vec<Word<'a>>),
    /// `@( … )`
    Array(Vec<Statement<'a>>),
    /// `@{ … }`
    Hashtable(Vec<Pair<'a>>),
    /// `( … )`
    Paren(Box<Statement<'a>>),
    /// `$( … )`
    Subexpression(Vec<Statement<'a>>),
    /// `{ … }`
    ScriptBlock(Box<Block<'a>>),
    /// `target.member`, `target::member`
    Member {
        /// Whose member.
        target: Box<Word<'a>>,
        /// Its name.
        member: Box<Word<'a>>,
        /// Whether it is one of the type.
        is_static: bool,
    },
    /// `target.member( … )`
    Call {
        /// Whose member.
        target: Box<Word<'a>>,
        /// Its name.
        member: Box<Word<'a>>,
        /// Whether it is one of the type.
        is_static: bool,
        /// The arguments.
        arguments: Vec<Word<'a>>,
    },
    /// `target[index]`
    Index {
        /// What is looked into.
        target: Box<Word<'a>>,
        /// Where.
        index: Box<Word<'a>>,
    },
    /// `[type] inner`
    Cast {
        /// The type.
        type_name: Cow<'a, str>,
        /// Where it stands, brackets with it.
        type_span: Span,
        /// What becomes of that type.
        inner: Box<Word<'a>>,
    },
    /// `[type]`
    Type(Cow<'a, str>),
    /// `left operator right`
    Binary {
        /// .NET's name of the operator.
        operator: &'static str,
        /// The left side.
        left: Box<Word<'a>>,
        /// The right side.
        right: Box<Word<'a>>,
    },
    /// `operator inner`, `inner operator`
    Unary {
        /// .NET's name of the operator.
        operator: &'static str,
        /// What it works on.
        inner: Box<Word<'a>>,
    },
    /// `condition ? then : otherwise`
    Ternary {
        /// What decides.
        condition: Box<Word<'a>>,
        /// What it is worth where the condition holds.
        then: Box<Word<'a>>,
        /// What it is worth where not.
        otherwise: Box<Word<'a>>,
    },
    /// An expression of another kind, by .NET's name.
    Other(&'static str),
}

impl<'a> Word<'a> {
    /// A word.
    pub(super) fn new(kind: WordKind<'a>, span: Span) -> Word<'a> {
        Word { kind, span }
    }

    /// What the word says: behind the colon of a parameter, what stands there.
    pub(in crate::parse) fn said(&self) -> &Word<'a> {
        match &self.kind {
            WordKind::Parameter {
                argument: Some(argument),
                ..
            } => argument,
            _ => self,
        }
    }

    /// The text, where it is a string whose value is known.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            WordKind::Text { value, .. } => Some(value),
            _ => None,
        }
    }
}
