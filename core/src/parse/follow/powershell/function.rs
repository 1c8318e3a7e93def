//! Functions: followed where they are called, and once where they are not.

use super::existence::Meets;
use super::several::leaves;
use super::{DEEPEST, Follower, follow};
use crate::command::bitstransfer::{Parameter, common_parameter};
use crate::lower_case::begins;
use crate::parse::follow::handle;
use crate::parse::nested::Inner;
use crate::parse::patterns::{FUNCTION_CALLS_ITSELF, FUNCTION_NOT_CALLED};
use crate::parse::powershell::cast::cast;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Block, Compound, Declared, Statement, StatementKind, Value, Word, WordKind};
use crate::span::Span;
use std::collections::BTreeMap;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Functions that this text does not call are there for others: each is followed once, with parameters of which nothing
    /// is known.
    pub(super) fn not_called(&mut self) {
        let mut next: usize = 0;
        while let Some(function) = self.defined.get(next).copied() {
            next = next.saturating_add(1);
            if self.called.contains(&function.span) {
                continue;
            }
            let before = self.script.statements.len();
            let around = self.script.jobs.enter();
            let given = |_: &Self, _: &[Declared<'_>]| Given::unknown();
            let is_aside = std::mem::replace(&mut self.script.is_aside, true);
            self.run(function, given, false, function.span);
            self.script.is_aside = is_aside;
            self.script.jobs.leave(around);
            let StatementKind::Compound { names, .. } = &function.kind else {
                continue;
            };
            if let Some(name) = names.first().filter(|_| self.script.statements.len() > before) {
                self.script.flag(&FUNCTION_NOT_CALLED, name.span);
            }
        }
    }

    /// A block of statements inside of a part that is not read: a method of a class, the body of `data`.
    pub(super) fn block_inside(&mut self, block: Span, whole: Span) {
        let before = self.script.statements.len();
        let mut inner = Inner::default();
        inner.push(block.of(self.source), self.script.at(block));
        let outer = self.script.outer.clone();
        self.script.nested(inner, outer, block, follow);
        let is_class = begins(whole.of(self.source), "class");
        if is_class && self.script.statements.len() > before {
            self.script.say(
                &FUNCTION_NOT_CALLED,
                block,
                "Who calls a method of a class is not followed; what it does is read as if it were called once, with parameters of which nothing is known.",
            );
        }
    }

    /// A function of the script: its body with its parameters.
    pub(super) fn function(
        &mut self,
        function: &'r Statement<'t>,
        arguments: &'r [Word<'t>],
        is_dot: bool,
        span: Span,
    ) -> Value {
        if self.running.contains(&function.span) {
            self.script.opaque(span);
            self.script.flag(&FUNCTION_CALLS_ITSELF, span);
            return self.unknown_value(span);
        }
        let given = |follower: &Self, parameters: &[Declared<'_>]| given(follower, parameters, arguments);
        self.run(function, given, is_dot, span)
    }

    /// The body of a function, with what its parameters are given, for what stands at a place.
    fn run(
        &mut self,
        function: &'r Statement<'t>,
        given: impl FnOnce(&Self, &[Declared<'_>]) -> Given,
        is_dot: bool,
        span: Span,
    ) -> Value {
        let StatementKind::Compound {
            parameters, parts, ..
        } = &function.kind
        else {
            return Value::Null;
        };
        if self.depth >= DEEPEST || !self.script.may_grow(function.span.len()) {
            self.script.opaque(span);
            return self.unknown_value(span);
        }
        self.called.insert(function.span);
        let given = given(self, parameters);
        self.running.push(function.span);
        let bodies: Vec<&'r [Statement<'t>]> = parts.iter().map(|part| part.statements.as_slice()).collect();
        let value = self.with_parameters(parameters, given, &bodies, is_dot);
        self.running.pop();
        value
    }

    /// `& { … }`: variables of its own.
    pub(super) fn block(&mut self, block: &'r Block<'t>, arguments: &'r [Word<'t>]) -> Value {
        let given = given(self, &block.parameters, arguments);
        self.block_with(block, given, false)
    }

    /// A block with what its parameters are given: variables of its own, where no dot stands before it.
    pub(super) fn block_with(&mut self, block: &'r Block<'t>, given: Given, is_dot: bool) -> Value {
        self.with_parameters(&block.parameters, given, &[&block.statements], is_dot)
    }

    fn with_parameters(
        &mut self,
        parameters: &'r [Declared<'t>],
        given: Given,
        bodies: &[&'r [Statement<'t>]],
        is_dot: bool,
    ) -> Value {
        match is_dot {
            true => self.body(parameters, given, bodies),
            false => self.scoped(|follower| follower.body(parameters, given, bodies)),
        }
    }

    fn body(
        &mut self,
        parameters: &'r [Declared<'t>],
        mut given: Given,
        bodies: &[&'r [Statement<'t>]],
    ) -> Value {
        for parameter in parameters {
            let name = plain(&parameter.name);
            let value = match (given.values.remove(&name), &parameter.default) {
                (Some(value), _) => Some(self.of_type(parameter, value)),
                (None, _) if !given.is_complete => None,
                (None, Some(default)) => {
                    let value = self.expression(default);
                    Some(self.of_type(parameter, value))
                }
                (None, None) => is_switch(parameter).then_some(Value::Boolean(false)),
            };
            self.keep(&name, value, true);
        }
        let is_left = bodies.iter().any(|statements| is_left_early(statements));
        let picked = match is_left {
            true => self.pick(),
            false => self.picked.len(),
        };
        let mut last = Value::Null;
        for statements in bodies {
            last = self.with(Meets::RETURNS, |follower| follower.all(statements));
        }
        self.picked.truncate(picked);
        // What else it gives is not gathered.
        let is_alone = !is_left && bodies.iter().all(|statements| gives_one(statements));
        let is_open = last == Value::Null && bodies.iter().any(|statements| ends_open(statements));
        match !is_open && (is_alone || handle::of(&last).is_some() || last == Value::Null) {
            true => last,
            false => self.unknown_value(bodies.first().map_or(Span::default(), |body| whole(body))),
        }
    }

    /// A value in the type of a parameter, where that is known.
    fn of_type(&self, parameter: &Declared<'_>, value: Value) -> Value {
        if handle::of(&value).is_some() {
            return value;
        }
        parameter
            .attributes
            .iter()
            .rev()
            .fold(value, |value, word| match &word.kind {
                WordKind::Type(name) => cast(name, value.clone()).unwrap_or(value),
                _ => value,
            })
    }
}

