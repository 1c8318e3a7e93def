//! Prompts that were copied with a text.

use std::borrow::Cow;

/// The text with blanks in the place of prompts that were copied with it: `PS C:\>`, and `>>` on the lines behind.
pub(super) fn without_prompts(source: &str) -> Cow<'_, str> {
    let is_pasted = source
        .lines()
        .any(|line| prompt(line).is_some_and(|length| length > 2));
    if !is_pasted {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let length = prompt(line).unwrap_or(0);
        out.extend(std::iter::repeat_n(' ', length));
        out.push_str(line.get(length..).unwrap_or(""));
    }
    Cow::Owned(out)
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
