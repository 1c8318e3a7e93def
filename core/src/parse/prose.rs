//! Sentences between commands, as a letter, a forum or a page has them: no shell is meant by them.

use crate::lower_case::begins;
use crate::span::Span;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The fewest words of a sentence that by itself shows a text to be prose with commands in it.
const SENTENCE: usize = 4;
/// The fewest words of one that begins with the name of a command: `Start-BitsTransfer is the newer way to do this.`
const LONG_SENTENCE: usize = 6;

/// What prints or passes on words as they stand: what stands behind them is no sentence.
const TAKE_WORDS: &[&str] = &["msg", "net", "title"];
/// What does so wherever it stands, as in `if errorlevel 1 echo It has failed.`, or leaves for a label.
const TAKE_WORDS_ANYWHERE: &[&str] = &["echo", "goto", "rem"];

/// The text with blanks in the place of sentences between its commands, and where those stand; unchanged where no line is
/// surely a sentence.
///
/// The lines of a letter are told from those of a script by what they do not have: switches, paths, variables, signs.
pub(super) fn without_sentences(source: &str) -> (Cow<'_, str>, Vec<Span>) {
    let lines = outside_of_texts(source);
    let errors = errors(source, &lines);
    let is_letter = lines.iter().any(|line| is_sentence(line.of(source)));
    if !is_letter && errors.is_empty() {
        return (Cow::Borrowed(source), Vec::new());
    }
    let mut spans = Vec::new();
    let mut text = String::with_capacity(source.len());
    for (number, line) in lines.into_iter().enumerate() {
        let is_prose = || is_letter && (is_sentence(line.of(source)) || is_of_prose(line.of(source)));
        if errors.contains(&number) || is_prose() {
            text.push_str(source.get(text.len()..line.start).unwrap_or(""));
            text.extend(std::iter::repeat_n(' ', line.len()));
            spans.push(line);
        }
    }
    text.push_str(source.get(text.len()..).unwrap_or(""));
    (Cow::Owned(text), spans)
}

/// Whether a text holds what PowerShell says of an error.
pub(super) fn has_error(source: &str) -> bool {
    !errors(source, &outside_of_texts(source)).is_empty()
}

/// The most lines that what PowerShell says of an error has.
const ERROR: usize = 16;

/// The numbers of the lines in which PowerShell says what went wrong: `Start-BitsTransfer : The server …`, and what follows up to
/// `+ FullyQualifiedErrorId`.
fn errors(source: &str, lines: &[Span]) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    for (number, line) in lines.iter().enumerate() {
        if out.contains(&number) || !begins_error(line.of(source)) {
            continue;
        }
        let rest = lines.iter().skip(number).take(ERROR);
        let last = rest
            .clone()
            .position(|line| line.of(source).starts_with("+ FullyQualifiedErrorId"));
        out.extend(number..=number.saturating_add(last.unwrap_or(0)));
    }
    out
}

/// Whether a line names a cmdlet, and behind a colon what went wrong with it.
fn begins_error(line: &str) -> bool {
    let Some((first, said)) = line.split_once(" : ") else {
        return false;
    };
    names_tool(first) && first.contains('-') && said.starts_with(char::is_uppercase)
}

/// The lines of a text, without the blanks around them, that do not stand in a comment or in a text of several lines.
fn outside_of_texts(source: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut closing: Option<&str> = None;
    let mut at: usize = 0;
    for whole in source.split_inclusive('\n') {
        let line = whole.trim();
        let blanks = whole.len().saturating_sub(whole.trim_start().len());
        let start = at.saturating_add(blanks);
        at = at.saturating_add(whole.len());
        match closing {
            Some(end) => {
                if line.contains(end) {
                    closing = None;
                }
            }
            None => {
                closing = opened(line);
                if closing.is_none() && !line.is_empty() {
                    out.push(Span::new(start, start.saturating_add(line.len())));
                }
            }
        }
    }
    out
}

