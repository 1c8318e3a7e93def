//! What was typed and what was printed: a block whose first line begins with a prompt holds both.

use crate::span::Span;

/// The runs that were typed, with their prompts; `None` where no line is printed.
pub(crate) fn typed(text: &str) -> Option<Vec<Span>> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    prompt(first)?;
    let mut runs: Vec<Span> = Vec::new();
    let mut open = Open::default();
    let mut at: usize = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at.saturating_add(line.len()));
        at = span.end;
        let code = match prompt(line) {
            Some(length) => {
                open = Open::default();
                line.get(length..).unwrap_or("")
            }
            None if open.goes_on() => line,
            None if line.trim_start().starts_with(">>") => line,
            None => continue,
        };
        open.read(code);
        match runs.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => runs.push(span),
        }
    }
    Some(runs)
}

/// How long the prompt at the start of a line is: `C:\>`, `PS C:\>`, `PS>`.
pub(crate) fn prompt(line: &str) -> Option<usize> {
    let start = line.len().saturating_sub(line.trim_start().len());
    let text = line.trim_start();
    let end = text.find('>')?;
    let before = text.get(..end)?;
    let path = match before.strip_prefix("PS") {
        Some("") => return Some(start.saturating_add(end).saturating_add(1)),
        Some(rest) => rest.strip_prefix(' ')?,
        None => before,
    };
    let mut letters = path.chars();
    let drive = letters.next()?.is_ascii_alphabetic() && letters.next()? == ':';
    let is_path = drive && !path.contains(['"', '<', '|']) && letters.next().is_none_or(|c| c == '\\');
    is_path.then(|| start.saturating_add(end).saturating_add(1))
}

/// What keeps a command open at the end of a line.
#[derive(Debug, Default)]
struct Open {
    brackets: usize,
    here_string: Option<&'static str>,
    continued: bool,
}

impl Open {
    fn goes_on(&self) -> bool {
        self.brackets > 0 || self.here_string.is_some() || self.continued
    }

    fn read(&mut self, line: &str) {
        let line = line.trim_end();
        if let Some(end) = self.here_string {
            if line.starts_with(end) {
                self.here_string = None;
            }
            return;
        }
        self.here_string = [("@\"", "\"@"), ("@'", "'@")]
            .into_iter()
            .find(|(start, _)| line.ends_with(start))
            .map(|(_, end)| end);
        self.continued = line.ends_with(['`', '^', '|', ',']);
        for c in line.chars() {
            match c {
                '(' | '{' => self.brackets = self.brackets.saturating_add(1),
                ')' | '}' => self.brackets = self.brackets.saturating_sub(1),
                _ => {}
            }
        }
    }
}
