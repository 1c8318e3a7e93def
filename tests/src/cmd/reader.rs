//! The second phase: quotes, carets, special characters, and the splitting into commands.

use super::percent::{Mode, expand};
use super::{Command, Connector, Context, Link, Node, Reading, Redirection, Unread};

/// The longest line that cmd takes, before and after percent expansion.
const LONGEST_LINE: usize = 8_191;

type Found<T> = Result<T, String>;

pub(super) fn read(text: &str, mode: Mode, context: &Context) -> Result<Reading, Unread> {
    let mut reader = Reader {
        lines: text
            .split('\n')
            .map(|line| line.strip_suffix('\r').unwrap_or(line))
            .collect(),
        row: 0,
        line: Vec::new(),
        at: 0,
        depth: 0,
        loops: Vec::new(),
        mode,
        context,
    };
    let mut links = Vec::new();
    loop {
        match reader.top(&mut links) {
            Ok(true) => {}
            Ok(false) => return Ok(Reading { links }),
            Err(reason) => {
                return Err(Unread {
                    row: reader.row,
                    reason,
                });
            }
        }
    }
}

struct Reader<'a> {
    lines: Vec<&'a str>,
    row: usize,
    line: Vec<char>,
    at: usize,
    depth: usize,
    loops: Vec<char>,
    mode: Mode,
    context: &'a Context,
}

/// A piece of text after quotes and carets: each character, and whether it was quoted or escaped.
#[derive(Default)]
struct Piece {
    text: String,
    plain: Vec<bool>,
}

impl Piece {
    fn push(&mut self, c: char, plain: bool) {
        self.text.push(c);
        self.plain.push(plain);
    }

    /// Takes back a digit that turned out to be the handle of a redirection.
    fn take_handle(&mut self) -> Option<u8> {
        let mut last = self.text.chars().rev();
        let digit = last.next().filter(char::is_ascii_digit)?;
        let before = last.next();
        let count = self.plain.len();
        if !self.plain[count - 1] || before.is_some_and(|c| !(is_delimiter(c) && self.plain[count - 2])) {
            return None;
        }
        self.text.pop();
        self.plain.pop();
        u8::try_from(digit.to_digit(10)?).ok()
    }
}

fn is_delimiter(c: char) -> bool {
    matches!(c, ' ' | '\t' | ',' | ';' | '=' | '\u{a0}')
}

