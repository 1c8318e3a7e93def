//! A script under construction: its lines, what it needs, what it cannot say.

use crate::diagnostic::{Diagnostic, Place, has_errors};
use crate::emit::script::{Writer, token};
use crate::emit::{Emission, Line, Note, Token, TokenKind};
use crate::plan::{Plan, put};
use crate::quote::{Refusal, powershell};
use crate::text::Text;

/// A function that the script defines because a section calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Function {
    /// Runs bitsadmin with one argument string.
    Invoke,
    /// Reads a raw value.
    Get,
    /// Compares a raw value with a pattern.
    AssertPattern,
    /// Compares a raw value with a text.
    AssertText,
    /// Writes a raw value into the record.
    Save,
    /// Finds a job, and tells one that is gone from a BITS that does not answer.
    Find,
    /// Whether a job is still there.
    Left,
    /// Takes a job out of the record.
    Forget,
    /// Removes a job that the script made.
    Remove,
}

/// A script under construction.
pub(super) struct Build {
    writer: Writer,
    notes: Vec<Note>,
    diagnostics: Vec<Diagnostic>,
    functions: Vec<Function>,
    document: Option<usize>,
    several: bool,
    credentials: usize,
}

impl Build {
    /// An empty script.
    pub(super) fn new(plans: &[Plan]) -> Build {
        Build {
            writer: Writer::default(),
            notes: Vec::new(),
            diagnostics: Vec::new(),
            functions: Vec::new(),
            document: None,
            several: plans.len() > 1,
            credentials: 0,
        }
    }

    /// Begins the section of a plan.
    pub(super) fn enter(&mut self, _plan: &Plan, index: usize) {
        self.document = self.several.then_some(index);
        self.credentials = 0;
        self.at(None);
        // Sections stand inside the block.
        self.writer.deeper();
        if self.several {
            self.code(format!("# Part {}", index.saturating_add(1)));
        }
        self.writer.shallower();
    }

    /// Takes the lines written so far.
    pub(super) fn take_lines(&mut self) -> Vec<Line> {
        self.document = None;
        std::mem::take(&mut self.writer).finish()
    }

    /// Adds lines that are complete.
    pub(super) fn extend(&mut self, lines: Vec<Line>) {
        self.writer.extend(lines);
    }

    /// What follows comes from this place.
    #[inline(never)]
    pub(super) fn at(&mut self, place: Option<Place>) -> &mut Self {
        let place = place.map(|place| self.located(place));
        self.writer.from(place);
        self
    }

    fn located(&self, place: Place) -> Place {
        match self.document {
            Some(document) => place.in_document(document),
            None => place,
        }
    }

    /// A line of code; it is cut into tokens.
    pub(super) fn code(&mut self, code: impl AsRef<str>) -> &mut Self {
        self.writer.line(tokens(code.as_ref()));
        self
    }

    /// An empty line.
    #[inline(never)]
    pub(super) fn blank(&mut self) -> &mut Self {
        self.writer.blank();
        self
    }

    /// One step deeper.
    #[inline(never)]
    pub(super) fn deeper(&mut self) -> &mut Self {
        self.writer.deeper();
        self
    }

    /// One step back.
    #[inline(never)]
    pub(super) fn shallower(&mut self) -> &mut Self {
        self.writer.shallower();
        self
    }

    /// The script needs a function.
    pub(super) fn need(&mut self, function: Function) {
        put(&mut self.functions, function);
        match function {
            Function::AssertPattern | Function::AssertText | Function::Save => {
                put(&mut self.functions, Function::Get);
            }
            Function::Remove => {
                put(&mut self.functions, Function::Find);
                put(&mut self.functions, Function::Forget);
            }
            Function::Left => {
                put(&mut self.functions, Function::Find);
            }
            Function::Invoke | Function::Get | Function::Find | Function::Forget => {}
        }
    }

    /// The functions that it needs.
    pub(super) fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// The number of the next credential.
    pub(super) fn next_credential(&mut self) -> usize {
        self.credentials = self.credentials.saturating_add(1);
        self.credentials
    }

