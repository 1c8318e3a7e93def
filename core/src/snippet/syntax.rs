//! Syntax lines of documentation, told from commands by their placeholders.

use super::mention;
use crate::parse::goes_on;
use crate::span::Span;
use crate::text::Dialect;
use std::collections::BTreeSet;

/// Whether a text that names a tool describes its syntax: `<job>`, `[/verbose]`, `[-Name <String>]`, `TRUE|FALSE`, `{{url}}`,
/// `...`.
pub(super) fn is_syntax(text: &str) -> bool {
    groups(text).into_iter().any(|line| is_syntax_line(line.of(text)))
}

/// The lines of a text, each with those that it goes on in.
fn groups(text: &str) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let (mut at, mut open): (usize, bool) = (0, false);
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at.saturating_add(line.len()));
        at = span.end;
        match lines.last_mut().filter(|_| open) {
            Some(last) => last.end = span.end,
            None => lines.push(span),
        }
        open = goes_on(line);
    }
    lines
}

fn is_syntax_line(line: &str) -> bool {
    let named = mention::first(line).and_then(|first| line.get(first..));
    named.is_some_and(|line| {
        has_angles(line)
            || has_brackets(line)
            || has_braces(line)
            || line.split_whitespace().any(is_ellipsis)
            || has_choice(line)
    })
}

/// The lines of a block that describe syntax, and the others; `None` where there is no command beside them, or where what is
/// left would not be what the block says: a bracket opens in one of the lines and closes in another.
pub(super) fn apart(text: &str, shell: Option<Dialect>) -> Option<(Vec<Span>, Vec<Span>)> {
    if !is_syntax(text) {
        return Some((Vec::new(), Vec::new()));
    }
    let lines = groups(text);
    let (mut described, others): (Vec<Span>, Vec<Span>) =
        lines.into_iter().partition(|line| is_syntax_line(line.of(text)));
    // What is computed from a placeholder is not known.
    let set: BTreeSet<String> = described
        .iter()
        .filter_map(|line| variable_set(line.of(text)))
        .map(str::to_lowercase)
        .collect();
    let uses = |line: &str| variables(line).any(|name| set.contains(&name.to_lowercase()));
    let (taken, left): (Vec<Span>, Vec<Span>) = others
        .into_iter()
        .partition(|line| !set.is_empty() && uses(line.of(text)));
    let is_even = |line: &Span| {
        let count = |mark: char| line.of(text).matches(mark).count();
        shell == Some(Dialect::Cmd) && !line.of(text).trim_end().ends_with('(')
            || count('(') == count(')') && count('{') == count('}')
    };
    let is_named = left.iter().any(|line| mention::is_in(line.of(text)));
    described.extend(taken);
    described.sort();
    (is_named && described.iter().all(is_even)).then_some((described, left))
}

/// The variables of PowerShell that stand in a line, with the dollar sign.
fn variables(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices('$').filter_map(|(at, _)| {
        let rest = line.get(at..)?;
        let name = rest.get(1..)?;
        let end = name.find(|c: char| !is_in_name(c)).unwrap_or(name.len());
        rest.get(..end.saturating_add(1))
    })
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The variable that a line of PowerShell sets: `$job` of `$job = …`.
fn variable_set(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim();
    name.strip_prefix('$')?.chars().all(is_in_name).then_some(name)
}

/// Whether a call of a cmdlet in running text has nothing but names, each a plain word: `Start-BitsTransfer url file`.
pub(super) fn are_names(text: &str) -> bool {
    let is_name = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '_');
    let mut words = text.split_whitespace();
    let is_cmdlet = words.next().is_some_and(|tool| tool.contains('-'));
    is_cmdlet && words.clone().count() > 1 && words.all(is_name)
}

/// `{{url}}`, as pages that tools fill in have them: a name or an example between braces.
fn has_braces(line: &str) -> bool {
    line.split("{{").skip(1).any(|rest| {
        let inside = rest.split_once("}}").map_or("", |(inside, _)| inside.trim());
        !inside.is_empty() && !inside.contains(['{', '}', '$', ';', '|'])
    })
}

/// `<job>`, `<user_name@domain>`, `<String[]>`, `<TRUE|FALSE>`, `< ... >`. A redirection has a name with a dot, or no end.
fn has_angles(line: &str) -> bool {
    line.split('<').skip(1).any(|rest| {
        let Some((inside, _)) = rest.split_once('>') else {
            return false;
        };
        let word = |c: char| c.is_alphanumeric() || " _-|[]@/:,".contains(c);
        let inside = inside.trim();
        !inside.is_empty() && (inside.chars().all(word) || is_ellipsis(inside))
    })
}

/// `[/verbose]`, `[-Name]`, `[[-Destination]`, `[<CommonParameters>]`, `[type]` as a word: a type literal of PowerShell
/// has a value right behind it.
fn has_brackets(line: &str) -> bool {
    let mut before = ' ';
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '[' && before.is_whitespace() {
            let after = rest.as_str();
            if after.starts_with(['/', '-', '[', '<']) {
                return true;
            }
            if let Some((inside, behind)) = after.split_once(']') {
                let word =
                    !inside.is_empty() && inside.chars().all(|c| c.is_alphanumeric() || " _-".contains(c));
                if word && (behind.is_empty() || behind.starts_with([' ', '\t', '['])) {
                    return true;
                }
            }
        }
        before = c;
    }
    false
}

/// `...`, or an address or a path that ends so: `http://...`.
fn is_ellipsis(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', ',']);
    let before = word.strip_suffix("...").or(word.strip_suffix('\u{2026}'));
    before.is_some_and(|before| before.is_empty() || before.ends_with(['/', '\\']))
}

/// `TRUE|FALSE`: capitals on both sides of a bar, without blanks. A pipe leads to a program, whose name is hardly so.
fn has_choice(line: &str) -> bool {
    line.split_whitespace().any(|word| {
        word.contains('|')
            && word
                .split('|')
                .all(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    })
}
