//! Markdown: fenced and indented blocks, code in running text and in tables.

use super::{Form, Snippet, Within, mention, plain, syntax};
use crate::command::bitsadmin::VERBS;
use crate::lower_case::begins;
use crate::parse::{goes_on, transcript};
use crate::span::Span;
use crate::text::Dialect;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// What the word behind a fence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Info {
    /// Code of this shell.
    Shell(Dialect),
    /// No shell, and no other language.
    Open,
    /// A shell of Unix, which has none of these commands: a line that begins with one is meant for Windows.
    Unix,
    /// YAML, as workflows are written in: what stands in a literal block is what a shell gets.
    Yaml,
    /// Another language.
    Other,
}

/// The snippets of a page.
pub(super) fn snippets(file: &str) -> Vec<Snippet> {
    let mut page = Page {
        file,
        names_a_tool: mention::is_in(file),
        found: Vec::new(),
        heading: None,
        syntax: None,
        block: None,
        strong: None,
        line: None,
        above: None,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(file, options).into_offset_iter() {
        page.read(event, range);
    }
    page.found
}

struct Page<'f> {
    file: &'f str,
    names_a_tool: bool,
    found: Vec<Snippet>,
    /// The text of the heading that is being read.
    heading: Option<String>,
    /// The level of the heading "Syntax" that the text stands under.
    syntax: Option<HeadingLevel>,
    block: Option<Block>,
    /// The words in bold that are being read.
    strong: Option<Snippet>,
    /// The line of running text that is being read.
    line: Option<Snippet>,
    above: Option<Span>,
}

/// A block of code that is being read.
struct Block {
    info: Info,
    snippet: Snippet,
}

