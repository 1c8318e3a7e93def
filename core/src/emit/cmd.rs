//! What batch files and prompt lines share: tokens of lines, words of a call, what is refused.

pub(super) mod said;
pub(super) mod transfer;

use super::bitsadmin::Argument;
use super::script::token;
use super::{Target, Token, TokenKind};
use crate::diagnostic::{Diagnostic, Place};
use crate::quote::{self, Refusal, RefusalReason, bitsadmin_word};
use crate::text::{Piece, Text};

const KEYWORDS: &[&str] = &[
    "if", "not", "defined", "exist", "goto", "call", "set", "exit", "for", "in", "do", "setlocal", "echo",
    "shift", "del", "move", "mkdir", "type", "@echo", "rem",
];

/// Cuts a line of an emitter's own words into tokens; texts of the job are not among them.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    if line.starts_with("rem") {
        return vec![token(TokenKind::Comment, line)];
    }
    let mut tokens: Vec<Token> = Vec::new();
    let mut push = |kind: TokenKind, text: &str| {
        if text.is_empty() {
            return;
        }
        match tokens.last_mut() {
            Some(last) if last.kind == kind && kind == TokenKind::Plain => last.text.push_str(text),
            _ => tokens.push(token(kind, text)),
        }
    };
    let mut rest = line;
    let mut message = false;
    while !rest.is_empty() {
        let end = rest.find(' ').unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        push(kind_of(word, message), word);
        message = message || word == "echo";
        let blanks = after.len().saturating_sub(after.trim_start_matches(' ').len());
        let (blank, after) = after.split_at_checked(blanks).unwrap_or(("", after));
        push(TokenKind::Plain, blank);
        rest = after;
    }
    tokens
}

fn kind_of(word: &str, message: bool) -> TokenKind {
    let bare = word.trim_matches('"');
    if word.contains(".exe") || bare.ends_with("_EXE%") {
        TokenKind::Command
    } else if word.contains('%') {
        TokenKind::Variable
    } else if message {
        TokenKind::Plain
    } else if KEYWORDS.contains(&word) || word.starts_with(':') {
        TokenKind::Keyword
    } else if word.starts_with('/') || (word.starts_with('-') && word.len() > 1) {
        TokenKind::Parameter
    } else if !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit()) {
        TokenKind::Number
    } else {
        TokenKind::Plain
    }
}

/// A word of the plan that is bitsadmin's own: a number, or a word such as `HIGH`.
pub(super) fn own_word(word: &str) -> Token {
    let kind = if word.starts_with('/') {
        TokenKind::Parameter
    } else {
        TokenKind::Number
    };
    token(kind, word)
}

/// The diagnostic of a word that a target cannot be given.
pub(super) fn refused(target: Target, refusal: Refusal, place: Place) -> Diagnostic {
    Diagnostic::error(rule(target, refusal.reason), place, refusal.message, refusal.help)
}

/// bitsadmin takes passwords as arguments. `[help1809]`
pub(super) fn password_on_command_line(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "password-on-command-line",
        place,
        "bitsadmin takes the password on its command line, which other processes and the security log (event 4688) can read; until it is deleted it stands in the text, too.",
        "Use the PowerShell script, which asks for it, or implicit credentials.",
    )
}

/// The same for what looks like a secret.
pub(super) fn secret_on_command_line(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "secret-on-command-line",
        place,
        "The secret goes to bitsadmin on its command line, which other processes and the security log (event 4688) can read.",
        "Use the PowerShell script on a Windows whose cmdlets can say it, and keep the filled-in text away from others.",
    )
}

macro_rules! rules {
    ($target:ident, $reason:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        match ($target, $reason) {
            $((Target::Prompt, RefusalReason::$variant) => concat!("prompt-", $word),
            (_, RefusalReason::$variant) => concat!("batch-", $word),)+
        }
    };
}

fn rule(target: Target, reason: RefusalReason) -> &'static str {
    rules!(target, reason:
        ControlCharacter = "control-character",
        NotAscii = "not-ascii",
        LineTooLong = "line-too-long",
        OpaqueForeign = "opaque-foreign",
        OpaqueUnsafe = "opaque-unsafe",
        ParameterAtPrompt = "parameter-at-prompt",
        VariableName = "variable-name",
        IsNull = "is-null",
        BeginsWithSlash = "begins-with-slash",
        LooksLikeGuid = "looks-like-guid",
    )
}

/// How one target writes the words of a call.
pub(super) trait Words {
    /// A text of the job as one word, and what bitsadmin takes it for.
    fn text(&mut self, text: &Text, kind: quote::Place, place: Place) -> Result<Token, Refusal>;
    /// The password of a user, where there is a way.
    fn password(&mut self, user: &Text, place: Place) -> Option<Token>;
    /// Takes note of what cannot be said.
    fn diagnose(&mut self, diagnostic: Diagnostic);
    /// Takes note of a word that the target cannot be given.
    fn refuse(&mut self, refusal: Refusal, place: Place);

    /// The arguments of a call, each with a blank before it.
    fn arguments(&mut self, arguments: &[Argument], place: Place) -> Vec<Token> {
        let mut tokens = Vec::new();
        for argument in arguments {
            let token = match argument {
                Argument::Own(word) => Some(own_word(word)),
                Argument::Null => Some(token(TokenKind::Keyword, "NULL")),
                Argument::Password(user) => self.password(user, place),
                Argument::Text(text, kind) => {
                    if let Err(refusal) = bitsadmin_word(text, *kind) {
                        self.refuse(refusal, place);
                        None
                    } else {
                        match self.text(text, *kind, place) {
                            Ok(token) => Some(token),
                            Err(refusal) => {
                                self.refuse(refusal, place);
                                None
                            }
                        }
                    }
                }
            };
            if let Some(word) = token {
                tokens.push(super::script::token(TokenKind::Plain, " "));
                tokens.push(word);
            }
        }
        tokens
    }
}

/// The folder part of a path, with the separator at its end; nothing where a variable stands behind it.
pub(in crate::emit) fn parent(path: &Text) -> Option<Text> {
    let mut pieces = path.pieces().to_vec();
    match pieces.pop() {
        Some(Piece::Literal(last)) => {
            let end = last.rfind(['\\', '/'])?.saturating_add(1);
            pieces.push(Piece::Literal(last.get(..end)?.to_owned()));
            Some(Text::from_pieces(pieces))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_make_up_the_line() {
        for line in [
            "rem a comment",
            "if not \"%errorlevel%\"==\"0\" goto :refused1",
            "\"%BITS_EXE%\" /resume %BITS_JOB% >\"%BITS_LOG%\" 2>&1",
            "  two  blanks ",
            "",
        ] {
            let text: String = tokens(line).iter().map(|token| token.text.as_str()).collect();
            assert_eq!(text, line);
        }
        let kinds: Vec<TokenKind> = tokens("\"%BITS_EXE%\" /resume %BITS_JOB%")
            .iter()
            .map(|token| token.kind)
            .filter(|kind| *kind != TokenKind::Plain)
            .collect();
        assert_eq!(
            kinds,
            [TokenKind::Command, TokenKind::Parameter, TokenKind::Variable]
        );
    }
}
