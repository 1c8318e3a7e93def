//! Redirections, which may stand anywhere in a command.

use super::Command;
use super::reader::{Reader, statement};
use super::statement::{Form, Join, MarkKind, Redirection, Statement};
use super::word::Word;
use super::words::End;
use crate::span::Span;

impl Reader<'_> {
    /// The handle of a redirection, where a word is one digit and a redirection follows at once.
    pub(super) fn as_handle(&self, word: Option<&Word>) -> Option<Span> {
        let word = word?;
        let digit = word.span.len() == 1
            && word
                .span
                .of(self.source)
                .starts_with(|c: char| c.is_ascii_digit());
        let follows = self
            .input
            .peek()
            .is_some_and(|cell| cell.span.start == word.span.end && (cell.is('<') || cell.is('>')));
        (digit && follows).then_some(word.span)
    }

    /// A redirection with its target.
    pub(super) fn redirection(&mut self, handle: Option<Span>) -> Redirection {
        let start = handle.unwrap_or(self.here());
        if let Some(handle) = handle {
            self.mark(MarkKind::Operator, handle);
        }
        let input = self.input.peek_char() == Some('<');
        self.take_mark(MarkKind::Operator, 1);
        let mut operator = if input { "<" } else { ">" };
        if !input && self.input.peek_char() == Some('>') {
            self.take_mark(MarkKind::Operator, 1);
            operator = ">>";
        }
        if self.input.peek_char() == Some('&') {
            self.take_mark(MarkKind::Operator, 1);
            operator = if input { "<&" } else { ">&" };
        }
        let end = self.here();
        self.skip_separators();
        let target = self.word(End::Separator);
        if target.is_none() {
            self.error(
                start.to(end),
                "This redirection names no file; cmd stops with a syntax error.",
            );
        }
        Redirection {
            handle: handle.and_then(|handle| handle.of(self.source).chars().next()),
            operator,
            span: start.to(target.as_ref().map_or(end, |word| word.span)),
            target,
        }
    }

    /// The redirections behind a block.
    pub(super) fn trailing(&mut self, redirections: &mut Vec<Redirection>) {
        loop {
            let place = self.input.place();
            let marks = self.marks.len();
            self.skip_separators();
            if matches!(self.input.peek_char(), Some('<' | '>')) {
                redirections.push(self.redirection(None));
                continue;
            }
            if self.input.peek_char().is_some_and(|c| c.is_ascii_digit()) {
                let word = self.word(End::Separator);
                if let Some(handle) = self.as_handle(word.as_ref()) {
                    redirections.push(self.redirection(Some(handle)));
                    continue;
                }
            }
            self.marks.truncate(marks);
            self.input.reset(place);
            return;
        }
    }
}

/// Redirections without a command: cmd opens the files.
pub(super) fn redirections_alone(join: Join, redirections: Vec<Redirection>) -> Option<Statement> {
    let span = redirections.first()?.span.to(redirections.last()?.span);
    Some(Statement {
        redirections,
        ..statement(
            join,
            span,
            Form::Command(Command {
                words: vec![],
                tail: "".into(),
            }),
        )
    })
}