impl Page<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = Span::new(range.start, range.end);
        self.read_line(&event, span);
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some(String::new());
                if self.syntax.is_some_and(|syntax| level <= syntax) {
                    self.syntax = None;
                }
                self.above = None;
            }
            Event::End(TagEnd::Heading(level)) => {
                let heading = self.heading.take().unwrap_or_default();
                if heading.trim().eq_ignore_ascii_case("syntax") {
                    self.syntax = Some(level);
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info_of(info),
                    CodeBlockKind::Indented => Info::Open,
                };
                let mut snippet = Snippet::empty(None, span, Within::Lines);
                snippet.above = self.above.take();
                self.block = Some(Block { info, snippet });
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(block) = self.block.take() {
                    self.end_block(block);
                }
            }
            Event::Start(Tag::Strong) => {
                self.strong = Some(Snippet::empty(None, span, Within::Prose));
            }
            Event::End(TagEnd::Strong) => {
                if let Some(words) = self.strong.take()
                    && mention::begins(words.source())
                    && plain::has_argument(words.source())
                {
                    self.end_inline(words);
                }
            }
            Event::Text(text) => {
                if let Some(block) = &mut self.block {
                    add_line(&mut block.snippet, self.file, span, &text);
                    return;
                }
                if let Some(heading) = &mut self.heading {
                    heading.push_str(&text);
                }
                if let Some(words) = &mut self.strong {
                    words.align(self.file, span, &text);
                }
            }
            Event::Code(code) => {
                if let Some(heading) = &mut self.heading {
                    heading.push_str(&code);
                } else if self.strong.is_none() {
                    self.code_span(span, &code);
                }
            }
            Event::End(TagEnd::Paragraph) => self.above = Some(span),
            _ => {}
        }
    }

    /// Lines of running text that have nothing but words, each by itself: one may be a command.
    fn read_line(&mut self, event: &Event<'_>, span: Span) {
        let is_running = self.block.is_none() && self.heading.is_none();
        match event {
            Event::Start(Tag::Paragraph | Tag::Item) => {
                self.line = Some(Snippet::empty(
                    None,
                    Span::new(span.start, span.start),
                    Within::Prose,
                ));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.end_line();
                self.line = Some(Snippet::empty(None, span, Within::Prose));
            }
            Event::Text(text) if is_running => {
                if let Some(line) = &mut self.line {
                    line.align(self.file, span, text);
                    if line.place.is_empty() {
                        line.place = span;
                    }
                    line.place.end = span.end;
                }
            }
            Event::Start(Tag::List(_)) | Event::End(TagEnd::Paragraph | TagEnd::Item) => self.end_line(),
            // A link, words in bold, code: a sentence.
            _ => self.line = None,
        }
    }

    fn end_line(&mut self) {
        let Some(mut line) = self.line.take() else {
            return;
        };
        if plain::is_command(line.source()) && !syntax::is_syntax(line.source()) {
            line.form = Form::Line;
            line.shell = plain::shell_of(line.source());
            // The page takes the backslash of `C:\>` for an escape, and what is left is no prompt of a shell.
            if let Some(end) = transcript::prompt(line.source()) {
                let all = Span::new(end, line.source().len());
                line = line.only(self.file, &[all]);
            }
            self.found.push(line);
        }
    }

    fn end_block(&mut self, block: Block) {
        let mut snippet = block.snippet;
        if !mention::is_in(snippet.source()) {
            return;
        }
        match block.info {
            Info::Shell(shell) => {
                snippet.shell = Some(shell);
                if shell == Dialect::Cmd {
                    snippet = snippet.only(self.file, &without_remarks(snippet.source()));
                }
            }
            Info::Open => {}
            Info::Unix => return self.end_lines(&snippet, |_, line| plain::begins_command(line)),
            Info::Yaml => {
                let literal = literal_lines(snippet.source());
                // What stands in double braces is filled in before the shell gets the line.
                let is_command = |start: usize, line: &str| {
                    literal.contains(&start) && !line.contains("{{") && plain::begins_command(line)
                };
                return self.end_lines(&snippet, is_command);
            }
            Info::Other => {
                snippet.form = Form::Foreign;
                self.found.push(snippet);
                return;
            }
        }
        if let Some(runs) = transcript::typed(snippet.source()) {
            snippet = snippet.only(self.file, &runs);
        } else if self.syntax.is_some() {
            snippet.form = Form::Syntax;
        }
        if snippet.form != Form::Syntax {
            let Some((syntax, commands)) = syntax::apart(snippet.source(), snippet.shell) else {
                snippet.form = Form::Syntax;
                self.found.push(snippet);
                return;
            };
            if !syntax.is_empty() {
                let mut described = snippet.only(self.file, &syntax);
                described.form = Form::Syntax;
                self.found.push(described);
                snippet = snippet.only(self.file, &commands);
            }
        }
        self.found.push(snippet);
    }

    /// The lines of a block that are commands, each by itself; of the others, those that name one are code of another language.
    fn end_lines(&mut self, block: &Snippet, is_command: impl Fn(usize, &str) -> bool) {
        let mut at: usize = 0;
        let mut is_open = false;
        let mut runs: Vec<(bool, Span)> = Vec::new();
        for line in block.source().split_inclusive('\n') {
            let span = Span::new(at, at.saturating_add(line.len()));
            at = span.end;
            let is_read = is_open || is_command(span.start, line);
            is_open = is_read && goes_on(line);
            match runs.last_mut() {
                Some((read, last)) if *read == is_read => last.end = span.end,
                _ => runs.push((is_read, span)),
            }
        }
        for (is_read, run) in runs {
            if !mention::is_in(run.of(block.source())) {
                continue;
            }
            let mut snippet = block.only(self.file, &[run]);
            snippet.form = match is_read {
                false => Form::Foreign,
                true if syntax::is_syntax(snippet.source()) => Form::Syntax,
                true => Form::Commands,
            };
            self.found.push(snippet);
        }
    }

    /// Code in running text: a command, or the end of one, `/SetCredentials job …`, on a page about bitsadmin.
    fn code_span(&mut self, span: Span, code: &str) {
        let mut snippet = Snippet::empty(None, span, Within::CodeSpan);
        if self.names_a_tool && begins_with_verb(code) {
            snippet.make("bitsadmin ", span.start);
        } else if !mention::begins(code) && transcript::prompt(code).is_none_or(|_| !mention::is_in(code)) {
            return;
        }
        let fence = span.of(self.file).chars().take_while(|c| *c == '`').count();
        let inside = Span::new(span.start.saturating_add(fence), span.end.saturating_sub(fence));
        snippet.align(self.file, inside, code);
        self.end_inline(snippet);
    }

    /// A name with switches and no value is a mention; it can only be judged as a syntax line.
    fn end_inline(&mut self, mut snippet: Snippet) {
        let source = snippet.source();
        let only_names = source
            .split_whitespace()
            .skip(1)
            .all(|word| word.starts_with(['/', '-']));
        // `bitsadmin util` in running text speaks of a verb.
        let one_name = source.split_whitespace().count() == 2
            && source
                .split_whitespace()
                .all(|word| word.chars().all(char::is_alphabetic));
        if one_name || syntax::is_syntax(source) {
            snippet.form = Form::Syntax;
        } else if only_names || syntax::are_names(source) {
            snippet.form = Form::Mention;
        }
        snippet.above = self.above;
        self.found.push(snippet);
    }
}

