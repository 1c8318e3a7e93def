//! Argument vectors: what `CommandLineToArgvW` and the C run time read alike `[crt]`.
//!
//! Backslashes are literal unless they precede `"`: 2n backslashes and `"` are n and a boundary, 2n+1 and `"` are n
//! and a quote. The two readers differ only where a quote follows a closing quote, which is never written.

use super::{Refusal, control_character, is_bare};

/// Writes one argument so that both readers get back exactly this string.
///
/// ```
/// use bitsmith_core::quote::argument;
/// assert_eq!(argument(r"C:\a b\").unwrap(), r#""C:\a b\\""#);
/// assert_eq!(argument(r#"say "hi""#).unwrap(), r#""say \"hi\"""#);
/// assert_eq!(argument("/addfile").unwrap(), "/addfile");
/// ```
pub fn argument(text: &str) -> Result<String, Refusal> {
    if let Some(nul) = text.chars().find(|c| *c == '\0') {
        return Err(control_character(nul, "a program"));
    }
    if !text.is_empty() && text.chars().all(is_bare) {
        return Ok(text.to_owned());
    }
    let mut out = String::with_capacity(text.len().saturating_add(2));
    let mut quoted = Quoted::default();
    out.push('"');
    for c in text.chars() {
        quoted.push(c, &mut out);
    }
    quoted.close(&mut out);
    Ok(out)
}

/// Writes the inside of one quoted argument, counting the backslashes that a quote would turn into escapes.
#[derive(Default)]
pub(super) struct Quoted {
    backslashes: usize,
}

impl Quoted {
    /// Adds a character that stands for itself.
    pub(super) fn push(&mut self, c: char, out: &mut String) {
        if c == '"' {
            self.double_backslashes(out);
            out.push('\\');
        } else if c == '\\' {
            self.backslashes = self.backslashes.saturating_add(1);
        } else {
            self.backslashes = 0;
        }
        out.push(c);
    }

    /// Notes that something else was written that holds no backslash before a quote.
    pub(super) fn interrupt(&mut self) {
        self.backslashes = 0;
    }

    /// Ends the argument.
    pub(super) fn close(&mut self, out: &mut String) {
        self.double_backslashes(out);
        out.push('"');
    }

    fn double_backslashes(&mut self, out: &mut String) {
        out.extend(std::iter::repeat_n('\\', self.backslashes));
        self.backslashes = 0;
    }
}

/// Reads the arguments of a command line (without a program name before them), as the C run time does.
///
/// ```
/// use bitsmith_core::quote::read_arguments;
/// assert_eq!(read_arguments(r#"/addfile "C:\a b\\" \"x"#), ["/addfile", r"C:\a b\", r#""x"#]);
/// ```
pub fn read_arguments(line: &str) -> Vec<String> {
    split(line.chars(), |c| Some(*c))
        .into_iter()
        .map(|word| word.into_iter().collect())
        .collect()
}

/// Splits cells into arguments; `char_of` gives the character of a cell, or nothing for a value of the run time.
pub(crate) fn split<Cell: Clone>(
    cells: impl IntoIterator<Item = Cell>,
    char_of: impl Fn(&Cell) -> Option<char>,
) -> Vec<Vec<Cell>> {
    let mut words = Vec::new();
    let mut word: Option<Vec<Cell>> = None;
    let mut inside = false;
    let mut backslashes: Vec<Cell> = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while let Some(cell) = cells.next() {
        match char_of(&cell) {
            Some('\\') => backslashes.push(cell),
            Some('"') => {
                let count = backslashes.len();
                let word = word.get_or_insert_with(Vec::new);
                word.extend(backslashes.drain(..).take(count / 2));
                if count % 2 == 1 {
                    word.push(cell);
                } else if inside && cells.peek().and_then(&char_of) == Some('"') {
                    word.push(cell);
                    cells.next();
                } else {
                    inside = !inside;
                }
            }
            Some(' ' | '\t') if !inside => {
                if !backslashes.is_empty() {
                    word.get_or_insert_with(Vec::new).append(&mut backslashes);
                }
                words.extend(word.take());
            }
            _ => {
                let word = word.get_or_insert_with(Vec::new);
                word.append(&mut backslashes);
                word.push(cell);
            }
        }
    }
    if !backslashes.is_empty() {
        word.get_or_insert_with(Vec::new).append(&mut backslashes);
    }
    words.extend(word);
    words
}
