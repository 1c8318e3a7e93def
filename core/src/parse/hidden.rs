//! What of a script is not shown: what looks like a secret in its lines, and what its statements say is one.
//!
//! Lines are looked at as they stand, whatever they are: the verb may be misspelt, the call broken, the text no script
//! at all. Of a line too much is hidden rather than too little.

use super::{Called, Statement, goes_on};
use crate::command::bitsadmin::{Argument, Verb, verb};
use crate::command::{Role, Spelling};
use crate::invisible;
use crate::parse::found::Found;
use crate::parse::powershell::{TextPart, Value};
use crate::secret::{HOLE, Holes, is_secret_name, mask, mask_address, mask_command_line, mask_header};
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

/// A text as [`masked`], without secrets that are known, wherever they stand.
pub fn masked_with(text: &str, secrets: &Secrets) -> String {
    let mut found = spans(text);
    // A word that is short stands everywhere.
    for word in secrets.all().filter(|word| word.len() > 3).take(64) {
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

/// What a script says is secret: by the look of its lines, and by what its statements say.
pub(super) fn secrets_of(statements: &[Statement], source: &str) -> Secrets {
    let mut out = Secrets::default();
    let mut add = |said: &str| {
        for word in [said, said.trim_matches(['"', '\''])] {
            // A variable says nothing, and a word that is short stands everywhere.
            if word.len() > 2 && !word.starts_with(['$', '%', '(', '{', '@', '!']) {
                out.insert(word);
            }
        }
    };
    for statement in statements {
        for (span, value) in secrets(statement) {
            add(statement.outer(span).of(source));
            add(&value);
            // What a variable puts into an address stands elsewhere by itself.
            if let Some(hole) = in_word("", &value) {
                add(hole.of(&value));
            }
        }
    }
    for span in spans(source) {
        add(span.of(source));
    }
    out
}

/// Takes out of findings what is secret, and what would steer a terminal; marks fixes that would tell it.
pub(crate) fn conceal<'f>(found: impl Iterator<Item = &'f mut Found>, secrets: &Secrets) {
    for one in found {
        one.message = secrets.sentence(&one.message);
        one.help = secrets.sentence(&one.help);
        if let Some(fix) = &mut one.fix {
            fix.title = secrets.sentence(&fix.title);
            fix.is_secret = is_in(&fix.text) || secrets.stand_in(&fix.text);
        }
    }
}

/// Texts that are left out of all that is said of a script, without quotes and with what variables hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Secrets {
    /// By their first letters and digits.
    words: BTreeMap<String, BTreeSet<String>>,
}

impl Secrets {
    fn insert(&mut self, word: &str) {
        let first = runs(word).next().map_or("", |run| run.of(word));
        let words = self.words.entry(first.to_owned()).or_default();
        words.insert(word.to_owned());
    }

