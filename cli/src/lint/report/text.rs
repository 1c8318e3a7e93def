//! For people: place, severity, rule, message; the line with a caret; what to do.

use crate::lint::file::Linted;
use crate::lint::masked::masked_line;
use bitsmith_core::diagnostic::{Position, caret_in_line};
use bitsmith_core::span::Places;
use std::fmt::Write;

pub(super) fn report(linted: &[Linted]) -> String {
    let mut out = String::new();
    for file in linted {
        let places = Places::of(&file.text);
        for found in &file.found {
            let start = found.span.start;
            let (line, column) = places.line_and_column(start);
            let position = Position {
                line,
                column,
                offset: places.offset(start),
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{}:{line}:{column}: {}[{}]: {}\n{}",
                file.name,
                found.severity.word(),
                found.rule,
                found.message,
                caret_in_line(masked_line(line_at(&file.text, start)).trim_end(), position)
            );
            if !found.help.is_empty() {
                let _ = writeln!(out, "help: {}", found.help);
            }
            if let Some(fix) = &found.fix {
                let _ = writeln!(out, "fix: {}", fix.title);
            }
        }
    }
    out
}

/// The line that a byte stands in.
fn line_at(text: &str, byte: usize) -> &str {
    let (before, after) = text.split_at_checked(byte).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = byte + after.find('\n').unwrap_or(after.len());
    text.get(start..end).unwrap_or("")
}
