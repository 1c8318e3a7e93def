//! Words of a batch file.
//!
//! A word may stand among the arguments of a program, on a line by itself or in a block of `if`. It may not
//! stand after `call` (which expands percent signs and carets again), in the body of `for` (which looks for its own
//! `%x` again), in `for /f ('…')` (C7), or on a line that `EnableDelayedExpansion` reaches (C1).

use super::{Guard, Place, Refusal, cmd, cmd_reader};
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

/// What must hold of the variables in the text for bitsadmin to take the word for a text.
pub fn bitsadmin_guards(text: &Text, place: Place) -> Result<Vec<Guard>, Refusal> {
    cmd::bitsadmin_guards(text, place, cmd::Source::Batch)
}

/// Reads a line of a batch file as the words of one command; `%NAME%` is a variable.
///
/// `None` where the line is not one command of plain words: it has an operator, an argument of the file such as
/// `%1`, an open percent sign, or a caret at its end.
pub fn read_words(line: &str) -> Option<Vec<Text>> {
    cmd_reader::read_words(line, cmd::Source::Batch)
}

/// Writes `name=text` for `set`, which takes it as it stands.
///
/// ```
/// use bitsmith_core::quote::batch;
/// use bitsmith_core::text::Text;
/// assert_eq!(batch::assignment("NAME", &Text::literal("50% & more")).unwrap(), r#""NAME=50%% & more""#);
/// assert_eq!(batch::assignment("NAME", &Text::literal(r#"a "b""#)).unwrap(), r#"NAME=a ^"b^""#);
/// ```
pub fn assignment(name: &str, text: &Text) -> Result<String, Refusal> {
    cmd::assignment(name, text, cmd::Source::Batch)
}

/// Writes a text between quotes for a command of cmd's own, such as `if exist` or `mkdir`, which splits no arguments.
///
/// `None` where quotes cannot hold it: it has a quote itself, or cannot stand in a batch file at all.
///
/// ```
/// use bitsmith_core::quote::batch;
/// use bitsmith_core::text::{Notation, Text};
/// let folder = Text::parse(r"%TEMP%\a b\", Notation::LocalPath).unwrap();
/// assert_eq!(batch::quoted(&folder).unwrap(), r#""%TEMP%\a b\""#);
/// ```
pub fn quoted(text: &Text) -> Option<String> {
    cmd::quoted(text, cmd::Source::Batch)
}

/// Writes a text so that `if` in the body of a `for /f` compares a whole line that it read with it.
///
/// `None` where that is not exact: variables, percent signs, quotes, characters that differ between code pages, blanks
/// at the ends, and what `for /f` takes for a comment or skips.
///
/// ```
/// use bitsmith_core::quote::batch;
/// use bitsmith_core::text::Text;
/// assert_eq!(batch::compared(&Text::literal("Nightly & more")).unwrap(), r#""Nightly & more""#);
/// assert_eq!(batch::compared(&Text::literal("100%")), None);
/// ```
pub fn compared(text: &Text) -> Option<String> {
    let literal = text.as_literal()?;
    let exact = !literal.is_empty()
        && literal
            .chars()
            .all(|c| matches!(c, ' '..='~') && !matches!(c, '%' | '"'))
        && !literal.starts_with([' ', ';'])
        && !literal.ends_with(' ');
    exact.then(|| format!("\"{literal}\""))
}
