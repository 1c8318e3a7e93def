//! Binding of arguments to a cmdlet's parameters: names, switches, positions, parameter sets and pipeline objects.

use super::convert::{Argument, ConvertError, convert, is_of_type};
use super::parameters::{Cmdlet, Declared, NameError, Takes};
use super::value::Value;

/// An argument as it was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The name behind the dash.
    pub name: Option<String>,
    /// The value: after a colon, by itself, or from splatting.
    pub argument: Option<Argument>,
    /// It came out of a splatted hashtable.
    pub splatted: bool,
}

/// A call with every parameter under its full name.
#[derive(Clone, Debug)]
pub struct BoundCall {
    /// The cmdlet.
    pub cmdlet: String,
    /// The parameter set, `__AllParameterSets` where there is but one.
    pub set: String,
    /// Parameters in the order in which they were bound.
    pub parameters: Vec<(String, Value)>,
}

impl BoundCall {
    /// The value of a parameter by its full name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Whether a switch is given and on.
    pub fn is_on(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Value::Bool(true)))
    }
}

/// A binding that failed, by the engine's name for the failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindError {
    /// `NamedParameterNotFound` and the like.
    pub id: &'static str,
    /// What is wrong.
    pub message: String,
}

fn fail<T>(id: &'static str, message: impl Into<String>) -> Result<T, BindError> {
    Err(BindError {
        id,
        message: message.into(),
    })
}

impl From<ConvertError> for BindError {
    fn from(error: ConvertError) -> Self {
        match error {
            ConvertError::Transformation(message) => Self {
                id: "ParameterArgumentTransformationError",
                message,
            },
            ConvertError::Validation(message) => Self {
                id: "ParameterArgumentValidationError",
                message,
            },
        }
    }
}

