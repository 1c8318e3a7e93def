//! Statements one after the other: what runs whatever happens, what may run, and what never does.

use super::Follower;
use super::variable::Held;
use crate::parse::bitsadmin;
use crate::parse::cmd::{
    Condition, Form, Iteration, Join, Part, Redirection, Statement, Value, Word, program,
};
use crate::parse::conditions::{About, Way, about};
use crate::parse::follow::mention;
use crate::parse::follow::variables::Mark;
use crate::parse::jobs::Branch;
use crate::span::Span;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The deepest that statements and called routines are followed into each other.
const DEEPEST: usize = 160;
/// The most operators of one line that are told apart.
const MOST_JOINED: usize = 24;
/// The most rounds of `for /l` that are followed one by one.
const MOST_ROUNDS: i64 = 64;
/// How the names of files end that a shell or the script host runs.
const SCRIPTS: &[&str] = &[".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".js", ".wsf", ".hta"];

/// What may run or not, while it is followed.
pub(super) struct Aside {
    mark: Mark,
    scopes: Vec<Mark>,
}

/// What a part that may run or not leaves behind where it runs.
pub(super) struct Left {
    changes: BTreeMap<String, Option<Held>>,
    /// Whether what follows never runs then.
    has_ended: bool,
}

/// A part of a line behind `&&` or `||`.
struct Joined {
    is_or: bool,
    is_condition: bool,
    aside: Aside,
    around: Branch,
}

impl Follower<'_, '_, '_> {
    pub(super) fn list(&mut self, statements: &[Statement]) {
        if self.depth >= DEEPEST {
            statements.iter().for_each(|one| self.script.opaque(one.span));
            self.goes_anywhere = true;
            return;
        }
        self.depth = self.depth.saturating_add(1);
        let mut joined: Vec<Joined> = Vec::new();
        let mut begun = 0;
        let mut calls = 0;
        let mut is_certain = false;
        let mut rest = statements;
        while let Some((statement, behind)) = rest.split_first() {
            rest = behind;
            match statement.join {
                Join::First | Join::Then => {
                    self.close(&mut joined, 0);
                    begun = statement.span.start;
                }
                Join::OnFailure => {
                    let last = joined.iter().rposition(|one| one.is_or);
                    self.close(&mut joined, last.map_or(0, |last| last.saturating_add(1)));
                    self.join(&mut joined, true, true, Span::new(begun, statement.span.start));
                }
                Join::OnSuccess if !is_certain => {
                    // What stands behind a call of BITS looks whether that was refused, as a check does.
                    let is_check = self.script.statements.len() > calls;
                    let decides = Span::new(begun, statement.span.start);
                    self.join(&mut joined, false, !is_check, decides);
                }
                Join::OnSuccess | Join::Pipe => {}
            }
            if let Form::Label(_) = statement.form {
                // Whoever jumps into a block comes from anywhere.
                self.ended = false;
                self.doubt_several();
                continue;
            }
            if self.ended {
                self.script.never_runs(statement.span, self.source);
                continue;
            }
            calls = self.script.statements.len();
            is_certain = always_succeeds(statement);
            let piped = bitsadmin::behind_pipe(behind);
            if statement.join == Join::Pipe || piped.is_some() {
                // Each side of a pipe is a cmd of its own. [cmd]
                let aside = self.aside();
                let is_left = self.is_left;
                self.one(statement, piped);
                self.back(aside);
                self.is_left = is_left;
            } else {
                self.one(statement, piped);
            }
        }
        self.close(&mut joined, 0);
        self.depth = self.depth.saturating_sub(1);
    }

    /// A statement; `piped` stands behind its pipe.
    fn one(&mut self, statement: &Statement, piped: Option<&Statement>) {
        if self.writes_commands(statement) {
            self.script.opaque(statement.span);
        }
        match &statement.form {
            Form::Command(command) => self.command(command, piped, statement.span),
            Form::Block(inner) => {
                self.list(inner);
                if piped.is_some_and(|next| self.shell(next).is_some()) {
                    self.script.opaque(statement.span);
                }
            }
            Form::If(condition) => self.condition(condition, statement.span),
            Form::For(iteration) => self.iteration(iteration, statement.span),
            Form::Label(_) => {}
            Form::Opaque => {
                self.script.opaque(statement.span);
                self.goes_anywhere = true;
            }
        }
    }

    /// Whether a statement prints commands of BITS into a file that is a script.
    fn writes_commands(&self, statement: &Statement) -> bool {
        let prints = match &statement.form {
            Form::Command(command) => program(command).is_some_and(|program| program.name == "echo"),
            Form::Block(_) => true,
            _ => false,
        };
        let is_script = |redirection: &Redirection| {
            let target = redirection
                .target
                .as_ref()
                .map_or("", |file| file.span.of(self.source));
            let target = target.trim_matches('"').to_lowercase();
            redirection.operator.starts_with('>')
                && matches!(redirection.handle, None | Some('1'))
                && SCRIPTS.iter().any(|ending| target.ends_with(ending))
        };
        prints
            && statement.redirections.iter().any(is_script)
            && mention::is_in(statement.span.of(self.source))
    }

    /// Begins a part of a line that runs only if what stands before it succeeds, or fails.
    fn join(&mut self, joined: &mut Vec<Joined>, is_or: bool, is_condition: bool, decides: Span) {
        if joined.len() >= MOST_JOINED {
            return;
        }
        if is_condition {
            let about = about(decides.of(self.source));
            self.script.jobs.conditions.enter(about);
        }
        self.branches = self.branches.saturating_add(1);
        joined.push(Joined {
            is_or,
            is_condition,
            aside: self.aside(),
            around: self.script.jobs.enter(),
        });
    }

    /// Ends the parts of a line but for so many.
    fn close(&mut self, joined: &mut Vec<Joined>, left: usize) {
        while joined.len() > left
            && let Some(last) = joined.pop()
        {
            let one = self.back(last.aside);
            self.script.jobs.leave(last.around);
            self.settle(one, None);
            self.branches = self.branches.saturating_sub(1);
            if last.is_condition {
                self.script.jobs.conditions.leave();
            }
        }
    }

    /// What follows may be taken back.
    pub(super) fn aside(&mut self) -> Aside {
        Aside {
            mark: self.environment.begin(),
            scopes: self.scopes.clone(),
        }
    }

    /// Everything is as it was before.
    pub(super) fn back(&mut self, aside: Aside) -> Left {
        let mut changes = BTreeMap::new();
        for (name, old) in self.environment.changed(aside.mark) {
            changes.insert(name.clone(), self.environment.get(&name).cloned());
            self.put(&name, old);
        }
        self.scopes = aside.scopes;
        Left {
            changes,
            has_ended: std::mem::take(&mut self.ended),
        }
    }

    /// One of two parts ran, or one part or none.
    pub(super) fn settle(&mut self, one: Left, other: Option<Left>) {
        let other = other.unwrap_or(Left {
            changes: BTreeMap::new(),
            has_ended: false,
        });
        self.ended = one.has_ended && other.has_ended;
        if self.ended {
            return;
        }
        let mut names: Vec<&String> = one.changes.keys().chain(other.changes.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let before = self.environment.get(name).cloned();
            let of = |left: &Left| left.changes.get(name).cloned().unwrap_or_else(|| before.clone());
            let held = match (one.has_ended, other.has_ended) {
                (true, _) => of(&other),
                (_, true) => of(&one),
                _ => either(of(&one), of(&other)),
            };
            self.put(name, held);
        }
    }

    fn condition(&mut self, condition: &Condition, span: Span) {
        for operand in &condition.operands {
            self.compared(operand);
        }
        if matches!(condition.test, "gtr" | "geq" | "lss" | "leq") {
            self.waiting.bounded();
        }
        let is_sure = self.branches == 0;
        self.rounds.condition(condition, span.start, self.source, is_sure);
        let first = condition.then.first().map_or(span.end, |first| first.span.start);
        let about = about(Span::new(span.start, first).of(self.source));
        if let Some(holds) = self.outcome(condition) {
            let (runs, passed) = match holds {
                true => (&condition.then, &condition.otherwise),
                false => (&condition.otherwise, &condition.then),
            };
            if let Some(first) = passed.first() {
                let mut spans = Vec::new();
                bare(passed, &mut spans);
                self.passed.insert(first.span.start, spans);
            }
            self.take(runs);
            self.list(runs);
            return;
        }
        self.take(&condition.then);
        self.take(&condition.otherwise);
        let way = self.script.jobs.conditions.fork(2);
        let then = match self.guards_a_secret(condition, Span::new(first, span.end)) {
            true => self.guarded(&condition.then),
            false => self.branch(&condition.then, about, Some(way)),
        };
        let otherwise = self.branch(&condition.otherwise, about, Some(way.next()));
        self.settle(then, Some(otherwise));
    }

    fn take(&mut self, branch: &[Statement]) {
        self.taken.extend(branch.first().map(|first| first.span.start));
    }

    /// What no condition came to never runs, unless a jump leads anywhere.
    pub(super) fn say_of_passed(&mut self) {
        for (start, spans) in std::mem::take(&mut self.passed) {
            if self.taken.contains(&start) {
                continue;
            }
            for span in spans {
                match self.goes_anywhere {
                    true => self.script.opaque(span),
                    false => self.script.never_runs(span, self.source),
                }
            }
        }
    }

    /// Whether a condition only looks whether the password can be given that the one call behind it gives.
    fn guards_a_secret(&self, condition: &Condition, call: Span) -> bool {
        let said = call.of(self.source).to_uppercase();
        let is_given = |name: &str| said.contains(&format!("%{}%", name.to_uppercase()));
        let is_known = |word: &Word| {
            word.parts.iter().all(|part| match &part.value {
                Value::Literal(text) => condition.test != "defined" || is_given(text.trim_matches('"')),
                Value::Environment(name) => is_given(name),
                // A part of the value, as in `%NAME:~0,1%`.
                _ => {
                    let written = part.span.of(self.source);
                    let name = written.trim_start_matches('%').split(':').next();
                    name.is_some_and(is_given)
                }
            })
        };
        condition.otherwise.is_empty()
            && condition.then.len() == 1
            && said.contains("/SETCREDENTIALS ")
            && condition.operands.iter().all(is_known)
    }

    /// Statements that run only where a condition holds.
    fn branch(&mut self, statements: &[Statement], about: About, way: Option<Way>) -> Left {
        self.script.jobs.conditions.enter_way(about, way);
        let left = self.guarded(statements);
        self.script.jobs.conditions.leave();
        left
    }

    /// Statements that may not run.
    fn guarded(&mut self, statements: &[Statement]) -> Left {
        self.branches = self.branches.saturating_add(1);
        let aside = self.aside();
        let around = self.script.jobs.enter();
        self.list(statements);
        self.script.jobs.leave(around);
        let left = self.back(aside);
        self.branches = self.branches.saturating_sub(1);
        left
    }

    fn iteration(&mut self, iteration: &Iteration, span: Span) {
        self.branches = self.branches.saturating_add(1);
        let loops = self.loops.clone();
        let rounds = self.script.jobs.rounds.clone();
        self.iterations = self.iterations.saturating_add(1);
        self.iterated(iteration, span);
        self.iterations = self.iterations.saturating_sub(1);
        self.script.jobs.rounds = rounds;
        self.loops = loops;
        self.branches = self.branches.saturating_sub(1);
    }

    fn iterated(&mut self, iteration: &Iteration, span: Span) {
        let variable = iteration.variable;
        if !iteration.source.is_empty() {
            // What bitsadmin prints of a job that it makes is its GUID. [ba:create]
            let made = self.script.jobs.count_made();
            let aside = self.aside();
            self.list(&iteration.source);
            self.back(aside);
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
            match job {
                Some(_) => self.list(&iteration.body),
                None => self.rounds_of(iteration, span),
            }
            return;
        }
        let items = self.items(iteration);
        let length = iteration.body.iter().map(|statement| statement.span.len()).sum();
        match items.filter(|items| items.iter().all(|_| self.script.may_grow(length))) {
            Some(items) => {
                let left = self.left;
                let mut is_doubtful = false;
                for parts in items {
                    if self.ended {
                        break;
                    }
                    // A round before may have left the loop.
                    if self.left > left && !is_doubtful {
                        is_doubtful = true;
                        self.script.jobs.conditions.enter(About::Other);
                    }
                    self.loops.insert(variable, Held::Parts(Rc::new(parts)));
                    self.list(&iteration.body);
                }
                if is_doubtful {
                    self.script.jobs.conditions.leave();
                }
            }
            None => {
                self.loops.remove(&variable);
                self.rounds_of(iteration, span);
            }
        }
    }

    /// The body of a loop of which nobody knows how many rounds it has.
    fn rounds_of(&mut self, iteration: &Iteration, span: Span) {
        let (Some(first), Some(last)) = (iteration.body.first(), iteration.body.last()) else {
            return;
        };
        self.doubt_in(first.span.to(last.span));
        let head = Span::new(span.start, first.span.start);
        let text: Rc<str> = Rc::from(head.of(self.source).trim());
        let rounds = &mut self.script.jobs.rounds;
        rounds.insert(iteration.variable, Rc::clone(&text));
        // Further tokens get the letters that follow.
        for step in 1..8u32 {
            if let Some(letter) = char::from_u32(u32::from(iteration.variable).saturating_add(step)) {
                rounds.entry(letter).or_insert_with(|| Rc::clone(&text));
            }
        }
        let about = about(head.of(self.source));
        self.script.enter_rounds();
        let body = match about {
            About::State | About::Call => self.branch(&iteration.body, about, None),
            About::Other => {
                self.script.jobs.conditions.enter_loop();
                let body = self.guarded(&iteration.body);
                self.script.jobs.conditions.leave();
                body
            }
        };
        self.script.leave_rounds();
        self.settle(body, None);
    }

    /// What a part of the text assigns may have been assigned.
    pub(super) fn doubt_in(&mut self, part: Span) {
        let outline = Rc::clone(&self.outline);
        if outline.calls_in(part) {
            self.doubt_several();
        }
        let assigned = outline.assigned_in(part);
        if self.may_doubt(assigned.len()) {
            assigned.iter().for_each(|(_, name)| self.doubt(name));
        }
    }

    /// The words that a loop goes through, with what is known of variables in their place.
    fn set(&self, iteration: &Iteration) -> Option<Vec<Word>> {
        let mut set = Vec::new();
        for word in &iteration.set {
            let mut filled = word.clone();
            filled.parts = self.parts(&word.parts);
            if word.literal().is_some() {
                set.push(filled);
                continue;
            }
            let words = filled.split();
            if words.iter().any(is_parted) {
                return None;
            }
            // A variable that holds nothing is no word.
            set.extend(words.into_iter().filter(|word| !word.parts.is_empty()));
        }
        Some(set)
    }

    /// What a loop goes through, where that is known.
    fn items(&self, iteration: &Iteration) -> Option<Vec<Vec<Part>>> {
        let set = self.set(iteration)?;
        match iteration.switch {
            "" => {
                let is_plain = |word: &Word| word.literal().is_some_and(|text| !text.contains(['*', '?']));
                let is_known = !set.is_empty() && set.iter().all(is_plain);
                is_known.then(|| set.into_iter().map(|word| word.parts).collect())
            }
            "/l" => {
                let numbers: Vec<i64> = set.iter().map(number).collect::<Option<_>>()?;
                let [first, step, last] = numbers.as_slice() else {
                    return None;
                };
                let span = set.first()?.span;
                let rounds = last.checked_sub(*first)?.checked_div(*step)?.checked_add(1)?;
                let numbers =
                    (0..rounds.max(0)).map(|round| first.saturating_add(step.saturating_mul(round)));
                let item = |number: i64| {
                    vec![Part {
                        value: Value::Literal(number.to_string()),
                        span,
                        quoted: false,
                    }]
                };
                (rounds <= MOST_ROUNDS).then(|| numbers.map(item).collect())
            }
            _ => None,
        }
    }
}

