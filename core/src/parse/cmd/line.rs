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
        .take_while(|(_, c)| !matches!(c, '<' | '|' | '"' | '&' | '*' | '?' | '\r' | '\n' | '%'))
        .find(|(_, c)| *c == '>')?;
    let blanks = line.len().saturating_sub(start.len());
    Some(blanks.saturating_add(end.0).saturating_add(1))
}
