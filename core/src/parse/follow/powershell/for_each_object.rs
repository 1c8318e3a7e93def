//! `ForEach-Object`: which of its blocks run once, and which for each object.

use super::{Follower, Meets};
use crate::lower_case::begins;
use crate::parse::follow::handle::{self, Handle};
use crate::parse::powershell::{Block, Value, Word, WordKind};
use crate::span::Span;

/// A block, and where it stands.
type Placed<'r, 't> = (&'r Block<'t>, Span);

/// What a call of it gets.
struct Given<'r, 't> {
    /// Runs before the first object.
    begin: Option<Placed<'r, 't>>,
    /// Run for each of them.
    process: Vec<Placed<'r, 't>>,
    /// Runs behind the last one.
    end: Option<Placed<'r, 't>>,
    /// What stands in the place of the pipeline.
    input: Option<&'r Word<'t>>,
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    pub(super) fn for_each_object(
        &mut self,
        arguments: &'r [Word<'t>],
        piped: Option<Value>,
        span: Span,
    ) -> Value {
        let Given {
            begin,
            process,
            end,
            input,
        } = self.blocks_of_each(arguments);
        // What stands behind -InputObject is one object, be it an array.
        let over = match input.map(|input| self.value(input)) {
            Some(list @ Value::List(_)) => Value::List(vec![list]),
            Some(one) => one,
            None => piped.unwrap_or(Value::Null),
        };
        let first = begin.map(|block| self.once(block));
        let mut given = Value::Null;
        match process.as_slice() {
            [] => {}
            [(block, place)] => {
                self.note_run(*place);
                given = self.each(None, &over, &block.statements);
            }
            // They take turns, which is not followed.
            several => {
                self.script.opaque(span);
                for (block, place) in several {
                    self.note_run(*place);
                    self.doubt_assigned(std::iter::once(block.statements.as_slice()));
                }
            }
        }
        let last = end.map(|block| self.once(block));
        let is_one_block = arguments.len() == 1;
        if self.is_of_several(&over) {
            return handle::value(Handle::Some, self.unknown(span));
        }
        let all = [first, Some(given), last];
        let mut jobs: Vec<Value> = Vec::new();
        for value in all.iter().flatten().filter(|value| **value != Value::Null) {
            match value {
                _ if !handle::are(value) => {}
                Value::List(items) => jobs.extend(items.iter().cloned()),
                one => jobs.push(one.clone()),
            }
        }
        match (jobs.len(), all) {
            (1, _) => jobs.pop().unwrap_or(Value::Null),
            (0, [None, Some(given), None]) if is_one_block && given != Value::Null => given,
            (0, _) => self.unknown_value(span),
            _ => Value::List(jobs),
        }
    }

    /// Runs a block that gets no object.
    fn once(&mut self, (block, place): Placed<'r, 't>) -> Value {
        self.note_run(place);
        let item = self.variables.get("_").cloned();
        self.variables.set("_", None);
        let given = self.with(Meets::RETURNS, |follower| follower.all(&block.statements));
        self.variables.set("_", item);
        given
    }

    /// Of blocks without a name the first runs once at the start where there are several, and the last once at the end where
    /// there are three or more. `[psdoc:ForEach-Object]`
    fn blocks_of_each(&self, arguments: &'r [Word<'t>]) -> Given<'r, 't> {
        let (mut begin, mut end, mut input) = (None, None, None);
        let (mut named, mut parallel, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        let mut name = "";
        for word in arguments {
            let parameter = match &word.kind {
                WordKind::Parameter { name, argument, .. } => Some((&**name, argument.as_deref())),
                _ => None,
            };
            let value = match parameter {
                Some((parameter, Some(argument))) => {
                    name = parameter;
                    argument
                }
                Some((parameter, None)) => {
                    name = parameter;
                    continue;
                }
                None => word,
            };
            let named_as = |whole: &str| !name.is_empty() && begins(whole, name);
            if named_as("inputobject") {
                input = Some(value);
            } else if let Some(block) = self.block_of(value) {
                match () {
                    () if named_as("begin") => begin = Some(block),
                    () if named_as("end") => end = Some(block),
                    () if named_as("parallel") => parallel.push(block),
                    () if named_as("process") => named.push(block),
                    () => rest.push(block),
                }
            }
            name = "";
        }
        let mut blocks: Vec<Placed<'r, 't>> = begin.into_iter().chain(named).chain(rest).collect();
        if end.is_none() && blocks.len() > 2 {
            end = blocks.pop();
        }
        let mut blocks = blocks.into_iter();
        let begin = match blocks.len() {
            0 | 1 => None,
            _ => blocks.next(),
        };
        Given {
            begin,
            process: blocks.chain(parallel).collect(),
            end,
            input,
        }
    }
}