/// What closes the comment, the here-string or the text in quotes that is open at the end of a line.
fn opened(line: &str) -> Option<&'static str> {
    if line.ends_with("@\"") {
        return Some("\"@");
    }
    if line.ends_with("@'") {
        return Some("'@");
    }
    if line
        .rsplit_once("<#")
        .is_some_and(|(_, rest)| !rest.contains("#>"))
    {
        return Some("#>");
    }
    // In a sentence it is an apostrophe.
    if is_words(line) || line.starts_with(['#', ':']) {
        return None;
    }
    let mut open = None;
    for c in line.chars() {
        match (open, c) {
            (None, '"' | '\'') => open = Some(c),
            (Some(mark), c) if c == mark => open = None,
            _ => {}
        }
    }
    // A command of cmd takes an apostrophe as it is.
    (open == Some('"')).then_some("\"")
}

/// Whether a line is a sentence, whatever stands around it.
fn is_sentence(line: &str) -> bool {
    let least = match first(line) {
        word if names_tool(word) => LONG_SENTENCE,
        word if takes_words(word) => return false,
        _ => SENTENCE,
    };
    is_words(line) && ends_as_sentence(line) && line.split_whitespace().count() >= least
}

/// Whether a line among sentences is one of them: `Hi Jim,`, `Thanks`.
fn is_of_prose(line: &str) -> bool {
    let is_begun = line.starts_with(char::is_uppercase);
    let first = first(line);
    is_words(line) && (ends_as_sentence(line) || is_begun) && !names_tool(first) && !takes_words(first)
}

fn first(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or("")
}

/// Whether a word is one of the commands that this is all about, of which sentences speak, too.
fn names_tool(word: &str) -> bool {
    let is_program = ["bitsadmin", "bitsadmin.exe"]
        .iter()
        .any(|program| word.eq_ignore_ascii_case(program));
    is_program || word.split_once('-').is_some_and(|(_, noun)| begins(noun, "bits"))
}

/// Whether what stands behind a word is taken as it is: behind `echo`, behind a cmdlet.
fn takes_words(first: &str) -> bool {
    let is_cmdlet = first.split_once('-').is_some_and(|(verb, noun)| {
        verb.starts_with(char::is_uppercase) && noun.starts_with(char::is_uppercase)
    });
    let name = first.trim_start_matches('@').trim_end_matches(['.', ':']);
    is_cmdlet || TAKE_WORDS.iter().any(|word| name.eq_ignore_ascii_case(word))
}

fn ends_as_sentence(line: &str) -> bool {
    let mut words = line.split_whitespace().rev();
    let last = words.next().unwrap_or("");
    last.strip_suffix(['.', ':', '?', '!', ','])
        .is_some_and(|word| word.ends_with(char::is_alphanumeric) || word.ends_with(')'))
}

