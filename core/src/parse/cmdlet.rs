//! A call of a cmdlet, with what each of its words is.

use super::follow::is_doubt;
use super::hidden;
use super::powershell::bind::BindError;
use super::powershell::{TextPart, Value};
use crate::command::bitstransfer::{Cmdlet, Parameter};
use crate::span::Span;
use serde_json::{Map, Value as Json, json};

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The cmdlet.
    pub cmdlet: &'static Cmdlet,
    /// Where its name stands.
    pub name: Span,
    /// The parameter set that is meant, where there are several.
    pub set: Option<&'static str>,
    /// What is bound.
    pub parameters: Vec<Given>,
    /// The parameters whose values are wrong or missing, which are not bound.
    pub refused: Vec<&'static Parameter>,
    /// Why it fails, if it does.
    pub error: Option<BindError>,
}

/// A parameter with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The parameter.
    pub parameter: &'static Parameter,
    /// Its value, in the type of the parameter.
    pub value: Value,
    /// Where its name stands: with the dash, or as a key of a hashtable.
    pub name: Option<Span>,
    /// Where its value stands; where the name stands, if it has no value of its own.
    pub span: Span,
}

impl Given {
    /// Whether the value comes from a key of a hashtable that not every way through the script sets to the same value.
    pub fn is_in_doubt(&self) -> bool {
        is_doubt(&self.value)
    }

    /// The name of the user, where the value is a credential that is followed: that is all that is known of it.
    pub fn user(&self) -> Option<&Value> {
        match self.parameter.clr_type {
            "PSCredential" => self.value.entry("UserName"),
            _ => None,
        }
    }
}

impl Call {
    /// Whether something is said for a parameter, be it wrong.
    pub fn is_given(&self, parameter: &Parameter) -> bool {
        let bound = self.parameters.iter().map(|given| given.parameter);
        let mut all = bound.chain(self.refused.iter().copied());
        all.any(|one| one.name == parameter.name)
    }

    /// What is bound to a parameter.
    pub fn given(&self, parameter: &str) -> Option<&Given> {
        self.parameters
            .iter()
            .find(|given| given.parameter.name == parameter)
    }

    /// Whether a switch is on.
    pub fn is_on(&self, switch: &str) -> bool {
        self.given(switch)
            .is_some_and(|given| given.value == Value::Boolean(true))
    }

    /// The parameters with their values, by full name. Where BITS takes a secret, nothing is said of it.
    pub fn parameters_json(&self, masked: impl Fn(&Given, &str) -> String) -> Json {
        let parameters: Map<String, Json> = self
            .parameters
            .iter()
            .map(|given| {
                let text = |text: &str| masked(given, text);
                let value = match given.user() {
                    // As a document says it.
                    Some(user) => json!({ "user": value_json(user, &text) }),
                    None => value_json(&given.value, &text),
                };
                (given.parameter.name.to_owned(), value)
            })
            .collect();
        Json::Object(parameters)
    }
}

/// What stands for what is not known.
const GAP: char = char::REPLACEMENT_CHARACTER;

fn or_gap(part: &TextPart) -> String {
    match part {
        TextPart::Units(units) => String::from_utf16_lossy(units),
        TextPart::Unknown(_) => GAP.to_string(),
    }
}

fn value_json(value: &Value, masked: &dyn Fn(&str) -> String) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => json!(value),
        Value::Number { number, .. } => {
            match number.integer().and_then(|number| i64::try_from(number).ok()) {
                Some(number) => json!(number),
                None => json!(number.to_string()),
            }
        }
        Value::List(items) => items.iter().map(|item| value_json(item, masked)).collect(),
        Value::Enumeration { names, number } => json!({ "enum": names.join(", "), "number": number }),
        Value::Instance { tag, .. } => json!(tag),
        value => {
            let parts: Vec<Json> = value
                .to_parts()
                .iter()
                .map(|part| match part {
                    TextPart::Units(units) => json!(masked(&String::from_utf16_lossy(units))),
                    TextPart::Unknown(unknown) => unknown_json(unknown),
                })
                .collect();
            let whole: String = value.to_parts().iter().map(or_gap).collect();
            let shown = masked(&whole);
            match parts.as_slice() {
                [Json::String(one)] => json!(one),
                [] => json!(""),
                // What makes a secret of a part may stand in another one.
                [_, _, ..] if shown != whole => json!(shown.replace(GAP, "…")),
                several => several.iter().cloned().collect(),
            }
        }
    }
}

fn unknown_json(value: &Value) -> Json {
    match value {
        Value::Variable { name, unknown } => match name.split_once(':') {
            Some((scope, variable)) if scope.eq_ignore_ascii_case("env") => json!({ "env": variable }),
            _ => opaque(&unknown.source),
        },
        Value::ScriptBlock(unknown) | Value::Opaque(unknown) => opaque(&unknown.source),
        _ => opaque(""),
    }
}

fn opaque(source: &str) -> Json {
    json!({ "opaque": hidden::masked(source), "shell": "powershell" })
}
