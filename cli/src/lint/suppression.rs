//! Comments that allow a rule: `rem bitsmith: allow RULE`, `:: …`, `# …`, `<!-- … -->`.
//!
//! Behind code, a comment is for its own line; alone on its line it is for the next one, in Markdown for the block that
//! begins there. `allow-file` is for the file.

use super::judge::Judge;
use super::rule::{self, MALFORMED, UNKNOWN, UNUSED};
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::document::closest;
use bitsmith_core::parse::found::{Found, Replacement};
use bitsmith_core::parse::goes_on;
use bitsmith_core::snippet::{FileKind, Snippet};
use bitsmith_core::span::Span;
use bitsmith_core::text::Dialect;

const MARK: &str = "bitsmith:";

/// A rule that a comment allows.
struct Allowance {
    rule: String,
    /// Where its name stands.
    name: Span,
    /// The line of the comment, where it has the line and the rule has the comment for itself.
    alone: Option<Span>,
    /// The part of the text that it is for.
    scope: Span,
    used: bool,
}

/// The findings without those that comments allow, and what is to be said of the comments.
pub(super) fn allowed(
    name: &str,
    text: &str,
    snippets: &[Snippet],
    found: Vec<Found>,
    judge: &dyn Judge,
) -> Vec<Found> {
    let mut said = Vec::new();
    let mut allowances = allowances(FileKind::of(name), text, snippets, &mut said);
    if allowances.is_empty() {
        said.extend(found);
        return said;
    }
    for one in found {
        let mut allows = false;
        for allowance in &mut allowances {
            if allowance.rule == one.rule && holds_start(allowance.scope, one.span) {
                allowance.used = true;
                allows = true;
            }
        }
        if !allows {
            said.push(one);
        }
    }
    let known: Vec<&'static str> = rule::all(judge).iter().map(|rule| rule.name).collect();
    for allowance in allowances.into_iter().filter(|allowance| !allowance.used) {
        said.push(unused(&allowance, &known, text));
    }
    said
}

fn holds_start(scope: Span, span: Span) -> bool {
    scope.start <= span.start && (span.start < scope.end || scope.end == span.start && span.is_empty())
}

fn unused(allowance: &Allowance, known: &[&'static str], text: &str) -> Found {
    let rule = &allowance.rule;
    if !known.contains(&rule.as_str()) {
        let help = match closest(rule, known) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "`bitsmith rules` lists the rules of jobs; a finding names its own.".to_owned(),
        };
        let message = format!("There is no rule `{rule}`, so nothing is allowed.");
        return Found::new(Severity::Warning, UNKNOWN, allowance.name, message, help);
    }
    let mut found = Found::new(
        Severity::Warning,
        UNUSED,
        allowance.name,
        format!("The rule `{rule}` finds nothing that this comment is for."),
        "Take the comment out, or put it on the line before the one that it is for.",
    );
    found.fix = allowance
        .alone
        .filter(|line| line.end <= text.len())
        .map(|line| Replacement {
            title: "Take the comment out".to_owned(),
            span: line,
            text: String::new(),
            is_secret: false,
        });
    found
}

/// What the comments of a text allow.
fn allowances(kind: FileKind, text: &str, snippets: &[Snippet], said: &mut Vec<Found>) -> Vec<Allowance> {
    if !text
        .as_bytes()
        .windows(MARK.len())
        .any(|part| part.eq_ignore_ascii_case(MARK.as_bytes()))
    {
        return Vec::new();
    }
    let lines = lines(text);
    // A line that goes on belongs together with those that it goes on in.
    let goes_on = |line: &Span| goes_on(line.of(text));
    let through = |mut last: usize| {
        while lines.get(last).is_some_and(goes_on) && last + 1 < lines.len() {
            last += 1;
        }
        lines.get(last).map_or(text.len(), |line| line.end)
    };
    let mut allowances = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some(comment) = comment(kind, *line, text, snippets) else {
            continue;
        };
        let Some((word, rules)) = comment.words.split_first() else {
            said.push(malformed(comment.span));
            continue;
        };
        let whole_file = match word.of(text).to_ascii_lowercase().as_str() {
            "allow" => false,
            "allow-file" => true,
            _ => {
                said.push(malformed(comment.span));
                continue;
            }
        };
        if rules.is_empty() {
            said.push(malformed(comment.span));
        }
        let scope = if whole_file {
            Span::new(0, text.len())
        } else if !comment.alone {
            Span::new(line.start, through(number))
        } else {
            next_scope(number, &lines, text, kind, snippets, &through)
        };
        for rule in rules {
            allowances.push(Allowance {
                rule: rule.of(text).to_ascii_lowercase(),
                name: *rule,
                alone: (comment.alone && rules.len() == 1).then_some(*line),
                scope,
                used: false,
            });
        }
    }
    allowances
}

