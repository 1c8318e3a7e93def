//! Loops.

use super::compound::Inside;
use super::fault;
use super::letter::{begins_variable, ends_word, is_dash};
use super::reader::{Read, Reader};
use super::syntax::{Compound, Role};

impl<'a> Reader<'a> {
    pub(super) fn do_statement(&mut self, inside: &mut Inside<'a>) -> Read<Compound> {
        self.body(inside, Role::Body, &fault::BLOCK)?;
        let Some(keyword) = self.next_keyword(&["while", "until"])? else {
            return Err(self.fault(&fault::LOOP_END));
        };
        self.condition(inside)?;
        Ok(if keyword == "while" {
            Compound::DoWhile
        } else {
            Compound::DoUntil
        })
    }

    pub(super) fn for_statement(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        self.skip_lines()?;
        if !self.sees(0, b'(') {
            return Err(self.fault(&fault::PARENTHESIS_KEYWORD));
        }
        self.mark(1);
        let head = self.nested(|reader| {
            let mut head = Vec::new();
            loop {
                reader.skip_lines()?;
                if reader.sees(0, b')') || reader.at_end() {
                    return Ok(head);
                }
                if reader.sees(0, b';') {
                    reader.mark(1);
                } else {
                    head.push(reader.chain()?);
                }
            }
        })?;
        self.take(b')', &fault::CONDITION_CLOSE)?;
        inside.push(Role::Condition, head);
        self.body(inside, Role::Body, &fault::BLOCK)
    }

    pub(super) fn foreach_statement(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        self.flags(inside)?;
        if !self.sees(0, b'(') {
            return Err(self.fault(&fault::PARENTHESIS_KEYWORD));
        }
        self.mark(1);
        let list = self.nested(|reader| {
            reader.skip_lines()?;
            if !reader.sees(0, b'$') || !reader.second().is_some_and(|c| c == '{' || begins_variable(c)) {
                return Err(reader.fault(&fault::LOOP_VARIABLE));
            }
            inside.names.push(reader.variable()?);
            if reader.next_keyword(&["in"])?.is_none() {
                return Err(reader.fault(&fault::LOOP_IN));
            }
            reader.skip_lines()?;
            let list = reader.chain()?;
            reader.skip_lines()?;
            Ok(list)
        })?;
        self.take(b')', &fault::CONDITION_CLOSE)?;
        inside.push(Role::Condition, vec![list]);
        self.body(inside, Role::Body, &fault::BLOCK)
    }

    /// The flags behind `foreach` and `switch`.
    pub(super) fn flags(&mut self, inside: &mut Inside<'a>) -> Read<()> {
        loop {
            self.skip_lines()?;
            if !self.sees_class(is_dash) {
                return Ok(());
            }
            let start = self.at;
            self.skip_class(|c| !ends_word(c));
            self.marks.push(self.since(start));
            let name = self.source.get(start..self.at).unwrap_or("");
            if name.to_ascii_lowercase().ends_with("file")
                || name.to_ascii_lowercase().ends_with("throttlelimit")
            {
                self.skip_space()?;
                match self.single_argument()? {
                    Some(word) => inside.names.push(word),
                    None => return Err(self.fault(&fault::FILE)),
                }
            }
        }
    }
}
