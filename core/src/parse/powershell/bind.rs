//! Binding: which parameter of a cmdlet each word of a call goes to, and what becomes of its value.
//!
//! The order of steps is the engine's: names get their values, named arguments are bound, then those without a name by
//! position, then what is missing is looked for; its first error is the only one. Here the rest is bound all the same, so that nothing
//! that is said is lost.

mod argument;
mod convert;
mod enumeration;
mod error;
mod likely;
mod parameter_set;

#[cfg(test)]
mod tests;

pub use argument::{Argument, Name, arguments};
pub use error::{BindError, Failure};

use super::edition::Edition;
use super::syntax::{Command, CommandBody};
use super::value::Value;
use crate::command::bitstransfer::{Cmdlet, Match, Parameter, Pipeline, cmdlet};
use crate::span::Span;
use convert::{convert, is_of_type};
use parameter_set::Sets;

/// What a call gives to a cmdlet.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The cmdlet.
    pub cmdlet: &'static Cmdlet,
    /// What is bound, in the order of binding.
    pub parameters: Vec<Bound>,
    /// Whether something is splatted whose keys are not known.
    pub is_partial: bool,
    /// Why the call fails, if it does: the engine's error.
    pub error: Option<BindError>,
    /// What is wrong besides.
    pub others: Vec<BindError>,
    /// The parameters whose values are wrong or missing.
    pub refused: Vec<&'static Parameter>,
    sets: Sets,
    edition: Edition,
    /// Whether objects come through the pipeline.
    is_piped: bool,
}

/// A parameter and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The parameter.
    pub parameter: &'static Parameter,
    /// The value in the parameter's type; what is not known stays as it is written.
    pub value: Value,
    /// Where its name stands.
    pub name_span: Option<Span>,
    /// Where its value stands.
    pub value_span: Option<Span>,
}

/// What comes to a command through the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Nothing: it stands first.
    None,
    /// Objects, bound one by one with [`Binding::with_object`].
    Objects,
}