/// A command whose written arguments are bound; a pipeline's objects may follow.
#[derive(Clone, Debug)]
pub struct Binding {
    cmdlet: &'static Cmdlet,
    bound: Vec<(&'static Declared, Value)>,
    /// The parameter sets that are still possible.
    sets: Vec<&'static str>,
}

/// Binds what was written. `piped` says whether objects will come through a pipeline.
pub fn bind(cmdlet: &'static Cmdlet, written: Vec<Written>, piped: bool) -> Result<Binding, BindError> {
    let mut binding = Binding {
        cmdlet,
        bound: Vec::new(),
        sets: sets_of(cmdlet),
    };
    let written = pair_names_with_values(cmdlet, written)?;
    // Since version 7 splatted names come after all that is written out.
    let (splatted, mut written): (Vec<Written>, Vec<Written>) =
        written.into_iter().partition(|one| one.splatted);
    written.extend(splatted);
    let left = binding.bind_named(written)?;
    if binding.sets.is_empty() && cmdlet.default_set.is_some() {
        return fail("AmbiguousParameterSet", "parameters of different sets");
    }
    binding.bind_positions(left)?;
    binding.settle_set();
    if !piped {
        binding.check_mandatory("MissingMandatoryParameter")?;
    } else if binding
        .unbound()
        .any(|one| one.mandatory && !one.by_value && !one.by_name)
    {
        return fail("MissingMandatoryParameter", "a mandatory parameter is missing");
    }
    Ok(binding)
}

fn sets_of(cmdlet: &'static Cmdlet) -> Vec<&'static str> {
    let mut sets: Vec<&'static str> = Vec::new();
    for set in cmdlet.parameters.iter().filter_map(|one| one.set.as_deref()) {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

/// Gives each name without a value the next word, unless it is a switch.
fn pair_names_with_values(cmdlet: &'static Cmdlet, written: Vec<Written>) -> Result<Vec<Written>, BindError> {
    let mut paired = Vec::new();
    let mut rest = written.into_iter().peekable();
    while let Some(mut one) = rest.next() {
        if let (Some(name), None) = (&one.name, &one.argument) {
            match cmdlet.parameter(name) {
                Err(NameError::Ambiguous) => {
                    return fail("AmbiguousParameter", format!("-{name} means several"));
                }
                Err(NameError::Unknown) => {}
                Ok(declared) if declared.takes == Takes::Switch => {
                    one.argument = Some(Value::Bool(true).into())
                }
                Ok(declared) => {
                    let missing = || fail("MissingArgument", format!("-{} has no argument", declared.name));
                    let Some(next) = rest.peek() else { return missing() };
                    if let Some(next_name) = &next.name {
                        let known = match cmdlet.parameter(next_name) {
                            Err(NameError::Ambiguous) => {
                                return fail("AmbiguousParameter", format!("-{next_name} means several"));
                            }
                            found => found.is_ok(),
                        };
                        if known || next.argument.is_some() {
                            return missing();
                        }
                    }
                    let next = rest.next();
                    one.argument = next.and_then(|next| {
                        next.argument
                            .or_else(|| next.name.map(|name| Value::text(&format!("-{name}")).into()))
                    });
                }
            }
        }
        paired.push(one);
    }
    Ok(paired)
}

impl Binding {
    fn is_bound(&self, declared: &Declared) -> bool {
        self.bound.iter().any(|(known, _)| known.name == declared.name)
    }

    fn unbound(&self) -> impl Iterator<Item = &'static Declared> {
        let bound: Vec<String> = self.bound.iter().map(|(one, _)| one.name.clone()).collect();
        let sets = self.sets.clone();
        self.cmdlet.parameters.iter().filter(move |one| {
            !bound.contains(&one.name) && one.set.as_deref().is_none_or(|set| sets.contains(&set))
        })
    }

    fn put(&mut self, declared: &'static Declared, value: Value) {
        self.bound.push((declared, value));
        if let Some(set) = declared.set.as_deref() {
            self.sets.retain(|known| *known == set);
        }
    }

    /// Binds what has a name; what is left comes back. A name that is written out wins over a splatted one.
    fn bind_named(&mut self, written: Vec<Written>) -> Result<Vec<Written>, BindError> {
        let mut explicit = Vec::new();
        for one in written.iter().filter(|one| !one.splatted) {
            if let Some(Ok(declared)) = one.name.as_deref().map(|name| self.cmdlet.parameter(name)) {
                explicit.push(declared.name.clone());
            }
        }
        let mut left = Vec::new();
        for one in written {
            let Some(name) = &one.name else {
                left.push(one);
                continue;
            };
            let declared = match self.cmdlet.parameter(name) {
                Ok(declared) => declared,
                Err(NameError::Ambiguous) => {
                    return fail("AmbiguousParameter", format!("-{name} means several"));
                }
                Err(NameError::Unknown) => {
                    left.push(one);
                    continue;
                }
            };
            if one.splatted && explicit.contains(&declared.name) {
                continue;
            }
            if self.is_bound(declared) {
                return fail(
                    "ParameterAlreadyBound",
                    format!("-{} is given twice", declared.name),
                );
            }
            let Some(argument) = &one.argument else {
                return fail("MissingArgument", format!("-{} has no argument", declared.name));
            };
            let value = convert(argument, declared)?;
            self.put(declared, value);
        }
        Ok(left)
    }

    fn bind_positions(&mut self, left: Vec<Written>) -> Result<(), BindError> {
        let mut places: Vec<u32> = self.unbound().filter_map(|one| one.position).collect();
        places.sort_unstable();
        places.dedup();
        let mut failure = None;
        let mut unused: Vec<Written> = Vec::new();
        let mut words = left.into_iter();
        for place in places {
            let here: Vec<&'static Declared> =
                self.unbound().filter(|one| one.position == Some(place)).collect();
            if here.is_empty() {
                continue;
            }
            let mut word = None;
            for one in words.by_ref() {
                if one.name.is_none() {
                    word = one.argument.clone().map(|argument| (argument, one));
                    break;
                }
                unused.push(one);
            }
            let Some((argument, written)) = word else { break };
            match self.position(&here, &argument) {
                Ok((declared, value)) => self.put(declared, value),
                Err(error) => {
                    failure = Some(error);
                    unused.push(written);
                }
            }
        }
        unused.extend(words);
        match unused.first() {
            None => Ok(()),
            Some(Written { name: Some(name), .. }) => {
                fail("NamedParameterNotFound", format!("no parameter -{name}"))
            }
            Some(_) => match failure {
                Some(failure) => Err(failure),
                None => fail("PositionalParameterNotFound", "an argument without a parameter"),
            },
        }
    }

    /// The parameter at one place that takes the argument: first of the default set, and first without conversion.
    fn position(
        &self,
        here: &[&'static Declared],
        argument: &Argument,
    ) -> Result<(&'static Declared, Value), BindError> {
        let is_default = |one: &Declared| one.set.is_none() || one.set == self.cmdlet.default_set;
        let mut failure = None;
        for coerce in [false, true] {
            for default in [true, false] {
                for declared in here.iter().filter(|one| !default || is_default(one)) {
                    if !coerce && !is_of_type(&argument.value, declared.takes) {
                        continue;
                    }
                    match convert(argument, declared) {
                        Ok(value) => return Ok((declared, value)),
                        Err(error) => failure = Some(error.into()),
                    }
                }
            }
        }
        match failure {
            Some(failure) => Err(failure),
            None => fail("PositionalParameterNotFound", "an argument without a parameter"),
        }
    }

    /// Where several sets are possible still, the default one is meant.
    fn settle_set(&mut self) {
        let wanted = self.cmdlet.default_set.as_deref();
        if self.sets.len() > 1
            && let Some(default) = wanted
            && !self.unbound().any(|one| one.by_name && one.set.is_some())
        {
            self.sets.retain(|set| *set == default);
        }
    }

    fn check_mandatory(&self, id: &'static str) -> Result<(), BindError> {
        let default = self.cmdlet.default_set.as_deref();
        let set = if self.sets.len() > 1 {
            default
        } else {
            self.sets.first().copied()
        };
        let missing = self
            .unbound()
            .find(|one| one.mandatory && (one.set.is_none() || one.set.as_deref() == set));
        match missing {
            Some(one) => fail(id, format!("-{} is missing", one.name)),
            None => Ok(()),
        }
    }

    /// The call for no pipeline object.
    pub fn call(&self) -> BoundCall {
        let set = match self.sets.as_slice() {
            [] => "__AllParameterSets",
            [one] => one,
            _ => self.cmdlet.default_set.as_deref().unwrap_or("__AllParameterSets"),
        };
        let parameters = self
            .bound
            .iter()
            .map(|(one, value)| (one.name.clone(), value.clone()))
            .collect();
        BoundCall {
            cmdlet: self.cmdlet.name.clone(),
            set: set.to_owned(),
            parameters,
        }
    }

    /// The value of a parameter bound so far.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.bound
            .iter()
            .find(|(one, _)| one.name == name)
            .map(|(_, value)| value)
    }

    /// The call for one pipeline object; `property` reads a property of the object.
    pub fn call_with(
        &self,
        input: &Value,
        property: &mut dyn FnMut(&str) -> Option<Value>,
    ) -> Result<BoundCall, BindError> {
        let mut binding = self.clone();
        let mut any = false;
        for coerce in [false, true] {
            let by_value: Vec<&'static Declared> = binding.unbound().filter(|one| one.by_value).collect();
            for declared in by_value {
                let fits = coerce || is_of_type(input, declared.takes);
                if fits
                    && !any
                    && let Ok(value) = convert(&input.clone().into(), declared)
                {
                    binding.put(declared, value);
                    any = true;
                }
            }
            let by_name: Vec<&'static Declared> = binding.unbound().filter(|one| one.by_name).collect();
            for declared in by_name {
                if binding.is_bound(declared) {
                    continue;
                }
                let names = std::iter::once(&declared.name).chain(&declared.aliases);
                let Some(value) = names.into_iter().find_map(|name| property(name)) else {
                    continue;
                };
                if (coerce || is_of_type(&value, declared.takes))
                    && let Ok(value) = convert(&value.into(), declared)
                {
                    binding.put(declared, value);
                    any = true;
                }
            }
        }
        if !any {
            return fail("InputObjectNotBound", "the object fits no parameter");
        }
        binding.settle_set();
        binding.check_mandatory("InputObjectMissingMandatory")?;
        Ok(binding.call())
    }
}
