//! Words of a batch file.
//!
//! A word may stand among the arguments of a program, on a line by itself or in a block of `if`. It may not
//! stand after `call` (which expands percent signs and carets again), in the body of `for` (which looks for its own
//! `%x` again), in `for /f ('…')` (C7), or on a line that `EnableDelayedExpansion` reaches (C1).

use super::{Guard, Refusal, cmd, cmd_reader};
use crate::text::Text;

/// Writes one argument of a program in a batch file (C2, C3, C6).
///
/// ```
/// use bitsmith_core::quote::batch;
/// use bitsmith_core::text::{Notation, Text};
/// let path = Text::parse(r"%TEMP%\100%%\", Notation::LocalPath).unwrap();
/// assert_eq!(batch::word(&path).unwrap(), r#""%TEMP%\100%%\\""#);
/// assert_eq!(batch::word(&Text::literal(r#"a "b" & c"#)).unwrap(), r#"^"a \^"b\^" ^& c^""#);
/// ```
pub fn word(text: &Text) -> Result<String, Refusal> {
    cmd::word(text, cmd::Source::Batch)
}

/// What must hold of the variables in the text for [`word`] to be read as written.
pub fn guards(text: &Text) -> Result<Vec<Guard>, Refusal> {
    cmd::guards(text, cmd::Source::Batch)
}

/// Reads a line of a batch file as the words of one command; `%NAME%` is a variable.
///
/// `None` where the line is not one command of plain words: it has an operator, an argument of the file such as
/// `%1`, an open percent sign, or a caret at its end.
pub fn read_words(line: &str) -> Option<Vec<Text>> {
    cmd_reader::read_words(line, cmd::Source::Batch)
}
