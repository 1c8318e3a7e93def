//! A batch file or prompt lines, followed to their jobs.

mod alternatives;
mod flow;
mod inner;
mod outcome;
mod outline;
mod sequence;
mod variable;

use super::counting::Rounds;
use super::mention;
use super::variables::{Mark, Variables};
use super::waiting::{Loops, WAIT_FOR_TOO_FEW_STATES, WAIT_WITHOUT_ERROR};
use super::{Called, Script};
use crate::command::Purpose;
use crate::invisible;
use crate::parse::bitsadmin;
use crate::parse::cmd::{self, Command, Form, Join, Mode, Part, Program, Statement, Value, Word, program};
use crate::parse::found::Found;
use crate::parse::patterns::{CMD_SYNTAX, COMMANDS_NOT_FOLLOWED, SET_IN_SAME_BLOCK};
use crate::span::Span;
use alternatives::Alternatives;
use flow::Frame;
use outline::Outline;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use variable::Held;

pub(super) use inner::{IS_NOT_READ, IS_READ, SWITCHES, begins_command, is_encoded, reads_input};

/// Follows a text of cmd.
pub(super) fn follow(script: &mut Script<'_>, source: &str, mode: Mode) {
    follow_with(script, source, mode, false);
}

/// As [`follow`]; `is_late`: `!NAME!` is a variable from the first line on.
fn follow_with(script: &mut Script<'_>, source: &str, mode: Mode, is_late: bool) {
    let filled = std::mem::take(&mut script.filled);
    let read = cmd::read_with(source, mode, is_late, &filled);
    script.filled = filled;
    follow_read(script, source, mode, &read);
}

/// The program that a line starts which no shell reads, where that is one of those that are followed.
pub(super) fn launches(line: &str, filled: &[Span]) -> Option<String> {
    let command = cmd::launched(line, filled);
    let program = program(&command).filter(|program| program.word == 0)?;
    inner::READ
        .contains(&program.name.as_str())
        .then_some(program.name)
}

/// Follows a line that no shell reads.
pub(super) fn follow_line(script: &mut Script<'_>, line: &str) {
    let command = cmd::launched(line, &script.filled);
    let read = cmd::Script {
        statements: vec![Statement {
            join: Join::First,
            span: Span::new(0, line.len()),
            form: Form::Command(command),
            redirections: Vec::new(),
        }],
        comments: Vec::new(),
        marks: Vec::new(),
        problems: Vec::new(),
        printed: Vec::new(),
    };
    follow_read(script, line, Mode::Prompt, &read);
}

fn follow_read(script: &mut Script<'_>, source: &str, mode: Mode, read: &cmd::Script) {
    for problem in &read.problems {
        script.found(Found {
            severity: problem.severity,
            ..CMD_SYNTAX.at(problem.span, problem.message, "")
        });
    }
    for comment in &read.comments {
        script.comment(comment.span);
    }
    read.printed.iter().for_each(|span| script.printed(*span));
    let outline = Outline::of(&read.statements);
    let alternatives = match mode {
        Mode::Batch => Alternatives::of(&read.statements, source, &outline),
        Mode::Prompt => Alternatives::default(),
    };
    let mut environment = Variables::default();
    // Everything can be taken back up to here.
    environment.begin();
    let mut follower = Follower {
        script,
        source,
        mode,
        root: &read.statements,
        turnings: match mode {
            Mode::Batch => cmd::turnings(source),
            Mode::Prompt => Vec::new(),
        },
        outline: Rc::new(outline),
        alternatives: Rc::new(alternatives),
        at: 0,
        environment,
        units: Vec::new(),
        loops: BTreeMap::new(),
        scopes: Vec::new(),
        frames: Vec::new(),
        reached: BTreeSet::new(),
        goes_anywhere: false,
        is_anywhere: false,
        told: BTreeSet::new(),
        given_in: BTreeMap::new(),
        early: BTreeSet::new(),
        file: None,
        since_file: BTreeSet::new(),
        of_bits: BTreeMap::new(),
        ended: false,
        is_left: false,
        left: 0,
        followed: 0,
        doubted: 0,
        is_lost: false,
        depth: 0,
        waiting: Loops::default(),
        rounds: Rounds::default(),
        asked: Vec::new(),
        reads: BTreeSet::new(),
        numbers: BTreeMap::new(),
        branches: 0,
        iterations: 0,
        taken: BTreeSet::new(),
        passed: BTreeMap::new(),
    };
    follower.whole();
    follower.say_of_passed();
    if follower.waiting.asks() {
        follower.script.jobs.compared();
    }
    if let Some((place, message)) = follower.waiting.too_few() {
        follower.script.say(&WAIT_FOR_TOO_FEW_STATES, place, message);
    }
    if let Some(place) = follower.waiting.endless() {
        follower.script.flag(&WAIT_WITHOUT_ERROR, place);
    }
}

