//! Prompts that were copied with a text.

use crate::parse::detect::certain;
use crate::parse::transcript;
use crate::span::Span;
use crate::text::Dialect;
use std::borrow::Cow;

/// The text with blanks in the place of prompts that were copied with it: `PS C:\>`, and `>>` on the lines behind; and in the
/// place of what was printed between them, whose lines come along.
pub(super) fn without_prompts(source: &str) -> (Cow<'_, str>, Vec<Span>) {
    let is_pasted = source
        .lines()
        .any(|line| prompt(line).is_some_and(|length| length > 2));
    if !is_pasted {
        return (Cow::Borrowed(source), Vec::new());
    }
    let typed = transcript::typed(source).unwrap_or_else(|| vec![Span::new(0, source.len())]);
    let mut typed = typed.into_iter().peekable();
    let mut printed = Vec::new();
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let start = out.len();
        while typed.next_if(|typed| typed.end <= start).is_some() {}
        let text = line.trim_end_matches(['\r', '\n']);
        let length = match typed.peek() {
            Some(typed) if typed.start <= start => prompt(line).unwrap_or(0),
            // Only the first line was copied with its prompt.
            _ if certain(text) == Some(Dialect::PowerShell) => 0,
            _ => {
                if !text.trim().is_empty() {
                    printed.push(Span::new(start, start.saturating_add(text.len())));
                }
                text.len()
            }
        };
        out.extend(std::iter::repeat_n(' ', length));
        out.push_str(line.get(length..).unwrap_or(""));
    }
    (Cow::Owned(out), printed)
}

/// How many bytes of a line are a prompt; all of them are one unit each.
pub(super) fn prompt(line: &str) -> Option<usize> {
    let start = line.len().saturating_sub(line.trim_start().len());
    let rest = line.get(start..)?;
    let length = match rest.strip_prefix("PS ") {
        Some(path) => {
            let end = path.find('>')?;
            let path = path.get(..end)?;
            // A folder, a drive of the registry, or nothing.
            (path.is_ascii() && (path.is_empty() || path.contains([':', '\\', '/', '~'])))
                .then_some(end.saturating_add(4))?
        }
        // The prompt of old pages: `C:\\PS>`.
        None if rest.get(1..3) == Some(":\\") && rest.split_whitespace().next()?.contains("PS>") => {
            rest.find("PS>")?.saturating_add(3)
        }
        None if rest.starts_with(">>") => 2,
        None if rest.starts_with("PS>") => 3,
        None => return None,
    };
    Some(start.saturating_add(length))
}
