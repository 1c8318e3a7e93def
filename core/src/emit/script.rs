//! Lines under construction: tokens, indentation, origins.

use super::{Line, Token, TokenKind};
use crate::diagnostic::Place;

/// A script under construction.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    lines: Vec<Line>,
    indent: usize,
    origin: Option<Place>,
}

impl Writer {
    /// The lines so far.
    pub(crate) fn finish(self) -> Vec<Line> {
        self.lines
    }

    /// Everything written until the next call comes from this place.
    #[inline(never)]
    pub(crate) fn from(&mut self, origin: Option<Place>) -> &mut Self {
        self.origin = origin;
        self
    }

    /// Indents what follows by one step.
    #[inline(never)]
    pub(crate) fn deeper(&mut self) -> &mut Self {
        self.indent = self.indent.saturating_add(1);
        self
    }

    /// Takes one step back.
    #[inline(never)]
    pub(crate) fn shallower(&mut self) -> &mut Self {
        self.indent = self.indent.saturating_sub(1);
        self
    }

    /// An empty line.
    #[inline(never)]
    pub(crate) fn blank(&mut self) -> &mut Self {
        self.lines.push(Line::default());
        self
    }

    /// A line of tokens.
    #[inline(never)]
    pub(crate) fn line(&mut self, tokens: Vec<Token>) -> &mut Self {
        let mut tokens = tokens;
        if self.indent > 0 {
            let blanks = token(TokenKind::Plain, " ".repeat(self.indent.saturating_mul(4)));
            tokens.insert(0, blanks);
        }
        self.lines.push(Line {
            tokens,
            origin: self.origin,
        });
        self
    }

    /// Adds lines that are complete.
    pub(crate) fn extend(&mut self, lines: Vec<Line>) {
        self.lines.extend(lines);
    }
}

/// A token without a reading.
pub(crate) fn token(kind: TokenKind, text: impl Into<String>) -> Token {
    Token {
        kind,
        text: text.into(),
        reading: None,
    }
}
