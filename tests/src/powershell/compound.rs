//! Statements that begin with a keyword, blocks, and declared parameters.

use super::Unread;
use super::letters::{ends_word, is_ascii, is_double_quote, is_line_end, is_single_quote};
use super::reader::Reader;
use super::syntax::{Block, Catch, Span, Statement, StatementKind, Word, WordKind};

/// Keywords that begin something this reader does not know.
const UNKNOWN: [&str; 17] = [
    "data",
    "trap",
    "begin",
    "process",
    "end",
    "clean",
    "class",
    "enum",
    "using",
    "workflow",
    "filter",
    "dynamicparam",
    "configuration",
    "parallel",
    "sequence",
    "inlinescript",
    "param",
];

impl Reader<'_> {
    /// The statement that the keyword at the position begins; nothing when there is no keyword.
    pub(super) fn compound(&mut self) -> Result<Option<Statement>, Unread> {
        let start = self.at;
        if self.sees(0, b':') {
            return self.fail("label");
        }
        let Some(word) = self.keyword() else {
            return Ok(None);
        };
        if UNKNOWN.contains(&word.as_str()) {
            return self.fail("statement this reader does not know");
        }
        self.at += word.len();
        let kind = match word.as_str() {
            "if" => self.if_statement()?,
            "while" => {
                let condition = Box::new(self.condition()?);
                StatementKind::While {
                    condition,
                    body: self.block()?,
                }
            }
            "do" => self.do_statement()?,
            "for" => self.for_statement()?,
            "foreach" => self.foreach_statement()?,
            "switch" => self.switch_statement()?,
            "try" => self.try_statement()?,
            "function" => self.function_statement()?,
            "exit" => StatementKind::Exit(self.optional_value()?),
            "return" => StatementKind::Return(self.optional_value()?),
            "throw" => StatementKind::Throw(self.optional_value()?),
            "break" | "continue" => {
                let before = self.at;
                self.skip_space()?;
                if !self.statement_ends() {
                    return self.fail("label");
                }
                self.at = before;
                if word == "break" {
                    StatementKind::Break
                } else {
                    StatementKind::Continue
                }
            }
            _ => {
                self.at = start;
                return Ok(None);
            }
        };
        Ok(Some(Statement {
            span: self.span_from(start),
            kind,
        }))
    }

    /// The letters at the position in lower case, when they are a whole word.
    fn keyword(&self) -> Option<String> {
        let length = self.run(|unit| unit < 0x80 && (unit as u8).is_ascii_alphabetic());
        if length == 0 || !self.peek(length).is_none_or(ends_word) {
            return None;
        }
        Some(self.slice(self.at, self.at + length).lossy().to_ascii_lowercase())
    }

    /// Steps over this keyword when it stands at the position.
    pub(super) fn take_keyword(&mut self, word: &str) -> bool {
        let found = self.keyword().is_some_and(|keyword| keyword == word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn statement_ends(&self) -> bool {
        self.peek(0).is_none_or(is_line_end) || self.sees_any(0, b";)}")
    }

    fn optional_value(&mut self) -> Result<Option<Box<Statement>>, Unread> {
        let before = self.at;
        self.skip_space()?;
        if self.statement_ends() {
            self.at = before;
            return Ok(None);
        }
        let value = self.nested(Self::statement)?;
        self.at = value.span.end;
        Ok(Some(Box::new(value)))
    }

    /// `( pipeline )`
    fn condition(&mut self) -> Result<Statement, Unread> {
        self.skip_lines()?;
        self.take(b'(')?;
        self.skip_lines()?;
        let condition = self.nested(Self::statement)?;
        self.skip_lines()?;
        self.take(b')')?;
        Ok(condition)
    }

    /// `{ statements }`
    fn block(&mut self) -> Result<Block, Unread> {
        self.skip_lines()?;
        let start = self.at;
        self.take(b'{')?;
        let statements = self.nested(|reader| reader.statements(Some(b'}')))?;
        Ok(Block {
            span: self.span_from(start),
            statements,
        })
    }

    fn if_statement(&mut self) -> Result<StatementKind, Unread> {
        let mut arms = Vec::new();
        let condition = self.condition()?;
        arms.push((condition, self.block()?));
        loop {
            let before = self.at;
            self.skip_lines()?;
            if self.take_keyword("elseif") {
                let condition = self.condition()?;
                arms.push((condition, self.block()?));
            } else if self.take_keyword("else") {
                let otherwise = Some(self.block()?);
                return Ok(StatementKind::If { arms, otherwise });
            } else {
                self.at = before;
                return Ok(StatementKind::If {
                    arms,
                    otherwise: None,
                });
            }
        }
    }

    fn do_statement(&mut self) -> Result<StatementKind, Unread> {
        let body = self.block()?;
        self.skip_lines()?;
        if self.take_keyword("while") {
            return Ok(StatementKind::DoWhile {
                body,
                condition: Box::new(self.condition()?),
            });
        }
        if self.take_keyword("until") {
            return Ok(StatementKind::DoUntil {
                body,
                condition: Box::new(self.condition()?),
            });
        }
        self.fail("do without its condition")
    }

    fn for_statement(&mut self) -> Result<StatementKind, Unread> {
        self.skip_lines()?;
        self.take(b'(')?;
        let mut parts = Vec::new();
        for close in *b";;)" {
            self.skip_lines()?;
            parts.push(if self.sees(0, close) {
                None
            } else {
                Some(Box::new(self.nested(Self::statement)?))
            });
            self.skip_lines()?;
            self.take(close)?;
        }
        let body = self.block()?;
        let mut parts = parts.into_iter();
        let mut next = || parts.next().flatten();
        Ok(StatementKind::For {
            start: next(),
            condition: next(),
            step: next(),
            body,
        })
    }

    fn foreach_statement(&mut self) -> Result<StatementKind, Unread> {
        self.skip_lines()?;
        self.take(b'(')?;
        self.skip_lines()?;
        let variable = match self
            .sees(0, b'$')
            .then(|| self.variable_name())
            .transpose()?
            .flatten()
        {
            Some((_, name)) => name,
            None => return self.fail("foreach without a variable"),
        };
        self.skip_lines()?;
        if !self.take_keyword("in") {
            return self.fail("foreach without in");
        }
        self.skip_lines()?;
        let list = Box::new(self.nested(Self::statement)?);
        self.skip_lines()?;
        self.take(b')')?;
        Ok(StatementKind::ForEach {
            variable,
            list,
            body: self.block()?,
        })
    }

    fn switch_statement(&mut self) -> Result<StatementKind, Unread> {
        let condition = Box::new(self.condition()?);
        self.skip_lines()?;
        self.take(b'{')?;
        let mut clauses = Vec::new();
        let mut default = None;
        loop {
            self.skip_separators()?;
            if self.sees(0, b'}') {
                self.at += 1;
                return Ok(StatementKind::Switch {
                    condition,
                    clauses,
                    default,
                });
            }
            if self.take_keyword("default") {
                if default.is_some() {
                    return self.fail("second default");
                }
                default = Some(self.block()?);
                continue;
            }
            let label = self.switch_label()?;
            clauses.push((label, self.block()?));
        }
    }

    fn switch_label(&mut self) -> Result<Word, Unread> {
        let quoted = self.sees_class(0, |unit| is_single_quote(unit) || is_double_quote(unit));
        if quoted || self.sees_any(0, b"({$[") || self.starts_expression() {
            return self.unary();
        }
        let start = self.at;
        self.at += self.run(|unit| !ends_word(unit) && !is_ascii(unit, b"`$") && !is_single_quote(unit));
        let text = self.slice(start, self.at);
        if text.is_empty() || !text.0.iter().all(|unit| *unit < 0x80) {
            return self.fail("switch label");
        }
        Ok(Word {
            span: self.span_from(start),
            kind: WordKind::Bare(text),
        })
    }

    fn try_statement(&mut self) -> Result<StatementKind, Unread> {
        let body = self.block()?;
        let mut catches = Vec::new();
        loop {
            let before = self.at;
            self.skip_lines()?;
            if self.take_keyword("catch") {
                let mut types = Vec::new();
                self.skip_lines()?;
                while self.sees(0, b'[') {
                    types.push(self.type_name()?);
                    self.skip_lines()?;
                    if self.sees(0, b',') {
                        self.at += 1;
                        self.skip_lines()?;
                    }
                }
                catches.push(Catch {
                    types,
                    body: self.block()?,
                });
            } else if self.take_keyword("finally") {
                let finally = Some(self.block()?);
                return Ok(StatementKind::Try {
                    body,
                    catches,
                    finally,
                });
            } else if catches.is_empty() {
                return self.fail("try without catch or finally");
            } else {
                self.at = before;
                return Ok(StatementKind::Try {
                    body,
                    catches,
                    finally: None,
                });
            }
        }
    }

    fn function_statement(&mut self) -> Result<StatementKind, Unread> {
        self.skip_lines()?;
        let start = self.at;
        self.at += self.run(|unit| !ends_word(unit));
        let name = self.slice(start, self.at);
        if name.is_empty()
            || !name
                .0
                .iter()
                .all(|unit| *unit < 0x80 && !is_ascii(*unit, b"'\"`$"))
        {
            return self.fail("function name");
        }
        self.skip_lines()?;
        let mut declared = Vec::new();
        if self.sees(0, b'(') {
            declared = self.parameter_list()?;
            self.skip_lines()?;
        }
        let start = self.at;
        self.take(b'{')?;
        let (inner, statements) = self.nested(|reader| reader.block_contents(Some(b'}')))?;
        let body = Block {
            span: Span { start, end: self.at },
            statements,
        };
        let parameters = if declared.is_empty() { inner } else { declared };
        Ok(StatementKind::Function {
            name,
            parameters,
            body,
        })
    }
}
