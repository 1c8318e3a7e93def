//! Texts: runs of pieces that are literal, environment variables, script parameters, or opaque.
//!
//! A path such as `%TEMP%\x.zip` is data of two pieces. What a shell does with them is not known here.

use std::fmt;

/// The command language that an opaque piece was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// cmd.exe: batch files and the prompt.
    Cmd,
    /// PowerShell of any version.
    PowerShell,
}

impl Dialect {
    /// The word of the document format.
    pub const fn word(self) -> &'static str {
        match self {
            Dialect::Cmd => "cmd",
            Dialect::PowerShell => "powershell",
        }
    }

    /// The dialect with that word.
    pub fn from_word(word: &str) -> Option<Dialect> {
        [Dialect::Cmd, Dialect::PowerShell]
            .into_iter()
            .find(|d| d.word() == word)
    }
}

/// One piece of a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// Characters that stand for themselves.
    Literal(String),
    /// The value of an environment variable when the script runs.
    Environment(String),
    /// The value of a parameter of the script.
    Parameter(String),
    /// An expression of one shell, kept verbatim from an import.
    Opaque {
        /// The expression as it was written.
        source: String,
        /// The shell whose expression it is.
        shell: Dialect,
    },
}

/// How a text is written down as one string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notation {
    /// `{{name}}` is a parameter, `{{env:NAME}}` an environment variable, `{{{{` two braces.
    Plain,
    /// As [`Notation::Plain`], and `%NAME%` is an environment variable, `%%` a percent sign: for paths on this machine.
    LocalPath,
}

/// Why a string is not a text in its notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// Where, in bytes from the start of the string.
    pub at: usize,
    /// What is wrong.
    pub message: &'static str,
    /// What to write instead.
    pub help: &'static str,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.message, self.help)
    }
}

impl std::error::Error for TextError {}

/// A run of pieces in normal form: no empty literal, no two literals side by side.
///
/// ```
/// use bitsmith_core::text::{Notation, Piece, Text};
/// let text = Text::parse(r"%TEMP%\{{name}}.zip", Notation::LocalPath).unwrap();
/// assert_eq!(text.pieces()[0], Piece::Environment("TEMP".into()));
/// assert_eq!(text.pieces()[2], Piece::Parameter("name".into()));
/// assert_eq!(text.notation(Notation::LocalPath).unwrap(), r"%TEMP%\{{name}}.zip");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text {
    pieces: Vec<Piece>,
}

impl Text {
    /// The text that stands for exactly these characters.
    pub fn literal(text: impl Into<String>) -> Text {
        Text::from_pieces([Piece::Literal(text.into())])
    }

    /// The text of these pieces, brought into normal form.
    pub fn from_pieces(pieces: impl IntoIterator<Item = Piece>) -> Text {
        let mut text = Text::default();
        for piece in pieces {
            text.push(piece);
        }
        text
    }

