//! Statements: lists of them, pipelines, assignments and chains. Keywords are in `compound`.

use super::Unread;
use super::letters::{ends_word, is_line_end};
use super::reader::Reader;
use super::syntax::{Command, CommandBody, Invoke, Parameter, Statement, StatementKind, Word, WordKind};

/// Assignment operators and their .NET names, longest first.
const ASSIGNMENTS: [(&[u8], &str); 6] = [
    (b"+=", "PlusEquals"),
    (b"-=", "MinusEquals"),
    (b"*=", "MultiplyEquals"),
    (b"/=", "DivideEquals"),
    (b"%=", "RemainderEquals"),
    (b"=", "Equals"),
];

impl Reader<'_> {
    /// `param(…)` and statements up to the closing character, which is stepped over, or to the end of the text.
    pub(super) fn block_contents(
        &mut self,
        close: Option<u8>,
    ) -> Result<(Vec<Parameter>, Vec<Statement>), Unread> {
        self.skip_separators()?;
        let parameters = self.parameter_block()?;
        Ok((parameters, self.statements(close)?))
    }

    /// Statements up to the closing character, which is stepped over, or to the end of the text.
    pub(super) fn statements(&mut self, close: Option<u8>) -> Result<Vec<Statement>, Unread> {
        let mut statements = Vec::new();
        loop {
            self.skip_separators()?;
            match close {
                Some(character) if self.sees(0, character) => {
                    self.at += 1;
                    return Ok(statements);
                }
                None if self.at_end() => return Ok(statements),
                _ => {}
            }
            let statement = self.nested(Self::statement)?;
            let block = !matches!(
                statement.kind,
                StatementKind::Pipeline { .. }
                    | StatementKind::Assignment { .. }
                    | StatementKind::Chain { .. }
            );
            let background = matches!(statement.kind, StatementKind::Pipeline { background: true, .. });
            statements.push(statement);
            self.skip_space()?;
            let closes = self
                .peek(0)
                .is_none_or(|unit| is_line_end(unit) || unit == u16::from(b';'))
                || close.is_some_and(|character| self.sees(0, character));
            if !closes && !block && !background {
                return self.fail("text after a statement");
            }
        }
    }

    /// One statement; the position is at its first character.
    pub(super) fn statement(&mut self) -> Result<Statement, Unread> {
        if let Some(statement) = self.compound()? {
            return Ok(statement);
        }
        let mut left = self.pipeline()?;
        loop {
            let before = self.at;
            self.skip_space()?;
            let operator = match (self.peek(0), self.peek(1)) {
                (Some(0x26), Some(0x26)) => "&&",
                (Some(0x7C), Some(0x7C)) => "||",
                _ => {
                    self.at = before;
                    return Ok(left);
                }
            };
            if matches!(left.kind, StatementKind::Assignment { .. }) {
                return self.fail("chain after an assignment");
            }
            self.at += 2;
            self.skip_lines()?;
            let right = self.pipeline()?;
            if matches!(right.kind, StatementKind::Assignment { .. }) {
                return self.fail("assignment in a chain");
            }
            left = Statement {
                span: left.span.to(right.span),
                kind: StatementKind::Chain {
                    operator,
                    left: Box::new(left),
                    right: Box::new(right),
                },
            };
        }
    }

    /// A pipeline or an assignment.
    fn pipeline(&mut self) -> Result<Statement, Unread> {
        let first = self.element()?;
        if let CommandBody::Expression(target) = &first.body {
            let before = self.at;
            self.skip_space()?;
            if let Some((text, operator)) = ASSIGNMENTS.iter().find(|(text, _)| self.sees_text(text)) {
                if !is_assignable(target) {
                    return self.fail("assignment to something that takes none");
                }
                self.at += text.len();
                self.skip_lines()?;
                let value = self.nested(Self::statement)?;
                let kind = StatementKind::Assignment {
                    operator,
                    target: target.clone(),
                    value: Box::new(value),
                };
                return Ok(Statement {
                    span: self.span_of_assignment(first.span.start, &kind),
                    kind,
                });
            }
            self.at = before;
        }
        self.rest_of_pipeline(first)
    }

    fn span_of_assignment(&self, start: usize, kind: &StatementKind) -> super::Span {
        match kind {
            StatementKind::Assignment { value, .. } => super::Span {
                start,
                end: value.span.end,
            },
            _ => self.span_from(start),
        }
    }

    pub(super) fn sees_text(&self, text: &[u8]) -> bool {
        text.iter()
            .enumerate()
            .all(|(ahead, byte)| self.sees(ahead, *byte))
    }

    fn rest_of_pipeline(&mut self, first: Command) -> Result<Statement, Unread> {
        let mut commands = vec![first];
        let mut background = false;
        loop {
            let before = self.at;
            self.skip_space()?;
            // From version 7 a line may begin with the pipe.
            if self.sees_class(0, is_line_end) {
                self.skip_lines()?;
                let continues = self.sees(0, b'|') || self.sees_text(b"&&");
                if !continues {
                    self.at = before;
                    break;
                }
            }
            if self.sees(0, b'|') && !self.sees(1, b'|') {
                self.at += 1;
                self.skip_lines()?;
                if self.starts_expression() {
                    return self.fail("expression behind a pipe");
                }
                let element = self.element()?;
                commands.push(element);
            } else if self.sees(0, b'&') && !self.sees(1, b'&') {
                self.at += 1;
                background = true;
                break;
            } else {
                // A chain operator on the next line is read by the caller.
                if !self.sees_any(0, b"|&") {
                    self.at = before;
                }
                break;
            }
        }
        let span = commands
            .first()
            .map(|c| c.span)
            .unwrap_or(self.span_from(self.at));
        let end = commands.last().map_or(span, |c| c.span);
        Ok(Statement {
            span: span.to(end),
            kind: StatementKind::Pipeline { commands, background },
        })
    }

    /// One element of a pipeline.
    fn element(&mut self) -> Result<Command, Unread> {
        let start = self.at;
        let invoke = if self.sees(0, b'&') && !self.sees(1, b'&') {
            self.at += 1;
            Some(Invoke::Call)
        } else if self.sees(0, b'.') && self.peek(1).is_some_and(|unit| ends_word(unit) && unit != 0) {
            self.at += 1;
            Some(Invoke::Dot)
        } else {
            None
        };
        if invoke.is_some() {
            self.skip_space()?;
            return self.command(start, invoke);
        }
        if !self.starts_expression() {
            return self.command(start, None);
        }
        let expression = self.expression()?;
        let mut command = Command {
            span: expression.span,
            invoke: None,
            body: CommandBody::Expression(expression),
            redirections: Vec::new(),
        };
        self.redirections_after(&mut command)?;
        Ok(command)
    }
}

fn is_assignable(word: &Word) -> bool {
    match &word.kind {
        WordKind::Variable(_) | WordKind::Member { .. } | WordKind::Index { .. } => true,
        WordKind::Cast { inner, .. } => is_assignable(inner),
        WordKind::List(items) => items.iter().all(is_assignable),
        _ => false,
    }
}
