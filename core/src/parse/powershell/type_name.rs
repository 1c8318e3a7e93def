//! Types and attributes in square brackets.

use super::fault;
use super::letter::{continues_name, is_line_end, is_space};
use super::reader::{Read, Reader};
use super::syntax::{Word, WordKind};
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// The types and attributes that stand here one behind the other.
    pub(super) fn attributes(&mut self) -> Read<Vec<Word<'a>>> {
        let mut words = Vec::new();
        loop {
            words.push(self.attribute()?);
            let end = self.at;
            self.skip_lines()?;
            if !self.sees(0, b'[') {
                self.at = end;
                return Ok(words);
            }
        }
    }

    /// `[type]` as a type, or `[attribute( … )]` as another expression.
    fn attribute(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        self.skip(1);
        let comments = self.comments.len();
        self.skip_lines()?;
        let name = self.type_name(start)?;
        if self.sees(0, b'(') {
            let marks = self.marks.len();
            self.nested(|reader| reader.attribute_arguments())?;
            self.skip_lines()?;
            if !self.sees(0, b']') {
                return Err(self.fault(&fault::ATTRIBUTE_OPEN));
            }
            self.skip(1);
            // The attribute is one word: what stands in it was read only to find its end.
            self.marks.truncate(marks);
            self.comments.truncate(comments);
            return Ok(Word::new(WordKind::Other("Attribute"), self.since(start)));
        }
        if !self.sees(0, b']') {
            return Err(self.fault(&fault::ATTRIBUTE_OPEN));
        }
        self.skip(1);
        Ok(Word::new(WordKind::Type(name), self.since(start)))
    }

    /// The name of a type, with those of its parameters and its dimensions.
    fn type_name(&mut self, start: usize) -> Read<Cow<'a, str>> {
        let first = self.at;
        let mut open: usize = 0;
        let mut has_space = false;
        while let Some(c) = self.char() {
            match c {
                '[' => open = open.saturating_add(1),
                ']' if open == 0 => break,
                ']' => open = open.saturating_sub(1),
                // A comma outside of inner brackets begins the name of an assembly.
                '.' | '+' | '`' | ',' | '=' | '-' if open > 0 || c != '=' => {}
                c if continues_name(c) => {}
                c if is_space(c) || is_line_end(c) => has_space = true,
                _ => break,
            }
            self.skip_char(c);
        }
        let text = self.source.get(first..self.at).unwrap_or("");
        if text.trim().is_empty() {
            return Err(self.fault(&fault::TYPE));
        }
        if open > 0 || has_space && !text.contains(',') && text.trim().contains(char::is_whitespace) {
            return Err(self.fault_since(&fault::ATTRIBUTE_OPEN, start));
        }
        Ok(if has_space {
            Cow::Owned(text.split_whitespace().collect())
        } else {
            Cow::Borrowed(text)
        })
    }

    fn attribute_arguments(&mut self) -> Read<()> {
        self.skip(1);
        loop {
            self.skip_lines()?;
            if self.sees(0, b')') {
                self.skip(1);
                return Ok(());
            }
            let start = self.at;
            self.skip_class(continues_name);
            self.skip_lines()?;
            let is_named = self.sees(0, b'=') && start != self.at;
            if is_named {
                self.skip(1);
                self.skip_lines()?;
            } else if self.sees(0, b',') || self.sees(0, b')') {
                // A name alone is set to true.
            } else {
                self.at = start;
            }
            if !self.sees(0, b',') && !self.sees(0, b')') {
                self.comma_ends = true;
                if self.expression()?.is_none() {
                    return Err(self.fault(&fault::TOKEN_OPERAND));
                }
                self.comma_ends = false;
            }
            self.skip_lines()?;
            if self.sees(0, b',') {
                self.skip(1);
            } else if !self.sees(0, b')') {
                return Err(self.fault(&fault::CALL_OPEN));
            }
        }
    }
}
