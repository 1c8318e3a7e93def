//! What of a script is not shown: what looks like a secret in its lines, and what its statements say is one.
//!
//! Lines are looked at as they stand, whatever they are: the verb may be misspelt, the call broken, the text no script
//! at all. Of a line too much is hidden rather than too little.

use super::{Called, Statement, goes_on};
use crate::command::Role;
use crate::command::bitsadmin::verb;
use crate::invisible;
use crate::parse::found::Found;
use crate::parse::powershell::{TextPart, Value};
use crate::secret::{Holes, is_secret_name, mask, mask_address, mask_command_line, mask_header};
use crate::span::Span;
use crate::text::{Piece, Text};
use std::collections::{BTreeMap, BTreeSet};

/// What stands for a secret in a sentence.
const LEFT_OUT: &str = "…";

/// The text with an asterisk for each character of what looks like a secret, and for each that would steer a terminal;
/// all others stand where they stood.
///
/// ```
/// use bitsmith_core::parse::hidden::masked;
/// assert_eq!(masked("bitsadmin /setcredentails j SERVER BASIC bob hunter2\r\n"), "bitsadmin /setcredentails j SERVER BASIC bob *******\r\n");
/// ```
pub fn masked(text: &str) -> String {
    masked_with(text, &Secrets::default())
}

/// What statements say is secret: the texts, without quotes and with what variables hold.
pub type Secrets = BTreeSet<String>;

/// A text as [`masked`], without secrets that are known, wherever they stand.
pub fn masked_with(text: &str, secrets: &Secrets) -> String {
    let mut found = spans(text);
    // A word that is short stands everywhere.
    for word in secrets.iter().filter(|word| word.len() > 3).take(64) {
        found.extend(
            text.match_indices(word.as_str())
                .map(|(at, word)| Span::new(at, at.saturating_add(word.len()))),
        );
    }
    masked_at(text, &merged(found))
}

/// Whether a text holds what looks like a secret.
pub fn is_in(text: &str) -> bool {
    !spans(text).is_empty()
}

/// Where a text holds what looks like a secret; in order, none within another.
pub fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for line in lines(text) {
        Line::of(line.of(text), line.start, &mut found).read();
    }
    merged(found)
}

/// What the statements of a script say is secret.
pub fn secrets_of(statements: &[Statement], source: &str) -> Secrets {
    let mut out = Secrets::new();
    for statement in statements {
        for (span, value) in secrets(statement) {
            for said in [statement.outer(span).of(source), &value] {
                let bare = said.trim_matches(['"', '\'']);
                out.extend(
                    [said, bare]
                        .into_iter()
                        .filter(|text| !text.is_empty())
                        .map(str::to_owned),
                );
            }
        }
    }
    out
}

/// Takes out of sentences what is secret, and what would steer a terminal; marks fixes that would tell it.
pub(super) fn conceal(found: &mut [Found], statements: &[Statement], source: &str) {
    if found.is_empty() {
        return;
    }
    let mut words = secrets_of(statements, source);
    for line in lines_with(found, source) {
        for span in spans(line.of(source)) {
            words.insert(
                span.shifted(line.start)
                    .of(source)
                    .trim_matches(['"', '\''])
                    .to_owned(),
            );
        }
    }
    let left_out = LeftOut::of(words);
    for one in found {
        one.message = left_out.sentence(&one.message);
        one.help = left_out.sentence(&one.help);
        if let Some(fix) = &mut one.fix {
            fix.title = left_out.sentence(&fix.title);
            fix.is_secret = is_in(&fix.text) || !left_out.spans(&fix.text).is_empty();
        }
    }
}

/// The lines that findings and their fixes stand in, each once, with those that they go on in.
fn lines_with(found: &[Found], source: &str) -> Vec<Span> {
    let mut places: Vec<Span> = found.iter().map(|found| found.span).collect();
    places.extend(
        found
            .iter()
            .filter_map(|found| found.fix.as_ref())
            .map(|fix| fix.span),
    );
    places.sort();
    let mut places = places.into_iter().peekable();
    let mut out = Vec::new();
    let mut reached = 0;
    for line in lines(source) {
        let mut is_touched = line.start < reached;
        while let Some(place) = places.next_if(|place| place.start < line.end || line.end == source.len()) {
            is_touched = true;
            reached = reached.max(place.end);
        }
        if is_touched {
            out.push(line);
        }
    }
    out
}

