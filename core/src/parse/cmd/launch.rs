//! A line that one program hands to Windows to start another one: no shell reads it.

use super::Mode;
use super::input::{Cell, Input};
use super::statement::Command;
use super::word::{Part, Word};
use super::words::{is_blank, push};
use crate::span::Span;

/// The words of such a line. Nothing but quotation marks and blanks means anything in it, and what arguments the program makes of
/// it is told by [`arguments`](super::arguments()) as of any command; `filled`: the runs of the source, in order, that a shell
/// around it fills in. A variable in percent signs is one that the shell around it has filled in, too.
pub(in crate::parse) fn launched(source: &str, filled: &[Span]) -> Command {
    let mut input = Input::new(source, Mode::Prompt, filled);
    let mut words: Vec<Word> = Vec::new();
    let (mut gap, mut inside) = (String::new(), false);
    let mut cells: Vec<Cell> = Vec::new();
    loop {
        let cell = input.peek();
        let blank = cell
            .and_then(|cell| cell.char())
            .filter(|c| is_blank(*c) && !inside);
        if (blank.is_some() || cell.is_none())
            && let Some(word) = word(&cells, source, &gap)
        {
            words.push(word);
            cells.clear();
            gap.clear();
        }
        let Some(cell) = cell else { break };
        match blank {
            Some(c) => gap.push(c),
            None => {
                inside ^= cell.is('"');
                cells.push(Cell {
                    quoted: inside,
                    ..cell
                });
            }
        }
        input.advance();
    }
    Command {
        words,
        tail: gap.into_boxed_str(),
    }
}

fn word(cells: &[Cell], source: &str, gap: &str) -> Option<Word> {
    let (first, last) = (cells.first()?, cells.last()?);
    let mut parts: Vec<Part> = Vec::new();
    cells.iter().for_each(|cell| push(&mut parts, cell, source));
    Some(Word {
        span: first.span.to(last.span),
        parts,
        gap: (gap != " ").then(|| gap.into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::cmd::{Value, arguments};

    #[test]
    fn only_blanks_and_quotation_marks_mean_anything() {
        for (line, expected) in [
            ("b.exe /x", &["b.exe", "/x"] as &[&str]),
            ("b  a & b|c >d ^e (f)", &["b", "a", "&", "b|c", ">d", "^e", "(f)"]),
            (
                "\"C:\\a b\\b.exe\" \"c & d\" e",
                &["\"C:\\a b\\b.exe\"", "\"c & d\"", "e"],
            ),
            ("b a%20b 100% %TEMP%\\x", &["b", "a%20b", "100%", "<TEMP>\\x"]),
            ("b a=b,c;d", &["b", "a=b,c;d"]),
            ("", &[]),
        ] {
            let command = launched(line, &[]);
            let shown = |word: &Word| -> String {
                let part = |part: &Part| match &part.value {
                    Value::Literal(text) => text.clone(),
                    Value::Environment(name) => format!("<{name}>"),
                    _ => "?".to_owned(),
                };
                word.parts.iter().map(part).collect()
            };
            let words: Vec<String> = command.words.iter().map(shown).collect();
            assert_eq!(words, expected, "{line}");
        }
        let command = launched("b \"a \\\" b\"  c", &[]);
        let given = arguments(&command, 0).list;
        let texts: Vec<String> = given
            .iter()
            .map(|one| {
                let text = |part: &Part| match &part.value {
                    Value::Literal(text) => text.clone(),
                    _ => "?".to_owned(),
                };
                one.parts.iter().map(text).collect()
            })
            .collect();
        assert_eq!(texts, ["a \" b", "c"]);
    }
}
