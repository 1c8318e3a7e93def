//! Blocks that run in a session of their own, with no variables of this one: `Start-Job`, `Invoke-Command -ComputerName`.

use super::file::first_mentions;
use super::function::Given;
use super::{Follower, defaults, is_block};
use crate::command::bitstransfer::{Parameter, common_parameter};
use crate::lower_case::begins;
use crate::parse::follow::variables::Variables;
use crate::parse::patterns::{RUNS_ELSEWHERE, VARIABLE_OF_ANOTHER_SESSION};
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Block, Unknown, Value, Word, WordKind};
use crate::span::Span;
use std::collections::BTreeMap;

/// How `$using:name` begins, and what stands for it in that session; no script can write the second.
const USING: &str = "using:";
const BEFORE: &str = "\0using ";

/// What a call says of the session and of what its block gets.
#[derive(Default)]
struct Said<'r, 't> {
    blocks: Vec<(&'r Block<'t>, Span)>,
    /// What the block gets.
    arguments: Option<&'r Word<'t>>,
    /// Whether the session is another one.
    is_apart: bool,
    /// Whether something may have set variables in it before.
    is_prepared: bool,
}

/// The session around a block of another one.
pub(super) struct Around {
    variables: Variables<Value>,
    /// Where the block names each variable first, from its beginning.
    first: BTreeMap<String, usize>,
    block: Span,
    /// Whether the block has nothing but what it is given.
    is_known: bool,
}

/// What says of `Invoke-Command` that the block runs elsewhere.
const ELSEWHERE: [&str; 9] = [
    "computername",
    "cn",
    "session",
    "connectionuri",
    "vmname",
    "vmid",
    "containerid",
    "hostname",
    "sshconnection",
];