/// Words that are left out of sentences, by their first letters and digits.
#[derive(Default)]
struct LeftOut {
    words: BTreeMap<String, Vec<String>>,
}

impl LeftOut {
    fn of(words: Secrets) -> LeftOut {
        let mut out = LeftOut::default();
        for word in words {
            // What has no letter and no digit says nothing.
            let first = runs(&word).next().map(|run| run.of(&word).to_owned());
            if let Some(first) = first {
                out.words.entry(first).or_default().push(word);
            }
        }
        out
    }

    /// Where they stand in a text, not as parts of longer words.
    fn spans(&self, text: &str) -> Vec<Span> {
        let mut found = Vec::new();
        for run in runs(text) {
            for word in self.words.get(run.of(text)).into_iter().flatten() {
                let before = runs(word).next().map_or(0, |first| first.start);
                let span = run
                    .start
                    .checked_sub(before)
                    .map(|start| Span::new(start, start.saturating_add(word.len())));
                let Some(span) = span.filter(|span| text.get(span.range()) == Some(word)) else {
                    continue;
                };
                let after = text.get(span.end..).and_then(|rest| rest.chars().next());
                let is_part =
                    word.ends_with(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
                if !is_part {
                    found.push(span);
                }
            }
        }
        found
    }

    /// A sentence without them.
    fn sentence(&self, sentence: &str) -> String {
        let mut out: String = sentence
            .chars()
            .map(|c| match c.is_control() || invisible::name(c).is_some() {
                true => char::REPLACEMENT_CHARACTER,
                false => c,
            })
            .collect();
        let mut found = spans(&out);
        found.extend(self.spans(&out));
        for span in merged(found).into_iter().rev() {
            out.replace_range(span.range(), LEFT_OUT);
        }
        out
    }
}

/// The runs of letters and digits of a text.
fn runs(text: &str) -> impl Iterator<Item = Span> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = chars.find(|(_, c)| c.is_alphanumeric())?;
        while chars.next_if(|(_, c)| c.is_alphanumeric()).is_some() {}
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        Some(Span::new(start, end))
    })
}

/// Where the words of a statement stand that are or hold a secret, in the text that the statement stands in, and what
/// they say.
fn secrets(statement: &Statement) -> Vec<(Span, String)> {
    let is_nothing = |text: &Text| {
        text.as_literal()
            .is_some_and(|text| text.eq_ignore_ascii_case("NULL"))
    };
    let is_secret = |role: Role, text: &Text| {
        matches!(role, Role::Secret(_)) && !is_nothing(text)
            || mask(role.secrecy(), text, &mut Holes::default()) != *text
    };
    let literals = |text: &Text| text.literals().collect::<String>();
    match &statement.called {
        Called::Bitsadmin(call) => call
            .arguments
            .iter()
            .filter(|given| call.may_be_secret(given) || is_secret(given.argument.role, &given.text))
            .filter(|given| !is_nothing(&given.text))
            .map(|given| (given.span, literals(&given.text)))
            .collect(),
        Called::Cmdlet(call) => call
            .parameters
            .iter()
            .flat_map(|given| {
                let values = match &given.value {
                    Value::List(items) => items.as_slice(),
                    value => std::slice::from_ref(value),
                };
                let texts = values.iter().map(|value| {
                    let parts = value.to_parts();
                    Text::literal(parts.iter().filter_map(literal).collect::<String>())
                });
                texts
                    .filter(|text| is_secret(given.parameter.role, text))
                    .map(|text| (given.span, literals(&text)))
            })
            .collect(),
    }
}

