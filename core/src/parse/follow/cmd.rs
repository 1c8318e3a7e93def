//! A batch file or prompt lines, followed to their jobs.

use super::outer::{Outer, StandsFor};
use super::variables::Variables;
use super::waiting::{Loops, WAIT_WITHOUT_ERROR};
use super::{Called, Script};
use crate::parse::bitsadmin;
use crate::parse::cmd::{
    self, Argument, Command, Form, Iteration, Mode, Part, Program, Statement, Value, Word, arguments,
    assignment, program,
};
use crate::parse::found::Found;
use crate::parse::nested::Inner;
use crate::parse::patterns::{CMD_SYNTAX, ENCODED_COMMAND};
use crate::span::Span;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use std::collections::{BTreeMap, BTreeSet};

/// What a variable holds, where that is known before the script runs.
#[derive(Debug, Clone, PartialEq)]
enum Held {
    /// These parts, as if they stood there.
    Parts(Vec<Part>),
    /// The GUID of this job.
    Job(usize),
}

/// Follows a text of cmd.
pub(super) fn follow(script: &mut Script<'_>, source: &str, mode: Mode) {
    let read = cmd::read(source, mode);
    for problem in &read.problems {
        script.found(Found {
            severity: problem.severity,
            ..CMD_SYNTAX.at(problem.span, problem.message, "")
        });
    }
    for comment in &read.comments {
        script.comment(comment.span);
    }
    let mut assigned = BTreeMap::new();
    count(&read.statements, &mut assigned);
    let mut follower = Follower {
        script,
        source,
        environment: Variables::default(),
        loops: BTreeMap::new(),
        several: assigned
            .into_iter()
            .filter(|(_, times)| *times > 1)
            .map(|(name, _)| name)
            .collect(),
        since_label: Vec::new(),
        waiting: Loops::default(),
    };
    follower.all(&read.statements);
    if let Some(place) = follower.waiting.endless() {
        follower.script.flag(&WAIT_WITHOUT_ERROR, place);
    }
}

/// How often each variable is assigned.
fn count(statements: &[Statement], assigned: &mut BTreeMap<String, usize>) {
    for statement in statements {
        match &statement.form {
            Form::Command(command) => {
                if let Some(assignment) = assignment(command) {
                    let times = assigned.entry(assignment.name.to_uppercase()).or_default();
                    *times = times.saturating_add(1);
                }
            }
            Form::Block(inner) => count(inner, assigned),
            Form::If(condition) => {
                count(&condition.then, assigned);
                count(&condition.otherwise, assigned);
            }
            Form::For(iteration) => count(&iteration.body, assigned),
            Form::Label(_) | Form::Opaque => {}
        }
    }
}

struct Follower<'s, 'a, 't> {
    script: &'s mut Script<'a>,
    /// The text that is read: the script's own, or one that stands inside of it.
    source: &'t str,
    /// By name in upper case.
    environment: Variables<Held>,
    loops: BTreeMap<char, Held>,
    /// Variables that are assigned more than once: behind a label nobody knows which value they have.
    several: BTreeSet<String>,
    /// Those of them that were assigned since the last label.
    since_label: Vec<String>,
    waiting: Loops,
}

