//! Programs that a text of PowerShell starts: bitsadmin, and other shells.

use super::{Follower, follow, last_text};
use crate::parse::bitsadmin;
use crate::parse::cmd::Mode;
use crate::parse::follow::handle::Handle;
use crate::parse::follow::outer::Outer;
use crate::parse::follow::{Called, cmd, handle, surprise, text};
use crate::parse::nested::Inner;
use crate::parse::powershell::{Edition, Value, Word, WordKind, native_arguments};
use crate::span::Span;
use crate::text::Dialect;
use std::collections::BTreeMap;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// bitsadmin, called from PowerShell.
    pub(super) fn bitsadmin(&mut self, program: &Word<'_>, arguments: &'r [Word<'t>], span: Span) -> Value {
        let variables = |name: &str| self.variable(name);
        let given = |edition: Edition| native_arguments(arguments, self.source, edition, &variables);
        let edition = self.script.edition;
        let gets = given(edition);
        // What stands behind `--%` is handed on as it was typed.
        let is_verbatim = arguments.iter().any(|word| word.span.of(self.source) == "--%");
        let changed = match is_verbatim {
            true => Vec::new(),
            false => surprise::changed_arguments(&gets, edition, given),
        };
        let words: Vec<(Span, Value)> = gets
            .into_iter()
            .map(|argument| (argument.span, self.resolved(Value::Text(argument.parts))))
            .collect();
        for place in changed {
            self.script.flag(&surprise::CHANGED_NATIVE_ARGUMENT, place);
        }
        self.call_bitsadmin(program.span, &words, span)
    }

    pub(super) fn call_bitsadmin(&mut self, program: Span, words: &[(Span, Value)], span: Span) -> Value {
        let mut jobs: BTreeMap<Span, usize> = BTreeMap::new();
        let mut texts = Vec::new();
        for (at, value) in words {
            if let Some(Handle::Id(job) | Handle::Job(job)) = handle::of(value) {
                jobs.insert(*at, job);
            }
            let text = text(value, &self.script.outer);
            texts.push(bitsadmin::Word {
                span: *at,
                pieces: text.pieces().iter().map(|piece| (piece.clone(), *at)).collect(),
            });
        }
        let mut made = None;
        for call in bitsadmin::read(program, &texts, self.source, Dialect::PowerShell) {
            let job =
                crate::parse::follow::bitsadmin::take(self.script, &call, &|span| jobs.get(&span).copied());
            made = job.filter(|_| {
                call.verb
                    .is_some_and(|verb| verb.purpose == crate::command::Purpose::Creates)
            });
            let at = call.span;
            self.script.statement(Called::Bitsadmin(call), at, job);
        }
        // What it prints of a job that it makes holds the GUID.
        match made {
            Some(job) => handle::value(Handle::Id(job), self.unknown(span)),
            None => self.unknown_value(span),
        }
    }

    /// `Start-Process bitsadmin …`: the arguments are one line, which the program takes apart.
    pub(super) fn start_process(&mut self, arguments: &'r [Word<'t>], span: Span) -> Value {
        let mut program: Option<(Span, String)> = None;
        let mut line: Option<(Span, Value)> = None;
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let (name, value) = match &word.kind {
                WordKind::Parameter { name, argument, .. } => {
                    let name = name.to_lowercase();
                    if ["wait", "passthru", "nonewwindow"]
                        .iter()
                        .any(|switch| switch.starts_with(name.as_str()))
                    {
                        continue;
                    }
                    match argument.as_deref().or_else(|| words.next()) {
                        Some(value) => (name, value),
                        None => continue,
                    }
                }
                _ if program.is_none() => ("filepath".to_owned(), word),
                _ => ("argumentlist".to_owned(), word),
            };
            let value_span = value.span;
            let value = self.value(value);
            if "filepath".starts_with(name.as_str()) {
                program = last_text(&value).map(|name| (value_span, name.to_lowercase()));
            } else if "argumentlist".starts_with(name.as_str()) || name == "args" {
                line = Some((value_span, value));
            }
        }
        let is_bitsadmin = |name: &str| {
            let name = name.rsplit(['\\', '/']).next().unwrap_or(name);
            name.strip_suffix(".exe").unwrap_or(name) == "bitsadmin"
        };
        match (program, line) {
            (Some((program, name)), Some((at, line))) if is_bitsadmin(&name) => {
                let words = crate::parse::follow::line::words(&line, at);
                self.call_bitsadmin(program, &words, span)
            }
            _ => {
                self.script.opaque(span);
                self.unknown_value(span)
            }
        }
    }

    /// `cmd /c …`, `powershell -Command …`
    pub(super) fn shell(&mut self, arguments: &'r [Word<'t>], span: Span, switch: &str) -> Value {
        let is_switch = |word: &Word<'_>| {
            let said = word.span.of(self.source).to_lowercase();
            said == switch || (switch.starts_with('-') && said.len() > 1 && switch.starts_with(&said))
        };
        let at = arguments.iter().position(is_switch);
        let rest = match at {
            Some(at) => arguments.get(at.saturating_add(1)..).unwrap_or(&[]),
            None if switch.starts_with('-') => arguments,
            None => &[],
        };
        if let [
            Word {
                kind: WordKind::ScriptBlock(block),
                ..
            },
        ] = rest
        {
            return self.all(&block.statements);
        }
        let mut inner = Inner::default();
        for (index, word) in rest.iter().enumerate() {
            if index > 0 {
                let start = word.span.start;
                inner.push(" ", self.script.at(Span::new(start, start)));
            }
            let Some(said) = self.value(word).to_text() else {
                self.script.opaque(span);
                return self.unknown_value(span);
            };
            // Between quotes, where nothing is escaped, each character stands for itself.
            let within = Span::new(word.span.start.saturating_add(1), word.span.end.saturating_sub(1));
            let place = match (word.span.of(self.source) == said, within.of(self.source) == said) {
                (true, _) => word.span,
                (false, true) => within,
                (false, false) => word.span,
            };
            inner.push(&said, self.script.at(place));
        }
        self.script
            .nested(inner, Outer::default(), span, |script, text| match switch {
                "/c" => cmd::follow(script, text, Mode::Prompt),
                _ => follow(script, text),
            });
        self.unknown_value(span)
    }
}
