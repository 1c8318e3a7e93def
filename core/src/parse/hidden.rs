//! What of a script is not shown: what looks like a secret in its lines, and what its statements say is one.
//!
//! Lines are looked at as they stand, whatever they are: the verb may be misspelt, the call broken, the text no script
//! at all. Of a line too much is hidden rather than too little.

mod line;
mod word;

use super::{Called, Statement};
use crate::catalog::SettingId;
use crate::command::Role;
use crate::command::bitsadmin::Kind;
use crate::draft::Draft;
use crate::invisible;
use crate::parse::found::Found;
use crate::parse::powershell::TextPart;
use crate::secret::{HOLE, Holes, mask};
use crate::span::Span;
use crate::text::{Notation, Piece, Text};
use crate::value::{Entry, Secrecy};
use line::found;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use word::{in_word, words};

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
    masked_at(text, &spans_with(text, secrets), true)
}

/// A text as [`masked_with`], with all that would steer a terminal in it: for who shows such characters as what they are.
pub fn without_secrets(text: &str, secrets: &Secrets) -> String {
    masked_at(text, &spans_with(text, secrets), false)
}

/// Where a text holds what looks like a secret, or secrets that are known; in order, none within another.
pub fn spans_with(text: &str, secrets: &Secrets) -> Vec<Span> {
    let mut found = spans(text);
    let places = secrets.places.iter().filter(|span| span.start < text.len());
    found.extend(places.map(|span| Span::new(span.start, span.end.min(text.len()))));
    // A word that is short stands everywhere.
    for word in secrets.all().filter(|word| word.len() > 3).take(64) {
        found.extend(
            text.match_indices(word.as_str())
                .map(|(at, word)| Span::new(at, at.saturating_add(word.len()))),
        );
    }
    merged(found)
}

/// Whether a text holds what looks like a secret.
pub fn is_in(text: &str) -> bool {
    !spans(text).is_empty()
}

/// Where a text holds what looks like a secret; in order, none within another.
pub fn spans(text: &str) -> Vec<Span> {
    merged(found(text))
}

/// What a script says is secret: by the look of its lines, by what its statements say, and what is handed on to what signs in.
pub(super) fn secrets_of(statements: &[Statement], handed_on: Vec<(Span, String)>, source: &str) -> Secrets {
    let mut out = Secrets::default();
    let harmless = harmless(statements);
    let mut add = |said: &str| {
        for word in [said, said.trim_matches(['"', '\''])] {
            // A variable says nothing, a word that is short stands everywhere, and one that stands elsewhere for something
            // else tells nothing there.
            let is_said = harmless.contains(&word.to_ascii_lowercase());
            if word.len() > 2 && !is_said && !word.starts_with(['$', '%', '(', '{', '@', '!']) {
                out.insert(word);
            }
        }
    };
    for statement in statements {
        let mut last = None;
        for (span, value) in secrets(statement) {
            // The elements of a list stand where the list stands.
            if last.replace(span) != Some(span) {
                add(statement.outer(span).of(source));
            }
            add(&value);
            // What a variable puts into an address stands elsewhere by itself.
            if let Some(hole) = in_word("", &value) {
                add(hole.of(&value));
            }
        }
    }
    for span in found(source) {
        add(span.of(source));
    }
    for (_, text) in &handed_on {
        add(text);
    }
    out.places = handed_on
        .iter()
        .map(|(span, _)| {
            let inner = word::quotes(span.of(source)).filter(|inner| inner.start == 1);
            inner.map_or(*span, |inner| inner.shifted(span.start))
        })
        .collect();
    out
}

/// What is said of a script in any case, in lower case: the words that verbs take, the names of its jobs.
fn harmless(statements: &[Statement]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for statement in statements {
        let Called::Bitsadmin(call) = &statement.called else {
            continue;
        };
        let arguments = call.verb.map_or(&[][..], |verb| verb.arguments);
        let spellings = arguments.iter().flat_map(|argument| argument.kind.spellings());
        out.extend(spellings.map(|spelling| spelling.said.to_ascii_lowercase()));
        let jobs = call
            .arguments
            .iter()
            .filter(|given| matches!(given.argument.kind, Kind::Job | Kind::NewName));
        out.extend(jobs.filter_map(|given| Some(given.text.as_literal()?.to_ascii_lowercase())));
    }
    out
}