#[cfg(test)]
mod tests;

struct Follower<'s, 'a, 't> {
    script: &'s mut Script<'a>,
    /// The text that is read: the script's own, or one that stands inside of it.
    source: &'t str,
    mode: Mode,
    /// The statements of the text.
    root: &'t [Statement],
    turnings: Vec<cmd::Turning>,
    outline: Rc<Outline>,
    alternatives: Rc<Alternatives>,
    /// The number of the statement of the text that is followed.
    at: usize,
    /// By name in upper case.
    environment: Variables<Held>,
    /// What variables held when the line or the block was read that is followed: those that changed since.
    units: Vec<BTreeMap<String, Option<Held>>>,
    loops: BTreeMap<char, Held>,
    /// `setlocal`s that are open.
    scopes: Vec<Mark>,
    /// The text itself, and the routines that are called.
    frames: Vec<Frame>,
    /// The labels that were come to.
    reached: BTreeSet<usize>,
    /// Whether it may come to any label, in a way that is not followed.
    goes_anywhere: bool,
    /// Whether what stands behind such labels is followed now.
    is_anywhere: bool,
    /// The statements that begin what was told to never run.
    told: BTreeSet<usize>,
    /// The line or block that gave each variable its value last, with how deep in routines it stands.
    given_in: BTreeMap<String, (usize, usize)>,
    /// The variables that were told to be read too early.
    early: BTreeSet<Span>,
    /// The batch file that was called last.
    file: Option<Span>,
    /// What the text assigned since then.
    since_file: BTreeSet<String>,
    /// Which labels begin a text that names a command of BITS, as far as that was asked.
    of_bits: BTreeMap<usize, bool>,
    /// Whether what follows never runs.
    ended: bool,
    /// Whether the text is left behind the line that is followed.
    is_left: bool,
    /// How often a loop may have been left.
    left: usize,
    /// How much was followed in routines and kept for labels.
    followed: usize,
    /// How often a variable was put in doubt.
    doubted: usize,
    /// Whether that was too often: nothing is known any more of variables that the text assigns.
    is_lost: bool,
    depth: usize,
    waiting: Loops,
    /// Since the last label.
    rounds: Rounds,
    /// The jobs of all calls so far.
    asked: Vec<usize>,
    /// What routines read of jobs.
    reads: BTreeSet<(Span, String)>,
    /// What variables were given in plain numbers.
    numbers: BTreeMap<String, u64>,
    /// How many statements around this one may not run.
    branches: usize,
    /// How many loops stand around it.
    iterations: usize,
    /// Where branches begin that were followed.
    taken: BTreeSet<usize>,
    /// The statements of branches that a condition does not come to, by where the branch begins.
    passed: BTreeMap<usize, Vec<Span>>,
}

