//! Casts of known values.

use super::number::{Number, NumberType};
use super::value::{TextPart, Value};

/// Whether a type is that of a list that grows where it stands.
pub(crate) fn is_list_type(name: &str) -> bool {
    let name = name.trim_matches(['[', ']']).to_ascii_lowercase();
    let name = name.strip_prefix("system.").unwrap_or(&name);
    let name = name.strip_prefix("collections.").unwrap_or(name);
    let name = name.strip_prefix("generic.").unwrap_or(name);
    name == "arraylist" || name.starts_with("list[")
}

/// The value in the type of that name; nothing where that is not known.
pub(crate) fn cast(type_name: &str, value: Value) -> Option<Value> {
    let name = type_name.to_ascii_lowercase();
    match name.strip_prefix("system.").unwrap_or(&name) {
        "string" => match &value {
            Value::Member { .. } | Value::ScriptBlock(_) | Value::Opaque(_) | Value::Variable { .. } => None,
            value => Some(Value::Text(value.to_parts())),
        },
        "char" => match value {
            Value::Number { number, .. } => Some(Value::Character(u16::try_from(number.integer()?).ok()?)),
            Value::Character(unit) => Some(Value::Character(unit)),
            value => {
                let text = value.as_text()?;
                let mut units = text.encode_utf16();
                match (units.next(), units.next()) {
                    (Some(unit), None) => Some(Value::Character(unit)),
                    _ => None,
                }
            }
        },
        "int" | "int32" => match value {
            Value::Number { number, .. } => {
                let whole = number.integer().or_else(|| rounded(number.double()))?;
                i32::try_from(whole).ok().map(|value| integer(i128::from(value)))
            }
            Value::Character(unit) => Some(integer(i128::from(unit))),
            Value::Boolean(value) => Some(integer(i128::from(value))),
            _ => None,
        },
        "bool" | "boolean" => match value {
            Value::Boolean(value) => Some(Value::Boolean(value)),
            Value::Number { number, .. } => Some(Value::Boolean(number.double() != 0.0)),
            Value::Null => Some(Value::Boolean(false)),
            value => Some(Value::Boolean(!value.as_text()?.is_empty())),
        },
        "string[]" => match value {
            Value::List(items) => {
                let items = items.into_iter().map(|item| cast("string", item));
                items.collect::<Option<Vec<_>>>().map(Value::List)
            }
            value => Some(Value::List(vec![cast("string", value)?])),
        },
        "int[]" | "byte[]" | "int32[]" => {
            let items = match value {
                Value::List(items) => items,
                value => vec![value],
            };
            let most = if name.starts_with("byte") {
                255
            } else {
                i128::from(i32::MAX)
            };
            let items = items.into_iter().map(|item| match cast("int", item)? {
                Value::Number { number, .. } if number.integer()? <= most => Some(Value::Number {
                    number,
                    spelling: None,
                }),
                _ => None,
            });
            items.collect::<Option<Vec<_>>>().map(Value::List)
        }
        "object[]" | "array" => match value {
            Value::List(items) => Some(Value::List(items)),
            Value::Opaque(_) | Value::Variable { .. } => None,
            value => Some(Value::List(vec![value])),
        },
        "hashtable" | "collections.hashtable" | "ordered" => match value {
            Value::Hashtable(pairs) => Some(Value::Hashtable(pairs)),
            _ => None,
        },
        "pscustomobject" | "management.automation.pscustomobject" => match value {
            Value::Hashtable(pairs) => Some(Value::Object(pairs)),
            _ => None,
        },
        "object" | "psobject" => Some(value),
        name if is_list_type(name) => match value {
            Value::List(items) => Some(Value::List(items)),
            _ => None,
        },
        "uri" => Some(Value::Text(vec![TextPart::Units(
            value.as_text()?.encode_utf16().collect(),
        )])),
        _ => None,
    }
}

/// A whole number as PowerShell types it.
pub(crate) fn integer(value: i128) -> Value {
    let number_type = if i32::try_from(value).is_ok() {
        NumberType::Int32
    } else {
        NumberType::Int64
    };
    Value::Number {
        number: Number::Integer(number_type, value),
        spelling: None,
    }
}

/// The nearest whole number, of two the even one, as .NET rounds.
pub(super) fn rounded(value: f64) -> Option<i128> {
    let value = value.round_ties_even();
    (value.abs() < 1e30).then_some(value as i128)
}