/// What a call gives to parameters.
pub(super) struct Given {
    values: BTreeMap<String, Value>,
    /// Whether that is all.
    is_complete: bool,
}

impl Given {
    /// Nothing is known.
    pub(super) fn unknown() -> Given {
        Given {
            values: BTreeMap::new(),
            is_complete: false,
        }
    }

    /// Values in the order of the places of parameters; `None`: nobody knows which.
    pub(super) fn in_order(
        follower: &Follower<'_, '_, '_>,
        parameters: &[Declared<'_>],
        values: Option<&[Value]>,
    ) -> Given {
        let named = places(follower, parameters)
            .into_iter()
            .zip(values.unwrap_or_default().iter().cloned());
        Given {
            values: named.collect(),
            is_complete: values.is_some(),
        }
    }
}

pub(super) fn given(
    follower: &Follower<'_, '_, '_>,
    parameters: &[Declared<'_>],
    arguments: &[Word<'_>],
) -> Given {
    let mut given = Given {
        values: BTreeMap::new(),
        // What comes through the pipeline is not known.
        is_complete: !parameters
            .iter()
            .any(|parameter| said(follower, parameter).contains("valuefrompipeline")),
    };
    let value = |word: &Word<'_>| follower.same(word).unwrap_or_else(|| follower.value(word));
    let mut unnamed: Vec<Value> = Vec::new();
    let mut is_placed = true;
    let mut words = arguments.iter().peekable();
    while let Some(word) = words.next() {
        let (name, argument) = match &word.kind {
            WordKind::Parameter { name, argument, .. } => (name, argument),
            WordKind::Splat(name) => {
                match follower.variable(name) {
                    Some(Value::Hashtable(pairs)) => {
                        for (key, value) in pairs {
                            let found = key.to_text().and_then(|key| meant(parameters, &key));
                            match found {
                                Some(parameter) => drop(given.values.insert(plain(&parameter.name), value)),
                                None => (given.is_complete, is_placed) = (false, false),
                            }
                        }
                    }
                    Some(Value::List(items)) => unnamed.extend(items),
                    _ => (given.is_complete, is_placed) = (false, false),
                }
                continue;
            }
            _ => {
                unnamed.push(value(word));
                continue;
            }
        };
        // What a function with `SupportsShouldProcess` takes too.
        const SWITCHES: [&str; 2] = ["whatif", "confirm"];
        let found = meant(parameters, name);
        let common = common_parameter(name).filter(|_| found.is_none());
        let takes_none = match found {
            Some(parameter) => is_switch(parameter),
            None => {
                common.is_some_and(Parameter::is_switch)
                    || SWITCHES.iter().any(|switch| name.eq_ignore_ascii_case(switch))
            }
        };
        let said = match argument {
            Some(argument) => Some(value(argument)),
            None if takes_none => Some(Value::Boolean(true)),
            None => words
                .next_if(|next| !matches!(next.kind, WordKind::Parameter { .. }))
                .map(value),
        };
        match (found, said) {
            (Some(parameter), Some(value)) => drop(given.values.insert(plain(&parameter.name), value)),
            (Some(_), None) => {}
            (None, _) if takes_none || common.is_some() => {}
            // An alias.
            (None, _) => (given.is_complete, is_placed) = (false, false),
        }
    }
    if !is_placed {
        // Which place is left for values without a name depends on what is not known.
        return given;
    }
    let places: Vec<String> = places(follower, parameters)
        .into_iter()
        .filter(|name| !given.values.contains_key(name))
        .collect();
    for (name, value) in places.into_iter().zip(unnamed) {
        given.values.insert(name, value);
    }
    given
}

/// The parameter that a name, or its beginning, means.
fn meant<'p, 't>(parameters: &'p [Declared<'t>], name: &str) -> Option<&'p Declared<'t>> {
    let whole = parameters.iter().find(|one| plain(&one.name) == plain(name));
    whole.or_else(|| {
        let mut some = parameters.iter().filter(|one| begins(&one.name, name));
        some.next().filter(|_| some.next().is_none())
    })
}

fn is_switch(parameter: &Declared<'_>) -> bool {
    parameter.attributes.iter().any(|word| match &word.kind {
        WordKind::Type(name) => {
            let name = name.rsplit('.').next().unwrap_or(name);
            name.eq_ignore_ascii_case("switch") || name.eq_ignore_ascii_case("switchparameter")
        }
        _ => false,
    })
}

/// The attributes of a parameter as they are written, in small letters and without blanks.
fn said(follower: &Follower<'_, '_, '_>, parameter: &Declared<'_>) -> String {
    let attributes = parameter
        .attributes
        .iter()
        .filter(|word| matches!(word.kind, WordKind::Other(_)));
    let text: String = attributes.map(|word| word.span.of(follower.source)).collect();
    text.to_lowercase().split_whitespace().collect()
}

/// The parameters that values without a name go to, in their order.
fn places(follower: &Follower<'_, '_, '_>, parameters: &[Declared<'_>]) -> Vec<String> {
    let mut placed = Vec::new();
    for parameter in parameters {
        let said = said(follower, parameter);
        if said.contains("valuefromremaining") {
            return Vec::new();
        }
        let number = said.split("position=").nth(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest.get(..end).and_then(|digits| digits.parse::<u32>().ok())
        });
        placed.push((number, plain(&parameter.name), is_switch(parameter)));
    }
    let is_numbered = placed.iter().any(|(number, ..)| number.is_some());
    if is_numbered {
        placed.retain(|(number, ..)| number.is_some());
        placed.sort();
    } else {
        placed.retain(|(_, _, is_switch)| !is_switch);
    }
    placed.into_iter().map(|(_, name, _)| name).collect()
}

