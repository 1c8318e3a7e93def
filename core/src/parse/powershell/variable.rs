//! Variables.

use super::fault;
use super::letter::{continues_variable, is_line_end};
use super::reader::{Read, Reader};
use super::syntax::{Word, WordKind};
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// The variable that comes next, `$` or `@` with it.
    pub(super) fn variable(&mut self) -> Read<Word<'a>> {
        let start = self.at;
        let is_splat = self.sees(0, b'@');
        self.skip(1);
        let name = if self.sees(0, b'{') {
            self.braced_name(start)?
        } else {
            self.plain_name(start)?
        };
        let using = |name: &str| {
            name.get(..6)
                .is_some_and(|start| start.eq_ignore_ascii_case("using:"))
        };
        let kind = match is_splat {
            true => WordKind::Splat(name),
            false if using(&name) => WordKind::Other("UsingExpression"),
            false => WordKind::Variable(name),
        };
        Ok(Word::new(kind, self.since(start)))
    }

    fn plain_name(&mut self, start: usize) -> Read<Cow<'a, str>> {
        let first = self.at;
        match self.char() {
            // `$$`, `$^` and `$?` are variables of one character.
            Some('$' | '^' | '?') => self.skip(1),
            _ => {
                while let Some(c) = self.char() {
                    let is_colon = c == ':' && self.second() != Some(':');
                    if !is_colon && !continues_variable(c) {
                        break;
                    }
                    self.skip_char(c);
                }
            }
        }
        let name = self.source.get(first..self.at).unwrap_or("");
        // A later colon belongs to the name: the variable of `"$env:TEMP:"` is `env:TEMP:`.
        let first_colon = name.find(':').map(|colon| colon.saturating_add(1));
        if first_colon == Some(name.len()) || name.is_empty() {
            return Err(self.fault_since(
                if name.len() > 1 {
                    &fault::VARIABLE_DRIVE
                } else {
                    &fault::VARIABLE
                },
                start,
            ));
        }
        Ok(Cow::Borrowed(name))
    }

    fn braced_name(&mut self, start: usize) -> Read<Cow<'a, str>> {
        self.skip(1);
        let first = self.at;
        let mut changed: Option<String> = None;
        loop {
            let Some(c) = self.char() else {
                return Err(self.fault_since(&fault::VARIABLE_OPEN, start));
            };
            match c {
                '}' => break,
                '{' => return Err(self.fault(&fault::VARIABLE_BRACE)),
                '`' => {
                    let before = self.source.get(first..self.at).unwrap_or("");
                    let name = changed.get_or_insert_with(|| before.to_owned());
                    self.skip(1);
                    if let Some(escaped) = self.char() {
                        name.push(match escaped {
                            'n' => '\n',
                            't' => '\t',
                            'r' => '\r',
                            '0' => '\0',
                            other => other,
                        });
                        self.skip_char(escaped);
                    }
                }
                c if is_line_end(c) => return Err(self.fault(&fault::VARIABLE_BRACE)),
                c => {
                    if let Some(name) = &mut changed {
                        name.push(c);
                    }
                    self.skip_char(c);
                }
            }
        }
        let plain = self.source.get(first..self.at).unwrap_or("");
        self.skip(1);
        let name = changed.map_or(Cow::Borrowed(plain), Cow::Owned);
        if name.is_empty() {
            return Err(self.fault_since(&fault::VARIABLE_EMPTY, start));
        }
        Ok(name)
    }
}
