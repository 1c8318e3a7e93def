//! Which program a command starts, behind `call` and `start`.

use super::Command;
use crate::span::Span;

/// A program in a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its name without folder, quotes and extension, in lower case.
    pub name: String,
    /// The number of its word; the arguments stand behind it.
    pub word: usize,
    /// Where its word stands.
    pub span: Span,
    /// Whether `call` has cmd read the line a second time.
    pub called: bool,
}

/// Extensions that cmd adds by itself.
const EXTENSIONS: &[&str] = &[".exe", ".com", ".cmd", ".bat"];
/// Switches of `start` with a word behind them.
const WITH_VALUE: &[&str] = &["/d", "/node", "/affinity", "/machine"];

/// The program or command of cmd that is started; `None` where a variable stands for its whole name.
pub fn program(command: &Command) -> Option<Program> {
    program_at(command, 0)
}

/// As [`program`], of the words from that number on.
pub fn program_at(command: &Command, first: usize) -> Option<Program> {
    let mut called = false;
    let mut at = first;
    loop {
        let word = command.words.get(at)?;
        let name = name(&word_end(word)?);
        match name.as_str() {
            "call" => called = true,
            "start" => {
                at = behind_start(command, at);
                continue;
            }
            _ => {
                return Some(Program {
                    name,
                    word: at,
                    span: word.span,
                    called,
                });
            }
        }
        at = at.saturating_add(1);
    }
}

/// The number of the word that `start` starts.
fn behind_start(command: &Command, start: usize) -> usize {
    let mut at = start.saturating_add(1);
    let text = |at: usize| {
        command
            .words
            .get(at)
            .and_then(super::Word::literal)
            .unwrap_or_default()
    };
    // The first word in quotes is a title. [cmd]
    if text(at).starts_with('"') {
        at = at.saturating_add(1);
    }
    while text(at).starts_with('/') {
        let switch = text(at).to_ascii_lowercase();
        at = at.saturating_add(if WITH_VALUE.contains(&switch.as_str()) {
            2
        } else {
            1
        });
        if text(at).starts_with('"') && text(at) == "\"\"" {
            at = at.saturating_add(1);
        }
    }
    at
}

/// The literal end of a word, without quotes.
fn word_end(word: &super::Word) -> Option<String> {
    let mut end = String::new();
    for part in &word.parts {
        match &part.value {
            super::Value::Literal(text) => end.push_str(text),
            _ => end.clear(),
        }
    }
    let end = end.replace('"', "");
    (!end.is_empty()).then_some(end)
}

/// The name without folder and extension.
fn name(path: &str) -> String {
    let file = path
        .rsplit(['\\', '/'])
        .next()
        .unwrap_or(path)
        .to_ascii_lowercase();
    // echo is known by its first letters: `echo.`, `echo:`, `echo(`. [cmd]
    if let Some(rest) = file.strip_prefix("echo")
        && rest.starts_with(['.', ':', '(', '[', ']', '+'])
    {
        return "echo".to_owned();
    }
    let plain = EXTENSIONS.iter().find_map(|end| file.strip_suffix(end));
    plain.unwrap_or(&file).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::cmd::{Form, Mode, read};

    #[test]
    fn the_program_stands_behind_what_starts_it() {
        let table = [
            ("bitsadmin /list", Some(("bitsadmin", 0))),
            ("BitsAdmin.EXE /list", Some(("bitsadmin", 0))),
            (
                "\"%SystemRoot%\\System32\\bitsadmin.exe\" /list",
                Some(("bitsadmin", 0)),
            ),
            ("C:\\Windows\\System32\\bitsadmin /list", Some(("bitsadmin", 0))),
            ("bitsadmin/list", Some(("bitsadmin", 0))),
            ("call bitsadmin /list", Some(("bitsadmin", 1))),
            ("start /wait bitsadmin /list", Some(("bitsadmin", 2))),
            (
                "start \"a title\" /min /wait bitsadmin /list",
                Some(("bitsadmin", 4)),
            ),
            ("start /wait \"\" bitsadmin /list", Some(("bitsadmin", 3))),
            ("start /d C:\\ bitsadmin /list", Some(("bitsadmin", 3))),
            ("call start bitsadmin", Some(("bitsadmin", 2))),
            ("call :label bitsadmin", Some((":label", 1))),
            ("call:label bitsadmin", Some((":label", 1))),
            ("echo.bitsadmin", Some(("echo", 0))),
            ("echo(bitsadmin", Some(("echo", 0))),
            ("%TOOL% /list", None),
            ("call", None),
        ];
        for (source, expected) in table {
            let script = read(source, Mode::Batch);
            let Form::Command(command) = &script.statements[0].form else {
                panic!("{source}")
            };
            let found = program(command);
            let found = found.as_ref().map(|found| (found.name.as_str(), found.word));
            assert_eq!(found, expected, "{source}");
        }
    }
}
