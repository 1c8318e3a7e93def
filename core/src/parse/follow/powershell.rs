//! A text of PowerShell, followed to its jobs.

mod alias;
mod apart;
mod assigned;
mod attempt;
mod blocks;
mod bound;
mod by_name;
mod cmdlet;
mod defaults;
mod existence;
mod file;
mod filter;
mod for_each_object;
mod function;
mod join;
mod method;
mod named;
mod once;
mod origin;
mod outcome;
mod program;
mod prompt;
mod rounds;
mod secure;
mod several;
mod table;
mod unknown;
mod value;
mod variable;

use super::handle::Handle;
use super::variables::{Mark, Variables};
use super::{Script, expandable, handle, mention, surprise, waiting};
use crate::command::bitstransfer;
use crate::parse::conditions::{self, About, Decides, Way};
use crate::parse::patterns::TEXT_NOT_READ;
use crate::parse::powershell::bind::cmdlet_of;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{
    Command, CommandBody, Compound, Invocation, Part, Role, Statement, StatementKind, TextPart, Value, Word,
    WordKind, read,
};
use crate::span::Span;
use apart::Around;
use blocks::Blocks;
use existence::Meets;
use file::Files;
use prompt::without_prompts;
use std::collections::{BTreeMap, BTreeSet};
use variable::variable_name;

pub(in crate::parse) use table::is_doubt;

/// By variable, the jobs that branches of one statement make and put into it.
type MadeInBranches = BTreeMap<String, Vec<usize>>;

/// The most ways out of a list of statements, or of the rounds of a loop, that are told apart.
const MOST_WAYS: usize = 16;

/// The deepest that blocks and functions are followed into each other.
const DEEPEST: usize = 24;

/// Follows a text.
pub(super) fn follow(script: &mut Script<'_>, source: &str) {
    let (source, printed) = without_prompts(source);
    let source = &*source;
    printed.into_iter().for_each(|span| script.pass_over(span));
    let read = read(source, script.edition);
    for fault in &read.errors {
        expandable::say_of_fault(script, fault, source);
    }
    expandable::say(script, &read, source);
    for comment in &read.comments {
        script.comment(comment.span);
    }
    for (span, text) in origin::secrets(&read.block) {
        script.secret(span, text);
    }
    let mut follower = Follower {
        script,
        source,
        variables: Variables::default(),
        results: BTreeMap::new(),
        places: BTreeMap::new(),
        functions: BTreeMap::new(),
        defined: Vec::new(),
        called: BTreeSet::new(),
        loops: Vec::new(),
        picked: Vec::new(),
        entries: BTreeMap::new(),
        depth: 0,
        tables: 0,
        loose: BTreeSet::new(),
        has_nested: false,
        has_lists: false,
        of_session: BTreeSet::from([defaults::DEFAULTS.to_owned()]),
        own: read.block.parameters.iter().map(|one| plain(&one.name)).collect(),
        running: Vec::new(),
        compares_state: false,
        around: Vec::new(),
        files: None,
        by_state: false,
        nothing: BTreeSet::new(),
        either: BTreeSet::new(),
        meets: Meets::default(),
        in_between: BTreeSet::new(),
        come_to: BTreeSet::new(),
        left_out: BTreeMap::new(),
        blocks: Blocks::default(),
        naming: BTreeSet::new(),
        once: BTreeMap::new(),
    };
    follower.keep(defaults::DEFAULTS, Some(Value::Hashtable(Vec::new())), false);
    for default in read
        .block
        .parameters
        .iter()
        .filter_map(|one| one.default.as_ref())
    {
        follower.inner(default);
    }
    follower.all(&read.block.statements);
    follower.not_called();
    follower.say_of_left_out();
    follower.not_run();
}

