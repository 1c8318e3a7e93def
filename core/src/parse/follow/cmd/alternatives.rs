//! Parts of a batch file that jumps make run only where a condition holds, as the branches of an `if` do.
//!
//! `if C goto x`, some statements, `goto y`, `:x`, others, `:y` is an `if` with its `else`; without `goto y` and the others it
//! is an `if` alone. Most conditional jumps are none of these: they leave because something went wrong, and what stands behind
//! them is what the text is for. A jump counts only where both ways meet again and go on with a job there.

use super::outline::Outline;
use crate::command::Purpose;
use crate::command::bitsadmin::{Verb, verb};
use crate::parse::cmd::{Command, Condition, Form, Join, Program, Statement, Word, label_name, program};
use crate::parse::conditions::{About, about};
use crate::parse::follow::mention;
use crate::span::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// The deepest that parts are told apart in one another.
const DEEPEST: usize = 16;

/// Statements of the text, from one up to another, that run only where a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alternative {
    statements: Range<usize>,
    /// What the condition asks for.
    pub(super) about: About,
    /// The jump that decides over it and another one, of which one runs, and which of the two it is.
    pub(super) of_two: Option<(usize, bool)>,
    /// The one that it stands in.
    around: Option<usize>,
}

/// What is known of a part before it is put in order.
#[derive(Debug, Default)]
struct Found {
    about: About,
    of_two: Option<(usize, bool)>,
}

/// All of them, each inside of another or apart from it.
#[derive(Debug, Default)]
pub(super) struct Alternatives {
    list: Vec<Alternative>,
    /// The innermost one around each statement.
    innermost: Vec<Option<usize>>,
}

impl Alternatives {
    /// Those of a text.
    pub(super) fn of(statements: &[Statement], source: &str, outline: &Outline) -> Alternatives {
        if !outline.has_jumps() {
            return Alternatives::default();
        }
        let course = Course::of(statements, source, outline);
        let mut found: BTreeMap<(usize, std::cmp::Reverse<usize>), Found> = BTreeMap::new();
        for (number, jump) in course.jumps.iter().enumerate() {
            let parts = course.parts(jump);
            let are_two = parts.iter().all(|part| course.works(part));
            for (part, is_second) in parts.into_iter().zip([false, true]) {
                if !part.is_empty() && course.works(&part) {
                    let known = found
                        .entry((part.start, std::cmp::Reverse(part.end)))
                        .or_default();
                    known.about = known.about.max(jump.about);
                    known.of_two = known.of_two.or(are_two.then_some((number, is_second)));
                }
            }
        }
        let mut all = Alternatives::default();
        let mut open: Vec<usize> = Vec::new();
        for ((start, end), known) in found {
            let end_of = |number: &usize| all.list.get(*number).map_or(0, |one| one.statements.end);
            while open.last().is_some_and(|last| end_of(last) <= start) {
                open.pop();
            }
            // One that reaches out of another is no branch of anything.
            let reaches_out = open.last().is_some_and(|last| end_of(last) < end.0);
            if reaches_out || open.len() >= DEEPEST {
                continue;
            }
            let around = open.last().copied();
            open.push(all.list.len());
            all.list.push(Alternative {
                statements: start..end.0,
                about: known.about,
                of_two: known.of_two,
                around,
            });
        }
        all.innermost = vec![None; if all.list.is_empty() { 0 } else { statements.len() }];
        for (number, one) in all.list.iter().enumerate() {
            // The inner ones come later.
            if let Some(inside) = all.innermost.get_mut(one.statements.clone()) {
                inside.fill(Some(number));
            }
        }
        all
    }

    /// One of them.
    pub(super) fn get(&self, number: usize) -> Option<&Alternative> {
        self.list.get(number)
    }

    /// Those that a statement stands in, the outermost first.
    pub(super) fn around(&self, statement: usize) -> Vec<usize> {
        let mut next = self.innermost.get(statement).copied().flatten();
        let mut all = Vec::new();
        while let Some(number) = next {
            all.push(number);
            next = self.list.get(number).and_then(|one| one.around);
        }
        all.reverse();
        all
    }
}

