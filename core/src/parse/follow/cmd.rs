//! A batch file or prompt lines, followed to their jobs.

use super::{Called, Known, Script};
use crate::parse::bitsadmin;
use crate::parse::cmd::{
    self, Argument, Command, Form, Iteration, Mode, Part, Statement, Value, arguments, assignment, program,
};
use crate::span::Span;
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};

/// The most rounds of a loop over a list that are followed one by one.
const ROUNDS: usize = 256;

/// What a variable holds.
#[derive(Debug, Clone)]
enum Held {
    /// These parts, as if they stood there.
    Parts(Vec<Part>),
    /// The GUID of this job.
    Job(usize),
    /// Nobody knows before the script runs.
    Unknown,
}

/// The variables of a script, by their names in upper case.
#[derive(Debug, Clone, Default)]
struct Variables {
    environment: BTreeMap<String, Held>,
    loops: BTreeMap<char, Held>,
}

/// Follows a text of cmd.
pub(super) fn follow(script: &mut Script<'_>, mode: Mode) {
    let read = cmd::read(script.source, mode);
    for problem in &read.problems {
        script.problem(problem.severity, "cmd-syntax", problem.span, problem.message);
    }
    script.comments.extend(read.comments.iter().map(|comment| comment.span));
    let mut assigned = BTreeMap::new();
    count(&read.statements, &mut assigned);
    let mut follower = Follower {
        script,
        variables: Variables::default(),
        several: assigned
            .into_iter()
            .filter(|(_, times)| *times > 1)
            .map(|(name, _)| name)
            .collect(),
        mode,
        rounds: 0,
    };
    follower.all(&read.statements);
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

struct Follower<'s, 'a> {
    script: &'s mut Script<'a>,
    variables: Variables,
    /// Variables that are assigned more than once: behind a label nobody knows which value they have.
    several: BTreeSet<String>,
    mode: Mode,
    rounds: usize,
}

impl Follower<'_, '_> {
    fn all(&mut self, statements: &[Statement]) {
        for statement in statements {
            self.one(statement);
        }
    }

    fn one(&mut self, statement: &Statement) {
        match &statement.form {
            Form::Command(command) => self.command(command, statement.span),
            Form::Block(inner) => self.all(inner),
            Form::If(condition) => {
                self.branch(&condition.then);
                self.branch(&condition.otherwise);
            }
            Form::For(iteration) => self.iteration(iteration),
            Form::Label(_) => {
                for name in &self.several {
                    if let Some(held) = self.variables.environment.get_mut(name)
                        && !matches!(held, Held::Job(_))
                    {
                        *held = Held::Unknown;
                    }
                }
            }
            Form::Opaque => self.script.opaque.push(statement.span),
        }
    }

    /// Statements that may or may not run: afterwards nobody knows what they assigned, but for a job that they made.
    fn branch(&mut self, statements: &[Statement]) {
        let before = self.variables.environment.clone();
        self.all(statements);
        for (name, held) in &mut self.variables.environment {
            let same = matches!(
                (&held, before.get(name)),
                (Held::Parts(now), Some(Held::Parts(then))) if now == then
            );
            if !same && !matches!(held, Held::Job(_)) {
                *held = Held::Unknown;
            }
        }
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
            let held = job.map_or(Held::Unknown, Held::Job);
            // With several tokens the GUID is one of those that follow.
            for step in 0..8u32 {
                if let Some(letter) = char::from_u32(u32::from(variable).saturating_add(step)) {
                    self.variables.loops.insert(letter, held.clone());
                }
            }
            self.all(&iteration.body);
            return;
        }
        let plain = iteration.switch.is_empty()
            && iteration.set.iter().all(|word| {
                word.literal()
                    .is_some_and(|text| !text.contains(['*', '?']))
            });
        self.rounds = self.rounds.saturating_add(iteration.set.len());
        if plain && self.rounds <= ROUNDS && !iteration.set.is_empty() {
            for word in &iteration.set {
                self.variables
                    .loops
                    .insert(variable, Held::Parts(word.parts.clone()));
                self.all(&iteration.body);
            }
        } else {
            self.variables.loops.insert(variable, Held::Unknown);
            self.branch(&iteration.body);
        }
        self.variables.loops.remove(&variable);
    }

    fn command(&mut self, command: &Command, span: Span) {
        if let Some(assignment) = assignment(command) {
            let held = match assignment.value {
                None => Held::Unknown,
                Some(parts) => self.held(parts),
            };
            self.variables
                .environment
                .insert(assignment.name.to_uppercase(), held);
            self.script.understood(span);
            return;
        }
        let filled = self.filled(command);
        let Some(program) = program(&filled) else {
            self.script.opaque.push(span);
            return;
        };
        match program.name.as_str() {
            "bitsadmin" => self.bitsadmin(&filled, program.word, span),
            "powershell" | "pwsh" => self.powershell(&filled, program.word, span),
            "cmd" => self.inner(&filled, program.word, span),
            "echo" | "rem" | "title" | "cls" | "color" | "pause" | "setlocal" | "endlocal" | "goto" | "exit" | "set"
            | "chcp" | "ver" => self.script.understood(span),
            name if name.starts_with(':') => self.script.understood(span),
            _ => self.script.opaque.push(span),
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
            Value::Environment(name) | Value::Delayed(name) => {
                self.variables.environment.get(&name.to_uppercase())
            }
            Value::Loop(name) => {
                // `~i` takes quotes away; other modifiers compute.
                let plain = name.strip_prefix('~').unwrap_or(name);
                let mut letters = plain.chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) => self.variables.loops.get(&letter),
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
                Some(Held::Parts(held)) if is_plain(held, part.quoted) => {
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

    fn bitsadmin(&mut self, command: &Command, program: usize, span: Span) {
        let given = arguments(command, program);
        let texts: Vec<bitsadmin::Word> = given
            .list
            .iter()
            .map(|argument| bitsadmin::Word {
                span: argument.span,
                text: cmd::text(&argument.parts, self.script.source),
            })
            .collect();
        let program_span = command.words.get(program).map_or(span, |word| word.span);
        for call in bitsadmin::read(span, program_span, &texts) {
            let job_of = |span: Span| {
                let argument = given.list.iter().find(|argument| argument.span == span)?;
                self.job_of(argument)
            };
            let jobs: BTreeMap<Span, usize> = texts
                .iter()
                .filter_map(|word| Some((word.span, job_of(word.span)?)))
                .collect();
            let job = super::bitsadmin::take(self.script, &call, &|span| jobs.get(&span).copied());
            self.script.statement(Called::Bitsadmin(call), job);
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
}