impl Reader<'_> {
    /// Gets the next line and expands its percent signs; false at the end of the text.
    fn next_line(&mut self) -> Found<bool> {
        let Some(raw) = self.lines.get(self.row) else {
            return Ok(false);
        };
        self.row += 1;
        self.at = 0;
        self.line.clear();
        for c in raw.chars() {
            match (c, self.mode) {
                ('\t', Mode::Prompt) => {
                    return Err("a tab at the prompt asks for completion".to_owned());
                }
                ('\t', Mode::Batch) => {}
                (c, _) if c.is_control() => return Err(format!("control character U+{:04X}", u32::from(c))),
                (c, Mode::Batch) if !c.is_ascii() => {
                    return Err(format!(
                        "U+{:04X} in a batch file depends on the code page",
                        u32::from(c)
                    ));
                }
                _ => {}
            }
        }
        let expanded = expand(raw, self.mode, self.context)?;
        for text in [raw, expanded.as_str()] {
            let length = text.encode_utf16().count();
            if length > LONGEST_LINE {
                return Err(format!(
                    "a line of {length} characters is longer than {LONGEST_LINE}"
                ));
            }
        }
        self.line = expanded.chars().collect();
        Ok(true)
    }

    fn peek(&self) -> Option<char> {
        self.line.get(self.at).copied()
    }

    fn skip_delimiters(&mut self) {
        while self.peek().is_some_and(is_delimiter) {
            self.at += 1;
        }
    }

    /// True at a character that ends a command: `&`, `|`, a closing parenthesis of a block, the line's end.
    fn at_end(&self) -> bool {
        match self.peek() {
            None | Some('&' | '|') => true,
            Some(')') => self.depth > 0,
            Some(_) => false,
        }
    }

    /// One line, with the lines that belong to it.
    fn top(&mut self, links: &mut Vec<Link>) -> Found<bool> {
        if !self.next_line()? {
            return Ok(false);
        }
        self.skip_delimiters();
        match self.peek() {
            None => {}
            Some(':') => links.push(self.label()?),
            Some(_) => {
                self.at = 0;
                links.extend(self.sequence()?);
                if let Some(c) = self.peek() {
                    return Err(format!("unexpected {c:?}"));
                }
            }
        }
        Ok(true)
    }

    fn label(&mut self) -> Found<Link> {
        let text: String = self.line[self.at + 1..].iter().collect();
        if text.ends_with('^') {
            return Err("a caret at the end of a label's line is not modelled".to_owned());
        }
        let name = text
            .trim_start()
            .split([' ', '\t', ',', ';', '=', ':', '+', '&'])
            .next()
            .unwrap_or_default();
        Ok(Link {
            connector: Connector::First,
            node: Node::Label(name.to_owned()),
        })
    }

    /// Commands joined by connectors, up to the end of the line or of the block.
    fn sequence(&mut self) -> Found<Vec<Link>> {
        let mut links = Vec::new();
        let mut connector = Connector::First;
        loop {
            let node = self.statement()?;
            links.push(Link { connector, node });
            let doubled = self.line.get(self.at + 1) == self.line.get(self.at);
            connector = match (self.peek(), doubled) {
                (Some('&'), true) => Connector::OnSuccess,
                (Some('&'), false) => Connector::Then,
                (Some('|'), true) => Connector::OnFailure,
                (Some('|'), false) => Connector::Pipe,
                _ => break,
            };
            self.at += if matches!(connector, Connector::Then | Connector::Pipe) {
                1
            } else {
                2
            };
            self.skip_delimiters();
            let ends = self.peek().is_none() || (self.depth > 0 && self.peek() == Some(')'));
            if ends && connector == Connector::Then {
                break;
            }
        }
        self.check_pipes(&links)?;
        Ok(links)
    }

    /// Both sides of a pipe are handed to a second cmd, which reads them again.
    fn check_pipes(&self, links: &[Link]) -> Found<()> {
        for pair in links.windows(2) {
            if pair[1].connector != Connector::Pipe {
                continue;
            }
            for link in pair {
                match &link.node {
                    Node::Run(command)
                        if !command.line.contains(['%', '^', '&', '|', '<', '>', '(', ')']) => {}
                    _ => return Err("a side of a pipe that reads differently a second time".to_owned()),
                }
            }
        }
        Ok(())
    }

    fn statement(&mut self) -> Found<Node> {
        let mut redirections = Vec::new();
        loop {
            while self.peek().is_some_and(|c| is_delimiter(c) || c == '@') {
                self.at += 1;
            }
            let handle = self.peek().filter(char::is_ascii_digit);
            let operator = self.line.get(self.at + usize::from(handle.is_some()));
            if !matches!(operator, Some('<' | '>')) {
                break;
            }
            let handle = handle
                .and_then(|c| c.to_digit(10))
                .and_then(|d| u8::try_from(d).ok());
            self.at += usize::from(handle.is_some());
            redirections.push(self.redirection(handle)?);
        }
        match self.peek() {
            None => Err("a command is missing".to_owned()),
            Some('(') => self.block(redirections),
            Some(c @ (')' | '&' | '|')) => Err(format!("unexpected {c:?}")),
            Some(':') => Err("a label inside a line or a block is not modelled".to_owned()),
            Some(_) => self.simple(redirections),
        }
    }

    fn block(&mut self, mut redirections: Vec<Redirection>) -> Found<Node> {
        self.at += 1;
        self.depth += 1;
        let mut body = Vec::new();
        loop {
            self.skip_delimiters();
            match self.peek() {
                None => {
                    if !self.next_line()? {
                        return Err("a block without its end".to_owned());
                    }
                }
                Some(')') => break,
                Some(_) => body.extend(self.sequence()?),
            }
        }
        self.at += 1;
        self.depth -= 1;
        if body.is_empty() {
            return Err("an empty block".to_owned());
        }
        loop {
            self.skip_delimiters();
            let handle = self.peek().filter(char::is_ascii_digit);
            let operator = self.line.get(self.at + usize::from(handle.is_some()));
            if !matches!(operator, Some('<' | '>')) {
                break;
            }
            let handle = handle
                .and_then(|c| c.to_digit(10))
                .and_then(|d| u8::try_from(d).ok());
            self.at += usize::from(handle.is_some());
            redirections.push(self.redirection(handle)?);
        }
        Ok(Node::Block { body, redirections })
    }

    /// A command word with its arguments.
    fn simple(&mut self, mut redirections: Vec<Redirection>) -> Found<Node> {
        let row = self.row;
        let start = self.at;
        let word = self.word()?;
        match word.to_lowercase().as_str() {
            "rem" => return self.remark(),
            "if" => return self.condition(&redirections),
            "for" => return self.iteration(&redirections),
            _ => {}
        }
        if self.row != row {
            return Err("a command word over two lines is not modelled".to_owned());
        }
        self.at = start;
        let mut piece = Piece::default();
        let mut quoted = false;
        loop {
            if !quoted && self.at_end() {
                break;
            }
            match self.peek() {
                None => break,
                Some('^') if !quoted => {
                    let literal = self.escaped()?;
                    piece.push(literal, false);
                }
                Some('"') => {
                    quoted = !quoted;
                    self.at += 1;
                    piece.push('"', false);
                }
                Some('<' | '>') if !quoted => {
                    let handle = piece.take_handle();
                    redirections.push(self.redirection(handle)?);
                }
                Some(c) => {
                    self.at += 1;
                    piece.push(c, !quoted);
                }
            }
        }
        let line = self.loop_values(&piece.text)?;
        let word = if line == piece.text {
            word
        } else {
            self.loop_values(&word)?
        };
        let command = Command {
            word,
            line,
            redirections,
            row,
        };
        check_second_reading(&command)?;
        Ok(Node::Run(command))
    }

    /// The command word: up to a delimiter or a special character outside quotes.
    fn word(&mut self) -> Found<String> {
        let mut word = String::new();
        let mut quoted = false;
        loop {
            match self.peek() {
                None => break,
                Some(c) if !quoted && (is_delimiter(c) || matches!(c, '<' | '>') || self.at_end()) => break,
                Some('(') if !quoted => return Err("a parenthesis in a command word".to_owned()),
                Some('^') if !quoted => word.push(self.escaped()?),
                Some(c) => {
                    quoted ^= c == '"';
                    self.at += 1;
                    word.push(c);
                }
            }
        }
        let lower = word.to_lowercase();
        let ends_echo = |rest: &str| rest.starts_with(['.', ':', '/', '\\', '+', '[', ']']);
        if lower.strip_prefix("echo").is_some_and(ends_echo) {
            return Ok(word.chars().take(4).collect());
        }
        Ok(word)
    }

    /// The character after a caret.
    fn escaped(&mut self) -> Found<char> {
        self.at += 1;
        if self.peek().is_none() && !(self.next_line()? && self.peek().is_some()) {
            return Err("a caret at the end of a line with nothing to join".to_owned());
        }
        let c = self.peek().ok_or("a caret at the end")?;
        self.at += 1;
        Ok(c)
    }

    fn redirection(&mut self, handle: Option<u8>) -> Found<Redirection> {
        let c = self.peek().ok_or("a redirection is missing")?;
        self.at += 1;
        let mut operator = String::from(c);
        if c == '>' && self.peek() == Some('>') {
            self.at += 1;
            operator.push('>');
        }
        if operator.len() == 1 && self.peek() == Some('&') {
            self.at += 1;
            operator.push('&');
        }
        self.skip_delimiters();
        let mut target = String::new();
        let mut quoted = false;
        loop {
            match self.peek() {
                None => break,
                Some('^') if !quoted => target.push(self.escaped()?),
                Some('"') => {
                    quoted = !quoted;
                    self.at += 1;
                }
                Some(c) if !quoted && (is_delimiter(c) || matches!(c, '<' | '>') || self.at_end()) => break,
                Some(c) => {
                    self.at += 1;
                    target.push(c);
                }
            }
        }
        if target.is_empty() {
            return Err("a redirection to nothing".to_owned());
        }
        if operator.ends_with('&') && !(target.len() == 1 && target.starts_with(|c: char| c.is_ascii_digit()))
        {
            return Err(format!("a redirection to the handle {target}"));
        }
        let handle = handle.unwrap_or(u8::from(c == '>'));
        let target = self.loop_values(&target)?;
        Ok(Redirection {
            handle,
            operator,
            target,
        })
    }

    fn remark(&mut self) -> Found<Node> {
        self.skip_delimiters();
        let first: Vec<char> = self.line[self.at..]
            .iter()
            .copied()
            .take_while(|&c| !is_delimiter(c))
            .collect();
        if first
            .iter()
            .any(|c| matches!(c, '&' | '|' | '<' | '>' | '^' | ')'))
        {
            return Err("a special character in the first word of a remark".to_owned());
        }
        if self.line.last() == Some(&'^') {
            return Err("a caret at the end of a remark is not modelled".to_owned());
        }
        self.at = self.line.len();
        Ok(Node::Remark)
    }

    /// A word of `if` or `for`: quotes protect, a caret escapes, `==` stands alone.
    fn operand(&mut self) -> Found<String> {
        self.skip_blanks();
        if self.peek() == Some('=') && self.line.get(self.at + 1) == Some(&'=') {
            self.at += 2;
            return Ok("==".to_owned());
        }
        let mut word = String::new();
        let mut quoted = false;
        loop {
            match self.peek() {
                None if quoted => return Err("a quote without its end in a condition".to_owned()),
                None => break,
                Some('^') if !quoted => word.push(self.escaped()?),
                Some(c) if !quoted && is_delimiter(c) => break,
                Some(c @ ('&' | '|' | '<' | '>' | '(' | ')')) if !quoted => {
                    return Err(format!("{c:?} in a condition"));
                }
                Some(c) => {
                    quoted ^= c == '"';
                    self.at += 1;
                    word.push(c);
                }
            }
        }
        if word.is_empty() {
            return Err("a word is missing in a condition".to_owned());
        }
        self.loop_values(&word)
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(|c| matches!(c, ' ' | '\t')) {
            self.at += 1;
        }
    }

    fn condition(&mut self, redirections: &[Redirection]) -> Found<Node> {
        if !redirections.is_empty() {
            return Err("a redirection before if".to_owned());
        }
        let mut condition = Vec::new();
        loop {
            let word = self.operand()?;
            let lower = word.to_lowercase();
            condition.push(word);
            match lower.as_str() {
                "/i" | "not" => {}
                "defined" | "exist" | "errorlevel" | "cmdextversion" => {
                    condition.push(self.operand()?);
                    break;
                }
                "==" => return Err("a comparison without its left side".to_owned()),
                _ => {
                    let operator = self.operand()?;
                    let known = ["==", "equ", "neq", "lss", "leq", "gtr", "geq"];
                    if !known.contains(&operator.to_lowercase().as_str()) {
                        return Err(format!("{operator:?} where a comparison is expected"));
                    }
                    condition.push(operator);
                    condition.push(self.operand()?);
                    break;
                }
            }
        }
        let then = self.body()?;
        let mut otherwise = Vec::new();
        if matches!(
            then.as_slice(),
            [Link {
                node: Node::Block { .. },
                ..
            }]
        ) {
            let after = self.at;
            self.skip_delimiters();
            let word: String = self.line[self.at..].iter().take(5).collect();
            if word.to_lowercase().trim_end_matches(['(', ' ', '\t']) == "else" {
                self.at += 4;
                otherwise = self.body()?;
            } else {
                self.at = after;
            }
        }
        Ok(Node::If {
            condition,
            then,
            otherwise,
        })
    }

    /// What a condition or a loop runs: one block, or all that follows on the line.
    fn body(&mut self) -> Found<Vec<Link>> {
        self.skip_delimiters();
        if self.peek() != Some('(') {
            return self.sequence();
        }
        let node = self.statement()?;
        self.skip_delimiters();
        if matches!(self.peek(), Some('&' | '|')) {
            return Err("a connector after the block of a condition or a loop".to_owned());
        }
        Ok(vec![Link {
            connector: Connector::First,
            node,
        }])
    }

    fn iteration(&mut self, redirections: &[Redirection]) -> Found<Node> {
        if !redirections.is_empty() {
            return Err("a redirection before for".to_owned());
        }
        let mut options = Vec::new();
        let variable = loop {
            let word = self.loop_word()?;
            let mut letters = word.chars();
            if letters.next() == Some('%') {
                match (letters.next(), letters.next()) {
                    (Some(letter), None) if letter.is_ascii_alphabetic() => break letter,
                    _ => return Err(format!("{word:?} where a loop variable is expected")),
                }
            }
            options.push(word);
        };
        if !self.loop_word()?.eq_ignore_ascii_case("in") {
            return Err("for without in".to_owned());
        }
        self.skip_delimiters();
        if self.peek() != Some('(') {
            return Err("for without a set".to_owned());
        }
        self.at += 1;
        let set = self.set()?;
        let lists_lines = options.first().is_some_and(|o| o.eq_ignore_ascii_case("/f"));
        let source = if lists_lines {
            self.source(&set, &options)?
        } else {
            Vec::new()
        };
        if !self.loop_word()?.eq_ignore_ascii_case("do") {
            return Err("for without do".to_owned());
        }
        let outside = self.loops.len();
        self.loops.extend(letters_of(variable, &options));
        let body = self.body();
        self.loops.truncate(outside);
        Ok(Node::For {
            options,
            variable,
            set,
            source,
            body: body?,
        })
    }

    fn loop_word(&mut self) -> Found<String> {
        self.skip_delimiters();
        let mut word = String::new();
        let mut quoted = false;
        while let Some(c) = self.peek() {
            if !quoted && is_delimiter(c) {
                break;
            }
            if !quoted && matches!(c, '&' | '|' | '<' | '>' | '(' | ')' | '^') {
                return Err(format!("{c:?} in the head of a loop"));
            }
            quoted ^= c == '"';
            self.at += 1;
            word.push(c);
        }
        if word.is_empty() {
            Err("a word is missing in the head of a loop".to_owned())
        } else {
            Ok(word)
        }
    }

    /// What stands between the parentheses of a `for`.
    fn set(&mut self) -> Found<String> {
        let mut set = String::new();
        let mut quoted = false;
        loop {
            match self.peek() {
                None => return Err("a set over several lines is not modelled".to_owned()),
                Some(')') if !quoted => break,
                Some('^') if !quoted => set.push(self.escaped()?),
                Some(c @ ('&' | '|' | '<' | '>' | '(')) if !quoted => {
                    return Err(format!("{c:?} in the set of a loop"));
                }
                Some(c @ (',' | ';' | '=')) if !quoted && set.trim_start().starts_with(['\'', '`']) => {
                    return Err(format!(
                        "{c:?} outside quotes becomes a space in the set of a loop"
                    ));
                }
                Some(c) => {
                    quoted ^= c == '"';
                    self.at += 1;
                    set.push(c);
                }
            }
        }
        self.at += 1;
        Ok(set)
    }

    /// The command whose lines a `for /f` walks, read by a second cmd.
    fn source(&self, set: &str, options: &[String]) -> Found<Vec<Link>> {
        let quote = if options.iter().any(|o| o.to_lowercase().contains("usebackq")) {
            '`'
        } else {
            '\''
        };
        let set = set.trim();
        let Some(command) = set.strip_prefix(quote).and_then(|s| s.strip_suffix(quote)) else {
            return Ok(Vec::new());
        };
        if command.trim_start().starts_with('"') {
            return Err("a quote first in a command given to a second cmd".to_owned());
        }
        if self
            .loops
            .iter()
            .any(|letter| command.contains(&format!("%{letter}")))
        {
            return Err("a loop variable in the command of another loop".to_owned());
        }
        match read(command, Mode::Prompt, self.context) {
            Ok(mut reading) => {
                renumber(&mut reading.links, self.row);
                Ok(reading.links)
            }
            Err(unread) => Err(format!("in the command of a loop: {}", unread.reason)),
        }
    }

    /// Whether letters that pick a part of a path stand before the letter of a loop variable.
    fn is_path_part(&self, rest: std::iter::Peekable<std::str::Chars<'_>>) -> bool {
        let text: String = rest.take_while(char::is_ascii_alphabetic).collect();
        let variable = text.chars().find(|c| !"fdpnx".contains(*c));
        variable.is_some_and(|letter| self.loops.contains(&letter))
            && text.starts_with(['f', 'd', 'p', 'n', 'x'])
    }

    /// Puts in the values of loop variables.
    fn loop_values(&self, text: &str) -> Found<String> {
        if self.loops.is_empty() || !text.contains('%') {
            return Ok(text.to_owned());
        }
        let mut out = String::new();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let bare = rest.next_if_eq(&'~').is_some();
            if bare && self.is_path_part(rest.clone()) {
                // Drive and folder, name, extension: whatever they are, they come from the value.
                while rest.next_if(|c| "fdpnx".contains(*c)).is_some() {}
            }
            match rest.peek().copied() {
                Some(letter) if self.loops.contains(&letter) => {
                    rest.next();
                    let Some(value) = self.context.loop_values.get(&letter) else {
                        return Err(format!("the loop variable {letter} has no value in this context"));
                    };
                    out.push_str(if bare { value.trim_matches('"') } else { value });
                }
                Some(_) | None if bare => {
                    return Err("%~ in the body of a loop is not modelled here".to_owned());
                }
                _ => out.push('%'),
            }
        }
        Ok(out)
    }
}

