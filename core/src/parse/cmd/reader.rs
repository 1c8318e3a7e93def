//! Statements taken from the input, line by line, with recovery at the next line.

use super::Mode;
use super::input::{Cell, Input};
use super::line::pasted_prompt;
use super::statement::{Comment, Form, Join, Mark, MarkKind, Problem, Script, Statement};
use super::words::{is_blank, is_separator};
use crate::diagnostic::Severity;
use crate::span::Span;

/// What is known while a text is read.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) mode: Mode,
    pub(super) input: Input<'a>,
    /// The cells of the word that is being read.
    pub(super) cells: Vec<Cell>,
    /// Whether a caret at the end of the line before escapes the next character.
    pub(super) escaped: bool,
    /// How many parentheses of blocks are open.
    pub(super) parens: usize,
    pub(super) depth: usize,
    /// The variables of the loops around.
    pub(super) loops: Vec<char>,
    /// Whether `!NAME!` is a variable: one entry for each `setlocal` that is open, and the first.
    pub(super) delayed: Vec<bool>,
    /// Whether lines without a prompt are what a command put out.
    transcript: bool,
    /// Whether the rest of the text was given up.
    pub(super) abandoned: bool,
    comments: Vec<Comment>,
    pub(super) marks: Vec<Mark>,
    pub(super) problems: Vec<Problem>,
    printed: Vec<Span>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, mode: Mode, is_late: bool, filled: &'a [Span]) -> Reader<'a> {
        let prompts = |line: &&str| pasted_prompt(line).is_some();
        Reader {
            source,
            mode,
            input: Input::new(source, mode, filled),
            cells: Vec::new(),
            escaped: false,
            parens: 0,
            depth: 0,
            loops: Vec::new(),
            delayed: vec![is_late],
            transcript: mode == Mode::Prompt
                && (source.lines().filter(prompts).take(2).count() == 2 || source.lines().any(is_banner)),
            abandoned: false,
            comments: Vec::new(),
            marks: Vec::new(),
            problems: Vec::new(),
            printed: Vec::new(),
        }
    }

    pub(super) fn script(mut self) -> Script {
        let mut statements = Vec::new();
        self.lines(&mut statements);
        Script {
            statements,
            comments: self.comments,
            marks: self.marks,
            problems: self.problems,
            printed: self.printed,
        }
    }

    pub(super) fn mark(&mut self, kind: MarkKind, span: Span) {
        if !span.is_empty() {
            self.marks.push(Mark { kind, span });
        }
    }

    pub(super) fn problem(&mut self, severity: Severity, span: Span, message: &'static str) {
        if !self.abandoned {
            self.problems.push(Problem {
                severity,
                span,
                message,
            });
        }
    }

    pub(super) fn error(&mut self, span: Span, message: &'static str) {
        self.problem(Severity::Error, span, message);
    }

    pub(super) fn comment(&mut self, span: Span) {
        if !span.is_empty() {
            self.comments.push(Comment { span });
        }
    }

    /// The place that is read next, as an empty span.
    pub(super) fn here(&self) -> Span {
        let at = self
            .input
            .peek()
            .map_or(self.input.last(), |cell| cell.span.start);
        Span::new(at, at)
    }

    /// Takes a mark of that many characters.
    pub(super) fn take_mark(&mut self, kind: MarkKind, count: usize) {
        let mut span: Option<Span> = None;
        for _ in 0..count {
            if let Some(cell) = self.input.peek() {
                span = Some(span.map_or(cell.span, |span| span.to(cell.span)));
                self.input.advance();
            }
        }
        if let Some(span) = span {
            self.mark(kind, span);
        }
    }

    pub(super) fn at_line_end(&self) -> bool {
        self.input.peek().is_none_or(|cell| cell.is('\n'))
    }

    /// Goes past what separates words; a caret that joins two lines is passed too.
    pub(super) fn skip_separators(&mut self) {
        loop {
            match self.input.peek_char() {
                Some(c) if is_separator(c) => self.input.advance(),
                Some('^') if self.joins_lines() => {}
                _ => return,
            }
        }
    }

    /// Passes a caret with the end of its line; false where none is here.
    pub(super) fn joins_lines(&mut self) -> bool {
        let Some(caret) = self.input.peek().filter(|cell| cell.is('^')) else {
            return false;
        };
        let place = self.input.place();
        self.input.advance();
        if self.input.peek_char() != Some('\n') {
            self.input.reset(place);
            return false;
        }
        self.mark(MarkKind::Dropped, caret.span);
        self.input.advance();
        self.more();
        true
    }

    /// Passes the prompt of a line that goes on, which was copied with it.
    pub(super) fn more(&mut self) {
        const MORE: &str = "More? ";
        if self.mode == Mode::Prompt && self.input.rest().starts_with(MORE) {
            self.take_mark(MarkKind::Prompt, MORE.len());
        }
    }

    /// Everything up to the end of the text.
    pub(super) fn lines(&mut self, out: &mut Vec<Statement>) {
        loop {
            self.line_start(out);
            match self.input.peek_char() {
                Some('\n') => self.input.advance(),
                Some(':') => out.extend(self.label(Join::First)),
                _ if self.input.peek().is_none() => return,
                _ => {
                    self.sequence(out);
                    self.expect_line_end(out);
                }
            }
        }
    }

    /// Passes blanks and a prompt that was copied; a line that a command put out is opaque.
    fn line_start(&mut self, out: &mut Vec<Statement>) {
        let line = self.input.rest().lines().next().unwrap_or("");
        let is_printed = is_banner(line) || self.transcript && !self.input.rest().is_empty();
        if self.mode == Mode::Prompt || is_printed {
            if let Some(length) = pasted_prompt(self.input.rest()).filter(|_| self.mode == Mode::Prompt) {
                let blanks = self.input.rest().chars().take_while(|c| is_blank(*c)).count();
                for _ in 0..blanks {
                    self.input.advance();
                }
                let start = self.here().start;
                let end = start.saturating_add(length.saturating_sub(blanks));
                self.mark(MarkKind::Prompt, Span::new(start, end));
                self.input.pass(length.saturating_sub(blanks));
            } else if is_printed {
                self.skip_separators();
                let span = self.take_line();
                if !span.is_empty() {
                    self.printed.push(span);
                    out.push(statement(Join::First, span, Form::Opaque));
                }
            }
        }
        self.skip_separators();
    }

    /// What is left on a line after its statements is an error.
    pub(super) fn expect_line_end(&mut self, out: &mut Vec<Statement>) {
        self.skip_separators();
        if !self.at_line_end() {
            out.push(self.opaque(
                "Something stands here that cannot follow what is before it; cmd stops with a syntax error.",
            ));
        }
    }

    /// The rest of the line, not looked into.
    pub(super) fn opaque(&mut self, message: &'static str) -> Statement {
        self.skip_separators();
        let start = self.here().start;
        self.opaque_from(start, message)
    }

    /// What stands from a place on to the end of the line, not looked into.
    pub(super) fn opaque_from(&mut self, start: usize, message: &'static str) -> Statement {
        let mut span = self.take_line();
        span.start = start.min(span.start);
        span.end = span.end.min(self.input.last()).max(span.start);
        if span.is_empty() {
            span = Span::new(self.input.last(), self.input.last());
        }
        self.error(span, message);
        statement(Join::First, span, Form::Opaque)
    }

    /// Takes the rest of the line and gives where it stands, without blanks at its end.
    pub(super) fn take_line(&mut self) -> Span {
        let mut span = self.here();
        while let Some(cell) = self.input.peek().filter(|cell| !cell.is('\n')) {
            if !cell.char().is_some_and(is_separator) {
                span.end = cell.span.end;
            }
            self.input.advance();
        }
        span
    }
}

/// Whether a line is one that bitsadmin prints whatever it is called for: `BITSADMIN version 3.0`, `BITSAdmin is deprecated`.
fn is_banner(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let mut next = || words.next().unwrap_or("").to_ascii_lowercase();
    let words = [next(), next(), next()];
    let words = words.each_ref().map(String::as_str);
    matches!(
        words,
        ["bitsadmin", "version", _] | ["bitsadmin", "is", "deprecated"]
    )
}

/// A statement without redirections.
pub(super) const fn statement(join: Join, span: Span, form: Form) -> Statement {
    Statement {
        join,
        span,
        form,
        redirections: Vec::new(),
    }
}
