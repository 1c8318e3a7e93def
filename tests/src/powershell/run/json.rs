//! JSON as `ConvertTo-Json` and `ConvertFrom-Json` write and read it.

use super::errors::{Interrupt, error, stuck};
use crate::powershell::value::{Object, Value};
use serde_json::{Map, Number};
use std::cell::RefCell;
use std::rc::Rc;

/// The JSON of a value; what lies deeper than `depth` becomes its string.
pub(super) fn write(value: &Value, depth: i128, compress: bool) -> Result<String, Interrupt> {
    let json = to_json(value, depth)?;
    let text = if compress {
        serde_json::to_string(&json)
    } else {
        serde_json::to_string_pretty(&json)
    };
    text.or_else(|why| stuck(format!("JSON: {why}")))
}

fn to_json(value: &Value, depth: i128) -> Result<serde_json::Value, Interrupt> {
    Ok(match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) => number.into(),
            (_, Ok(number)) => number.into(),
            _ => return stuck("number too great for JSON"),
        },
        Value::Double(number) => Number::from_f64(*number).map_or(serde_json::Value::Null, Into::into),
        Value::Enum(value) => value.number.into(),
        Value::List(_) | Value::Table(_) | Value::Object(_) if depth < 0 => value.to_text().into(),
        Value::List(items) => serde_json::Value::Array(
            items
                .iter()
                .map(|item| to_json(item, depth - 1))
                .collect::<Result<_, _>>()?,
        ),
        Value::Table(table) => {
            let mut map = Map::new();
            for (key, value) in &table.borrow().pairs {
                map.insert(key.to_text(), to_json(value, depth - 1)?);
            }
            serde_json::Value::Object(map)
        }
        Value::Object(object) => {
            let mut map = Map::new();
            for (name, value) in &object.borrow().properties {
                map.insert(name.clone(), to_json(value, depth - 1)?);
            }
            serde_json::Value::Object(map)
        }
        Value::Host(host) => return stuck(format!("JSON of {}", host.kind)),
        other => other.to_text().into(),
    })
}

/// The value of a JSON text.
pub(super) fn read(text: &str) -> Result<Value, Interrupt> {
    match serde_json::from_str(text) {
        Ok(json) => Ok(from_json(json)),
        Err(why) => error("ConvertFromJson", format!("Invalid JSON: {why}")),
    }
}

fn from_json(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::Int(number.into()),
            (_, Some(number)) => Value::Int(number.into()),
            _ => Value::Double(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(text) => Value::text(&text),
        serde_json::Value::Array(items) => Value::list(items.into_iter().map(from_json).collect()),
        serde_json::Value::Object(map) => {
            let properties = map
                .into_iter()
                .map(|(name, value)| (name, from_json(value)))
                .collect();
            let type_name = "System.Management.Automation.PSCustomObject".to_owned();
            Value::Object(Rc::new(RefCell::new(Object {
                type_name,
                text: None,
                properties,
            })))
        }
    }
}
