//! The language of `cmd.exe`: prompt lines and batch files.
//!
//! Nothing is run and no variable is looked up: `%NAME%` stays a part of the word it stands in. Percent signs are read
//! first, then quotes and carets, then commands, as cmd does `[cmd; kb75634]`. Two readings are guesses that have to be
//! made: what a variable holds is one run of text within its word, and a name that no variable is likely to have (one
//! that begins with a digit, as in `%20a%`) is text at the prompt.

mod arguments;
mod block;
mod change;
mod command;
mod condition;
mod input;
mod iteration;
mod launch;
mod line;
mod mode;
mod percent;
mod program;
mod reader;
mod redirection;
mod remark;
mod set;
mod shape;
mod statement;
mod variables;
mod word;
mod words;

use crate::span::Span;

pub use arguments::{Argument, Arguments, arguments};
pub use change::{Change, Changed};
pub(super) use launch::launched;
pub(super) use line::pasted_prompt as prompt_length;
pub use mode::Mode;
pub use percent::{Turning, turnings};
pub use program::{Program, program, program_at};
pub use set::{Assignment, assignment, computed};
pub use shape::shape;
pub(super) use statement::label_name;
pub use statement::{
    Command, Comment, Condition, Form, Iteration, Join, Mark, MarkKind, Problem, Redirection, Script,
    Statement,
};
pub use word::{Part, Value, Word, text};

/// Reads a script. Whatever the text, there is a reading; what cmd would reject is opaque and has an error.
///
/// ```
/// use bitsmith_core::parse::cmd::{Form, Mode, read};
/// let script = read("@bitsadmin>nul /list ^\r\n /verbose", Mode::Batch);
/// let Form::Command(command) = &script.statements[0].form else { panic!() };
/// let words: Vec<_> = command.words.iter().map(|word| word.literal().unwrap()).collect();
/// assert_eq!(words, ["bitsadmin", "/list", "/verbose"]);
/// ```
pub fn read(source: &str, mode: Mode) -> Script {
    read_with(source, mode, false, &[])
}

/// As [`read`]; `is_late`: the cmd that reads it was started with `/v:on`, so that `!NAME!` is a variable from the first line on;
/// `filled`: the runs of the source, in order, that the shell around it fills in.
pub fn read_with(source: &str, mode: Mode, is_late: bool, filled: &[Span]) -> Script {
    reader::Reader::new(source, mode, is_late, filled).script()
}

#[cfg(test)]
mod tests;
