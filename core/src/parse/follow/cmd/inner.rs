//! Texts that stand inside of a call: for PowerShell, for a second cmd, for what comes through a pipe.

use super::variable::Held;
use super::{Follower, follow_with};
use crate::parse::cmd::{
    self, Argument, Command, Form, Mode, Part, Program, Statement, Value, Word, arguments, program,
    program_at,
};
use crate::parse::conditions::About;
use crate::parse::encoded::decoded;
use crate::parse::follow::Script;
use crate::parse::follow::launch::{self, Task};
use crate::parse::follow::outer::{Outer, StandsFor};
use crate::parse::follow::powershell;
use crate::parse::nested::Inner;
use crate::parse::patterns::{ENCODED_COMMAND, RUNS_ELSEWHERE, TEXT_NOT_READ};
use crate::span::Span;

/// Programs that run a command on other machines, or in another account.
const ELSEWHERE: &[&str] = &["psexec", "psexec64", "paexec", "winrs", AT];
/// The program that runs a command at a time, in the account of the system.
const AT: &str = "at";
/// What forfiles fills in.
const OF_FILES: &[&str] = &[
    "@file", "@fname", "@ext", "@path", "@relpath", "@isdir", "@fsize", "@fdate", "@ftime",
];
/// What is read of the commands that other programs run.
pub(super) const READ: &[&str] = &["bitsadmin", "cmd", "powershell", "pwsh"];
/// So many words stand before such a command at most.
const MOST_BEFORE: usize = 24;

