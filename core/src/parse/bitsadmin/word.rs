//! The arguments of a call, with the place of each piece.

use crate::parse::cmd;
use crate::span::Span;
use crate::text::{Dialect, Piece, Text};

/// An argument as bitsadmin gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where, with its quotes.
    pub span: Span,
    /// What it is made of. A literal is as long as its span, or is one character with its escape.
    pub pieces: Vec<(Piece, Span)>,
}

impl Word {
    /// The word that stands at a place of the source, written as it is.
    pub fn literal_at(span: Span, source: &str) -> Word {
        Word {
            span,
            pieces: vec![(Piece::Literal(span.of(source).to_owned()), span)],
        }
    }

    /// An argument that a program gets from cmd.
    pub fn from_cmd(argument: &cmd::Argument, source: &str) -> Word {
        let pieces = argument.parts.iter().flat_map(|part| {
            let text = cmd::text(std::slice::from_ref(part), source);
            let piece = text.pieces().first().cloned();
            piece.map(|piece| (piece, part.span))
        });
        Word {
            span: argument.span,
            pieces: pieces.collect(),
        }
    }

    /// The word behind `call`, which has cmd read percent signs and carets a second time: where some are left, it is
    /// opaque.
    pub(super) fn read_again(self, source: &str) -> Word {
        let changes =
            |(piece, _): &(Piece, Span)| matches!(piece, Piece::Literal(text) if text.contains(['%', '^']));
        if !self.pieces.iter().any(changes) {
            return self;
        }
        let opaque = Piece::Opaque {
            source: self.span.of(source).to_owned(),
            shell: Dialect::Cmd,
        };
        Word {
            span: self.span,
            pieces: vec![(opaque, self.span)],
        }
    }

    /// Its text.
    pub fn text(&self) -> Text {
        Text::from_pieces(self.pieces.iter().map(|(piece, _)| piece.clone()))
    }

    /// Its characters, when every piece is literal.
    pub fn literal(&self) -> Option<String> {
        self.text().as_literal().map(str::to_owned)
    }

    /// Whether a variable stands for all of it: what it holds may be several arguments.
    pub(super) fn is_open(&self) -> bool {
        !self
            .pieces
            .iter()
            .any(|(piece, _)| matches!(piece, Piece::Literal(_)))
            && !self.pieces.is_empty()
    }

    /// Whether it names the program bitsadmin.
    pub(super) fn is_program(&self) -> bool {
        self.literal().is_some_and(|text| {
            let file = text.rsplit(['\\', '/']).next().unwrap_or("");
            file.eq_ignore_ascii_case("bitsadmin") || file.eq_ignore_ascii_case("bitsadmin.exe")
        })
    }

    /// Where that byte of its literal text stands; its whole place where that is not known.
    pub(super) fn place_of(&self, byte: usize) -> Span {
        let mut before: usize = 0;
        for (piece, span) in &self.pieces {
            let Piece::Literal(text) = piece else { continue };
            let after = before.saturating_add(text.len());
            if byte < after {
                if text.len() != span.len() {
                    return *span;
                }
                let at = span.start.saturating_add(byte.saturating_sub(before));
                return Span::new(at, at.saturating_add(1));
            }
            before = after;
        }
        self.span
    }
}
