//! Commands that stand in files: whole scripts, blocks of Markdown, lines of plain text; each with the way back to the
//! places of its file.
//!
//! ```
//! use bitsmith_core::snippet::snippets;
//! use bitsmith_core::span::Span;
//! let page = "> ```cmd\n> bitsadmin /list\n> bitsadmin /reset\n> ```\n";
//! let found = snippets("page.md", page);
//! assert_eq!(found[0].source(), "bitsadmin /list\nbitsadmin /reset\n");
//! let second = found[0].source().rfind("bitsadmin").unwrap();
//! let place = found[0].locate(Span::new(second, second + 9));
//! assert_eq!((place.of(page), place.start), ("bitsadmin", 29));
//! ```

use crate::parse::found::{Found, Replacement};
use crate::parse::not_read;
use crate::span::Span;
use crate::text::Dialect;

mod markdown;
mod mention;
mod plain;
mod syntax;

/// What kind of file it is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A script: all of it is code of one shell.
    Script(Dialect),
    /// Markdown.
    Markdown,
    /// Any other text.
    Plain,
    /// A program in another language: what it names of BITS is not read.
    Foreign,
}

/// A file that is called by its ending alone.
const DOCKERFILE: &str = "dockerfile";
/// Endings of programs in other languages, whose texts stand in quotes and escapes of their own.
const FOREIGN: &[&str] = &[
    "ahk", "au3", "bas", "c", "cc", "cpp", "cs", "csx", "cxx", "dart", DOCKERFILE, "fs", "go", "h", "hpp",
    "hta", "java", "js", "jse", "jsx", "kt", "lua", "m", "mjs", "php", "pl", "pm", "py", "pyw", "rb", "rs",
    "swift", "ts", "tsx", "vb", "vba", "vbe", "vbs", "wsf", "wsh",
];

impl FileKind {
    /// The kind of a file that a walk through folders takes; `None` for others.
    pub fn of_known(name: &str) -> Option<FileKind> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "cmd" | "bat" => Some(FileKind::Script(Dialect::Cmd)),
            "ps1" | "psm1" => Some(FileKind::Script(Dialect::PowerShell)),
            "md" | "markdown" => Some(FileKind::Markdown),
            "txt" => Some(FileKind::Plain),
            _ => None,
        }
    }

    /// The kind of any file; what is not known is plain text.
    ///
    /// ```
    /// use bitsmith_core::snippet::FileKind;
    /// assert_eq!(FileKind::of("get.py"), FileKind::Foreign);
    /// assert_eq!(FileKind::of("Dockerfile"), FileKind::Foreign);
    /// assert_eq!(FileKind::of("notes.log"), FileKind::Plain);
    /// ```
    pub fn of(name: &str) -> FileKind {
        let is_foreign = || {
            let (before, ending) = name.rsplit_once('.').unwrap_or(("", name));
            let is_whole = before.is_empty() && !ending.eq_ignore_ascii_case(DOCKERFILE);
            !is_whole && FOREIGN.iter().any(|one| one.eq_ignore_ascii_case(ending))
        };
        FileKind::of_known(name).unwrap_or_else(|| match is_foreign() {
            true => FileKind::Foreign,
            false => FileKind::Plain,
        })
    }
}

/// Whether a text is Markdown, by a line that begins with three backticks: no shell has such a line outside of comments and
/// of texts of several lines.
///
/// ```
/// use bitsmith_core::snippet::is_markdown;
/// assert!(is_markdown("# Reset\n\n```cmd\nbitsadmin /reset\n```\n"));
/// assert!(!is_markdown("<#\n```cmd\nbitsadmin /reset\n```\n#>\nGet-BitsTransfer\n"));
/// ```
pub fn is_markdown(text: &str) -> bool {
    let (mut in_comment, mut in_text) = (false, false);
    for line in text.lines().map(str::trim) {
        if in_comment {
            in_comment = !line.contains("#>");
        } else if in_text {
            in_text = !(line.starts_with("\"@") || line.starts_with("'@"));
        } else if line.starts_with("```") {
            return true;
        } else if let Some((_, rest)) = line.rsplit_once("<#") {
            in_comment = !rest.contains("#>");
        } else {
            in_text = line.ends_with("@\"") || line.ends_with("@'");
        }
    }
    false
}