/// Whether a line has nothing but words and the marks of a sentence: no switch, path, variable or sign.
fn is_words(line: &str) -> bool {
    let is_word = |word: &str| {
        let bare = word
            .trim_start_matches(['(', '\u{201c}', '\u{2018}'])
            .trim_end_matches([',', ';', '.', ':', '?', '!', ')', '\u{201d}', '\u{2019}']);
        if TAKE_WORDS_ANYWHERE
            .iter()
            .any(|one| bare.eq_ignore_ascii_case(one))
        {
            return false;
        }
        // A drive or a label ends with a colon, too.
        let is_mark = matches!(bare, "" | "-" | "\u{2013}" | "\u{2014}") && !word.starts_with(['.', ':']);
        let letters = bare
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-' | '.'));
        let is_drive = bare.len() == 1 && word.len() == 2 && word.ends_with(':');
        is_mark || (letters && bare.starts_with(char::is_alphanumeric) && !is_drive)
    };
    !line.starts_with(')') && line.split_whitespace().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    #[test]
    fn sentences_between_commands_are_left_out() {
        let letters = [
            "Hi Jim,\n\nto get it, open PowerShell and run this:\n\n    Start-BitsTransfer -Source http://s/u.msi -Destination C:\\T\\u.msi\n\nIf that doesn't work, use the old tool:\n\n    bitsadmin /transfer upd /download http://s/u.msi C:\\T\\u.msi\n\nIt's easy. Don't forget to reboot.\nThanks,\nBob\n",
            "I don't know why, but this works for me:\nStart-BitsTransfer -Source http://s/u.msi -Destination C:\\T\\u.msi\nIt's the newer way.\nbitsadmin /transfer upd /download http://s/u.msi C:\\T\\u.msi\n",
            "bitsadmin is old, and Microsoft says so. Better take this one:\r\nStart-BitsTransfer http://s/u.msi C:\\T\\u.msi\r\n(It doesn't need administrators.) Otherwise:\r\nbitsadmin /transfer upd http://s/u.msi C:\\T\\u.msi\r\n",
        ];
        for letter in letters {
            let script = import(letter, Reading::default());
            assert_eq!(script.jobs.len(), 2, "{letter}");
            let errors: Vec<_> = script
                .found
                .iter()
                .filter(|found| found.rule.contains("syntax"))
                .collect();
            assert!(errors.is_empty(), "{letter}: {errors:?}");
        }
    }

    #[test]
    fn scripts_have_no_sentences() {
        let scripts = [
            "@echo off\r\necho Please wait for the end of it.\r\nrem This is a remark of mine.\r\ntitle The nightly files come now.\r\n",
            "# This is a remark of mine.\nWrite-Host Please wait for the end of it.\n<#\nThis is a remark of mine.\n#>\n",
            "$text = @'\nThis is a text of mine.\n'@\n$text = \"\nThis is a text of mine.\n\"\n",
            "net stop bits\r\ngoto the end of it.\r\nmsg user The files have come now.\r\n",
            "bitsadmin /setdescription j \"These are the nightly files.\"\r\nif errorlevel 1 goto end\r\n",
            "Get-BitsTransfer\nPause\nExit\n",
            "if errorlevel 1 echo It has failed, try again.\r\nif exist x (\r\n(echo All is there now.\r\necho b)\r\n) else echo Nothing is there yet.\r\n",
        ];
        for script in scripts {
            let (text, spans) = without_sentences(script);
            assert!(
                matches!(text, Cow::Borrowed(_)) && spans.is_empty(),
                "{script}: {spans:?}"
            );
        }
    }

    #[test]
    fn an_error_of_powershell_is_no_command() {
        for (text, left) in [
            (
                "Start-BitsTransfer : The server does not support the necessary HTTP protocol.\nAt line:1 char:1\n+ Start-BitsTransfer -Source https://h/a -Destination C:\\a\n+ ~~~~~~~~~\n    + CategoryInfo          : NotSpecified: (:) [Start-BitsTransfer], Exception\n    + FullyQualifiedErrorId : StartBitsTransferCOMException,Microsoft.BackgroundIntelligentTransfer.Management.NewBitsTransferCommand\n",
                "",
            ),
            (
                "Start-BitsTransfer : The job is gone\nGet-BitsTransfer\n",
                "Get-BitsTransfer",
            ),
        ] {
            let (blank, _) = without_sentences(text);
            assert_eq!(blank.trim(), left, "{text}");
            assert!(has_error(text));
        }
        assert!(!has_error("Start-BitsTransfer https://h/a C:\\a\n"));
    }

    #[test]
    fn a_script_that_is_said_to_be_one_is_read_whole() {
        let text = "This is no command of cmd.\r\nbitsadmin /reset\r\n";
        let shell = Some(Dialect::Cmd);
        let read = |shell| import(text, Reading { shell, profile: None }).opaque;
        assert_eq!(read(None), read(shell));
        let (blank, spans) = without_sentences(text);
        assert_eq!((blank.len(), spans), (text.len(), vec![Span::new(0, 26)]));
    }
}
