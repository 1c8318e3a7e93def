//! The language of PowerShell: Windows PowerShell 5.1 and PowerShell 6 and later.
//!
//! [`read`] turns a script into a syntax tree with spans, before any meaning; [`shape()`] prints the tree as JSON.

mod edition;
mod letter;
mod syntax;
mod fault;
mod operator;
mod number;
mod reader;
mod string;
mod variable;
mod type_name;
mod operand;
mod hashtable;
mod expression;
mod command;
mod statement;
mod compound;
mod loops;
mod block;
mod within;
mod leaves;
mod shape;
pub(crate) mod value;
pub(crate) mod cast;
mod constant;
pub(crate) mod known;
pub mod bind;
mod native;

pub use constant::{Variables, evaluate, evaluate_statement};
pub use edition::Edition;
pub use fault::{Fault, Problem};
pub use known::Known;
pub(crate) use letter::is_dash;
pub use native::{NativeArgument, native_arguments};
pub use number::{Number, NumberType};
pub use shape::shape;
pub use syntax::{
    Block, Command, CommandBody, Comment, CommentKind, Compound, Declared, Invocation, Pair, Part, Piece,
    Quoting, Redirection, RedirectionTarget, Role, Script, Statement, StatementKind, Stream, Word, WordKind,
};
pub use value::{TextPart, Unknown, Value};
pub use within::Within;

/// Reads a script. Whatever cannot be read is opaque, with an error that says why; the reader goes on behind it.
///
/// ```
/// use bitsmith_core::parse::powershell::{Edition, read};
/// let script = read("Get-BitsTransfer -AllUsers", Edition::PowerShell73);
/// assert!(script.errors.is_empty());
/// assert_eq!(script.statements.len(), 1);
/// ```
pub fn read(source: &str, edition: Edition) -> Script<'_> {
    reader::Reader::new(source, edition).script()
}

#[cfg(test)]
mod tests;