fn literal(part: &TextPart) -> Option<String> {
    match part {
        TextPart::Units(units) => Some(String::from_utf16_lossy(units)),
        TextPart::Unknown(_) => None,
    }
}

/// The text with asterisks at spans that are in order.
fn masked_at(text: &str, hidden: &[Span]) -> String {
    let mut hidden = hidden.iter().peekable();
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        while hidden.next_if(|span| span.end <= at).is_some() {}
        let ends_line = c == '\n' || (c == '\r' && chars.peek().is_none_or(|(_, next)| *next == '\n'));
        let steers = c != '\t' && (c.is_control() || invisible::name(c).is_some());
        let is_hidden = hidden.peek().is_some_and(|span| span.start <= at);
        if !ends_line && (steers || is_hidden) {
            // As many units as before, so that columns stay.
            out.extend(std::iter::repeat_n('*', c.len_utf16()));
        } else {
            out.push(c);
        }
    }
    out
}

fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => out.push(span),
        }
    }
    out
}

/// The lines of a text, each with those that it goes on in.
fn lines(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    let mut at: usize = 0;
    for line in text.split_inclusive('\n') {
        let end = at.saturating_add(line.len());
        match out.last_mut().filter(|_| open) {
            Some(last) => last.end = end,
            None => out.push(Span::new(at, end)),
        }
        open = goes_on(line);
        at = end;
    }
    out
}

/// A line while its words are read.
struct Line<'l, 'f> {
    line: &'l str,
    /// Where it stands.
    start: usize,
    found: &'f mut Vec<Span>,
    before: &'l str,
    /// How many words come before those that are secret, up to the end of the command.
    until_secret: Option<usize>,
    /// All that follows is secret, whatever it is.
    all: bool,
    /// What follows in quotes is secret.
    quoted: bool,
    /// The next word without quotes that is no parameter is secret.
    bare: bool,
    /// The next word is secret, unless it is a call.
    next: bool,
}

impl<'l, 'f> Line<'l, 'f> {
    fn of(line: &'l str, start: usize, found: &'f mut Vec<Span>) -> Line<'l, 'f> {
        Line {
            line,
            start,
            found,
            before: "",
            until_secret: None,
            all: false,
            quoted: false,
            bare: false,
            next: false,
        }
    }

    fn hide(&mut self, span: Span) {
        self.found.push(span.shifted(self.start));
    }

    fn read(mut self) {
        for span in words(self.line) {
            let word = span.of(self.line);
            // It ends a line, and the next one belongs to it.
            if matches!(word, "^" | "`") {
                continue;
            }
            self.word(word, span);
            self.before = word;
        }
    }

    fn word(&mut self, word: &'l str, span: Span) {
        if let Some(hole) = in_word(self.before, word) {
            self.hide(hole.shifted(span.start));
        }
        self.expected(word, span);
        if let Some(password) = password_of(word) {
            self.until_secret = Some(self.until_secret.map_or(password, |count| count.min(password)));
        }
        let lower = word.to_ascii_lowercase();
        if lower.contains("securestring") || lower.contains("pscredential") {
            self.quoted = true;
            self.bare |= lower.contains("securestring");
            if let Some(inner) = quotes(word) {
                self.hide(inner.shifted(span.start));
            }
        }
        if let Some((key, _)) = word.split_once('=') {
            // In cmd the value goes on to the end of the line.
            self.all |= !key.is_empty() && promises_secret(key) && self.before.eq_ignore_ascii_case("set");
        }
        if word == "=" && promises_secret(self.before) {
            self.next = true;
            self.quoted = true;
        }
    }

    /// Hides a word that what stands before it says is secret.
    fn expected(&mut self, word: &str, span: Span) {
        if self.all {
            self.hide(span);
        }
        if self.quoted
            && let Some(inner) = quotes(word)
        {
            self.hide(inner.shifted(span.start));
        }
        if self.bare && !word.starts_with(['-', '$', '(', '"', '\'']) {
            self.bare = false;
            self.hide(span);
        }
        if std::mem::take(&mut self.next) && word != "=" && !is_call(word) {
            self.hide(span);
        }
        if word.starts_with(['&', '|', ';']) {
            self.until_secret = None;
        }
        match self.until_secret {
            Some(0) if !word.eq_ignore_ascii_case("NULL") => self.hide(span),
            Some(count) => self.until_secret = Some(count.saturating_sub(1)),
            None => {}
        }
    }
}

