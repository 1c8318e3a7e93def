//! `rem`, whose first word alone is read `[cmd]`.

use super::reader::Reader;
use super::statement::MarkKind;
use super::words::is_separator;
use crate::span::Span;

impl Reader<'_> {
    /// What stands behind `rem`: an operator in its first word ends it, anything behind that word is text.
    pub(super) fn remark(&mut self, word: Span) {
        let mut end = word.end;
        while self.input.peek_char().is_some_and(is_separator) {
            self.input.advance();
        }
        let mut quoted = false;
        while let Some(cell) = self.input.peek().filter(|cell| !cell.is('\n')) {
            match cell.char() {
                Some(c) if is_separator(c) && !quoted => break,
                Some('&' | '|') if !quoted => {
                    self.comment(Span::new(word.start, end));
                    return;
                }
                Some('"') => quoted = !quoted,
                Some('^') if !quoted => {
                    self.input.advance();
                    end = cell.span.end;
                    if self.input.peek_char() == Some('\n') {
                        self.mark(MarkKind::Dropped, cell.span);
                    }
                }
                _ => {}
            }
            if let Some(cell) = self.input.peek() {
                if !cell.is('\n') {
                    end = cell.span.end;
                }
                self.input.advance();
            }
        }
        let rest = self.take_line();
        self.comment(Span::new(word.start, rest.end.max(end)));
    }
}
