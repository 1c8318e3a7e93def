//! Casts to .NET types, as far as scripts use them.

use super::Runner;
use super::errors::{Interrupt, error, stuck};
use crate::powershell::convert::{guid, int, number_in_text};
use crate::powershell::time::parse_date;
use crate::powershell::value::{Object, Value};
use std::cell::RefCell;
use std::rc::Rc;

impl Runner<'_> {
    /// `[type_name]value`
    pub(super) fn cast(&mut self, type_name: &str, value: Value) -> Result<Value, Interrupt> {
        let lower = type_name.to_lowercase();
        let name = lower.strip_prefix("system.").unwrap_or(&lower);
        if let Some(inner) = name.strip_suffix("[]") {
            let items = match value {
                Value::Null => return Ok(Value::Null),
                other => other.into_items(),
            };
            let items = items
                .into_iter()
                .map(|item| self.cast(inner, item))
                .collect::<Result<Vec<_>, _>>()?;
            return Ok(Value::list(items));
        }
        match name {
            "object" | "psobject" => Ok(value),
            "void" => Ok(Value::Null),
            "string" => Ok(Value::Text(value.to_wide())),
            "bool" | "boolean" | "switch" | "switchparameter" => Ok(Value::Bool(value.is_true())),
            "int" | "int32" => self.whole(&value, i32::MIN.into(), i32::MAX.into(), "Int32"),
            "long" | "int64" => self.whole(&value, i64::MIN.into(), i64::MAX.into(), "Int64"),
            "uint32" => self.whole(&value, 0, u32::MAX.into(), "UInt32"),
            "uint64" => self.whole(&value, 0, u64::MAX.into(), "UInt64"),
            "byte" => self.whole(&value, 0, 255, "Byte"),
            "int16" | "short" => self.whole(&value, i16::MIN.into(), i16::MAX.into(), "Int16"),
            "uint16" => self.whole(&value, 0, u16::MAX.into(), "UInt16"),
            "double" | "float" | "single" | "decimal" => match &value {
                Value::Int(number) => Ok(Value::Double(*number as f64)),
                Value::Double(_) => Ok(value),
                Value::Text(text) => match number_in_text(&text.lossy()) {
                    Some(Value::Int(number)) => Ok(Value::Double(number as f64)),
                    Some(number) => Ok(number),
                    None => self.no_cast(&value, type_name),
                },
                Value::Null => Ok(Value::Double(0.0)),
                _ => self.no_cast(&value, type_name),
            },
            "char" => match &value {
                Value::Char(_) => Ok(value),
                Value::Int(number) => match u16::try_from(*number) {
                    Ok(unit) => Ok(Value::Char(unit)),
                    Err(_) => self.no_cast(&value, type_name),
                },
                Value::Text(text) if text.len() == 1 => Ok(Value::Char(text.0[0])),
                _ => self.no_cast(&value, type_name),
            },
            "guid" => guid(&value).or_else(|_| self.no_cast(&value, type_name)),
            "datetime" => match &value {
                Value::Date(_) => Ok(value),
                Value::Text(text) => match parse_date(&text.lossy()) {
                    Some(ticks) => Ok(Value::Date(ticks)),
                    None => self.no_cast(&value, type_name),
                },
                Value::Int(ticks) => match i64::try_from(*ticks) {
                    Ok(ticks) => Ok(Value::Date(ticks)),
                    Err(_) => self.no_cast(&value, type_name),
                },
                _ => self.no_cast(&value, type_name),
            },
            "timespan" => match &value {
                Value::Time(_) => Ok(value),
                _ => stuck("cast to TimeSpan"),
            },
            "version" => self.version(value),
            "uri" => Ok(value),
            "array" => Ok(Value::list(value.into_items())),
            "hashtable" => match value {
                Value::Table(_) => Ok(value),
                _ => self.no_cast(&value, type_name),
            },
            "ordered" => match value {
                Value::Table(_) => Ok(value),
                _ => self.no_cast(&value, type_name),
            },
            "pscustomobject" | "management.automation.pscustomobject" => self.custom_object(value),
            "scriptblock" => match value {
                Value::Block(_) => Ok(value),
                _ => stuck("cast to ScriptBlock"),
            },
            _ => stuck(format!("cast to {type_name}")),
        }
    }

    fn no_cast(&mut self, value: &Value, type_name: &str) -> Result<Value, Interrupt> {
        error(
            "InvalidCast",
            format!(
                "Cannot convert value \"{}\" to type \"{type_name}\".",
                value.to_text()
            ),
        )
    }

    fn whole(&mut self, value: &Value, least: i128, most: i128, to: &str) -> Result<Value, Interrupt> {
        int(value, least, most, to).or_else(|_| self.no_cast(value, to))
    }

    fn custom_object(&mut self, value: Value) -> Result<Value, Interrupt> {
        if self.session.constrained {
            return error(
                "CannotCreateTypeConstrainedLanguage",
                "[pscustomobject] in constrained language mode",
            );
        }
        let Value::Table(table) = value else {
            return Ok(value);
        };
        let properties = table
            .borrow()
            .pairs
            .iter()
            .map(|(key, value)| (key.to_text(), value.clone()))
            .collect();
        let object = Object {
            type_name: "System.Management.Automation.PSCustomObject".to_owned(),
            text: None,
            properties,
        };
        Ok(Value::Object(Rc::new(RefCell::new(object))))
    }

    fn version(&mut self, value: Value) -> Result<Value, Interrupt> {
        if let Value::Object(object) = &value
            && object.borrow().type_name == "System.Version"
        {
            return Ok(value);
        }
        let text = value.to_text();
        let parts: Option<Vec<i128>> = text.split('.').map(|part| part.parse().ok()).collect();
        match parts.as_deref() {
            Some([major, minor, rest @ ..]) if rest.len() <= 2 => {
                let object = Object {
                    type_name: "System.Version".to_owned(),
                    text: Some(text.as_str().into()),
                    properties: vec![
                        ("Major".to_owned(), Value::Int(*major)),
                        ("Minor".to_owned(), Value::Int(*minor)),
                        (
                            "Build".to_owned(),
                            Value::Int(rest.first().copied().unwrap_or(-1)),
                        ),
                    ],
                };
                Ok(Value::Object(Rc::new(RefCell::new(object))))
            }
            _ => self.no_cast(&value, "System.Version"),
        }
    }
}