impl Follower<'_, '_, '_> {
    /// The program that a command runs; of one that runs a command elsewhere the program of that, and it is told so.
    pub(super) fn run_by(&mut self, command: &Command, program: Program) -> Program {
        if !ELSEWHERE.contains(&program.name.as_str()) {
            return program;
        }
        let behind = program.word.saturating_add(1);
        let inner = (behind..command.words.len()).take(MOST_BEFORE).find_map(|at| {
            let inner = program_at(command, at).filter(|inner| inner.word == at)?;
            let next = command.words.get(at.saturating_add(1))?;
            let is_read = READ.contains(&inner.name.as_str());
            // `-w C:\\Tools\\cmd` is a folder.
            let is_switch = next.literal().is_some_and(|text| text.starts_with(['/', '-']));
            (is_read && is_switch).then_some(inner)
        });
        let Some(inner) = inner else { return program };
        self.runs_elsewhere(program.span, &program.name);
        inner
    }

    fn runs_elsewhere(&mut self, span: Span, name: &str) {
        let message = match name {
            AT => format!(
                "{name} runs this later, and in the account that its words or Windows say: the jobs are made then, and belong to that account."
            ),
            _ => format!(
                "{name} runs this on another machine or in another account, as its words say: the jobs are there, and belong to that account."
            ),
        };
        self.script.say(&RUNS_ELSEWHERE, span, message);
    }

    /// `wmic process call create "bitsadmin …"`.
    pub(super) fn wmic(&mut self, command: &Command, program: &Program, span: Span) {
        let words = command.words.get(program.word.saturating_add(1)..).unwrap_or(&[]);
        if !words.iter().any(|word| word.is("create")) {
            // It looks for programs that run, or ends them.
            self.script.pass_over(span);
            return;
        }
        let creates =
            |pair: &[Word]| matches!(pair, [call, create] if call.is("call") && create.is("create"));
        let line = words
            .windows(2)
            .position(creates)
            .and_then(|at| words.get(at.saturating_add(2)))
            .and_then(|line| self.said(std::slice::from_ref(line)))
            .map(|(mut inner, outer)| {
                inner.unquote();
                (inner, outer)
            })
            // It takes the line apart itself, and how is not documented.
            .filter(|(inner, _)| !inner.text.contains(['&', '|', '<', '>', '^', '"']));
        let is_elsewhere = words
            .iter()
            .any(|word| word.span.of(self.source).to_lowercase().starts_with("/node"));
        self.line(line, is_elsewhere.then_some(program), span);
    }

    /// `runas /user:x "bitsadmin …"`.
    pub(super) fn runas(&mut self, command: &Command, program: &Program, span: Span) {
        let last = |given: &[Argument]| given.len().checked_sub(1);
        let line = self.argument(command, program, last);
        self.line(line, Some(program), span);
    }

    /// `schtasks /create /tr "bitsadmin …"`.
    pub(super) fn schtasks(&mut self, command: &Command, program: &Program, span: Span) {
        let of_task = |given: &[Argument]| launch::line_of_task(given.iter().map(literal));
        let line = self.argument(command, program, of_task);
        let task = Task::begin(self.script);
        let is_followed = line.is_some_and(|(inner, outer)| launch::launch(self.script, inner, outer, span));
        task.end(self.script, program.span, span, is_followed);
    }

    /// `at 23:00 "cmd /c bitsadmin …"`.
    pub(super) fn at_a_time(&mut self, command: &Command, program: &Program, span: Span) {
        let last = |given: &[Argument]| given.len().checked_sub(1);
        let line = self.argument(command, program, last);
        self.line(line, Some(program), span);
    }

    /// An argument of a program, as a text that it hands on; nothing where the readers of Windows part ways.
    fn argument(
        &self,
        command: &Command,
        program: &Program,
        which: impl Fn(&[Argument]) -> Option<usize>,
    ) -> Option<(Inner, Outer)> {
        let given = arguments(command, program.word);
        let argument = given.list.get(which(&given.list)?)?;
        given
            .doubtful
            .is_none()
            .then(|| self.joined(std::slice::from_ref(argument)))?
    }

    /// `forfiles /c "cmd /c bitsadmin …"`: once for each file, of which nobody knows how many there are.
    pub(super) fn forfiles(&mut self, command: &Command, program: &Program, span: Span) {
        let given = arguments(command, program.word);
        let is_switch =
            |argument: &Argument| literal(argument).is_some_and(|text| text.eq_ignore_ascii_case("/c"));
        let at = given.list.iter().position(is_switch);
        let line = at.and_then(|at| given.list.get(at.saturating_add(1)));
        let inner = line
            .filter(|_| given.doubtful.is_none())
            .and_then(|line| self.of_files(line));
        let Some(inner) = inner.filter(|inner| launch::program(inner).is_some()) else {
            self.script.opaque(span);
            return;
        };
        self.script.enter_rounds();
        self.script.jobs.conditions.enter(About::Other);
        let around = self.script.jobs.enter();
        launch::launch(self.script, inner, Outer::default(), span);
        self.script.jobs.leave(around);
        self.script.jobs.conditions.leave();
        self.script.leave_rounds();
    }

    /// The line that forfiles runs; nothing where that is not plain.
    fn of_files(&self, line: &Argument) -> Option<Inner> {
        let mut inner = Inner::default();
        for part in &line.parts {
            let Value::Literal(text) = &part.value else {
                return None;
            };
            // `0x22` is a quotation mark there.
            if text.len() != part.span.len() || text.contains("0x") {
                return None;
            }
            let mut rest = text.as_str();
            let mut at = part.span.start;
            while !rest.is_empty() {
                let is_next = |name: &&&str| {
                    rest.get(..name.len())
                        .is_some_and(|begin| begin.eq_ignore_ascii_case(name))
                };
                let name = OF_FILES.iter().filter(is_next).max_by_key(|name| name.len());
                let length = match name {
                    Some(name) => name.len(),
                    None => {
                        let behind = rest.get(1..)?;
                        behind.find('@').map_or(rest.len(), |at| at.saturating_add(1))
                    }
                };
                let (run, behind) = rest.split_at_checked(length)?;
                let end = at.saturating_add(length);
                let place = self.script.at(Span::new(at, end));
                match name {
                    Some(_) => inner.push_filled(run, place),
                    None => inner.push(run, place),
                }
                at = end;
                rest = behind;
            }
        }
        Some(inner)
    }

    /// A line that a program hands to Windows; `elsewhere`: that program, where it runs the line on another machine or in
    /// another account.
    fn line(&mut self, line: Option<(Inner, Outer)>, elsewhere: Option<&Program>, span: Span) {
        let Some((inner, outer)) = line.filter(|(inner, _)| launch::program(inner).is_some()) else {
            self.script.opaque(span);
            return;
        };
        if let Some(program) = elsewhere {
            self.runs_elsewhere(program.span, &program.name);
        }
        launch::launch(self.script, inner, outer, span);
    }

    /// PowerShell inside of cmd: `powershell -Command "…"`.
    pub(super) fn powershell(&mut self, command: &Command, program: usize, span: Span) {
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
            if is_encoded(name) {
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
        // What comes through a pipe.
        if let [only] = rest
            && literal(only).as_deref() == Some("-")
        {
            self.script.opaque(span);
            return;
        }
        let Some((inner, outer)) = self.joined(rest) else {
            self.script.opaque(span);
            return;
        };
        self.script.nested(inner, outer, span, powershell::follow);
    }

    /// A command in Base64, of UTF-16.
    fn encoded(&mut self, arguments: &[Argument], span: Span) {
        let Some((argument, text)) = arguments
            .first()
            .and_then(|first| Some((first, decoded(&literal(first)?)?)))
            .filter(|_| !self.script.is_too_deep())
        else {
            self.script.opaque(span);
            let place = arguments.first().map_or(span, |first| first.span);
            self.script.say(&TEXT_NOT_READ, place, IS_NOT_READ);
            return;
        };
        self.script.say(&ENCODED_COMMAND, argument.span, IS_READ);
        let mut inner = Inner::default();
        inner.push(&text, self.script.at(argument.span));
        self.script
            .nested_text(inner, Outer::default(), span, powershell::follow);
    }

    /// cmd inside of cmd: `cmd /c …`.
    pub(super) fn inner(&mut self, command: &Command, program: usize, span: Span) {
        let words = command.words.get(program.saturating_add(1)..).unwrap_or(&[]);
        let is_switch = |word: &Word| {
            word.literal()
                .is_some_and(|text| begins_command(&text.to_lowercase()))
        };
        let Some(at) = words.iter().position(is_switch) else {
            self.script.opaque(span);
            return;
        };
        // `/v:on`, or `/v` alone. [cmd]
        let is_late = words
            .iter()
            .take(at)
            .any(|word| word.is("/v:on") || word.is("/v"));
        let Some((mut inner, outer)) = self.said(words.get(at.saturating_add(1)..).unwrap_or(&[])) else {
            self.script.opaque(span);
            return;
        };
        // A quote around the whole is taken away. [cmd]
        inner.unquote();
        self.script.nested(inner, outer, span, |script, text| {
            follow_with(script, text, Mode::Prompt, is_late);
        });
    }

    /// Words as they are said, with what stands between them, and what stands in it for variables; nothing where it has too
    /// many of them.
    pub(super) fn said(&self, words: &[Word]) -> Option<(Inner, Outer)> {
        let (mut inner, mut outer) = (Inner::default(), Outer::default());
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                let start = word.span.start;
                inner.push(word.gap(), self.script.at(Span::new(start, start)));
            }
            for part in &word.parts {
                self.say(part, &mut inner, &mut outer)?;
            }
        }
        Some((inner, outer))
    }

    /// Adds a part to a text that another shell reads; nothing where there is no room for what stands for a variable.
    fn say(&self, part: &Part, inner: &mut Inner, outer: &mut Outer) -> Option<()> {
        let place = self.script.at(part.span);
        if let Value::Literal(literal) = &part.value {
            inner.push(literal, place);
            return Some(());
        }
        let said = part.span.of(self.source);
        let job = match self.lookup(&part.value) {
            Some(Held::Job(job)) => Some(*job),
            Some(_) => None,
            None => self.script.outer.job(said),
        };
        let stands_for = match job {
            Some(job) => StandsFor::Job(job),
            None => StandsFor::Text(cmd::text(std::slice::from_ref(part), self.source)),
        };
        match part.value {
            // What this text does not set is the same for both.
            Value::Environment(_) => inner.push(said, place),
            _ => inner.push_filled(said, place),
        }
        outer.push(said, stands_for).then_some(())
    }

    /// How a shell reads what comes through a pipe, where the statement is one that does.
    pub(super) fn shell(&self, statement: &Statement) -> Option<fn(&mut Script<'_>, &str)> {
        let Form::Command(command) = &statement.form else {
            return None;
        };
        let filled = self.filled(command);
        let program = program(&filled)?;
        let words = filled.words.get(program.word.saturating_add(1)..).unwrap_or(&[]);
        let said: Vec<String> = words
            .iter()
            .map(|word| word.span.of(self.source).to_lowercase())
            .collect();
        match program.name.as_str() {
            "cmd" if !said.iter().any(|word| begins_command(word)) => {
                Some(|script, text| follow_with(script, text, Mode::Prompt, false))
            }
            "powershell" | "pwsh" if reads_input(&said) => Some(powershell::follow),
            _ => None,
        }
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
                self.say(part, &mut inner, &mut outer)?;
            }
        }
        Some((inner, outer))
    }
}

