//! Conversions to the types that parameters declare, as the engine's recorded bindings show them.

use super::parameters::{Declared, EnumType, Takes};
use super::value::{EnumValue, Value};
use super::wide::Wide;

/// Why a value was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConvertError {
    /// It has no form of the type.
    Transformation(String),
    /// It is not one of the texts that are accepted.
    Validation(String),
}

/// A value on its way to a parameter.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The value.
    pub value: Value,
    /// How a lone number was written.
    pub spelling: Option<Wide>,
}

impl From<Value> for Argument {
    fn from(value: Value) -> Self {
        Self {
            value,
            spelling: None,
        }
    }
}

fn no<T>(value: &Value, to: &str) -> Result<T, ConvertError> {
    Err(ConvertError::Transformation(format!(
        "Cannot convert \"{}\" to {to}",
        value.to_text()
    )))
}

/// Whether the value is of the parameter's type already, so that no conversion is needed.
pub fn is_of_type(value: &Value, takes: Takes) -> bool {
    match (takes, value) {
        (Takes::Text, Value::Text(_))
        | (Takes::Switch | Takes::NullableSwitch, Value::Bool(_))
        | (Takes::Date, Value::Date(_))
        | (Takes::Hashtable, Value::Table(_))
        | (Takes::Block, Value::Block(_))
        | (Takes::Object, _) => true,
        (Takes::Int, Value::Int(value)) => i32::try_from(*value).is_ok(),
        (Takes::Jobs, Value::Host(host)) => host.kind == "BitsJob",
        (Takes::Credential, Value::Object(object)) => object.borrow().type_name == "PSCredential",
        (Takes::Enum(kind), Value::Enum(value)) => value.type_name == kind.name,
        _ => false,
    }
}

/// The value in the parameter's type.
pub fn convert(argument: &Argument, declared: &Declared) -> Result<Value, ConvertError> {
    let value = &argument.value;
    match declared.takes {
        Takes::Text => {
            let text = text(argument)?;
            if !declared.accepted.is_empty() && !declared.accepted.iter().any(|one| text.is(one)) {
                return Err(ConvertError::Validation(format!(
                    "\"{text}\" is not accepted by -{}",
                    declared.name
                )));
            }
            Ok(Value::Text(text))
        }
        Takes::Texts => each(argument, |one| match &one.value {
            Value::Null => Ok(Value::text("")),
            _ => Ok(Value::Text(spelled(one))),
        }),
        Takes::Switch if declared.common => match value {
            Value::Int(number) => Ok(Value::Bool(*number != 0)),
            Value::Double(number) => Ok(Value::Bool(*number != 0.0)),
            _ => switch(value),
        },
        Takes::Switch | Takes::NullableSwitch => switch(value),
        Takes::Int => int(value, i32::MIN.into(), i32::MAX.into(), "Int32"),
        Takes::Ints => each(argument, |one| {
            int(&one.value, i32::MIN.into(), i32::MAX.into(), "Int32")
        }),
        Takes::Bytes => each(argument, |one| int(&one.value, 0, 255, "Byte")),
        Takes::Guids => each(argument, |one| guid(&one.value)),
        Takes::Uris => each(argument, |one| match &one.value {
            Value::Text(text) => Ok(Value::Text(text.clone())),
            Value::Null => Ok(Value::Null),
            other => no(other, "Uri"),
        }),
        Takes::Jobs => each(argument, |one| match &one.value {
            Value::Host(host) if host.kind == "BitsJob" => Ok(one.value.clone()),
            other => no(other, "BitsJob"),
        }),
        Takes::Credential => match value {
            Value::Null => Ok(Value::Null),
            value if is_of_type(value, Takes::Credential) => Ok(value.clone()),
            other => no(other, "PSCredential"),
        },
        Takes::Date => match value {
            Value::Date(_) => Ok(value.clone()),
            Value::Text(text) => match super::time::parse_date(&text.lossy()) {
                Some(ticks) => Ok(Value::Date(ticks)),
                None => no(value, "DateTime"),
            },
            other => no(other, "DateTime"),
        },
        Takes::Hashtable => match value {
            Value::Table(_) => Ok(value.clone()),
            other => no(other, "Hashtable"),
        },
        Takes::Block => match value {
            Value::Block(_) => Ok(value.clone()),
            other => no(other, "ScriptBlock"),
        },
        Takes::Blocks => each(argument, |one| match &one.value {
            Value::Block(_) => Ok(one.value.clone()),
            other => no(other, "ScriptBlock"),
        }),
        Takes::Object => Ok(value.clone()),
        Takes::Objects => each(argument, |one| Ok(one.value.clone())),
        Takes::Enum(kind) => to_enum(argument, kind),
    }
}

fn each(
    argument: &Argument,
    convert: impl Fn(&Argument) -> Result<Value, ConvertError>,
) -> Result<Value, ConvertError> {
    let items = match &argument.value {
        Value::List(items) => items
            .iter()
            .map(|item| convert(&item.clone().into()))
            .collect::<Result<Vec<_>, _>>()?,
        Value::Null => return Ok(Value::Null),
        _ => vec![convert(argument)?],
    };
    Ok(Value::list(items))
}

fn spelled(argument: &Argument) -> Wide {
    argument
        .spelling
        .clone()
        .unwrap_or_else(|| argument.value.to_wide())
}

