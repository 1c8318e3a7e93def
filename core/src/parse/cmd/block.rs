//! Blocks, and the keywords and labels in and around them.

use super::reader::{Reader, statement};
use super::statement::{Form, Join, MarkKind, Redirection, Statement};
use super::words::{End, is_separator};
use crate::span::Span;

impl Reader<'_> {
    pub(super) fn block(&mut self, redirections: &mut Vec<Redirection>) -> Form {
        let open = self.input.peek().map_or(self.here(), |cell| cell.span);
        self.take_mark(MarkKind::Operator, 1);
        self.parens = self.parens.saturating_add(1);
        let mut inner = Vec::new();
        loop {
            self.skip_separators();
            match self.input.peek_char() {
                Some('\n') => {
                    self.input.advance();
                    self.more();
                }
                Some(':') => inner.extend(self.label(Join::First)),
                Some(')') => {
                    self.take_mark(MarkKind::Operator, 1);
                    break;
                }
                _ if self.input.peek().is_none() => {
                    self.error(
                        open,
                        "This parenthesis is not closed; cmd runs nothing of the block.",
                    );
                    break;
                }
                _ => {
                    self.sequence(&mut inner);
                    self.skip_separators();
                    if self.input.peek_char() != Some(')') {
                        self.expect_line_end(&mut inner);
                    }
                }
            }
        }
        self.parens = self.parens.saturating_sub(1);
        self.trailing(redirections);
        Form::Block(inner)
    }

    /// A keyword that stands next, in any case; false where another word does.
    pub(super) fn keyword(&mut self, keyword: &str) -> bool {
        self.skip_separators();
        let place = self.input.place();
        let (marks, problems) = (self.marks.len(), self.problems.len());
        if self
            .input
            .peek_char()
            .is_none_or(|c| !c.eq_ignore_ascii_case(&keyword.chars().next().unwrap_or(c)))
        {
            return false;
        }
        match self.word(End::Keyword) {
            Some(word) if word.is(keyword) => {
                self.mark(MarkKind::Keyword, word.span);
                true
            }
            _ => {
                self.marks.truncate(marks);
                self.problems.truncate(problems);
                self.input.reset(place);
                false
            }
        }
    }

    /// A label with the line it stands on.
    pub(super) fn label(&mut self, join: Join) -> Option<Statement> {
        let start = self.here();
        let line = self.take_line();
        let written = line.of(self.source);
        if written.starts_with("::") {
            self.comment(line);
            return None;
        }
        let behind = written.strip_prefix(':').unwrap_or("");
        let name = behind.trim_start_matches(is_separator);
        let blanks = behind.len().saturating_sub(name.len());
        let name = name
            .split(|c: char| is_separator(c) || matches!(c, ':' | '+' | '&' | '|' | '<' | '>'))
            .next()
            .unwrap_or("");
        let end = start
            .start
            .saturating_add(1)
            .saturating_add(blanks)
            .saturating_add(name.len())
            .min(line.end);
        let span = Span::new(start.start, end);
        self.mark(MarkKind::Label, span);
        let rest = Span::new(end, line.end);
        let comment = rest.of(self.source).trim_start_matches(is_separator);
        self.comment(Span::new(line.end.saturating_sub(comment.len()), line.end));
        Some(statement(join, span, Form::Label(name.to_owned())))
    }
}