struct Follower<'r, 'a, 't> {
    script: &'r mut Script<'a>,
    /// The text that is read: the script's own, or one that stands inside of it.
    source: &'t str,
    /// By name in lower case.
    variables: Variables<Value>,
    /// What commands inside of expressions gave, by where they stand.
    results: BTreeMap<Span, Value>,
    /// Where the entries of hashtables stand, by variable and key, both in lower case: name and value.
    places: BTreeMap<(String, String), (Span, Span)>,
    functions: BTreeMap<String, &'r Statement<'t>>,
    /// All functions, in the order in which they are met.
    defined: Vec<&'r Statement<'t>>,
    /// Where those stand that are called.
    called: BTreeSet<Span>,
    /// The jobs that are gone through one by one, where they may be several.
    loops: Vec<usize>,
    /// Those of them of which only some come to the statement that is read.
    picked: Vec<usize>,
    /// The keys, values or pairs of hashtables, by where an expression stands for all of them in any order.
    entries: BTreeMap<Span, Vec<Value>>,
    depth: usize,
    /// How many hashtables there were.
    tables: usize,
    /// Those of them that others may hold too, by a way that is not followed.
    loose: BTreeSet<usize>,
    /// Whether a hashtable stands in another value.
    has_nested: bool,
    /// Whether there were lists that grow where they stand.
    has_lists: bool,
    /// Variables of the session.
    of_session: BTreeSet<String>,
    /// Variables of the script itself, which hide those of the session.
    own: BTreeSet<String>,
    /// The functions that are being followed.
    running: Vec<Span>,
    /// Whether `$_` is the state that a switch compares.
    compares_state: bool,
    /// The sessions around what is read.
    around: Vec<Around>,
    /// Files that the text runs as parts of itself.
    files: Option<Files>,
    /// Whether what runs is decided by how jobs are, whose they are.
    by_state: bool,
    /// The variables that were given what a call that waits for its job gives: nothing.
    nothing: BTreeSet<String>,
    /// The variables that hold one of two jobs that the text makes.
    either: BTreeSet<String>,
    /// Which ways out of what is read lead back into the text.
    meets: Meets,
    /// The variables that hold nothing, and may hold something where an error came in between.
    in_between: BTreeSet<String>,
    /// The branches that were followed.
    come_to: BTreeSet<Span>,
    /// The branches that were not, as their conditions do not hold, and whether they stand in functions.
    left_out: BTreeMap<Span, bool>,
    /// Blocks that are run where something else stands for them.
    blocks: Blocks<'r, 't>,
    /// The variables that get texts that name commands of BITS.
    naming: BTreeSet<String>,
    /// The variables that got a value that is another one each time, where they did, and how many jobs there were then.
    once: BTreeMap<String, (Span, usize)>,
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Statements one after the other; what the last one gives.
    fn all(&mut self, statements: &'r [Statement<'t>]) -> Value {
        let mut last = Value::Null;
        if self.depth >= DEEPEST {
            for statement in statements {
                self.script.opaque(statement.span);
            }
            return last;
        }
        self.depth = self.depth.saturating_add(1);
        let mut rest = statements.iter();
        let mut before: Option<&Statement<'t>> = None;
        let mut ways_out: Vec<(Mark, bool)> = Vec::new();
        let mut has_more = false;
        for statement in rest.by_ref() {
            if let Some(before) = before.replace(statement) {
                surprise::say_of_lost_parameter(self.script, before, statement, self.source);
            }
            let way_out = self.way_out(statement);
            last = self.statement(statement);
            if leaves(statement) {
                break;
            }
            match way_out {
                Some(is_condition) if ways_out.len() < MOST_WAYS => {
                    if is_condition {
                        self.script.jobs.conditions.enter(About::Other);
                    }
                    ways_out.push((self.variables.begin(), is_condition));
                }
                Some(_) => has_more = true,
                None => {}
            }
        }
        for statement in rest {
            self.script.never_runs(statement.span, self.source);
        }
        // Where the ways meet again.
        for (mark, is_condition) in ways_out.into_iter().rev() {
            if is_condition {
                self.script.jobs.conditions.leave();
            }
            if std::mem::take(&mut has_more) {
                self.forget_since(mark);
            }
            self.doubt(mark);
        }
        self.depth = self.depth.saturating_sub(1);
        last
    }

    fn statement(&mut self, statement: &'r Statement<'t>) -> Value {
        match &statement.kind {
            StatementKind::Pipeline { commands, background } => {
                if *background {
                    surprise::say_of_background(self.script, commands, self.source);
                }
                self.pipeline(commands)
            }
            StatementKind::Assignment {
                operator,
                target,
                value,
            } => {
                if *operator == "Equals"
                    && is_variable(target)
                    && let Some(word) = value.as_expression()
                    && let Some(block) = self.keep_block(word, target)
                {
                    self.note_nothing(target, false);
                    self.assign(target, operator, block, false);
                    return Value::Null;
                }
                self.note_places(target, value);
                let same = value.as_expression().filter(|_| *operator == "Equals");
                let same = same
                    .filter(|_| is_variable(target))
                    .and_then(|word| self.same(word));
                let is_loose = !table::is_made_by(value);
                let is_list =
                    *operator == "Equals" && (table::makes_list(value) || table::is_cast_to_list(target));
                // What a statement with a keyword gives, or a chain, depends on what runs of it.
                let depends = matches!(
                    value.kind,
                    StatementKind::Compound { .. } | StatementKind::Chain { .. }
                );
                let made = self.script.jobs.count_made();
                let given = self.statement(value);
                let value = match &value.kind {
                    // `$a = $b = 1`: an assignment in the place of a value gives what its target holds then.
                    StatementKind::Assignment { target: inner, .. } => {
                        self.same(inner).unwrap_or_else(|| self.value(inner))
                    }
                    _ => same.unwrap_or(given),
                };
                let is_made = self.script.jobs.count_made() > made;
                let newest = self
                    .script
                    .jobs
                    .newest_made()
                    .filter(|_| is_made && value == Value::Null);
                self.note_nothing(
                    target,
                    newest.is_some_and(|job| self.script.jobs.gives_nothing(job)),
                );
                if depends && !handle::are(&value) {
                    self.forget(target);
                    return Value::Null;
                }
                // What an object starts, such as `$start.FileName`.
                if self.is_of_object(target) && self.is_naming(&value) {
                    self.script.opaque(statement.span);
                    if !mention::is_in(statement.span.of(self.source)) {
                        self.say_of_named(statement.span);
                    }
                }
                let value = match is_list {
                    true => self.listed(value),
                    false => value,
                };
                self.assign(target, operator, value, is_loose);
                Value::Null
            }
            StatementKind::Chain {
                operator,
                left,
                right,
                ..
            } => {
                let before = self.script.statements.len();
                let first = self.statement(left);
                // What stands behind `&&` of a call of BITS looks whether that was refused, as a check does.
                let is_check = *operator == "&&" && self.script.statements.len() > before;
                let about = conditions::about(left.span.of(self.source));
                let right = std::slice::from_ref(&**right);
                let second = self.conditional(
                    right,
                    (!is_check).then_some(Decides {
                        about,
                        ..Decides::default()
                    }),
                );
                // Both give what they give.
                let mut jobs = [second, first].into_iter().filter(handle::are);
                jobs.next().unwrap_or_else(|| self.unknown_value(statement.span))
            }
            StatementKind::Compound {
                compound,
                names,
                parts,
                ..
            } => {
                match compound {
                    Compound::Function => {
                        if let Some(name) = names.first().and_then(Word::text) {
                            self.functions.insert(command_name(name), statement);
                            self.defined.push(statement);
                        }
                    }
                    Compound::ForEach => {
                        let over = parts
                            .iter()
                            .filter(|part| part.role == Role::Condition)
                            .fold(Value::Null, |_, part| self.all(&part.statements));
                        let name = names.first().and_then(variable_name);
                        let mut given = Value::Null;
                        for part in parts.iter().filter(|part| part.role != Role::Condition) {
                            given = self.each(name, &over, &part.statements);
                        }
                        return given;
                    }
                    Compound::For => return self.rounds(parts),
                    Compound::Try => return self.attempt(parts),
                    Compound::If
                    | Compound::Switch
                    | Compound::Trap
                    | Compound::While
                    | Compound::DoWhile
                    | Compound::DoUntil => self.decided(*compound, names, parts, statement.span),
                    Compound::Exit | Compound::Return | Compound::Throw => {
                        return parts
                            .iter()
                            .fold(Value::Null, |_, part| self.all(&part.statements));
                    }
                    Compound::Break | Compound::Continue | Compound::Using => {}
                }
                Value::Null
            }
            StatementKind::Opaque(blocks) => {
                self.script.opaque(statement.span);
                blocks
                    .iter()
                    .for_each(|block| self.block_inside(*block, statement.span));
                Value::Null
            }
        }
    }

    /// A statement whose conditions decide what runs of it.
    fn decided(&mut self, compound: Compound, names: &'r [Word<'t>], parts: &'r [Part<'t>], span: Span) {
        if compound == Compound::If && self.sure(parts) {
            return;
        }
        let is_loop = matches!(compound, Compound::While | Compound::DoWhile | Compound::DoUntil);
        if is_loop {
            let of_condition = parts.iter().filter(|part| part.role == Role::Condition);
            let mut spans = of_condition.flat_map(|part| &part.statements).map(|one| one.span);
            if let Some(first) = spans.next() {
                let condition = spans.fold(first, Span::to);
                waiting::say(self.script, compound, condition, span, self.source);
            }
        }
        // Counters hold their first value before the loop, and jobs may get theirs in it.
        let bound = self.bound(compound, parts);
        names.iter().for_each(|name| self.inner(name));
        if !matches!(compound, Compound::If | Compound::Switch | Compound::Trap) {
            self.doubt_assigned(parts.iter().map(|part| part.statements.as_slice()));
        }
        let item = self.variables.get("_").cloned();
        if matches!(compound, Compound::Switch | Compound::Trap) {
            self.variables.set("_", None);
        }
        let mut given = Value::Null;
        // What decides stands before what runs: in front of it, or as a label of `switch`.
        let mut decided = span.start;
        let mut about = About::Other;
        let mut is_for_jobs = compound == Compound::If;
        let compares = self.compares_state;
        let by_state = self.by_state;
        let mut replaced: Vec<(String, Option<Value>)> = Vec::new();
        let mut made = MadeInBranches::default();
        let first = self.script.jobs.count_made();
        let before = self.variables.begin();
        let mut branches = Vec::new();
        if is_loop {
            self.script.enter_rounds();
        }
        // One of the branches runs, where there is one for all else.
        let conditions = parts.iter().filter(|part| part.role == Role::Condition).count();
        let count = parts.len().saturating_sub(conditions);
        let has_else = compound == Compound::If && count > conditions;
        let mut ways = has_else.then(|| self.script.jobs.conditions.fork(count));
        let mut is_choice = false;
        for part in parts {
            let runs = part.statements.first().map_or(decided, |first| first.span.start);
            let label = Span::new(decided, runs.max(decided)).of(self.source);
            about = about.max(conditions::about(label));
            decided = part.statements.last().map_or(runs, |last| last.span.end);
            match part.role {
                Role::Condition => {
                    let decides = Span::new(runs, decided).of(self.source);
                    about = about.max(conditions::about(decides));
                    self.by_state |= filter::takes_others(decides);
                    self.note_asked(part, decides);
                    is_for_jobs &= self.asks_for_jobs(decides);
                    is_choice |= compound == Compound::If && self.is_choice(&part.statements);
                    given = self.all(&part.statements);
                    if compound == Compound::Switch {
                        self.compares_state = is_state(decides) && !self.is_of_several(&given);
                    }
                }
                // The body runs once at least.
                _ if matches!(compound, Compound::DoWhile | Compound::DoUntil) => {
                    self.with(self.meets.in_rounds(), |follower| {
                        follower.branch(&part.statements)
                    });
                }
                _ => {
                    if compound == Compound::Switch && self.is_of_several(&given) {
                        let some = handle::value(Handle::Some, self.unknown(span));
                        self.variables.set("_", Some(some));
                    }
                    self.note_come_to(&part.statements);
                    let mark = self.variables.begin();
                    let condition = (!is_for_jobs).then_some(Decides {
                        about,
                        is_choice,
                        way: ways,
                    });
                    let meets = match compound {
                        Compound::While => self.meets.in_rounds(),
                        Compound::Switch => self.meets.without_rounds(),
                        _ => self.meets,
                    };
                    self.with(meets, |follower| {
                        follower.conditional(&part.statements, condition)
                    });
                    ways = ways.map(Way::next);
                    let mut changed = match compound {
                        Compound::If | Compound::Switch => self.variables.since(mark),
                        _ => Vec::new(),
                    };
                    self.variables.doubt(mark, |_, now| now.cloned());
                    self.note_made(&mut made, &changed, first);
                    branches.push(changed.clone());
                    if compound == Compound::Switch {
                        changed.clear();
                    }
                    // Another branch knows nothing of a job that this one puts in the place of another.
                    for (name, old) in changed {
                        let now = self.variables.get(&name).cloned();
                        let are_jobs = [&old, &now]
                            .iter()
                            .all(|one| one.as_ref().is_some_and(handle::are));
                        if are_jobs && old != now {
                            self.variables.set(&name, old);
                            replaced.push((name, now));
                        }
                    }
                }
            }
        }
        for (name, now) in replaced {
            self.variables.set(&name, now);
        }
        let is_whole = parts.iter().any(|part| part.role == Role::Otherwise);
        self.note_either(before, &branches, is_whole);
        self.variables.doubt(before, |_, now| now.cloned());
        self.hold_one_of(made);
        if is_loop {
            self.script.leave_rounds();
        }
        self.compares_state = compares;
        self.by_state = by_state;
        self.variables.set("_", item);
        if let Some((seconds, job)) = bound.and_then(|bound| Some((bound, self.asked(parts)?))) {
            self.script.jobs.bound(job, seconds);
        }
    }

    /// Notes which jobs that a branch made stand in which variables.
    fn note_made(&self, made: &mut MadeInBranches, changed: &[(String, Option<Value>)], first: usize) {
        for (name, _) in changed {
            if let Some(Handle::Job(job)) = self.variables.get(name).and_then(handle::of)
                && self.script.jobs.is_made_since(job, first)
            {
                let jobs = made.entry(name.clone()).or_default();
                if !jobs.contains(&job) {
                    jobs.push(job);
                }
            }
        }
    }

    /// Behind branches that put jobs into variables: of each variable, whether it may still hold the job that it held before
    /// them. Where each branch puts one it does not.
    fn note_either(&mut self, before: Mark, branches: &[Vec<(String, Option<Value>)>], is_whole: bool) {
        for (name, old) in self.variables.since(before) {
            let now = self.variables.get(&name);
            if !self.is_made(now) {
                continue;
            }
            let is_kept = !is_whole
                || !branches
                    .iter()
                    .all(|changed| changed.iter().any(|(changed, _)| *changed == name));
            match is_kept && self.is_made(old.as_ref()) && old.as_ref() != now {
                true => drop(self.either.insert(name)),
                false => drop(self.either.remove(&name)),
            }
        }
    }

    /// Whether a value is a job that the text makes.
    fn is_made(&self, value: Option<&Value>) -> bool {
        match value.and_then(handle::of) {
            Some(Handle::Job(job) | Handle::Id(job)) => self.script.jobs.is_made(job),
            _ => false,
        }
    }

    /// Behind the branches, a variable holds the job of one of them.
    fn hold_one_of(&mut self, made: MadeInBranches) {
        for (name, jobs) in made {
            let now = self.variables.get(&name).and_then(handle::of);
            if jobs.len() > 1 && jobs.last().is_some_and(|last| now == Some(Handle::Job(*last))) {
                self.script.jobs.one_of(&jobs);
            }
        }
    }

    /// Statements that may run, or not, or often: afterwards nobody knows what they assigned, but for jobs.
    fn branch(&mut self, statements: &'r [Statement<'t>]) -> Value {
        let mark = self.variables.begin();
        let around = self.script.jobs.enter();
        let given = self.all(statements);
        self.script.jobs.leave(around);
        self.doubt(mark);
        given
    }

    /// Nobody knows what the variables hold that were set behind a mark, be it what they held then.
    fn forget_since(&mut self, mark: Mark) {
        for (name, _) in self.variables.since(mark) {
            if !self.variables.get(&name).is_some_and(handle::are) {
                self.variables.set(&name, None);
            }
        }
    }

    /// What followed a mark may have run or not: of two jobs that the text makes, a variable holds the newer one then, and
    /// perhaps the other.
    fn doubt(&mut self, mark: Mark) {
        for (name, old) in self.variables.since(mark) {
            let now = self.variables.get(&name);
            if old.as_ref() != now && self.is_made(old.as_ref()) && self.is_made(now) {
                self.either.insert(name);
            }
        }
        self.variables.doubt(mark, table::settled);
    }

    fn pipeline(&mut self, commands: &'r [Command<'t>]) -> Value {
        let mut piped: Option<Value> = None;
        let mut place = Span::default();
        if self.compares_state
            && let [first, second, ..] = commands
            && let CommandBody::Expression(word) = &first.body
            && cmdlet_of(second).is_some()
        {
            surprise::say_of_item(self.script, [word]);
        }
        for command in commands {
            piped = Some(match &command.body {
                CommandBody::Expression(word) => self.expression(word),
                CommandBody::Words(words) => match piped {
                    Some(value) if self.reads(words, &value, place, command.span) => {
                        self.unknown_value(command.span)
                    }
                    piped => {
                        let value = self.command(command, words, piped);
                        self.captured(words, &value);
                        value
                    }
                },
            });
            if let (false, Some(given)) = (command.redirections.is_empty(), &piped) {
                self.redirected(command, given);
            }
            place = command.span;
        }
        // What the last command gives of what comes to it, the pipeline gives.
        match (commands, piped) {
            ([first, _, ..], Some(Value::Opaque(unknown))) if unknown.span == place => {
                self.unknown_value(first.span.to(place))
            }
            (_, piped) => piped.unwrap_or(Value::Null),
        }
    }

    /// Follows the blocks that a command gets; whether there are some.
    fn blocks(&mut self, arguments: &'r [Word<'t>]) -> bool {
        let blocks: Vec<_> = arguments.iter().filter_map(|word| self.block_of(word)).collect();
        for (block, span) in &blocks {
            self.note_run(*span);
            match self.script.may_grow(span.len()) {
                true => drop(self.branch(&block.statements)),
                false => self.script.opaque(*span),
            }
        }
        !blocks.is_empty()
    }

    fn command(&mut self, command: &'r Command<'t>, words: &'r [Word<'t>], piped: Option<Value>) -> Value {
        let Some((first, arguments)) = words.split_first() else {
            return Value::Null;
        };
        // Blocks are followed by those who get them.
        for word in arguments {
            if self.block_of(word).is_none() {
                self.inner(word);
            }
        }
        if let WordKind::ScriptBlock(block) = &first.kind {
            return match command.invocation {
                Some(Invocation::Call) => self.block(block, arguments),
                _ => self.with(Meets::RETURNS, |follower| follower.all(&block.statements)),
            };
        }
        if let Some(kept) = self.block_of(first) {
            let given = function::given(self, &kept.0.parameters, arguments);
            let is_dot = command.invocation == Some(Invocation::Dot);
            return self.run_kept(kept, given, is_dot, command.span);
        }
        let is_open = |variable: &&str| self.found(variable).is_none_or(Value::is_unknown);
        if let Some(variable) = variable_name(first).filter(is_open)
            && let Some(value) = self.run_one_of(
                variable,
                arguments,
                command.invocation == Some(Invocation::Dot),
                command.span,
            )
        {
            return value;
        }
        let called = self.expression(first);
        let of_command = handle::command_of(&called).map(str::to_owned);
        let name = of_command.or_else(|| last_text(&called));
        let is_file = |name: &String| name.to_ascii_lowercase().ends_with(".ps1");
        if command.invocation == Some(Invocation::Dot) && name.as_ref().is_none_or(is_file) {
            self.note_file(command.span);
        }
        let Some(name) = name else {
            let before = self.script.found.len();
            self.hidden_program(first, arguments, command.span);
            let is_told = self.script.found.len() > before;
            if !is_told
                && !matches!(
                    first.kind,
                    WordKind::Variable(_) | WordKind::Expandable { .. } | WordKind::Member { .. }
                )
            {
                self.script.say(
                    &TEXT_NOT_READ,
                    first.span,
                    "The name of a command is put together here when the script runs: what runs is not known.",
                );
            }
            return self.unknown_value(command.span);
        };
        let name = self.unaliased(name);
        let called = command_name(&name);
        if let Some(found) = bitstransfer::cmdlet(&called) {
            return self.cmdlet(found, first.span, arguments, piped, command.span);
        }
        match called.as_str() {
            "bitsadmin" => self.bitsadmin(first, arguments, command.span),
            "cmd" | "powershell" | "pwsh" => {
                if piped.as_ref().is_some_and(|piped| self.is_naming(piped)) {
                    self.say_of_named(command.span);
                }
                match called.as_str() {
                    "cmd" => self.cmd(arguments, command.span),
                    _ => self.powershell(arguments, command.span),
                }
            }
            "invoke-expression" | "iex" => {
                let mut words = arguments.iter().filter_map(|word| match &word.kind {
                    WordKind::Parameter { argument, .. } => argument.as_deref(),
                    _ => Some(word),
                });
                let text = words.next();
                let is_followed = text
                    .is_some_and(|text| !self.is_one_of_named(text) && self.hand_over(text, command.span));
                let before = self.script.found.len();
                if !is_followed {
                    self.not_followed(arguments, piped.as_ref(), command.span);
                }
                let is_open = |text: &Word<'t>| {
                    let parts = self.value(text).to_parts();
                    !parts.is_empty() && parts.iter().all(|part| matches!(part, TextPart::Unknown(_)))
                };
                let is_open = !is_followed || text.is_none_or(is_open);
                if is_open && self.script.found.len() == before {
                    let place = text.map_or(command.span, |text| text.span);
                    self.script.flag(&TEXT_NOT_READ, place);
                }
                // It may assign to any variable that it names.
                match text.map(|text| self.value(text)).and_then(|text| text.to_text()) {
                    Some(text) => self.forget_named(&text),
                    None => self.note_file(command.span),
                }
                self.unknown_value(command.span)
            }
            "get-process" | "gps" | "stop-process" | "spps" | "kill" | "get-help" | "help"
            | "select-string" | "sls" => {
                self.script.pass_over(command.span);
                self.unknown_value(command.span)
            }
            "start-process" | "saps" => self.start_process(arguments, command.span),
            "new-scheduledtaskaction" => self.task_action(arguments, first.span, command.span),
            "schtasks" => self.schtasks(arguments, first.span, command.span),
            "register-scheduledjob" | "set-scheduledjob" => {
                self.later(arguments, false, first.span, command.span)
            }
            "register-objectevent"
            | "register-engineevent"
            | "register-wmievent"
            | "register-cimindicationevent" => self.later(arguments, true, first.span, command.span),
            "where-object" | "where" | "?" => {
                let item = self.variables.get("_").cloned();
                self.variables.set("_", None);
                self.blocks(arguments);
                self.variables.set("_", item);
                self.filter(arguments, piped, command.span)
            }
            "foreach-object" | "foreach" | "%" => self.for_each_object(arguments, piped, command.span),
            "out-null" => Value::Null,
            "select-object" | "select" | "sort-object" | "sort" => {
                self.selection(arguments, piped.unwrap_or(Value::Null), command.span)
            }
            "tee-object" | "tee" => {
                let piped = piped.unwrap_or(Value::Null);
                self.captured_by(arguments, |name| {
                    name.eq_ignore_ascii_case("variable").then_some(&piped)
                });
                piped
            }
            "write-output" | "echo" | "write" => match (piped, arguments) {
                (Some(piped), []) => piped,
                (None, [one]) if !matches!(one.kind, WordKind::Parameter { .. }) => self.value(one),
                _ => self.unknown_value(command.span),
            },
            "set-variable" | "sv" | "set" | "new-variable" | "nv" => {
                self.set_variable(arguments, piped);
                Value::Null
            }
            "set-alias" | "sal" | "new-alias" | "nal" => {
                self.set_alias(arguments, command.span);
                Value::Null
            }
            "get-command" | "gcm" => self.found_command(arguments, command.span),
            "remove-variable" | "rv" | "clear-variable" | "clv" => {
                self.remove_variable(arguments);
                Value::Null
            }
            "start-job" | "sajb" | "start-threadjob" => {
                // Another process, or another session: it has none of these variables.
                if self.apart(arguments, false, command.span).is_none() {
                    self.script.opaque(command.span);
                }
                self.unknown_value(command.span)
            }
            "invoke-command" | "icm" => self.apart(arguments, true, command.span).unwrap_or_else(|| {
                self.script.opaque(command.span);
                self.unknown_value(command.span)
            }),
            "import-csv" | "ipcsv" => self.unknown_value(command.span),
            "get-credential" => {
                let mut words = arguments.iter();
                let is_name = |word: &&Word<'_>| {
                    matches!(&word.kind, WordKind::Parameter { name, .. }
                        if !name.is_empty() && "username".starts_with(&name.to_lowercase()))
                };
                let user = match words.find(is_name).map(|word| &word.kind) {
                    Some(WordKind::Parameter {
                        argument: Some(argument),
                        ..
                    }) => Some(self.value(argument)),
                    Some(_) => words.next().map(|word| self.value(word)),
                    None => None,
                };
                handle::credential(user.unwrap_or_else(|| self.unknown_value(command.span)))
            }
            "new-object" => {
                let is_credential = arguments
                    .first()
                    .and_then(Word::text)
                    .is_some_and(|name| name.to_lowercase().ends_with("pscredential"));
                let rest = arguments.get(1..).unwrap_or(&[]);
                let user = rest.iter().rev().find_map(|word| match self.value(word) {
                    Value::List(items) => items.first().cloned(),
                    _ => None,
                });
                match user {
                    Some(user) if is_credential => handle::credential(user),
                    None if table::makes_new_list(arguments) => Value::List(Vec::new()),
                    _ => {
                        // A process that is prepared, for example.
                        if mention::is_in(command.span.of(self.source)) {
                            self.script.opaque(command.span);
                        }
                        self.unknown_value(command.span)
                    }
                }
            }
            "convertto-securestring" => {
                self.secure_string(arguments, piped.as_ref(), command.span);
                self.unknown_value(command.span)
            }
            "join-path" => self.joined_path(arguments, command.span),
            "read-host" | "get-date" | "get-item" | "get-childitem" | "split-path" | "get-content" => {
                self.unknown_value(command.span)
            }
            "import-module" | "ipmo" | "write-host" | "write-warning" | "write-error" | "write-progress"
            | "write-verbose" | "start-sleep" | "sleep" | "test-path" | "set-strictmode" => {
                self.unknown_value(command.span)
            }
            other => {
                let all_piped = piped.clone();
                // What another command hands on of jobs, nobody knows.
                let is_each = piped
                    .as_ref()
                    .is_some_and(|piped| !matches!(piped, Value::Text(_) | Value::Null));
                let some = piped.filter(|piped| self.is_of_several(piped));
                let some = some.map(|_| handle::value(Handle::Some, self.unknown(command.span)));
                if let Some(function) = self.functions.get(other).copied() {
                    let is_dot = command.invocation == Some(Invocation::Dot);
                    // A block called process runs once for each of what comes through the pipeline.
                    let is_loop = is_each && has_process(function.span.of(self.source));
                    if is_loop {
                        self.script.enter_rounds();
                    }
                    for word in arguments {
                        self.keep_block(word, word);
                    }
                    let before = self.script.statements.len();
                    let value = self.function(function, arguments, is_dot, command.span);
                    if self.script.statements.len() > before {
                        self.say_of_function(function.span);
                    }
                    if is_loop {
                        self.script.leave_rounds();
                    }
                    return match some {
                        Some(some) if handle::of(&value).is_none() => some,
                        _ => value,
                    };
                }
                self.say_of_unknown(other, first.span);
                if !self.writes(other, arguments, all_piped.as_ref(), command.span) && !self.blocks(arguments)
                {
                    self.script.opaque(command.span);
                }
                self.handed_over(other, arguments);
                some.unwrap_or_else(|| self.unknown_value(command.span))
            }
        }
    }
}

