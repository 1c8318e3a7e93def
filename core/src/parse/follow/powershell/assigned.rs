//! What statements assign to, as far as they say it: before the first round of a loop it holds one value, and before the
//! others another.

use super::defaults::DEFAULTS;
use super::table::{ONCE, is_made_by};
use super::variable::{scoped_name, variable_name};
use super::{Follower, command_name};
use crate::command::bitstransfer::{Parameter, common_parameter};
use crate::parse::follow::handle;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{
    Block, Command, CommandBody, Compound, Statement, StatementKind, Value, Within, Word, WordKind,
};
use std::collections::BTreeSet;

/// What is assigned to.
#[derive(Default)]
pub(super) struct Assigned {
    /// Variables, with their scopes.
    variables: BTreeSet<String>,
    /// Variables to which something is added.
    added: BTreeSet<String>,
    /// Variables that may get a table that others hold.
    aliases: BTreeSet<String>,
    /// Entries of tables; without a name, any.
    entries: BTreeSet<(String, Option<String>)>,
    /// What is added to tables and lists by methods.
    put: BTreeSet<(String, Option<String>)>,
    /// Functions that are called.
    calls: BTreeSet<String>,
    /// Variables whose block is run.
    runs: BTreeSet<String>,
    /// Whether any variable may be meant.
    any: bool,
}

impl Assigned {
    /// Whether a variable may be assigned to.
    pub(super) fn may_assign(&self, name: &str) -> bool {
        let key = plain(name);
        let may = |key: &str| self.variables.contains(key) || self.added.contains(key);
        self.any
            || may(&key)
            || ["script", "global"]
                .iter()
                .any(|scope| may(&format!("{scope}:{key}")))
    }

