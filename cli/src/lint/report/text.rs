//! For people: place, severity, rule, message; the line with a caret; what to do.

use crate::lint::file::Linted;
use crate::shown::safe;
use bitsmith_core::diagnostic::{Position, caret_in_line};
use bitsmith_core::parse::hidden::masked_with;
use bitsmith_core::span::Places;
use std::fmt::Write;

pub(super) fn report(linted: &[Linted]) -> String {
    let mut out = String::new();
    for file in linted {
        let places = Places::of(&file.text);
        let shown = masked_with(&file.text, &file.secrets);
        let lines: Vec<&str> = shown.split('\n').collect();
        for found in &file.found {
            let position = Position::of(&places, found.span.start);
            let (line, column) = (position.line, position.column);
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{}:{line}:{column}: {}[{}]: {}\n{}",
                file.name,
                found.severity.word(),
                found.rule,
                safe(&found.message),
                caret_in_line(lines.get(line - 1).unwrap_or(&"").trim_end(), position)
            );
            if !found.help.is_empty() {
                let _ = writeln!(out, "help: {}", safe(&found.help));
            }
            if let Some(fix) = &found.fix {
                let _ = writeln!(out, "fix: {}", safe(&fix.title));
            }
        }
    }
    out
}
