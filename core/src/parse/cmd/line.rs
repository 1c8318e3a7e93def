//! Prompts that were copied with the line behind them.

/// The longest folder that is looked for in a prompt.
const LONGEST: usize = 300;

/// How many bytes at the start of a line are a prompt such as `C:\Users\a b>`; blanks before it are counted.
pub(in crate::parse) fn pasted_prompt(line: &str) -> Option<usize> {
    let start = line.trim_start_matches([' ', '\t']);
    let mut chars = start.char_indices();
    let drive = chars.next().is_some_and(|(_, c)| c.is_ascii_alphabetic());
    let root = chars.next().is_some_and(|(_, c)| c == ':') && chars.next().is_some_and(|(_, c)| c == '\\');
    if !drive || !root {
        return None;
    }
    let end = chars
        .take(LONGEST)
        .take_while(|(_, c)| {
            !matches!(
                c,
                '<' | '|' | '"' | '&' | '*' | '?' | '\r' | '\n' | '%' | '/' | ':'
            )
        })
        .find(|(_, c)| *c == '>')?;
    // Behind a program or a blank it is a redirection: no folder is called so.
    let folder = start.get(..end.0)?;
    if folder.ends_with([' ', '\t']) || has_program(folder) || is_more_of_it(start.get(end.0..)?) {
        return None;
    }
    let blanks = line.len().saturating_sub(start.len());
    Some(blanks.saturating_add(end.0).saturating_add(1))
}

/// Whether a path names a program.
fn has_program(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".exe", ".com", ".cmd", ".bat"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// Whether what begins with `>` is a redirection that no command begins behind: `>>`, `>&1`.
fn is_more_of_it(behind: &str) -> bool {
    behind
        .get(1..)
        .is_some_and(|behind| behind.starts_with(['>', '&']))
}