/// Whether a function has a block called process. `[psdoc:about_Functions_Advanced_Methods]`
fn has_process(function: &str) -> bool {
    const NAME: &str = "process";
    let lower = function.to_ascii_lowercase();
    lower.match_indices(NAME).any(|(start, _)| {
        let before = lower.get(..start).unwrap_or("");
        let behind = lower.get(start.saturating_add(NAME.len())..).unwrap_or("");
        before.ends_with(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | ';' | ')'))
            && behind.trim_start().starts_with('{')
    })
}

/// The command that a word names, in lower case: without its module or its folder, the scope of a function, and the ending of
/// a program. `BitsTransfer\Start-BitsTransfer`, `script:Save-File`.
fn command_name(said: &str) -> String {
    let name = said
        .rsplit(['\\', '/', ':'])
        .next()
        .unwrap_or(said)
        .to_lowercase();
    name.strip_suffix(".exe").unwrap_or(&name).to_owned()
}

/// Whether an expression gives the state of a job, as its last word says: `$job.JobState`, `$state`.
fn is_state(expression: &str) -> bool {
    let end = expression.trim_end_matches(|c: char| c == ')' || c.is_whitespace());
    end.to_lowercase().ends_with("state")
}

fn is_variable(word: &Word<'_>) -> bool {
    match &word.kind {
        WordKind::Variable(_) => true,
        WordKind::Cast { inner, .. } => is_variable(inner),
        _ => false,
    }
}

