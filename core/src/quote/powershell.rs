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
    if AUTOMATIC.iter().any(|taken| taken.eq_ignore_ascii_case(name)) {
        return Err(variable_name(
            name,
            "is one that PowerShell gives a value of its own",
        ));
    }
    Ok(format!("${name}"))
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
    terms: Vec<String>,
    run: String,
    is_literal: bool,
}

impl Sum {
    fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            self.push_char(c);
        }
    }

    fn push_char(&mut self, c: char) {
        if matches!(c, ' '..='~') {
            self.run.push(c);
            return;
        }
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            self.push_code(&format!("[char]0x{unit:04X}"));
        }
    }

    fn push_code(&mut self, code: &str) {
        self.end_run();
        self.terms.push(code.to_owned());
        self.is_literal = false;
    }

    fn end_run(&mut self) {
        if self.run.is_empty() && !self.terms.is_empty() {
            return;
        }
        self.is_literal = self.terms.is_empty();
        self.terms.push(format!("'{}'", self.run.replace('\'', "''")));
        self.run.clear();
    }

    fn finish(mut self) -> Expression {
        self.end_run();
        let sum = self.terms.join(" + ");
        Expression {
            source: if self.is_literal { sum } else { format!("({sum})") },
            is_literal: self.is_literal,
        }
    }
}