impl Follower<'_, '_, '_> {
    fn command(&mut self, command: &Command, piped: Option<&Statement>, span: Span) {
        if let Some(program) = program(command) {
            let is_sure = self.branches == 0;
            self.rounds.command(command, &program, self.source, is_sure);
        }
        if self.assign(command) {
            return;
        }
        let mut filled = self.filled(command);
        if filled.words.first().is_some_and(|word| word.is("call")) {
            for word in &mut filled.words {
                if let Some(again) = self.again(word) {
                    *word = again;
                }
            }
        }
        let Some(program) = program(&filled) else {
            self.script.opaque(span);
            self.name_hidden(command, span);
            self.goes_anywhere = true;
            // It may be a routine or a batch file.
            if filled.words.first().is_some_and(|word| word.is("call")) {
                self.run_file(span);
            }
            return;
        };
        let program = self.run_by(&filled, program);
        let words = filled.words.get(program.word.saturating_add(1)..).unwrap_or(&[]);
        match program.name.as_str() {
            "goto" => {
                if let Some(label) = words.first().and_then(Word::literal) {
                    self.jump(&label);
                } else {
                    self.leave();
                }
            }
            "exit" => self.exit(words.first().is_some_and(|word| word.is("/b"))),
            "setlocal" => self.open_scope(),
            "endlocal" => self.close_scope(),
            "shift" => self.shift(),
            "find" | "findstr" => {
                words.iter().for_each(|word| self.compared(word));
                self.script.pass_over(span);
            }
            "where" | "taskkill" | "tasklist" | "help" => self.script.pass_over(span),
            "echo" => {
                if let Some(read) = piped.and_then(|next| self.shell(next)) {
                    match self.said(words) {
                        Some((said, outer)) => self.script.nested(said, outer, span, read),
                        None => self.script.opaque(span),
                    }
                }
            }
            "bitsadmin" => {
                self.say_of_early(command);
                self.say_of_file(command);
                self.bitsadmin(command, &filled, &program, piped);
            }
            "powershell" | "pwsh" => {
                if mention::is_in(span.of(self.source)) {
                    self.say_of_early(command);
                }
                self.powershell(&filled, program.word, span);
            }
            "wmic" => self.wmic(&filled, &program, span),
            "runas" => self.runas(&filled, &program, span),
            "schtasks" => self.schtasks(&filled, &program, span),
            "at" => self.at_a_time(&filled, &program, span),
            "forfiles" => self.forfiles(&filled, &program, span),
            "cmd" => self.inner(&filled, program.word, span),
            "rem" | "title" | "cls" | "color" | "pause" | "set" | "chcp" | "ver" => {}
            name if name.starts_with(':') && program.called => self.call(&filled, &program, span),
            name if name.starts_with(':') => {}
            _ => {
                self.script.opaque(span);
                self.name_hidden(command, span);
                self.other(&program);
            }
        }
    }

    /// Another program or batch file.
    fn other(&mut self, program: &Program) {
        let name = program.span.of(self.source).trim_matches('"').to_lowercase();
        let is_batch = name.ends_with(".cmd") || name.ends_with(".bat");
        let may_be_batch = is_batch
            || !name
                .rsplit(['\\', '/'])
                .next()
                .is_some_and(|file| file.contains('.'));
        if program.called && may_be_batch {
            // It has the same environment. [cmd]
            self.run_file(program.span);
        }
        // A batch file that another one starts without `call` does not come back to it. [cmd]
        self.is_left |= is_batch
            && program.word == 0
            && self.mode == Mode::Batch
            && self.branches == 0
            && self.frames.len() == 1;
    }

    /// Says of a variable that stands for a whole command that it may be one of BITS.
    fn name_hidden(&mut self, command: &Command, span: Span) {
        let is_hidden = command
            .words
            .iter()
            .filter(|word| !word.is("call"))
            .take(1)
            .flat_map(|word| &word.parts)
            .filter_map(|part| part.value.variable())
            .any(|name| self.outline.is_naming(name));
        // `%TOOL% /transfer …`: no other program has such a verb.
        let words = command.words.iter().skip_while(|word| word.is("call"));
        let is_verb = mention::is_before_verb(words.skip(1).filter_map(Word::literal));
        if is_verb && !is_hidden {
            self.say_of_other_name(command, span);
        }
        if is_hidden {
            self.script.say(
                &COMMANDS_NOT_FOLLOWED,
                span,
                "A variable stands here for a command, and one of its values names a command of BITS: what runs here is not known.",
            );
        }
    }

    /// Says what stands in front of a verb of bitsadmin, where that is not its name.
    fn say_of_other_name(&mut self, command: &Command, span: Span) {
        let first = command.words.iter().find(|word| !word.is("call"));
        let said = first.map_or("", |word| word.span.of(self.source));
        let is_variable = |part: &Part| !matches!(part.value, Value::Literal(_));
        let unseen = invisible::named(said);
        let message = if first.is_some_and(|word| word.parts.iter().any(is_variable)) {
            "A variable stands here for a command, and a verb of bitsadmin behind it: what runs here is not known.".to_owned()
        } else if !unseen.is_empty() {
            format!(
                "The name of the program holds a character that nobody sees, {}: to cmd it is another name than bitsadmin.",
                unseen.join(" and ")
            )
        } else {
            "A verb of bitsadmin stands behind another name: it may be a copy of bitsadmin. What runs here is not known.".to_owned()
        };
        self.script.say(&COMMANDS_NOT_FOLLOWED, span, message);
    }

    /// Says which variables of a command are set in the line or block that it stands in, and read as they were before.
    fn say_of_early(&mut self, command: &Command) {
        for part in command.words.iter().flat_map(|word| &word.parts) {
            let name = match &part.value {
                Value::Environment(name) => name,
                Value::Changed(changed) if !changed.is_late => &changed.name,
                _ => continue,
            };
            if self.is_read_early(&name.to_uppercase()) && self.early.insert(part.span) {
                self.script.say(
                    &SET_IN_SAME_BLOCK,
                    part.span,
                    format!("%{name}% is set in the same block or line, and cmd put in the value that it had before it ran that."),
                );
            }
        }
    }

    /// A word that is compared with something.
    fn compared(&mut self, word: &Word) {
        if let Some(text) = word.literal() {
            self.waiting.compared(&text, word.span);
        }
    }

    /// Says so where a call makes another job, or adds another file, in each round of what jumps lead back over.
    fn say_of_rounds(&mut self, command: &Command, calls: &[bitsadmin::Statement]) {
        let mut parts = command.words.iter().flat_map(|word| &word.parts);
        if !parts.any(|part| self.outline.changes(&part.value, part.span.start)) {
            return;
        }
        for call in calls {
            match call.verb.map(|verb| verb.purpose) {
                Some(Purpose::Creates | Purpose::Transfers) => {
                    self.script.made_in_a_loop(call.program, false)
                }
                Some(Purpose::AddsFiles) => self.script.made_in_a_loop(call.program, true),
                _ => {}
            }
        }
    }

    fn bitsadmin(
        &mut self,
        written: &Command,
        command: &Command,
        program: &Program,
        piped: Option<&Statement>,
    ) {
        let (given, calls) = bitsadmin::called(command, program, piped, self.source);
        self.say_of_rounds(written, &calls);
        // Where arguments stand at one place, the first of them counts.
        let mut jobs: BTreeMap<Span, usize> = BTreeMap::new();
        for argument in given.list.iter().rev() {
            match self.job_of(&argument.parts) {
                Some(job) => jobs.insert(argument.span, job),
                None => jobs.remove(&argument.span),
            };
        }
        for call in calls {
            let job = super::bitsadmin::take(self.script, &call, &|span| jobs.get(&span).copied());
            self.asked.extend(job);
            let at = call.span;
            if !self.is_read_again(&call, job) {
                self.script.statement(Called::Bitsadmin(call), at, job);
            }
        }
    }

    /// Whether a routine reads the same of the same job once more: that is one statement.
    fn is_read_again(&mut self, call: &bitsadmin::Statement, job: Option<usize>) -> bool {
        if self.frames.len() < 2 || !call.verb.is_some_and(|verb| verb.purpose.reads()) {
            return false;
        }
        let mut said = format!("{job:?}");
        for given in &call.arguments {
            said.push(' ');
            said.push_str(&given.text.display());
        }
        !self.reads.insert((call.span, said))
    }
}
