//! Blocks as values: kept where they are written, followed where they are run.

use super::Follower;
use super::function::{self, Given};
use super::variable::variable_name;
use crate::parse::conditions::About;
use crate::parse::patterns::{FUNCTION_CALLS_ITSELF, FUNCTION_NOT_CALLED};
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Block, Value, Word, WordKind};
use crate::span::Span;
use std::collections::BTreeMap;

/// Blocks that variables hold or functions get, by where they stand.
#[derive(Default)]
pub(super) struct Blocks<'r, 't> {
    all: BTreeMap<Span, Kept<'r, 't>>,
    /// In the order in which they are met.
    order: Vec<Span>,
    /// Those that each variable gets.
    by_variable: BTreeMap<String, Vec<Span>>,
}

/// How many blocks of one variable are told apart.
const MOST: usize = 8;

#[derive(Clone, Copy)]
struct Kept<'r, 't> {
    block: &'r Block<'t>,
    /// The variable that gets it, or the block itself.
    name: Span,
    is_run: bool,
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Keeps the block that a word is, for those who run it; what it is as a value.
    pub(super) fn keep_block(&mut self, word: &'r Word<'t>, target: &'r Word<'t>) -> Option<Value> {
        let (block, span) = written(word)?;
        let target = match &target.kind {
            WordKind::Cast { inner, .. } => inner,
            _ => target,
        };
        let name = target.span;
        if let Some(variable) = variable_name(target) {
            let spans = self.blocks.by_variable.entry(plain(variable)).or_default();
            if spans.len() <= MOST && !spans.contains(&span) {
                spans.push(span);
            }
        }
        let is_run = self.blocks.all.get(&span).is_some_and(|kept| kept.is_run);
        self.blocks.order.push(span);
        self.blocks.all.insert(span, Kept { block, name, is_run });
        Some(Value::ScriptBlock(self.unknown(span)))
    }

    /// The block that a word is or holds, and where it stands.
    pub(super) fn block_of(&self, word: &'r Word<'t>) -> Option<(&'r Block<'t>, Span)> {
        match &word.kind {
            WordKind::Variable(name) => match self.found(name)? {
                Value::ScriptBlock(unknown) => Some((self.kept(unknown.span)?, unknown.span)),
                _ => None,
            },
            _ => written(word),
        }
    }

    /// A block that is kept.
    pub(super) fn kept(&self, span: Span) -> Option<&'r Block<'t>> {
        self.blocks.all.get(&span).map(|kept| kept.block)
    }

    /// A block is run, or handed to somebody who may run it.
    pub(super) fn note_run(&mut self, span: Span) {
        if let Some(kept) = self.blocks.all.get_mut(&span) {
            kept.is_run = true;
        }
    }

    /// Runs a block that is kept, for what stands at a place.
    pub(super) fn run_kept(
        &mut self,
        kept: (&'r Block<'t>, Span),
        given: Given,
        is_dot: bool,
        at: Span,
    ) -> Value {
        let (block, span) = kept;
        self.note_run(span);
        if self.running.contains(&span) {
            self.script.opaque(at);
            self.script.flag(&FUNCTION_CALLS_ITSELF, at);
            return self.unknown_value(at);
        }
        if !self.script.may_grow(span.len()) {
            self.script.opaque(at);
            return self.unknown_value(at);
        }
        self.running.push(span);
        let value = self.block_with(block, given, is_dot);
        self.running.pop();
        value
    }

    /// Runs each block that a variable may hold of which nobody knows which it holds; nothing where it gets none.
    pub(super) fn run_one_of(
        &mut self,
        name: &str,
        arguments: &'r [Word<'t>],
        is_dot: bool,
        at: Span,
    ) -> Option<Value> {
        let spans = self.blocks.by_variable.get(&plain(name))?;
        if spans.len() > MOST {
            return None;
        }
        let all: Vec<(&'r Block<'t>, Span)> = spans
            .iter()
            .filter_map(|span| Some((self.kept(*span)?, *span)))
            .collect();
        for kept in all {
            let given = function::given(self, &kept.0.parameters, arguments);
            self.script.jobs.conditions.enter(About::Other);
            let mark = self.variables.begin();
            let around = self.script.jobs.enter();
            self.run_kept(kept, given, is_dot, at);
            self.script.jobs.leave(around);
            self.doubt(mark);
            self.script.jobs.conditions.leave();
        }
        Some(self.unknown_value(at))
    }

    /// `$block.Invoke(…)`; nothing where it is not that.
    pub(super) fn invoked(
        &mut self,
        target: &'r Word<'t>,
        member: &'r Word<'t>,
        arguments: &'r [Word<'t>],
        span: Span,
    ) -> Option<Value> {
        let name = member.text()?.to_ascii_lowercase();
        if !matches!(name.as_str(), "invoke" | "invokereturnasis") {
            return None;
        }
        let kept = self.block_of(target)?;
        arguments.iter().for_each(|argument| self.inner(argument));
        let values: Vec<Value> = arguments.iter().map(|argument| self.value(argument)).collect();
        let given = Given::in_order(self, &kept.0.parameters, Some(&values));
        Some(self.run_kept(kept, given, false, span))
    }

    /// Blocks that nothing in the text runs are there for others: each is followed once, with parameters of which nothing is
    /// known.
    pub(super) fn not_run(&mut self) {
        let mut next: usize = 0;
        while let Some(span) = self.blocks.order.get(next).copied() {
            next = next.saturating_add(1);
            let Some(kept) = self.blocks.all.get(&span).copied().filter(|kept| !kept.is_run) else {
                continue;
            };
            let before = self.script.statements.len();
            let around = self.script.jobs.enter();
            let is_aside = std::mem::replace(&mut self.script.is_aside, true);
            self.run_kept((kept.block, span), Given::unknown(), false, span);
            self.script.is_aside = is_aside;
            self.script.jobs.leave(around);
            if self.script.statements.len() > before {
                self.script.say(
                    &FUNCTION_NOT_CALLED,
                    kept.name,
                    "Nothing in the text runs the block; what it does is read as if it were run once, with parameters of which nothing is known.",
                );
            }
        }
    }
}

/// The block that a word is, and where it stands.
fn written<'r, 't>(word: &'r Word<'t>) -> Option<(&'r Block<'t>, Span)> {
    match &word.kind {
        WordKind::ScriptBlock(block) => Some((block, word.span)),
        WordKind::Paren(statement) => written(statement.as_expression()?),
        WordKind::Cast { type_name, inner, .. } if type_name.eq_ignore_ascii_case("scriptblock") => {
            written(inner)
        }
        _ => None,
    }
}
