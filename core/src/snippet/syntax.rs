//! Syntax lines of documentation, told from commands by their placeholders.

use super::mention;

/// Whether a text that names a tool describes its syntax: `<job>`, `[/verbose]`, `[-Name <String>]`, `TRUE|FALSE`, `...`.
pub(super) fn is_syntax(text: &str) -> bool {
    text.lines()
        .filter_map(|line| line.get(mention::first(line)?..))
        .any(|line| {
            has_angles(line)
                || has_brackets(line)
                || line.split_whitespace().any(is_ellipsis)
                || has_choice(line)
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

fn is_ellipsis(word: &str) -> bool {
    matches!(word, "..." | "\u{2026}")
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
