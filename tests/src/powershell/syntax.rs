//! What a script is made of, as the reader hands it out. Offsets count UTF-16 units from the start of the text.

use super::wide::Wide;

/// A stretch of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first unit.
    pub start: usize,
    /// One past the last unit.
    pub end: usize,
}

impl Span {
    /// From the start of `self` to the end of `last`.
    pub fn to(self, last: Span) -> Span {
        Span {
            start: self.start,
            end: last.end,
        }
    }
}

/// A whole script.
#[derive(Clone, Debug)]
pub struct Script {
    /// The script's own `param(…)`.
    pub parameters: Vec<Parameter>,
    /// Statements in order.
    pub statements: Vec<Statement>,
    /// Comments in order.
    pub comments: Vec<Comment>,
}

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// `<# … #>` rather than `# …`.
    pub block: bool,
    /// Where it stands.
    pub span: Span,
}

/// One declared parameter of a script, a function or a script block.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name without the dollar sign.
    pub name: Wide,
    /// The type in brackets, the last one if there are several.
    pub type_name: Option<String>,
    /// `[Parameter(Mandatory …)]` was written.
    pub mandatory: bool,
    /// The value it has when it is not given.
    pub default: Option<Word>,
}

/// A statement and where it stands.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: StatementKind,
}

/// The kinds of statement.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the parts of the statement named")]
pub enum StatementKind {
    Pipeline {
        commands: Vec<Command>,
        background: bool,
    },
    Assignment {
        operator: &'static str,
        target: Word,
        value: Box<Statement>,
    },
    Chain {
        operator: &'static str,
        left: Box<Statement>,
        right: Box<Statement>,
    },
    If {
        arms: Vec<(Statement, Block)>,
        otherwise: Option<Block>,
    },
    While {
        condition: Box<Statement>,
        body: Block,
    },
    DoWhile {
        body: Block,
        condition: Box<Statement>,
    },
    DoUntil {
        body: Block,
        condition: Box<Statement>,
    },
    For {
        start: Option<Box<Statement>>,
        condition: Option<Box<Statement>>,
        step: Option<Box<Statement>>,
        body: Block,
    },
    ForEach {
        variable: Wide,
        list: Box<Statement>,
        body: Block,
    },
    Switch {
        condition: Box<Statement>,
        clauses: Vec<(Word, Block)>,
        default: Option<Block>,
    },
    Try {
        body: Block,
        catches: Vec<Catch>,
        finally: Option<Block>,
    },
    Function {
        name: Wide,
        parameters: Vec<Parameter>,
        body: Block,
    },
    Exit(Option<Box<Statement>>),
    Return(Option<Box<Statement>>),
    Throw(Option<Box<Statement>>),
    Break,
    Continue,
}

/// `{ … }` after a keyword.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where it stands, braces included.
    pub span: Span,
    /// What is inside.
    pub statements: Vec<Statement>,
}

/// One `catch` of a `try`.
#[derive(Clone, Debug)]
pub struct Catch {
    /// The types in brackets; none means any.
    pub types: Vec<String>,
    /// What it does.
    pub body: Block,
}

/// One element of a pipeline.
#[derive(Clone, Debug)]
pub struct Command {
    /// Where it stands.
    pub span: Span,
    /// `&` or `.` before it.
    pub invoke: Option<Invoke>,
    /// Words or one expression.
    pub body: CommandBody,
    /// `> file`, `2>&1` and the like.
    pub redirections: Vec<Redirection>,
}

/// How a command is called when not by its bare name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invoke {
    /// `&`
    Call,
    /// `.`
    Dot,
}

/// What a pipeline element consists of.
#[derive(Clone, Debug)]
pub enum CommandBody {
    /// A command name and its arguments.
    Words(Vec<Word>),
    /// A value.
    Expression(Word),
}

/// A redirection.
#[derive(Clone, Debug)]
pub struct Redirection {
    /// Where it stands.
    pub span: Span,
    /// The stream's name.
    pub from: &'static str,
    /// Where it goes.
    pub to: RedirectionTarget,
}

/// Where a redirected stream goes.
#[derive(Clone, Debug)]
pub enum RedirectionTarget {
    /// Into another stream.
    Stream(&'static str),
    /// Into a file.
    File {
        /// `>>`
        append: bool,
        /// The file's name.
        word: Box<Word>,
    },
}

/// A word or expression and where it stands.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: WordKind,
}

/// The kinds of word and expression.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the parts of the expression named")]
pub enum WordKind {
    Bare(Wide),
    Single(Wide),
    Double(Wide),
    HereSingle(Wide),
    HereDouble(Wide),
    Expandable(Vec<Piece>),
    BareExpandable(Vec<Piece>),
    HereExpandable(Vec<Piece>),
    Parameter {
        name: Wide,
        argument: Option<Box<Word>>,
    },
    Constant {
        number: Number,
        spelling: Wide,
    },
    Variable(Wide),
    Splat(Wide),
    List(Vec<Word>),
    Array(Vec<Statement>),
    Hashtable(Vec<(Word, Statement)>),
    Paren(Box<Statement>),
    Subexpression(Vec<Statement>),
    ScriptBlock(Box<ScriptBlock>),
    Member {
        target: Box<Word>,
        member: Box<Word>,
        fixed: bool,
    },
    Call {
        target: Box<Word>,
        member: Box<Word>,
        fixed: bool,
        arguments: Vec<Word>,
    },
    Index {
        target: Box<Word>,
        index: Box<Word>,
    },
    Cast {
        type_name: String,
        inner: Box<Word>,
    },
    Type(String),
    Binary {
        operator: &'static str,
        left: Box<Word>,
        right: Box<Word>,
    },
    Unary {
        operator: &'static str,
        inner: Box<Word>,
    },
}

/// Part of a string that is expanded when the script runs.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Text as it stands, escapes resolved.
    Text(Wide),
    /// A variable or `$( … )`.
    Nested(Word),
}

/// `{ … }` as a value.
#[derive(Clone, Debug)]
pub struct ScriptBlock {
    /// Its `param(…)`.
    pub parameters: Vec<Parameter>,
    /// What is inside.
    pub statements: Vec<Statement>,
}

/// A number as PowerShell types it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// `Int32`
    Int(i32),
    /// `Int64`
    Long(i64),
    /// `Decimal` without a fraction, which is what integers too great for `Int64` become
    Decimal(i128),
    /// `Double`
    Double(f64),
}