/// Puts parameters into the place of expressions that hold a secret.
pub(super) fn ask_for_secrets(draft: &mut Draft, secrets: &Secrets) {
    let holds = |text: &Text| {
        let mut pieces = text.pieces().iter();
        pieces.any(|piece| matches!(piece, Piece::Opaque { source, .. } if secrets.stand_in(source)))
    };
    let parameters = secrets.parameters();
    let is_in = |text: &Text| {
        text.literals()
            .any(|literal| literal.contains([':', '=', '?', '@']) && secrets.stand_in(literal))
    };
    let is_told = |text: &Text| is_in(text) && is_in(&mask(Secrecy::Address, text, &mut Holes::default()));
    let ids: Vec<SettingId> = draft.settings.iter().map(|(id, _)| *id).collect();
    for id in ids {
        let entries = draft
            .settings
            .get_mut(&id)
            .into_iter()
            .flat_map(|entries| &mut entries.0);
        for entry in entries.flatten() {
            // `-Credential ann:password`, an address with what a variable holds: what no look at the value itself would find.
            // A word that stands where it is not taken is no text that is masked when it is written.
            let is_word = id == SettingId::ProxySettings && matches!(entry, Entry::Typed(_));
            if (is_word || matches!(id, SettingId::Credentials | SettingId::Files))
                && let Ok(text) = entry.text(Notation::Plain)
                && (is_told(&text) || is_word && is_in(&text))
            {
                let pieces = text.pieces().iter();
                let asked = pieces.flat_map(|piece| parameters.asked_within(piece));
                *entry = Entry::Pieces(Text::from_pieces(asked));
            }
            if let Entry::Pieces(text) = entry
                && holds(text)
            {
                *text = Text::from_pieces(text.pieces().iter().map(|piece| match piece {
                    Piece::Opaque { source, .. } if secrets.stand_in(source) => asked(source),
                    piece => piece.clone(),
                }));
            }
        }
    }
}

/// The parameter in the place of an expression that holds a secret.
pub(super) fn asked(source: &str) -> Piece {
    let digest = source.bytes().fold(0x811C_9DC5_u32, |digest, byte| {
        (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    Piece::Parameter(format!("expression_{digest:08x}"))
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
    words: BTreeMap<String, Words>,
    /// Where in the script itself some of them stand, be they as short as they may.
    places: BTreeSet<Span>,
}

/// Secrets that have the same first letters and digits.
#[derive(Debug, Clone, PartialEq, Default)]
struct Words {
    all: BTreeSet<String>,
    /// How many bytes stand before these letters and digits.
    before: BTreeSet<usize>,
}

impl Words {
    /// Those that a text begins with, the longest first.
    fn beginning<'w>(&'w self, text: &'w str) -> impl Iterator<Item = &'w str> {
        let mut most = Some(text);
        std::iter::from_fn(move || {
            loop {
                // Whatever else the text begins with comes before this word, and the word begins with it.
                let to = (Bound::Unbounded, Bound::Included(most?));
                let word = self.all.range::<str, _>(to).next_back()?;
                most = common_start(word, most?);
                if most == Some(word) {
                    most = word
                        .char_indices()
                        .next_back()
                        .and_then(|(last, _)| word.get(..last));
                    return Some(word.as_str());
                }
            }
        })
    }
}

/// What two texts begin with both.
fn common_start<'t>(one: &'t str, other: &str) -> Option<&'t str> {
    let mut pairs = one.char_indices().zip(other.chars());
    let end = pairs.find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    one.get(..end.unwrap_or(one.len().min(other.len())))
}

impl Secrets {
    fn insert(&mut self, word: &str) {
        let first = runs(word).next().unwrap_or_default();
        let words = self.words.entry(first.of(word).to_owned()).or_default();
        if !words.all.contains(word) {
            words.all.insert(word.to_owned());
            words.before.insert(first.start);
        }
    }

    /// Adds those of another script.
    pub fn extend(&mut self, more: Secrets) {
        for (first, words) in more.words {
            let known = self.words.entry(first).or_default();
            known.all.extend(words.all);
            known.before.extend(words.before);
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.words.values().flat_map(|words| &words.all)
    }

    /// Where they stand in a text, not as parts of longer words.
    fn spans(&self, text: &str) -> Vec<Span> {
        let is_whole = |span: &Span| {
            let after = text.get(span.end..).and_then(|rest| rest.chars().next());
            !(span.of(text).ends_with(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric))
        };
        let mut found = Vec::new();
        if self.words.is_empty() {
            return found;
        }
        for run in runs(text) {
            let Some(words) = self.words.get(run.of(text)) else {
                continue;
            };
            for before in &words.before {
                let start = run.start.saturating_sub(*before);
                let rest = text.get(start..).unwrap_or("");
                let spans = words
                    .beginning(rest)
                    .filter(|word| runs(word).next().is_some_and(|first| first.shifted(start) == run))
                    .map(|word| Span::new(start, start.saturating_add(word.len())));
                // The longest holds all others.
                found.extend(spans.filter(is_whole).take(1));
            }
        }
        merged(found)
    }

    /// Whether a text holds some of them.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }

    /// A text without them, as far as it quotes a script. What it says in its own words stays: its gaps would tell them.
    pub(crate) fn left_out(&self, text: &str) -> String {
        let mut found = Vec::new();
        let mut start = 0;
        while let Some((open, mark)) = text
            .get(start..)
            .and_then(|rest| rest.char_indices().find(|(_, c)| matches!(c, '“' | '`')))
        {
            let from = start.saturating_add(open).saturating_add(mark.len_utf8());
            let rest = text.get(from..).unwrap_or("");
            let closing = if mark == '`' { '`' } else { '”' };
            let end = from.saturating_add(rest.find(closing).unwrap_or(rest.len()));
            let quoted = Span::new(from, end);
            found.extend(
                self.spans(quoted.of(text))
                    .into_iter()
                    .map(|span| span.shifted(from)),
            );
            start = end.saturating_add(closing.len_utf8()).min(text.len());
        }
        without(text, &found)
    }

    /// The parameters that take their place in documents.
    pub(crate) fn parameters(&self) -> Parameters<'_> {
        let numbers = self.all().map(String::as_str).zip(1..).collect();
        Parameters {
            secrets: self,
            numbers,
        }
    }

    /// A sentence without them, without what looks like a secret by itself, and without what would steer a terminal.
    fn sentence(&self, sentence: &str) -> String {
        // Verbs are spoken of in sentences. What is quoted from a script stands between grave accents.
        let mut found: Vec<Span> = words(sentence)
            .filter_map(|span| {
                let word = span.of(sentence).trim_end_matches('`');
                Some(in_word("", word)?.shifted(span.start))
            })
            .collect();
        found.extend(self.spans(sentence));
        invisible::visible(&without(sentence, &merged(found))).into_owned()
    }
}

/// Secrets with the numbers of their parameters.
pub(crate) struct Parameters<'s> {
    secrets: &'s Secrets,
    numbers: BTreeMap<&'s str, usize>,
}

