//! The lines of a script as they are shown: runs of text, each token with its number.

use crate::view::element;
use crate::words::Word;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::parse::hidden::{Secrets, spans_with};
use bitsmith_core::span::Span;
use serde_json::{Value, json};

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
        out.plain(text, Span::new(at, token.span.start), &hidden);
        let stop = token.span.end.min(end);
        let said = match token.secret {
            true => SECRET,
            false => between(text, token.span.start, stop),
        };
        out.push(said, Some((number, class(token))));
        at = stop;
    }
    out.plain(text, Span::new(at, end), &hidden);
    Shown {
        lines: out.done(),
        tokens: last,
        more: end < text.len(),
    }
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
    /// What stands between tokens, without what is hidden.
    fn plain(&mut self, text: &str, run: Span, hidden: &[Span]) {
        let mut at = run.start;
        let first = hidden.partition_point(|hidden| hidden.end <= run.start);
        for secret in hidden
            .iter()
            .skip(first)
            .take_while(|hidden| hidden.start < run.end)
        {
            self.push(between(text, at, secret.start.max(at)), None);
            let stop = secret.end.min(run.end);
            // Its lines stay lines.
            for part in between(text, secret.start.max(at), stop).split_inclusive('\n') {
                self.push(SECRET, None);
                if part.ends_with('\n') {
                    self.end();
                }
            }
            at = stop;
        }
        self.push(between(text, at, run.end), None);
    }

    fn push(&mut self, text: &str, token: Option<(usize, &str)>) {
        for part in text.split_inclusive('\n') {
            let run = part.trim_end_matches(['\r', '\n']);
            if !run.is_empty() {
                self.runs.push(match token {
                    Some((token, class)) => element(
                        "span",
                        &[
                            ("class", class),
                            ("tabindex", "-1"),
                            ("data-token", &token.to_string()),
                        ],
                        vec![json!(run)],
                    ),
                    None => json!(run),
                });
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
