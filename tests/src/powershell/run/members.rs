//! Properties, and members of types.

use super::Runner;
use super::errors::{Interrupt, error, stuck};
use crate::powershell::parameters::enum_type;
use crate::powershell::time::{DAY, SECOND};
use crate::powershell::value::{EnumValue, Table, Value};
use std::cell::RefCell;
use std::rc::Rc;

impl Runner<'_> {
    /// `target.name`; of an array without such a property, the property of each item.
    pub(super) fn member(&mut self, target: &Value, name: &str) -> Result<Value, Interrupt> {
        if let Some(value) = self.property(target, name)? {
            return Ok(value);
        }
        match target {
            Value::List(items) => {
                let mut all = Vec::new();
                for item in items.iter() {
                    if let Some(value) = self.property(item, name)? {
                        all.extend(value.into_items());
                    }
                }
                Ok(Value::from_output(all))
            }
            _ if name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length") => {
                Ok(Value::Int(if matches!(target, Value::Null) { 0 } else { 1 }))
            }
            // A property that is not there is $null; for something of the host's, the model may lack it.
            Value::Host(host) => stuck(format!("property {name} of {}", host.kind)),
            _ if self.is_strict() => error(
                "PropertyNotFoundStrict",
                format!("The property '{name}' cannot be found."),
            ),
            _ => Ok(Value::Null),
        }
    }

    /// A property of the value itself.
    pub(super) fn property(&mut self, target: &Value, name: &str) -> Result<Option<Value>, Interrupt> {
        let lower = name.to_lowercase();
        Ok(match (target, lower.as_str()) {
            (Value::Null, _) => None,
            (Value::Text(text), "length") => Some(Value::Int(text.len() as i128)),
            (Value::List(items), "count" | "length") => Some(Value::Int(items.len() as i128)),
            (Value::Table(table), _) => table_property(table, name),
            (Value::Object(object), _) => object.borrow().get(name).cloned(),
            (Value::Host(host), _) => self.host.member(host, name),
            (Value::Enum(value), "value__") => Some(Value::Int(value.number.into())),
            (Value::Guid(guid), "guid") => Some(Value::text(guid)),
            (Value::Date(ticks), _) => date_property(*ticks, &lower),
            (Value::Time(ticks), _) => time_property(*ticks, &lower),
            (Value::Type(type_name), "name") => {
                Some(Value::text(type_name.rsplit('.').next().unwrap_or_default()))
            }
            (Value::Type(type_name), "fullname") => Some(Value::text(type_name)),
            _ => None,
        })
    }

    /// `[type]::name`
    pub(super) fn fixed_member(&mut self, target: &Value, name: &str) -> Result<Value, Interrupt> {
        let Value::Type(type_name) = target else {
            return stuck("static member of something that is no type");
        };
        self.check_type(type_name)?;
        let short = type_name.rsplit('.').next().unwrap_or_default().to_lowercase();
        if let Some(kind) = enum_type(&short) {
            let member = kind
                .members
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            return match member {
                Some((known, number)) => Ok(Value::Enum(EnumValue {
                    type_name: kind.name.to_owned(),
                    name: (*known).to_owned(),
                    number: *number,
                })),
                None => error("PropertyNotFound", format!("no member {name} of {type_name}")),
            };
        }
        match (short.as_str(), name.to_lowercase().as_str()) {
            ("datetime", "now" | "utcnow") => Ok(Value::Date(self.host.now())),
            ("datetime", "maxvalue") => Ok(Value::Date(3_155_378_975_999_999_999)),
            ("datetime", "minvalue") => Ok(Value::Date(0)),
            ("int" | "int32", "maxvalue") => Ok(Value::Int(i32::MAX.into())),
            ("int" | "int32", "minvalue") => Ok(Value::Int(i32::MIN.into())),
            ("long" | "int64", "maxvalue") => Ok(Value::Int(i64::MAX.into())),
            ("uint64", "maxvalue") => Ok(Value::Int(u64::MAX.into())),
            ("uint32", "maxvalue") => Ok(Value::Int(u32::MAX.into())),
            ("string", "empty") => Ok(Value::text("")),
            ("guid", "empty") => Ok(Value::Guid("00000000-0000-0000-0000-000000000000".to_owned())),
            ("environment", "newline") => Ok(Value::text("\r\n")),
            _ => stuck(format!("[{type_name}]::{name}")),
        }
    }

    /// In constrained language mode only core types have members.
    pub(super) fn check_type(&self, type_name: &str) -> Result<(), Interrupt> {
        let lower = type_name.to_lowercase();
        let short = lower.strip_prefix("system.").unwrap_or(&lower);
        let core = [
            "string",
            "char",
            "int",
            "int32",
            "long",
            "int64",
            "uint32",
            "uint64",
            "byte",
            "double",
            "decimal",
            "bool",
            "datetime",
            "timespan",
            "guid",
            "version",
            "uri",
            "array",
            "hashtable",
            "object",
            "switch",
            "void",
        ];
        if self.session.constrained && !core.contains(&short) && enum_type(short).is_none() {
            return error(
                "MethodInvocationNotSupportedInConstrainedLanguage",
                format!("[{type_name}] in constrained language mode"),
            );
        }
        Ok(())
    }
}

fn table_property(table: &Rc<RefCell<Table>>, name: &str) -> Option<Value> {
    let table = table.borrow();
    if let Some(value) = table.get(&Value::text(name)) {
        return Some(value.clone());
    }
    match name.to_lowercase().as_str() {
        "count" => Some(Value::Int(table.pairs.len() as i128)),
        "keys" => Some(Value::list(
            table.pairs.iter().map(|(key, _)| key.clone()).collect(),
        )),
        "values" => Some(Value::list(
            table.pairs.iter().map(|(_, value)| value.clone()).collect(),
        )),
        _ => Some(Value::Null),
    }
}

fn date_property(ticks: i64, name: &str) -> Option<Value> {
    let part = |format: &str| {
        let text = crate::powershell::time::date_text(ticks, format);
        Value::Int(text.parse().unwrap_or_default())
    };
    match name {
        "ticks" => Some(Value::Int(ticks.into())),
        "date" => Some(Value::Date(ticks - ticks.rem_euclid(DAY))),
        "year" => Some(part("yyyy")),
        "month" => Some(part("MM")),
        "day" => Some(part("dd")),
        "hour" => Some(part("HH")),
        "minute" => Some(part("mm")),
        "second" => Some(part("ss")),
        _ => None,
    }
}

fn time_property(ticks: i64, name: &str) -> Option<Value> {
    let total = |unit: i64| Some(Value::Double(ticks as f64 / unit as f64));
    match name {
        "ticks" => Some(Value::Int(ticks.into())),
        "totalmilliseconds" => total(SECOND / 1000),
        "totalseconds" => total(SECOND),
        "totalminutes" => total(60 * SECOND),
        "totalhours" => total(3600 * SECOND),
        "totaldays" => total(DAY),
        "days" => Some(Value::Int((ticks / DAY).into())),
        "hours" => Some(Value::Int((ticks / (3600 * SECOND) % 24).into())),
        "minutes" => Some(Value::Int((ticks / (60 * SECOND) % 60).into())),
        "seconds" => Some(Value::Int((ticks / SECOND % 60).into())),
        _ => None,
    }
}
