//! Puts ways of quoting to the test and counts.

use std::fmt;

use super::{Context, Reading, Unread, batch_in, prompt_in};
use crate::argv;

/// The outcome of checking one way of quoting.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many texts were given to it.
    pub checked: usize,
    /// How many were refused.
    pub refused: usize,
    /// How many were read back exactly, by every reader.
    pub exact: usize,
    /// The others: the text, what was written, what was read.
    pub wrong: Vec<Wrong>,
}

/// A text that did not come back.
#[derive(Debug, Clone)]
pub struct Wrong {
    /// The text.
    pub text: String,
    /// How it was written.
    pub written: String,
    /// What the reader made of it.
    pub read: String,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            checked,
            refused,
            exact,
            wrong,
        } = self;
        write!(
            f,
            "{checked} checked, {exact} exact, {refused} refused, {} wrong",
            wrong.len()
        )?;
        for wrong in wrong.iter().take(3) {
            write!(
                f,
                "\n    {:?} written {} read {}",
                wrong.text, wrong.written, wrong.read
            )?;
        }
        Ok(())
    }
}

impl Report {
    /// Counts one text: `read` says what came back, or nothing when it is exact.
    pub fn count(&mut self, text: &str, written: Option<&str>, read: impl FnOnce(&str) -> Option<String>) {
        self.checked += 1;
        let Some(written) = written else {
            self.refused += 1;
            return;
        };
        match read(written) {
            None => self.exact += 1,
            Some(read) => {
                self.wrong.push(Wrong {
                    text: text.to_owned(),
                    written: written.to_owned(),
                    read,
                });
            }
        }
    }
}

/// Every string of at most six characters over the letter a, space, tab, quote and backslash.
pub fn short_strings() -> impl Iterator<Item = String> {
    (0..=6_u32).flat_map(|length| {
        (0..5_u32.pow(length)).map(move |number| {
            (0..length)
                .map(|place| ['a', ' ', '\t', '"', '\\'][(number / 5_u32.pow(place) % 5) as usize])
                .collect()
        })
    })
}

/// Puts a writer of arguments to both readers of argument vectors, with every short string: alone, before
/// and after other arguments, and glued to nothing else.
pub fn check_argument_quoter(quoter: &dyn Fn(&str) -> Option<String>) -> Report {
    let mut report = Report::default();
    for text in short_strings() {
        let written = quoter(&text);
        report.count(&text, written.as_deref(), |written| {
            let lines = [
                (format!("bitsadmin {written}"), vec!["bitsadmin", text.as_str()]),
                (
                    format!("bitsadmin /x {written} {written} z"),
                    vec!["bitsadmin", "/x", text.as_str(), text.as_str(), "z"],
                ),
            ];
            lines.iter().find_map(|(line, expected)| differs(line, expected))
        });
    }
    report
}

/// What a reader of argument vectors made of a line, when it is not what was expected.
fn differs(line: &str, expected: &[&str]) -> Option<String> {
    let shell = argv::command_line_to_argv_w(line);
    if shell != expected {
        return Some(format!("{shell:?} by CommandLineToArgvW"));
    }
    let library = argv::msvcrt(line);
    (library != expected).then(|| format!("{library:?} by msvcrt"))
}

/// Puts a way of quoting for batch files to the model of cmd and both readers of argument vectors.
pub fn check_batch_quoter<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    quoter: &dyn Fn(&str) -> Option<String>,
) -> Report {
    check(texts, quoter, batch_in)
}

/// Puts a way of quoting for the prompt to the model of cmd and both readers of argument vectors.
pub fn check_prompt_quoter<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    quoter: &dyn Fn(&str) -> Option<String>,
) -> Report {
    check(texts, quoter, prompt_in)
}

fn check<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    quoter: &dyn Fn(&str) -> Option<String>,
    read: fn(&str, &Context) -> Result<Reading, Unread>,
) -> Report {
    let mut report = Report::default();
    let context = Context::default().with_argument("one").with_argument("two");
    for text in texts {
        report.count(text, quoter(text).as_deref(), |written| {
            let line = format!("bitsadmin /x {written} \"a b\" {written}\r\necho end");
            let reading = match read(&line, &context) {
                Ok(reading) => reading,
                Err(unread) => return Some(unread.to_string()),
            };
            let [call, end] = reading.commands()[..] else {
                return Some(format!("{} commands", reading.commands().len()));
            };
            if !call.redirections.is_empty() || end.line != "echo end" || reading.links.len() != 2 {
                return Some(format!("{reading:?}"));
            }
            differs(&call.line, &["bitsadmin", "/x", text, "a b", text])
        });
    }
    report
}
