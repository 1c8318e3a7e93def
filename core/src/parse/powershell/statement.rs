//! Statements: lists of them, pipelines, assignments, and where reading goes on behind a fault.

use super::fault::{self, Fault};
use super::letter::{ends_word, is_line_end};
use super::operand::is_assignable;
use super::reader::{Read, Reader};
use super::syntax::{Command, CommandBody, Statement, StatementKind};
use crate::span::Span;

impl<'a> Reader<'a> {
    /// Statements up to the bracket that closes them, or to the end of the text.
    pub(super) fn statements(&mut self, close: Option<u8>) -> Read<Vec<Statement<'a>>> {
        let mut statements = Vec::new();
        loop {
            match self.skip_separators() {
                Ok(()) => {}
                // Everything up to the end is a comment that is not closed.
                Err(fault) if close.is_none() => {
                    statements.push(self.rest_opaque(fault.span.start, fault));
                    return Ok(statements);
                }
                Err(fault) => return Err(fault),
            }
            match self.byte(0) {
                None => return Ok(statements),
                Some(b')' | b'}') if close.is_some() => return Ok(statements),
                Some(_) => {}
            }
            let before = Before::of(self);
            let result = if matches!(self.byte(0), Some(b')' | b'}')) {
                Err(self.fault(&fault::TOKEN))
            } else {
                self.nested(|reader| reader.statement())
            };
            match result {
                Ok(statement) => statements.push(statement),
                Err(fault) => statements.push(self.recover(before, fault, close)?),
            }
        }
    }

    /// Goes on behind a fault; the statement with the fault is opaque.
    fn recover(&mut self, before: Before, fault: Fault, close: Option<u8>) -> Read<Statement<'a>> {
        let incomplete = self.at_end() || fault.problem == &fault::TOO_DEEP;
        if incomplete && close.is_some() {
            return Err(fault);
        }
        let reached = self.at;
        before.restore(self);
        if incomplete {
            let read = reached.saturating_sub(before.at);
            self.skip_class(|c| !is_line_end(c));
            // What is not closed may be closed in truth, and only its opening be a slip: the next line is read on its own.
            if self.at < reached && read <= self.rereads {
                self.rereads = self.rereads.saturating_sub(read);
            } else {
                return Ok(self.rest_opaque(before.at, fault));
            }
        } else {
            self.at = reached;
            self.skip_class(|c| !is_line_end(c) && close.is_none_or(|close| c != char::from(close)));
            if self.at == before.at {
                self.skip(1);
            }
        }
        self.errors.push(fault);
        let text = self.source.get(before.at..self.at).unwrap_or("").trim_end();
        let end = before.at.saturating_add(text.len());
        Ok(Statement {
            kind: StatementKind::Opaque(Vec::new()),
            span: Span::new(before.at, end),
        })
    }

    fn rest_opaque(&mut self, start: usize, fault: Fault) -> Statement<'a> {
        self.errors.push(fault);
        self.at = self.source.len();
        let text = self.source.get(start..).unwrap_or("").trim_end();
        Statement {
            kind: StatementKind::Opaque(Vec::new()),
            span: Span::new(start, start.saturating_add(text.len())),
        }
    }

    /// One statement.
    pub(super) fn statement(&mut self) -> Read<Statement<'a>> {
        match self.compound()? {
            Some(statement) => Ok(statement),
            None => self.chain(),
        }
    }

    /// Pipelines joined by `&&` and `||`.
    pub(super) fn chain(&mut self) -> Read<Statement<'a>> {
        self.growing(|reader| {
            let start = reader.at;
            let mut left = reader.pipeline()?;
            loop {
                if matches!(left.kind, StatementKind::Assignment { .. }) {
                    return Ok(left);
                }
                let end = reader.at;
                reader.skip_space()?;
                let operator = if reader.sees_text("&&") {
                    "&&"
                } else if reader.sees_text("||") {
                    "||"
                } else if reader.sees(0, b'&') {
                    if !reader.edition.is_core() {
                        return Err(reader.fault(&fault::BACKGROUND_51));
                    }
                    reader.mark(1);
                    return Ok(in_background(left));
                } else {
                    reader.at = end;
                    return Ok(left);
                };
                if !reader.edition.is_core() {
                    let at = reader.at;
                    reader.skip(2);
                    return Err(reader.fault_since(&fault::CHAIN_51, at));
                }
                reader.mark(2);
                reader.skip_lines()?;
                let right = reader.nested(Self::pipeline)?;
                reader.deepen()?;
                let span = Span::new(start, right.span.end);
                left = Statement {
                    kind: StatementKind::Chain {
                        operator,
                        left: Box::new(left),
                        right: Box::new(right),
                        background: false,
                    },
                    span,
                };
            }
        })
    }

    /// Commands joined by `|`, or an assignment.
    fn pipeline(&mut self) -> Read<Statement<'a>> {
        let start = self.at;
        let mut commands: Vec<Command<'a>> = Vec::with_capacity(1);
        loop {
            let first = self.at;
            if self.sees_expression() {
                let Some(word) = self.expression()? else {
                    return Err(self.fault(&fault::TOKEN));
                };
                if !commands.is_empty() {
                    return Err(self.fault_since(&fault::ONLY_FIRST, first));
                }
                let mut end = word.span.end;
                self.skip_space()?;
                if let Some((operator, length)) = self.assignment_operator() {
                    if !is_assignable(&word) {
                        return Err(self.fault_since(&fault::TARGET, first));
                    }
                    self.mark(length);
                    self.skip_lines()?;
                    if self.sees_end_of_value() {
                        return Err(self.fault(&fault::VALUE));
                    }
                    let value = self.nested(Self::statement)?;
                    return Ok(Statement {
                        span: Span::new(start, value.span.end),
                        kind: StatementKind::Assignment {
                            operator,
                            target: Box::new(word),
                            value: Box::new(value),
                        },
                    });
                }
                let mut redirections = Vec::new();
                while self.sees_redirection() {
                    let redirection = self.redirection()?;
                    end = redirection.span.end;
                    redirections.push(redirection);
                    self.skip_space()?;
                }
                commands.push(Command {
                    invocation: None,
                    body: CommandBody::Expression(word),
                    redirections,
                    span: Span::new(first, end),
                });
            } else {
                match self.command()? {
                    Some(command) => commands.push(command),
                    None if !commands.is_empty() || self.sees(0, b'|') => {
                        return Err(self.fault(&fault::EMPTY_PIPE));
                    }
                    None => return Err(self.fault(&fault::TOKEN)),
                }
            }
            let end = commands.last().map_or(self.at, |last| last.span.end);
            self.skip_space()?;
            if !self.sees_pipe() {
                if !self.sees_end_of_command() {
                    return Err(self.fault(&fault::TOKEN));
                }
                self.at = end;
                return Ok(Statement {
                    kind: StatementKind::Pipeline {
                        commands,
                        background: false,
                    },
                    span: Span::new(start, end),
                });
            }
            self.skip_lines()?;
            self.mark(1);
            self.skip_lines()?;
        }
    }

    /// Whether the pipeline goes on here, or from PowerShell 7 on at the start of a later line.
    fn sees_pipe(&mut self) -> bool {
        if self.sees(0, b'|') {
            return !self.sees(1, b'|');
        }
        if !self.edition.is_core() || !self.sees_class(is_line_end) {
            return false;
        }
        let (at, comments) = (self.at, self.comments.len());
        let found = self.skip_lines().is_ok() && self.sees(0, b'|') && !self.sees(1, b'|');
        self.at = at;
        self.comments.truncate(comments);
        found
    }

    /// Whether a value ends here: where a command ends, unless `&` calls one.
    pub(super) fn sees_end_of_value(&self) -> bool {
        let is_call = self.sees(0, b'&') && !self.sees(1, b'&');
        !is_call && self.sees_end_of_command()
    }

    /// The keyword that comes next, in lower case, if a whole word is one.
    pub(super) fn keyword(&self) -> Option<&'static str> {
        let rest = self.rest();
        let length = rest.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = rest.split_at_checked(length)?;
        if rest.chars().next().is_some_and(|c| !ends_word(c)) {
            return None;
        }
        KEYWORDS
            .into_iter()
            .find(|keyword| word.eq_ignore_ascii_case(keyword))
    }
}

