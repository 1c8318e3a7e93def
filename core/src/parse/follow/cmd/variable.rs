//! What variables of a batch file hold: those of the environment as they were when the line was read, or as they are when it
//! runs; those of loops; arguments.

use super::Follower;
use crate::parse::cmd::{
    Change, Changed, Command, Mode, Part, Program, Turning, Value, Word, assignment, computed, program,
};
use crate::parse::follow::counting;
use crate::parse::patterns::FILE_NOT_READ;
use crate::shell_variable::{is_always_set, is_computed};
use crate::span::Span;
use std::rc::Rc;

/// What a variable holds, where that is known before the script runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Held {
    /// These parts, as if they stood there.
    Parts(Rc<Vec<Part>>),
    /// The GUID of this job.
    Job(usize),
    /// Something that the script gives it and nobody knows.
    Unknown,
}

impl Held {
    /// Whether both are the same, wherever they are said.
    pub(super) fn same(&self, other: &Held) -> bool {
        match (self, other) {
            (Held::Parts(one), Held::Parts(other)) => {
                let values = |parts: &Rc<Vec<Part>>| -> Vec<Value> {
                    parts.iter().map(|part| part.value.clone()).collect()
                };
                Rc::ptr_eq(one, other) || (is_known(one) && values(one) == values(other))
            }
            (one, other) => one == other,
        }
    }
}

/// The arguments that a routine is called with.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// As they are written, and without the quotes around them. Those that are missing are not known.
    list: Vec<(Held, Held)>,
}

/// How often a variable is put in doubt: what would be in doubt more often is so from there on.
const MOST_DOUBTED: usize = 1 << 16;

/// The most variables before a place on its line that are looked at; behind more of them nothing is sure.
const MOST_TURNINGS: usize = 24;

/// The most arguments that have a number. `[cmd]`
const MOST: usize = 9;

impl Given {
    /// The words behind the label of a call, with what is known of variables in their place. cmd splits them anew at blanks,
    /// commas, semicolons and equals signs outside of quotes, after it looked at percent signs and carets once more. `[cmd]`
    pub(super) fn of(words: &[(Vec<Part>, Option<usize>)]) -> Given {
        let mut given = Given::default();
        for (word, job) in words {
            if let Some(job) = job {
                given.list.push((Held::Job(*job), Held::Job(*job)));
                continue;
            }
            let mut parts: Vec<Part> = Vec::new();
            let mut inside = false;
            let mut is_some = false;
            for part in word {
                let Value::Literal(text) = &part.value else {
                    // What it holds may be several arguments.
                    if !inside && !is_number(&part.value) {
                        return given;
                    }
                    is_some = true;
                    parts.push(part.clone());
                    continue;
                };
                if text.contains(['%', '^']) {
                    return given;
                }
                let mut run = String::new();
                for c in text.chars() {
                    if !inside && matches!(c, ' ' | '\t' | ',' | ';' | '=') {
                        push(&mut parts, part, &mut run);
                        if std::mem::take(&mut is_some) {
                            given.push(std::mem::take(&mut parts));
                        }
                        continue;
                    }
                    inside ^= c == '"';
                    is_some = true;
                    run.push(c);
                }
                push(&mut parts, part, &mut run);
            }
            if is_some {
                given.push(parts);
            }
        }
        while given.list.len() < MOST {
            given.push(Vec::new());
        }
        given
    }

    /// Arguments of which nobody knows any.
    pub(super) fn unknown() -> Given {
        Given::default()
    }

    fn push(&mut self, parts: Vec<Part>) {
        let bare = bare(&parts);
        self.list
            .push((Held::Parts(Rc::new(parts)), Held::Parts(Rc::new(bare))));
    }

    /// The argument of that name: `1`, `~1`.
    fn get(&self, name: &str) -> Option<&Held> {
        let number = name.strip_prefix('~').unwrap_or(name);
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        let (written, bare) = self.list.get(index)?;
        Some(if number.len() < name.len() { bare } else { written })
    }
}

