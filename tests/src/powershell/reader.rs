//! The position in the text, what is skipped between tokens, and the script as a whole.

use std::collections::BTreeMap;

use super::Unread;
use super::letters::{is_ascii, is_line_end, is_space};
use super::syntax::{Comment, Script, Span};
use super::wide::Wide;

/// The deepest nesting that is read.
const DEEPEST: usize = 60;

/// The text and where the reader stands in it.
pub(super) struct Reader<'a> {
    text: &'a [u16],
    pub(super) at: usize,
    comments: BTreeMap<usize, Comment>,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a [u16]) -> Self {
        Self {
            text,
            at: 0,
            comments: BTreeMap::new(),
            depth: 0,
        }
    }

    /// The whole text as a script.
    pub(super) fn script(mut self) -> Result<Script, Unread> {
        let (parameters, statements) = self.block_contents(None)?;
        Ok(Script {
            parameters,
            statements,
            comments: self.comments.into_values().collect(),
        })
    }

    pub(super) fn fail<T>(&self, why: &str) -> Result<T, Unread> {
        Err(Unread {
            at: self.at,
            why: why.to_owned(),
        })
    }

    /// The unit `ahead` of the position.
    pub(super) fn peek(&self, ahead: usize) -> Option<u16> {
        self.text.get(self.at + ahead).copied()
    }

    /// Whether the unit `ahead` is this ASCII character.
    pub(super) fn sees(&self, ahead: usize, character: u8) -> bool {
        self.peek(ahead) == Some(u16::from(character))
    }

    /// Whether the unit `ahead` is one of these ASCII characters.
    pub(super) fn sees_any(&self, ahead: usize, characters: &[u8]) -> bool {
        self.peek(ahead).is_some_and(|unit| is_ascii(unit, characters))
    }

    /// Whether the unit `ahead` exists and is in the class.
    pub(super) fn sees_class(&self, ahead: usize, class: fn(u16) -> bool) -> bool {
        self.peek(ahead).is_some_and(class)
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Steps over this ASCII character or fails.
    pub(super) fn take(&mut self, character: u8) -> Result<(), Unread> {
        if self.sees(0, character) {
            self.at += 1;
            Ok(())
        } else {
            self.fail(&format!("expected {}", char::from(character)))
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> Wide {
        Wide::from(&self.text[start..end])
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        Span { start, end: self.at }
    }

    /// Units from the position on as long as they are in the class.
    pub(super) fn run(&self, class: impl Fn(u16) -> bool) -> usize {
        self.text[self.at..]
            .iter()
            .take_while(|unit| class(**unit))
            .count()
    }

    /// Runs `inner` one level deeper.
    pub(super) fn nested<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, Unread>,
    ) -> Result<T, Unread> {
        if self.depth == DEEPEST {
            return self.fail("nested too deep");
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Skips white space, comments and continued lines, but no line end.
    pub(super) fn skip_space(&mut self) -> Result<(), Unread> {
        loop {
            let Some(unit) = self.peek(0) else { return Ok(()) };
            if is_space(unit) {
                self.at += 1;
            } else if self.sees(0, b'`') && self.sees_class(1, is_line_end) {
                self.at += 1;
                self.step_line_end();
            } else if self.sees(0, b'`') && self.sees_class(1, is_space) {
                self.at += 2;
            } else if self.sees(0, b'#') {
                let start = self.at;
                self.at += self.run(|unit| !is_line_end(unit));
                if self
                    .slice(start, self.at)
                    .lossy()
                    .to_ascii_lowercase()
                    .starts_with("#requires")
                {
                    return self.fail("requirement");
                }
                self.comments.insert(
                    start,
                    Comment {
                        block: false,
                        span: self.span_from(start),
                    },
                );
            } else if self.sees(0, b'<') && self.sees(1, b'#') {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Result<(), Unread> {
        let start = self.at;
        self.at += 2;
        while !(self.sees(0, b'#') && self.sees(1, b'>')) {
            if self.at_end() {
                return self.fail("comment without end");
            }
            self.at += 1;
        }
        self.at += 2;
        self.comments.insert(
            start,
            Comment {
                block: true,
                span: self.span_from(start),
            },
        );
        Ok(())
    }

    /// Steps over one line end, CR LF being one.
    pub(super) fn step_line_end(&mut self) {
        self.at += if self.sees(0, b'\r') && self.sees(1, b'\n') {
            2
        } else {
            1
        };
    }

    /// Skips everything that `skip_space` does and line ends.
    pub(super) fn skip_lines(&mut self) -> Result<(), Unread> {
        loop {
            self.skip_space()?;
            if !self.sees_class(0, is_line_end) {
                return Ok(());
            }
            self.step_line_end();
        }
    }

    /// Skips line ends and semicolons.
    pub(super) fn skip_separators(&mut self) -> Result<(), Unread> {
        loop {
            self.skip_lines()?;
            if !self.sees(0, b';') {
                return Ok(());
            }
            self.at += 1;
        }
    }
}