    /// Something that is not said.
    pub(super) fn note(&mut self, place: Place, message: impl Into<String>, source: &'static str) {
        let note = Note {
            place: self.located(place),
            message: message.into(),
            source,
        };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The notes so far.
    pub(super) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// An error: there will be no script.
    pub(super) fn error(
        &mut self,
        rule: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostic(Diagnostic::error(rule, place, message, help));
    }

    /// Something to say.
    pub(super) fn diagnostic(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.place = self.located(diagnostic.place);
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// What a writer of words refused.
    pub(super) fn refused<T: Default>(&mut self, place: Place, result: Result<T, Refusal>) -> T {
        result.unwrap_or_else(|refusal| {
            self.error(rule_of(&refusal), place, refusal.message, refusal.help);
            T::default()
        })
    }

    /// A text as an expression.
    pub(super) fn expression(&mut self, place: Place, text: &Text) -> String {
        let source = powershell::expression(text).map(|expression| expression.source);
        self.refused(place, source)
    }

    /// The script, or why there is none.
    pub(super) fn finish(self) -> Result<Emission, Vec<Diagnostic>> {
        if has_errors(&self.diagnostics) {
            return Err(self.diagnostics);
        }
        Ok(Emission {
            lines: self.writer.finish(),
            notes: self.notes,
            diagnostics: self.diagnostics,
        })
    }
}

/// The rule's name for a refusal.
fn rule_of(refusal: &Refusal) -> &'static str {
    use crate::quote::RefusalReason as R;
    match refusal.reason {
        R::ControlCharacter => "powershell-control-character",
        R::NotAscii => "powershell-not-ascii",
        R::LineTooLong => "powershell-line-too-long",
        R::OpaqueForeign => "powershell-opaque-foreign",
        R::OpaqueUnsafe => "powershell-opaque-unsafe",
        R::ParameterAtPrompt => "powershell-parameter",
        R::VariableName => "powershell-variable-name",
        R::IsNull => "powershell-is-null",
        R::BeginsWithSlash => "powershell-begins-with-slash",
        R::LooksLikeGuid => "powershell-looks-like-guid",
    }
}

const KEYWORDS: &[&str] = &[
    "if", "else", "elseif", "try", "catch", "finally", "throw", "while", "foreach", "in", "function",
    "param", "return", "exit", "break", "continue",
];

/// What a character begins with that is written as its code point.
const CODE_POINT: &str = "[char]0x";

/// Cuts a line of this emitter's own code into tokens. It is canonical: a `#` outside a literal begins a comment, a
/// word after `$` is a variable, one after a blank and `-` a parameter.
fn tokens(code: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(8);
    let mut rest = code;
    while let [first, tail @ ..] = rest.as_bytes() {
        let word = |part: fn(&u8) -> bool| run(tail, part).saturating_add(1);
        let (kind, length) = match first {
            b'\'' => (TokenKind::Literal, literal_length(rest)),
            b'#' => (TokenKind::Comment, rest.len()),
            b'$' if tail.starts_with(b"{") => (
                TokenKind::Variable,
                rest.find('}').map_or(rest.len(), |at| at.saturating_add(1)),
            ),
            b'$' => (
                TokenKind::Variable,
                word(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b':')),
            ),
            b'-' if tail.first().is_some_and(u8::is_ascii_alphabetic) => {
                (TokenKind::Parameter, word(u8::is_ascii_alphanumeric))
            }
            c if c.is_ascii_digit() => (TokenKind::Number, word(u8::is_ascii_alphanumeric)),
            c if c.is_ascii_alphabetic() => {
                let length = word(|c| c.is_ascii_alphanumeric() || *c == b'-');
                let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
                let kind = match word {
                    word if c.is_ascii_lowercase() && KEYWORDS.contains(&word) => TokenKind::Keyword,
                    word if word.contains('-') => TokenKind::Command,
                    _ if after.starts_with(" = ") => TokenKind::Parameter,
                    _ => TokenKind::Plain,
                };
                (kind, length)
            }
            // Up to the next character that may begin another token.
            _ => (
                TokenKind::Plain,
                word(|c| !c.is_ascii_alphanumeric() && !matches!(c, b'\'' | b'#' | b'$' | b'-')),
            ),
        };
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match tokens.last_mut() {
            Some(last) if last.kind == kind && kind == TokenKind::Plain => last.text.push_str(text),
            _ => tokens.push(token(kind, text)),
        }
        rest = after;
    }
    if code.contains(CODE_POINT) {
        readings(&mut tokens);
    }
    tokens
}

/// How many bytes at the start are of a kind.
fn run(bytes: &[u8], part: fn(&u8) -> bool) -> usize {
    bytes.iter().position(|byte| !part(byte)).unwrap_or(bytes.len())
}

/// The length of the literal at the start: it ends with a quote that is not doubled.
fn literal_length(text: &str) -> usize {
    let mut quotes = text.match_indices('\'').skip(1).map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        let after = at.saturating_add(1);
        if quotes.next_if_eq(&after).is_none() {
            return after;
        }
    }
    text.len()
}

/// Gives the first literal of a sum of literals and code points what the sum says.
fn readings(tokens: &mut [Token]) {
    let mut index = 0;
    while index < tokens.len() {
        let sum_opens = tokens
            .get(index)
            .is_some_and(|token| token.kind == TokenKind::Plain && token.text.ends_with('('));
        if sum_opens {
            let tail = tokens.get(index.saturating_add(1)..).unwrap_or(&[]);
            let mut source = String::from("(");
            for token in tail {
                source.push_str(&token.text);
                if token.kind == TokenKind::Plain && token.text.contains(')') {
                    break;
                }
            }
            let closed = source.rfind(')').and_then(|at| source.get(..=at)).unwrap_or("");
            if source.contains(CODE_POINT)
                && let Some(reading) = powershell::read_literal(closed)
                && let Some(token) = tokens.get_mut(index.saturating_add(1))
            {
                token.reading = Some(reading);
            }
        }
        index = index.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_make_up_the_line() {
        for code in [
            "$bitsJob = Start-BitsTransfer @bitsNew -ErrorAction Stop",
            "Source = ('a' + [char]0x2019 + 'it''s')",
            "# a comment with 'quotes'",
            "[string]${env:ProgramFiles(x86)}",
            "if ($bitsCode -ne 0) { throw ('x' + $bitsCode) }",
        ] {
            assert_eq!(
                tokens(code)
                    .iter()
                    .map(|token| token.text.as_str())
                    .collect::<String>(),
                code
            );
        }
    }

    #[test]
    fn code_points_have_a_reading() {
        let tokens = tokens("Description = ('a' + [char]0x2019 + 'b')");
        let reading = tokens.iter().find_map(|token| token.reading.clone());
        assert_eq!(reading.as_deref(), Some("a\u{2019}b"));
    }
}
