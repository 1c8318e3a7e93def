//! Binding: which parameter of a cmdlet each word of a call goes to, and what becomes of its value.
//!
//! The order of steps is the engine's: names get their values, named arguments are bound, then those without a name by
//! position, then what is missing is looked for; its first error is the only one.

mod argument;
mod convert;
mod enumeration;
mod error;
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
    /// Why the call fails, if it does.
    pub error: Option<BindError>,
    sets: Sets,
    edition: Edition,
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
        sets: Sets::of(cmdlet),
        edition,
    };
    let known = arguments
        .into_iter()
        .filter(|one| !one.is_unknown_splat())
        .collect();
    binding.error = binding.all(known, input).err();
    binding
}

impl Binding {
    fn all(&mut self, arguments: Vec<Argument>, input: Input) -> Result<(), BindError> {
        let mut arguments = self.with_values(arguments)?;
        if self.edition.is_core() {
            // What is splatted comes after what is written out, which wins.
            let (splatted, written): (Vec<_>, Vec<_>) =
                arguments.into_iter().partition(|one| one.is_splatted);
            arguments = written;
            arguments.extend(splatted);
        }
        let left = self.named(arguments)?;
        if self.sets.is_contradictory() {
            return Err(BindError::ambiguous_set(self.cmdlet, self.last_name()));
        }
        self.positional(left)?;
        self.sets.settle(self.cmdlet, &self.unbound());
        if self.is_partial {
            return Ok(());
        }
        let is_missing = |parameter: &&'static Parameter| match input {
            Input::None => self.sets.requires(parameter),
            Input::Objects => {
                parameter.required && parameter.pipeline == Pipeline::No && self.sets.requires(parameter)
            }
        };
        match self.unbound().into_iter().find(is_missing) {
            Some(parameter) => Err(BindError::missing(
                self.cmdlet,
                parameter,
                Failure::MissingMandatoryParameter,
            )),
            None => Ok(()),
        }
    }

    /// Gives each name that has no value the next word, unless it is a switch.
    fn with_values(&self, arguments: Vec<Argument>) -> Result<Vec<Argument>, BindError> {
        let mut all = Vec::new();
        let mut rest = arguments.into_iter().peekable();
        while let Some(mut argument) = rest.next() {
            if let (Some(name), None) = (&argument.name, &argument.value)
                && let Some(parameter) = self.parameter(name)?
            {
                if takes_no_value(parameter) {
                    argument.value = Some(Value::Boolean(true));
                } else {
                    let missing = || BindError::argument(self.cmdlet, parameter, name.span);
                    let next = rest.peek().ok_or_else(missing)?;
                    if let Some(next_name) = &next.name
                        && (self.parameter(next_name)?.is_some() || next.value.is_some())
                    {
                        return Err(missing());
                    }
                    if let Some(next) = rest.next() {
                        argument.value_span = next.value_span.or(next.name.as_ref().map(|name| name.span));
                        argument.value = next
                            .value
                            .or_else(|| next.name.map(|name| Value::text(&format!("-{}", name.text))));
                    }
                }
            }
            all.push(argument);
        }
        Ok(all)
    }

    /// The parameter that a name means; none where no parameter has it.
    fn parameter(&self, name: &Name) -> Result<Option<&'static Parameter>, BindError> {
        match self.cmdlet.parameter(&name.text) {
            Match::Found(parameter) => Ok(Some(parameter)),
            Match::Unknown => Ok(None),
            Match::Ambiguous(candidates) => Err(BindError::ambiguous(self.cmdlet, name, &candidates)),
        }
    }

    /// Binds what has a name; the rest is given back.
    fn named(&mut self, arguments: Vec<Argument>) -> Result<Vec<Argument>, BindError> {
        let mut written: Vec<&'static str> = Vec::new();
        let mut left = Vec::new();
        for argument in arguments {
            let found = match &argument.name {
                Some(name) => self.parameter(name)?,
                None => None,
            };
            let (Some(parameter), Some(name)) = (found, &argument.name) else {
                left.push(argument);
                continue;
            };
            if argument.is_splatted && self.edition.is_core() && written.contains(&parameter.name) {
                continue;
            }
            if self.get(parameter.name).is_some() {
                return Err(BindError::twice(self.cmdlet, parameter, name.span));
            }
            if !argument.is_splatted {
                written.push(parameter.name);
            }
            let Some(value) = &argument.value else {
                return Err(BindError::argument(self.cmdlet, parameter, name.span));
            };
            let value = convert(value, parameter, self.edition)
                .map_err(|failure| BindError::value(self.cmdlet, parameter, failure, argument.span()))?;
            self.put(Bound {
                parameter,
                value,
                name_span: Some(name.span),
                value_span: argument.value_span,
            });
        }
        Ok(left)
    }

    /// Binds what has no name, by position.
    fn positional(&mut self, left: Vec<Argument>) -> Result<(), BindError> {
        let mut positions: Vec<u8> = self
            .unbound()
            .into_iter()
            .filter_map(|one| one.position)
            .collect();
        positions.sort_unstable();
        positions.dedup();
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
            let bound = self.at_position(&here, &argument)?;
            self.put(bound);
        }
        unused.extend(rest);
        match unused.first() {
            None => Ok(()),
            Some(Argument { name: Some(name), .. }) => Err(BindError::unknown(self.cmdlet, name)),
            Some(argument) => Err(BindError::stray(self.cmdlet, argument.span())),
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

    fn unbound(&self) -> Vec<&'static Parameter> {
        let all = self.cmdlet.parameters.iter();
        all.filter(|one| self.get(one.name).is_none() && self.sets.holds(one))
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
