//! The lines of a script as they are shown: runs of text, each token with its number.

use crate::view::element;
use bitsmith_core::explain::Token;
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
pub(crate) fn shown(text: &str, tokens: &[Token], most: usize) -> Shown {
    let end = end_of(text, most);
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
        out.push(between(text, at, token.span.start), None);
        let stop = token.span.end.min(end);
        match token.secret {
            true => out.push(SECRET, Some(number)),
            false => out.push(between(text, token.span.start, stop), Some(number)),
        }
        at = stop;
    }
    out.push(between(text, at, end), None);
    Shown {
        lines: out.done(),
        tokens: last,
        more: end < text.len(),
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
    fn push(&mut self, text: &str, token: Option<usize>) {
        for part in text.split_inclusive('\n') {
            let run = part.trim_end_matches(['\r', '\n']);
            if !run.is_empty() {
                self.runs.push(match token {
                    Some(token) => element(
                        "span",
                        &[
                            ("class", "token"),
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
