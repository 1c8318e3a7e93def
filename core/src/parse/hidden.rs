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

/// What a script says is secret: by the look of its lines, and by what its statements say.
pub(super) fn secrets_of(statements: &[Statement], source: &str) -> Secrets {
    let mut out = Secrets::new();
    let mut add = |said: &str| {
        let bare = said.trim_matches(['"', '\'']);
        out.extend([said, bare].map(str::to_owned));
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
    // A variable says nothing, and a word that is short stands everywhere.
    out.retain(|word| word.len() > 2 && !word.starts_with(['$', '%', '(', '{', '@', '!']));
    out
}

/// What a script says is secret, to be left out of all that is said of it.
pub(crate) struct Concealed(LeftOut);

impl Concealed {
    pub(crate) fn of(secrets: &Secrets) -> Concealed {
        Concealed(LeftOut::of(secrets))
    }

    /// Whether a text holds some of it.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        !self.0.words.is_empty() && !self.0.spans(text).is_empty()
    }

    /// A sentence without it.
    pub(crate) fn sentence(&self, sentence: &str) -> String {
        match self.is_in(sentence) {
            true => self.0.replaced(sentence, |_| LEFT_OUT.to_owned()),
            false => sentence.to_owned(),
        }
    }

    /// A value of a document with parameters in its place.
    pub(crate) fn value(&self, text: &str) -> Option<String> {
        let hole = |number: usize| format!("{{{{{HOLE}{}}}}}", number.saturating_add(1));
        self.is_in(text).then(|| self.0.replaced(text, hole))
    }
}

/// Takes out of sentences what is secret, and what would steer a terminal; marks fixes that would tell it.
pub(crate) fn conceal<'f>(found: impl Iterator<Item = &'f mut Found>, secrets: &Secrets) {
    let left_out = LeftOut::of(secrets);
    for one in found {
        one.message = left_out.sentence(&one.message);
        one.help = left_out.sentence(&one.help);
        if let Some(fix) = &mut one.fix {
            fix.title = left_out.sentence(&fix.title);
            fix.is_secret = is_in(&fix.text) || !left_out.spans(&fix.text).is_empty();
        }
    }
}

/// Words that are left out of sentences, by their first letters and digits.
#[derive(Default)]
struct LeftOut {
    words: BTreeMap<String, Vec<String>>,
}

impl LeftOut {
    fn of(words: &Secrets) -> LeftOut {
        let mut out = LeftOut::default();
        for word in words {
            // What has no letter and no digit says nothing.
            let first = runs(word).next().map(|run| run.of(word).to_owned());
            if let Some(first) = first {
                out.words.entry(first).or_default().push(word.clone());
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

    /// A text with something else in their place, by their numbers.
    fn replaced(&self, text: &str, other: impl Fn(usize) -> String) -> String {
        let mut out = text.to_owned();
        for span in merged(self.spans(text)).into_iter().rev() {
            let number = self
                .words
                .values()
                .flatten()
                .position(|word| word == span.of(text));
            out.replace_range(span.range(), &other(number.unwrap_or(0)));
        }
        out
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
        // Verbs are spoken of in sentences; what looks like a secret by itself is one.
        let mut found: Vec<Span> = words(&out)
            .into_iter()
            .filter_map(|span| Some(in_word("", span.of(&out))?.shifted(span.start)))
            .collect();
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

/// The most characters of a call that are looked at behind its verb.
const LONGEST_CALL: usize = 2048;

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
        let password = own
            .clone()
            .position(|argument| matches!(argument.role, Role::Secret(_)));
        let rest = self.line.get(end..).unwrap_or("");
        let start = end;
        let behind = words(
            rest.get(
                ..rest
                    .char_indices()
                    .nth(LONGEST_CALL)
                    .map_or(rest.len(), |(at, _)| at),
            )
            .unwrap_or(""),
        );
        let behind = behind
            .into_iter()
            .map(|span| span.shifted(start))
            .filter(|span| !matches!(span.of(self.line), "^" | "`"))
            .take_while(|span| !span.of(self.line).starts_with(['&', '|', ';']));
        let behind: Vec<Span> = behind.collect();
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
        let takes_secret = verb
            .arguments
            .iter()
            .any(|argument| matches!(argument.role, Role::Secret(_)));
        return takes_secret.then_some(Some(verb));
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