/// Whether cmd parts a word of a set at other characters than blanks. `[cmd]`
fn is_parted(word: &Word) -> bool {
    let mut inside = false;
    word.literal().is_some_and(|text| {
        text.chars().any(|c| {
            inside ^= c == '"';
            !inside && matches!(c, ',' | ';' | '=')
        })
    })
}

/// What a variable holds after one of two ways; a job is not given up.
pub(super) fn either(one: Option<Held>, other: Option<Held>) -> Option<Held> {
    match (one, other) {
        (None, None) => None,
        (Some(one), Some(other)) if one.same(&other) => Some(one),
        (Some(Held::Job(_)), Some(Held::Job(_))) => Some(Held::Unknown),
        (Some(Held::Job(job)), _) | (_, Some(Held::Job(job))) => Some(Held::Job(job)),
        _ => Some(Held::Unknown),
    }
}

/// A number of `for /l`, in plain figures: with a zero before it, it would be octal.
fn number(word: &Word) -> Option<i64> {
    let text = word.literal()?;
    let figures = text.strip_prefix('-').unwrap_or(&text);
    let is_plain = figures == "0" || !figures.starts_with('0');
    text.parse().ok().filter(|_| is_plain)
}

/// Where statements stand, without the blocks around them.
fn bare(statements: &[Statement], out: &mut Vec<Span>) {
    for statement in statements {
        match &statement.form {
            Form::Block(inner) => bare(inner, out),
            _ => out.push(statement.span),
        }
    }
}

/// Whether nothing can go wrong with a statement.
fn always_succeeds(statement: &Statement) -> bool {
    let Form::Command(command) = &statement.form else {
        return false;
    };
    let computes = command.words.iter().any(|word| word.is("/a") || word.is("/p"));
    program(command).is_some_and(|program| {
        matches!(program.name.as_str(), "echo" | "title" | "cls" | "rem")
            || (program.name == "set" && !computes)
    })
}