/// Whether a word of a call of cmd says that a command follows.
pub(in crate::parse::follow) fn begins_command(word: &str) -> bool {
    matches!(word, "/c" | "/k" | "/r")
}

/// Whether PowerShell reads commands from its input, by the words behind its name: a dash says so, and so does no command at
/// all. `[psdoc:about_powershell_exe]`
pub(in crate::parse::follow) fn reads_input(words: &[String]) -> bool {
    let is_switch = |word: &String| {
        let name = word.trim_start_matches(['-', '/']);
        name.len() < word.len() && SWITCHES.iter().any(|switch| switch.starts_with(name))
    };
    words.last().is_some_and(|last| last == "-") || words.iter().all(is_switch)
}

/// Switches of PowerShell without a value. `[psdoc:about_powershell_exe]`
pub(in crate::parse::follow) const SWITCHES: &[&str] = &[
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

/// What is said of a command in Base64.
pub(in crate::parse::follow) const IS_READ: &str =
    "The command is written in Base64, so that nobody reads it; it is read here all the same.";

/// What is said of one that is not read.
pub(in crate::parse::follow) const IS_NOT_READ: &str = "A command in Base64 is run here, and is not read: its text is not known, is cut off or broken, or stands in too many others.";

/// Whether the name of a switch of PowerShell says that a text in Base64 follows: `e`, `ec`, `enc`.
pub(in crate::parse::follow) fn is_encoded(name: &str) -> bool {
    name == "ec" || (!name.is_empty() && "encodedcommand".starts_with(name))
}
