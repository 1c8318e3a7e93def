//! The words of a script that something is said of: what they mean, and what is wrong with them.

use crate::view::spoken;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::explain::Explanation;
use bitsmith_core::parse::found::Found;
use bitsmith_core::span::Span;
use serde_json::{Value, json};

/// A word, with what is said of it.
pub(crate) struct Word<'e> {
    /// Where it stands.
    pub(crate) span: Span,
    /// Whether it is a secret, which is not shown again.
    pub(crate) secret: bool,
    title: &'e str,
    text: &'e str,
    source: &'e str,
    remarks: Vec<&'e Found>,
}

impl Word<'_> {
    /// How bad the worst is that is said of it.
    pub(crate) fn worst(&self) -> Option<Severity> {
        self.remarks.iter().map(|found| found.severity).min()
    }

    /// What is said of it besides what it means.
    pub(crate) fn remarks(&self) -> &[&Found] {
        &self.remarks
    }

    /// As the page takes it.
    pub(crate) fn shape(&self) -> Value {
        let remarks: Vec<Value> = self
            .remarks
            .iter()
            .map(|found| json!([found.severity.word(), spoken(&sentences(found))]))
            .collect();
        json!({ "title": self.title, "text": spoken(self.text), "source": self.source, "remarks": remarks })
    }
}

/// What a remark says.
pub(crate) fn sentences(found: &Found) -> String {
    [found.message.as_str(), found.help.as_str()].join(" ")
}

/// All words of a script that something is said of, in order. A remark belongs to the first word that it is about; where it is about none
/// that has a meaning, what it is about becomes a word.
pub(crate) fn words<'e>(text: &str, explanation: &'e Explanation) -> Vec<Word<'e>> {
    let mut words: Vec<Word<'e>> = explanation
        .tokens
        .iter()
        .map(|token| Word {
            span: token.span,
            secret: token.secret,
            title: &token.title,
            text: &token.text,
            source: token.source,
            remarks: Vec::new(),
        })
        .collect();
    let outermost = outermost(&words);
    let mut others: Vec<Word<'e>> = Vec::new();
    for found in explanation.judged.iter().map(|judged| &judged.found) {
        let behind = outermost.partition_point(|number| {
            words
                .get(*number)
                .is_some_and(|word| word.span.end <= found.span.start)
        });
        let next = outermost.get(behind).and_then(|number| words.get_mut(*number));
        let end = match next {
            Some(word) if word.span.start <= found.span.start || is_blank(text, found, word) => {
                word.remarks.push(found);
                continue;
            }
            Some(word) => word.span.start.min(found.span.end),
            None => found.span.end,
        };
        let said = Span::new(found.span.start, end).of(text);
        let line = said.lines().next().unwrap_or_default().trim_end();
        let span = Span::new(found.span.start, found.span.start.saturating_add(line.len()));
        match others.last_mut() {
            Some(word) if span.start < word.span.end => word.remarks.push(found),
            _ if line.is_empty() => {}
            _ => others.push(Word {
                span,
                secret: false,
                title: "",
                text: "",
                source: "",
                remarks: vec![found],
            }),
        }
    }
    words.extend(others);
    words.sort_by_key(|word| (word.span.start, word.span.end));
    words
}

/// The numbers of the words that stand in no other one.
fn outermost(words: &[Word<'_>]) -> Vec<usize> {
    let mut end = 0;
    let mut numbers = Vec::new();
    for (number, word) in words.iter().enumerate() {
        if word.span.start >= end {
            end = word.span.end;
            numbers.push(number);
        }
    }
    numbers
}

/// Whether a remark begins before a word, with nothing but blanks between them.
fn is_blank(text: &str, found: &Found, word: &Word<'_>) -> bool {
    word.span.start < found.span.end
        && Span::new(found.span.start, word.span.start)
            .of(text)
            .trim()
            .is_empty()
}
