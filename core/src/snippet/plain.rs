//! Plain text: the lines that hold a command.

use super::{Form, Snippet, Within, mention, syntax};
use crate::parse::detect::{certain, is_whole};
use crate::parse::{self, transcript};
use crate::span::Span;
use crate::text::Dialect;

/// The snippets of a text: the whole of a script; else lines with commands, neighbours together.
pub(super) fn snippets(file: &str) -> Vec<Snippet> {
    let is_text = |line: &str| syntax::is_syntax(line) || mention::is_in(line) && is_prose(line);
    if is_whole(file) && mention::is_in(file) && !file.lines().any(is_text) {
        let all = Span::new(0, file.len());
        let mut snippet = Snippet::empty(None, all, Within::Lines);
        snippet.take(file, all);
        return vec![snippet];
    }
    let mut found: Vec<Snippet> = Vec::new();
    let mut at: usize = 0;
    // The end of the line before, where it belongs to a snippet; and whether that line goes on in this one.
    let mut before: Option<usize> = None;
    let mut goes_on = false;
    for line in file.split_inclusive('\n') {
        let span = Span::new(at, at.saturating_add(line.len()));
        at = span.end;
        let start = if goes_on { Some(0) } else { command(line) };
        let Some(start) = start else {
            before = None;
            continue;
        };
        let span = Span::new(span.start.saturating_add(start), span.end);
        let line = span.of(file);
        let shell = shell_of(line);
        let form = if syntax::is_syntax(line) {
            Form::Syntax
        } else {
            Form::Commands
        };
        let neighbour = before.and_then(|_| found.last_mut()).filter(|last| {
            goes_on || (last.form == form && (last.shell == shell || last.shell.is_none() || shell.is_none()))
        });
        match neighbour {
            Some(last) => {
                last.take(file, span);
                last.place.end = span.end;
                last.shell = last.shell.or(shell);
            }
            None => {
                let mut snippet = Snippet::empty(shell, span, Within::Lines);
                snippet.form = form;
                snippet.take(file, span);
                found.push(snippet);
            }
        }
        before = Some(span.end);
        goes_on = parse::goes_on(line);
    }
    found
}

/// Where the command of a line begins, behind a bullet and the like; `None` where it holds none.
fn command(line: &str) -> Option<usize> {
    if !mention::is_in(line) || is_prose(line) {
        return None;
    }
    let bare = line.trim_start();
    let bare = ["- ", "* ", "+ ", "\u{2022} ", "$ ", "> "]
        .iter()
        .find_map(|bullet| bare.strip_prefix(bullet))
        .unwrap_or(bare);
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    let bare = match bare.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')'])) {
        Some(rest) if digits > 0 && rest.starts_with(' ') => rest,
        _ => bare,
    };
    let bare = bare.trim_start();
    let named = bare.get(mention::first(bare)?..)?;
    has_argument(named).then(|| line.len().saturating_sub(bare.len()))
}

/// Whether a line of running text begins as a command does, behind a bullet, a prompt or `cmd /c`.
pub(super) fn is_command(line: &str) -> bool {
    command(line)
        .and_then(|start| line.get(start..))
        .is_some_and(begins_command)
}

/// Whether a line begins with a command of BITS that has arguments, behind a prompt or another shell.
pub(super) fn begins_command(line: &str) -> bool {
    let bare = line.trim_start();
    let bare = transcript::prompt(bare)
        .and_then(|end| bare.get(end..))
        .unwrap_or(bare);
    let Some(first) = mention::first(bare) else {
        return false;
    };
    let (before, named) = bare.split_at_checked(first).unwrap_or_default();
    // `C:\Windows\System32\bitsadmin.exe`, `cmd /c`, `powershell -Command "`
    let is_path = !before.contains(char::is_whitespace) && before.ends_with(['\\', '/']);
    let program = before
        .split_whitespace()
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    let program = program.strip_suffix(".exe").unwrap_or(&program);
    let is_shell = matches!(program, "cmd" | "powershell" | "pwsh");
    (before.trim().is_empty() || is_path || is_shell) && has_argument(named)
}

/// Whether a tool is called and not only named: with a switch, a parameter or a value, or with a pipe.
pub(super) fn has_argument(named: &str) -> bool {
    let mut words = named.split_whitespace();
    let tool = words.next().unwrap_or("");
    let next = words.next().unwrap_or("");
    let switch = |mark: &str| {
        let rest = next.strip_prefix(mark).unwrap_or("");
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '?')
    };
    if tool.contains("-B") || tool.contains("-b") {
        return switch("-")
            || next.starts_with(['$', '"', '\'', '|', '@', '(', '[', '<'])
            || next.contains("://")
            || next.contains('\\');
    }
    switch("/") || switch("-")
}

/// Whether a line that names a tool is a sentence: it ends with a full stop or a colon behind words.
fn is_prose(line: &str) -> bool {
    let mut words = line.split_whitespace().rev();
    let last = words.next().unwrap_or("");
    let before = words.next().unwrap_or("");
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == ',');
    last.strip_suffix(['.', ':', ';', '?', '!']).is_some_and(is_word) && is_word(before)
}

/// The shell that a line needs: a cmdlet is one of PowerShell, bitsadmin runs in both.
pub(super) fn shell_of(line: &str) -> Option<Dialect> {
    let named = line.get(mention::first(line)?..)?;
    let is_program = named
        .get(..9)
        .is_some_and(|word| word.eq_ignore_ascii_case("bitsadmin"));
    let prompt = transcript::prompt(line).and_then(|end| line.get(..end));
    match prompt {
        Some(prompt) if prompt.trim_start().starts_with("PS") => Some(Dialect::PowerShell),
        Some(_) => Some(Dialect::Cmd),
        None if is_program => certain(line),
        // `powershell -Command "Get-BitsTransfer"` is a line of cmd, too.
        None => Some(certain(line).unwrap_or(Dialect::PowerShell)),
    }
}