    pub(super) fn statements(&mut self, statements: &[Statement<'_>]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement<'_>) {
        match &statement.kind {
            StatementKind::Pipeline { commands, .. } => {
                commands.iter().for_each(|command| self.command(command));
            }
            StatementKind::Assignment {
                operator,
                target,
                value,
            } => {
                self.target(target, *operator == "PlusEquals");
                if let Some(name) = variable_name(target).filter(|_| !is_made_by(value)) {
                    self.aliases.insert(scoped_name(name));
                }
                self.word(target);
                self.statement(value);
            }
            StatementKind::Chain { left, right, .. } => {
                self.statement(left);
                self.statement(right);
            }
            StatementKind::Compound {
                compound: Compound::Function,
                ..
            } => {}
            StatementKind::Compound {
                compound,
                names,
                parts,
                ..
            } => {
                if *compound == Compound::ForEach {
                    names.iter().for_each(|name| self.target(name, false));
                }
                names.iter().for_each(|name| self.word(name));
                parts.iter().for_each(|part| self.statements(&part.statements));
            }
            StatementKind::Opaque(_) => {}
        }
    }

    fn command(&mut self, command: &Command<'_>) {
        let words = match &command.body {
            CommandBody::Words(words) => words,
            CommandBody::Expression(word) => return self.word(word),
        };
        words.iter().for_each(|word| self.word(word));
        let Some((first, arguments)) = words.split_first() else {
            return;
        };
        // Whoever gets a block may run it.
        self.runs
            .extend(words.iter().filter_map(variable_name).map(str::to_owned));
        let name = command_name(first.text().unwrap_or(""));
        let sets = [
            "set-variable",
            "sv",
            "set",
            "new-variable",
            "nv",
            "remove-variable",
            "rv",
            "clear-variable",
            "clv",
            "invoke-expression",
            "iex",
        ];
        if sets.contains(&name.as_str()) {
            self.any = true;
        }
        self.calls.insert(name);
        for (index, word) in arguments.iter().enumerate() {
            let WordKind::Parameter { name, argument, .. } = &word.kind else {
                continue;
            };
            let is_common = common_parameter(name).is_some_and(Parameter::names_variable);
            // `Tee-Object -Variable`
            let is_naming = is_common || name.eq_ignore_ascii_case("variable");
            let named = argument
                .as_deref()
                .or_else(|| arguments.get(index.saturating_add(1)));
            match named.filter(|_| is_naming).map(Word::text) {
                Some(Some(name)) => drop(self.variables.insert(scoped_name(name.trim_start_matches('+')))),
                Some(None) => self.any = true,
                None => {}
            }
        }
    }

    fn target(&mut self, target: &Word<'_>, is_added: bool) {
        match &target.kind {
            WordKind::Variable(name) => {
                match is_added {
                    true => self.added.insert(scoped_name(name)),
                    false => self.variables.insert(scoped_name(name)),
                };
            }
            WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => self.target(inner, is_added),
            WordKind::List(items) => items.iter().for_each(|item| self.target(item, false)),
            WordKind::Paren(statement) => {
                if let Some(word) = statement.as_expression() {
                    self.target(word, is_added);
                }
            }
            WordKind::Member {
                target,
                member: entry,
                ..
            }
            | WordKind::Index { target, index: entry } => {
                self.entry(target, entry.text(), false);
            }
            _ => {}
        }
    }

    fn entry(&mut self, of: &Word<'_>, entry: Option<&str>, is_put: bool) {
        match &of.kind {
            WordKind::Variable(name) => {
                let entry = (scoped_name(name), entry.map(str::to_owned));
                match is_put {
                    true => self.put.insert(entry),
                    false => self.entries.insert(entry),
                };
            }
            WordKind::Member { target, .. } | WordKind::Index { target, .. } => {
                self.entry(target, None, false);
            }
            WordKind::Cast { inner, .. } => self.entry(inner, entry, is_put),
            _ => {}
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        self.statements(&block.statements);
    }

    fn word(&mut self, word: &Word<'_>) {
        match &word.kind {
            // Keys assign to nothing.
            WordKind::Hashtable(pairs) => pairs.iter().for_each(|pair| self.statement(&pair.value)),
            WordKind::Call {
                target,
                member,
                arguments,
                ..
            } => {
                self.word(target);
                arguments.iter().for_each(|argument| self.word(argument));
                let name = member.text().unwrap_or("").to_lowercase();
                match name.as_str() {
                    "add" => self.entry(target, arguments.first().and_then(Word::text), true),
                    "addrange" => self.entry(target, None, true),
                    "set_item" | "remove" => {
                        self.entry(target, arguments.first().and_then(Word::text), false);
                    }
                    "clear" | "insert" | "insertrange" | "removeall" | "removeat" | "removerange"
                    | "reverse" | "sort" => self.entry(target, None, false),
                    _ => {}
                }
            }
            WordKind::Cast { type_name, inner, .. } => {
                if type_name.eq_ignore_ascii_case("ref") {
                    self.target(inner, false);
                }
                self.word(inner);
            }
            WordKind::Unary { operator, inner } => {
                if operator.ends_with("PlusPlus") || operator.ends_with("MinusMinus") {
                    self.target(inner, false);
                }
                self.word(inner);
            }
            _ => word.each_within(|within| match within {
                Within::Word(word) => self.word(word),
                Within::Statement(statement) => self.statement(statement),
                Within::Block(block) => self.block(block),
            }),
        }
    }
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// What statements that run often assign to is in doubt before them, but for jobs, and for what they only gather.
    pub(super) fn doubt_assigned<'s>(&mut self, parts: impl Iterator<Item = &'s [Statement<'t>]>)
    where
        't: 's,
        'r: 's,
    {
        let mut assigned = Assigned::default();
        for statements in parts {
            // Loops in loops come by again.
            if !self.script.may_grow(super::length(statements)) {
                return self.forget_all();
            }
            assigned.statements(statements);
        }
        let runs = std::mem::take(&mut assigned.runs);
        for name in runs {
            if let Some(Value::ScriptBlock(unknown)) = self.found(&name)
                && let Some(block) = self.kept(unknown.span)
            {
                if !self.script.may_grow(unknown.span.len()) {
                    return self.forget_all();
                }
                assigned.block(block);
            }
        }
        let mut seen = BTreeSet::new();
        loop {
            let next = assigned.calls.iter().find(|name| !seen.contains(*name)).cloned();
            let Some(name) = next else { break };
            if let Some(function) = self.functions.get(&name).copied()
                && let StatementKind::Compound { parts, .. } = &function.kind
            {
                if !self.script.may_grow(function.span.len()) {
                    return self.forget_all();
                }
                parts
                    .iter()
                    .for_each(|part| assigned.statements(&part.statements));
            }
            seen.insert(name);
        }
        if assigned.any {
            return self.forget_all();
        }
        for (name, entry) in &assigned.put {
            let is_gathered = self.holds_list(name) && self.held(name).as_ref().is_some_and(gathers);
            if !is_gathered {
                self.doubt_entry(name, entry.as_deref());
            }
        }
        for (name, entry) in &assigned.entries {
            self.doubt_entry(name, entry.as_deref());
        }
        // In another round it may be the table of another variable.
        for (name, entry) in assigned.entries.iter().chain(&assigned.put) {
            if assigned.aliases.contains(name) {
                if !self.script.may_grow(self.variables.len().saturating_mul(ONCE)) {
                    return self.forget_all();
                }
                for other in self.variables.names() {
                    if other != DEFAULTS {
                        self.doubt_entry(&other, entry.as_deref());
                    }
                }
            }
        }
        for name in &assigned.variables {
            let is_job = self.found(name).is_some_and(handle::are);
            if !is_job {
                self.doubt_variable(name);
            }
        }
        for name in &assigned.added {
            if !self.found(name).is_some_and(gathers) {
                self.doubt_variable(name);
            }
        }
    }
}

/// Whether a value is nothing so far, or jobs: what is added to it is known as well.
fn gathers(value: &Value) -> bool {
    match value {
        Value::List(items) if items.is_empty() => true,
        value => handle::are(value),
    }
}
