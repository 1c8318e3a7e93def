//! Words, and how each reader wants them written: the only code that knows escapes.
//!
//! A renderer writes a [`Text`] so that the reader named gets back exactly that text, or refuses it with the
//! reason. The readers back are here too, one beside each renderer.
//!
//! Rules `P…` and `C…` are those of the safety rules; facts are `[cmd]`, `[kb75634]`, `[crt]` and
//! `[psdoc:about_Quoting_Rules]` of the fact sheet.

mod argument;
pub mod batch;
mod bitsadmin;
mod cmd;
mod cmd_reader;
mod guard;
pub mod powershell;
pub mod prompt;

pub(crate) use argument::split;
pub use argument::{argument, read_arguments};
pub use bitsadmin::{Place, bitsadmin_word};
pub use cmd::check_line_length;
pub use guard::{Demand, Guard};

use crate::text::{Dialect, Text};
use std::fmt;

/// The rule that refuses a text for one reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalReason {
    /// C3: a control character in a word for cmd, or U+0000 in any argument.
    ControlCharacter,
    /// C3: a character outside ASCII in a batch file, which cmd reads in an OEM code page.
    NotAscii,
    /// C5: a line over 8,191 characters.
    LineTooLong,
    /// A piece kept verbatim from another shell.
    OpaqueForeign,
    /// A piece kept verbatim whose source would not stay within the word.
    OpaqueUnsafe,
    /// A script parameter at the prompt, which has none.
    ParameterAtPrompt,
    /// A variable or parameter whose name this shell cannot be asked for.
    VariableName,
    /// Section 3: `NULL` is bitsadmin's word for "clear".
    IsNull,
    /// Section 3: an argument beginning with `/` may be taken for a switch.
    BeginsWithSlash,
    /// Section 3: a name shaped like a GUID is looked up as one.
    LooksLikeGuid,
}

impl RefusalReason {
    /// All reasons, in order.
    pub const ALL: [RefusalReason; 10] = [
        RefusalReason::ControlCharacter,
        RefusalReason::NotAscii,
        RefusalReason::LineTooLong,
        RefusalReason::OpaqueForeign,
        RefusalReason::OpaqueUnsafe,
        RefusalReason::ParameterAtPrompt,
        RefusalReason::VariableName,
        RefusalReason::IsNull,
        RefusalReason::BeginsWithSlash,
        RefusalReason::LooksLikeGuid,
    ];

    /// A fixed word for the reason, for counts and machine-readable output.
    pub const fn word(self) -> &'static str {
        match self {
            RefusalReason::ControlCharacter => "control-character",
            RefusalReason::NotAscii => "not-ascii",
            RefusalReason::LineTooLong => "line-too-long",
            RefusalReason::OpaqueForeign => "opaque-foreign",
            RefusalReason::OpaqueUnsafe => "opaque-unsafe",
            RefusalReason::ParameterAtPrompt => "parameter-at-prompt",
            RefusalReason::VariableName => "variable-name",
            RefusalReason::IsNull => "is-null",
            RefusalReason::BeginsWithSlash => "begins-with-slash",
            RefusalReason::LooksLikeGuid => "looks-like-guid",
        }
    }
}

/// Why a text cannot be written for a reader, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule that refuses.
    pub reason: RefusalReason,
    /// What is wrong and why it matters.
    pub message: String,
    /// What to do instead.
    pub help: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.help)
    }
}

impl std::error::Error for Refusal {}

/// One word of an argument line that is built in PowerShell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// A word of the product's own, made of letters, digits and `-._:/\{}`, written as it is.
    Safe(&'static str),
    /// A variable of the script that holds such a word, a GUID in braces for instance: `$id`.
    Variable(&'static str),
    /// A text of the job.
    Text(Text),
}

/// Whether the character stands for itself, unquoted, for cmd, for both argument readers and for bitsadmin.
pub(crate) const fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '/' | '\\' | '{' | '}')
}

/// `U+000A` and the like, for messages.
fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

fn control_character(c: char, reader: &str) -> Refusal {
    Refusal {
        reason: RefusalReason::ControlCharacter,
        message: format!(
            "The text holds the control character {}, and {reader} cannot be given it.",
            code_point(c)
        ),
        help: "Remove the character, or use the PowerShell script.".into(),
    }
}

fn not_ascii(c: char, holder: &str) -> Refusal {
    Refusal {
        reason: RefusalReason::NotAscii,
        message: format!("The text holds {c} ({}), and {holder}.", code_point(c)),
        help: "Use the PowerShell script, or type the lines at the prompt, whose input is UTF-16.".into(),
    }
}

fn opaque_foreign(source: &str, from: Dialect, to: &str) -> Refusal {
    let (from, output) = match from {
        Dialect::Cmd => ("cmd", "batch file"),
        Dialect::PowerShell => ("PowerShell", "PowerShell script"),
    };
    Refusal {
        reason: RefusalReason::OpaqueForeign,
        message: format!(
            "The text holds the {from} expression {source}, which means something else in {to}."
        ),
        help: format!(
            "Use the {output}, or replace the expression by a variable, a parameter or plain text."
        ),
    }
}

fn opaque_unsafe(source: &str, why: &str) -> Refusal {
    Refusal {
        reason: RefusalReason::OpaqueUnsafe,
        message: format!("The expression {source} cannot stand inside a word: {why}."),
        help: "Replace it by a variable, a parameter or plain text.".into(),
    }
}

fn variable_name(name: &str, why: &str) -> Refusal {
    Refusal {
        reason: RefusalReason::VariableName,
        message: format!("The name {name} {why}."),
        help: "Use another name.".into(),
    }
}
