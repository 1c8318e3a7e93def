//! The position in the text, what stands between words, and how deep the reader is.

use super::edition::Edition;
use super::fault::{self, Fault, Problem};
use super::letter::{is_line_end, is_space};
use super::syntax::{Comment, CommentKind, Script};
use crate::span::Span;

/// What reading gives.
pub(super) type Read<T> = Result<T, Fault>;

/// How many brackets, strings with expressions and operators before an operand may stand within each other.
const DEEPEST_NESTING: usize = 64;

/// How many words and statements may stand within each other in the tree.
const DEEPEST_TREE: usize = 300;

/// What a comment begins with that PowerShell looks into.
const REQUIRES: &str = "#requires";

/// The text and where the reader stands in it.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    /// The byte that is read next.
    pub(super) at: usize,
    pub(super) edition: Edition,
    pub(super) comments: Vec<Comment>,
    pub(super) marks: Vec<Span>,
    pub(super) errors: Vec<Fault>,
    /// How many bytes may still be read once more after a fault.
    pub(super) rereads: usize,
    /// Whether a comma ends an expression, as between the arguments of a call.
    pub(super) comma_ends: bool,
    /// Whether the text is that of a `#Requires` comment.
    is_requirement: bool,
    nesting: usize,
    /// The depth of the deepest node since a mark.
    deepest: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, edition: Edition) -> Reader<'a> {
        Reader {
            source,
            at: 0,
            edition,
            comments: Vec::new(),
            marks: Vec::new(),
            errors: Vec::new(),
            rereads: source.len(),
            comma_ends: false,
            is_requirement: false,
            nesting: 0,
            deepest: 0,
        }
    }

    /// The whole text.
    pub(super) fn script(mut self) -> Script<'a> {
        let block = self.outermost_block();
        self.errors.sort_by_key(|fault| fault.span);
        self.errors.dedup();
        Script {
            block,
            comments: self.comments,
            marks: self.marks,
            errors: self.errors,
        }
    }

    /// A byte so far ahead.
    pub(super) fn byte(&self, ahead: usize) -> Option<u8> {
        let at = self.at.checked_add(ahead)?;
        self.source.as_bytes().get(at).copied()
    }

    /// Whether this ASCII character stands so far ahead.
    pub(super) fn sees(&self, ahead: usize, byte: u8) -> bool {
        self.byte(ahead) == Some(byte)
    }

    /// Whether this text comes next.
    pub(super) fn sees_text(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// The text from here on.
    pub(super) fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// The next character.
    pub(super) fn char(&self) -> Option<char> {
        self.char_at(self.at)
    }

    /// The character behind the next one.
    pub(super) fn second(&self) -> Option<char> {
        let first = self.char()?;
        self.char_at(self.at.checked_add(first.len_utf8())?)
    }

    /// The character at a byte.
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        match self.source.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            Some(_) => self.source.get(at..)?.chars().next(),
            None => None,
        }
    }

    /// Whether the next character exists and is of a class.
    pub(super) fn sees_class(&self, class: impl Fn(char) -> bool) -> bool {
        self.char().is_some_and(class)
    }

    /// Steps over so many bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.source.len());
    }

    /// Steps over a character.
    pub(super) fn skip_char(&mut self, c: char) {
        self.skip(c.len_utf8());
    }

    /// Steps over characters of a class.
    pub(super) fn skip_class(&mut self, class: impl Fn(char) -> bool) {
        while let Some(c) = self.char().filter(|c| class(*c)) {
            self.skip_char(c);
        }
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.source.len()
    }

    /// From a byte to here.
    pub(super) fn since(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    /// Steps over so many bytes of a keyword, an operator or a bracket.
    pub(super) fn mark(&mut self, bytes: usize) {
        let start = self.at;
        self.skip(bytes);
        self.marks.push(self.since(start));
    }

    /// Steps over this ASCII character, or reports what is wrong.
    pub(super) fn take(&mut self, byte: u8, problem: &'static Problem) -> Read<()> {
        if self.sees(0, byte) {
            self.mark(1);
            Ok(())
        } else {
            Err(self.fault(problem))
        }
    }

    /// A fault at the next character.
    pub(super) fn fault(&self, problem: &'static Problem) -> Fault {
        let end = self
            .char()
            .map_or(self.at, |c| self.at.saturating_add(c.len_utf8()));
        Fault {
            problem,
            span: Span::new(self.at, end),
        }
    }

    /// A fault from a byte to here.
    pub(super) fn fault_since(&self, problem: &'static Problem, start: usize) -> Fault {
        Fault {
            problem,
            span: self.since(start),
        }
    }

    /// Reads one level deeper.
    pub(super) fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.nesting >= DEEPEST_NESTING {
            return Err(self.fault(&fault::TOO_DEEP));
        }
        self.nesting = self.nesting.saturating_add(1);
        self.deepest = self.deepest.max(self.nesting);
        let comma_ends = std::mem::take(&mut self.comma_ends);
        let result = inner(self);
        self.comma_ends = comma_ends;
        self.nesting = self.nesting.saturating_sub(1);
        result
    }

    /// Reads what may be put into further nodes by [`deepen`](Self::deepen).
    pub(super) fn growing<T>(&mut self, inner: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let before = std::mem::replace(&mut self.deepest, self.nesting);
        let result = inner(self);
        self.deepest = self.deepest.max(before);
        result
    }

    /// Says that what was read since [`growing`](Self::growing) becomes part of one more node.
    pub(super) fn deepen(&mut self) -> Read<()> {
        if self.deepest >= DEEPEST_TREE {
            return Err(self.fault(&fault::TOO_DEEP));
        }
        self.deepest = self.deepest.saturating_add(1);
        Ok(())
    }

    /// Skips white space, comments and continued lines, but no line end.
    pub(super) fn skip_space(&mut self) -> Read<()> {
        loop {
            match self.char() {
                Some(' ' | '\t') => self.skip(1),
                Some('`') => {
                    let Some(next) = self.second() else {
                        return Ok(());
                    };
                    if is_line_end(next) {
                        self.skip(1);
                        self.skip_line_end();
                    } else if is_space(next) {
                        self.skip(1);
                    } else {
                        return Ok(());
                    }
                }
                Some('#') => {
                    let start = self.at;
                    let length = self.rest().bytes().position(|byte| matches!(byte, b'\n' | b'\r'));
                    self.skip(length.unwrap_or(self.source.len()));
                    self.comment(CommentKind::Line, start);
                }
                Some('<') if self.sees(1, b'#') => {
                    let start = self.at;
                    self.skip(2);
                    match self.rest().find("#>") {
                        Some(length) => self.skip(length.saturating_add(2)),
                        None => {
                            self.at = self.source.len();
                            return Err(self.fault_since(&fault::COMMENT_OPEN, start));
                        }
                    }
                    self.comment(CommentKind::Block, start);
                }
                Some(c) if is_space(c) => self.skip_char(c),
                _ => return Ok(()),
            }
        }
    }

    fn comment(&mut self, kind: CommentKind, start: usize) {
        if self.comments.last().is_none_or(|last| last.span.end <= start) {
            let span = self.since(start);
            self.comments.push(Comment { kind, span });
            self.requirements(span);
        }
    }

    /// `#Requires …` is a comment that is read as a command.
    fn requirements(&mut self, comment: Span) {
        let text = comment.of(self.source);
        let is_one = text
            .get(..REQUIRES.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(REQUIRES))
            && text
                .get(REQUIRES.len()..)
                .is_some_and(|rest| rest.starts_with(is_space));
        if !is_one || self.is_requirement {
            return;
        }
        let line = text.get(1..).unwrap_or("");
        let mut reader = Reader::new(line, self.edition);
        reader.is_requirement = true;
        let errors = reader.script().errors.into_iter().map(|fault| Fault {
            span: fault.span.shifted(comment.start.saturating_add(1)),
            ..fault
        });
        self.errors.extend(errors);
    }

    /// Steps over a line end; CR LF is one.
    pub(super) fn skip_line_end(&mut self) {
        self.skip(if self.sees_text("\r\n") { 2 } else { 1 });
    }

    /// Skips what [`skip_space`](Self::skip_space) skips, and line ends.
    pub(super) fn skip_lines(&mut self) -> Read<()> {
        loop {
            self.skip_space()?;
            if !self.sees_class(is_line_end) {
                return Ok(());
            }
            self.skip_line_end();
        }
    }

    /// Skips what [`skip_lines`](Self::skip_lines) skips, and semicolons.
    pub(super) fn skip_separators(&mut self) -> Read<()> {
        loop {
            self.skip_lines()?;
            if !self.sees(0, b';') {
                return Ok(());
            }
            self.mark(1);
        }
    }
}