fn is_block(word: &Word<'_>) -> bool {
    matches!(word.kind, WordKind::ScriptBlock(_))
}

/// What comes through the pipeline one by one: of several, the first.
fn piped_object(value: &Value) -> Value {
    match value {
        Value::List(items) => items.first().cloned().unwrap_or(Value::Null),
        value => value.clone(),
    }
}

/// Whether a value is sure to be one element of a list: what is not known may be several, or none.
fn is_one(value: &Value) -> bool {
    let is_whole = matches!(value, Value::Text(_) | Value::Hashtable(_) | Value::Object(_));
    is_whole || value.is_known() || handle::of(value).is_some()
}

/// Whether what follows a statement in its list never runs.
fn leaves(statement: &Statement<'_>) -> bool {
    matches!(
        &statement.kind,
        StatementKind::Compound {
            compound: Compound::Exit
                | Compound::Return
                | Compound::Throw
                | Compound::Break
                | Compound::Continue,
            ..
        }
    )
}

/// How long statements are.
fn length(statements: &[Statement<'_>]) -> usize {
    statements
        .iter()
        .fold(0, |sum, statement| sum.saturating_add(statement.span.len()))
}

/// The known text at the end of a value.
fn last_text(value: &Value) -> Option<String> {
    match value.to_parts().last()? {
        TextPart::Units(units) => Some(String::from_utf16_lossy(units)),
        TextPart::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_become_blanks() {
        for (source, expected) in [
            ("PS C:\\> Get-BitsTransfer", "        Get-BitsTransfer"),
            ("PS C:\\>$a = 1\n>> $b", "       $a = 1\n   $b"),
            ("PS> a", "    a"),
            ("C:\\PS>Get-BitsTransfer", "      Get-BitsTransfer"),
            ("Get-Process PS > a", "Get-Process PS > a"),
            ("PS a > b", "PS a > b"),
            (
                "PS C:\\> $a = 1\n$b = 2\nGet-BitsTransfer",
                "        $a = 1\n$b = 2\nGet-BitsTransfer",
            ),
            (
                "PS C:\\> Get-BitsTransfer\n\nJobId  Name\n-----  ----\n07ac.. M\u{fc}ll\nPS C:\\> $a = @(\n1)\n1\n",
                "        Get-BitsTransfer\n\n           \n           \n            \n        $a = @(\n1)\n ",
            ),
        ] {
            let (read, _) = without_prompts(source);
            assert_eq!(read.len(), source.len());
            assert_eq!(read.trim_end(), expected.trim_end(), "{source}");
        }
    }
}