/// Switches of `Start-Job` and `Invoke-Command`.
const SWITCHES: [&str; 8] = [
    "asjob",
    "nonewscope",
    "runas32",
    "hidecomputername",
    "usessl",
    "enablenetworkaccess",
    "indisconnectedsession",
    "runasadministrator",
];

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// A command that runs blocks in a session of its own, or perhaps in this one; what they give here. Nothing where it has
    /// no blocks.
    pub(super) fn apart(
        &mut self,
        arguments: &'r [Word<'t>],
        may_be_here: bool,
        span: Span,
    ) -> Option<Value> {
        let said = self.said(arguments, may_be_here);
        let is_elsewhere = may_be_here && said.is_apart;
        let before = self.script.statements.len();
        let given = self.run_apart(said, span);
        if is_elsewhere && self.script.statements.len() > before {
            self.script.say(
                &RUNS_ELSEWHERE,
                span,
                "The block runs in a session on another machine, or in another account: its jobs are made there, and their paths are those of that machine.",
            );
        }
        given
    }

    /// A command that has a block run later: a scheduled job or, with `is_event`, where something happens.
    pub(super) fn later(
        &mut self,
        arguments: &'r [Word<'t>],
        is_event: bool,
        name: Span,
        span: Span,
    ) -> Value {
        let mut said = self.said(arguments, false);
        // What an event runs has the variables of the session.
        said.is_prepared |= is_event;
        let before = self.script.statements.len();
        if self.run_apart(said, span).is_none() {
            self.script.opaque(span);
        }
        if self.script.statements.len() > before {
            self.script.say(&RUNS_ELSEWHERE, name, match is_event {
                true => "What runs here runs later, each time that the event comes, and perhaps never: its jobs are made then.",
                false => "A scheduled job runs this later, in the account that it is registered for: its jobs are made then, and belong to that account.",
            });
        }
        self.unknown_value(span)
    }

    fn run_apart(&mut self, said: Said<'r, 't>, span: Span) -> Option<Value> {
        if said.blocks.is_empty() {
            return None;
        }
        // A variable that is not known may hold several.
        let given = match said.arguments.map(|word| self.value(word)) {
            None => Some(Vec::new()),
            Some(Value::List(items)) => Some(items),
            Some(Value::Variable { .. } | Value::Opaque(_)) => None,
            Some(value) => Some(vec![value]),
        };
        let mut last = self.unknown_value(span);
        for (block, place) in said.blocks {
            self.note_run(place);
            if !said.is_apart {
                let given = Given::in_order(self, &block.parameters, given.as_deref());
                last = self.block_with(block, given, false);
                continue;
            }
            let used = self.used(place);
            let given = Given::in_order(self, &block.parameters, given.as_deref());
            let around = Around {
                variables: std::mem::take(&mut self.variables),
                first: first_mentions(place.of(self.source)),
                block: place,
                is_known: !said.is_prepared,
            };
            self.around.push(around);
            self.keep(defaults::DEFAULTS, Some(Value::Hashtable(Vec::new())), false);
            for (name, value) in used {
                self.variables.set(&name, Some(value));
            }
            let branch = self.script.jobs.enter();
            self.block_with(block, given, false);
            self.script.jobs.leave(branch);
            self.variables = self
                .around
                .pop()
                .map(|around| around.variables)
                .unwrap_or_default();
        }
        Some(last)
    }

    /// What the block's text takes of the variables around it, under the names that they have in its session.
    fn used(&self, block: Span) -> Vec<(String, Value)> {
        let text = block.of(self.source).to_ascii_lowercase();
        let mut used = Vec::new();
        for (at, _) in text.match_indices(USING) {
            let start = at.saturating_add(USING.len());
            let rest = text.get(start..).unwrap_or("");
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or("");
            let value = self.variable(name).unwrap_or_else(|| {
                Value::Opaque(Unknown {
                    span: Span::default(),
                    source: format!("${USING}{name}"),
                })
            });
            used.push((format!("{BEFORE}{name}"), value));
        }
        used
    }

    /// Says of a variable that it is one of the session around, where the call has none of that name.
    pub(super) fn say_of_outer(&mut self, value: &Value, place: Span, call: Span) {
        let Some(around) = self.around.last().filter(|around| around.is_known) else {
            return;
        };
        let Value::Variable { name, .. } = value else {
            return;
        };
        let first = around.first.get(&plain(name)).copied();
        let is_first = first.is_some_and(|first| first.saturating_add(around.block.start) >= call.start);
        if !is_first || around.variables.get(&plain(name)).is_none() {
            return;
        }
        let written = place.of(self.source);
        let found = VARIABLE_OF_ANOTHER_SESSION.at(
            place,
            format!("The block runs in a session of its own, in which ${name} holds nothing: the script around it sets it."),
            VARIABLE_OF_ANOTHER_SESSION.instead,
        );
        let is_alone = written
            .strip_prefix('$')
            .is_some_and(|rest| rest.eq_ignore_ascii_case(name));
        self.script.found(match is_alone {
            true => found.with_fix(
                "Take it from the session around",
                place,
                format!("${USING}{name}"),
            ),
            false => found,
        });
    }

    /// What stands for `$using:name`, where it is known.
    pub(super) fn of_using(&self, word: &Word<'_>) -> Option<Value> {
        let name = word.span.of(self.source).to_lowercase();
        let name = name.trim_start_matches(['$', '{']).trim_end_matches('}');
        let name = name.strip_prefix(USING)?;
        // A block of ForEach-Object has the variables around it.
        let value = match self.variables.get(&format!("{BEFORE}{name}")) {
            Some(value) => value.clone(),
            None => self.variable(name)?,
        };
        (!value.is_unknown()).then_some(value)
    }

    /// What a call says.
    fn said(&self, arguments: &'r [Word<'t>], may_be_here: bool) -> Said<'r, 't> {
        let mut said = Said {
            is_apart: !may_be_here,
            ..Said::default()
        };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let WordKind::Parameter { name, argument, .. } = &word.kind else {
                match self.block_of(word) {
                    Some(block) => said.blocks.push(block),
                    // In front of the block stands the name of a computer.
                    None => said.is_apart |= said.blocks.is_empty(),
                }
                continue;
            };
            let name = name.to_lowercase();
            let is_common = common_parameter(&name).is_some_and(Parameter::is_switch);
            if is_common || SWITCHES.iter().any(|switch| begins(switch, &name)) {
                continue;
            }
            // A block behind a colon was followed with the other arguments.
            let value = match argument.as_deref() {
                Some(argument) if is_block(argument) => continue,
                Some(argument) => Some(argument),
                None => words.next(),
            };
            said.is_prepared |= begins("session", &name) || begins("initializationscript", &name);
            said.is_apart |= ELSEWHERE.iter().any(|one| begins(one, &name));
            match value {
                Some(value) if begins("argumentlist", &name) || name == "args" => {
                    said.arguments = Some(value)
                }
                Some(value) => said.blocks.extend(self.block_of(value)),
                None => {}
            }
        }
        said
    }
}
