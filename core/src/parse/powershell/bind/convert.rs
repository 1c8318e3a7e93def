//! What becomes of a value in a parameter's type.

use super::Failure;
use super::enumeration::Enumeration;
use crate::command::Role;
use crate::command::Spelling;
use crate::command::bitstransfer::{Accepted, Parameter};
use crate::parse::powershell::Edition;
use crate::parse::powershell::cast::rounded;
use crate::parse::powershell::number::{Number, NumberType, number};
use crate::parse::powershell::value::Value;

const NOT_THE_TYPE: Failure = Failure::ParameterArgumentTransformationError;

/// Whether a value is of a parameter's type already.
pub(super) fn is_of_type(value: &Value, parameter: &'static Parameter) -> bool {
    match value {
        Value::Text(_) => parameter.clr_type == "String",
        Value::Boolean(_) => parameter.is_switch(),
        Value::Number {
            number: Number::Integer(NumberType::Int32, _),
            ..
        } => parameter.clr_type == "Int32",
        Value::Instance { type_name, .. } => is_type(
            type_name,
            parameter
                .clr_type
                .strip_suffix("[]")
                .unwrap_or(parameter.clr_type),
        ),
        Value::Member { type_name, .. } => is_type(type_name, parameter.clr_type),
        value => value.is_unknown(),
    }
}

/// Whether a written type is this one, with or without its namespace.
fn is_type(written: &str, name: &str) -> bool {
    let last = written.rsplit_once('.').map_or(written, |(_, last)| last);
    last.eq_ignore_ascii_case(name)
}

/// The value in the parameter's type. What is not known stays as it is.
pub(super) fn convert(
    value: &Value,
    parameter: &'static Parameter,
    edition: Edition,
) -> Result<Value, Failure> {
    if value.is_unknown() {
        return Ok(value.clone());
    }
    // A credential that is followed: its user is all that is known of it.
    let is_credential =
        matches!(value, Value::Object(pairs) if pairs.len() == 1 && value.entry("UserName").is_some());
    if is_credential && parameter.clr_type != "PSCredential" {
        return Err(NOT_THE_TYPE);
    }
    if let Some(enumeration) = Enumeration::of(parameter) {
        return member(value, &enumeration, parameter);
    }
    match parameter.clr_type {
        "SwitchParameter" => switch(value, parameter),
        "Int32" => whole(value, NumberType::Int32, edition),
        "String" => text(value, parameter),
        "PSCredential" => match value {
            Value::Null => Ok(Value::Null),
            Value::Instance { type_name, .. } if is_type(type_name, "PSCredential") => Ok(value.clone()),
            value if is_credential => Ok(value.clone()),
            // "When you type a user name, you are prompted for a password." [ps:Start-BitsTransfer]
            Value::Text(_) => Ok(Value::Object(vec![(Value::text("UserName"), value.clone())])),
            _ => Err(NOT_THE_TYPE),
        },
        _ => match value {
            Value::Null => Ok(Value::Null),
            Value::List(items) => {
                let items = items.iter().map(|item| item_of(item, parameter, edition));
                items.collect::<Result<_, _>>().map(Value::List)
            }
            value => Ok(Value::List(vec![item_of(value, parameter, edition)?])),
        },
    }
}

/// An element of a list in the type of the list's elements.
fn item_of(value: &Value, parameter: &'static Parameter, edition: Edition) -> Result<Value, Failure> {
    if value.is_unknown() {
        return Ok(value.clone());
    }
    match parameter.clr_type {
        "String[]" => Ok(spelled(value)),
        "Uri[]" => match value {
            Value::Null | Value::Text(_) => Ok(value.clone()),
            _ => Err(NOT_THE_TYPE),
        },
        "Byte[]" => whole(value, NumberType::Byte, edition),
        "Guid[]" => match value {
            Value::Text(_) if !value.is_known() => Ok(value.clone()),
            value => guid(&value.as_text().ok_or(NOT_THE_TYPE)?),
        },
        list => match value {
            Value::Instance { type_name, .. } if list.strip_suffix("[]") == Some(type_name) => {
                Ok(value.clone())
            }
            _ => Err(NOT_THE_TYPE),
        },
    }
}

/// A value as text: a lone number as it was written.
fn spelled(value: &Value) -> Value {
    match value {
        Value::Number {
            spelling: Some(spelling),
            ..
        } => Value::text(spelling),
        value => Value::Text(value.to_parts()),
    }
}

fn text(value: &Value, parameter: &'static Parameter) -> Result<Value, Failure> {
    if let Value::List(_) = value {
        return Err(NOT_THE_TYPE);
    }
    let text = spelled(value);
    match (parameter.accepted, text.as_text()) {
        (Accepted::OneOf(words) | Accepted::AnyOf(words), Some(known))
            if Spelling::read(words, &known).is_none() =>
        {
            Err(Failure::ParameterArgumentValidationError)
        }
        _ => Ok(text),
    }
}