/// A jump under a condition.
#[derive(Debug)]
struct Jump {
    /// The label it leads to.
    to: usize,
    /// Where the text goes on otherwise.
    otherwise: usize,
    about: About,
}

/// Where a statement leads that nothing goes past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// To a label.
    To(usize),
    /// Out of the text, or nobody knows where.
    Out,
}

/// What the statements of a text do, as far as it is needed here.
#[derive(Debug, Default)]
struct Course {
    jumps: Vec<Jump>,
    /// The first statement from each on that nothing goes past.
    next_end: Vec<usize>,
    /// What each statement leads to, where nothing goes past it.
    ends: Vec<Option<End>>,
    /// How many statements before each change a job.
    work: Vec<usize>,
    /// How many of these go on with it: they neither cancel it nor do away with all.
    goes_on: Vec<usize>,
}

/// What a statement does with jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Nothing,
    /// It calls BITS, and no job is another one for it.
    Looks,
    Removes,
    GoesOn,
}

impl Course {
    fn of(statements: &[Statement], source: &str, outline: &Outline) -> Course {
        let mut course = Course::default();
        let reader = Reader { source, outline };
        let mut uses = Vec::new();
        let mut routines = Vec::new();
        for (at, statement) in statements.iter().enumerate() {
            let (does, end) = match &statement.form {
                Form::Command(command) => {
                    let program = program(command);
                    let program = program.as_ref();
                    routines.extend(reader.routine(command, program, at).map(|routine| (at, routine)));
                    (
                        reader.use_of_command(command, program, statement.span),
                        reader.end_of_command(command, program, at),
                    )
                }
                _ => (
                    reader.use_of(std::slice::from_ref(statement)),
                    reader.end(statement, at),
                ),
            };
            uses.push(does);
            let is_conditional = matches!(statement.join, Join::OnSuccess | Join::OnFailure);
            course.ends.push(end.filter(|_| !is_conditional));
        }
        let mut next = statements.len();
        course.next_end = vec![next; statements.len().saturating_add(1)];
        for at in (0..statements.len()).rev() {
            if course.end(at).is_some() {
                next = at;
            }
            if let Some(slot) = course.next_end.get_mut(at) {
                *slot = next;
            }
        }
        course.count(&uses);
        // A routine that is called does what stands in it.
        for (at, routine) in routines {
            let body = course.chain(routine);
            let does = match Course::differs(&course.goes_on, &body) {
                true => Use::GoesOn,
                false if Course::differs(&course.work, &body) => Use::Removes,
                false => continue,
            };
            if let Some(slot) = uses.get_mut(at) {
                *slot = does;
            }
        }
        course.count(&uses);
        course.find_jumps(statements, &uses, &reader);
        course
    }