/// What a snippet is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Commands to be run.
    Commands,
    /// A syntax line of documentation: `bitsadmin /create [type] <display_name>`.
    Syntax,
    /// A name with switches in running text, which may be a command or speak of one: `bitsadmin /reset /allusers`.
    Mention,
    /// A line of running text that begins as a command does, and may be one or speak of it.
    Line,
    /// Code of another language, which is not read.
    Foreign,
}

/// What stands around a snippet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Lines of a file or of a block.
    Lines,
    /// A code span, which ends at a backtick and in a table at a bar.
    CodeSpan,
    /// Words of prose, with Markdown's escapes.
    Prose,
}

/// Commands of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The shell that it is said to be for; `None` where nothing says so.
    pub shell: Option<Dialect>,
    /// Whether it is to be run or describes what can be.
    pub form: Form,
    /// Where it stands in the file, with fences or quotes around it.
    pub place: Span,
    /// The paragraph right before it, in the file.
    pub above: Option<Span>,
    within: Within,
    source: String,
    pieces: Vec<Piece>,
}

/// A run of a snippet's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Its first byte in the snippet.
    at: usize,
    /// Its first byte in the file.
    from: usize,
    /// How many bytes of the file it is, one by one; nothing where it stands in no file.
    length: usize,
}

/// The snippets of a file, in its order.
pub fn snippets(name: &str, file: &str) -> Vec<Snippet> {
    match FileKind::of(name) {
        FileKind::Script(shell) => {
            let all = Span::new(0, file.len());
            let mut snippet = Snippet::empty(Some(shell), all, Within::Lines);
            snippet.take(file, all);
            vec![snippet]
        }
        FileKind::Markdown => markdown::snippets(file),
        FileKind::Plain => plain::snippets(file),
        FileKind::Foreign if mention::is_in(file) => {
            let all = Span::new(0, file.len());
            let mut snippet = Snippet::empty(None, all, Within::Lines);
            snippet.form = Form::Foreign;
            snippet.take(file, all);
            vec![snippet]
        }
        FileKind::Foreign => Vec::new(),
    }
}

/// Whether a text speaks of bitsadmin or of a cmdlet of BITS.
pub(crate) fn speaks_of_it(text: &str) -> bool {
    mention::is_in(text)
}

/// What is to be said of a snippet instead of what is wrong with its commands: of another language, where it names a command of
/// BITS; of a line of running text that would have errors as a command, nothing, or that it is not read where it is surely
/// meant as one. `None`: it is read.
pub fn unread(snippet: &Snippet, has_errors: bool) -> Option<Vec<Found>> {
    match snippet.form {
        Form::Foreign => Some(not_read(
            snippet.source(),
            "This is code of another language, which is not read",
        )),
        Form::Line if has_errors => Some(match mention::has_address(snippet.source()) {
            true => not_read(
                snippet.source(),
                "This line of running text is not read as a command",
            ),
            false => Vec::new(),
        }),
        Form::Commands | Form::Syntax | Form::Mention | Form::Line => None,
    }
}

impl Snippet {
    fn empty(shell: Option<Dialect>, place: Span, within: Within) -> Snippet {
        Snippet {
            shell,
            form: Form::Commands,
            place,
            above: None,
            within,
            source: String::new(),
            pieces: Vec::new(),
        }
    }

    /// Its text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Adds characters of the file.
    fn take(&mut self, file: &str, span: Span) {
        if span.is_empty() {
            return;
        }
        let follows = self.pieces.last_mut().filter(|last| {
            last.length > 0
                && last.from.saturating_add(last.length) == span.start
                && last.at.saturating_add(last.length) == self.source.len()
        });
        match follows {
            Some(last) => last.length = last.length.saturating_add(span.len()),
            None => self.pieces.push(Piece {
                at: self.source.len(),
                from: span.start,
                length: span.len(),
            }),
        }
        self.source.push_str(span.of(file));
    }

