//! Hashtables.

use super::fault;
use super::letter::{begins_name, continues_name, is_line_end};
use super::number::Number;
use super::reader::{Read, Reader};
use super::syntax::{Pair, Word, WordKind};
use crate::lower_case::folded;
use std::collections::HashSet;

impl<'a> Reader<'a> {
    /// `@{ … }`
    pub(super) fn hashtable(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        self.mark(2);
        let mut pairs: Vec<Pair<'a>> = Vec::new();
        let mut keys: HashSet<Key> = HashSet::new();
        loop {
            self.skip_separators()?;
            if self.at_end() {
                return Err(self.fault_since(&fault::HASH_OPEN, start));
            }
            if self.sees(0, b'}') {
                self.mark(1);
                return Ok(Word::new(WordKind::Hashtable(pairs), self.since(start)));
            }
            let pair = self.nested(Self::pair)?;
            if let Some(key) = key(&pair.key)
                && !keys.insert(key)
            {
                // Told and read on: the hashtable itself is plain.
                self.errors.push(fault::Fault {
                    problem: &fault::DUPLICATE_KEY,
                    span: pair.key.span,
                });
            }
            pairs.push(pair);
            self.skip_space()?;
            if !self.at_end() && !self.sees(0, b';') && !self.sees(0, b'}') && !self.sees_class(is_line_end) {
                return Err(self.fault(&fault::HASH_OPEN));
            }
        }
    }

    fn pair(&mut self) -> Read<Pair<'a>> {
        let start = self.at;
        let key = if self.sees_class(begins_name) {
            self.skip_class(continues_name);
            self.verbatim(start)
        } else {
            match self.unary()? {
                Some(key) => key,
                None => return Err(self.fault(&fault::EQUALS)),
            }
        };
        self.skip_lines()?;
        self.take(b'=', &fault::EQUALS)?;
        self.skip_lines()?;
        if self.at_end() || self.sees(0, b'}') || self.sees(0, b';') {
            return Err(self.fault(&fault::HASH_VALUE));
        }
        let value = self.statement()?;
        Ok(Pair { key, value })
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Text(String),
    Number(String),
}

/// A key whose value is known; letter case does not count.
fn key(word: &Word<'_>) -> Option<Key> {
    match &word.kind {
        WordKind::Text { value, .. } => Some(Key::Text(folded(value))),
        WordKind::Constant(number @ Number::Integer(..)) => {
            Some(Key::Number(format!("{} {number}", number.type_name())))
        }
        _ => None,
    }
}
