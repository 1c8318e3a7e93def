//! Statements taken from the input, line by line, with recovery at the next line.

use super::Mode;
use super::input::{Cell, Input};
use super::line::pasted_prompt;
use super::statement::{Comment, Form, Join, Mark, MarkKind, Problem, Redirection, Script, Statement};
use super::word::Word;
use super::words::{End, is_blank, is_separator};
use super::{Command, set};
use crate::diagnostic::Severity;
use crate::span::Span;

/// How deep blocks, conditions, loops and commands in loops may stand in one another.
const DEEPEST: usize = 64;

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
    abandoned: bool,
    comments: Vec<Comment>,
    marks: Vec<Mark>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, mode: Mode) -> Reader<'a> {
        let prompts = |line: &&str| pasted_prompt(line).is_some();
        Reader {
            source,
            mode,
            input: Input::new(source, mode),
            cells: Vec::new(),
            escaped: false,
            parens: 0,
            depth: 0,
            loops: Vec::new(),
            delayed: vec![false],
            transcript: mode == Mode::Prompt && source.lines().filter(prompts).take(2).count() == 2,
            abandoned: false,
            comments: Vec::new(),
            marks: Vec::new(),
            problems: Vec::new(),
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
        if self.mode == Mode::Prompt {
            if let Some(length) = pasted_prompt(self.input.rest()) {
                let blanks = self.input.rest().chars().take_while(|c| is_blank(*c)).count();
                for _ in 0..blanks {
                    self.input.advance();
                }
                let start = self.here().start;
                let end = start.saturating_add(length.saturating_sub(blanks));
                self.mark(MarkKind::Prompt, Span::new(start, end));
                self.input.pass(length.saturating_sub(blanks));
            } else if self.transcript && !self.input.rest().is_empty() {
                self.skip_separators();
                let span = self.take_line();
                if !span.is_empty() {
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

    /// Commands joined by operators, up to the end of the line or of the block.
    pub(super) fn sequence(&mut self, out: &mut Vec<Statement>) {
        let mut join = Join::First;
        loop {
            out.extend(self.statement(join));
            self.skip_separators();
            let Some(operator @ ('&' | '|')) = self.input.peek_char() else {
                return;
            };
            let at = self.here();
            let place = self.input.place();
            self.input.advance();
            let doubled = self.input.peek_char() == Some(operator);
            self.input.reset(place);
            self.take_mark(MarkKind::Operator, if doubled { 2 } else { 1 });
            join = match (operator, doubled) {
                ('&', false) => Join::Then,
                ('&', true) => Join::OnSuccess,
                (_, true) => Join::OnFailure,
                (_, false) => Join::Pipe,
            };
            self.skip_separators();
            if self.at_line_end() || (self.parens > 0 && self.input.peek_char() == Some(')')) {
                if join != Join::Then {
                    self.error(
                        at.to(self.here()),
                        "Nothing follows this operator on its line; cmd stops with a syntax error.",
                    );
                }
                return;
            }
        }
    }

    /// One statement; `None` for a comment, and where there is none.
    pub(super) fn statement(&mut self, join: Join) -> Option<Statement> {
        self.skip_separators();
        while self.input.peek_char() == Some('@') {
            self.take_mark(MarkKind::Operator, 1);
            self.skip_separators();
        }
        let start = self.here();
        let mut redirections = Vec::new();
        loop {
            match self.input.peek_char() {
                Some('(') => return self.nested(join, start, redirections, Reader::block),
                Some('<' | '>') => {
                    redirections.push(self.redirection(None));
                    self.skip_separators();
                }
                Some(')' | '&' | '|') if !redirections.is_empty() => break,
                Some(')') => {
                    return Some(self.opaque(
                        "This closing parenthesis opens nothing; cmd passes over the rest of the line.",
                    ));
                }
                Some('&' | '|') => {
                    return Some(self.opaque(
                        "A command is missing before this operator; cmd stops with a syntax error.",
                    ));
                }
                Some(':') if redirections.is_empty() => return self.label(join),
                Some('\n') => break,
                None if self.input.peek().is_none() => break,
                _ => {
                    let word = self.word(End::Command);
                    if let Some(handle) = self.as_handle(word.as_ref()) {
                        redirections.push(self.redirection(Some(handle)));
                        self.skip_separators();
                        continue;
                    }
                    let Some(word) = word else {
                        // Only a caret stood here.
                        self.skip_separators();
                        continue;
                    };
                    return self.command(join, start, redirections, word);
                }
            }
        }
        redirections_alone(join, redirections)
    }

    fn command(
        &mut self,
        join: Join,
        start: Span,
        redirections: Vec<Redirection>,
        word: Word,
    ) -> Option<Statement> {
        if word.is("rem") {
            self.remark(word.span);
            return redirections_alone(join, redirections);
        }
        if word.is("if") {
            self.mark(MarkKind::Keyword, word.span);
            return self.nested(join, start, redirections, Reader::condition);
        }
        if word.is("for") {
            self.mark(MarkKind::Keyword, word.span);
            return self.nested(join, start, redirections, Reader::iteration);
        }
        let mut end = word.span;
        let mut redirections = redirections;
        let mut words = vec![word];
        let mut gap = String::new();
        loop {
            self.gap(&mut gap);
            match self.input.peek_char() {
                Some('\n' | '&' | '|') => break,
                Some(')') if self.parens > 0 => break,
                Some('<' | '>') => {
                    let redirection = self.redirection(None);
                    end = redirection.span;
                    redirections.push(redirection);
                }
                _ if self.input.peek().is_none() => break,
                _ => {
                    let word = self.word(End::Blank);
                    if let Some(handle) = self.as_handle(word.as_ref()) {
                        let redirection = self.redirection(Some(handle));
                        end = redirection.span;
                        redirections.push(redirection);
                    } else if let Some(mut word) = word {
                        word.gap = (gap != " ").then(|| gap.as_str().into());
                        gap.clear();
                        end = word.span;
                        words.push(word);
                    }
                }
            }
        }
        let command = Command {
            words,
            tail: gap.into_boxed_str(),
        };
        set::scope(&command, &mut self.delayed);
        Some(Statement {
            redirections,
            ..statement(join, start.to(end), Form::Command(command))
        })
    }

    /// The blanks before a word.
    fn gap(&mut self, gap: &mut String) {
        while let Some(c) = self.input.peek_char().filter(|c| is_blank(*c)) {
            if c != '\r' {
                gap.push(c);
            }
            self.input.advance();
        }
    }

    /// The handle of a redirection, where a word is one digit and a redirection follows at once.
    fn as_handle(&self, word: Option<&Word>) -> Option<Span> {
        let word = word?;
        let digit = word.span.len() == 1
            && word
                .span
                .of(self.source)
                .starts_with(|c: char| c.is_ascii_digit());
        let follows = self
            .input
            .peek()
            .is_some_and(|cell| cell.span.start == word.span.end && (cell.is('<') || cell.is('>')));
        (digit && follows).then_some(word.span)
    }

    /// A redirection with its target.
    pub(super) fn redirection(&mut self, handle: Option<Span>) -> Redirection {
        let start = handle.unwrap_or(self.here());
        if let Some(handle) = handle {
            self.mark(MarkKind::Operator, handle);
        }
        let input = self.input.peek_char() == Some('<');
        self.take_mark(MarkKind::Operator, 1);
        let mut operator = if input { "<" } else { ">" };
        if !input && self.input.peek_char() == Some('>') {
            self.take_mark(MarkKind::Operator, 1);
            operator = ">>";
        }
        if self.input.peek_char() == Some('&') {
            self.take_mark(MarkKind::Operator, 1);
            operator = if input { "<&" } else { ">&" };
        }
        let end = self.here();
        self.skip_separators();
        let target = self.word(End::Separator);
        if target.is_none() {
            self.error(
                start.to(end),
                "This redirection names no file; cmd stops with a syntax error.",
            );
        }
        Redirection {
            handle: handle.and_then(|handle| handle.of(self.source).chars().next()),
            operator,
            span: start.to(target.as_ref().map_or(end, |word| word.span)),
            target,
        }
    }

    /// What holds statements, unless it stands too deep.
    fn nested(
        &mut self,
        join: Join,
        start: Span,
        redirections: Vec<Redirection>,
        read: fn(&mut Self, &mut Vec<Redirection>) -> Form,
    ) -> Option<Statement> {
        if self.depth >= DEEPEST {
            let span = self.input.finish()?;
            self.error(
                span,
                "Statements stand too deep in one another here; nothing from here on is looked into.",
            );
            self.abandoned = true;
            return Some(statement(join, span, Form::Opaque));
        }
        self.depth = self.depth.saturating_add(1);
        let mut redirections = redirections;
        let form = read(self, &mut redirections);
        self.depth = self.depth.saturating_sub(1);
        let end = self.input.last().max(start.start);
        Some(Statement {
            redirections,
            ..statement(join, Span::new(start.start, end), form)
        })
    }

    fn block(&mut self, redirections: &mut Vec<Redirection>) -> Form {
        let open = self.input.peek().map_or(self.here(), |cell| cell.span);
        self.take_mark(MarkKind::Operator, 1);
        self.parens = self.parens.saturating_add(1);
        let mut inner = Vec::new();
        loop {
            self.skip_separators();
            match self.input.peek_char() {
                Some('\n') => {
                    self.input.advance();
                    self.more();
                }
                Some(':') => inner.extend(self.label(Join::First)),
                Some(')') => {
                    self.take_mark(MarkKind::Operator, 1);
                    break;
                }
                _ if self.input.peek().is_none() => {
                    self.error(
                        open,
                        "This parenthesis is not closed; cmd runs nothing of the block.",
                    );
                    break;
                }
                _ => {
                    self.sequence(&mut inner);
                    self.skip_separators();
                    if self.input.peek_char() != Some(')') {
                        self.expect_line_end(&mut inner);
                    }
                }
            }
        }
        self.parens = self.parens.saturating_sub(1);
        self.trailing(redirections);
        Form::Block(inner)
    }

    /// The redirections behind a block.
    fn trailing(&mut self, redirections: &mut Vec<Redirection>) {
        loop {
            let place = self.input.place();
            let marks = self.marks.len();
            self.skip_separators();
            if matches!(self.input.peek_char(), Some('<' | '>')) {
                redirections.push(self.redirection(None));
                continue;
            }
            if self.input.peek_char().is_some_and(|c| c.is_ascii_digit()) {
                let word = self.word(End::Separator);
                if let Some(handle) = self.as_handle(word.as_ref()) {
                    redirections.push(self.redirection(Some(handle)));
                    continue;
                }
            }
            self.marks.truncate(marks);
            self.input.reset(place);
            return;
        }
    }

    /// A keyword that stands next, in any case; false where another word does.
    pub(super) fn keyword(&mut self, keyword: &str) -> bool {
        self.skip_separators();
        let place = self.input.place();
        let (marks, problems) = (self.marks.len(), self.problems.len());
        if self
            .input
            .peek_char()
            .is_none_or(|c| !c.eq_ignore_ascii_case(&keyword.chars().next().unwrap_or(c)))
        {
            return false;
        }
        match self.word(End::Keyword) {
            Some(word) if word.is(keyword) => {
                self.mark(MarkKind::Keyword, word.span);
                true
            }
            _ => {
                self.marks.truncate(marks);
                self.problems.truncate(problems);
                self.input.reset(place);
                false
            }
        }
    }

    /// A label with the line it stands on.
    fn label(&mut self, join: Join) -> Option<Statement> {
        let start = self.here();
        let line = self.take_line();
        let written = line.of(self.source);
        if written.starts_with("::") {
            self.comment(line);
            return None;
        }
        let behind = written.strip_prefix(':').unwrap_or("");
        let name = behind.trim_start_matches(is_separator);
        let blanks = behind.len().saturating_sub(name.len());
        let name = name
            .split(|c: char| is_separator(c) || matches!(c, ':' | '+' | '&' | '|' | '<' | '>'))
            .next()
            .unwrap_or("");
        let end = start
            .start
            .saturating_add(1)
            .saturating_add(blanks)
            .saturating_add(name.len())
            .min(line.end);
        let span = Span::new(start.start, end);
        self.mark(MarkKind::Label, span);
        let rest = Span::new(end, line.end);
        let comment = rest.of(self.source).trim_start_matches(is_separator);
        self.comment(Span::new(line.end.saturating_sub(comment.len()), line.end));
        Some(statement(join, span, Form::Label(name.to_owned())))
    }
}

/// Redirections without a command: cmd opens the files.
fn redirections_alone(join: Join, redirections: Vec<Redirection>) -> Option<Statement> {
    let span = redirections.first()?.span.to(redirections.last()?.span);
    Some(Statement {
        redirections,
        ..statement(
            join,
            span,
            Form::Command(Command {
                words: vec![],
                tail: "".into(),
            }),
        )
    })
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
