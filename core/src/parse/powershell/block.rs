//! Bodies: of the script, of functions, of script blocks; and the parameters they declare.

use super::fault;
use super::letter::{continues_name, is_line_end};
use super::reader::{Read, Reader};
use super::statement::Before;
use super::syntax::{Block, Declared, Statement, Word, WordKind};
use crate::span::Span;
use std::borrow::Cow;

/// How far a parameter block may stand behind the attributes before it.
const LONGEST_ATTRIBUTES: usize = 2000;

impl<'a> Reader<'a> {
    /// The body of the script.
    pub(super) fn outermost_block(&mut self) -> Block<'a> {
        let mut block = Block::default();
        // What is wrong there is said again where the statements are read.
        if let Ok(parameters) = self.or_back(Self::parameter_block) {
            block.parameters = parameters;
            let mut statements = Vec::new();
            if self
                .or_back(|reader| reader.named_blocks(&mut statements))
                .is_ok()
            {
                block.statements = statements;
            }
        }
        // Faults of the outermost statements are opaque statements.
        block.statements.extend(self.statements(None).unwrap_or_default());
        block
    }

    /// Reads something, or goes back to before it.
    fn or_back<T>(&mut self, inner: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let before = Before::of(self);
        let result = inner(self);
        if result.is_err() {
            before.restore(self);
        }
        result
    }

    /// `{ … }`
    pub(super) fn block(&mut self) -> Read<Block<'a>> {
        let start = self.at;
        self.mark(1);
        let block = self.nested(|reader| {
            let parameters = reader.parameter_block()?;
            let mut statements = Vec::new();
            reader.named_blocks(&mut statements)?;
            statements.extend(reader.statements(Some(b'}'))?);
            Ok(Block {
                parameters,
                statements,
            })
        })?;
        if self.at_end() {
            return Err(self.fault_since(&fault::BRACE_OPEN, start));
        }
        self.take(b'}', &fault::TOKEN)?;
        Ok(block)
    }

    fn parameter_block(&mut self) -> Read<Vec<Declared<'a>>> {
        self.skip_separators()?;
        if self.keyword() != Some("param") && !self.sees_attributed_parameters() {
            return Ok(Vec::new());
        }
        if self.sees(0, b'[') {
            let first = self.at;
            let marks = self.marks.len();
            self.attributes()?;
            self.marks.truncate(marks);
            self.marks.push(self.since(first));
            self.skip_lines()?;
        }
        self.mark(5);
        self.skip_lines()?;
        if !self.sees(0, b'(') {
            return Err(self.fault(&fault::PARENTHESIS_KEYWORD));
        }
        self.declared()
    }

    /// Whether attributes and then `param` follow. Looks at brackets only, and not far.
    fn sees_attributed_parameters(&self) -> bool {
        if !self.sees(0, b'[') {
            return false;
        }
        let mut open: usize = 0;
        let mut bytes = self.rest().bytes().take(LONGEST_ATTRIBUTES).enumerate();
        while let Some((index, byte)) = bytes.next() {
            match byte {
                b'[' => open = open.saturating_add(1),
                b']' => open = open.saturating_sub(1),
                _ if open > 0 => {}
                b'#' => {
                    bytes.find(|(_, byte)| *byte == b'\n');
                }
                byte if byte.is_ascii_whitespace() => {}
                _ => {
                    let rest = self.rest().get(index..).unwrap_or("");
                    return rest
                        .get(..5)
                        .is_some_and(|word| word.eq_ignore_ascii_case("param"))
                        && rest.chars().nth(5).is_some_and(|c| c == '(' || c.is_whitespace());
                }
            }
        }
        false
    }

    /// `( [type]$name = default, … )`
    pub(super) fn declared(&mut self) -> Read<Vec<Declared<'a>>> {
        self.mark(1);
        let declared = self.nested(|reader| {
            let mut all = Vec::new();
            loop {
                reader.skip_lines()?;
                if reader.sees(0, b')') {
                    return Ok(all);
                }
                all.push(reader.declaration()?);
                reader.skip_lines()?;
                if reader.sees(0, b',') {
                    reader.mark(1);
                } else if !reader.sees(0, b')') {
                    return Err(reader.fault(&fault::FUNCTION_PARAMETER));
                }
            }
        })?;
        self.take(b')', &fault::FUNCTION_PARAMETER)?;
        Ok(declared)
    }

    fn declaration(&mut self) -> Read<Declared<'a>> {
        let start = self.at;
        let attributes: Vec<Word<'a>> = if self.sees(0, b'[') {
            self.attributes()?
        } else {
            Vec::new()
        };
        self.skip_lines()?;
        let at = self.at;
        if !self.sees(0, b'$') {
            return Err(self.fault(&fault::FUNCTION_PARAMETER));
        }
        let name = match self.variable()?.kind {
            WordKind::Variable(name) => name,
            _ => Cow::Borrowed(""),
        };
        let mut end = self.at;
        self.marks.push(Span::new(at, end));
        self.skip_lines()?;
        let mut default = None;
        if self.sees(0, b'=') {
            self.mark(1);
            self.skip_lines()?;
            self.comma_ends = true;
            let value = self.expression()?;
            self.comma_ends = false;
            let Some(value) = value else {
                return Err(self.fault(&fault::TOKEN_OPERAND));
            };
            end = value.span.end;
            default = Some(value);
        }
        Ok(Declared {
            name,
            attributes,
            default,
            span: Span::new(start, end),
        })
    }

    /// `begin { … }`, `process { … }` and their like.
    fn named_blocks(&mut self, statements: &mut Vec<Statement<'a>>) -> Read<()> {
        loop {
            self.skip_separators()?;
            let Some(length) = self.named_block() else {
                return Ok(());
            };
            self.mark(length);
            self.skip_lines()?;
            statements.extend(self.block()?.statements);
        }
    }

    /// The length of the name of a block with a name.
    fn named_block(&self) -> Option<usize> {
        let length = self
            .rest()
            .bytes()
            .take(16)
            .take_while(u8::is_ascii_alphabetic)
            .count();
        let (word, rest) = self.rest().split_at_checked(length)?;
        let known = ["begin", "process", "end", "dynamicparam"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name))
            || self.edition == super::Edition::PowerShell73 && word.eq_ignore_ascii_case("clean");
        let follows = rest.chars().next().is_some_and(|c| !continues_name(c));
        let open = rest
            .trim_start_matches(|c: char| c.is_whitespace() || is_line_end(c))
            .starts_with('{');
        (known && follows && open).then_some(length)
    }
}