fn text(argument: &Argument) -> Result<Wide, ConvertError> {
    match &argument.value {
        Value::List(_) => no(&argument.value, "String"),
        _ => Ok(spelled(argument)),
    }
}

fn switch(value: &Value) -> Result<Value, ConvertError> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        other => no(other, "SwitchParameter"),
    }
}

/// A whole number within bounds; halves go to the even neighbour.
pub fn int(value: &Value, least: i128, most: i128, to: &str) -> Result<Value, ConvertError> {
    let number = match value {
        Value::Null => 0,
        Value::Bool(value) => i128::from(*value),
        Value::Int(value) => *value,
        Value::Double(value) if value.abs() < 1e18 => value.round_ties_even() as i128,
        Value::Char(unit) => i128::from(*unit),
        Value::Enum(value) => i128::from(value.number),
        Value::Text(text) => match number_in_text(&text.lossy()) {
            Some(Value::Int(value)) => value,
            Some(Value::Double(value)) if value.abs() < 1e18 => value.round_ties_even() as i128,
            _ => return no(value, to),
        },
        other => return no(other, to),
    };
    if (least..=most).contains(&number) {
        Ok(Value::Int(number))
    } else {
        no(value, to)
    }
}

/// The number that a string spells, sign, commas and white space around it allowed; empty is 0.
pub fn number_in_text(text: &str) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Value::Int(0));
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    // Commas between digits are taken for those between thousands.
    let plain: String = digits.chars().filter(|letter| *letter != ',').collect();
    let number = super::numbers::number(&plain)?;
    Some(if negative { number.negated() } else { number }.into())
}

/// A GUID as a value of that type.
pub fn guid(value: &Value) -> Result<Value, ConvertError> {
    if let Value::Guid(_) = value {
        return Ok(value.clone());
    }
    let Value::Text(text) = value else {
        return no(value, "Guid");
    };
    let text = text.lossy();
    let text = text.trim();
    let inner = [('{', '}'), ('(', ')')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(text);
    let groups: Vec<&str> = inner.split('-').collect();
    let fits = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        || (inner.len() == 32 && groups.len() == 1);
    if !fits
        || !groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return no(value, "Guid");
    }
    let digits: String = groups.concat().to_ascii_lowercase();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().to_owned();
    Ok(Value::Guid(
        [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"),
    ))
}

/// A member, or several, of an enumeration.
fn to_enum(argument: &Argument, kind: &EnumType) -> Result<Value, ConvertError> {
    let value = &argument.value;
    let number = match value {
        Value::Enum(value) if value.type_name == kind.name => value.number,
        Value::Int(number) => match i64::try_from(*number) {
            Ok(number) if fits(number, kind) => number,
            // Hexadecimal digits that are typed are bits, so that 0x80000021 is itself and not a negative number.
            _ => match argument
                .spelling
                .as_ref()
                .and_then(typed_bits)
                .filter(|number| fits(*number, kind))
            {
                Some(number) => number,
                None => return no(value, kind.name),
            },
        },
        Value::Text(text) => return of_text(&text.lossy(), value, kind),
        Value::List(items) => {
            let words: Vec<String> = items.iter().map(Value::to_text).collect();
            return of_text(&words.join(","), value, kind);
        }
        other => return no(other, kind.name),
    };
    Ok(member(number, kind))
}

fn typed_bits(spelling: &Wide) -> Option<i64> {
    i64::from_str_radix(spelling.lossy().to_ascii_lowercase().strip_prefix("0x")?, 16).ok()
}

/// Whether a number may stand for a member: any combination of 32 bits for flags, a member otherwise.
fn fits(number: i64, kind: &EnumType) -> bool {
    if kind.flags {
        u32::try_from(number).is_ok()
    } else {
        kind.members.iter().any(|(_, value)| *value == number)
    }
}

fn of_text(text: &str, value: &Value, kind: &EnumType) -> Result<Value, ConvertError> {
    let mut number = 0;
    for word in text.split(',') {
        number |= match one_of_text(word.trim(), kind) {
            Some(part) => part,
            None => return no(value, kind.name),
        };
    }
    Ok(member(number, kind))
}

fn one_of_text(word: &str, kind: &EnumType) -> Option<i64> {
    if let Some((_, number)) = kind
        .members
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word))
    {
        return Some(*number);
    }
    let begins = |name: &str| {
        !word.is_empty()
            && name
                .get(..word.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    let mut found = kind.members.iter().filter(|(name, _)| begins(name));
    if let (Some((_, number)), None) = (found.next(), found.next()) {
        return Some(*number);
    }
    let number = word.parse().ok()?;
    fits(number, kind).then_some(number)
}

/// The member of a number; combinations are named by their parts, bits without a name by their place.
pub fn member(number: i64, kind: &EnumType) -> Value {
    let exact = kind
        .members
        .iter()
        .find(|(_, value)| *value == number)
        .map(|(name, _)| (*name).to_owned());
    let name = exact.unwrap_or_else(|| {
        let bits = (0..32).filter(|bit| number >> bit & 1 == 1).map(|bit| {
            let known = kind.members.iter().find(|(_, value)| *value == 1 << bit);
            known.map_or_else(|| format!("Bit{}", bit + 1), |(name, _)| (*name).to_owned())
        });
        bits.collect::<Vec<_>>().join(", ")
    });
    Value::Enum(EnumValue {
        type_name: kind.name.to_owned(),
        name,
        number,
    })
}
