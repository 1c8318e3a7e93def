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

/// The loop that compares a whole line that it reads with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The options of `for /f` that keep the line as it is.
    pub options: &'static str,
    /// The letter of the loop's variable: the text has none like it behind a percent sign.
    pub letter: char,
    /// The text as `if` in the body takes it.
    pub expected: String,
}

/// Writes a text so that `if` in the body of a `for /f` compares a whole line that it read with it; or why that is not
/// exact.
///
/// ```
/// use bitsmith_core::quote::batch;
/// use bitsmith_core::text::Text;
/// let compared = batch::compared(&Text::literal("50% & more")).unwrap();
/// assert_eq!(compared.expected, r#""50%% & more""#);
/// assert!(batch::compared(&Text::literal(r#"a "b""#)).is_err());
/// ```
pub fn compared(text: &Text) -> Result<Compared, &'static str> {
    let Some(literal) = text.as_literal() else {
        return Err("its value is known only when the file runs");
    };
    if literal.is_empty() {
        return Err("it is empty");
    }
    if !literal.chars().all(|c| matches!(c, ' '..='~')) {
        return Err("it holds other characters than ASCII");
    }
    if literal.contains('"') {
        return Err("cmd cannot compare a quotation mark");
    }
    if literal.starts_with(' ') || literal.ends_with(' ') {
        return Err("it begins or ends with a blank, which bitsadmin may print or not");
    }
    if literal.contains("%~") {
        return Err("cmd reads a percent sign before a tilde as its own");
    }
    let is_free = |letter: &char| !literal.contains(&format!("%{letter}"));
    let Some(letter) = ('i'..='z').find(is_free) else {
        return Err("each letter stands behind a percent sign in it");
    };
    // `;` begins a comment where nothing else does.
    let options = if literal.starts_with(';') {
        "usebackq eol=0 delims="
    } else {
        "usebackq delims="
    };
    let expected = format!("\"{}\"", literal.replace('%', "%%"));
    Ok(Compared {
        options,
        letter,
        expected,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_compared_where_that_is_exact() {
        let plain = "usebackq delims=";
        for (text, written) in [
            ("Nightly & more", Ok((plain, 'i', "\"Nightly & more\""))),
            ("100%", Ok((plain, 'i', "\"100%%\""))),
            ("a%20b%2F%%", Ok((plain, 'i', "\"a%%20b%%2F%%%%\""))),
            ("%i %j", Ok((plain, 'k', "\"%%i %%j\""))),
            ("%I", Ok((plain, 'i', "\"%%I\""))),
            (";a", Ok(("usebackq eol=0 delims=", 'i', "\";a\""))),
            ("%~n", Err("a tilde")),
            ("say \"x\"", Err("a quotation mark")),
            (" a", Err("a blank")),
            ("a ", Err("a blank")),
            ("\u{e9}", Err("ASCII")),
            ("", Err("empty")),
            ("%i%j%k%l%m%n%o%p%q%r%s%t%u%v%w%x%y%z", Err("each letter")),
        ] {
            let compared = compared(&Text::literal(text));
            match (&compared, written) {
                (Ok(one), Ok(wanted)) => {
                    assert_eq!((one.options, one.letter, one.expected.as_str()), wanted)
                }
                (Err(reason), Err(part)) => assert!(reason.contains(part), "{text}: {reason}"),
                _ => panic!("{text}: {compared:?}"),
            }
        }
        let value = Text::from_pieces([crate::text::Piece::Environment("TEMP".into())]);
        assert!(compared(&value).is_err());
    }
}
