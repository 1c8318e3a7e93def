//! Statements with a keyword.

use super::fault::{self, Problem};
use super::letter::{continues_name, is_line_end};
use super::reader::{Read, Reader};
use super::syntax::{Compound, Declared, Part, Role, Statement, StatementKind, Word, WordKind};
use crate::span::Span;

/// What a compound statement is put together from.
#[derive(Default)]
pub(super) struct Inside<'a> {
    pub(super) names: Vec<Word<'a>>,
    pub(super) parameters: Vec<Declared<'a>>,
    pub(super) parts: Vec<Part<'a>>,
}

impl<'a> Inside<'a> {
    pub(super) fn push(&mut self, role: Role, statements: Vec<Statement<'a>>) {
        self.parts.push(Part { role, statements });
    }
}

impl<'a> Reader<'a> {
    /// The statement with a keyword that comes next; none where another one does.
    pub(super) fn compound(&mut self) -> Read<Option<Statement<'a>>> {
        let start = self.at;
        self.label()?;
        let Some(keyword) = self.keyword() else {
            self.at = start;
            return Ok(None);
        };
        let mut inside = Inside::default();
        let length = keyword.len();
        let compound = match keyword {
            "if" => {
                self.mark(length);
                self.if_statement(&mut inside)?;
                Compound::If
            }
            "while" => {
                self.mark(length);
                self.condition(&mut inside)?;
                self.body(&mut inside, Role::Body, &fault::BLOCK)?;
                Compound::While
            }
            "do" => {
                self.mark(length);
                self.do_statement(&mut inside)?
            }
            "for" => {
                self.mark(length);
                self.for_statement(&mut inside)?;
                Compound::For
            }
            "foreach" => {
                self.mark(length);
                self.foreach_statement(&mut inside)?;
                Compound::ForEach
            }
            "switch" => {
                self.mark(length);
                self.switch_statement(&mut inside)?;
                Compound::Switch
            }
            "try" => {
                self.mark(length);
                self.try_statement(&mut inside)?;
                Compound::Try
            }
            "trap" => {
                self.mark(length);
                self.skip_lines()?;
                if self.sees(0, b'[') {
                    inside.names = self.attributes()?;
                }
                self.body(&mut inside, Role::Catch, &fault::BLOCK)?;
                Compound::Trap
            }
            "function" | "filter" | "workflow" => {
                self.mark(length);
                self.function(&mut inside)?;
                Compound::Function
            }
            "exit" | "return" | "throw" => {
                self.mark(length);
                self.value(&mut inside)?;
                match keyword {
                    "exit" => Compound::Exit,
                    "return" => Compound::Return,
                    _ => Compound::Throw,
                }
            }
            "break" | "continue" => {
                self.mark(length);
                self.label_of_jump(&mut inside)?;
                if keyword == "break" {
                    Compound::Break
                } else {
                    Compound::Continue
                }
            }
            "using" => {
                self.mark(length);
                let first = self.at;
                self.skip_class(|c| !is_line_end(c) && c != ';');
                if self
                    .source
                    .get(first..self.at)
                    .is_none_or(|text| text.trim().is_empty())
                {
                    return Err(self.fault(&fault::USING));
                }
                inside
                    .names
                    .push(Word::new(WordKind::Other("Using"), self.since(first)));
                Compound::Using
            }
            "class" | "enum" | "data" | "configuration" => {
                // The methods of a class stand one block deeper; an enumeration has no statements.
                let deep = match keyword {
                    "class" => Some(2),
                    "enum" => None,
                    _ => Some(1),
                };
                return self.unread_block(deep).map(Some);
            }
            "from" | "define" | "var" => return Err(self.fault(&fault::KEYWORD)),
            "begin" | "process" | "end" | "dynamicparam" => return Err(self.fault(&fault::TOKEN)),
            // The others follow these; alone they are names of commands.
            _ => {
                self.at = start;
                return Ok(None);
            }
        };
        let kind = StatementKind::Compound {
            compound,
            names: inside.names,
            parameters: inside.parameters,
            parts: inside.parts,
        };
        Ok(Some(Statement {
            kind,
            span: self.since(start),
        }))
    }

    /// `:name` before a loop.
    fn label(&mut self) -> Read<()> {
        let start = self.at;
        if !self.sees(0, b':') {
            return Ok(());
        }
        let comments = self.comments.len();
        self.skip(1);
        self.skip_class(continues_name);
        let end = self.at;
        self.skip_lines()?;
        match self.keyword() {
            Some("for" | "foreach" | "while" | "do" | "switch") if end > start.saturating_add(1) => {
                self.marks.push(Span::new(start, end));
            }
            _ => {
                self.at = start;
                // In a word that is no label they are none.
                self.comments.truncate(comments);
            }
        }
        Ok(())
    }

    pub(super) fn condition(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        self.skip_lines()?;
        if !self.sees(0, b'(') {
            return Err(self.fault(&fault::PARENTHESIS_KEYWORD));
        }
        self.mark(1);
        let condition = self.nested(|reader| {
            reader.skip_lines()?;
            if reader.sees(0, b')') {
                return Err(reader.fault(&fault::CONDITION));
            }
            let condition = reader.chain()?;
            reader.skip_lines()?;
            Ok(condition)
        })?;
        self.take(b')', &fault::CONDITION_CLOSE)?;
        inside.push(Role::Condition, vec![condition]);
        Ok(())
    }

    pub(super) fn body(
        &mut self,
        inside: &mut Inside<'a>,
        role: Role,
        missing: &'static Problem,
    ) -> Read<()> {
        self.skip_lines()?;
        if !self.sees(0, b'{') {
            return Err(self.fault(missing));
        }
        let open = self.at;
        self.mark(1);
        let statements = self.nested(|reader| reader.statements(Some(b'}')))?;
        if self.at_end() {
            return Err(self.fault_since(&fault::BRACE_OPEN, open));
        }
        self.take(b'}', &fault::TOKEN)?;
        inside.push(role, statements);
        Ok(())
    }

    /// Steps over lines to a keyword, if it is one of these.
    pub(super) fn next_keyword(&mut self, among: &[&str]) -> Read<Option<&'static str>> {
        let (end, comments) = (self.at, self.comments.len());
        self.skip_lines()?;
        if let Some(keyword) = self.keyword().filter(|keyword| among.contains(keyword)) {
            self.mark(keyword.len());
            return Ok(Some(keyword));
        }
        self.at = end;
        self.comments.truncate(comments);
        Ok(None)
    }

    fn if_statement(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        self.condition(inside)?;
        self.body(inside, Role::Body, &fault::BLOCK)?;
        while let Some(keyword) = self.next_keyword(&["else", "elseif"])? {
            if keyword == "else" {
                return self.body(inside, Role::Otherwise, &fault::BLOCK);
            }
            self.condition(inside)?;
            self.body(inside, Role::Body, &fault::BLOCK)?;
        }
        Ok(())
    }

    fn switch_statement(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        self.flags(inside)?;
        if self.sees(0, b'(') {
            self.condition(inside)?;
        } else if inside.names.is_empty() {
            return Err(self.fault(&fault::PARENTHESIS_KEYWORD));
        }
        self.skip_lines()?;
        if !self.sees(0, b'{') {
            return Err(self.fault(&fault::BLOCK));
        }
        let open = self.at;
        self.mark(1);
        let mut clauses: usize = 0;
        loop {
            self.skip_separators()?;
            if self.at_end() {
                return Err(self.fault_since(&fault::BRACE_OPEN, open));
            }
            if self.sees(0, b'}') {
                if clauses == 0 {
                    return Err(self.fault(&fault::SWITCH_CLAUSE));
                }
                self.mark(1);
                return Ok(());
            }
            let role = if self.keyword() == Some("default") {
                self.mark(7);
                Role::Otherwise
            } else {
                match self.nested(Self::single_argument)? {
                    Some(label) => inside.names.push(label),
                    None => return Err(self.fault(&fault::SWITCH_CLAUSE)),
                }
                Role::Body
            };
            self.body(inside, role, &fault::SWITCH_CLAUSE)?;
            clauses = clauses.saturating_add(1);
        }
    }

    fn try_statement(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        self.body(inside, Role::Body, &fault::BLOCK)?;
        let mut handled = false;
        while let Some(keyword) = self.next_keyword(&["catch", "finally"])? {
            handled = true;
            if keyword == "finally" {
                return self.body(inside, Role::Finally, &fault::BLOCK);
            }
            self.skip_lines()?;
            while self.sees(0, b'[') {
                inside.names.extend(self.attributes()?);
                self.skip_lines()?;
                if self.sees(0, b',') {
                    self.mark(1);
                    self.skip_lines()?;
                }
            }
            self.body(inside, Role::Catch, &fault::BLOCK)?;
        }
        if handled {
            Ok(())
        } else {
            Err(self.fault(&fault::CATCH))
        }
    }

    fn function(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        self.skip_lines()?;
        if self.sees_end_of_command() || self.sees(0, b'{') || self.sees(0, b'(') {
            return Err(self.fault(&fault::FUNCTION_NAME));
        }
        let name = match self.single_argument()? {
            Some(name) => name,
            None => return Err(self.fault(&fault::FUNCTION_NAME)),
        };
        inside.names.push(name);
        self.skip_lines()?;
        if self.sees(0, b'(') {
            inside.parameters = self.declared()?;
            self.skip_lines()?;
        }
        if !self.sees(0, b'{') {
            return Err(self.fault(&fault::BLOCK));
        }
        let block = self.block()?;
        inside.parameters.extend(block.parameters);
        inside.push(Role::Body, block.statements);
        Ok(())
    }

    fn value(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        let end = self.at;
        self.skip_space()?;
        if self.sees_end_of_value() {
            self.at = end;
            return Ok(());
        }
        let value = self.chain()?;
        inside.push(Role::Condition, vec![value]);
        Ok(())
    }

    fn label_of_jump(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        let end = self.at;
        self.skip_space()?;
        match self.single_argument()? {
            Some(label) => inside.names.push(label),
            None => self.at = end,
        }
        Ok(())
    }

    /// A statement whose body is in another language: opaque up to the brace that closes it. Blocks of statements stand in so
    /// many braces.
    fn unread_block(&mut self, deep: Option<usize>) -> Read<Statement<'a>> {
        let start = self.at;
        let (marks, comments, errors) = (self.marks.len(), self.comments.len(), self.errors.len());
        self.skip_class(|c| c != '{' && !is_line_end(c));
        self.skip_lines()?;
        if !self.sees(0, b'{') {
            return Err(self.fault(&fault::BLOCK));
        }
        let mut open: usize = 0;
        let (mut blocks, mut block) = (Vec::new(), self.at);
        loop {
            self.skip_lines()?;
            let Some(c) = self.char() else {
                return Err(self.fault_since(&fault::BRACE_OPEN, start));
            };
            match c {
                '{' => {
                    open = open.saturating_add(1);
                    if deep == Some(open) {
                        block = self.at.saturating_add(1);
                    }
                }
                '}' => {
                    if deep == Some(open) {
                        blocks.push(self.since(block));
                    }
                    open = open.saturating_sub(1);
                }
                c if super::letter::is_single_quote(c) || super::letter::is_double_quote(c) => {
                    self.quoted()?;
                    continue;
                }
                '@' if self.sees_here_string() => {
                    self.here_string()?;
                    continue;
                }
                '`' => self.skip(1),
                _ => {}
            }
            if let Some(c) = self.char() {
                self.skip_char(c);
            }
            if open == 0 {
                break;
            }
        }
        self.marks.truncate(marks);
        self.comments.truncate(comments);
        self.errors.truncate(errors);
        Ok(Statement {
            kind: StatementKind::Opaque(blocks),
            span: self.since(start),
        })
    }
}