/// The cmdlet that a command calls, whatever the letter case, with or without the module's name before it.
///
/// ```
/// use bitsmith_core::parse::powershell::{Edition, StatementKind, bind, read};
/// let script = read(r"& 'BitsTransfer\start-bitstransfer' a", Edition::PowerShell73);
/// let StatementKind::Pipeline { commands, .. } = &script.statements[0].kind else { panic!() };
/// assert_eq!(bind::cmdlet_of(&commands[0]).unwrap().name, "Start-BitsTransfer");
/// ```
pub fn cmdlet_of(command: &Command<'_>) -> Option<&'static Cmdlet> {
    let CommandBody::Words(words) = &command.body else {
        return None;
    };
    let name = words.first()?.text()?;
    match name.rsplit_once('\\') {
        Some((module, name)) if module.eq_ignore_ascii_case(MODULE) => cmdlet(name),
        Some(_) => None,
        None => cmdlet(name),
    }
}

/// The module of the BITS cmdlets.
const MODULE: &str = "BitsTransfer";

/// Binds arguments to the parameters of a cmdlet.
pub fn bind(cmdlet: &'static Cmdlet, arguments: Vec<Argument>, edition: Edition, input: Input) -> Binding {
    let mut binding = Binding {
        cmdlet,
        parameters: Vec::new(),
        is_partial: arguments.iter().any(Argument::is_unknown_splat),
        error: None,
        others: Vec::new(),
        refused: Vec::new(),
        sets: Sets::of(cmdlet),
        edition,
        is_piped: input == Input::Objects,
    };
    let known = arguments
        .into_iter()
        .filter(|one| !one.is_unknown_splat())
        .collect();
    binding.all(known, input);
    binding
}

impl Binding {
    fn all(&mut self, arguments: Vec<Argument>, input: Input) {
        let mut arguments = self.with_values(arguments);
        if self.edition.is_core() {
            // What is splatted comes after what is written out, which wins.
            let (splatted, written): (Vec<_>, Vec<_>) =
                arguments.into_iter().partition(|one| one.is_splatted);
            arguments = written;
            arguments.extend(splatted);
        }
        let left = self.named(arguments);
        if self.sets.is_contradictory() {
            self.fail(BindError::ambiguous_set(self.cmdlet, self.last_name()));
        }
        self.positional(left);
        self.sets.settle(self.cmdlet, &self.unbound());
        if self.is_partial || self.error.is_some() {
            return;
        }
        let is_missing = |parameter: &&'static Parameter| match input {
            Input::None => self.sets.requires(parameter),
            Input::Objects => {
                parameter.required && parameter.pipeline == Pipeline::No && self.sets.requires(parameter)
            }
        };
        if let Some(parameter) = self.unbound().into_iter().find(is_missing) {
            self.fail(BindError::missing(
                self.cmdlet,
                parameter,
                Failure::MissingMandatoryParameter,
            ));
        }
    }

    /// Keeps an error. The engine stops at the first one.
    fn fail(&mut self, error: BindError) {
        let is_same = |other: &BindError| {
            (other.failure, other.span, &other.typed) == (error.failure, error.span, &error.typed)
        };
        match &self.error {
            None => self.error = Some(error),
            Some(first) if is_same(first) || self.others.iter().any(is_same) => {}
            Some(_) => self.others.push(error),
        }
    }

    /// Keeps an error of a parameter that is given all the same.
    fn refuse(&mut self, parameter: &'static Parameter, error: BindError) {
        self.refused.push(parameter);
        self.sets.narrow(parameter);
        self.fail(error);
    }

    /// Gives each name that has no value the next word, unless it is a switch.
    fn with_values(&mut self, arguments: Vec<Argument>) -> Vec<Argument> {
        let mut all = Vec::new();
        let mut rest = arguments.into_iter().peekable();
        while let Some(mut argument) = rest.next() {
            if let (Some(name), None) = (&argument.name, &argument.value) {
                match self.cmdlet.parameter(&name.text) {
                    Match::Unknown => {}
                    Match::Ambiguous(candidates) => {
                        self.fail(BindError::ambiguous(self.cmdlet, name, &candidates));
                        // What follows is its value, or is taken for it.
                        drop(rest.next_if(|next| next.name.is_none()));
                        continue;
                    }
                    Match::Found(parameter) if takes_no_value(parameter) => {
                        argument.value = Some(Value::Boolean(true));
                    }
                    Match::Found(parameter) => {
                        let is_value = |next: &Argument| match &next.name {
                            Some(name) => {
                                next.value.is_none()
                                    && matches!(self.cmdlet.parameter(&name.text), Match::Unknown)
                            }
                            None => true,
                        };
                        if let Some(next) = rest.peek().and_then(|next| next.name.as_ref())
                            && let Match::Ambiguous(candidates) = self.cmdlet.parameter(&next.text)
                        {
                            self.fail(BindError::ambiguous(self.cmdlet, next, &candidates));
                        }
                        let Some(next) = rest.next_if(is_value) else {
                            let error = BindError::argument(self.cmdlet, parameter, name.span);
                            self.refuse(parameter, error);
                            continue;
                        };
                        argument.value_span = next.value_span.or(next.name.as_ref().map(|name| name.span));
                        argument.value = next
                            .value
                            .or_else(|| next.name.map(|name| Value::text(&format!("-{}", name.text))));
                    }
                }
            }
            all.push(argument);
        }
        all
    }

    /// Binds what has a name; the rest is given back.
    fn named(&mut self, arguments: Vec<Argument>) -> Vec<Argument> {
        let mut written: Vec<&'static str> = Vec::new();
        let mut left = Vec::new();
        for argument in arguments {
            let Some(name) = &argument.name else {
                left.push(argument);
                continue;
            };
            let parameter = match self.cmdlet.parameter(&name.text) {
                Match::Found(parameter) => parameter,
                Match::Unknown => {
                    left.push(argument);
                    continue;
                }
                Match::Ambiguous(candidates) => {
                    self.fail(BindError::ambiguous(self.cmdlet, name, &candidates));
                    continue;
                }
            };
            if argument.is_splatted && self.edition.is_core() && written.contains(&parameter.name) {
                continue;
            }
            if self.is_given(parameter) {
                self.fail(BindError::twice(self.cmdlet, parameter, name.span));
                continue;
            }
            if !argument.is_splatted {
                written.push(parameter.name);
            }
            let Some(value) = &argument.value else {
                self.refuse(parameter, BindError::argument(self.cmdlet, parameter, name.span));
                continue;
            };
            match convert(value, parameter, self.edition) {
                Ok(value) => self.put(Bound {
                    parameter,
                    value,
                    name_span: Some(name.span),
                    value_span: argument.value_span,
                }),
                Err(failure) => {
                    let error = BindError::value(self.cmdlet, parameter, failure, argument.span());
                    self.refuse(parameter, error);
                }
            }
        }
        left
    }

    /// Binds what has no name, by position.
    fn positional(&mut self, left: Vec<Argument>) {
        let mut positions: Vec<u8> = self
            .unbound()
            .into_iter()
            .filter_map(|one| one.position)
            .collect();
        positions.sort_unstable();
        positions.dedup();
        let meant = self.meant(&left);
        self.reserve(&left, &meant);
        let mut unused: Vec<Argument> = Vec::new();
        let mut rest = left.into_iter().peekable();
        for position in positions {
            let here: Vec<&'static Parameter> = self
                .unbound()
                .into_iter()
                .filter(|one| one.position == Some(position))
                .collect();
            if here.is_empty() {
                continue;
            }
            let mut next = None;
            while let Some(argument) = rest.next() {
                if argument.name.is_none() {
                    next = Some(argument);
                    break;
                }
                // What follows a name that no parameter has is taken for its value, even where it has one.
                unused.push(argument);
                unused.extend(rest.next_if(|next| next.name.is_none()));
            }
            let Some(argument) = next else { break };
            match self.at_position(&here, &argument) {
                Ok(bound) => self.put(bound),
                Err(error) => match error.parameter {
                    Some(parameter) => self.refuse(parameter, error),
                    None => self.fail(error),
                },
            }
        }
        unused.extend(rest);
        let mut meant = meant.into_iter();
        let mut is_value = false;
        for argument in &unused {
            let error = match &argument.name {
                Some(name) => {
                    let likely = meant.next().flatten();
                    Some(BindError::unknown(self.cmdlet, name, likely))
                }
                // The value of a name that no parameter has is no error of its own.
                None => (!is_value).then(|| BindError::stray(self.cmdlet, argument.span())),
            };
            is_value = argument.name.is_some();
            if let Some(error) = error {
                self.fail(error);
            }
        }
    }

    /// What has the wrong name is no place for values without one that stand behind it.
    fn reserve(&mut self, left: &[Argument], meant: &[Option<&'static Parameter>]) {
        let mut meant = meant.iter();
        let mut is_value = false;
        for argument in left {
            let is_named = argument.name.is_some();
            if !is_named && !is_value {
                return;
            }
            is_value = is_named;
            if !is_named {
                continue;
            }
            if let Some(parameter) = meant.next().copied().flatten()
                && self.get(parameter.name).is_none()
            {
                self.refused.push(parameter);
            }
        }
    }

    /// The parameter at a position that takes the argument: of the default set first, and without a conversion first.
    fn at_position(&self, here: &[&'static Parameter], argument: &Argument) -> Result<Bound, BindError> {
        let value = argument.value.clone().unwrap_or(Value::Null);
        let mut failed = None;
        for converts in [false, true] {
            for of_default in [true, false] {
                for parameter in here {
                    if of_default && !self.sets.is_default(self.cmdlet, parameter)
                        || !converts && !is_of_type(&value, parameter)
                    {
                        continue;
                    }
                    match convert(&value, parameter, self.edition) {
                        Ok(value) => {
                            return Ok(Bound {
                                parameter,
                                value,
                                name_span: None,
                                value_span: argument.value_span,
                            });
                        }
                        Err(failure) => failed = failed.or(Some((*parameter, failure))),
                    }
                }
            }
        }
        Err(match failed {
            Some((parameter, failure)) => BindError::value(self.cmdlet, parameter, failure, argument.span()),
            None => BindError::stray(self.cmdlet, argument.span()),
        })
    }

    /// The binding for one object that comes through the pipeline.
    pub fn with_object(&self, object: &Value) -> Binding {
        let mut binding = self.clone();
        if binding.error.is_some() {
            return binding;
        }
        let mut is_bound = false;
        for converts in [false, true] {
            for parameter in binding.unbound() {
                let piped = match parameter.pipeline {
                    Pipeline::No => None,
                    Pipeline::ByValue if is_bound => None,
                    Pipeline::ByValue => Some(object.clone()),
                    Pipeline::ByPropertyName => std::iter::once(&parameter.name)
                        .chain(parameter.aliases)
                        .find_map(|name| object.entry(name).cloned()),
                };
                let Some(value) = piped.filter(|value| converts || is_of_type(value, parameter)) else {
                    continue;
                };
                if let Ok(value) = convert(&value, parameter, self.edition) {
                    is_bound = true;
                    binding.put(Bound {
                        parameter,
                        value,
                        name_span: None,
                        value_span: None,
                    });
                }
            }
        }
        let unbound = binding.unbound();
        if !is_bound {
            // An object that is not known may have the properties that fit.
            let may_fit = object.is_unknown() && unbound.iter().any(|one| one.pipeline != Pipeline::No);
            if !may_fit && !binding.is_partial {
                binding.error = Some(BindError::input(self.cmdlet));
            }
            return binding;
        }
        binding.sets.settle(self.cmdlet, &unbound);
        if !binding.is_partial
            && let Some(parameter) = unbound.into_iter().find(|one| binding.sets.requires(one))
        {
            binding.error = Some(BindError::missing(
                self.cmdlet,
                parameter,
                Failure::InputObjectMissingMandatory,
            ));
        }
        binding
    }

    /// What is bound to a parameter.
    pub fn get(&self, name: &str) -> Option<&Bound> {
        self.parameters.iter().find(|bound| bound.parameter.name == name)
    }

    /// The parameter set that is meant; none where the cmdlet has only one.
    pub fn set(&self) -> Option<&'static str> {
        self.sets.meant(self.cmdlet)
    }

    fn put(&mut self, bound: Bound) {
        self.sets.narrow(bound.parameter);
        self.parameters.push(bound);
    }

    /// Whether something is said for a parameter, be it wrong.
    pub fn is_given(&self, parameter: &Parameter) -> bool {
        self.get(parameter.name).is_some()
            || self.refused.iter().any(|refused| refused.name == parameter.name)
    }

    fn unbound(&self) -> Vec<&'static Parameter> {
        let all = self.cmdlet.parameters.iter();
        all.filter(|one| !self.is_given(one) && self.sets.holds(one))
            .collect()
    }

    fn last_name(&self) -> Span {
        self.parameters
            .iter()
            .rev()
            .find_map(|bound| bound.name_span)
            .unwrap_or_default()
    }
}

/// Whether a name alone is a value: a switch, unless its type is nullable.
fn takes_no_value(parameter: &Parameter) -> bool {
    parameter.is_switch() && !parameter.nullable
}