/// The loop variable and those that follow it because `tokens=` asks for more parts of a line.
fn letters_of(variable: char, options: &[String]) -> Vec<char> {
    let tokens = options.iter().find_map(|option| {
        let option = option.to_lowercase();
        let (_, spec) = option.split_once("tokens=")?;
        Some(spec.split([' ', '"']).next().unwrap_or_default().to_owned())
    });
    let parts = tokens.as_deref().map_or(1, |spec| {
        let listed: usize = spec
            .trim_end_matches('*')
            .split(',')
            .map(|range| match range.split_once('-') {
                Some((from, to)) => match (from.parse::<usize>(), to.parse::<usize>()) {
                    (Ok(from), Ok(to)) if to >= from => to - from + 1,
                    _ => 1,
                },
                None => usize::from(!range.is_empty()),
            })
            .sum();
        listed + usize::from(spec.ends_with('*'))
    });
    (variable..='z').take(parts.max(1)).collect()
}

fn renumber(links: &mut [Link], row: usize) {
    for link in links {
        match &mut link.node {
            Node::Run(command) => command.row = row,
            Node::Block { body, .. } => renumber(body, row),
            Node::If { then, otherwise, .. } => {
                renumber(then, row);
                renumber(otherwise, row);
            }
            Node::For { source, body, .. } => {
                renumber(source, row);
                renumber(body, row);
            }
            Node::Label(_) | Node::Remark => {}
        }
    }
}

/// Commands that make cmd read their text once more, or change how it reads what follows.
fn check_second_reading(command: &Command) -> Found<()> {
    let lower = command.line.to_lowercase();
    match command.name().as_str() {
        "call" if command.line.contains(['%', '^', '&', '|', '<', '>', '(', ')']) => {
            Err("call reads its text a second time".to_owned())
        }
        "setlocal" if lower.contains("enabledelayedexpansion") || lower.contains("disableextensions") => {
            Err("a setlocal that changes how cmd reads".to_owned())
        }
        "cmd" => Err("a second cmd reads its text again".to_owned()),
        _ => Ok(()),
    }
}