    /// Adds a piece at the end.
    pub fn push(&mut self, piece: Piece) {
        match (piece, self.pieces.last_mut()) {
            (Piece::Literal(more), _) if more.is_empty() => {}
            (Piece::Literal(more), Some(Piece::Literal(last))) => last.push_str(&more),
            (piece, _) => self.pieces.push(piece),
        }
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The characters, when every piece is literal.
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it is the empty string whatever the machine.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The literal characters at the start.
    pub fn literal_start(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Literal(text)) => text,
            _ => "",
        }
    }

    /// The literal characters at the end.
    pub fn literal_end(&self) -> &str {
        match self.pieces.last() {
            Some(Piece::Literal(text)) => text,
            _ => "",
        }
    }

    /// All literal pieces.
    pub fn literals(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Literal(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// How many UTF-16 units the literal pieces have: the length, or the least it can be.
    pub fn utf16_len(&self) -> usize {
        let len = |text: &str| {
            if text.is_ascii() {
                text.len()
            } else {
                text.encode_utf16().count()
            }
        };
        self.literals().map(len).sum()
    }

    /// Reads one string in the notation given. Errors name the place and what to write instead.
    pub fn parse(source: &str, notation: Notation) -> Result<Text, TextError> {
        let mut text = Text::default();
        let mut literal = String::new();
        let mut rest = source;
        let at = |rest: &str| source.len().saturating_sub(rest.len());
        while let Some(first) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("{{{{") {
                literal.push_str("{{");
                rest = after;
            } else if rest.starts_with("{{{") {
                literal.push('{');
                rest = rest.strip_prefix('{').unwrap_or("");
            } else if let Some(after) = rest.strip_prefix("{{") {
                let Some((name, after)) = after.split_once("}}") else {
                    return Err(TextError {
                        at: at(rest),
                        message: "`{{` opens a parameter and nothing closes it",
                        help: "Close it with `}}`, or write `{{{{` for two braces.",
                    });
                };
                let piece = named_piece(name).ok_or(TextError {
                    at: at(rest),
                    message: "What stands between `{{` and `}}` is not a name",
                    help: "Write `{{name}}` (a letter, then letters, digits, `_`) or `{{env:NAME}}`; for two braces write `{{{{`.",
                })?;
                text.push(Piece::Literal(std::mem::take(&mut literal)));
                text.push(piece);
                rest = after;
            } else if first == '%' && notation == Notation::LocalPath {
                let after = rest.strip_prefix('%').unwrap_or("");
                if let Some(after) = after.strip_prefix('%') {
                    literal.push('%');
                    rest = after;
                    continue;
                }
                let named = after
                    .split_once('%')
                    .filter(|(name, _)| is_environment_name(name));
                let Some((name, after)) = named else {
                    return Err(TextError {
                        at: at(rest),
                        message: "`%` opens an environment variable and nothing closes it",
                        help: "Write `%NAME%` for a variable, or `%%` for a percent sign.",
                    });
                };
                text.push(Piece::Literal(std::mem::take(&mut literal)));
                text.push(Piece::Environment(name.to_owned()));
                rest = after;
            } else {
                // Up to the next character that may open something.
                let run = rest.get(first.len_utf8()..).unwrap_or("");
                let run = run.find(['{', '%']).unwrap_or(run.len());
                let run = run.saturating_add(first.len_utf8());
                let (characters, after) = rest.split_at_checked(run).unwrap_or((rest, ""));
                literal.push_str(characters);
                rest = after;
            }
        }
        text.push(Piece::Literal(literal));
        Ok(text)
    }

    /// The string that [`Text::parse`] reads back as this text; `None` where an opaque piece cannot be written so.
    pub fn notation(&self, notation: Notation) -> Option<String> {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => {
                    let text = text.replace("{{", "{{{{");
                    match notation {
                        Notation::Plain => out.push_str(&text),
                        Notation::LocalPath => out.push_str(&text.replace('%', "%%")),
                    }
                }
                Piece::Environment(name) if notation == Notation::LocalPath => {
                    out.push('%');
                    out.push_str(name);
                    out.push('%');
                }
                Piece::Environment(name) => {
                    out.push_str("{{env:");
                    out.push_str(name);
                    out.push_str("}}");
                }
                Piece::Parameter(name) => {
                    out.push_str("{{");
                    out.push_str(name);
                    out.push_str("}}");
                }
                Piece::Opaque { .. } => return None,
            }
        }
        Some(out)
    }

    /// For people: as the notation, opaque pieces as they were written.
    pub fn display(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Environment(name) => format!("%{name}%"),
                Piece::Parameter(name) => format!("{{{{{name}}}}}"),
                Piece::Opaque { source, .. } => source.clone(),
            })
            .collect()
    }
}

fn named_piece(name: &str) -> Option<Piece> {
    if let Some(variable) = name.strip_prefix("env:") {
        return is_environment_name(variable).then(|| Piece::Environment(variable.to_owned()));
    }
    is_parameter_name(name).then(|| Piece::Parameter(name.to_owned()))
}

/// Whether a name can be an environment variable's: letters, digits, `_ ( ) . -`.
pub fn is_environment_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_().-".contains(c))
}

/// Whether a name can be a script parameter's: a letter, then letters, digits, `_`.
pub fn is_parameter_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lit(text: &str) -> Piece {
        Piece::Literal(text.into())
    }

    #[test]
    fn notation_reads_and_writes_back() {
        let env = |n: &str| Piece::Environment(n.into());
        let par = |n: &str| Piece::Parameter(n.into());
        let table: &[(&str, Notation, Vec<Piece>)] = &[
            ("", Notation::Plain, vec![]),
            ("a%20b", Notation::Plain, vec![lit("a%20b")]),
            ("{{url}}/x", Notation::Plain, vec![par("url"), lit("/x")]),
            (
                "{{env:ProgramFiles(x86)}}",
                Notation::Plain,
                vec![env("ProgramFiles(x86)")],
            ),
            ("{{{{x}}", Notation::Plain, vec![lit("{{x}}")]),
            ("{{{x}}", Notation::Plain, vec![lit("{"), par("x")]),
            ("{{{{{{{x}}", Notation::Plain, vec![lit("{{{"), par("x")]),
            ("{guid}", Notation::Plain, vec![lit("{guid}")]),
            (
                "%TEMP%\\a%%b",
                Notation::LocalPath,
                vec![env("TEMP"), lit("\\a%b")],
            ),
        ];
        for (source, notation, pieces) in table {
            let text = Text::parse(source, *notation).unwrap();
            assert_eq!(text.pieces(), pieces.as_slice(), "{source}");
            assert_eq!(text.notation(*notation).as_deref(), Some(*source));
        }
    }

    #[test]
    fn half_open_names_are_refused() {
        for (source, notation, at) in [
            ("ab{{c", Notation::Plain, 2),
            ("{{}}", Notation::Plain, 0),
            ("{{1x}}", Notation::Plain, 0),
            ("{{env:a b}}", Notation::Plain, 0),
            ("c:\\50%.txt", Notation::LocalPath, 5),
            ("%a b%", Notation::LocalPath, 0),
        ] {
            assert_eq!(Text::parse(source, notation).unwrap_err().at, at, "{source}");
        }
    }
}