    /// Adds those of another script.
    pub fn extend(&mut self, more: Secrets) {
        for (first, words) in more.words {
            self.words.entry(first).or_default().extend(words);
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.words.values().flatten()
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
        merged(found)
    }

    /// Whether a text holds some of them.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }

    /// A text without them.
    pub(crate) fn left_out(&self, text: &str) -> String {
        without(text, self.spans(text))
    }

    /// A value of a document with parameters in their place; `None` where it holds none.
    pub(crate) fn holes(&self, text: &str) -> Option<String> {
        let spans = self.spans(text);
        let mut out = text.to_owned();
        for span in spans.iter().rev() {
            let number = self.all().position(|word| word == span.of(text)).unwrap_or(0);
            let hole = format!("{{{{{HOLE}{}}}}}", number.saturating_add(1));
            out.replace_range(span.range(), &hole);
        }
        (!spans.is_empty()).then_some(out)
    }

    /// A sentence without them, without what looks like a secret by itself, and without what would steer a terminal.
    fn sentence(&self, sentence: &str) -> String {
        let sentence: String = sentence
            .chars()
            .map(|c| match invisible::is_unseen(c) {
                true => char::REPLACEMENT_CHARACTER,
                false => c,
            })
            .collect();
        // Verbs are spoken of in sentences.
        let mut found: Vec<Span> = words(&sentence)
            .filter_map(|span| Some(in_word("", span.of(&sentence))?.shifted(span.start)))
            .collect();
        found.extend(self.spans(&sentence));
        without(&sentence, merged(found))
    }
}

/// A text without spans that are in order.
fn without(text: &str, spans: Vec<Span>) -> String {
    let mut out = text.to_owned();
    for span in spans.into_iter().rev() {
        out.replace_range(span.range(), LEFT_OUT);
    }
    out
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
        role.is_secret() && !is_nothing(text) || mask(role.secrecy(), text, &mut Holes::default()) != *text
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
        let steers = c != '\t' && invisible::is_unseen(c);
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

/// The arguments of the verb that sets credentials.
fn verb_of_credentials() -> &'static [Argument] {
    verb("/SETCREDENTIALS").map_or(&[], |verb| verb.arguments)
}

/// A line while its words are read.
struct Line<'l, 'f> {
    line: &'l str,
    /// Where it stands.
    start: usize,
    found: &'f mut Vec<Span>,
    before: &'l str,
    /// All that follows is secret, whatever it is.
    all: bool,
    /// What follows in quotes is secret.
    quoted: bool,
    /// The next word without quotes that is no parameter is secret.
    bare: bool,
    /// The next word is secret, unless it is a call.
    next: bool,
    /// The next word is the value of a header that is secret.
    header: bool,
    /// Up to where words were looked at behind a verb that takes a password.
    covered: usize,
}

impl<'l, 'f> Line<'l, 'f> {
    fn of(line: &'l str, start: usize, found: &'f mut Vec<Span>) -> Line<'l, 'f> {
        Line {
            line,
            start,
            found,
            before: "",
            all: false,
            quoted: false,
            bare: false,
            next: false,
            header: false,
            covered: 0,
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
        if let Some(verb) = credential_verb(self.before, word) {
            self.credentials(verb, span.end);
        }
        let lower = word.to_ascii_lowercase();
        if lower.contains("securestring")
            || lower.contains("pscredential")
            || lower.contains("networkcredential")
        {
            self.quoted = true;
            self.bare |= lower.contains("securestring");
            if let Some(inner) = quotes(word) {
                self.hide(inner.shifted(span.start));
            }
        }
        if let Some((key, _)) = word.split_once('=') {
            // In cmd the value goes on to the end of the line.
            let sets = ["set", "setx"]
                .iter()
                .any(|set| self.before.eq_ignore_ascii_case(set));
            self.all |= !key.is_empty() && promises_secret(key) && sets;
        }
        self.all |= self.before.eq_ignore_ascii_case("setx") && promises_secret(word);
        if word == "=" && promises_secret(self.before) {
            self.next = true;
            self.quoted = true;
        }
        self.keys(word, span);
        // `Authorization: Bearer …` over several words, `'Authorization', '…'`.
        let bare = word.trim_matches(['"', '\'', '(', ',']);
        let is_name = bare.ends_with(':') || (word != bare && !bare.contains(['=', ':', ' ']));
        let is_header = is_name && promises_secret(bare.trim_end_matches(':'));
        let is_scheme = ["bearer", "basic", "token", "negotiate"]
            .iter()
            .any(|scheme| bare.eq_ignore_ascii_case(scheme));
        self.header = (is_header && !word.starts_with(['-', '$', '/'])) || (self.header && is_scheme);
    }

    /// Hides the words behind a verb that takes a password: the password, where all words stand in their places, and else
    /// all that are none of the verb's own, but for the job.
    fn credentials(&mut self, verb: Option<&'static Verb>, end: usize) {
        if end < self.covered {
            return;
        }
        // What is meant for a verb takes what the verb takes.
        let arguments = verb.map_or_else(verb_of_credentials, |verb| verb.arguments);
        let mut own = arguments.iter().filter(|argument| argument.switch.is_none());
        let password = own.clone().position(|argument| argument.role.is_secret());
        let behind: Vec<Span> = words(self.line.get(end..).unwrap_or(""))
            .map(|span| span.shifted(end))
            .filter(|span| !matches!(span.of(self.line), "^" | "`"))
            .take_while(|span| !span.of(self.line).starts_with(['&', '|', ';']))
            .collect();
        self.covered = behind.last().map_or(end, |last| last.end);
        let fits = |(argument, span): (&Argument, &Span)| {
            let spellings = argument.kind.spellings();
            spellings.is_empty() || Spelling::read(spellings, span.of(self.line)).is_some()
        };
        let is_whole =
            password.is_some_and(|password| password < behind.len()) && own.by_ref().zip(&behind).all(fits);
        let is_own = |span: &Span| {
            let word = span.of(self.line);
            let spelled = |argument: &Argument| Spelling::read(argument.kind.spellings(), word).is_some();
            let known = verb_of_credentials().iter().any(spelled);
            known || word.eq_ignore_ascii_case("NULL")
        };
        let from = if is_whole {
            password.unwrap_or(0)
        } else {
            usize::from(behind.len() > 1)
        };
        let secret: Vec<Span> = behind
            .iter()
            .skip(from)
            .filter(|span| !is_own(span))
            .copied()
            .collect();
        for span in secret {
            self.hide(span);
        }
    }

    /// `@{Authorization='x'}`, `param([string]$Password='x'`: what stands behind an equals sign and a name that promises a
    /// secret.
    fn keys(&mut self, word: &'l str, span: Span) {
        if word.contains("://") {
            return;
        }
        for (at, _) in word.match_indices('=') {
            let key = word.get(..at).unwrap_or("");
            let key = key.rsplit([';', ',', '{', '(', ']']).next().unwrap_or("");
            if !key.is_empty() && promises_secret(key) {
                let start = at.saturating_add(1);
                let value = word.get(start..).unwrap_or("");
                match value.is_empty() {
                    true => self.next = true,
                    false if !is_call(value) => self.hide(Span::new(start, word.len()).shifted(span.start)),
                    false => {}
                }
                return;
            }
        }
    }

    /// Hides a word that what stands before it says is secret.
    fn expected(&mut self, word: &str, span: Span) {
        if self.all || (self.header && !is_call(word)) {
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

/// A verb that takes a password, or a word that is meant for one.
fn credential_verb(before: &str, word: &str) -> Option<Option<&'static Verb>> {
    if let Some(verb) = verb(word) {
        return verb.takes_secret().then_some(Some(verb));
    }
    let program = before.trim_end_matches(['"', '\'']).to_ascii_lowercase();
    let is_first = program.ends_with("bitsadmin") || program.ends_with("bitsadmin.exe") || program == "/";
    let lower = word.to_ascii_lowercase();
    let is_like = ["cred", "passw", "login", "auth", "pwd"]
        .iter()
        .any(|part| lower.contains(part));
    (is_like && (is_first || lower.starts_with('/')) && word.len() < 64).then_some(None)
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
fn words(line: &str) -> impl Iterator<Item = Span> {
    let is_quote = |c: &char| matches!(c, '"' | '\'');
    let mut chars = line.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| !c.is_whitespace())?;
        let mut end = start.saturating_add(first.len_utf8());
        let mut quote = Some(first).filter(is_quote);
        while let Some((at, c)) = chars.next_if(|(_, c)| quote.is_some() || !c.is_whitespace()) {
            end = at.saturating_add(c.len_utf8());
            match quote {
                Some(mark) if c == mark => quote = None,
                Some(_) => {}
                None => quote = Some(c).filter(is_quote),
            }
        }
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests;
