//! Markdown: fenced and indented blocks, code in running text and in tables.

use super::{Form, Snippet, Within, mention, plain, syntax};
use crate::command::bitsadmin::VERBS;
use crate::lower_case::begins;
use crate::parse::transcript;
use crate::span::Span;
use crate::text::Dialect;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What the word behind a fence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Info {
    /// Code of this shell.
    Shell(Dialect),
    /// No shell, and no other language.
    Open,
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

    fn end_block(&mut self, block: Block) {
        let mut snippet = block.snippet;
        if block.info == Info::Other || !mention::is_in(snippet.source()) {
            return;
        }
        if let Info::Shell(shell) = block.info {
            snippet.shell = Some(shell);
        }
        if let Some(runs) = transcript::typed(snippet.source()) {
            snippet = snippet.only(self.file, &runs);
        } else if self.syntax.is_some() || syntax::is_syntax(snippet.source()) {
            snippet.form = Form::Syntax;
        }
        self.found.push(snippet);
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
        } else if only_names {
            snippet.form = Form::Mention;
        }
        snippet.above = self.above;
        self.found.push(snippet);
    }
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
