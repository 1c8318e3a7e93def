//! Expressions: operators between operands, operators before and behind them, casts and lists.

use super::fault;
use super::letter::{ends_number, is_dash, is_double_quote, is_line_end, is_single_quote};
use super::operand::{Place, is_assignable};
use super::operator::Binary;
use super::reader::{Read, Reader};
use super::syntax::{Word, WordKind};
use crate::span::Span;

impl<'a> Reader<'a> {
    /// Whether an expression begins here, and not a command.
    pub(super) fn sees_expression(&self) -> bool {
        let Some(c) = self.char() else { return false };
        match c {
            c if is_single_quote(c) || is_double_quote(c) => true,
            '$' => self
                .second()
                .is_some_and(|c| matches!(c, '(' | '{') || super::letter::begins_variable(c)),
            '@' | '(' | '{' | '[' | ',' => true,
            '0'..='9' | '.' => self.number(ends_number).is_some() && !self.sees_redirection(),
            c if c == '+' || c == '!' || is_dash(c) => self.unary_operator().is_some(),
            _ => false,
        }
    }

    /// The expression that comes next; none where none begins.
    pub(super) fn expression(&mut self) -> Read<Option<Word<'a>>> {
        self.growing(|reader| {
            let Some(condition) = reader.binary()? else {
                return Ok(None);
            };
            let end = reader.at;
            if !reader.edition.is_core() {
                return Ok(Some(condition));
            }
            reader.skip_space()?;
            if !reader.sees(0, b'?') {
                reader.at = end;
                return Ok(Some(condition));
            }
            let comma_ends = reader.comma_ends;
            reader
                .nested(|reader| {
                    reader.comma_ends = comma_ends;
                    reader.ternary(condition)
                })
                .map(Some)
        })
    }

    fn ternary(&mut self, condition: Word<'a>) -> Read<Word<'a>> {
        let start = condition.span.start;
        self.mark(1);
        self.skip_lines()?;
        let Some(then) = self.expression()? else {
            return Err(self.fault(&fault::TOKEN_OPERAND));
        };
        self.skip_lines()?;
        if !self.sees(0, b':') {
            return Err(self.fault(&fault::TOKEN_OPERAND));
        }
        self.mark(1);
        self.skip_lines()?;
        match self.expression()? {
            Some(otherwise) => {
                let span = Span::new(start, otherwise.span.end);
                let kind = WordKind::Ternary {
                    condition: Box::new(condition),
                    then: Box::new(then),
                    otherwise: Box::new(otherwise),
                };
                Ok(Word::new(kind, span))
            }
            None => Err(self.fault(&fault::TOKEN_OPERAND)),
        }
    }

    /// Operands and the operators between them.
    fn binary(&mut self) -> Read<Option<Word<'a>>> {
        let Some(first) = self.list()? else {
            return Ok(None);
        };
        let Some(mut operator) = self.next_operator()? else {
            return Ok(Some(first));
        };
        let mut operands = vec![first];
        let mut operators: Vec<Binary> = Vec::new();
        loop {
            while operators
                .last()
                .is_some_and(|last| last.precedence >= operator.precedence)
            {
                self.join(&mut operands, &mut operators)?;
            }
            self.mark(operator.length);
            self.skip_lines()?;
            match self.list()? {
                Some(operand) => operands.push(operand),
                None => return Err(self.fault(&fault::OPERAND)),
            }
            operators.push(operator);
            match self.next_operator()? {
                Some(next) => operator = next,
                None => break,
            }
        }
        while !operators.is_empty() {
            self.join(&mut operands, &mut operators)?;
        }
        Ok(operands.pop())
    }

    /// Steps over white space to the operator between two operands; stays where none comes.
    fn next_operator(&mut self) -> Read<Option<Binary>> {
        let end = self.at;
        self.skip_space()?;
        let operator = self.binary_operator();
        if operator.is_none() {
            self.at = end;
        }
        Ok(operator)
    }

    /// Puts the last operator between the last two operands.
    fn join(&mut self, operands: &mut Vec<Word<'a>>, operators: &mut Vec<Binary>) -> Read<()> {
        self.deepen()?;
        if let (Some(operator), Some(right), Some(left)) = (operators.pop(), operands.pop(), operands.pop()) {
            let span = left.span.to(right.span);
            let kind = WordKind::Binary {
                operator: operator.name,
                left: Box::new(left),
                right: Box::new(right),
            };
            operands.push(Word::new(kind, span));
        }
        Ok(())
    }

    /// Operands with commas between them.
    fn list(&mut self) -> Read<Option<Word<'a>>> {
        let Some(first) = self.unary()? else {
            return Ok(None);
        };
        if self.comma_ends {
            return Ok(Some(first));
        }
        let mut items = Vec::new();
        let mut last = first;
        loop {
            let end = self.at;
            self.skip_space()?;
            if !self.sees(0, b',') {
                self.at = end;
                break;
            }
            self.mark(1);
            self.skip_lines()?;
            let next = self.unary()?;
            items.push(last);
            last = match next {
                Some(next) => next,
                None => return Err(self.fault(&fault::TOKEN_OPERAND)),
            };
        }
        let Some(first) = items.first() else {
            return Ok(Some(last));
        };
        self.deepen()?;
        let span = first.span.to(last.span);
        items.push(last);
        Ok(Some(Word::new(WordKind::List(items), span)))
    }

    /// An operand with what stands before and behind it.
    pub(super) fn unary(&mut self) -> Read<Option<Word<'a>>> {
        let Some(mut word) = self.prefixed()? else {
            return Ok(None);
        };
        let end = self.at;
        self.skip_space()?;
        let operator = match self.char() {
            Some('+') if self.sees(1, b'+') => Some(("PostfixPlusPlus", 2)),
            Some(first) if is_dash(first) => self.second().filter(|c| is_dash(*c)).map(|second| {
                let length = first.len_utf8().saturating_add(second.len_utf8());
                ("PostfixMinusMinus", length)
            }),
            _ => None,
        };
        let Some((operator, length)) = operator else {
            self.at = end;
            return Ok(Some(word));
        };
        if !is_assignable(&word) {
            return Err(self.fault(&fault::INCREMENT));
        }
        self.mark(length);
        self.deepen()?;
        let span = self.since(word.span.start);
        let inner = Box::new(word);
        word = Word::new(WordKind::Unary { operator, inner }, span);
        Ok(Some(word))
    }

    fn prefixed(&mut self) -> Read<Option<Word<'a>>> {
        let start = self.at;
        if self.sees(0, b'[') {
            return self.nested(Self::cast).map(Some);
        }
        let signed = self.sees_class(|c| c == '+' || is_dash(c))
            && self.second().is_some_and(|c| c.is_ascii_digit() || c == '.');
        if signed && self.number(ends_number).is_some() {
            return self.operand(Place::Expression);
        }
        let Some((operator, length)) = self.unary_operator() else {
            return self.operand(Place::Expression);
        };
        if operator == "Comma" && self.comma_ends {
            return Ok(None);
        }
        let comma_ends = self.comma_ends;
        self.mark(length);
        let inner = self.nested(|reader| {
            reader.comma_ends = comma_ends;
            reader.skip_lines()?;
            match reader.unary()? {
                Some(inner) => Ok(inner),
                None => Err(reader.fault(&fault::OPERAND)),
            }
        })?;
        if matches!(operator, "PlusPlus" | "MinusMinus") && !is_assignable(&inner) {
            return Err(self.fault_since(&fault::INCREMENT, start));
        }
        let span = Span::new(start, inner.span.end);
        let kind = if operator == "Comma" {
            WordKind::List(vec![inner])
        } else {
            WordKind::Unary {
                operator,
                inner: Box::new(inner),
            }
        };
        Ok(Some(Word::new(kind, span)))
    }

    /// Types and attributes, and what they stand before.
    fn cast(&mut self) -> Read<Word<'a>> {
        let mut types = self.attributes()?;
        let Some(last) = types.pop() else {
            return Err(self.fault(&fault::TYPE));
        };
        let mut word = self.behind_type(last)?;
        while let Some(before) = types.pop() {
            self.deepen()?;
            word = cast(before, word);
        }
        Ok(word)
    }

    fn behind_type(&mut self, last: Word<'a>) -> Read<Word<'a>> {
        let is_type = matches!(last.kind, WordKind::Type(_));
        if is_type && (self.sees(0, b'.') && !self.sees(1, b'.') || self.sees_text("::")) {
            return self.growing(|reader| reader.members(last, Place::Expression));
        }
        let end = self.at;
        if is_type {
            self.skip_space()?;
            if self.sees_class(|c| is_line_end(c) || c == ',') {
                self.at = end;
                return Ok(last);
            }
        } else {
            self.skip_lines()?;
        }
        match self.nested(Self::unary)? {
            Some(inner) => {
                self.deepen()?;
                Ok(cast(last, inner))
            }
            None if is_type => {
                self.at = end;
                Ok(last)
            }
            None => Err(self.fault(&fault::ATTRIBUTE)),
        }
    }
}

fn cast<'a>(before: Word<'a>, inner: Word<'a>) -> Word<'a> {
    let span = before.span.to(inner.span);
    let kind = match before.kind {
        WordKind::Type(type_name) => WordKind::Cast {
            type_name,
            type_span: before.span,
            inner: Box::new(inner),
        },
        _ => WordKind::Other("AttributedExpression"),
    };
    Word::new(kind, span)
}
