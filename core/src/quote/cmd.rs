//! How a word is written for cmd, which reads a line in three steps: percent signs, then quotes and carets, then the
//! program splits what is left into arguments.

use super::bitsadmin::{self, Place};
use super::guard::{self, Atom};
use super::{
    Guard, Refusal, RefusalReason, control_character, is_bare, not_ascii, opaque_foreign, opaque_unsafe,
    variable_name,
};
use crate::text::{Dialect, Piece, Text, is_environment_name, is_parameter_name};

/// Where cmd gets its lines from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A file: `%%` is a percent sign, `%1` an argument.
    Batch,
    /// The keyboard: no escape for a percent sign.
    Prompt,
}

/// The longest line that cmd takes, in UTF-16 units.
const LONGEST_LINE: usize = 8191;

/// Checks that cmd takes the line (C5).
pub fn check_line_length(line: &str) -> Result<(), Refusal> {
    let length = line.encode_utf16().count();
    if length <= LONGEST_LINE {
        return Ok(());
    }
    Err(Refusal {
        reason: RefusalReason::LineTooLong,
        message: format!("The line has {length} characters, and cmd takes at most {LONGEST_LINE}."),
        help: "Shorten the value, or use the PowerShell script.".into(),
    })
}

/// Writes one argument of a program.
pub(super) fn word(text: &Text, source: Source) -> Result<String, Refusal> {
    let atoms = atoms(text, source)?;
    let has_value = atoms.iter().any(|atom| matches!(atom, Atom::Value(_)));
    let has = |wanted: char| atoms.contains(&Atom::Char(wanted));
    let open_percent = source == Source::Prompt && has('%');
    let bare = |atom: &Atom| match atom {
        Atom::Char('%') => open_percent,
        Atom::Char(c) => is_bare(*c),
        Atom::Value(_) => false,
    };
    let mut line = Line::new(source);
    if !atoms.is_empty() && atoms.iter().all(bare) && atoms.last() != Some(&Atom::Char('%')) {
        line.push_all(&atoms);
    } else if !has('"') && !open_percent {
        line.quote(Sight::Both);
        line.push_all(&atoms);
        line.quote(Sight::Both);
    } else if !has_value {
        line.quote(Sight::Program);
        line.push_all(&atoms);
        line.quote(Sight::Program);
    } else if let Some(quoted) = quoted_segments(&atoms, source) {
        line.push_segments(&atoms, &quoted);
    } else {
        line.push_mixed(&atoms);
    }
    Ok(line.out)
}

/// Writes `name=text` for `set`.
pub(super) fn assignment(name: &str, text: &Text, source: Source) -> Result<String, Refusal> {
    let atoms = atoms(text, source)?;
    let has = |wanted: char| atoms.contains(&Atom::Char(wanted));
    let open_percent = source == Source::Prompt && has('%');
    if !has('"') && !open_percent {
        return Ok(format!("\"{name}={}\"", plain(&atoms)));
    }
    let mut line = format!("{name}=");
    let mut open_percent = false;
    for atom in &atoms {
        match atom {
            // Without quotes the value would be read as part of the line.
            Atom::Value(value) => {
                return Err(opaque_unsafe(
                    value,
                    "the text around it cannot stand between quotation marks, and set cannot keep the two apart",
                ));
            }
            Atom::Char(c) => {
                if is_special(*c) || open_percent {
                    line.push('^');
                }
                open_percent = *c == '%' && source == Source::Prompt;
                line.push(*c);
                if *c == '%' && source == Source::Batch {
                    line.push('%');
                }
            }
        }
    }
    Ok(line)
}

/// Writes a text between quotes for a command of cmd's own. At the prompt it may hold no percent sign.
pub(super) fn quoted(text: &Text, source: Source) -> Option<String> {
    let atoms = atoms(text, source).ok()?;
    (!atoms.contains(&Atom::Char('"'))).then(|| format!("\"{}\"", plain(&atoms)))
}

/// The inside of quotes that hold no quote.
fn plain(atoms: &[Atom]) -> String {
    let mut out = String::new();
    for atom in atoms {
        match atom {
            Atom::Value(value) => out.push_str(value),
            Atom::Char('%') => out.push_str("%%"),
            Atom::Char(c) => out.push(*c),
        }
    }
    out
}