/// What a comment that is alone on its line is for.
fn next_scope(
    number: usize,
    lines: &[Span],
    text: &str,
    kind: FileKind,
    snippets: &[Snippet],
    through: &dyn Fn(usize) -> usize,
) -> Span {
    let is_for_more = |line: &Span| {
        let blank = kind == FileKind::Markdown && line.of(text).trim().is_empty();
        blank || comment(kind, *line, text, snippets).is_some_and(|comment| comment.alone)
    };
    let next = lines
        .iter()
        .enumerate()
        .skip(number + 1)
        .find(|(_, line)| !is_for_more(line));
    let Some((number, line)) = next else {
        return Span::new(text.len(), text.len());
    };
    let block = snippets.iter().find(|snippet| {
        kind == FileKind::Markdown && snippet.place.start >= line.start && snippet.place.start < line.end
    });
    let end = block.map_or(0, |block| block.place.end);
    Span::new(line.start, through(number).max(end))
}

fn malformed(span: Span) -> Found {
    Found::new(
        Severity::Warning,
        MALFORMED,
        span,
        "This comment allows nothing.",
        "Write `bitsmith: allow RULE`, with the name of the rule that a finding names, or `bitsmith: allow-file RULE`.",
    )
}

/// A comment of ours.
struct Comment {
    span: Span,
    /// Its words behind the mark.
    words: Vec<Span>,
    /// Whether its line has nothing else.
    alone: bool,
}

fn comment(kind: FileKind, line: Span, text: &str, snippets: &[Snippet]) -> Option<Comment> {
    let source = line.of(text);
    let mark = find_mark(source)?;
    let before = source.get(..mark)?.trim_end();
    let inside = snippets.iter().any(|snippet| {
        snippet.place.start <= line.start && line.end <= snippet.place.end && snippet.place.start < line.end
    });
    let cmd = |before: &str| -> Option<String> {
        if let Some(rest) = before.strip_suffix("::").filter(|rest| rest.trim().is_empty()) {
            return Some(rest.to_owned());
        }
        let at = before.len().checked_sub(3)?;
        let (rest, word) = before.split_at_checked(at)?;
        let is_word = rest.is_empty() || rest.ends_with(|c: char| c.is_whitespace() || "@&(".contains(c));
        (is_word && word.eq_ignore_ascii_case("rem")).then(|| rest.trim_end_matches('@').to_owned())
    };
    let powershell = |before: &str| {
        let rest = before.strip_suffix("<#").or_else(|| before.strip_suffix('#'))?;
        Some(rest.to_owned())
    };
    let page = |before: &str| before.strip_suffix("<!--").map(str::to_owned);
    let rest = match kind {
        FileKind::Script(Dialect::Cmd) => cmd(before),
        FileKind::Script(Dialect::PowerShell) => powershell(before),
        FileKind::Markdown if !inside => page(before),
        FileKind::Markdown | FileKind::Plain | FileKind::Foreign => page(before)
            .or_else(|| cmd(before))
            .or_else(|| powershell(before)),
    }?;
    let start = mark + MARK.len();
    let behind = source.get(start..)?;
    let end = ["-->", "#>"].iter().filter_map(|end| behind.find(end)).min();
    let (words, after) = behind.split_at_checked(end.unwrap_or(behind.trim_end().len()))?;
    let after = after.trim().trim_start_matches("-->").trim_start_matches("#>");
    // What stands before lines of quotes and lists is no code.
    let prefix = |c: char| c.is_whitespace() || (kind == FileKind::Markdown && ">-*+".contains(c));
    let from = line.start + start;
    Some(Comment {
        span: Span::new(line.start + mark, from + words.trim_end().len()),
        words: words_of(words)
            .into_iter()
            .map(|word| Span::new(from + word.start, from + word.end))
            .collect(),
        alone: rest.chars().all(prefix) && after.trim().is_empty(),
    })
}

fn find_mark(line: &str) -> Option<usize> {
    let parts = line.as_bytes().windows(MARK.len());
    parts
        .enumerate()
        .find_map(|(at, part)| part.eq_ignore_ascii_case(MARK.as_bytes()).then_some(at))
}

/// The names in a list with commas or blanks between them; what follows in brackets is the reason.
fn words_of(text: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(|c: char| c.is_whitespace() || c == ',') {
        let word = part.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        if word.starts_with('(') {
            break;
        }
        if !word.is_empty() {
            words.push(Span::new(at, at + word.len()));
        }
        at += part.len();
    }
    words
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            Span::new(start, at)
        })
        .collect()
}