    fn find_jumps(&mut self, statements: &[Statement], uses: &[Use], reader: &Reader<'_>) {
        for (at, statement) in statements.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| statements.get(before));
            let use_before = at.checked_sub(1).and_then(|before| uses.get(before));
            let is_behind_call = use_before.is_some_and(|before| *before != Use::Nothing)
                && before.is_some_and(|before| before.join != Join::Pipe);
            let head = match (statement.join, before) {
                (Join::OnSuccess | Join::OnFailure, Some(before)) => {
                    // Whether a call was refused is a check.
                    if is_behind_call {
                        continue;
                    }
                    let piped = at.checked_sub(2).and_then(|at| statements.get(at));
                    let first = piped.filter(|_| before.join == Join::Pipe).unwrap_or(before);
                    Some(Span::new(first.span.start, before.span.end))
                }
                _ => None,
            };
            let context = Context {
                at,
                is_behind_call,
                about: head.map_or(About::Other, |head| about(head.of(reader.source))),
                otherwise: at.saturating_add(1),
            };
            match head {
                Some(_) => reader.jumps_in(std::slice::from_ref(statement), &context, &mut self.jumps),
                None => {
                    if let Form::If(condition) = &statement.form {
                        reader.jumps_of(condition, statement.span, &context, &mut self.jumps);
                    }
                }
            }
        }
    }

    fn count(&mut self, uses: &[Use]) {
        let count = |least: Use| {
            let mut sum = 0usize;
            let mut sums = vec![0];
            for one in uses {
                sum = sum.saturating_add(usize::from(*one >= least));
                sums.push(sum);
            }
            sums
        };
        self.work = count(Use::Removes);
        self.goes_on = count(Use::GoesOn);
    }

    fn differs(sums: &[usize], part: &Range<usize>) -> bool {
        sums.get(part.start) < sums.get(part.end)
    }

    fn works(&self, part: &Range<usize>) -> bool {
        Course::differs(&self.work, part)
    }

    fn end(&self, at: usize) -> Option<End> {
        self.ends.get(at).copied().flatten()
    }

    /// The last statement that runs from one on, when nothing jumps.
    fn end_from(&self, from: usize) -> usize {
        self.next_end.get(from).copied().unwrap_or(from)
    }

    /// The statements from one on up to the one that nothing goes past.
    fn chain(&self, from: usize) -> Range<usize> {
        let last = self.work.len().saturating_sub(1);
        from..self.end_from(from).saturating_add(1).min(last)
    }

    /// The parts of the text that a jump decides over; there may be none.
    fn parts(&self, jump: &Jump) -> [Range<usize>; 2] {
        const NONE: [Range<usize>; 2] = [0..0, 0..0];
        let (to, otherwise) = (jump.to, jump.otherwise);
        let (own_end, other_end) = (self.end_from(to), self.end_from(otherwise));
        let (join, parts) = if (otherwise..=other_end).contains(&to) {
            // One way falls into the other.
            (to, [otherwise..to, 0..0])
        } else if (to..=own_end).contains(&otherwise) {
            (otherwise, [to..otherwise, 0..0])
        } else {
            let Some(End::To(join)) = self.end(other_end) else {
                return NONE;
            };
            let own = if to < join && join <= own_end {
                to..join
            } else if self.end(own_end) == Some(End::To(join)) {
                self.chain(to)
            } else {
                return NONE;
            };
            (join, [self.chain(otherwise), own])
        };
        match Course::differs(&self.goes_on, &self.chain(join)) {
            true => parts,
            false => NONE,
        }
    }
}

/// What is known around a jump.
#[derive(Debug, Clone, Copy)]
struct Context {
    at: usize,
    is_behind_call: bool,
    about: About,
    otherwise: usize,
}

struct Reader<'a> {
    source: &'a str,
    outline: &'a Outline,
}

