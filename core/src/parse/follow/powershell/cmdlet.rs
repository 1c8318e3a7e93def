//! Calls of the cmdlets of the module.

use super::{Follower, piped_object};
use crate::command::bitstransfer;
use crate::parse::cmdlet::{Call, Given};
use crate::parse::follow::surprise::Raw;
use crate::parse::follow::{Called, cmdlet, handle, surprise};
use crate::parse::patterns::POWERSHELL_BINDING;
use crate::parse::powershell::bind::{Input, arguments as bound_arguments, bind};
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Value, Word, WordKind};
use crate::span::Span;
use std::collections::BTreeMap;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    pub(super) fn cmdlet(
        &mut self,
        found: &'static bitstransfer::Cmdlet,
        name: Span,
        words: &'r [Word<'t>],
        piped: Option<Value>,
        span: Span,
    ) -> Value {
        let variables = |name: &str| self.variable(name);
        let mut arguments = bound_arguments(words, self.source, &variables);
        for argument in &mut arguments {
            argument.value = argument.value.take().map(|value| self.marked(value));
        }
        let raw = Raw::of(&arguments);
        let splats: BTreeMap<Span, String> = words
            .iter()
            .filter_map(|word| match &word.kind {
                WordKind::Splat(name) => Some((word.span, plain(name))),
                _ => None,
            })
            .collect();
        let input = match piped {
            Some(_) => Input::Objects,
            None => Input::None,
        };
        let mut binding = bind(found, arguments, self.script.edition, input);
        if let (Some(piped), None) = (&piped, &binding.error)
            && handle::of(piped).is_none()
            && *piped != Value::Null
        {
            binding = binding.with_object(&piped_object(piped));
        }
        let set = binding.set();
        let error = binding.error.take().filter(|error| {
            // Jobs come through the pipeline as handles, which a binding does not know.
            !(piped.is_some() && error.failure.id().starts_with("InputObject"))
        });
        let parameters = binding
            .parameters
            .into_iter()
            .map(|bound| {
                let entry = bound
                    .value_span
                    .and_then(|span| splats.get(&span))
                    .map(|table| (table.clone(), bound.parameter.name.to_lowercase()));
                let places = entry.and_then(|entry| self.places.get(&entry)).copied();
                let (name_span, span) = match (places, bound.name_span, bound.value_span) {
                    (Some((name, value)), _, _) => (Some(name), value),
                    (None, name, Some(value)) => (name.filter(|name| *name != value), value),
                    (None, Some(written), None) => (Some(written), written),
                    (None, None, None) => (None, Span::new(name.end, name.end)),
                };
                Given {
                    parameter: bound.parameter,
                    value: self.resolved(bound.value),
                    name: name_span,
                    span,
                }
            })
            .collect();
        let call = Call {
            cmdlet: found,
            name,
            set,
            parameters,
            error,
        };
        let is_said = surprise::say(self.script, &call, words, &raw, self.source);
        if let Some(error) = call.error.as_ref().filter(|_| !is_said) {
            let place = match error.span == Span::default() {
                true => call.name,
                false => error.span,
            };
            self.script.say(&POWERSHELL_BINDING, place, error.message.clone());
        }
        let unknown = self.unknown(span);
        let (job, value) = cmdlet::take(self.script, &call, piped.as_ref(), span, unknown);
        self.script.statement(Called::Cmdlet(call), span, job);
        value
    }
}