fn is_call(word: &str) -> bool {
    word.starts_with(['(', '$', '@', '[']) || word.contains('-') && !word.contains(['"', '\''])
}

/// Whether the name of a variable, a key or a property promises a secret: `$password`, `$cfg.Password`, `"TOKEN`.
fn promises_secret(name: &str) -> bool {
    let bare = name.trim_matches(|c: char| !c.is_alphanumeric());
    is_secret_name(bare.rsplit(['.', ':', '$']).next().unwrap_or(bare))
}

/// How many words stand between a verb and the password that it takes. A word that is nearly such a verb may be meant
/// for it.
fn password_of(word: &str) -> Option<usize> {
    let Some(verb) = verb(word) else {
        let lower = word.to_ascii_lowercase();
        let is_like = lower.starts_with("set") || lower.starts_with('/');
        // `/setcredentials JOB TARGET SCHEME USER PASSWORD`
        return (is_like && word.len() < 40 && lower.contains("cred")).then_some(4);
    };
    let mut own = verb.arguments.iter().filter(|argument| argument.switch.is_none());
    own.position(|argument| matches!(argument.role, Role::Secret(_)))
}

/// The hole of one word that stands behind another.
fn in_word(before: &str, word: &str) -> Option<Span> {
    let is_switch = before.starts_with(['-', '/']);
    // Most words are looked at no further.
    if word.len() < 16 && !is_switch && !word.contains([':', '=', '?', '@', '/']) {
        return None;
    }
    let (line, offset) = match is_switch {
        true => (format!("{before} {word}"), before.len().saturating_add(1)),
        false => (word.to_owned(), 0),
    };
    let hole_in_line = hole(&line, mask_command_line).filter(|hole| hole.end > offset);
    if let Some(hole) = hole_in_line {
        return Some(Span::new(
            hole.start.saturating_sub(offset),
            hole.end.saturating_sub(offset),
        ));
    }
    let part = quotes(word).unwrap_or(Span::new(0, word.len()));
    let masks = [mask_header, mask_address, mask_command_line];
    masks
        .iter()
        .find_map(|mask| hole(part.of(word), mask))
        .map(|hole| hole.shifted(part.start))
}

/// From the first character that a mask takes to the last one.
fn hole(text: &str, mask: impl Fn(&Text, &mut Holes) -> Text) -> Option<Span> {
    let literal = Text::literal(text);
    let masked = mask(&literal, &mut Holes::default());
    if masked == literal {
        return None;
    }
    let length = |piece: Option<&Piece>| match piece {
        Some(Piece::Literal(literal)) => literal.len(),
        _ => 0,
    };
    let pieces = masked.pieces();
    let start = length(pieces.first());
    let end = match pieces.len() {
        1 => text.len(),
        _ => text.len().saturating_sub(length(pieces.last())),
    };
    Some(Span::new(start.min(end), end))
}

/// From the first quote of a word to its last one.
fn quotes(word: &str) -> Option<Span> {
    let start = word.find(['"', '\''])?;
    let end = word
        .rfind(['"', '\''])
        .filter(|end| *end > start)
        .unwrap_or(word.len());
    Some(Span::new(start.saturating_add(1), end))
}

/// The words of a line: blanks part them, but not between quotes.
fn words(line: &str) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    let mut quote = None;
    let mut open = false;
    for (at, c) in line.char_indices() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c.is_whitespace() => {
                open = false;
                continue;
            }
            None => {}
        }
        let end = at.saturating_add(c.len_utf8());
        match words.last_mut().filter(|_| open) {
            Some(last) => last.end = end,
            None => words.push(Span::new(at, end)),
        }
        open = true;
    }
    words
}

#[cfg(test)]
mod tests;
