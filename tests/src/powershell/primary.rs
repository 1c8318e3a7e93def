//! Operands: strings, variables, parentheses, arrays, hashtables, script blocks, types, members and indexes.

use super::Unread;
use super::letters::{
    is_ascii, is_digit, is_double_quote, is_letter_or_digit, is_line_end, is_single_quote, starts_variable,
};
use super::reader::Reader;
use super::strings::Pieces;
use super::syntax::{ScriptBlock, Statement, Word, WordKind};

impl Reader<'_> {
    /// One operand without what may follow it.
    pub(super) fn primary(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        let Some(unit) = self.peek(0) else {
            return self.fail("no expression");
        };
        let kind = if is_single_quote(unit) || is_double_quote(unit) {
            return self.quoted();
        } else if self.sees_here_string() {
            return self.here_string();
        } else if self.sees(0, b'$') && self.sees(1, b'(') {
            return self.subexpression();
        } else if self.sees(0, b'$') {
            match self.variable_name()? {
                Some((_, name)) => WordKind::Variable(name),
                None => return self.fail("dollar sign without a name"),
            }
        } else if self.sees(0, b'(') {
            self.at += 1;
            self.skip_lines()?;
            let inner = self.nested(Self::statement)?;
            if !matches!(
                &inner.kind,
                super::syntax::StatementKind::Pipeline {
                    background: false,
                    ..
                }
            ) && !matches!(&inner.kind, super::syntax::StatementKind::Assignment { .. })
            {
                return self.fail("no pipeline in parentheses");
            }
            self.skip_lines()?;
            self.take(b')')?;
            WordKind::Paren(Box::new(inner))
        } else if self.sees(0, b'@') && self.sees(1, b'(') {
            self.at += 2;
            WordKind::Array(self.statements(Some(b')'))?)
        } else if self.sees(0, b'@') && self.sees(1, b'{') {
            return self.hashtable();
        } else if self.sees(0, b'{') {
            return self.script_block();
        } else if self.sees(0, b'[') {
            return self.type_or_cast();
        } else if is_digit(unit) {
            return self.number();
        } else {
            return self.fail("no expression");
        };
        Ok(Word {
            span: self.span_from(start),
            kind,
        })
    }

    /// A quoted string.
    pub(super) fn quoted(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        let kind = if self.sees_class(0, is_single_quote) {
            WordKind::Single(self.single_quoted()?)
        } else {
            let mut pieces = Pieces::default();
            self.double_quoted(&mut pieces)?;
            pieces.finish(WordKind::Double, WordKind::Expandable)
        };
        Ok(Word {
            span: self.span_from(start),
            kind,
        })
    }

    /// `$( … )`
    pub(super) fn subexpression(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        self.at += 2;
        let statements = self.nested(|reader| reader.statements(Some(b')')))?;
        Ok(Word {
            span: self.span_from(start),
            kind: WordKind::Subexpression(statements),
        })
    }

    /// `{ … }` as a value.
    pub(super) fn script_block(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        self.at += 1;
        let (parameters, statements) = self.nested(|reader| reader.block_contents(Some(b'}')))?;
        let kind = WordKind::ScriptBlock(Box::new(ScriptBlock {
            parameters,
            statements,
        }));
        Ok(Word {
            span: self.span_from(start),
            kind,
        })
    }

    fn hashtable(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        self.at += 2;
        let mut pairs = Vec::new();
        loop {
            self.skip_separators()?;
            if self.sees(0, b'}') {
                self.at += 1;
                return Ok(Word {
                    span: self.span_from(start),
                    kind: WordKind::Hashtable(pairs),
                });
            }
            let pair = self.nested(Self::pair)?;
            if pairs.iter().any(|(key, _)| is_same_key(key, &pair.0)) {
                return self.fail("key written twice");
            }
            pairs.push(pair);
            self.skip_space()?;
            if !self.sees_any(0, b";}") && !self.sees_class(0, is_line_end) {
                return self.fail("text after a pair");
            }
        }
    }

    fn pair(&mut self) -> Result<(Word, Statement), Unread> {
        let key =
            if self.sees_class(0, |unit| is_letter_or_digit(unit) && !is_digit(unit)) || self.sees(0, b'_') {
                self.name()?
            } else {
                self.unary()?
            };
        self.skip_lines()?;
        self.take(b'=')?;
        self.skip_lines()?;
        Ok((key, self.statement()?))
    }

    /// An identifier, as a bare word.
    fn name(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        self.at += self.run(|unit| is_letter_or_digit(unit) || unit == u16::from(b'_'));
        if self.at == start {
            return self.fail("no name");
        }
        Ok(Word {
            span: self.span_from(start),
            kind: WordKind::Bare(self.slice(start, self.at)),
        })
    }

    /// `[name]` and, where a value follows, the cast of it.
    fn type_or_cast(&mut self) -> Result<Word, Unread> {
        let start = self.at;
        let type_name = self.type_name()?;
        let literal = Word {
            span: self.span_from(start),
            kind: WordKind::Type(type_name.clone()),
        };
        if self.sees(0, b':') && self.sees(1, b':') {
            return Ok(literal);
        }
        let before = self.at;
        self.skip_space()?;
        let casts = self.peek(0).is_some_and(|unit| {
            is_single_quote(unit) || is_double_quote(unit) || is_digit(unit) || is_ascii(unit, b"([{")
        }) || self.sees(0, b'$')
            && (self.sees_any(1, b"({") || self.sees_class(1, starts_variable))
            || self.sees(0, b'@') && (self.sees_any(1, b"({") || self.sees_here_string())
            || self.sees(0, b'-') && self.sees_class(1, is_digit);
        if !casts {
            self.at = before;
            return Ok(literal);
        }
        let inner = Box::new(self.nested(Self::unary)?);
        Ok(Word {
            span: self.span_from(start),
            kind: WordKind::Cast { type_name, inner },
        })
    }

    /// The name between brackets, which are stepped over.
    pub(super) fn type_name(&mut self) -> Result<String, Unread> {
        self.take(b'[')?;
        let start = self.at;
        let mut open = 1;
        loop {
            let Some(unit) = self.peek(0) else {
                return self.fail("type without end");
            };
            if self.sees(0, b'[') {
                open += 1;
            } else if self.sees(0, b']') {
                open -= 1;
            } else if !is_letter_or_digit(unit) && !is_ascii(unit, b"._,") {
                return self.fail("not the name of a type");
            }
            self.at += 1;
            if open == 0 {
                break;
            }
        }
        if self.at == start + 1 {
            return self.fail("type without a name");
        }
        Ok(self.slice(start, self.at - 1).lossy())
    }

    /// Members, calls, indexes and increments behind an operand.
    pub(super) fn postfix(&mut self, mut word: Word) -> Result<Word, Unread> {
        let start = word.span.start;
        loop {
            if matches!(word.kind, WordKind::Cast { .. }) {
                return Ok(word);
            }
            if self.sees(0, b'.') && !self.sees(1, b'.') || self.sees(0, b':') && self.sees(1, b':') {
                word = self.member(word)?;
            } else if self.sees(0, b'[') {
                self.at += 1;
                self.skip_lines()?;
                let index = Box::new(self.expression()?);
                self.skip_lines()?;
                self.take(b']')?;
                let kind = WordKind::Index {
                    target: Box::new(word),
                    index,
                };
                word = Word {
                    span: self.span_from(start),
                    kind,
                };
            } else if self.sees_text(b"++") || self.sees_text(b"--") {
                let operator = if self.sees(0, b'+') {
                    "PostfixPlusPlus"
                } else {
                    "PostfixMinusMinus"
                };
                if !matches!(
                    word.kind,
                    WordKind::Variable(_) | WordKind::Member { .. } | WordKind::Index { .. }
                ) {
                    return self.fail("increment of something that takes none");
                }
                self.at += 2;
                let kind = WordKind::Unary {
                    operator,
                    inner: Box::new(word),
                };
                return Ok(Word {
                    span: self.span_from(start),
                    kind,
                });
            } else {
                return Ok(word);
            }
        }
    }

    fn member(&mut self, target: Word) -> Result<Word, Unread> {
        let start = target.span.start;
        let fixed = self.sees(0, b':');
        self.at += if fixed { 2 } else { 1 };
        let member = if self.sees_class(0, |unit| is_single_quote(unit) || is_double_quote(unit)) {
            self.quoted()?
        } else if self.sees(0, b'$') {
            self.primary()?
        } else {
            self.name()?
        };
        let (target, member) = (Box::new(target), Box::new(member));
        if !self.sees(0, b'(') {
            return Ok(Word {
                span: self.span_from(start),
                kind: WordKind::Member {
                    target,
                    member,
                    fixed,
                },
            });
        }
        self.at += 1;
        let mut arguments = Vec::new();
        self.skip_lines()?;
        if !self.sees(0, b')') {
            loop {
                arguments.push(self.expression_without_commas()?);
                self.skip_lines()?;
                if !self.sees(0, b',') {
                    break;
                }
                self.at += 1;
                self.skip_lines()?;
            }
        }
        self.take(b')')?;
        Ok(Word {
            span: self.span_from(start),
            kind: WordKind::Call {
                target,
                member,
                fixed,
                arguments,
            },
        })
    }
}

/// Whether both keys are plain text and equal; letter case does not count.
fn is_same_key(left: &Word, right: &Word) -> bool {
    fn plain(key: &Word) -> Option<String> {
        match &key.kind {
            WordKind::Bare(text) | WordKind::Single(text) | WordKind::Double(text) => {
                Some(text.lossy().to_lowercase())
            }
            _ => None,
        }
    }
    plain(left).is_some_and(|text| plain(right) == Some(text))
}
