//! Commands joined by operators, and one command with its words.

use super::reader::{Reader, statement};
use super::redirection::redirections_alone;
use super::set;
use super::statement::{Command, Form, Join, MarkKind, Redirection, Statement};
use super::word::Word;
use super::words::{End, is_blank};
use crate::span::Span;

/// How deep blocks, conditions, loops and commands in loops may stand in one another.
const DEEPEST: usize = 64;

impl Reader<'_> {
    /// Commands joined by operators, up to the end of the line or of the block.
    pub(super) fn sequence(&mut self, out: &mut Vec<Statement>) {
        let mut join = Join::First;
        loop {
            out.extend(self.statement(join));
            self.skip_separators();
            let Some(operator @ ('&' | '|')) = self.input.peek_char() else {
                return;
            };
            let at = self.here();
            let place = self.input.place();
            self.input.advance();
            let doubled = self.input.peek_char() == Some(operator);
            self.input.reset(place);
            self.take_mark(MarkKind::Operator, if doubled { 2 } else { 1 });
            join = match (operator, doubled) {
                ('&', false) => Join::Then,
                ('&', true) => Join::OnSuccess,
                (_, true) => Join::OnFailure,
                (_, false) => Join::Pipe,
            };
            self.skip_separators();
            if self.at_line_end() || (self.parens > 0 && self.input.peek_char() == Some(')')) {
                if join != Join::Then {
                    self.error(
                        at.to(self.here()),
                        "Nothing follows this operator on its line; cmd stops with a syntax error.",
                    );
                }
                return;
            }
        }
    }

    /// One statement; `None` for a comment, and where there is none.
    pub(super) fn statement(&mut self, join: Join) -> Option<Statement> {
        self.skip_separators();
        while self.input.peek_char() == Some('@') {
            self.take_mark(MarkKind::Operator, 1);
            self.skip_separators();
        }
        let start = self.here();
        let mut redirections = Vec::new();
        loop {
            match self.input.peek_char() {
                Some('(') => return self.nested(join, start, redirections, Reader::block),
                Some('<' | '>') => {
                    redirections.push(self.redirection(None));
                    self.skip_separators();
                }
                Some(')' | '&' | '|') if !redirections.is_empty() => break,
                Some(')') => {
                    return Some(self.opaque(
                        "This closing parenthesis opens nothing; cmd passes over the rest of the line.",
                    ));
                }
                Some('&' | '|') => {
                    return Some(self.opaque(
                        "A command is missing before this operator; cmd stops with a syntax error.",
                    ));
                }
                Some(':') if redirections.is_empty() => return self.label(join),
                Some('\n') => break,
                None if self.input.peek().is_none() => break,
                _ => {
                    let word = self.word(End::Command);
                    if let Some(handle) = self.as_handle(word.as_ref()) {
                        redirections.push(self.redirection(Some(handle)));
                        self.skip_separators();
                        continue;
                    }
                    let Some(word) = word else {
                        // Only a caret stood here.
                        self.skip_separators();
                        continue;
                    };
                    return self.command(join, start, redirections, word);
                }
            }
        }
        redirections_alone(join, redirections)
    }

    pub(super) fn command(
        &mut self,
        join: Join,
        start: Span,
        redirections: Vec<Redirection>,
        word: Word,
    ) -> Option<Statement> {
        if word.is("rem") {
            self.remark(word.span);
            return redirections_alone(join, redirections);
        }
        if word.is("if") {
            self.mark(MarkKind::Keyword, word.span);
            return self.nested(join, start, redirections, Reader::condition);
        }
        if word.is("for") {
            self.mark(MarkKind::Keyword, word.span);
            return self.nested(join, start, redirections, Reader::iteration);
        }
        let mut end = word.span;
        let mut redirections = redirections;
        let mut words = vec![word];
        let mut gap = String::new();
        loop {
            self.gap(&mut gap);
            match self.input.peek_char() {
                Some('\n' | '&' | '|') => break,
                Some(')') if self.parens > 0 => break,
                Some('<' | '>') => {
                    let redirection = self.redirection(None);
                    end = redirection.span;
                    redirections.push(redirection);
                }
                _ if self.input.peek().is_none() => break,
                _ => {
                    let word = self.word(End::Blank);
                    if let Some(handle) = self.as_handle(word.as_ref()) {
                        let redirection = self.redirection(Some(handle));
                        end = redirection.span;
                        redirections.push(redirection);
                    } else if let Some(mut word) = word {
                        word.gap = (gap != " ").then(|| gap.as_str().into());
                        gap.clear();
                        end = word.span;
                        words.push(word);
                    }
                }
            }
        }
        let command = Command {
            words,
            tail: gap.into_boxed_str(),
        };
        set::scope(&command, &mut self.delayed);
        Some(Statement {
            redirections,
            ..statement(join, start.to(end), Form::Command(command))
        })
    }

    /// The blanks before a word.
    pub(super) fn gap(&mut self, gap: &mut String) {
        while let Some(c) = self.input.peek_char().filter(|c| is_blank(*c)) {
            if c != '\r' {
                gap.push(c);
            }
            self.input.advance();
        }
    }

    /// What holds statements, unless it stands too deep.
    pub(super) fn nested(
        &mut self,
        join: Join,
        start: Span,
        redirections: Vec<Redirection>,
        read: fn(&mut Self, &mut Vec<Redirection>) -> Form,
    ) -> Option<Statement> {
        if self.depth >= DEEPEST {
            let span = self.input.finish()?;
            self.error(
                span,
                "Statements stand too deep in one another here; nothing from here on is looked into.",
            );
            self.abandoned = true;
            return Some(statement(join, span, Form::Opaque));
        }
        self.depth = self.depth.saturating_add(1);
        let mut redirections = redirections;
        let form = read(self, &mut redirections);
        self.depth = self.depth.saturating_sub(1);
        let end = self.input.last().max(start.start);
        Some(Statement {
            redirections,
            ..statement(join, Span::new(start.start, end), form)
        })
    }
}