impl Reader<'_> {
    /// What some statements do with jobs: the most that one of them does.
    fn use_of(&self, statements: &[Statement]) -> Use {
        let of = |statement: &Statement| match &statement.form {
            Form::Command(command) => self.use_of_command(command, program(command).as_ref(), statement.span),
            Form::Block(inner) => self.use_of(inner),
            Form::If(condition) => self
                .use_of(&condition.then)
                .max(self.use_of(&condition.otherwise)),
            Form::For(iteration) => self.use_of(&iteration.source).max(self.use_of(&iteration.body)),
            Form::Label(_) | Form::Opaque => Use::Nothing,
        };
        statements.iter().map(of).max().unwrap_or(Use::Nothing)
    }

    fn use_of_command(&self, command: &Command, program: Option<&Program>, span: Span) -> Use {
        let name = program.map(|program| program.name.as_str());
        match name {
            Some("echo" | "rem" | "title" | "set" | "find" | "findstr") => return Use::Nothing,
            Some("powershell" | "pwsh") if mention::is_in(span.of(self.source)) => return Use::GoesOn,
            _ => {}
        }
        let verbs = command.words.iter().filter_map(Word::literal);
        let verbs = verbs.filter_map(|word| verb(&word)).map(use_of_verb);
        let is_named = name == Some("bitsadmin");
        // A variable may stand for the program.
        verbs
            .max()
            .unwrap_or(if is_named { Use::Looks } else { Use::Nothing })
    }

    /// The routine that a command calls.
    fn routine(&self, command: &Command, program: Option<&Program>, at: usize) -> Option<usize> {
        let program = program.filter(|program| program.called && program.name.starts_with(':'))?;
        let label = command.words.get(program.word)?.literal()?;
        self.outline.target(&label, at)
    }

    /// Where a command leads, if nothing goes past it.
    fn end_of_command(&self, command: &Command, program: Option<&Program>, at: usize) -> Option<End> {
        let program = program?;
        match program.name.as_str() {
            "exit" => Some(End::Out),
            "goto" => {
                let label = command.words.get(program.word.saturating_add(1));
                let label = label
                    .and_then(Word::literal)
                    .filter(|label| label_name(label) != "eof");
                let to = label.and_then(|label| self.outline.target(&label, at));
                Some(to.map_or(End::Out, End::To))
            }
            _ => None,
        }
    }

    /// Where a statement leads, if nothing goes past it.
    fn end(&self, statement: &Statement, at: usize) -> Option<End> {
        match &statement.form {
            Form::Command(command) => self.end_of_command(command, program(command).as_ref(), at),
            Form::Block(inner) => self.end_of(inner, at),
            Form::If(condition) => {
                let then = self.end_of(&condition.then, at)?;
                let otherwise = self.end_of(&condition.otherwise, at)?;
                Some(if then == otherwise { then } else { End::Out })
            }
            Form::For(_) | Form::Label(_) | Form::Opaque => None,
        }
    }

    fn end_of(&self, statements: &[Statement], at: usize) -> Option<End> {
        let sure = statements
            .iter()
            .filter(|one| matches!(one.join, Join::First | Join::Then));
        sure.into_iter().find_map(|one| self.end(one, at))
    }

    /// The jumps of a condition.
    fn jumps_of(&self, condition: &Condition, span: Span, context: &Context, out: &mut Vec<Jump>) {
        let first = condition.then.first().map_or(span.end, |first| first.span.start);
        let head = Span::new(span.start, first).of(self.source);
        // Whether a call was refused is a check.
        if context.is_behind_call && head.to_ascii_lowercase().contains("errorlevel") {
            return;
        }
        let about = context.about.max(about(head));
        for (branch, other) in [
            (&condition.then, &condition.otherwise),
            (&condition.otherwise, &condition.then),
        ] {
            let otherwise = match self.end_of(other, context.at) {
                None => context.otherwise,
                Some(End::To(to)) => to,
                // The other way is over: this one is what the text is for.
                Some(End::Out) => continue,
            };
            let inside = Context {
                about,
                otherwise,
                ..*context
            };
            self.jumps_in(branch, &inside, out);
        }
    }

    fn jumps_in(&self, statements: &[Statement], context: &Context, out: &mut Vec<Jump>) {
        for statement in statements {
            match &statement.form {
                Form::Command(_) => {
                    if let Some(End::To(to)) = self.end(statement, context.at)
                        && to > context.at
                    {
                        out.push(Jump {
                            to,
                            otherwise: context.otherwise,
                            about: context.about,
                        });
                    }
                }
                Form::Block(inner) => self.jumps_in(inner, context, out),
                Form::If(condition) => self.jumps_of(condition, statement.span, context, out),
                Form::For(_) | Form::Label(_) | Form::Opaque => {}
            }
        }
    }
}

fn use_of_verb(verb: &Verb) -> Use {
    match verb.purpose {
        Purpose::Controls(_) if matches!(verb.name, "/CANCEL" | "/RESET") => Use::Removes,
        Purpose::Creates | Purpose::AddsFiles | Purpose::Transfers | Purpose::Sets | Purpose::Controls(_) => {
            Use::GoesOn
        }
        _ => Use::Looks,
    }
}
