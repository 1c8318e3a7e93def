//! Batch file or prompt.

use super::line::pasted_prompt;
use super::percent::percent;

/// Where the text stands: it decides what percent signs mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Lines typed or pasted at the prompt, perhaps with the prompt itself (`C:\>`) before them.
    Prompt,
    /// A batch file.
    Batch,
}

impl Mode {
    /// Which of the two a text was written for. It is the prompt where a line begins with one, where the variable of a
    /// `for` has one percent sign, or where a caret stands behind a percent sign; anything else is a batch file, and so is a single line without either.
    pub fn of(source: &str) -> Mode {
        // A caret behind a percent sign keeps it from beginning a variable, at the prompt alone.
        let mut goes_on = false;
        let is_typed = source.lines().any(|line| {
            // What stands behind a caret at the end of the line before is no line of its own.
            let begins = !std::mem::replace(&mut goes_on, line.trim_end().ends_with('^'));
            begins && pasted_prompt(line).is_some() || loops_with_one_percent(line) || escapes_percent(line)
        });
        match is_typed {
            true => Mode::Prompt,
            false => Mode::Batch,
        }
    }
}

/// Whether a caret stands behind a percent sign that would begin a variable.
fn escapes_percent(line: &str) -> bool {
    let mut rest = line;
    while let Some(at) = rest.find('%') {
        let sign = rest.get(at..).unwrap_or("");
        if sign.starts_with("%^") {
            return true;
        }
        let (_, length) = percent(sign, Mode::Batch);
        rest = sign.get(length..).unwrap_or("");
    }
    false
}

/// `for %i in`, perhaps with options before the variable.
fn loops_with_one_percent(line: &str) -> bool {
    let mut words = line
        .split([' ', '\t', '(', '&', '@'])
        .filter(|word| !word.is_empty())
        .skip_while(|word| !word.eq_ignore_ascii_case("for"));
    words.next().is_some()
        && words
            .find(|word| word.starts_with('%'))
            .and_then(|word| word.strip_prefix('%'))
            .is_some_and(|name| name.len() == 1 && name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_batch_file_unless_it_looks_typed() {
        use Mode::{Batch, Prompt};
        let table = [
            ("bitsadmin /list", Batch),
            ("C:\\>bitsadmin /list", Prompt),
            ("C:\\Users\\a b> bitsadmin /list", Prompt),
            ("for %i in (a) do bitsadmin /cancel %i", Prompt),
            ("for /f \"tokens=1\" %i in ('x') do y", Prompt),
            ("for %%i in (a) do bitsadmin /cancel %%i", Batch),
            ("bitsadmin /list /allusers >C:\\out.txt", Batch),
            ("echo for %USERNAME%", Batch),
            ("echo 100%^ %^b", Prompt),
            ("echo %TEMP%^&b 100%%^&c", Batch),
            ("bitsadmin /addfile J https://h/?a=%1^&b=%~2^&c=%X% C:\\a", Batch),
            ("bitsadmin /addfile J https://h/a ^\n C:\\a 2>nul", Batch),
            ("C:\\Tools\\get.exe >out.txt", Batch),
            ("C:\\Tools\\get.exe>out.txt", Batch),
            ("C:\\Tools\\get /list>out.txt", Batch),
            ("C:\\>bitsadmin /addfile J https://h/a ^\nMore? C:\\a", Prompt),
            ("", Batch),
        ];
        for (source, mode) in table {
            assert_eq!(Mode::of(source), mode, "{source}");
        }
    }
}
