//! `for` in all its forms.

use super::input::{Atom, Cell, Input};
use super::reader::Reader;
use super::statement::{Form, Iteration, MarkKind, Redirection};
use super::word::{Part, Value, Word};
use super::words::{End, is_separator};

/// Why it is no loop, and where what is not understood begins, if it was passed.
type Refusal = (&'static str, Option<usize>);

/// The switches of `for`.
const SWITCHES: &[&str] = &["/f", "/l", "/d", "/r"];
/// The most variables that one `for /f` fills in. `[cmd]`
const MOST_TOKENS: usize = 31;

impl Reader<'_> {
    /// What stands behind `for`.
    pub(super) fn iteration(&mut self, _: &mut Vec<Redirection>) -> Form {
        let mut iteration = Iteration {
            switch: "",
            option: None,
            variable: '\0',
            set: Vec::new(),
            source: Vec::new(),
            body: Vec::new(),
        };
        let refusal = self.head(&mut iteration).err();
        if let Some((message, start)) = refusal {
            let start = start.unwrap_or(self.here().start);
            let rest = self.opaque_from(start, message);
            iteration.body.push(rest);
            return Form::For(iteration);
        }
        let before = self.loops.len();
        for step in 0..tokens(&iteration) {
            let letter = u32::from(iteration.variable).saturating_add(step);
            self.loops.extend(char::from_u32(letter));
        }
        self.sequence(&mut iteration.body);
        self.loops.truncate(before);
        Form::For(iteration)
    }

    /// Everything up to `do`.
    fn head(&mut self, iteration: &mut Iteration) -> Result<(), Refusal> {
        let variable = loop {
            self.skip_separators();
            let word = self.word(End::Blank).ok_or((
                "The variable of this loop is missing; cmd stops with a syntax error.",
                None,
            ))?;
            if let Some(variable) = variable(&word) {
                self.mark(MarkKind::Variable, word.span);
                break variable;
            }
            let switch = SWITCHES.iter().find(|switch| word.is(switch));
            match switch {
                Some(switch) if iteration.switch.is_empty() => {
                    self.mark(MarkKind::Keyword, word.span);
                    iteration.switch = switch;
                }
                _ if iteration.option.is_none() && matches!(iteration.switch, "/f" | "/r") => {
                    iteration.option = Some(word);
                }
                _ => {
                    self.mark(MarkKind::Keyword, word.span);
                    return Err((
                        "This is neither a switch of `for` nor its variable: `%%i` in a batch file, `%i` at the prompt.",
                        None,
                    ));
                }
            }
        };
        iteration.variable = variable;
        if !self.keyword("in") {
            return Err((
                "`in` is missing behind the variable of this loop; cmd stops with a syntax error.",
                None,
            ));
        }
        self.skip_separators();
        if self.input.peek_char() != Some('(') {
            return Err((
                "The parenthesis behind `in` is missing; cmd stops with a syntax error.",
                None,
            ));
        }
        self.set(iteration)?;
        if !self.keyword("do") {
            return Err((
                "`do` is missing behind the parentheses of this loop; cmd stops with a syntax error.",
                None,
            ));
        }
        Ok(())
    }

    /// What stands in the parentheses.
    fn set(&mut self, iteration: &mut Iteration) -> Result<(), Refusal> {
        let start = self.here().start;
        self.take_mark(MarkKind::Operator, 1);
        let mut cells: Vec<Cell> = Vec::new();
        let mut quoted = false;
        let mut escaped = false;
        loop {
            let cell = self
                .input
                .peek()
                .ok_or(("The parenthesis behind `in` is not closed.", Some(start)))?;
            let plain = !quoted && !escaped;
            escaped = false;
            match cell.char() {
                Some(')') if plain => break,
                Some('^') if plain => {
                    self.input.advance();
                    if let Some(next) = self.input.peek() {
                        if next.is('\n') {
                            self.mark(MarkKind::Dropped, cell.span);
                            self.input.advance();
                            escaped = true;
                        } else {
                            cells.push(Cell {
                                span: cell.span.to(next.span),
                                quoted: true,
                                ..next
                            });
                            self.input.advance();
                        }
                    }
                    continue;
                }
                Some('"') if plain || quoted => quoted = !quoted,
                Some('\n') => quoted = false,
                _ => {}
            }
            cells.push(Cell {
                quoted: quoted || !plain,
                ..cell
            });
            self.input.advance();
        }
        self.take_mark(MarkKind::Operator, 1);
        let inner = trimmed(&cells);
        let command = iteration.switch == "/f" && is_command(inner, iteration.option.as_ref());
        if let ([open, between @ .., close], true) = (inner, command) {
            self.mark(MarkKind::Operator, open.span);
            // Ends of lines part words within the parentheses, as blanks do, and the second cmd gets one line.
            let line = between.iter().map(|cell| match cell.char() {
                Some('\n') => Cell {
                    atom: Atom::Char(' '),
                    ..*cell
                },
                _ => *cell,
            });
            let line = line.collect();
            self.second(line, &mut iteration.source);
            self.mark(MarkKind::Operator, close.span);
        } else {
            self.items(inner, &mut iteration.set);
        }
        Ok(())
    }

    /// The words of a set.
    fn items(&mut self, cells: &[Cell], out: &mut Vec<Word>) {
        let separates =
            |cell: &Cell| !cell.quoted && cell.char().is_some_and(|c| c == '\n' || is_separator(c));
        let mut rest = cells;
        while let Some(start) = rest.iter().position(|cell| !separates(cell)) {
            let word = rest.get(start..).unwrap_or(&[]);
            let end = word.iter().position(separates).unwrap_or(word.len());
            self.cells.clear();
            self.cells.extend(word.iter().take(end));
            out.extend(self.finished());
            rest = word.get(end..).unwrap_or(&[]);
        }
    }

    /// What a second cmd makes of a command in a set.
    fn second(&mut self, cells: Vec<Cell>, out: &mut Vec<super::Statement>) {
        let outer = std::mem::replace(&mut self.input, Input::second(self.source, cells));
        let parens = std::mem::take(&mut self.parens);
        let delayed = std::mem::replace(&mut self.delayed, vec![false]);
        self.lines(out);
        self.input = outer;
        self.parens = parens;
        self.delayed = delayed;
    }
}