/// A switch takes true and false; the common ones take numbers too (seen in the engine).
fn switch(value: &Value, parameter: &'static Parameter) -> Result<Value, Failure> {
    match value {
        Value::Boolean(_) => Ok(value.clone()),
        Value::Number { number, .. } if matches!(parameter.role, Role::Common(_)) => {
            Ok(Value::Boolean(number.double() != 0.0))
        }
        _ => Err(NOT_THE_TYPE),
    }
}

/// A whole number: of two neighbours that are as near the even one.
fn whole(value: &Value, number_type: NumberType, edition: Edition) -> Result<Value, Failure> {
    let whole = match value {
        Value::Null => Some(0),
        Value::Boolean(value) => Some(i128::from(*value)),
        Value::Number { number, .. } => number.integer().or_else(|| rounded(number.double())),
        Value::Character(unit) => Some(i128::from(*unit)),
        Value::Enumeration { number, .. } => Some(i128::from(*number)),
        Value::Text(_) if !value.is_known() => return Ok(value.clone()),
        Value::Text(_) => value.as_text().and_then(|text| whole_in_text(&text, edition)),
        Value::Member { .. } => return Ok(value.clone()),
        _ => None,
    };
    match whole.filter(|value| number_type.holds(*value)) {
        Some(whole) => Ok(Value::Number {
            number: Number::Integer(number_type, whole),
            spelling: None,
        }),
        None => Err(NOT_THE_TYPE),
    }
}

/// The whole number that a text spells. Commas are taken for those between thousands; no text is 0. Windows PowerShell
/// takes no suffixes there.
fn whole_in_text(text: &str, edition: Edition) -> Option<i128> {
    let plain: String = text.trim().chars().filter(|c| *c != ',').collect();
    if plain.is_empty() {
        return Some(0);
    }
    let (number, rest) = number(&plain, edition)?;
    let has_suffix = plain.ends_with(|c: char| c.is_ascii_alphabetic()) && !is_hexadecimal(&plain);
    if !rest.is_empty() || has_suffix && !edition.is_core() {
        return None;
    }
    number.integer().or_else(|| rounded(number.double()))
}

/// A GUID in its plain form, in small letters.
fn guid(text: &str) -> Result<Value, Failure> {
    let text = text.trim();
    let bare = [('{', '}'), ('(', ')')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(text);
    let digits: String = bare.chars().filter(|c| *c != '-').collect();
    let groups = bare.split('-').map(str::len);
    let is_grouped = groups.eq([8, 4, 4, 4, 12]) || bare.len() == 32;
    if !is_grouped || digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(NOT_THE_TYPE);
    }
    let digits = digits.to_ascii_lowercase();
    let group = |from: usize, to: usize| digits.get(from..to).unwrap_or("");
    let groups = [
        group(0, 8),
        group(8, 12),
        group(12, 16),
        group(16, 20),
        group(20, 32),
    ];
    Ok(Value::text(&groups.join("-")))
}

fn member(value: &Value, enumeration: &Enumeration, parameter: &'static Parameter) -> Result<Value, Failure> {
    let number = match value {
        Value::Number { number, spelling } => {
            let typed = number.integer().and_then(|number| i64::try_from(number).ok());
            // Hexadecimal digits that are typed are bits, and no negative number.
            let bits = || {
                let digits = spelling.as_deref()?.get(2..)?;
                i64::from_str_radix(digits, 16)
                    .ok()
                    .filter(|_| spelling.as_deref().is_some_and(is_hexadecimal))
            };
            typed
                .filter(|number| enumeration.holds(*number))
                .or_else(|| bits().filter(|number| enumeration.holds(*number)))
        }
        Value::Text(_) if !value.is_known() => return Ok(value.clone()),
        Value::Text(_) => value.as_text().and_then(|text| enumeration.read(&text)),
        Value::List(items) => {
            if !items.iter().all(Value::is_known) {
                return Ok(value.clone());
            }
            let words: Option<Vec<String>> = items.iter().map(Value::to_text).collect();
            words.and_then(|words| enumeration.read(&words.join(",")))
        }
        Value::Member { type_name, member } if is_type(type_name, parameter.clr_type) => {
            enumeration.read(member)
        }
        Value::Member { .. } => return Ok(value.clone()),
        Value::Enumeration { number, .. } => Some(*number),
        _ => None,
    };
    let number = number.ok_or(NOT_THE_TYPE)?;
    Ok(Value::Enumeration {
        number,
        names: enumeration.names(number),
    })
}

fn is_hexadecimal(spelling: &str) -> bool {
    spelling
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("0x"))
}
