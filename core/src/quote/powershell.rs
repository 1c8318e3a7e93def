//! Words of a PowerShell script: always string literals and variables joined with `+`, always ASCII (P1, P2).

mod argument_line;
mod opaque;
mod reader;

pub use argument_line::{ArgumentLine, argument_line, bitsadmin_guards};
pub use reader::read_literal;

use super::{Refusal, opaque_foreign, variable_name};
use crate::text::{Dialect, Piece, Text, is_environment_name, is_parameter_name};

/// A string in a PowerShell script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The source text, one expression: a quoted literal, or a sum in parentheses.
    pub source: String,
    /// Whether it is one quoted literal and nothing else.
    pub is_literal: bool,
}

/// Writes a string so that PowerShell reads exactly this string (P1, P2).
///
/// Runs of U+0020–U+007E stand in one single-quoted literal with each `'` doubled; any other UTF-16 unit is
/// `[char]0xNNNN`. A literal, perhaps empty, comes first: it makes `+` join strings.
///
/// ```
/// use bitsmith_core::quote::powershell::literal;
/// assert_eq!(literal("it's"), "'it''s'");
/// assert_eq!(literal("a\u{2019}b"), "('a' + [char]0x2019 + 'b')");
/// assert_eq!(literal("\n"), "('' + [char]0x000A)");
/// ```
pub fn literal(text: &str) -> String {
    let mut sum = Sum::default();
    sum.push_text(text);
    sum.finish().source
}

/// Writes a text as one expression whose value is that text when the script runs.
///
/// An environment variable that is not set is empty there.
///
/// ```
/// use bitsmith_core::quote::powershell::expression;
/// use bitsmith_core::text::{Notation, Text};
/// let text = Text::parse(r"%TEMP%\a.zip", Notation::LocalPath).unwrap();
/// assert_eq!(expression(&text).unwrap().source, r"('' + $env:TEMP + '\a.zip')");
/// ```
pub fn expression(text: &Text) -> Result<Expression, Refusal> {
    let mut sum = Sum::default();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(literal) => sum.push_text(literal),
            piece => sum.push_code(&value(piece)?),
        }
    }
    Ok(sum.finish())
}

/// Writes an environment variable: `$env:TEMP`, or `${env:ProgramFiles(x86)}` where the name needs braces.
pub fn variable_environment(name: &str) -> Result<String, Refusal> {
    if !is_environment_name(name) {
        return Err(variable_name(name, "is not one of an environment variable"));
    }
    Ok(if is_parameter_name(name) {
        format!("$env:{name}")
    } else {
        format!("${{env:{name}}}")
    })
}

/// Writes a script parameter: `$Name`.
///
/// Names that PowerShell gives a value of its own are refused: it ignores or rejects what a caller passes for them.
pub fn variable_parameter(name: &str) -> Result<String, Refusal> {
    if !is_parameter_name(name) {
        return Err(variable_name(name, "is not one of a script parameter"));
    }
    if is_automatic(name) {
        return Err(variable_name(
            name,
            "is one that PowerShell gives a value of its own",
        ));
    }
    Ok(format!("${name}"))
}

/// Whether PowerShell gives a variable a value of its own.
pub(crate) fn is_automatic(name: &str) -> bool {
    AUTOMATIC.iter().any(|taken| taken.eq_ignore_ascii_case(name))
}

/// Automatic variables with plain names `[psdoc:about_Automatic_Variables]`.
const AUTOMATIC: [&str; 37] = [
    "args",
    "ConsoleFileName",
    "EnabledExperimentalFeatures",
    "Error",
    "Event",
    "EventArgs",
    "EventSubscriber",
    "ExecutionContext",
    "false",
    "foreach",
    "HOME",
    "Host",
    "input",
    "IsCoreCLR",
    "IsLinux",
    "IsMacOS",
    "IsWindows",
    "LASTEXITCODE",
    "Matches",
    "MyInvocation",
    "NestedPromptLevel",
    "null",
    "PID",
    "PROFILE",
    "PSBoundParameters",
    "PSCmdlet",
    "PSCommandPath",
    "PSCulture",
    "PSItem",
    "PSScriptRoot",
    "PSUICulture",
    "PSVersionTable",
    "PWD",
    "Sender",
    "ShellId",
    "StackTrace",
    "switch",
];

/// The source of a piece that is not literal.
fn value(piece: &Piece) -> Result<String, Refusal> {
    match piece {
        Piece::Literal(text) => Ok(literal(text)),
        Piece::Environment(name) => variable_environment(name),
        Piece::Parameter(name) => variable_parameter(name),
        Piece::Opaque {
            source,
            shell: Dialect::PowerShell,
        } => {
            opaque::check(source)?;
            Ok(format!("({source})"))
        }
        Piece::Opaque { source, shell } => Err(opaque_foreign(source, *shell, "PowerShell")),
    }
}

/// A sum of string literals, code points and values.
#[derive(Default)]
struct Sum {
    source: String,
    terms: usize,
    /// Whether the last term is a literal that is not closed yet.
    is_open: bool,
}

impl Sum {
    fn push_text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| !matches!(c, ' '..='~')).unwrap_or(rest.len());
            let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if run.is_empty() {
                let mut units = [0; 2];
                for unit in first.encode_utf16(&mut units) {
                    self.push_code(&format!("[char]0x{unit:04X}"));
                }
                rest = after.get(first.len_utf8()..).unwrap_or("");
            } else {
                self.open();
                self.source.push_str(&run.replace('\'', "''"));
                rest = after;
            }
        }
    }

    fn push_code(&mut self, code: &str) {
        if self.terms == 0 {
            self.open();
        }
        self.close();
        self.next();
        self.source.push_str(code);
    }

    fn open(&mut self) {
        if !self.is_open {
            self.next();
            self.source.push('\'');
            self.is_open = true;
        }
    }

    fn close(&mut self) {
        if self.is_open {
            self.source.push('\'');
            self.is_open = false;
        }
    }

    fn next(&mut self) {
        if self.terms > 0 {
            self.source.push_str(" + ");
        }
        self.terms = self.terms.saturating_add(1);
    }

    fn finish(mut self) -> Expression {
        if self.terms == 0 {
            self.open();
        }
        self.close();
        // A sum begins with a literal: of one term it is nothing else.
        let is_literal = self.terms == 1;
        Expression {
            source: if is_literal {
                self.source
            } else {
                format!("({})", self.source)
            },
            is_literal,
        }
    }
}
