//! Whether an expression kept verbatim stays one expression when parentheses are put around it.

use crate::quote::{Refusal, control_character, not_ascii, opaque_unsafe};

/// Checks an expression: printable ASCII, strings closed, brackets paired, one statement, no comment.
///
/// Double-quoted strings with expressions inside and here-strings are refused rather than followed.
pub(super) fn check(source: &str) -> Result<(), Refusal> {
    if let Some(c) = source.chars().find(|c| c.is_control()) {
        return Err(control_character(c, "an expression on one line"));
    }
    if let Some(c) = source.chars().find(|c| !c.is_ascii()) {
        return Err(not_ascii(c, "scripts are written in ASCII"));
    }
    if source.trim().is_empty() {
        return Err(opaque_unsafe(source, "it is empty"));
    }
    match fault(source) {
        Some(why) => Err(opaque_unsafe(source, why)),
        None => Ok(()),
    }
}

fn fault(source: &str) -> Option<&'static str> {
    let mut open: Vec<char> = Vec::new();
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // Two quotes in a row are read as two strings side by side: their extent is the same.
            '\'' if chars.any(|c| c == '\'') => {}
            '\'' => return Some("a string in it is not closed"),
            '"' => loop {
                match chars.next() {
                    None => return Some("a string in it is not closed"),
                    Some('"') => break,
                    Some('`') => {
                        chars.next();
                    }
                    Some('$') if chars.peek() == Some(&'(') => {
                        return Some("a string in it holds an expression of its own");
                    }
                    Some(_) => {}
                }
            },
            '@' if matches!(chars.peek(), Some('\'' | '"')) => return Some("it holds a here-string"),
            '(' | '[' | '{' => open.push(c),
            ')' | ']' | '}' => {
                let pair = match open.pop() {
                    Some('(') => ')',
                    Some('[') => ']',
                    Some('{') => '}',
                    _ => return Some("a bracket in it has no partner"),
                };
                if c != pair {
                    return Some("a bracket in it has no partner");
                }
            }
            '#' => return Some("it may hold a comment"),
            '`' => return Some("it holds a backtick outside a string"),
            ';' if open.is_empty() => return Some("it is more than one statement"),
            _ => {}
        }
    }
    (!open.is_empty()).then_some("a bracket in it has no partner")
}
