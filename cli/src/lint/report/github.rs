//! Commands of GitHub's workflows, which it shows beside the lines of a change.

use super::slashed;
use crate::lint::file::Linted;
use crate::shown::safe;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::span::Places;
use std::fmt::Write;

pub(super) fn report(linted: &[Linted]) -> String {
    let mut out = String::new();
    for file in linted {
        let places = Places::of(&file.text);
        for found in &file.found {
            let command = match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information => "notice",
            };
            let (line, column) = places.line_and_column(found.span.start);
            let (end_line, end_column) = places.line_and_column(found.span.end);
            let mut message = safe(&found.message);
            if !found.help.is_empty() {
                message.push('\n');
                message.push_str(&safe(&found.help));
            }
            // Writing to a string cannot fail.
            let _ = write!(
                out,
                "::{command} file={},line={line},endLine={end_line},col={column}",
                property(&slashed(&file.path))
            );
            // GitHub takes an end column only on the same line.
            if line == end_line {
                let _ = write!(out, ",endColumn={end_column}");
            }
            let _ = writeln!(out, ",title={}::{}", property(found.rule), data(&message));
        }
    }
    out
}

/// A message: what ends a line, and the sign of an escape, are escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before the message, where commas and colons part values.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100 %\r\n::error::x"), "100 %25%0D%0A::error::x");
        assert_eq!(property("C:/a,b%.cmd"), "C%3A/a%2Cb%25.cmd");
    }
}
