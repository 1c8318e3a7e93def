//! The lines of a script as they are shown: runs of text, each token with its number.

use crate::view::{element, revealed};
use crate::words::Word;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::parse::hidden::{Secrets, spans_with};
use bitsmith_core::span::Span;
use serde_json::Value;

/// The most characters that are shown, whatever the number of lines.
const CHARACTERS: usize = 100_000;

/// What stands for a secret.
const SECRET: &str = "…";

/// The first lines of a script.
pub(crate) struct Shown {
    /// The lines.
    pub(crate) lines: Vec<Value>,
    /// How many tokens stand in them.
    pub(crate) tokens: usize,
    /// Whether there are more lines.
    pub(crate) more: bool,
}

/// The first lines of a script, secrets masked. A text that a token holds within another one belongs to the one that begins first.
pub(crate) fn shown(text: &str, tokens: &[Word<'_>], secrets: &Secrets, most: usize) -> Shown {
    let end = end_of(text, most);
    let hidden = spans_with(between(text, 0, end), secrets);
    let mut out = Lines::default();
    let mut at = 0;
    let mut last = 0;
    for (number, token) in tokens.iter().enumerate() {
        if token.span.start >= end {
            break;
        }
        last = number + 1;
        if token.span.start < at {
            continue;
        }
        out.push(&without(text, Span::new(at, token.span.start), &hidden), None);
        let stop = token.span.end.min(end);
        let said = match token.secret {
            true => SECRET.to_owned(),
            false => without(text, Span::new(token.span.start, stop), &hidden),
        };
        out.push(&said, Some((number, class(token))));
        at = stop;
    }
    out.push(&without(text, Span::new(at, end), &hidden), None);
    Shown {
        lines: out.done(),
        tokens: last,
        more: end < text.len(),
    }
}

/// A run of a text without what is hidden, whose lines stay lines.
fn without(text: &str, run: Span, hidden: &[Span]) -> String {
    let mut out = String::new();
    let mut at = run.start;
    let first = hidden.partition_point(|hidden| hidden.end <= run.start);
    for secret in hidden
        .iter()
        .skip(first)
        .take_while(|hidden| hidden.start < run.end)
    {
        let start = secret.start.max(at);
        out.push_str(between(text, at, start));
        at = secret.end.min(run.end);
        for part in between(text, start, at).split_inclusive('\n') {
            out.push_str(SECRET);
            out.push_str(if part.ends_with('\n') { "\n" } else { "" });
        }
    }
    out.push_str(between(text, at, run.end));
    out
}

/// How a token is shown: what is wrong with it can be seen.
fn class(token: &Word<'_>) -> &'static str {
    match token.worst() {
        Some(Severity::Error) => "token error",
        Some(Severity::Warning) => "token warning",
        Some(Severity::Information) | None => "token",
    }
}

/// Where so many lines end.
fn end_of(text: &str, most: usize) -> usize {
    let lines = text
        .match_indices('\n')
        .nth(most.saturating_sub(1))
        .map_or(text.len(), |(at, _)| at + 1);
    let characters = text
        .char_indices()
        .nth(CHARACTERS)
        .map_or(text.len(), |(at, _)| at);
    lines.min(characters)
}

fn between(text: &str, start: usize, end: usize) -> &str {
    Span { start, end }.of(text)
}

/// Lines as they grow.
#[derive(Default)]
struct Lines {
    done: Vec<Value>,
    runs: Vec<Value>,
}

impl Lines {
    fn push(&mut self, text: &str, token: Option<(usize, &str)>) {
        for part in text.split_inclusive('\n') {
            let run = part.trim_end_matches(['\r', '\n']);
            match token {
                _ if run.is_empty() => {}
                // Each has its own direction.
                Some((token, class)) => self.runs.push(element(
                    "bdi",
                    &[
                        ("class", class),
                        ("tabindex", "-1"),
                        ("data-token", &token.to_string()),
                    ],
                    revealed(run),
                )),
                None => self.runs.extend(revealed(run)),
            }
            if part.ends_with('\n') {
                self.end();
            }
        }
    }

    fn done(mut self) -> Vec<Value> {
        if !self.runs.is_empty() {
            self.end();
        }
        self.done
    }

    fn end(&mut self) {
        let says = element("span", &[("class", "says")], std::mem::take(&mut self.runs));
        self.done.push(element("div", &[("class", "line")], vec![says]));
    }
}