/// Whether cmd reads the character as something else outside quotes.
const fn is_special(c: char) -> bool {
    matches!(c, '(' | ')' | '!' | '^' | '"' | '<' | '>' | '&' | '|')
}

/// The demands on the values in the word.
pub(super) fn guards(text: &Text, source: Source) -> Result<Vec<Guard>, Refusal> {
    let atoms = atoms(text, source)?;
    Ok(guard::guards(&atoms, |c| c == '%' && source == Source::Prompt))
}

/// The characters and values of a text, checked (C3, C6).
/// What must hold of the values in the text for bitsadmin to take it for a text.
pub(super) fn bitsadmin_guards(text: &Text, place: Place, source: Source) -> Result<Vec<Guard>, Refusal> {
    atoms(text, source).map(|atoms| bitsadmin::guards(&atoms, place))
}

fn atoms(text: &Text, source: Source) -> Result<Vec<Atom>, Refusal> {
    let mut atoms = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(literal) => {
                check_characters(literal, source)?;
                atoms.extend(literal.chars().map(Atom::Char));
            }
            Piece::Environment(name) => {
                if !is_environment_name(name) {
                    return Err(variable_name(name, "cannot be written between percent signs"));
                }
                if source == Source::Batch && name.starts_with(|c: char| c.is_ascii_digit()) {
                    return Err(variable_name(
                        name,
                        "begins with a digit, and a batch file reads a percent sign and a digit as its own argument",
                    ));
                }
                atoms.push(Atom::Value(format!("%{name}%")));
            }
            Piece::Parameter(name) => {
                if source == Source::Prompt {
                    return Err(Refusal {
                        reason: RefusalReason::ParameterAtPrompt,
                        message: format!(
                            "The text takes the script parameter {name}, and the prompt has no parameters."
                        ),
                        help: "Use a script, or write the value itself.".into(),
                    });
                }
                if !is_parameter_name(name) {
                    return Err(variable_name(name, "cannot be written between percent signs"));
                }
                atoms.push(Atom::Value(format!("%{name}%")));
            }
            Piece::Opaque {
                source: written,
                shell,
            } => {
                if *shell != Dialect::Cmd {
                    return Err(opaque_foreign(written, *shell, "cmd"));
                }
                check_characters(written, source)?;
                if written.contains('"') || written.ends_with('\\') {
                    return Err(opaque_unsafe(
                        written,
                        "it would open or close the quotes around it",
                    ));
                }
                let percents = written.matches('%').count();
                if percents % 2 == 1
                    && !(source == Source::Batch && percents == 1 && is_file_argument(written))
                {
                    return Err(opaque_unsafe(written, "a percent sign in it is open"));
                }
                atoms.push(Atom::Value(written.clone()));
            }
        }
    }
    Ok(atoms)
}

/// Whether it begins as `%1` or `%~dp0` do, arguments of the batch file.
fn is_file_argument(source: &str) -> bool {
    source
        .strip_prefix('%')
        .is_some_and(|rest| rest.starts_with(|c: char| c == '~' || c.is_ascii_digit()))
}

fn check_characters(text: &str, source: Source) -> Result<(), Refusal> {
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return Err(control_character(c, "a line of cmd"));
    }
    match text.chars().find(|c| !c.is_ascii()) {
        Some(c) if source == Source::Batch => Err(not_ascii(
            c,
            "cmd reads a batch file in a code page that differs between machines",
        )),
        _ => Ok(()),
    }
}

/// Which of the runs between quotes hold a value, and so must be quoted for cmd; `None` where the quotes between them
/// cannot do that, because two such runs are neighbours or hold a percent sign of the prompt.
fn quoted_segments(atoms: &[Atom], source: Source) -> Option<Vec<bool>> {
    let mut quoted: Vec<bool> = Vec::new();
    for segment in atoms.split(|atom| *atom == Atom::Char('"')) {
        let has_value = segment.iter().any(|atom| matches!(atom, Atom::Value(_)));
        let open_percent = source == Source::Prompt && segment.contains(&Atom::Char('%'));
        if has_value && (open_percent || quoted.last() == Some(&true)) {
            return None;
        }
        quoted.push(has_value);
    }
    Some(quoted)
}