impl Parameters<'_> {
    /// A value of a document with parameters in the place of secrets; `None` where it holds none.
    pub(crate) fn put_into(&self, text: &str) -> Option<String> {
        let spans = self.secrets.spans(text);
        let parameter = |secret: &str| format!("{{{{{}}}}}", self.named(secret));
        (!spans.is_empty()).then(|| replaced(text, &spans, parameter))
    }

    /// The parameter in the place of a text that holds a secret.
    pub(crate) fn hole_of(&self, text: &str) -> Option<String> {
        let first = self.secrets.spans(text).into_iter().next()?;
        Some(self.named(first.of(text)))
    }

    /// A piece with parameters in the place of the secrets that its letters hold. Nothing of a secret is in a name: a short one would be
    /// found out.
    fn asked_within(&self, piece: &Piece) -> Vec<Piece> {
        let Piece::Literal(literal) = piece else {
            return vec![piece.clone()];
        };
        let mut out = Vec::new();
        let mut at = 0;
        for span in self.secrets.spans(literal) {
            let number = self.numbers.get(span.of(literal)).copied().unwrap_or(1);
            out.push(Piece::Literal(Span::new(at, span.start).of(literal).to_owned()));
            out.push(Piece::Parameter(format!("hidden_{number}")));
            at = span.end;
        }
        out.push(Piece::Literal(
            Span::new(at, literal.len()).of(literal).to_owned(),
        ));
        out.retain(|piece| !matches!(piece, Piece::Literal(literal) if literal.is_empty()));
        out
    }

    fn named(&self, secret: &str) -> String {
        let number = self.numbers.get(secret).copied().unwrap_or(1);
        format!("{HOLE}{number}")
    }
}

/// A text without spans that are in order.
fn without(text: &str, spans: &[Span]) -> String {
    replaced(text, spans, |_| LEFT_OUT.to_owned())
}

/// A text with something else at spans that are in order.
fn replaced(text: &str, spans: &[Span], by: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for span in spans {
        out.push_str(text.get(done..span.start).unwrap_or(""));
        out.push_str(&by(span.of(text)));
        done = span.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// The runs of letters and digits of a text.
fn runs(text: &str) -> impl Iterator<Item = Span> {
    runs_of(text, char::is_alphanumeric)
}

/// The runs of characters of a kind in a text.
pub(super) fn runs_of(text: &str, is: impl Fn(char) -> bool) -> impl Iterator<Item = Span> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = chars.find(|(_, c)| is(*c))?;
        while chars.next_if(|(_, c)| is(*c)).is_some() {}
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
                let values = given.value.items();
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

/// The text with asterisks at spans that are in order, and for what steers a terminal where that is asked.
fn masked_at(text: &str, hidden: &[Span], hides_controls: bool) -> String {
    let mut hidden = hidden.iter().peekable();
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        while hidden.next_if(|span| span.end <= at).is_some() {}
        let ends_line = c == '\n' || (c == '\r' && chars.peek().is_none_or(|(_, next)| *next == '\n'));
        let steers = hides_controls && c != '\t' && invisible::is_unseen(c);
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

#[cfg(test)]
mod tests;
