//! A script with what was changed in the form: the words that change, and the lines around them. The page has the script and puts
//! the words in, so no answer holds what is a secret in it.

use crate::kept;
use crate::view::{element, revealed};
use bitsmith_core::document::read;
use bitsmith_core::invisible::is_unseen;
use bitsmith_core::parse::hidden::without_secrets;
use bitsmith_core::parse::{Import, Reading};
use bitsmith_core::revise::{Revised, revised_by_document};
use bitsmith_core::span::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The most lines that are shown.
const LINES: usize = 300;

/// How many lines are shown before and behind a change of a script that has more.
const AROUND: usize = 3;

/// The most characters of a line that are shown.
const CHARACTERS: usize = 1_000;

/// The script with one job of it as the form has it.
pub(crate) fn revise(text: &str, number: usize, document: &str) -> Value {
    let script = kept::script(text, None);
    let Some(form) = read(document).ok().and_then(|drafts| drafts.into_iter().next()) else {
        return json!({ "reason": "The script has no such job." });
    };
    match revised_by_document(text, &script, number, &form, Reading::default()) {
        Ok(None) => json!({ "summary": "Nothing is changed yet." }),
        Ok(Some(revised)) => shown(text, &script, &revised),
        Err(refusal) => json!({ "reason": refusal.message }),
    }
}

/// The lines that changed, and those around them.
fn shown(source: &str, before: &Import, revised: &Revised) -> Value {
    let now = without_secrets(&revised.text, &revised.script.secrets);
    let lines: Vec<&str> = now.lines().collect();
    let Marks { changed, added, gone } = marks(source, &revised.changes);
    let was = match gone.is_empty() {
        true => String::new(),
        false => without_secrets(source, &before.secrets),
    };
    let was: Vec<&str> = was.lines().collect();
    let is_cut = lines.len() > LINES;
    let is_near = |at: usize| {
        let near = at.saturating_sub(AROUND)..=at + AROUND;
        !is_cut
            || changed.range(near.clone()).next().is_some()
            || gone.iter().any(|(line, _)| near.contains(line))
    };
    let removed =
        |(_, line): &(usize, usize)| was.get(*line).map(|text| row("line removed", None, "del", text));
    let mut view = Vec::new();
    let mut next = 0;
    let mut is_whole = now == revised.text;
    for (at, text) in lines
        .iter()
        .enumerate()
        .filter(|(at, _)| is_near(*at))
        .take(LINES)
    {
        if next < at {
            view.push(row("line", None, "span", "…"));
        }
        view.extend(gone.iter().filter(|(line, _)| *line == at).filter_map(removed));
        let class = match changed.contains(&at) {
            true => "line changed",
            false => "line",
        };
        view.push(row(class, Some(at + 1), "span", text));
        is_whole &= next == at && text.len() <= CHARACTERS;
        next = at + 1;
    }
    view.extend(
        gone.iter()
            .filter(|(line, _)| *line >= lines.len())
            .filter_map(removed),
    );
    let edits: Vec<Value> = revised
        .changes
        .iter()
        .map(|(span, words)| json!([span.start, span.end, words]))
        .collect();
    json!({
        "summary": summary(
            (changed.len(), added, gone.len()),
            now != revised.text,
            now.lines().any(has_unseen),
        ),
        "view": view,
        "whole": is_whole && next == lines.len(),
        "edits": edits,
    })
}

/// Which lines are other ones.
#[derive(Default)]
struct Marks {
    /// Lines of the script as it is now.
    changed: BTreeSet<usize>,
    /// How many of them were not there.
    added: usize,
    /// Before which line of it which line of the script as it was is missing.
    gone: Vec<(usize, usize)>,
}

fn marks(source: &str, changes: &[(Span, String)]) -> Marks {
    let mut marks = Marks::default();
    let (mut at, mut now, mut was) = (0, 0, 0);
    for (span, words) in changes {
        let kept = breaks(
            Span {
                start: at,
                end: span.start,
            }
            .of(source),
        );
        (now, was) = (now + kept, was + kept);
        let taken = span.of(source);
        let (first, last) = inner(words);
        if first == last && taken.contains('\n') {
            let (first, last) = inner(taken);
            let lines = was + first..was + last;
            marks.gone.extend(lines.map(|line| (now, line)));
        } else {
            let lines = now + first..now + last.max(first + 1);
            if taken.is_empty() && words.contains('\n') {
                marks.added += lines.len();
            }
            marks.changed.extend(lines);
        }
        (now, was) = (now + breaks(words), was + breaks(taken));
        at = span.end;
    }
    marks
}

/// The lines of a text between the breaks that it begins and ends with: the first, and the one behind the last.
fn inner(text: &str) -> (usize, usize) {
    let rest = text.trim_start_matches(['\r', '\n']);
    let first = breaks(text) - breaks(rest);
    match rest.trim_end_matches(['\r', '\n']) {
        "" => (first, first),
        inner => (first, first + breaks(inner) + 1),
    }
}

fn breaks(text: &str) -> usize {
    text.matches('\n').count()
}

/// A line as it is shown.
fn row(class: &str, number: Option<usize>, tag: &str, text: &str) -> Value {
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let said = match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    };
    element(
        "div",
        &[("class", class), ("data-line", &number)],
        vec![element(tag, &[("class", "says")], revealed(&said))],
    )
}

fn has_unseen(line: &str) -> bool {
    line.chars().any(|c| is_unseen(c) && c != '\t')
}

/// What changed, in a few words.
fn summary((changed, added, gone): (usize, usize, usize), hides: bool, reveals: bool) -> String {
    let count = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 line {what}")),
        number => Some(format!("{number} lines {what}")),
    };
    let counts: Vec<String> = [
        count(changed.saturating_sub(added), "changed"),
        count(added, "added"),
        count(gone, "taken out"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut said = format!("{}; all else stays as it was pasted.", counts.join(", "));
    if hides {
        said.push_str(" What may be a secret is shown as asterisks, and copied as it stands.");
    }
    if reveals {
        said.push_str(
            " A character that nobody sees is shown as its number, such as U+202E, and copied as it stands.",
        );
    }
    said
}