/// Who takes a quote for one.
#[derive(Clone, Copy)]
enum Sight {
    /// cmd and the program.
    Both,
    /// The program only: a caret hides the quote from cmd.
    Program,
}

impl Sight {
    fn of(quoted: bool) -> Sight {
        if quoted { Sight::Both } else { Sight::Program }
    }
}

/// A word being written. `quoted` is cmd's view of the quotes; the program's differs where a quote has a caret.
struct Line {
    source: Source,
    out: String,
    quoted: bool,
    /// Backslashes at the end of `out`: a quote would turn them into escapes.
    backslashes: usize,
    /// A percent sign of the prompt ends `out` and wants a caret behind it (C4).
    open_percent: bool,
}

impl Line {
    fn new(source: Source) -> Line {
        Line {
            source,
            out: String::new(),
            quoted: false,
            backslashes: 0,
            open_percent: false,
        }
    }

    fn push_all(&mut self, atoms: &[Atom]) {
        for atom in atoms {
            match atom {
                Atom::Char(c) => self.push(*c),
                Atom::Value(value) => self.push_value(value),
            }
        }
    }

    /// As the careted form, but cmd sees the quotes around a run with a value too.
    fn push_segments(&mut self, atoms: &[Atom], quoted: &[bool]) {
        let segments = atoms.split(|atom| *atom == Atom::Char('"'));
        let mut before = None;
        for (segment, quoted) in segments.zip(quoted) {
            match before {
                None => self.quote(Sight::of(*quoted)),
                Some(before) => self.escaped_quote(Sight::of(before || *quoted)),
            }
            self.push_all(segment);
            before = Some(*quoted);
        }
        self.quote(Sight::of(before == Some(true)));
    }

    /// Values stand inside quotes that cmd sees too; quotes and percent signs outside of both. Between the two kinds
    /// there is always a character, so that no quote is opened right behind a closed one.
    fn push_mixed(&mut self, atoms: &[Atom]) {
        for atom in atoms {
            let wants_quotes = match atom {
                Atom::Char('"') => false,
                Atom::Char('%') if self.source == Source::Prompt => false,
                Atom::Char(c) => self.quoted || !is_bare(*c),
                Atom::Value(_) => true,
            };
            if wants_quotes != self.quoted {
                self.quote(Sight::Both);
            }
            self.push_all(std::slice::from_ref(atom));
        }
        if self.quoted {
            self.quote(Sight::Both);
        } else if self.open_percent {
            // A caret at the end of a line would continue the line.
            self.quote(Sight::Program);
            self.quote(Sight::Program);
        }
    }

    /// A character that stands for itself.
    fn push(&mut self, c: char) {
        if c == '"' {
            self.escaped_quote(Sight::Program);
        } else {
            self.put(c);
            self.backslashes = if c == '\\' {
                self.backslashes.saturating_add(1)
            } else {
                0
            };
        }
    }

    fn put(&mut self, c: char) {
        let special = is_special(c);
        if !self.quoted && (special || self.open_percent) {
            self.out.push('^');
        }
        self.open_percent = false;
        self.out.push(c);
        if c == '%' {
            match self.source {
                Source::Batch => self.out.push('%'),
                Source::Prompt => self.open_percent = true,
            }
        }
    }

    fn push_value(&mut self, value: &str) {
        self.out.push_str(value);
        self.backslashes = 0;
    }

    /// A quote that opens or closes. After a percent sign it does what a caret does there: the name that is looked up
    /// begins with it.
    fn quote(&mut self, sight: Sight) {
        self.double_backslashes();
        match sight {
            Sight::Both => self.quoted = !self.quoted,
            Sight::Program => self.out.push('^'),
        }
        self.out.push('"');
        self.open_percent = false;
    }

    /// A quote that stands for itself.
    fn escaped_quote(&mut self, sight: Sight) {
        self.double_backslashes();
        self.put('\\');
        self.backslashes = 0;
        match sight {
            Sight::Both => {
                self.quoted = !self.quoted;
                self.out.push('"');
            }
            Sight::Program => self.put('"'),
        }
    }

    fn double_backslashes(&mut self) {
        self.out.extend(std::iter::repeat_n('\\', self.backslashes));
        self.backslashes = 0;
    }
}