fn push(parts: &mut Vec<Part>, of: &Part, run: &mut String) {
    if !run.is_empty() {
        parts.push(Part {
            value: Value::Literal(std::mem::take(run)),
            ..of.clone()
        });
    }
}

/// Whether a value is a number that cmd makes up.
fn is_number(value: &Value) -> bool {
    const NUMBERS: [&str; 2] = ["errorlevel", "random"];
    matches!(value, Value::Environment(name) if NUMBERS.iter().any(|one| one.eq_ignore_ascii_case(name)))
}

/// Parts without the quotes around them.
fn bare(parts: &[Part]) -> Vec<Part> {
    let mut parts = parts.to_vec();
    if let Some(Part {
        value: Value::Literal(text),
        ..
    }) = parts.first_mut()
        && let Some(rest) = text.strip_prefix('"')
    {
        *text = rest.to_owned();
    }
    if let Some(Part {
        value: Value::Literal(text),
        ..
    }) = parts.last_mut()
        && let Some(rest) = text.strip_suffix('"')
    {
        *text = rest.to_owned();
    }
    parts.retain(|part| !matches!(&part.value, Value::Literal(text) if text.is_empty()));
    parts
}

impl Follower<'_, '_, '_> {
    /// A variable gets another value; lines that are read already keep the one that it had.
    pub(super) fn put(&mut self, name: &str, held: Option<Held>) {
        let old = self.environment.get(name);
        for unit in &mut self.units {
            if !unit.contains_key(name) {
                unit.insert(name.to_owned(), old.cloned());
            }
        }
        self.environment.set(name, held);
    }

    /// Nobody knows what a variable holds from here on; a job is not given up.
    pub(super) fn doubt(&mut self, name: &str) {
        if !matches!(self.environment.get(name), Some(Held::Job(_) | Held::Unknown)) {
            self.put(name, Some(Held::Unknown));
        }
    }

    /// Whether so many variables may be put in doubt one by one; where not, nothing is known any more of those that the text
    /// assigns.
    pub(super) fn may_doubt(&mut self, count: usize) -> bool {
        self.doubted = self.doubted.saturating_add(count);
        self.is_lost |= self.doubted > MOST_DOUBTED;
        !self.is_lost
    }

    /// Nobody knows which value the variables have that are assigned more than once.
    pub(super) fn doubt_several(&mut self) {
        let outline = Rc::clone(&self.outline);
        if self.may_doubt(outline.several().len()) {
            outline.several().iter().for_each(|name| self.doubt(name));
        }
    }

    /// Another batch file runs in the same environment, and may assign anything.
    pub(super) fn run_file(&mut self, place: Span) {
        self.file = Some(place);
        self.since_file.clear();
        self.doubt_all();
    }

    /// Says of the file that was run that it may set what a call takes.
    pub(super) fn say_of_file(&mut self, command: &Command) {
        let Some(file) = self.file else { return };
        let found = command
            .words
            .iter()
            .flat_map(|word| &word.parts)
            .find_map(|part| {
                let name = part.value.variable()?;
                let is_known = matches!(self.held_by(&part.value), Some(Held::Parts(_) | Held::Job(_)));
                let is_set = is_known
                    || self.since_file.contains(&name.to_uppercase())
                    || is_computed(name)
                    || is_always_set(name);
                (!is_set).then(|| name.to_owned())
            });
        if let Some(name) = found {
            self.script.say(
                &FILE_NOT_READ,
                file,
                format!("A call behind this takes %{name}%, which the batch file that is called here may set or change; it is not read."),
            );
        }
    }

    /// Anything may have been assigned.
    pub(super) fn doubt_all(&mut self) {
        if !self.may_doubt(self.environment.len()) {
            return;
        }
        for name in self.environment.names() {
            self.put(&name, Some(Held::Unknown));
        }
    }

    /// What an assignment does; whether the command is one.
    pub(super) fn assign(&mut self, command: &Command) -> bool {
        let Some(program) = program(command).filter(|program| program.name == "set") else {
            return false;
        };
        if program.called {
            self.assign_again(command, &program);
            return true;
        }
        let several = computed(command);
        if !several.is_empty() {
            let number = assignment(command)
                .filter(|_| several.len() == 1 && self.branches == 0)
                .and_then(|one| counting::assigned(one.span, self.source));
            for name in several {
                self.give(&name.to_uppercase(), Some(Held::Unknown), number);
            }
            return true;
        }
        let Some(assignment) = assignment(command).or_else(|| assignment(&self.filled(command))) else {
            let words = command.words.get(program.word..).unwrap_or(&[]);
            let is_said = |part: &Part| matches!(&part.value, Value::Literal(text) if text.contains('='));
            // Nobody knows which one is assigned.
            if words.iter().flat_map(|word| &word.parts).any(is_said) {
                self.doubt_all();
            }
            return true;
        };
        let name = assignment.name.to_uppercase();
        let number = counting::assigned(assignment.span, self.source).filter(|_| self.branches == 0);
        let held = match assignment.value {
            // At the prompt a variable that is not there stands for itself. [cmd]
            Some(parts) => Some(self.held(parts)).filter(|held| {
                let is_empty = matches!(held, Held::Parts(parts) if parts.is_empty());
                !is_empty || !(is_computed(&name) || self.mode == Mode::Prompt)
            }),
            None => Some(Held::Unknown),
        };
        self.give(&name, held, number);
        true
    }

    /// `call set`, whose line is read a second time. `[cmd]`
    fn assign_again(&mut self, command: &Command, program: &Program) {
        let mut command = self.filled(command);
        command.words.drain(..program.word);
        let Some(words) = command.words.iter().map(|word| self.again(word)).collect() else {
            // Nobody knows which one is assigned, where no name is plain.
            let several = computed(&command);
            let plain = assignment(&command)
                .map(|one| one.name)
                .filter(|name| !name.contains(['%', '^', '!']));
            match (several.is_empty(), plain) {
                (true, None) => self.doubt_all(),
                (_, plain) => several
                    .into_iter()
                    .chain(plain)
                    .for_each(|name| self.give(&name.to_uppercase(), Some(Held::Unknown), None)),
            }
            return;
        };
        command.words = words;
        self.assign(&command);
    }

    /// A word behind `call` as it is when its percent signs are read a second time; nothing where that is not plain. What it
    /// names is looked up when the command runs. `[cmd]`
    pub(super) fn again(&self, word: &Word) -> Option<Word> {
        let is_changed =
            |part: &Part| matches!(&part.value, Value::Literal(text) if text.contains(['%', '^']));
        if !word.parts.iter().any(is_changed) {
            return Some(word.clone());
        }
        let mut parts: Vec<Part> = Vec::new();
        // The name between two percent signs, and where the first of them stands.
        let mut open: Option<(String, usize)> = None;
        for part in &word.parts {
            let Value::Literal(text) = &part.value else {
                if open.is_some() {
                    return None;
                }
                parts.push(part.clone());
                continue;
            };
            if text.contains('^') {
                return None;
            }
            let is_verbatim = text.len() == part.span.len();
            let mut at = 0usize;
            for (index, run) in text.split('%').enumerate() {
                let begun = match is_verbatim {
                    true => part.span.start.saturating_add(at),
                    false => part.span.start,
                };
                if index > 0 {
                    let sign = begun.saturating_sub(usize::from(is_verbatim));
                    match open.take() {
                        None => open = Some((String::new(), sign)),
                        // `%%` is one percent sign in a batch file.
                        Some((name, _)) if name.is_empty() || name.contains(['!', '"']) => return None,
                        Some((name, start)) => {
                            let end = if is_verbatim { begun } else { part.span.end };
                            let span = Span::new(start, end.max(start));
                            let named = |value: Value| Part {
                                value,
                                span,
                                quoted: part.quoted,
                            };
                            if let Some((name, change)) = name.split_once(':') {
                                let changed = Changed {
                                    name: name.to_owned(),
                                    change: Change::read(change)?,
                                    is_late: true,
                                };
                                let whole = self.environment.get(&name.to_uppercase())?;
                                match self.changed(&changed, span, whole) {
                                    Held::Parts(held) => {
                                        parts.extend(held.iter().map(|inner| named(inner.value.clone())));
                                    }
                                    _ => return None,
                                }
                            } else {
                                match self.environment.get(&name.to_uppercase()) {
                                    Some(Held::Parts(held)) if is_known(held) => {
                                        parts.extend(held.iter().map(|inner| named(inner.value.clone())));
                                    }
                                    Some(_) => parts.push(named(Value::Delayed(name))),
                                    None if self.is_lost => return None,
                                    None => parts.push(named(Value::Environment(name))),
                                }
                            }
                        }
                    }
                }
                match &mut open {
                    Some((name, _)) => name.push_str(run),
                    None if !run.is_empty() => parts.push(Part {
                        value: Value::Literal(run.to_owned()),
                        span: match is_verbatim {
                            true => Span::new(begun, begun.saturating_add(run.len())),
                            false => part.span,
                        },
                        quoted: part.quoted,
                    }),
                    None => {}
                }
                at = at.saturating_add(run.len()).saturating_add(1);
            }
        }
        // Operators in a value are read as such, and what looks like a variable in it was put in before.
        let is_safe = open.is_none() && is_plain(&parts, false) && !parts.iter().any(is_changed);
        is_safe.then(|| word.with(parts))
    }

    fn give(&mut self, name: &str, held: Option<Held>, number: Option<u64>) {
        match number {
            Some(number) => self.numbers.insert(name.to_owned(), number),
            None => self.numbers.remove(name),
        };
        if self.file.is_some() {
            self.since_file.insert(name.to_owned());
        }
        self.given_in
            .insert(name.to_owned(), (self.frames.len(), self.at));
        self.put(name, held);
    }

    /// Whether the line or the block that is followed gave a variable another value than the one that `%NAME%` has in it.
    pub(super) fn is_read_early(&self, name: &str) -> bool {
        let here = (self.frames.len(), self.at);
        let then = self.units.last().and_then(|unit| unit.get(name));
        let now = self.environment.get(name);
        let is_other = match (then, now) {
            (Some(Some(then)), Some(now)) => !then.same(now),
            (Some(None), Some(_)) => true,
            (_, None) | (None, _) => false,
        };
        is_other && self.given_in.get(name) == Some(&here)
    }

    /// What a variable holds after an assignment.
    fn held(&self, parts: Vec<Part>) -> Held {
        if let [part] = parts.as_slice()
            && let Some(Held::Job(job)) = self.lookup(&part.value)
        {
            return Held::Job(*job);
        }
        Held::Parts(Rc::new(self.parts(&parts)))
    }

    /// What is known of a variable. `%NAME%` is looked up when the line or the whole block is read, `!NAME!` when the command
    /// runs. `[cmd]`
    pub(super) fn lookup(&self, value: &Value) -> Option<&Held> {
        match value {
            Value::Environment(name) | Value::Delayed(name)
                if self.is_lost && self.outline.is_assigned(&name.to_uppercase()) =>
            {
                Some(&Held::Unknown)
            }
            Value::Environment(name) => {
                let name = name.to_uppercase();
                match self.units.last().and_then(|unit| unit.get(&name)) {
                    Some(then) => then.as_ref(),
                    None => self.environment.get(&name),
                }
            }
            Value::Delayed(name) => self.environment.get(&name.to_uppercase()),
            Value::Loop(name) => {
                // `~i` takes quotes away; other modifiers compute.
                let plain = name.strip_prefix('~').unwrap_or(name);
                let mut letters = plain.chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) => self.loops.get(&letter),
                    _ => None,
                }
            }
            Value::Argument(name) => self.frames.last()?.given.as_ref()?.get(name),
            Value::Literal(_) | Value::Changed(_) | Value::Opaque => None,
        }
    }

    /// What is known of the variable that a value is, or that it is a part of.
    pub(super) fn held_by(&self, value: &Value) -> Option<&Held> {
        match value {
            Value::Changed(changed) if changed.is_late => self.lookup(&Value::Delayed(changed.name.clone())),
            Value::Changed(changed) => self.lookup(&Value::Environment(changed.name.clone())),
            value => self.lookup(value),
        }
    }

    /// What a change makes of the value that a variable has; nothing where nothing is known of it.
    fn changed(&self, changed: &Changed, span: Span, whole: &Held) -> Held {
        // Each look at a long value takes its time, whatever comes of it.
        let become_of = |parts: &[Part]| {
            let may = self.script.may_grow(length(parts));
            changed.change.of(&may.then(|| known_text(parts))??)
        };
        let text = match whole {
            Held::Parts(parts) => become_of(parts),
            Held::Job(_) | Held::Unknown => None,
        };
        // What a value holds of exclamation marks is looked at again where they mark variables, and quotation marks that are
        // not closed in it go on behind it. [cmd]
        let is_whole = |text: &String| text.matches('"').count().is_multiple_of(2) && !text.contains('!');
        match text.filter(is_whole) {
            Some(text) => Held::Parts(Rc::new(match text.is_empty() {
                true => Vec::new(),
                false => vec![Part {
                    value: Value::Literal(text),
                    span,
                    quoted: false,
                }],
            })),
            None => Held::Unknown,
        }
    }

    /// What is known of a variable with brackets in its name, as batch files make lists of them: `!url[%%i]!`, `%url[0]%`.
    fn element(&self, span: Span) -> Option<&Held> {
        if self.is_lost || self.is_filled(span) {
            return None;
        }
        let said = span.of(self.source);
        let is_name = |name: &&str| name.contains('[') && name.ends_with(']') && !name.contains(['!', ':']);
        let within = |mark: char| said.strip_prefix(mark)?.strip_suffix(mark).filter(is_name);
        if let Some(name) = within('!') {
            return self.environment.get(&self.spelled(name)?.to_uppercase());
        }
        let name = within('%').filter(|name| !name.contains('%'))?.to_uppercase();
        match self.units.last().and_then(|unit| unit.get(&name)) {
            Some(then) => then.as_ref(),
            None => self.environment.get(&name),
        }
    }

    /// What is known of a variable whose change other variables say: `!NAME:%%i=-!`, `!NAME:~%N%,1!`.
    fn changed_by_others(&self, span: Span) -> Option<Held> {
        if self.is_filled(span) {
            return None;
        }
        let inner = span.of(self.source).strip_prefix('!')?.strip_suffix('!')?;
        let spelled = self.spelled(inner).filter(|_| !inner.contains(['!', '^', '"']))?;
        let (name, change) = spelled.split_once(':')?;
        let changed = Changed {
            name: name.to_owned(),
            change: Change::read(change)?,
            is_late: true,
        };
        let whole = self.lookup(&Value::Delayed(changed.name.clone()))?;
        Some(self.changed(&changed, span, whole))
    }

    /// Whether what stands there is something else, since a variable before it on its line is not there.
    fn is_turned(&self, at: usize) -> bool {
        let count = self.turnings.partition_point(|turning| turning.end <= at);
        let before = self.turnings.get(..count).unwrap_or(&[]).iter().rev();
        let mut before = before.take_while(|turning| at < turning.line_end);
        let is_gone = |turning: &Turning| match self.lookup(&Value::Environment(turning.name.clone())) {
            Some(Held::Parts(parts)) => parts.is_empty(),
            _ => false,
        };
        before.by_ref().take(MOST_TURNINGS).any(is_gone) || before.next().is_some()
    }

    /// The number of the part that is a variable which is not there, with a change between exclamation marks, where more of
    /// these stand behind it: what they mark then is not sure.
    fn turned_late(&self, parts: &[Part]) -> Option<usize> {
        let is_late = |part: &Part| {
            !matches!(part.value, Value::Literal(_)) && part.span.of(self.source).starts_with('!')
        };
        let is_gone = |part: &Part| {
            is_changed_late(part)
                && matches!(self.held_by(&part.value), Some(Held::Parts(parts)) if parts.is_empty())
        };
        let first = parts.iter().position(is_gone)?;
        let mut behind = parts.iter().skip(first.saturating_add(1));
        behind.any(is_late).then_some(first)
    }

    /// Whether the shell around the text fills that in.
    fn is_filled(&self, span: Span) -> bool {
        let filled = &self.script.filled;
        filled
            .binary_search_by_key(&span.start, |span| span.start)
            .is_ok()
    }

    /// A name with what is known of the variables in it, where that is plain.
    fn spelled(&self, name: &str) -> Option<String> {
        let mark = match self.mode {
            Mode::Batch => "%%",
            Mode::Prompt => "%",
        };
        let mut out = String::new();
        let mut rest = name;
        while let Some((before, behind)) = rest.split_once('%') {
            out.push_str(before);
            rest = rest.get(before.len()..)?;
            let of_loop = rest.strip_prefix(mark).and_then(|rest| {
                let letter = rest.chars().next()?;
                Some((self.loops.get(&letter)?, rest.get(letter.len_utf8()..)?))
            });
            let (held, left) = match (of_loop, behind.split_once('%')) {
                (Some(found), _) => found,
                (None, Some((name, left))) => (self.lookup(&Value::Environment(name.to_owned()))?, left),
                (None, None) => return None,
            };
            let Held::Parts(parts) = held else { return None };
            for part in parts.iter() {
                match &part.value {
                    Value::Literal(text) if !text.contains(['!', '%', '"']) => out.push_str(text),
                    _ => return None,
                }
            }
            rest = left;
        }
        out.push_str(rest);
        Some(out)
    }

    /// The parts with what is known of variables in their place.
    pub(super) fn parts(&self, parts: &[Part]) -> Vec<Part> {
        let mut out = Vec::new();
        let turned = self.turned_late(parts);
        for (index, part) in parts.iter().enumerate() {
            if turned.is_some_and(|first| index > first) || self.is_turned(part.span.start) {
                out.push(Part {
                    value: Value::Opaque,
                    ..part.clone()
                });
                continue;
            }
            let changed = match &part.value {
                Value::Changed(changed) => self
                    .held_by(&part.value)
                    .map(|whole| self.changed(changed, part.span, whole)),
                _ => None,
            };
            let spelled;
            let held = match &part.value {
                Value::Changed(_) => changed.as_ref(),
                Value::Opaque => match self.element(part.span) {
                    Some(held) => Some(held),
                    None => {
                        spelled = self.changed_by_others(part.span);
                        spelled.as_ref()
                    }
                },
                value => self.lookup(value),
            };
            // `%%~i` takes the quotes away, and what has blanks may be several arguments then.
            let unquoted = match (&part.value, held) {
                (Value::Loop(name), Some(Held::Parts(held))) if name.starts_with('~') => {
                    let bare = bare(held);
                    let is_one = part.quoted || !bare.iter().any(has_blank);
                    is_one.then(|| Held::Parts(Rc::new(bare)))
                }
                (_, held) => held.cloned(),
            };
            match &unquoted {
                Some(Held::Parts(held))
                    if is_known(held)
                        && is_plain(held, part.quoted)
                        && self.script.may_grow(length(held)) =>
                {
                    // What is put in stands where the variable stands.
                    out.extend(held.iter().map(|inner| Part {
                        value: inner.value.clone(),
                        span: part.span,
                        quoted: part.quoted,
                    }));
                }
                // Another value than the one that it has where the script begins.
                Some(Held::Parts(_) | Held::Unknown) if !matches!(part.value, Value::Loop(_)) => {
                    out.push(Part {
                        value: Value::Opaque,
                        ..part.clone()
                    });
                }
                _ => out.push(part.clone()),
            }
        }
        out
    }

    /// A command with what is known of variables in their place. A variable that stands for the program with its arguments
    /// becomes several words.
    pub(super) fn filled(&self, command: &Command) -> Command {
        let mut command = command.clone();
        let all = || command.words.iter().flat_map(|word| &word.parts);
        let turned = match all().any(is_changed_late) {
            true => {
                let all: Vec<Part> = all().cloned().collect();
                let first = self.turned_late(&all).and_then(|first| all.get(first));
                first.map(|part| part.span.end)
            }
            false => None,
        };
        let mut words = Vec::new();
        let mut is_begun = false;
        for mut word in command.words {
            if turned.is_some_and(|end| word.span.start >= end) {
                for part in &mut word.parts {
                    part.value = Value::Opaque;
                }
                words.push(word);
                continue;
            }
            let is_open = word
                .parts
                .iter()
                .any(|part| !matches!(part.value, Value::Literal(_)));
            word.parts = self.parts(&word.parts);
            let starts = word.is("call") || word.is("start");
            match is_open && !is_begun {
                true => words.extend(word.split()),
                false => words.push(word),
            }
            is_begun |= !starts;
        }
        command.words = words;
        command
    }

    /// The job that an argument stands for, where it is a variable that holds its GUID.
    pub(super) fn job_of(&self, parts: &[Part]) -> Option<usize> {
        let mut job = None;
        for part in parts {
            match &part.value {
                Value::Literal(text) if text.trim_matches(['{', '}', '"']).is_empty() => {}
                value => {
                    let found = match self.lookup(value) {
                        Some(Held::Job(found)) => Some(*found),
                        Some(_) => None,
                        None => self.script.outer.job(part.span.of(self.source)),
                    };
                    job = Some(found.filter(|_| job.is_none())?);
                }
            }
        }
        job
    }
}

