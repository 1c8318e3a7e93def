//! What is to be said of a text: what the judge says of its snippets, without what comments allow.

use super::judge::{Judge, Said};
use super::rule::FILE_NUMBER;
use super::suppression::allowed;
use bitsmith_core::command::bitsadmin::verb;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::parse::found::Found;
use bitsmith_core::parse::hidden::Secrets;
use bitsmith_core::profile::Profile;
use bitsmith_core::snippet::{Form, Snippet, snippets, unread};
use bitsmith_core::span::Span;

/// The findings of a text, at its spans, in their order, and its secrets.
pub(super) fn findings(name: &str, text: &str, judge: &dyn Judge, profile: &Profile) -> Said {
    let snippets = snippets(name, text);
    let mut found = Vec::new();
    let mut secrets = Secrets::default();
    for snippet in &snippets {
        let said = judge.check(snippet.source(), snippet.shell, snippet.form, profile);
        secrets.extend(said.secrets);
        let has_errors = said.found.iter().any(|one| one.severity == Severity::Error);
        let said = unread(snippet, has_errors).unwrap_or(said.found);
        found.extend(said.into_iter().map(|one| Found {
            span: snippet.locate(one.span),
            fix: one.fix.as_ref().and_then(|fix| snippet.replacement(text, fix)),
            ..one
        }));
        found.extend(file_number(snippet, text));
    }
    let mut found = allowed(name, text, &snippets, found, judge);
    found.sort_by(|a, b| {
        (a.span.start, a.severity, a.rule, a.span.end).cmp(&(b.span.start, b.severity, b.rule, b.span.end))
    });
    found.dedup();
    Said { found, secrets }
}

/// The paragraph above says "file 2", and the command has the index 2. Files count from 0. `[help1809]`
fn file_number(snippet: &Snippet, text: &str) -> Option<Found> {
    if snippet.form != Form::Commands {
        return None;
    }
    let numbers = file_numbers(snippet.above?.of(text));
    let source = snippet.source();
    let mut at = 0;
    let words: Vec<(usize, &str)> = source
        .split_inclusive(char::is_whitespace)
        .map(|word| {
            let start = at;
            at += word.len();
            (start, word.trim_end())
        })
        .filter(|(_, word)| !word.is_empty())
        .collect();
    words.iter().enumerate().find_map(|(place, (_, word))| {
        let arguments = verb(word)?.arguments;
        let index = arguments.iter().position(|argument| argument.name == "file_index")?;
        let (start, index) = words.get(place + 1 + index)?;
        let number = numbers.iter().find(|number| *number == index)?;
        let before = number.parse::<u64>().ok()?.checked_sub(1)?;
        Some(Found::new(
            Severity::Warning,
            FILE_NUMBER,
            snippet.locate(Span::new(*start, start + index.len())),
            format!("The text speaks of file {number}, and index {number} is the file after it: indexes count from 0."),
            format!("Write {before}, or speak of the file with index {number}."),
        ))
    })
}

/// The numbers behind the word "file" in a sentence.
fn file_numbers(sentence: &str) -> Vec<String> {
    let mut words = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    let mut numbers = Vec::new();
    while let Some(word) = words.next() {
        let number = words
            .peek()
            .filter(|next| next.chars().all(|c| c.is_ascii_digit()));
        if word.eq_ignore_ascii_case("file")
            && let Some(number) = number
        {
            numbers.push((*number).to_owned());
        }
    }
    numbers
}
