//! Words typed or pasted at the prompt of cmd.
//!
//! As in a batch file, except for percent signs: `%%` is not an escape there, and a name that no variable has stays
//! as it was typed.

use super::{Guard, Place, Refusal, cmd, cmd_reader};
use crate::text::Text;

/// Writes one argument of a program at the prompt (C2, C3, C4, C6).
///
/// A percent sign stands outside the quotes with a caret after it: the name that cmd looks up then begins with `^`.
///
/// ```
/// use bitsmith_core::quote::prompt;
/// use bitsmith_core::text::Text;
/// assert_eq!(prompt::word(&Text::literal("http://h/a%20b")).unwrap(), "http://h/a%^20b");
/// assert_eq!(prompt::word(&Text::literal("50% of it")).unwrap(), r#"^"50%^ of it^""#);
/// ```
pub fn word(text: &Text) -> Result<String, Refusal> {
    cmd::word(text, cmd::Source::Prompt)
}

/// What must hold of the variables in the text for [`word`] to be read as written.
pub fn guards(text: &Text) -> Result<Vec<Guard>, Refusal> {
    cmd::guards(text, cmd::Source::Prompt)
}

/// What must hold of the variables in the text for bitsadmin to take the word for a text.
pub fn bitsadmin_guards(text: &Text, place: Place) -> Result<Vec<Guard>, Refusal> {
    cmd::bitsadmin_guards(text, place, cmd::Source::Prompt)
}

/// Reads a line typed at the prompt as the words of one command; `%NAME%` is a variable that is set.
///
/// `None` where the line is not one command of plain words.
pub fn read_words(line: &str) -> Option<Vec<Text>> {
    cmd_reader::read_words(line, cmd::Source::Prompt)
}

/// Writes `name=text` for `set`, which takes it as it stands.
///
/// ```
/// use bitsmith_core::quote::prompt;
/// use bitsmith_core::text::Text;
/// assert_eq!(prompt::assignment("NAME", &Text::literal("a & b")).unwrap(), r#""NAME=a & b""#);
/// assert_eq!(prompt::assignment("NAME", &Text::literal("50% & more")).unwrap(), "NAME=50%^ ^& more");
/// ```
pub fn assignment(name: &str, text: &Text) -> Result<String, Refusal> {
    cmd::assignment(name, text, cmd::Source::Prompt)
}

/// Writes a text between quotes for a command of cmd's own, such as `if exist` or `mkdir`, which splits no arguments.
///
/// `None` where quotes cannot hold it: a percent sign in quotes may be a variable's, and a quote ends them.
///
/// ```
/// use bitsmith_core::quote::prompt;
/// use bitsmith_core::text::Text;
/// assert_eq!(prompt::quoted(&Text::literal(r"C:\a b\")).unwrap(), r#""C:\a b\""#);
/// assert_eq!(prompt::quoted(&Text::literal("50%")), None);
/// ```
pub fn quoted(text: &Text) -> Option<String> {
    if text.literals().any(|literal| literal.contains('%')) {
        return None;
    }
    cmd::quoted(text, cmd::Source::Prompt)
}