    /// Adds characters that stand for a place of the file and not in it.
    fn make(&mut self, text: &str, from: usize) {
        self.pieces.push(Piece {
            at: self.source.len(),
            from,
            length: 0,
        });
        self.source.push_str(text);
    }

    /// Adds a text that the file has with other characters in between, such as a backslash before an escaped one.
    fn align(&mut self, file: &str, within: Span, text: &str) {
        let mut rest = within.start;
        for c in text.chars() {
            let stands = |other: char| other == c || (c == ' ' && matches!(other, '\n' | '\r'));
            let left = Span::new(rest, within.end).of(file);
            match left.char_indices().find(|(_, other)| stands(*other)) {
                Some((skipped, other)) => {
                    let start = rest.saturating_add(skipped);
                    rest = start.saturating_add(other.len_utf8());
                    if other == c {
                        self.take(file, Span::new(start, rest));
                    } else {
                        self.make(" ", start);
                    }
                }
                None => {
                    self.make(c.encode_utf8(&mut [0; 4]), rest);
                }
            }
        }
    }

    /// The same snippet with only these runs of its text.
    fn only(&self, file: &str, runs: &[Span]) -> Snippet {
        let mut kept = Snippet {
            source: String::new(),
            pieces: Vec::new(),
            ..self.clone()
        };
        let mut runs = runs.iter().peekable();
        for (index, piece) in self.pieces.iter().enumerate() {
            let next = index.saturating_add(1);
            let end = self.pieces.get(next).map_or(self.source.len(), |piece| piece.at);
            while let Some(run) = runs.peek() {
                let part = Span::new(run.start.max(piece.at), run.end.min(end));
                if !part.is_empty() {
                    if piece.length == 0 {
                        kept.make(part.of(&self.source), piece.from);
                    } else {
                        let from = piece.from.saturating_add(part.start.saturating_sub(piece.at));
                        kept.take(file, Span::new(from, from.saturating_add(part.len())));
                    }
                }
                if run.end > end {
                    break;
                }
                runs.next();
            }
        }
        kept
    }

    /// Where a span of the snippet stands in its file.
    pub fn locate(&self, span: Span) -> Span {
        let start = self.place_of(span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        // The end belongs to the last byte of the span, not to what follows after it.
        let last = span.end.saturating_sub(1);
        let end = match self.piece_at(last) {
            Some(piece) if piece.length > 0 => {
                let inside = span.end.saturating_sub(piece.at).min(piece.length);
                piece.from.saturating_add(inside)
            }
            Some(piece) => piece.from,
            None => start,
        };
        Span::new(start, end.max(start))
    }

    fn place_of(&self, byte: usize) -> usize {
        match self.piece_at(byte) {
            Some(piece) => {
                let inside = byte.saturating_sub(piece.at).min(piece.length);
                piece.from.saturating_add(inside)
            }
            None => self.place.start,
        }
    }

    fn piece_at(&self, byte: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= byte);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// A replacement as one of the file; `None` where the file has other characters in between, or where the words would
    /// break what stands around them.
    pub fn replacement(&self, file: &str, replacement: &Replacement) -> Option<Replacement> {
        let span = self.locate(replacement.span);
        if span.of(file) != replacement.span.of(&self.source) {
            return None;
        }
        let text = replacement.text.as_str();
        let holds = match self.within {
            Within::Lines => {
                let old = replacement.span.of(&self.source);
                let end = if old.ends_with('\n') { "\n" } else { "" };
                let lines = text.strip_suffix(end).unwrap_or(text);
                !lines.contains('\n') || self.is_flush(file)
            }
            Within::CodeSpan => !text.contains(['`', '|', '\n', '\r']),
            Within::Prose => !text.contains(|c: char| "`|\\*_[]<>&~\n\r".contains(c)),
        };
        holds.then(|| Replacement {
            title: replacement.title.clone(),
            span,
            text: replacement.text.clone(),
            is_secret: replacement.is_secret,
        })
    }

    /// Whether its lines begin where those of the file do, with nothing before them.
    fn is_flush(&self, file: &str) -> bool {
        match self.pieces.as_slice() {
            [only] => {
                let before = file.get(..only.from).unwrap_or("");
                before.is_empty() || before.ends_with('\n')
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