fn is_changed_late(part: &Part) -> bool {
    matches!(&part.value, Value::Changed(changed) if changed.is_late)
}

fn has_blank(part: &Part) -> bool {
    matches!(&part.value, Value::Literal(text) if text.contains([' ', '\t']))
}

/// How many bytes the parts of a value hold.
fn length(parts: &[Part]) -> usize {
    parts.iter().fold(0, |sum, part| {
        let text = match &part.value {
            Value::Literal(text) => text.len(),
            _ => 0,
        };
        sum.saturating_add(text).saturating_add(size_of::<Part>())
    })
}

/// The text of a value that is known and not empty.
fn known_text(parts: &[Part]) -> Option<String> {
    let mut text = String::new();
    for part in parts {
        let Value::Literal(run) = &part.value else {
            return None;
        };
        text.push_str(run);
    }
    (!text.is_empty()).then_some(text)
}

/// Whether a value is known but for variables of the environment.
fn is_known(parts: &[Part]) -> bool {
    parts
        .iter()
        .all(|part| matches!(part.value, Value::Literal(_) | Value::Environment(_)))
}

/// Whether a value can be put in where a variable stands without becoming more than a part of the word.
fn is_plain(parts: &[Part], quoted: bool) -> bool {
    let mut inside = quoted;
    parts.iter().all(|part| match &part.value {
        Value::Literal(text) => text.chars().all(|c| {
            if c == '"' {
                inside = !inside;
            }
            inside || !matches!(c, '&' | '|' | '<' | '>' | '^' | '(' | ')' | '\n' | '\r')
        }),
        _ => true,
    })
}