/// Where the lines of literal blocks begin: those behind `run: |` that stand further to the right.
fn literal_lines(text: &str) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    let mut open: Option<usize> = None;
    let mut at: usize = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at = at.saturating_add(line.len());
        let bare = line.trim();
        let depth = line.len().saturating_sub(line.trim_start().len());
        match open {
            Some(_) if bare.is_empty() => {}
            Some(outer) if depth > outer => {
                out.insert(start);
            }
            _ => {
                let header = bare.trim_end_matches(['-', '+']).strip_suffix('|');
                open = header
                    .is_some_and(|key| key.ends_with(": ") || key == "- ")
                    .then_some(depth);
            }
        }
    }
    out
}

/// The lines of a block of cmd that do not begin with `#`: somebody's words about the next one, for cmd has no such comment and
/// nobody has a program of that name.
fn without_remarks(text: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut at: usize = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at.saturating_add(line.len()));
        at = span.end;
        if line.trim_start().starts_with('#') {
            continue;
        }
        match runs.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => runs.push(span),
        }
    }
    runs
}

/// Adds what a block has in one of its lines. Where a line of the file ends with CR LF, so does that of the snippet.
fn add_line(snippet: &mut Snippet, file: &str, span: Span, text: &str) {
    if span.of(file) != text {
        // The rest of a tab that is part of the block and part of what stands before it.
        snippet.make(text, span.start);
        return;
    }
    let before = span.start.saturating_sub(1);
    let carriage_return = text.starts_with('\n') && Span::new(before, span.start).of(file) == "\r";
    let taken = snippet.pieces.last().is_some_and(|last| {
        let end = last.from.saturating_add(last.length);
        end == before || end == span.start
    });
    let start = if carriage_return && taken {
        before
    } else {
        span.start
    };
    snippet.take(file, Span::new(start, span.end));
}

/// `cmd`, `{.powershell}`, `bat title="x"`, nothing.
fn info_of(info: &str) -> Info {
    let word: String = info
        .trim_start_matches(|c: char| c.is_whitespace() || "{.".contains(c))
        .chars()
        .take_while(|c| !c.is_whitespace() && !"{},:".contains(*c))
        .collect::<String>()
        .to_ascii_lowercase();
    match word.as_str() {
        "cmd" | "bat" | "batch" | "batchfile" | "dos" | "dosbatch" | "winbatch" => Info::Shell(Dialect::Cmd),
        "ps1" | "ps" | "psm1" | "pwsh" | "pwsh-session" | "posh" => Info::Shell(Dialect::PowerShell),
        "bash" | "sh" | "zsh" | "ksh" | "fish" | "bash-session" => Info::Unix,
        "yaml" | "yml" => Info::Yaml,
        "" | "text" | "txt" | "plain" | "plaintext" | "none" | "nohighlight" | "code" | "console"
        | "shell" | "terminal" | "shell-session" | "syntax" | "output" => Info::Open,
        word if word.contains("powershell") => Info::Shell(Dialect::PowerShell),
        _ => Info::Other,
    }
}

/// Whether code begins with a verb of bitsadmin, or with a word that another one has grown onto, and goes on.
fn begins_with_verb(code: &str) -> bool {
    let mut words = code.split_whitespace();
    let (Some(first), Some(_)) = (words.next(), words.next()) else {
        return false;
    };
    first.len() > 4
        && first.starts_with('/')
        && VERBS
            .iter()
            .any(|verb| verb.under.is_none() && begins(first, verb.name))
}
