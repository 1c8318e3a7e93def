//! Methods of values and of types.

use super::Runner;
use super::errors::{Interrupt, error, stuck};
use crate::powershell::time::{DAY, SECOND};
use crate::powershell::value::{Table, Value};
use crate::powershell::wide::Wide;
use std::cell::RefCell;
use std::rc::Rc;

impl Runner<'_> {
    /// `target.name(arguments)`
    pub(super) fn method(
        &mut self,
        target: &Value,
        name: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, Interrupt> {
        let lower = name.to_lowercase();
        match (target, lower.as_str(), arguments.as_slice()) {
            (Value::Null, ..) => error(
                "InvokeMethodOnNull",
                "You cannot call a method on a null-valued expression.",
            ),
            (_, "tostring", []) => Ok(Value::Text(target.to_wide())),
            (_, "tostring", [form]) => self.formatted(target, &form.to_text()).map(Value::Text),
            (_, "gettype", []) => Ok(Value::Type(target.type_name())),
            (_, "equals", [other]) => self.equals(target, other, true).map(Value::Bool),
            (Value::Text(text), ..) => self.text_method(text, &lower, &arguments),
            (Value::Date(ticks), ..) => date_method(*ticks, &lower, &arguments),
            (Value::Table(table), ..) => table_method(table, &lower, &arguments),
            (Value::List(items), "contains", [item]) => {
                for one in items.iter() {
                    if self.equals(one, item, true)? {
                        return Ok(Value::Bool(true));
                    }
                }
                Ok(Value::Bool(false))
            }
            // The model keeps a password as it was typed, in the object itself.
            (Value::Object(object), "getnetworkcredential", [])
                if object.borrow().type_name == "PSCredential" =>
            {
                Ok(target.clone())
            }
            _ => stuck(format!("method {name} of {}", target.type_name())),
        }
    }

    fn text_method(&mut self, text: &Wide, name: &str, arguments: &[Value]) -> Result<Value, Interrupt> {
        let own = text.lossy();
        let answer = |text: &str| Ok(Value::text(text));
        let trimmed: Vec<char> = arguments
            .iter()
            .flat_map(|one| one.to_text().chars().collect::<Vec<_>>())
            .collect();
        match (name, arguments) {
            ("trim", []) => answer(own.trim()),
            ("trimend", []) => answer(own.trim_end()),
            ("trimstart", []) => answer(own.trim_start()),
            ("trim", _) => answer(own.trim_matches(trimmed.as_slice())),
            ("trimend", _) => answer(own.trim_end_matches(trimmed.as_slice())),
            ("trimstart", _) => answer(own.trim_start_matches(trimmed.as_slice())),
            ("toupper" | "toupperinvariant", []) => answer(&own.to_uppercase()),
            ("tolower" | "tolowerinvariant", []) => answer(&own.to_lowercase()),
            ("contains", [part]) => Ok(Value::Bool(own.contains(&part.to_text()))),
            ("startswith", [part]) => Ok(Value::Bool(own.starts_with(&part.to_text()))),
            ("endswith", [part]) => Ok(Value::Bool(own.ends_with(&part.to_text()))),
            ("replace", [from, to]) => match from.to_text() {
                from if from.is_empty() => error("ArgumentException", "String cannot be of zero length."),
                from => answer(&own.replace(&from, &to.to_text())),
            },
            ("indexof", [part]) => Ok(Value::Int(place(own.find(&part.to_text()), &own))),
            ("lastindexof", [part]) => Ok(Value::Int(place(own.rfind(&part.to_text()), &own))),
            ("split", _) if !arguments.is_empty() => self.split_method(&own, arguments, &trimmed),
            ("substring", [from]) => self.substring(text, from, None),
            ("substring", [from, length]) => self.substring(text, from, Some(length)),
            ("padleft" | "padright", [Value::Int(width), rest @ ..]) if rest.len() <= 1 => {
                let fill = rest
                    .first()
                    .map_or(0x20, |one| one.to_wide().0.first().copied().unwrap_or(0x20));
                let count = usize::try_from(*width).unwrap_or(0).saturating_sub(text.len());
                let padding = std::iter::repeat_n(fill, count);
                Ok(Value::Text(Wide(if name == "padleft" {
                    padding.chain(text.0.iter().copied()).collect()
                } else {
                    text.0.iter().copied().chain(padding).collect()
                })))
            }
            ("tochararray", []) => Ok(Value::list(
                text.0.iter().map(|unit| Value::Char(*unit)).collect(),
            )),
            _ => stuck(format!(
                "method {name} of a string with {} arguments",
                arguments.len()
            )),
        }
    }

    fn split_method(&mut self, own: &str, arguments: &[Value], letters: &[char]) -> Result<Value, Interrupt> {
        let one = match arguments {
            [Value::Text(separator)] if separator.len() == 1 => true,
            [Value::Char(_)] => true,
            [Value::List(items)] => items.iter().all(|item| item.to_wide().len() == 1),
            _ => false,
        };
        // A longer text means its characters in 5.1 and the text itself in 7.
        if !one {
            return stuck("Split by something else than single characters");
        }
        let letters: Vec<char> = letters
            .iter()
            .copied()
            .filter(|c| *c != ' ' || arguments.len() == 1)
            .collect();
        let letters: Vec<char> = match arguments {
            [Value::List(items)] => items
                .iter()
                .flat_map(|item| item.to_text().chars().next())
                .collect(),
            _ => letters,
        };
        Ok(Value::list(
            own.split(letters.as_slice()).map(Value::text).collect(),
        ))
    }

    fn substring(&mut self, text: &Wide, from: &Value, length: Option<&Value>) -> Result<Value, Interrupt> {
        let number = |value: &Value| match value {
            Value::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        };
        let from = number(from);
        let end = match length {
            None => Some(text.len()),
            Some(length) => from.zip(number(length)).map(|(from, length)| from + length),
        };
        match from.zip(end).and_then(|(from, end)| text.0.get(from..end)) {
            Some(units) => Ok(Value::Text(Wide::from(units))),
            None => error("ArgumentOutOfRangeException", "Index was out of range."),
        }
    }

    /// `[type]::name(arguments)`
    pub(super) fn fixed_method(
        &mut self,
        target: &Value,
        name: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, Interrupt> {
        let Value::Type(type_name) = target else {
            return stuck("static method of something that is no type");
        };
        self.check_type(type_name)?;
        let short = type_name.rsplit('.').next().unwrap_or_default().to_lowercase();
        match (short.as_str(), name.to_lowercase().as_str(), arguments.as_slice()) {
            ("string", "isnullorempty", [one]) => Ok(Value::Bool(one.to_wide().is_empty())),
            ("string", "isnullorwhitespace", [one]) => Ok(Value::Bool(one.to_text().trim().is_empty())),
            ("string", "join", [glue, items]) => {
                let items: Vec<String> = items.clone().into_items().iter().map(Value::to_text).collect();
                Ok(Value::text(&items.join(&glue.to_text())))
            }
            ("string", "format", [format, rest @ ..]) => self.format(format, Value::list(rest.to_vec())),
            ("guid", "newguid", []) => Ok(Value::Guid(self.host.new_guid())),
            ("guid", "parse", [one]) => self.cast("guid", one.clone()),
            ("datetime", "parse", [one]) => self.cast("datetime", one.clone()),
            ("timespan", "fromseconds" | "frommilliseconds" | "fromminutes", [one]) => {
                let unit = match name.to_lowercase().as_str() {
                    "fromseconds" => SECOND,
                    "fromminutes" => 60 * SECOND,
                    _ => SECOND / 1000,
                };
                Ok(Value::Time((amount(one)? * unit as f64) as i64))
            }
            ("math", "min" | "max", [left, right]) => {
                let less = self.order(left, right, true)?.is_le();
                let first = less == name.eq_ignore_ascii_case("min");
                Ok(if first { left.clone() } else { right.clone() })
            }
            ("math", "round" | "floor" | "ceiling" | "truncate", [one]) => {
                let number = amount(one)?;
                Ok(Value::Double(match name.to_lowercase().as_str() {
                    "round" => number.round_ties_even(),
                    "floor" => number.floor(),
                    "ceiling" => number.ceil(),
                    _ => number.trunc(),
                }))
            }
            _ => stuck(format!("[{type_name}]::{name}()")),
        }
    }
}

/// The place in UTF-16 units of a place in bytes; -1 for nothing.
fn place(found: Option<usize>, text: &str) -> i128 {
    found.map_or(-1, |bytes| text[..bytes].encode_utf16().count() as i128)
}

fn amount(value: &Value) -> Result<f64, Interrupt> {
    match value {
        Value::Int(number) => Ok(*number as f64),
        Value::Double(number) => Ok(*number),
        other => stuck(format!("number wanted, not {}", other.type_name())),
    }
}

fn date_method(ticks: i64, name: &str, arguments: &[Value]) -> Result<Value, Interrupt> {
    let unit = match name {
        "addmilliseconds" => SECOND / 1000,
        "addseconds" => SECOND,
        "addminutes" => 60 * SECOND,
        "addhours" => 3600 * SECOND,
        "adddays" => DAY,
        "touniversaltime" | "tolocaltime" if arguments.is_empty() => return Ok(Value::Date(ticks)),
        "subtract" => {
            return match arguments {
                [Value::Date(other)] => Ok(Value::Time(ticks - other)),
                [Value::Time(other)] => Ok(Value::Date(ticks - other)),
                _ => stuck("Subtract of a date"),
            };
        }
        _ => return stuck(format!("method {name} of a date")),
    };
    let [count] = arguments else {
        return stuck(format!("{name} with {} arguments", arguments.len()));
    };
    let added = match count {
        Value::Int(count) => i64::try_from(*count)
            .ok()
            .and_then(|count| count.checked_mul(unit)),
        other => Some((amount(other)? * unit as f64) as i64),
    };
    // The calendar of .NET ends with the year 9999.
    match added
        .and_then(|added| ticks.checked_add(added))
        .filter(|t| (0..3_155_378_976_000_000_000).contains(t))
    {
        Some(ticks) => Ok(Value::Date(ticks)),
        None => error("ArgumentOutOfRangeException", "Value to add was out of range."),
    }
}

fn table_method(table: &Rc<RefCell<Table>>, name: &str, arguments: &[Value]) -> Result<Value, Interrupt> {
    match (name, arguments) {
        ("containskey" | "contains", [key]) => Ok(Value::Bool(table.borrow().get(key).is_some())),
        ("add", [key, value]) => {
            if table.borrow().get(key).is_some() {
                return error("ArgumentException", "Item has already been added.");
            }
            table.borrow_mut().set(key.clone(), value.clone());
            Ok(Value::Null)
        }
        ("remove", [key]) => {
            let mut table = table.borrow_mut();
            let mut only = Table::default();
            only.set(key.clone(), Value::Null);
            table.pairs.retain(|(known, _)| only.get(known).is_none());
            Ok(Value::Null)
        }
        ("clone", []) => Ok(Value::Table(Rc::new(RefCell::new(table.borrow().clone())))),
        ("getenumerator", []) => {
            let entry = |(key, value): &(Value, Value)| {
                let fields = vec![
                    ("Key", key.clone()),
                    ("Name", key.clone()),
                    ("Value", value.clone()),
                ];
                Value::object("System.Collections.DictionaryEntry", fields)
            };
            Ok(Value::list(table.borrow().pairs.iter().map(entry).collect()))
        }
        _ => stuck(format!("method {name} of a hashtable")),
    }
}