/// Whether statements give nothing but what the last one gives.
fn gives_one(statements: &[Statement<'_>]) -> bool {
    let Some((_, before)) = statements.split_last() else {
        return true;
    };
    before.iter().all(|statement| match &statement.kind {
        StatementKind::Assignment { .. } => true,
        StatementKind::Pipeline { .. } => match statement.as_expression().map(|word| &word.kind) {
            None => true,
            Some(WordKind::Call { .. } | WordKind::Unary { .. } | WordKind::Cast { .. }) => true,
            Some(_) => false,
        },
        StatementKind::Compound { .. } => true,
        StatementKind::Chain { .. } | StatementKind::Opaque(_) => false,
    })
}

/// Whether what statements give last depends on what runs of them.
fn ends_open(statements: &[Statement<'_>]) -> bool {
    statements.last().is_some_and(|last| {
        matches!(
            last.kind,
            StatementKind::Compound {
                compound: Compound::If | Compound::Switch | Compound::While | Compound::For | Compound::Try,
                ..
            }
        )
    })
}

fn whole(statements: &[Statement<'_>]) -> Span {
    match (statements.first(), statements.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

/// Whether a function may return before its last statement.
fn is_left_early(statements: &[Statement<'_>]) -> bool {
    statements
        .split_last()
        .is_some_and(|(last, before)| match &last.kind {
            StatementKind::Compound {
                compound: Compound::Return,
                ..
            } => leaves(before, false),
            _ => leaves(statements, false),
        })
}

#[cfg(test)]
mod tests {
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    #[test]
    fn a_function_is_called_however_it_is_named() {
        for (script, is_called) in [
            (
                "filter f { Start-BitsTransfer $_ C:\\a }\n'https://h/a' | f",
                true,
            ),
            (
                "filter script:f { Start-BitsTransfer $_ C:\\a }\n'https://h/a' | f",
                true,
            ),
            (
                "filter f { Start-BitsTransfer $_ C:\\a }\n'https://h/a' | script:f",
                true,
            ),
            (
                "filter f { Start-BitsTransfer $_ C:\\a }\n'https://h/a' | & F",
                true,
            ),
            (
                "filter f { Start-BitsTransfer $_ C:\\a }\nImport-Csv x | g",
                false,
            ),
        ] {
            let reading = Reading {
                shell: Some(Dialect::PowerShell),
                ..Reading::default()
            };
            let found = import(script, reading).found;
            let is_flagged = found.iter().any(|found| found.rule == "function-not-called");
            assert_eq!(is_flagged, !is_called, "{script}");
        }
    }
}