/// The letter of `%i`, as the word is read.
fn variable(word: &Word) -> Option<char> {
    let text = match word.parts.as_slice() {
        // A loop around it has the same one, which is another here.
        [
            Part {
                value: Value::Loop(name),
                ..
            },
        ] => format!("%{name}"),
        _ => word.literal()?,
    };
    let mut chars = text.strip_prefix('%')?.chars();
    let variable = chars.next()?;
    (chars.next().is_none() && variable != '%').then_some(variable)
}

fn trimmed(cells: &[Cell]) -> &[Cell] {
    let blank = |cell: &&Cell| cell.char().is_some_and(|c| c == '\n' || is_separator(c));
    let start = cells.iter().take_while(blank).count();
    let rest = cells.get(start..).unwrap_or(&[]);
    let end = rest
        .len()
        .saturating_sub(rest.iter().rev().take_while(blank).count());
    rest.get(..end).unwrap_or(&[])
}

/// Whether the set of a `for /f` is a command: between apostrophes, or between backquotes where the options say so.
fn is_command(cells: &[Cell], option: Option<&Word>) -> bool {
    let backquotes = options(option).contains("usebackq");
    let quote = if backquotes { '`' } else { '\'' };
    cells.len() >= 2
        && cells.first().is_some_and(|cell| cell.is(quote))
        && cells.last().is_some_and(|cell| cell.is(quote))
}

fn options(option: Option<&Word>) -> String {
    option
        .and_then(Word::unquoted)
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// How many variables in a row the loop fills in.
fn tokens(iteration: &Iteration) -> u32 {
    let options = options(iteration.option.as_ref());
    let list = options
        .split("tokens=")
        .nth(1)
        .filter(|_| iteration.switch == "/f")
        .and_then(|list| list.split_whitespace().next())
        .unwrap_or("1");
    let mut count: usize = 0;
    for entry in list.split(',') {
        let numbers = entry.trim_end_matches('*');
        let rest = usize::from(entry.ends_with('*'));
        let own = match numbers.split_once('-') {
            Some((first, last)) => {
                let number = |text: &str| text.parse::<usize>().unwrap_or(0);
                number(last).saturating_sub(number(first)).saturating_add(1)
            }
            None => usize::from(!numbers.is_empty()),
        };
        count = count.saturating_add(own).saturating_add(rest);
    }
    u32::try_from(count.clamp(1, MOST_TOKENS)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::cmd::{Mode, read};

    #[test]
    fn tokens_say_how_many_variables_there_are() {
        let table = [
            ("/f \"tokens=1,2*\"", 3),
            ("/f \"tokens=1-5\"", 5),
            ("/f \"usebackq tokens=2 delims=:\"", 1),
            ("/f tokens=1-3,7", 4),
            ("/f \"tokens=*\"", 1),
            ("/f \"delims=\"", 1),
            ("/f \"tokens=1-99999999999999999999\"", 1),
            ("/f \"tokens=1-500\"", 31),
            ("", 1),
        ];
        for (head, count) in table {
            let script = read(&format!("for {head} %%a in (x) do y"), Mode::Batch);
            let Form::For(iteration) = &script.statements[0].form else {
                panic!("{head}")
            };
            assert_eq!(tokens(iteration), count, "{head}");
        }
    }
}