impl Follower<'_, '_, '_> {
    fn all(&mut self, statements: &[Statement]) {
        let mut rest = statements;
        while let Some((statement, behind)) = rest.split_first() {
            self.one(statement, bitsadmin::behind_pipe(behind));
            rest = behind;
        }
    }

    /// A statement; `piped` stands behind its pipe.
    fn one(&mut self, statement: &Statement, piped: Option<&Statement>) {
        match &statement.form {
            Form::Command(command) => self.command(command, piped, statement.span),
            Form::Block(inner) => self.all(inner),
            Form::If(condition) => {
                for operand in &condition.operands {
                    self.compared(operand);
                }
                if matches!(condition.test, "gtr" | "geq" | "lss" | "leq") {
                    self.waiting.bounded();
                }
                self.branch(&condition.then);
                self.branch(&condition.otherwise);
            }
            Form::For(iteration) => self.iteration(iteration),
            Form::Label(name) => {
                self.waiting.label(name);
                for name in std::mem::take(&mut self.since_label) {
                    if !matches!(self.environment.get(&name), Some(Held::Job(_))) {
                        self.environment.set(&name, None);
                    }
                }
            }
            Form::Opaque => self.script.opaque(statement.span),
        }
    }

    /// Statements that may or may not run: afterwards nobody knows what they assigned, but for a job that they made.
    fn branch(&mut self, statements: &[Statement]) {
        let mark = self.environment.begin();
        self.all(statements);
        self.environment.doubt(mark, |_, now| {
            now.filter(|held| matches!(held, Held::Job(_))).cloned()
        });
    }

    fn iteration(&mut self, iteration: &Iteration) {
        let variable = iteration.variable;
        if !iteration.source.is_empty() {
            // What bitsadmin prints of a job that it makes is its GUID. [ba:create]
            let made = self.script.jobs.count_made();
            self.all(&iteration.source);
            let job = (self.script.jobs.count_made() > made)
                .then(|| self.script.jobs.newest_made())
                .flatten();
            let held = job.map(Held::Job);
            // With several tokens the GUID is one of those that follow.
            for step in 0..8u32 {
                if let Some(letter) = char::from_u32(u32::from(variable).saturating_add(step)) {
                    match &held {
                        Some(held) => self.loops.insert(letter, held.clone()),
                        None => self.loops.remove(&letter),
                    };
                }
            }
            self.all(&iteration.body);
            return;
        }
        let plain = iteration.switch.is_empty()
            && iteration
                .set
                .iter()
                .all(|word| word.literal().is_some_and(|text| !text.contains(['*', '?'])));
        let length = iteration.body.iter().map(|statement| statement.span.len()).sum();
        let known =
            plain && !iteration.set.is_empty() && iteration.set.iter().all(|_| self.script.may_grow(length));
        if known {
            for word in &iteration.set {
                self.loops.insert(variable, Held::Parts(word.parts.clone()));
                self.all(&iteration.body);
            }
        } else {
            self.loops.remove(&variable);
            self.branch(&iteration.body);
        }
        self.loops.remove(&variable);
    }

    fn command(&mut self, command: &Command, piped: Option<&Statement>, span: Span) {
        if let Some(assignment) = assignment(command) {
            let name = assignment.name.to_uppercase();
            let held = assignment.value.map(|parts| self.held(parts));
            self.environment.set(&name, held);
            if self.several.contains(&name) {
                self.since_label.push(name);
            }
            return;
        }
        let filled = self.filled(command);
        let Some(program) = program(&filled) else {
            self.script.opaque(span);
            return;
        };
        let words = filled.words.get(program.word.saturating_add(1)..).unwrap_or(&[]);
        match program.name.as_str() {
            "goto" => {
                if let Some(label) = words.first().and_then(Word::literal) {
                    self.waiting.jump(&label);
                }
            }
            "find" | "findstr" => {
                words.iter().for_each(|word| self.compared(word));
                self.script.opaque(span);
            }
            "bitsadmin" => self.bitsadmin(&filled, &program, piped),
            "powershell" | "pwsh" => self.powershell(&filled, program.word, span),
            "cmd" => self.inner(&filled, program.word, span),
            "echo" | "rem" | "title" | "cls" | "color" | "pause" | "setlocal" | "endlocal" | "exit"
            | "set" | "chcp" | "ver" => {}
            name if name.starts_with(':') => {}
            _ => self.script.opaque(span),
        }
    }

    /// A word that is compared with something.
    fn compared(&mut self, word: &Word) {
        if let Some(text) = word.literal() {
            self.waiting.compared(&text, word.span);
        }
    }

    /// What a variable holds after an assignment.
    fn held(&self, parts: Vec<Part>) -> Held {
        if let [part] = parts.as_slice()
            && let Some(Held::Job(job)) = self.lookup(&part.value)
        {
            return Held::Job(*job);
        }
        Held::Parts(self.parts(&parts))
    }

    fn lookup(&self, value: &Value) -> Option<&Held> {
        match value {
            Value::Environment(name) | Value::Delayed(name) => self.environment.get(&name.to_uppercase()),
            Value::Loop(name) => {
                // `~i` takes quotes away; other modifiers compute.
                let plain = name.strip_prefix('~').unwrap_or(name);
                let mut letters = plain.chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) => self.loops.get(&letter),
                    _ => None,
                }
            }
            Value::Literal(_) | Value::Argument(_) | Value::Opaque => None,
        }
    }

    /// The parts with what is known of variables in their place.
    fn parts(&self, parts: &[Part]) -> Vec<Part> {
        let mut out = Vec::new();
        for part in parts {
            match self.lookup(&part.value) {
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
                _ => out.push(part.clone()),
            }
        }
        out
    }

    fn filled(&self, command: &Command) -> Command {
        let mut command = command.clone();
        for word in &mut command.words {
            word.parts = self.parts(&word.parts);
        }
        command
    }

    fn bitsadmin(&mut self, command: &Command, program: &Program, piped: Option<&Statement>) {
        let (given, calls) = bitsadmin::called(command, program, piped, self.source);
        // Where arguments stand at one place, the first of them counts.
        let mut jobs: BTreeMap<Span, usize> = BTreeMap::new();
        for argument in given.list.iter().rev() {
            match self.job_of(argument) {
                Some(job) => jobs.insert(argument.span, job),
                None => jobs.remove(&argument.span),
            };
        }
        for call in calls {
            let job = super::bitsadmin::take(self.script, &call, &|span| jobs.get(&span).copied());
            let at = call.span;
            self.script.statement(Called::Bitsadmin(call), at, job);
        }
    }

    /// The job that an argument stands for, where it is a variable that holds its GUID.
    fn job_of(&self, argument: &Argument) -> Option<usize> {
        let mut job = None;
        for part in &argument.parts {
            match &part.value {
                Value::Literal(text) if text.trim_matches(['{', '}']).is_empty() => {}
                value => match (self.lookup(value)?, job) {
                    (Held::Job(found), None) => job = Some(*found),
                    _ => return None,
                },
            }
        }
        job
    }

    /// PowerShell inside of cmd: `powershell -Command "…"`.
    fn powershell(&mut self, command: &Command, program: usize, span: Span) {
        let given = arguments(command, program).list;
        let mut rest = given.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            let switch = literal(first).map(|text| text.to_ascii_lowercase());
            let Some(name) = switch.as_deref().and_then(|text| text.strip_prefix(['-', '/'])) else {
                break;
            };
            if !name.is_empty() && "command".starts_with(name) {
                rest = behind;
                break;
            }
            // `-e`, `-ec`, `-enc`: a text in Base64, which may hide anything.
            if name == "ec" || (!name.is_empty() && "encodedcommand".starts_with(name)) {
                self.encoded(behind, span);
                return;
            }
            if !name.is_empty() && "file".starts_with(name) {
                self.script.opaque(span);
                return;
            }
            let alone = SWITCHES.iter().any(|switch| switch.starts_with(name));
            rest = match alone {
                true => behind,
                false => behind.get(1..).unwrap_or(&[]),
            };
        }
        let Some((inner, outer)) = self.joined(rest) else {
            self.script.opaque(span);
            return;
        };
        self.script.nested(inner, outer, span, super::powershell::follow);
    }

    /// A command in Base64, of UTF-16.
    fn encoded(&mut self, arguments: &[Argument], span: Span) {
        let Some((argument, text)) = arguments
            .first()
            .and_then(|first| Some((first, decoded(&literal(first)?)?)))
        else {
            self.script.opaque(span);
            return;
        };
        self.script.say(
            &ENCODED_COMMAND,
            argument.span,
            "The command is written in Base64, so that nobody reads it; it is read here all the same.",
        );
        let mut inner = Inner::default();
        inner.push(&text, self.script.at(argument.span));
        self.script
            .nested(inner, Outer::default(), span, super::powershell::follow);
    }

    /// cmd inside of cmd: `cmd /c …`.
    fn inner(&mut self, command: &Command, program: usize, span: Span) {
        let words = command.words.get(program.saturating_add(1)..).unwrap_or(&[]);
        let Some(at) = words
            .iter()
            .position(|word| word.is("/c") || word.is("/k") || word.is("/r"))
        else {
            self.script.opaque(span);
            return;
        };
        let mut inner = Inner::default();
        for (index, word) in words.iter().skip(at.saturating_add(1)).enumerate() {
            if index > 0 {
                let start = word.span.start;
                inner.push(word.gap(), self.script.at(Span::new(start, start)));
            }
            for part in &word.parts {
                let said = match &part.value {
                    Value::Literal(literal) => literal.as_str(),
                    _ => part.span.of(self.source),
                };
                inner.push(said, self.script.at(part.span));
            }
        }
        // A quote around the whole is taken away. [cmd]
        inner.unquote();
        self.script.nested(inner, Outer::default(), span, |script, text| {
            follow(script, text, Mode::Prompt);
        });
    }

    /// The arguments as one text with single blanks, and what stands in it for variables; nothing where it has too
    /// many of them.
    fn joined(&self, arguments: &[Argument]) -> Option<(Inner, Outer)> {
        let (mut inner, mut outer) = (Inner::default(), Outer::default());
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                let start = argument.span.start;
                inner.push(" ", self.script.at(Span::new(start, start)));
            }
            for part in &argument.parts {
                let said = match &part.value {
                    Value::Literal(literal) => literal.as_str(),
                    value => {
                        let said = part.span.of(self.source);
                        let stands_for = match self.lookup(value) {
                            Some(Held::Job(job)) => StandsFor::Job(*job),
                            _ => StandsFor::Text(cmd::text(std::slice::from_ref(part), self.source)),
                        };
                        if !outer.push(said, stands_for) {
                            return None;
                        }
                        said
                    }
                };
                inner.push(said, self.script.at(part.span));
            }
        }
        Some((inner, outer))
    }
}

/// Switches of PowerShell without a value. `[psdoc:about_powershell_exe]`
const SWITCHES: &[&str] = &[
    "noprofile",
    "noninteractive",
    "nologo",
    "noexit",
    "sta",
    "mta",
    "login",
    "nol",
    "nop",
    "noni",
];

/// The literal text of an argument.
fn literal(argument: &Argument) -> Option<String> {
    let mut out = String::new();
    for part in &argument.parts {
        match &part.value {
            Value::Literal(text) => out.push_str(text),
            _ => return None,
        }
    }
    Some(out)
}

/// What a text in Base64 says, read as UTF-16.
fn decoded(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text.trim()).ok()?;
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| match pair {
            [low, high] => u16::from_le_bytes([*low, *high]),
            _ => 0,
        })
        .collect();
    String::from_utf16(&units).ok()
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