/// Words that begin statements and their parts.
const KEYWORDS: [&str; 36] = [
    "if",
    "in",
    "do",
    "for",
    "try",
    "end",
    "var",
    "else",
    "exit",
    "trap",
    "data",
    "enum",
    "from",
    "param",
    "while",
    "throw",
    "break",
    "until",
    "catch",
    "begin",
    "class",
    "using",
    "elseif",
    "switch",
    "return",
    "filter",
    "define",
    "foreach",
    "default",
    "finally",
    "process",
    "function",
    "workflow",
    "continue",
    "dynamicparam",
    "configuration",
];

fn in_background(statement: Statement<'_>) -> Statement<'_> {
    let kind = match statement.kind {
        StatementKind::Pipeline { commands, .. } => StatementKind::Pipeline {
            commands,
            background: true,
        },
        StatementKind::Chain {
            operator,
            left,
            right,
            ..
        } => StatementKind::Chain {
            operator,
            left,
            right,
            background: true,
        },
        kind => kind,
    };
    Statement {
        kind,
        span: statement.span,
    }
}

/// What was there before a statement.
pub(super) struct Before {
    at: usize,
    marks: usize,
    comments: usize,
    errors: usize,
}

impl Before {
    pub(super) fn of(reader: &Reader<'_>) -> Before {
        Before {
            at: reader.at,
            marks: reader.marks.len(),
            comments: reader.comments.len(),
            errors: reader.errors.len(),
        }
    }

    /// Goes back there.
    pub(super) fn restore(&self, reader: &mut Reader<'_>) {
        reader.at = self.at;
        reader.marks.truncate(self.marks);
        reader.comments.truncate(self.comments);
        reader.errors.truncate(self.errors);
    }
}
